"""The check of a plan: verdicts on the items that its type needs, and findings on its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kb.checklists import Checklists
from kb.citations import Register
from kb.model import Document, ElementVerdict, Finding, Kind, Review
from kb.regions import region_of
from kb.review.elements.parts import part_findings
from kb.review.elements.verdicts import judge_all
from kb.review.findings import Case, find_all, text_only
from kb.review.origins.copies import OtherPlans
from kb.review.structure.usable import usable_findings
from kb.review.text import Body
from kb.review.types import close_type, compliance, is_judged, not_a_plan, not_judged, too_little

__all__ = ["review"]


def review(
    document: Document,
    checklists: Checklists,
    register: Register,
    *,
    plan_type: str | None = None,
    today: date,
    companions: Sequence[Document] = (),
    others: OtherPlans | None = None,
    unit: str = "",
    whole: bool = True,
) -> Review:
    """Check a plan; ``companions`` are documents that belong to it (annexes in files of their own), ``others`` the plans to compare with.

    ``unit`` names whose plan it is to be, whatever the text says: another place's name left in its title is then found too.

    A document that is no plan gets no verdicts, a finding that says so, and what is wrong with any text (garbled, unfilled, sums that do
    not add up), unless ``plan_type`` says what it is to be checked as. One of a title and a few words gets no verdicts
    either, unless it is still being written (``whole`` is false).
    Where the type was guessed and another fits nearly as well, a finding names it. Raises InputError("unknown_plan_type").
    """
    code = plan_type or (document.plan_type if document.kind is Kind.PLAN else None)
    kind = checklists.for_type(code) if code else None
    if unit:
        document = replace(document, issuer=unit, region=region_of(unit) or document.region)
    body = Body.of(document, companions)
    elements: tuple[ElementVerdict, ...] = ()
    case = Case(body, checklists, register, code or "", today, others)
    if code is None or kind is None:
        findings: tuple[Finding, ...] = (not_a_plan(body), *text_only(case))
    elif whole and not is_judged(body, code):
        findings = (not_judged(body, checklists), *text_only(case))
    else:
        elements = judge_all(body, checklists, kind)
        close = () if plan_type else tuple(close_type(body, checklists))
        own = find_all(case)
        findings = (
            *too_little(body, checklists),
            *own,
            *part_findings(body, checklists, code, elements),
            *usable_findings(body, checklists, code, elements),
            *compliance(body, elements, checklists),
            *close,
        )
    return Review(document.doc_id, document.title, code, document.plan_types, elements, findings, today)
