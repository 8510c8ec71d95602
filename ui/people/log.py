"""The access log: who did what to which object, one JSON line each, appended and chained by hash so that a cut shows."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = "access.log"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when (ISO), who, what was done and to what; ``intact`` tells that it follows the line before it."""

    at: str
    user: str
    action: str
    target: str
    intact: bool = True


class AccessLog:
    """The log of one library folder."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def add(self, user: str, action: str, target: str = "") -> None:
        """Append a line and flush it to the disk."""
        from filelock import FileLock

        self._file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._file.with_suffix(".log.lock")), self._file.open("a+b") as stream:
            row = {
                "at": datetime.now().astimezone().isoformat(timespec="seconds"),
                "user": user, "action": action, "target": target[:300], "after": _last_hash(self._file),
            }  # fmt: skip
            stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def entries(self) -> Iterator[Entry]:
        """All lines, oldest first; a line that was changed, or follows one that was, is not intact."""
        if not self._file.exists():
            return
        before = ""
        for line in self._file.read_bytes().splitlines():
            try:
                row = json.loads(line)
                entry = Entry(row["at"], row["user"], row["action"], row["target"], row["after"] == before)
            except (ValueError, KeyError, TypeError):
                entry = Entry("", "", "unreadable", "", intact=False)
            before = _hash(line)
            yield entry


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:16]


def _last_hash(file: Path) -> str:
    """Hash of the last line, read from the end of the file."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(max(0, size - 65_536))
        lines = stream.read().splitlines()
    return _hash(lines[-1]) if lines else ""
