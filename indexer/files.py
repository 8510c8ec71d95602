"""Files that are either wholly there or not: write beside, fsync, rename."""

from __future__ import annotations

import contextlib
import os
import shutil
import zlib
from pathlib import Path


def write_text(file: Path, text: str) -> None:
    """Replace ``file`` as a whole; a reader sees the old text or the new one."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    sync_folder(file.parent)


def publish(beside: Path, folder: Path) -> None:
    """Make a finished folder visible under its name, with everything in it on disk."""
    for file in beside.iterdir():
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
    sync_folder(beside)
    beside.rename(folder)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, where the system can (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def checksum(file: Path) -> int:
    """CRC-32 of a file; finds damage, not malice."""
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def remove_folder(folder: Path) -> None:
    """Remove a folder that nobody needs; one that is still open elsewhere stays for the next time."""
    shutil.rmtree(folder, ignore_errors=True)
