"""Long work that a stopped server left behind: what was asked, with its files, kept until the work has ended.

Whoever works holds a lock that the system lets go of when the process dies: what nobody holds was interrupted.
Nothing here is in a backup; what nobody takes up again is forgotten after a month.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from kb.files import write_atomically

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from pydantic import TypeAdapter

FOLDER = "unfinished"
TOLD, _LOCK = "asked.json", ".lock"
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """What a piece of long work was asked to do: files by what they are for, and plain values. Enough to do it again."""

    files: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One piece of work as it is kept: its kind, whose it is and in which library, when it began (ISO), names of files by purpose."""

    id: str
    kind: str
    owner: str
    library: str
    began: str
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of work that is being done: nobody else takes it up. ``folder`` is for what it has done so far."""

    told: Unfinished
    folder: Path
    _lock: BaseFileLock

    def files(self, purpose: str) -> list[Path]:
        """The kept copies of the files for a purpose."""
        return [self.folder / purpose / str(at) / name for at, name in enumerate(self.told.files.get(purpose, ()))]

    def end(self) -> None:
        """The work has ended, however it did: nothing of it is kept."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def begin(home: Path, kind: str, owner: str, library: str, task: Task) -> Held:
    """Keep what is to be done before it is begun."""
    name = secrets.token_urlsafe(9)
    folder = home / FOLDER / name
    folder.mkdir(parents=True)
    lock = _locked(folder)
    for purpose, files in task.files.items():
        for at, file in enumerate(files):
            place = folder / purpose / str(at)
            place.mkdir(parents=True)
            _copied(file, place / file.name)
    names = {purpose: tuple(file.name for file in files) for purpose, files in task.files.items()}
    told = Unfinished(name, kind, owner, library, datetime.now(UTC).isoformat(timespec="seconds"), names, task.asked)
    write_atomically(folder / TOLD, json.dumps(asdict(told), ensure_ascii=False).encode())
    return Held(told, folder, lock)


def left(home: Path, owner: str) -> tuple[Unfinished, ...]:
    """A user's work that nobody is doing, the last begun first; what is older than a month is forgotten."""
    found = []
    for file in (home / FOLDER).glob(f"*/{TOLD}"):
        try:
            told = _adapter().validate_json(file.read_bytes())
            age = datetime.now(UTC) - datetime.fromisoformat(told.began)
        except (OSError, ValueError):
            continue
        if told.owner != owner or not _is_free(file.parent):
            continue
        if age > _KEPT:
            shutil.rmtree(file.parent, ignore_errors=True)
            continue
        found.append(told)
    return tuple(sorted(found, key=lambda each: each.began, reverse=True))


def taken_up(home: Path, owner: str, name: str) -> Held:
    """Work that was left, to be done again. Raises InputError("unknown_work") when it is gone, another's, or being done."""
    told = next((each for each in left(home, owner) if each.id == name), None)
    if told is None:
        raise InputError("unknown_work")
    return Held(told, home / FOLDER / name, _locked(home / FOLDER / name, seconds=2))


def drop(home: Path, owner: str, name: str) -> None:
    """Forget work that was left, with its files. Raises InputError("unknown_work")."""
    taken_up(home, owner, name).end()


def _locked(folder: Path, seconds: float = 0) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK, timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError("unknown_work") from error
    return lock


def _is_free(folder: Path) -> bool:
    with suppress(InputError, OSError):
        _locked(folder).release()
        return True
    return False


def _copied(file: Path, target: Path) -> None:
    """The same bytes under another name, written anew only where the disk is another one."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


@cache
def _adapter() -> TypeAdapter[Unfinished]:
    from pydantic import TypeAdapter

    return TypeAdapter(Unfinished)
