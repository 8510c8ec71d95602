"""The check of a plan: verdicts on the items that its type needs, and findings on its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.checklists import Checklists
from kb.citations import Register
from kb.model import Document, ElementVerdict, Finding, FindingSeverity, Kind, Message, Place, Review
from kb.review.elements import judge_all
from kb.review.findings import find_all
from kb.review.text import Body

__all__ = ["review"]


def review(
    document: Document,
    checklists: Checklists,
    register: Register,
    *,
    plan_type: str | None = None,
    today: date,
    companions: Sequence[Document] = (),
) -> Review:
    """Check a plan; ``companions`` are documents that belong to it (annexes in files of their own).

    A document that is no plan gets no verdicts and a finding that says so, unless ``plan_type`` says what it is to be checked as.
    Raises InputError("unknown_plan_type").
    """
    code = plan_type or (document.plan_type if document.kind is Kind.PLAN else None)
    body = Body.of(document, companions)
    elements: tuple[ElementVerdict, ...] = ()
    findings: tuple[Finding, ...] = (_not_a_plan(body),)
    if code:
        elements = judge_all(body, checklists, checklists.for_type(code))
        findings = find_all(body, checklists, register, code, today)
    return Review(document.doc_id, document.title, code, document.plan_types, elements, findings, today)


def _not_a_plan(body: Body) -> Finding:
    places = tuple(Place(line.clause.id, line.quote(0, 1)) for line in body.lines[:1] if line.text)
    params = {"kind": body.document.kind.value, "genre": body.document.genre or body.document.kind.value}
    return Finding("QC-KIND", FindingSeverity.LOW, Message("not_a_plan", params), places)
