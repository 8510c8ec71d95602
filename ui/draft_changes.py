"""Changes of draft files beyond a section's text: outline, facts, versions, undo, reservations, colleagues' Word files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb.drafting import locks, outline_edit, versions
from kb.drafting.files import load, save
from kb.drafting.model import Draft
from kb.drafting.refresh import refreshed
from kb.errors import InputError
from ui import drafts, shapes
from ui.workspace import Workspace

Json = dict[str, Any]


def changed(path: Path, change: Callable[[Draft], Draft]) -> Draft:
    """Load, change and save while nobody else does."""
    with locks.exclusive(path):
        after = change(load(path))
        save(after, path)
    return after


def headings(draft: Draft) -> list[Json]:
    """The outline in short."""
    return [
        {"id": s.id, "number": s.number, "title": s.title, "level": s.level, "state": s.state.value}
        for s in draft.sections
    ]


# --------------------------------------------------------------------------- outline


def add(workspace: Workspace, path: Path, title: str, after: str = "", level: int = 0, block: str = "") -> Json:
    """A new section."""
    draft = changed(
        path, lambda d: outline_edit.add_section(d, title, workspace.outlines, after=after, level=level, block=block)
    )
    return {"path": str(path), "sections": headings(draft)}


def move(path: Path, section: str, after: str = "") -> Json:
    """A section with what is below it to another place."""
    return {
        "path": str(path),
        "sections": headings(changed(path, lambda d: outline_edit.move_section(d, section, after=after))),
    }


def rename(path: Path, section: str, title: str) -> Json:
    """Another title."""
    return {
        "path": str(path),
        "sections": headings(changed(path, lambda d: outline_edit.rename_section(d, section, title))),
    }


def drop(workspace: Workspace, path: Path, section: str, *, preview: bool = False) -> Json:
    """Without a section; what the checklist loses with it. ``preview`` only tells."""
    with locks.exclusive(path):
        after, lost = outline_edit.drop_section(load(path), section)
        if not preview:
            save(after, path)
    known = {item.id: item for item in workspace.checklists.items}
    items = [{"id": key, "name": known[key].name if key in known else key} for key in lost]
    return {"path": str(path), "lost": items, "dropped": not preview, "sections": headings(after)}


# --------------------------------------------------------------------------- facts


def update_facts(workspace: Workspace, path: Path, facts: Path) -> Json:
    """Another fact sheet for a draft: the change goes everywhere."""
    sheet, notices = drafts.sheet_of(workspace, facts)
    with locks.exclusive(path):
        after, ids = refreshed(load(path), sheet, workspace.outlines)
        save(after, path)
    status = drafts.status_of(workspace, after)
    return {
        "path": str(path),
        "changed": list(ids),
        "notices": [shapes.notice(item) for item in notices],
        "status": status,
    }


# --------------------------------------------------------------------------- versions


def keep_version(path: Path, name: str = "") -> Json:
    """Keep the draft as it stands."""
    with locks.exclusive(path):
        version = versions.keep_version(path, name)
    return {"path": str(path), "version": version.number, "name": version.name}


def list_versions(path: Path) -> Json:
    """The kept versions and the steps that can be taken back."""
    draft = load(path)
    steps = [{"at": event.at, "section": event.section, "action": event.action} for event in versions.events(draft)]
    found = [{"version": v.number, "name": v.name, "at": v.at} for v in versions.versions(path)]
    return {"path": str(path), "versions": found, "steps": steps[:50]}


def diff(path: Path, number: int) -> Json:
    """What changed since a version, section by section."""
    return {
        "path": str(path),
        "version": number,
        "sections": versions.difference(versions.version_of(path, number), load(path)),
    }


def restore(path: Path, number: int, section: str = "") -> Json:
    """A section or the whole draft as in a version."""
    version = versions.version_of(path, number)
    return {"path": str(path), "sections": headings(changed(path, lambda d: versions.restore(d, version, section)))}


def undo(path: Path, section: str = "", by: str = "") -> Json:
    """Take back the last change; with ``by``, none that another writer made."""
    return {"path": str(path), "sections": headings(changed(path, lambda d: versions.undo(d, section, by)))}


# --------------------------------------------------------------------------- two writers


def reserve(path: Path, section: str, owner: str) -> Json:
    """Reserve a section."""
    key = drafts.known_section(load(path), section)
    with locks.exclusive(path):
        locks.reserve(path, key, owner)
    return {"path": str(path), "locks": locks.reservations(path)}


def release(path: Path, section: str, owner: str) -> Json:
    """Give a section free."""
    key = drafts.known_section(load(path), section)
    with locks.exclusive(path):
        locks.release(path, key, owner)
    return {"path": str(path), "locks": locks.reservations(path)}


def import_edited(
    path: Path, edited: Path, accept: Sequence[str] = (), reject: Sequence[str] = (), *, preview: bool = False
) -> Json:
    """Take a colleague's edited Word file (tracked changes as accepted) back, all sections or those accepted; nothing is deleted."""
    from kb.drafting.importing import import_source
    from kb.readers import read

    if not edited.exists():
        raise InputError("no_such_file", path=edited)
    source = read(edited)
    with locks.exclusive(path):
        draft = load(path)
        after, notices = import_source(draft, source)
        keep = {drafts.known_section(draft, key) for key in reject}
        if accept:
            wanted = {drafts.known_section(draft, key) for key in accept}
            keep |= {section.id for section in draft.sections} - wanted
        after = _without(draft, after, keep)
        if not preview:
            save(after, path)
    differences = versions.difference(draft, after)
    return {
        "path": str(path), "changed": [item["section"] for item in differences], "sections": differences, "preview": preview,
        "notices": [shapes.notice(item) for item in notices],
    }  # fmt: skip


def _without(before: Draft, after: Draft, keep: set[str]) -> Draft:
    """The import without the sections that are to stay as they were."""
    from dataclasses import replace

    old = {section.id: section for section in before.sections}
    sections = tuple(old[section.id] if section.id in keep else section for section in after.sections)
    count = len(before.history)
    history = tuple(e for n, e in enumerate(after.history) if n < count or e.section not in keep)
    return replace(after, sections=sections, history=history)
