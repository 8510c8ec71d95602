"""Two writers on one draft: changes one after another, sections reserved by name, no overwriting of a text one has not seen."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kb.drafting.model import DraftSection
from kb.errors import InputError
from kb.files import write_atomically

SECONDS = 1800
"""How long a section stays reserved without a sign of its writer."""
_WAIT = 20.0


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
    held = _held(path)
    held[section] = {"owner": owner, "since": time.time()}
    _save(path, held)


def release(path: Path, section: str, owner: str) -> None:
    """Give a section free; another writer's reservation stays."""
    held = _held(path)
    if held.get(section, {}).get("owner") == owner:
        del held[section]
        _save(path, held)


def check(path: Path, section: str, owner: str) -> None:
    """Raises InputError("section_locked") when another writer has reserved the section."""
    entry = _held(path).get(section)
    if entry and entry["owner"] != owner:
        since = datetime.fromtimestamp(float(str(entry["since"])), UTC).astimezone().strftime("%H:%M")
        raise InputError("section_locked", section=section, owner=entry["owner"], since=since)


def reservations(path: Path) -> dict[str, str]:
    """Section → writer, of those that hold."""
    return {section: str(entry["owner"]) for section, entry in _held(path).items()}


def unseen(section: DraftSection, base: str, text: str) -> None:
    """Raises InputError("section_conflict") when the stored text is neither what the writer began with nor what they write."""
    if section.text.strip("\n") not in (base.strip("\n"), text.strip("\n")):
        raise InputError("section_conflict", section=section.heading)


def _held(path: Path) -> dict[str, dict[str, object]]:
    try:
        data = json.loads(_file(path).read_text(encoding="utf-8"))
        fresh = time.time() - SECONDS
        return {key: entry for key, entry in data.items() if float(entry["since"]) > fresh and entry["owner"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _save(path: Path, held: dict[str, dict[str, object]]) -> None:
    write_atomically(_file(path), json.dumps(held, ensure_ascii=False).encode())


def _file(path: Path) -> Path:
    return path.with_name(f".{path.name}.sections")
