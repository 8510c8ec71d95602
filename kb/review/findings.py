"""All findings on the text of a plan, worst first: one defect, one finding, with all its places."""

from __future__ import annotations

from datetime import date

from kb.checklists import Checklists
from kb.citations import Register
from kb.model import Finding, FindingSeverity
from kb.review.cited import citation_findings
from kb.review.foreign import foreign_findings
from kb.review.limits import age_findings, time_findings
from kb.review.offices import office_findings
from kb.review.placeholders import placeholder_findings
from kb.review.references import reference_findings
from kb.review.text import Body

_ORDER = {FindingSeverity.HIGH: 0, FindingSeverity.MEDIUM: 1, FindingSeverity.LOW: 2}


def find_all(
    body: Body, checklists: Checklists, register: Register, plan_type: str, today: date
) -> tuple[Finding, ...]:
    """The findings of every rule, by severity, then in the order of the rules."""
    found = [
        *placeholder_findings(body, checklists),
        *citation_findings(body, checklists, register, plan_type),
        *time_findings(body, checklists, plan_type),
        *foreign_findings(body, checklists, plan_type),
        *office_findings(body, checklists),
        *reference_findings(body, checklists),
        *age_findings(body, checklists, plan_type, today),
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))
