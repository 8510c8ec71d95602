"""Making and changing drafts; every function returns a new draft, the old text stays in its history."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from datetime import UTC, datetime

from kb.drafting.candidates import Candidate, candidates
from kb.drafting.context import context_of
from kb.drafting.merging import merged, news
from kb.drafting.model import (
    Draft,
    DraftCitation,
    DraftSection,
    Event,
    OriginKind,
    OriginPiece,
    State,
    section_to_mapping,
)
from kb.drafting.outline import Outline, Outlines, numbered
from kb.drafting.template import assemble, render
from kb.errors import InputError
from kb.facts.sheet import FactSheet, with_type
from kb.ports import ClauseSearch, Progress

_HISTORY = 400
ASIDE = "aside"
_SENTENCE = re.compile(r"[^。；\n]*(?:[。；]|\n|$)")


def new_draft(facts: FactSheet, plan_type: str, outlines: Outlines) -> Draft:
    """An empty draft: the sections of the type's outline that apply to the hazard, numbered."""
    facts, _ = with_type(facts, plan_type)
    outline = outlines.for_type(facts.plan.type)
    hazard = context_of(facts, outlines).hazard
    chosen = outline.for_hazard(hazard.code if hazard else "")
    numbers = numbered(chosen, facts.plan.numbering or outline.numbering)
    sections = tuple(
        DraftSection(
            id=part.id,
            number=number,
            title=part.title,
            level=part.level,
            items=part.block.items if part.block else (),
            state=State.EMPTY if part.block else State.DONE,
            annex=part.annex,
            requirement=part.block.requirement if part.block else "",
        )
        for part, number in zip(chosen, numbers, strict=True)
    )
    return Draft(facts, outline.code, _about(outline, facts), sections, (Event(_now(), "", "new"),))


def fill_section(
    draft: Draft, key: str, outlines: Outlines, search: ClauseSearch | None = None, *, force: bool = False
) -> Draft:
    """Write a first text for one section from rules, facts and the best past clauses.

    A section marked done is only rewritten with ``force`` (``InputError("section_done")``); the text before goes to the history.
    """
    section = draft.section(key)
    if section.state is State.DONE and section.text and not force:
        raise InputError("section_done", section=section.number or section.id)
    block = outlines.blocks.get(section.source)
    if block is None:
        return draft
    context = context_of(draft.facts, outlines)
    lines = list(render(block.text, context, block.basis or block.id))
    citations: tuple[DraftCitation, ...] = ()
    if search is not None and block.clauses:
        found = candidates(block, context, search, outlines)
        lines, chosen = merged(lines, found, block.clauses)
        citations = tuple(DraftCitation(c.hit.clause_id, c.hit.text) for c in chosen)
    text, origin = assemble(lines)
    state = State.DRAFT if text else State.EMPTY
    filled = replace(section, text=text, origin=origin, citations=citations, state=state)
    return _recorded(draft, filled, "fill", section.text)


def fill_all(
    draft: Draft, outlines: Outlines, search: ClauseSearch | None = None, progress: Progress | None = None
) -> Draft:
    """Fill the sections that are empty; what a writer has touched stays."""
    empty = [section.id for section in draft.sections if section.state is State.EMPTY]
    for number, key in enumerate(empty):
        if progress is not None:
            progress("draft_fill", number, len(empty))
        draft = fill_section(draft, key, outlines, search)
    return draft


def section_candidates(
    draft: Draft, key: str, outlines: Outlines, search: ClauseSearch, k: int = 8
) -> tuple[Candidate, ...]:
    """The best past clauses for one section, for the writer to choose from; empty for a heading alone."""
    block = outlines.blocks.get(draft.section(key).source)
    return () if block is None else candidates(block, context_of(draft.facts, outlines), search, outlines, k)


def insert_candidate(draft: Draft, key: str, candidate: Candidate) -> Draft:
    """Append an adapted clause to a section, with its citation; sentences that the section has already are left out.

    Raises InputError("nothing_new") when it has all of them.
    """
    section = draft.section(key)
    new = news(candidate.adapted.line, section.text.split("\n"))
    if not new:
        raise InputError("nothing_new", section=section.heading)
    addition, pieces = assemble([new])
    offset = len(section.text) + 1 if section.text else 0
    moved = tuple(OriginPiece(p.kind, p.ref, p.start + offset, p.end + offset) for p in pieces)
    changed = replace(
        section,
        text=f"{section.text}\n{addition}" if section.text else addition,
        origin=(*section.origin, *moved),
        citations=_merged(section.citations, DraftCitation(candidate.hit.clause_id, candidate.hit.text)),
        state=State.DRAFT,
    )
    return _recorded(draft, changed, "insert", section.text)


