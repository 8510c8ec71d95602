"""How findings are made: the places of a defect gathered, with basis and advice from the rule data."""

from __future__ import annotations

from collections.abc import Iterable

from kb.checklists import Checklists, FindingRule
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.text import Line

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
    words = line.verbatim(start, end)
    return Place(line.clause.id, words if len(words) >= 8 else line.quote(start, end))
