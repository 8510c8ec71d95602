"""Files that are either wholly there or not: written beside, flushed to the disk, renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from kb.errors import InputError


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` as a whole: a reader sees the old bytes or the new ones.

    Raises InputError("not_writable") when the disk or the folder refuses.
    """
    try:
        _replace(path, data)
    except OSError as error:
        raise InputError("not_writable", path=path, reason=error.strerror or "") from error
    sync_folder(path.parent)


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, where the system can (Windows cannot)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
