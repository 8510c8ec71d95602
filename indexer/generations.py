"""A generation is one small manifest that names segments, dead documents and what the index was built with.

``CURRENT`` names the manifest in force; replacing it is the only moment at which a change becomes visible.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer import files
from kb.files import write_atomically

FORMAT = 3
"""Raised when segments are laid out otherwise; an index of an older format counts as none and is made anew."""
_CURRENT = "CURRENT"


class OldFormatError(Exception):
    """The index was written by an older version."""


@dataclass(frozen=True, slots=True)
class Member:
    """A segment of a generation; the documents in ``dead`` are no longer found in it."""

    name: str
    dead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """What an index is at one moment; ``sequence`` is the library's when it was made."""

    number: int
    sequence: int
    model_id: str
    dimension: int
    terms_hash: str
    members: tuple[Member, ...] = field(default=())

    @property
    def built_with(self) -> tuple[str, int, str]:
        """What must not be mixed."""
        return self.model_id, self.dimension, self.terms_hash


def manifest(home: Path, number: int) -> Path:
    """The file of a generation."""
    return home / f"generation-{number:08d}.json"


def current(home: Path) -> Generation | None:
    """The generation in force, None for a new index. Raises ValueError, KeyError or OSError when it is damaged, OldFormatError."""
    try:
        number = int((home / _CURRENT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return load(home, number)


def stamp(home: Path) -> tuple[int, ...] | None:
    """What changes whenever another generation comes into force; None while there is none."""
    try:
        found = (home / _CURRENT).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def load(home: Path, number: int) -> Generation:
    """One generation by its number."""
    data = json.loads(manifest(home, number).read_text(encoding="utf-8"))
    written = data.pop("format")
    if written < FORMAT:
        raise OldFormatError
    if written > FORMAT:
        raise ValueError("format")
    members = tuple(Member(member["name"], tuple(member["dead"])) for member in data.pop("members"))
    return Generation(**data, members=members)


def is_old(home: Path) -> bool:
    """Whether an older version wrote the index."""
    with contextlib.suppress(ValueError, KeyError, TypeError, OSError):
        try:
            current(home)
        except OldFormatError:
            return True
    return False


def last_readable(home: Path) -> Generation | None:
    """The newest generation whose manifest can be read, for repairs."""
    for file in sorted(home.glob("generation-*.json"), reverse=True):
        with contextlib.suppress(ValueError, KeyError, TypeError, OSError, OldFormatError):
            return load(home, int(file.stem.split("-")[1]))
    return None


def publish(home: Path, generation: Generation) -> None:
    """Make a generation the one in force."""
    data = {"format": FORMAT, **asdict(generation)}
    write_atomically(manifest(home, generation.number), json.dumps(data, ensure_ascii=False, indent=1).encode())
    write_atomically(home / _CURRENT, str(generation.number).encode())


def sweep(home: Path, keep: Generation) -> tuple[str, ...]:
    """Remove what neither this generation nor the one before needs; returns the names removed."""
    needed = {member.name for member in keep.members}
    for file in home.glob("generation-*.json"):
        number = int(file.stem.split("-")[1])
        if number == keep.number - 1:
            with contextlib.suppress(ValueError, KeyError, OSError, OldFormatError):
                needed |= {member.name for member in load(home, number).members}
        elif number != keep.number:
            file.unlink(missing_ok=True)
    gone = [folder for folder in home.glob("segment-*") if folder.name not in needed]
    for folder in gone:
        files.remove_folder(folder)
    for leftover in home.glob("*.part"):
        leftover.unlink(missing_ok=True) if leftover.is_file() else files.remove_folder(leftover)
    return tuple(folder.name for folder in gone)
