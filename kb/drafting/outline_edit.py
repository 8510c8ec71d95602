"""Changing a draft's outline: add, move, rename, drop; what the checklist loses is told, numbers follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.drafting.draft import recorded_all
from kb.drafting.model import Draft, DraftSection, State
from kb.drafting.outline import Outlines, numbered
from kb.errors import InputError
from kb.model import Document

_HIGHEST_LEVEL = 4
_ANNEX = re.compile(r"附\s*[件录表]\s*[\d一二三四五六七八九十]*[：:.、\s]*")


def add_section(
    draft: Draft, title: str, outlines: Outlines, *, after: str = "", level: int = 0, block: str = ""
) -> Draft:
    """A new section behind ``after`` (its whole subtree; default the end of the text) with the level of that one.

    ``block`` names a block of the outlines whose requirements and first text it gets. Raises InputError: unknown_block, bad_level.
    """
    title = title.strip()
    base = draft.section(after) if after else None
    wanted = level or (base.level if base else 1)
    if not 1 <= wanted <= _HIGHEST_LEVEL:
        raise InputError("bad_section_level", level=wanted)
    if block and block not in outlines.blocks:
        raise InputError("unknown_block", block=block)
    source = outlines.blocks.get(block)
    made = DraftSection(
        id=_free_id(draft, block or "own"), number="", title=title or (source.title if source else ""), level=wanted,
        items=source.items if source else (), annex=bool(base and base.annex), requirement=source.requirement if source else "",
        block=block, state=State.EMPTY,
    )  # fmt: skip
    if not made.title:
        raise InputError("no_title")
    at = _end_of_subtree(draft.sections, base.id) if base else _first_annex(draft.sections)
    return _renumbered(draft, (*draft.sections[:at], made, *draft.sections[at:]), made.id, "add")


def move_section(draft: Draft, key: str, *, after: str = "") -> Draft:
    """The section and what is below it, behind ``after`` (its whole subtree) or at the front."""
    section = draft.section(key)
    start, end = _index(draft.sections, section.id), _end_of_subtree(draft.sections, section.id)
    moved, rest = draft.sections[start:end], (*draft.sections[:start], *draft.sections[end:])
    if after and any(part.id == draft.section(after).id for part in moved):
        raise InputError("move_into_itself", section=section.heading)
    at = _end_of_subtree(rest, draft.section(after).id) if after else 0
    moved = tuple(replace(part, annex=bool(after and draft.section(after).annex)) for part in moved)
    return _renumbered(draft, (*rest[:at], *moved, *rest[at:]), section.id, "move")


def rename_section(draft: Draft, key: str, title: str) -> Draft:
    """Another title; the number stays."""
    if not title.strip():
        raise InputError("no_title")
    section = draft.section(key)
    return recorded_all(draft, draft.replaced(replace(section, title=title.strip())).sections, section.id, "rename")


def drop_section(draft: Draft, key: str) -> tuple[Draft, tuple[str, ...]]:
    """The draft without a section and what is below it, and the checklist items that no other section covers.

    The text stays in the history.
    """
    section = draft.section(key)
    start, end = _index(draft.sections, section.id), _end_of_subtree(draft.sections, section.id)
    gone, rest = draft.sections[start:end], (*draft.sections[:start], *draft.sections[end:])
    if not rest:
        raise InputError("last_section")
    left = {item for part in rest for item in part.items}
    lost = dict.fromkeys(item for part in gone for item in part.items if item not in left)
    return _renumbered(draft, rest, section.id, "drop"), tuple(lost)


def outlined(draft: Draft, document: Document, outlines: Outlines) -> Draft:
    """The draft with the headings of a document that the bureau likes; headings near to a block get its requirements and text."""
    from kb.drafting.insertion import nearest_block

    plan = outlines.for_type(draft.plan_type)
    sections: list[DraftSection] = []
    used: set[str] = set()
    for heading in document.sections:
        title = heading.text.strip()
        if not title:
            continue
        annex = bool(_ANNEX.match(heading.number) or _ANNEX.match(title))
        title = _ANNEX.sub("", title, count=1).strip() or title
        block = nearest_block(title, [part for part in plan.sections if part.block and part.id not in used])
        used |= {block.id} if block else set()
        sections.append(
            DraftSection(
                id=block.id if block else f"own-{len(sections) + 1}", number="", title=title,
                level=min(_HIGHEST_LEVEL, max(1, heading.level)), items=block.items if block else (), annex=annex,
                requirement=block.requirement if block else "", state=State.EMPTY if block else State.DRAFT,
            )
        )  # fmt: skip
    if not sections:
        raise InputError("no_headings", path=document.title)
    family = (
        "chinese"
        if any("、" in part.number or part.number in "一二三" for part in document.sections[:3] if part.number)
        else "decimal"
    )
    outline = {**draft.outline, "numbering": family, "source": document.doc_id}
    return _renumbered(replace(draft, outline=outline), tuple(sections), "", "outline")


def _renumbered(draft: Draft, sections: Sequence[DraftSection], key: str, action: str) -> Draft:
    numbers = numbered(tuple(sections), str(draft.outline.get("numbering", "decimal")))
    return recorded_all(draft, tuple(replace(s, number=n) for s, n in zip(sections, numbers, strict=True)), key, action)


def _free_id(draft: Draft, stem: str) -> str:
    taken = {section.id for section in draft.sections}
    if stem != "own" and stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)


def _index(sections: Sequence[DraftSection], key: str) -> int:
    return next(at for at, section in enumerate(sections) if section.id == key)


def _end_of_subtree(sections: Sequence[DraftSection], key: str) -> int:
    at = _index(sections, key)
    level = sections[at].level
    end = at + 1
    while end < len(sections) and sections[end].level > level:
        end += 1
    return end


def _first_annex(sections: Sequence[DraftSection]) -> int:
    return next((at for at, section in enumerate(sections) if section.annex), len(sections))
