"""How findings are made: the places of a defect gathered, with basis and advice from the rule data."""

from __future__ import annotations

from collections.abc import Iterable

from kb.checklists import Checklists, FindingRule
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.text import Body, Line

_BARE = FindingRule("", "")


def finding(
    rule: str,
    severity: FindingSeverity,
    message: Message,
    places: Iterable[Place],
    checklists: Checklists,
    *,
    basis: str = "",
    confidence: float = 1.0,
) -> Finding:
    """A finding with the advice of its rule; ``basis`` stands in for that of the rule."""
    about = checklists.rules.get(rule, _BARE)
    unique = tuple(dict.fromkeys(places))
    return Finding(rule, severity, message, unique, basis or about.basis, about.advice, confidence)


def place(line: Line, start: int, end: int) -> Place:
    """The place of a normalised span: its verbatim words, widened to the sentence where they are short."""
    start, end = max(0, start), min(end, len(line.text))
    words = line.verbatim(start, end)
    return Place(line.clause.id, words if len(words) >= 8 else line.quote(start, end))


def beside_heading(body: Body, index: int) -> Place:
    """A heading as a place: its own words, told at the first clause below or after it (at the last one where none follows)."""
    sections = body.document.sections
    head = body.heads[index]
    words = sections[index].label if index < len(sections) else f"{head.number} {head.text}".strip()
    below = [line for line in body.lines if line.section >= index][:1] or [*body.lines[-1:]]
    return Place(below[0].clause.id if below else "", words, heading=True)


def alike(one: str, other: str) -> float:
    """How far two names share their pairs of characters, from 0 to 1."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / max(1, len(pairs[0]) + len(pairs[1]))
