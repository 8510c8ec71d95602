"""A draft as ``kb.model.Document``, so that the checker can read it without a Word file in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.clauses import build_clauses
from kb.drafting.covers import APPROVAL, SIGN_PAGE, approval_lines, cover_foot, cover_head, signing_rows
from kb.drafting.issue import has_notice, notice_paragraphs, notice_title, plan_title
from kb.drafting.model import Draft, DraftSection
from kb.facts.sheet import FactSheet
from kb.model import PLAN_LEVELS, Block, Document, Kind, Paragraph, PlanTypeGuess, Source, Table, Validity
from kb.structure import items_of, outline

_CELLS = re.compile(r"^\|(.*)\|\s*$")
_RULE = re.compile(r"^\|[\s:|-]+\|\s*$")


def written(draft: Draft) -> Draft:
    """The draft without the sections that nobody has written yet: a heading from the outline alone is no sign of its element."""
    kept: list[DraftSection] = []
    level_above_text = 0
    for section in reversed(draft.sections):
        if section.text.strip() or section.level < level_above_text:
            kept.append(section)
            level_above_text = section.level
    return replace(draft, sections=tuple(reversed(kept)))


def as_document(draft: Draft, doc_id: str = "") -> Document:
    """The draft as a plan document with the sections and clause ids that its export has; slots stay visible in the texts."""
    doc_id = doc_id or draft.title
    items, _ = items_of(Source(f"{doc_id}.docx", "docx", tuple(_blocks(draft))))
    found = outline(items)
    facts = draft.facts
    return Document(
        doc_id=doc_id,
        title=draft.title,
        kind=Kind.PLAN,
        sections=found.sections,
        clauses=build_clauses(doc_id, found),
        genre="应急预案",
        issuer=facts.issue.body or facts.unit.name,
        doc_number=facts.issue.doc_number,
        date=facts.issue.date,
        date_text=facts.issue.date,
        region=facts.unit.region,
        plan_types=(PlanTypeGuess(draft.plan_type, 1.0),),
        plan_level=facts.unit.level if facts.unit.level in PLAN_LEVELS else None,
        validity=Validity.UNKNOWN,
    )


def table_cells(line: str) -> list[str] | None:
    """The cells of a table line ``| a | b |``, an empty list for its rule line, None for other lines."""
    if _RULE.match(line) and "-" in line:
        return []
    found = _CELLS.match(line.strip())
    return [cell.strip() for cell in found[1].split("|")] if found else None


def _blocks(draft: Draft) -> Iterator[Block]:
    """What a reader would make of the export: notice of issue, title, headings, paragraphs, tables."""
    if has_notice(draft.facts, draft.outline.get("layout", "政府")):
        yield Paragraph(notice_title(draft.facts), centered=True)
        for words in notice_paragraphs(draft.facts):
            yield Paragraph(words)
    elif draft.outline.get("layout") == "企业":
        yield from _cover(draft.facts)
    yield Paragraph(plan_title(draft.facts), centered=True, size_pt=22.0)
    for section in draft.sections:
        yield from _heading(section)
        yield from _body(section.text)


def _cover(facts: FactSheet) -> Iterator[Block]:
    for words in cover_head(facts):
        yield Paragraph(words)
    yield Paragraph(plan_title(facts), centered=True, size_pt=22.0)
    for words in cover_foot(facts):
        yield Paragraph(words, centered=True)
    yield Paragraph(APPROVAL, centered=True)
    for words in approval_lines(facts):
        yield Paragraph(words)
    yield Paragraph(SIGN_PAGE, centered=True)
    yield Table(tuple(map(tuple, signing_rows(facts))))


def _heading(section: DraftSection) -> Iterator[Block]:
    if section.annex and section.level == 1:
        yield Paragraph(section.number)
        yield Paragraph(section.title, outline_level=1, centered=True, size_pt=22.0)
    else:
        yield Paragraph(section.heading, outline_level=section.level)


def _body(text: str) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for line in [*text.split("\n"), ""]:
        cells = table_cells(line)
        if cells is not None:
            rows += [tuple(cells)] if cells else []
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        if line.strip():
            yield Paragraph(line.strip())
