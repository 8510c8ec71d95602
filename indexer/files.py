"""Folders that are either wholly there or not, and checks on the files in them."""

from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path

from kb.files import sync_folder


def publish(beside: Path, folder: Path) -> None:
    """Make a finished folder visible under its name, with everything in it on disk."""
    for file in beside.iterdir():
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
    sync_folder(beside)
    beside.rename(folder)
    sync_folder(folder.parent)


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
