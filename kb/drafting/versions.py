"""Versions of a draft: kept whole beside it, compared section by section, restored in whole or in part; undo of single steps."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.drafting.draft import recorded_all
from kb.drafting.files import load
from kb.drafting.model import Draft, Event, draft_to_mapping, section_from_mapping
from kb.errors import InputError
from kb.files import write_atomically

_NAME = re.compile(r"(\d{4})-(.*)\.json")


@dataclass(frozen=True, slots=True)
class Version:
    """A kept version: its number from 1, its name, the moment it was kept (ISO), where it lies."""

    number: int
    name: str
    at: str
    path: Path


def versions(path: Path) -> tuple[Version, ...]:
    """The versions of a draft file, oldest first."""
    matches = ((file, _NAME.fullmatch(file.name)) for file in sorted(_folder(path).glob("*.json")))
    return tuple(Version(int(match[1]), match[2], _moment(file), file) for file, match in matches if match)


def keep_version(path: Path, name: str = "") -> Version:
    """Keep the draft as it stands."""
    draft = load(path)
    number = max((version.number for version in versions(path)), default=0) + 1
    plain = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in name.strip())[:40] or f"第{number}版"
    _folder(path).mkdir(parents=True, exist_ok=True)
    file = _folder(path) / f"{number:04d}-{plain}.json"
    write_atomically(file, json.dumps(draft_to_mapping(draft), ensure_ascii=False).encode())
    return Version(number, plain, _moment(file), file)


def version_of(path: Path, number: int) -> Draft:
    """The draft of a version. Raises InputError("unknown_version")."""
    for version in versions(path):
        if version.number == number:
            return load(version.path)
    raise InputError("unknown_version", number=number, known="、".join(str(v.number) for v in versions(path)))


def difference(old: Draft, new: Draft) -> list[dict[str, Any]]:
    """What changed by section: ``added``, ``removed``, ``renamed`` or ``changed`` with the lines taken out (-) and put in (+)."""
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    found: list[dict[str, Any]] = []
    for section in (*new.sections, *(s for s in old.sections if s.id not in after)):
        was, now = before.get(section.id), after.get(section.id)
        change = "added" if was is None else "removed" if now is None else "changed" if was.text != now.text else "renamed" if was.title != now.title else ""  # fmt: skip
        if change:
            lines = _lines(was.text if was else "", now.text if now else "")
            found.append(
                {
                    "section": section.id,
                    "number": section.number,
                    "title": section.title,
                    "change": change,
                    "lines": lines,
                }
            )
    return found


def restore(draft: Draft, version: Draft, key: str = "") -> Draft:
    """The draft with a section, or with all sections, as they were in a version; what stood there goes to the history."""
    if not key:
        return recorded_all(replace(draft, outline=version.outline), version.sections, "", "restore")
    wanted = version.section(key)
    draft.section(wanted.id)
    return recorded_all(draft, draft.replaced(wanted).sections, wanted.id, "restore")


def undo(draft: Draft, key: str = "", by: str = "") -> Draft:
    """Take back the last change, or the last one of a section, of another writer than ``by`` none.

    Raises InputError("nothing_to_undo").
    """
    wanted = draft.section(key).id if key else ""
    for at in range(len(draft.history) - 1, -1, -1):
        event = draft.history[at]
        if by and event.by not in ("", by):
            continue
        if event.before and (not wanted or event.section == wanted):
            sections = {section.id: section for section in draft.sections}
            old = [section_from_mapping(item) for item in event.before]
            left = (*draft.history[:at], *draft.history[at + 1 :])
            if event.order:
                known = {**sections, **{section.id: section for section in old}}
                return replace(
                    draft, sections=tuple(known[name] for name in event.order if name in known), history=left
                )
            changed = {section.id: section for section in old}
            return replace(draft, sections=tuple(changed.get(s.id, s) for s in draft.sections), history=left)
    raise InputError("nothing_to_undo")


def events(draft: Draft, key: str = "") -> tuple[Event, ...]:
    """The steps that can be taken back, the last first."""
    return tuple(event for event in reversed(draft.history) if event.before and (not key or event.section == key))


def _lines(old: str, new: str) -> list[str]:
    shown = difflib.ndiff(old.split("\n") if old else [], new.split("\n") if new else [])
    return [line for line in shown if line[:1] in "+-"]


def _folder(path: Path) -> Path:
    return path.with_name(f"{path.stem}.versions")


def _moment(file: Path) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
