"""QC-KIND and QC-TYPE: documents that are no plans or hold no text to judge, plans of which the type is in doubt. QC-FILE: filing and publishing not told of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import ElementVerdict, Finding, FindingSeverity, Message, Place
from kb.review.making import finding
from kb.review.text import Body

CLOSE = 0.25
"""Guesses whose confidences differ by less are both to be shown (domain/07 §6: relief plans are SUP by rule, SDP in practice)."""


def not_a_plan(body: Body) -> Finding:
    """The finding for a document that is no plan."""
    params = {"kind": body.document.kind.value, "genre": body.document.genre or body.document.kind.value}
    return Finding("QC-KIND", FindingSeverity.LOW, Message("not_a_plan", params), _first(body))


def close_type(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """A low finding that names the runner-up when it fits nearly as well as the type checked."""
    guesses = body.document.plan_types
    if len(guesses) < 2 or guesses[0].confidence - guesses[1].confidence >= CLOSE:
        return
    code, other = guesses[0].code, guesses[1].code
    names = {"name": checklists.for_type(code).name, "other_name": checklists.for_type(other).name}
    message = Message("type_close", {"code": code, "other": other, **names})
    yield finding("QC-TYPE", FindingSeverity.LOW, message, _first(body), checklists, confidence=0.5)


_LEAST = 200
_NO_PLAN = 100
_NO_CARD = 40
_CARDS = frozenset({"CARD"})
"""Types of which half a page is a whole plan."""
_HANZI = re.compile(r"[\u4e00-\u9fff]")


def is_judged(body: Body, plan_type: str) -> bool:
    """Whether there is text enough for verdicts on elements: of a title alone, or of another language, nothing can be said to lack."""
    return _hanzi(body) >= (_NO_CARD if plan_type in _CARDS else _NO_PLAN)


def not_judged(body: Body, checklists: Checklists) -> Finding:
    """The finding for what is called a plan and has no text to judge."""
    message = Message("text_none", {"count": str(_hanzi(body))})
    return finding("QC-KIND", FindingSeverity.HIGH, message, _first(body), checklists)


def too_little(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """A finding for texts of which few sentences can be judged."""
    count = _hanzi(body)
    if count < _LEAST:
        message = Message("text_too_little", {"count": str(count)})
        yield finding("QC-KIND", FindingSeverity.MEDIUM, message, _first(body), checklists)


def _hanzi(body: Body) -> int:
    return sum(len(_HANZI.findall(line.text)) for line in body.lines)


def compliance(body: Body, elements: Sequence[ElementVerdict], checklists: Checklists) -> Iterator[Finding]:
    """A low finding for what need not stand in the text and must be done all the same: filing, approval, publishing (domain/07 §10)."""
    silent = [each for each in elements if each.reason.code == "element_compliance"]
    if silent:
        basis = "；".join(dict.fromkeys(rule for each in silent for rule in each.basis[:1]))
        message = Message("compliance", {"names": "、".join(each.name for each in silent)})
        yield finding("QC-FILE", FindingSeverity.LOW, message, _first(body), checklists, basis=basis, confidence=0.6)


def _first(body: Body) -> tuple[Place, ...]:
    return tuple(Place(line.clause.id, line.quote(0, 1)) for line in body.lines[:1] if line.text)
