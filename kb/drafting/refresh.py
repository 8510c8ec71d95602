"""One change of a fact goes everywhere: texts written from the old sheet follow the new one, whatever a writer put beside them stays."""

from __future__ import annotations

from dataclasses import replace

from kb.drafting.context import DERIVED, Context, context_of
from kb.drafting.draft import recorded_all
from kb.drafting.model import SLOT, Draft, DraftSection, OriginKind, OriginPiece
from kb.drafting.needs import slot_keys
from kb.drafting.outline import Outlines
from kb.drafting.template import assemble, render
from kb.facts.sheet import LISTS, FactSheet


def refreshed(draft: Draft, facts: FactSheet, outlines: Outlines) -> tuple[Draft, tuple[str, ...]]:
    """The draft on another fact sheet, and the ids of the sections that changed.

    A section whose first text still stands is written anew; elsewhere facts are replaced where they stand and slots filled.
    """
    facts = replace(facts, plan=replace(facts.plan, type=draft.plan_type))
    old, new = context_of(draft.facts, outlines), context_of(facts, outlines)
    sections = tuple(_section(section, old, new, outlines) for section in draft.sections)
    changed = tuple(now.id for was, now in zip(draft.sections, sections, strict=True) if was.text != now.text)
    after = recorded_all(replace(draft, facts=facts), sections, "", "facts")
    return after, changed


def _section(section: DraftSection, old: Context, new: Context, outlines: Outlines) -> DraftSection:
    block = outlines.blocks.get(section.source)
    if not section.text:
        return section
    if block is not None:
        rule = block.basis or block.id
        before, _ = assemble(render(block.text, old, rule))
        if before and (section.text == before or section.text.startswith(f"{before}\n")):
            text, origin = assemble(render(block.text, new, rule))
            shift = len(text) - len(before)
            rest = tuple(
                replace(p, start=p.start + shift, end=p.end + shift) for p in section.origin if p.start >= len(before)
            )
            section = replace(section, text=text + section.text[len(before) :], origin=(*origin, *rest))
    return _in_place(section, old, new, slot_keys(block.text) if block else {})


def _in_place(section: DraftSection, old: Context, new: Context, slots: dict[str, str]) -> DraftSection:
    """Facts that stand in a text as they were become what they are; a slot whose fact is now known is filled."""
    text, pieces, shift, position = [], [], 0, 0
    for piece in sorted(section.origin, key=lambda p: p.start):
        words = section.text[piece.start : piece.end]
        now, key = _now(piece, words, old, new, slots)
        text.append(section.text[position : piece.start])
        text.append(now)
        start = piece.start + shift
        kind = OriginKind.FACT if key else piece.kind
        pieces.append(OriginPiece(kind, key or piece.ref, start, start + len(now)))
        shift += len(now) - len(words)
        position = piece.end
    text.append(section.text[position:])
    return replace(section, text="".join(text), origin=tuple(pieces))


def _now(piece: OriginPiece, words: str, old: Context, new: Context, slots: dict[str, str]) -> tuple[str, str]:
    """The words that now stand for a piece, and the fact's key when a slot was filled."""
    if piece.kind is OriginKind.SLOT and SLOT.fullmatch(words):
        key = slots.get(piece.ref, f"thresholds.{piece.ref}")
        value = _value(new, key)
        return (value, key) if value else (words, "")
    if piece.kind is not OriginKind.FACT:
        return words, ""
    for key in (piece.ref, *DERIVED):
        if _value(old, key, listed=True) == words and (key == piece.ref or _behind(old, key) == piece.ref):
            return _value(new, key, listed=True) or words, ""
    return words, ""


def _behind(context: Context, key: str) -> str:
    value = context.value(key)
    return value.key if value else ""


def _value(context: Context, key: str, *, listed: bool = False) -> str:
    table, _, rest = key.partition(".")
    if table in LISTS:
        number, _, field = rest.partition(".")
        records = context.records(table)
        if not listed or not number.isdigit() or int(number) > len(records):
            return ""
        value = getattr(records[int(number) - 1], field, "")
        return "；".join(value) if isinstance(value, tuple) else str(value)
    try:
        found = context.value(key)
    except AttributeError:
        return ""
    return found.text if found else ""