def set_section(
    draft: Draft, key: str, *, text: str | None = None, state: State | str | None = None, by: str = ""
) -> Draft:
    """Change a section's text or state; lines that the writer left alone keep their origin and citations. ``by`` is the writer."""
    section = draft.section(key)
    changed = section
    if text is not None:
        clean = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        origin = _origin_after_edit(section, clean)
        used = {piece.ref for piece in origin if piece.kind is OriginKind.CLAUSE}
        citations = tuple(c for c in section.citations if c.clause_id in used)
        changed = replace(
            section, text=clean, origin=origin, citations=citations, state=State.DRAFT if clean else State.EMPTY
        )
    if state is not None:
        try:
            changed = replace(changed, state=State(state))
        except ValueError as error:
            raise InputError("bad_state", state=state, known="、".join(State)) from error
    if changed == section:
        return draft
    before = section.text if text is not None else ""
    return _recorded(draft, changed, "text" if text is not None else "state", before, by)


def kept_aside(draft: Draft, key: str, text: str, by: str = "") -> Draft:
    """The draft with a text in its history that its writer could not save without overwriting another's; no section changes."""
    section = draft.section(key)
    if any(e.action == ASIDE and e.section == section.id and e.text == text for e in draft.history[-20:]):
        return draft
    event = Event(_now(), section.id, ASIDE, text, by=by)
    return replace(draft, history=(*draft.history, event)[-_HISTORY:])


def last_change(draft: Draft, key: str) -> Event | None:
    """The last event that changed a section, None when none is on record."""
    wanted = draft.section(key).id
    for event in reversed(draft.history):
        if event.action != ASIDE and (
            event.section == wanted or any(item.get("id") == wanted for item in event.before)
        ):
            return event
    return None


def _about(outline: Outline, facts: FactSheet) -> dict[str, str]:
    return {
        "code": outline.code,
        "name": outline.name,
        "layout": outline.layout,
        "numbering": facts.plan.numbering or outline.numbering,
    }


def _origin_after_edit(section: DraftSection, text: str) -> tuple[OriginPiece, ...]:
    """Origins of an edited text: sentences kept as they were keep theirs, all others are the writer's."""
    old, new = _sentences(section.text), _sentences(text)
    old_starts, new_starts = _starts(old), _starts(new)
    kept: dict[int, int] = {}
    for a, b, size in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks():
        kept.update({b + i: a + i for i in range(size)})
    pieces: list[OriginPiece] = []
    for number, words in enumerate(new):
        start = new_starts[number]
        if number not in kept:
            bare = len(words.rstrip("\n"))
            pieces += [OriginPiece(OriginKind.WRITER, "", start, start + bare)] if bare else []
            continue
        begin = old_starts[kept[number]]
        end, shift = begin + len(words), start - begin
        pieces += [
            OriginPiece(p.kind, p.ref, max(p.start, begin) + shift, min(p.end, end) + shift)
            for p in section.origin
            if p.start < end and p.end > begin
        ]
    return tuple(pieces)


def _sentences(text: str) -> list[str]:
    return [words for words in _SENTENCE.findall(text) if words]


def _starts(lines: list[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line)
    return starts


def _merged(citations: tuple[DraftCitation, ...], new: DraftCitation) -> tuple[DraftCitation, ...]:
    return citations if any(c.clause_id == new.clause_id for c in citations) else (*citations, new)


def recorded_all(draft: Draft, sections: tuple[DraftSection, ...], key: str, action: str) -> Draft:
    """The draft with other sections; those that changed or went are kept in the history."""
    known = {section.id: section for section in sections}
    gone = [section for section in draft.sections if known.get(section.id) != section]
    text = next((section.text for section in gone if section.id == key), "")
    before = tuple(section_to_mapping(section) for section in gone)
    order = tuple(section.id for section in draft.sections)
    moved = order if order != tuple(known) else ()
    event = Event(_now(), key, action, text, before, moved)
    if not before and not moved:
        return replace(draft, sections=sections)
    return replace(draft, sections=sections, history=(*draft.history, event)[-_HISTORY:])


def _recorded(draft: Draft, section: DraftSection, action: str, before: str, by: str = "") -> Draft:
    event = Event(_now(), section.id, action, before, (section_to_mapping(draft.section(section.id)),), by=by)
    changed = draft.replaced(section, event)
    return replace(changed, history=changed.history[-_HISTORY:])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
