"""Two writers on one draft: changes one after another, sections reserved by name, no overwriting of a text one has not seen."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.drafting.model import DraftSection
from kb.errors import InputError
from kb.files import write_atomically

SECONDS = 180
"""How long a section stays reserved without a sign of its writer; a browser tells its page's clock once a minute at least, even behind others."""
_RENEWED = 30
"""A sign of the writer is written down when the last one is so many seconds old."""
_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Reservation:
    """Who writes a section, since when (local time, ``HH:MM``)."""

    owner: str
    since: str


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One change of a draft file at a time, over processes. Raises InputError("draft_busy") after a while."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT):
            yield
    except Timeout as error:
        raise InputError("draft_busy", path=path.name) from error


def reserve(path: Path, section: str, owner: str) -> None:
    """Reserve a section for a writer, also for longer when it is theirs already. Raises InputError("section_locked")."""
    check(path, section, owner)
    take_over(path, section, owner)


def take_over(path: Path, section: str, owner: str) -> None:
    """Reserve a section also when another writer holds it: that one's texts stay, and ``unseen`` still guards them."""
    entries, now = _held(path), time.time()
    before = entries.get(section, {})
    since = before["since"] if before.get("owner") == owner else now
    entries[section] = {"owner": owner, "since": since, "seen": now}
    _save(path, entries)


def renew(path: Path, owner: str) -> None:
    """A sign of a writer: what they have reserved stays theirs."""
    entries, now = _held(path), time.time()
    stale = [entry for entry in entries.values() if entry["owner"] == owner and _seen(entry) < now - _RENEWED]
    for entry in stale:
        entry["seen"] = now
    if stale:
        _save(path, entries)


def release_all(path: Path, owner: str) -> None:
    """Give free whatever a writer has reserved."""
    entries = _held(path)
    left = {section: entry for section, entry in entries.items() if entry["owner"] != owner}
    if left != entries:
        _save(path, left)


def release(path: Path, section: str, owner: str) -> None:
    """Give a section free; another writer's reservation stays."""
    entries = _held(path)
    if entries.get(section, {}).get("owner") == owner:
        del entries[section]
        _save(path, entries)


def check(path: Path, section: str, owner: str) -> None:
    """Raises InputError("section_locked") when another writer has reserved the section."""
    entry = held(path).get(section)
    if entry and entry.owner != owner:
        raise InputError("section_locked", section=section, owner=entry.owner, since=entry.since)


def held(path: Path) -> dict[str, Reservation]:
    """Section → who writes it, of the reservations that still hold."""
    return {
        section: Reservation(str(entry["owner"]), _clock(float(str(entry["since"]))))
        for section, entry in _held(path).items()
    }


def reservations(path: Path) -> dict[str, str]:
    """Section → writer, of those that hold."""
    return {section: entry.owner for section, entry in held(path).items()}


def _clock(since: float) -> str:
    return datetime.fromtimestamp(since, UTC).astimezone().strftime("%H:%M")


def unseen(section: DraftSection, base: str, text: str) -> None:
    """Raises InputError("section_conflict") when the stored text is neither what the writer began with nor what they write."""
    if section.text.strip("\n") not in (base.strip("\n"), text.strip("\n")):
        raise InputError("section_conflict", section=section.heading)


def _held(path: Path) -> dict[str, dict[str, object]]:
    try:
        data = json.loads(_file(path).read_text(encoding="utf-8"))
        fresh = time.time() - SECONDS
        return {key: entry for key, entry in data.items() if _seen(entry) > fresh and entry["owner"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _seen(entry: Mapping[str, object]) -> float:
    return float(str(entry.get("seen", entry["since"])))


def _save(path: Path, held: dict[str, dict[str, object]]) -> None:
    write_atomically(_file(path), json.dumps(held, ensure_ascii=False).encode())


def _file(path: Path) -> Path:
    return path.with_name(f".{path.name}.sections")
