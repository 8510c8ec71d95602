"""The files of a library as they came, named by their SHA-256."""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.errors import LibraryError
from kb.library.records import file_sha256


class Originals:
    """The folder ``originals`` of a library."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def path(self, sha256: str, suffix: str) -> Path:
        """Where the original with this hash is kept."""
        return self._home / "originals" / sha256[:2] / f"{sha256}{suffix.lower()}"

    def keep(self, file: Path, sha256: str) -> None:
        """Copy a file whole or not at all. Raises LibraryError("library_unwritable")."""
        kept = self.path(sha256, file.suffix)
        if kept.exists():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_name(kept.name + ".part")
        try:
            shutil.copyfile(file, beside)
            beside.replace(kept)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise LibraryError("library_unwritable", path=self._home, reason=error.strerror) from error

    def fetch_again(self, sha256: str, source: Path) -> None:
        """Keep the original anew when the file still lies, unchanged, where it came from."""
        if not self.path(sha256, source.suffix).exists() and source.is_file() and file_sha256(source) == sha256:
            self.keep(source, sha256)

    def forget(self, sha256: str) -> None:
        """Delete the original with this hash."""
        for kept in self._home.glob(f"originals/{sha256[:2]}/{sha256}*"):
            kept.unlink(missing_ok=True)
