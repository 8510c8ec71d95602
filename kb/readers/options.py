"""What a reader is asked to do besides reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``internal`` leaves personal data readable (the owner's view, never stored); ``ocr`` recognises pages without text; ``progress`` names a file that then holds ``pages done/pages to do``."""

    ocr: bool = False
    progress: Path | None = None
    internal: bool = False

    def tell(self, done: int, total: int) -> None:
        """Write how many pages are recognised; a file, because the reader runs in a process of its own."""
        if self.progress is not None:
            self.progress.write_text(f"{done}/{total}", encoding="ascii")
