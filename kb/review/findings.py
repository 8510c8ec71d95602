"""All findings on the text of a plan, worst first: one defect, one finding, with all its places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kb.checklists import Checklists
from kb.citations import Register
from kb.model import Finding, FindingSeverity, Kind
from kb.review.amounts.amounts import amount_findings
from kb.review.amounts.calendar import calendar_findings
from kb.review.amounts.late import late_findings
from kb.review.amounts.limits import age_findings, time_findings
from kb.review.amounts.pace import pace_findings
from kb.review.amounts.sequence import sequence_findings
from kb.review.amounts.sums import sum_findings
from kb.review.amounts.usual import usual_findings
from kb.review.consistency import consistency_findings
from kb.review.duties.duties import duty_findings
from kb.review.duties.filings import filing_findings
from kb.review.duties.offices import office_findings
from kb.review.duties.operable import empty_findings, helpless_findings
from kb.review.duties.phones import phone_findings
from kb.review.duties.rosters import roster_findings
from kb.review.duties.subjectless import subjectless_findings
from kb.review.elements.kits import kit_findings
from kb.review.facts.people import people_findings
from kb.review.facts.services import number_findings
from kb.review.facts.whereabouts import whereabouts_findings
from kb.review.knowledge.chains import chain_findings
from kb.review.knowledge.fixed import fixed_findings
from kb.review.knowledge.hotlines import hotline_findings
from kb.review.knowledge.hues import hue_findings
from kb.review.knowledge.units import unit_findings
from kb.review.knowledge.wrongs import wrong_findings
from kb.review.levels.deciders import decider_findings
from kb.review.levels.interfaces import interface_findings
from kb.review.levels.level_words import level_word_findings
from kb.review.levels.levels import level_findings
from kb.review.origins.cited import aged_findings, citation_findings, future_findings
from kb.review.origins.copies import OtherPlans, copy_findings
from kb.review.origins.foreign import foreign_findings
from kb.review.origins.foreign_marks import province_findings
from kb.review.origins.frames import frame_findings
from kb.review.origins.issue import issue_findings
from kb.review.origins.local import local_findings
from kb.review.origins.misplaced import misplaced_findings
from kb.review.origins.other_worlds import other_world_findings
from kb.review.origins.own_name import own_name_findings
from kb.review.origins.personal import personal_findings, shown_findings
from kb.review.origins.stray_events import stray_event_findings
from kb.review.structure.annexes import annex_findings
from kb.review.structure.bare import bare_findings
from kb.review.structure.contents import contents_findings
from kb.review.structure.layout import layout_findings
from kb.review.structure.left_out import left_out_findings
from kb.review.structure.pointers import pointer_findings
from kb.review.structure.references import reference_findings
from kb.review.structure.siblings import lead_findings, sibling_findings
from kb.review.structure.skipped import skipped_findings
from kb.review.structure.usable import lengthy_findings
from kb.review.text import Body
from kb.review.wording.cells import cell_findings
from kb.review.wording.garbled import text_findings
from kb.review.wording.headless import headless_findings
from kb.review.wording.obligations import obligation_findings
from kb.review.wording.placeholders import placeholder_findings
from kb.review.wording.repeated import twice_findings
from kb.review.wording.terms import frequency_findings, term_findings
from kb.review.wording.unpaired import unpaired_findings

_ORDER = {FindingSeverity.HIGH: 0, FindingSeverity.MEDIUM: 1, FindingSeverity.LOW: 2}


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at: the text, the data of the rules, the type, the day, and the plans of the library."""

    body: Body
    checklists: Checklists
    register: Register
    plan_type: str
    today: date
    others: OtherPlans | None = None


Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("QC-PH", lambda case: placeholder_findings(case.body, case.checklists)),
    ("QC-PH", lambda case: cell_findings(case.body, case.checklists)),
    ("QC-TEXT", lambda case: text_findings(case.body, case.checklists)),
    ("QC-TEXT", lambda case: headless_findings(case.body, case.checklists)),
    ("QC-TEXT", lambda case: unpaired_findings(case.body, case.checklists)),
    ("QC-TEXT", lambda case: twice_findings(case.body, case.checklists)),
    ("QC-TEXT", lambda case: lead_findings(case.body, case.checklists)),
    ("QC-CIT", lambda case: citation_findings(case.body, case.checklists, case.register, case.plan_type)),
    ("QC-CIT", lambda case: future_findings(case.body, case.checklists, case.today)),
    ("QC-TIME", lambda case: time_findings(case.body, case.checklists, case.plan_type)),
    ("QC-TIME", lambda case: late_findings(case.body, case.checklists)),
    ("QC-TIME", lambda case: pace_findings(case.body, case.checklists)),
    ("QC-TIME", lambda case: sequence_findings(case.body, case.checklists)),
    ("QC-TIME", lambda case: usual_findings(case.body, case.checklists)),
    ("QC-COPY", lambda case: foreign_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: province_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: own_name_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: frame_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: misplaced_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: other_world_findings(case.body, case.checklists)),
    ("QC-COPY", lambda case: stray_event_findings(case.body, case.checklists, case.plan_type)),
    ("QC-COPY", lambda case: copy_findings(case.body, case.checklists, case.others)),
    ("QC-LVL", lambda case: level_findings(case.body, case.checklists)),
    ("QC-LVL", lambda case: level_word_findings(case.body, case.checklists)),
    ("QC-LVL", lambda case: sibling_findings(case.body, case.checklists)),
    ("QC-LVL", lambda case: decider_findings(case.body, case.checklists)),
    ("QC-LVL", lambda case: hue_findings(case.body, case.checklists)),
    ("QC-RACI", lambda case: duty_findings(case.body, case.checklists)),
    ("QC-RACI", lambda case: filing_findings(case.body, case.checklists)),
    ("QC-RACI", lambda case: roster_findings(case.body, case.checklists)),
    ("QC-CONS", lambda case: consistency_findings(case.body, case.checklists)),
    ("QC-CONS", lambda case: phone_findings(case.body, case.checklists)),
    ("QC-CONS", lambda case: people_findings(case.body, case.checklists)),
    ("QC-CONS", lambda case: whereabouts_findings(case.body, case.checklists)),
    ("QC-CONS", lambda case: left_out_findings(case.body, case.checklists)),
    ("QC-PHONE", lambda case: number_findings(case.body, case.checklists)),
    ("QC-PHONE", lambda case: hotline_findings(case.body, case.checklists)),
    ("QC-ORG", lambda case: office_findings(case.body, case.checklists)),
    ("QC-XREF", lambda case: reference_findings(case.body, case.checklists)),
    ("QC-XREF", lambda case: pointer_findings(case.body, case.checklists)),
    ("QC-XREF", lambda case: annex_findings(case.body, case.checklists)),
    ("QC-XREF", lambda case: contents_findings(case.body, case.checklists)),
    ("QC-XREF", lambda case: skipped_findings(case.body, case.checklists)),
    ("QC-ELEM", lambda case: bare_findings(case.body, case.checklists)),
    ("QC-NUM", lambda case: sum_findings(case.body, case.checklists)),
    ("QC-NUM", lambda case: amount_findings(case.body, case.checklists)),
    ("QC-NUM", lambda case: chain_findings(case.body, case.checklists)),
    ("QC-NUM", lambda case: unit_findings(case.body, case.checklists)),
    ("QC-MODAL", lambda case: obligation_findings(case.body, case.checklists)),
    ("QC-FREQ", lambda case: frequency_findings(case.body, case.checklists, case.plan_type)),
    ("QC-ITF", lambda case: interface_findings(case.body, case.checklists, case.plan_type)),
    ("QC-PII", lambda case: personal_findings(case.body, case.checklists)),
    ("QC-PII", lambda case: shown_findings(case.body, case.checklists)),
    ("QC-SPEC", lambda case: empty_findings(case.body, case.checklists)),
    ("QC-SPEC", lambda case: local_findings(case.body, case.checklists)),
    ("QC-OPER", lambda case: helpless_findings(case.body, case.checklists)),
    ("QC-OPER", lambda case: subjectless_findings(case.body, case.checklists)),
    ("QC-SAFE", lambda case: wrong_findings(case.body, case.checklists)),
    ("QC-LAW", lambda case: fixed_findings(case.body, case.checklists, case.plan_type)),
    ("QC-FMT", lambda case: layout_findings(case.body, case.checklists, case.plan_type)),
    ("QC-AGE", lambda case: age_findings(case.body, case.checklists, case.plan_type, case.today)),
    ("QC-AGE", lambda case: aged_findings(case.body, case.checklists, case.today)),
    ("QC-ISSUE", lambda case: issue_findings(case.body, case.checklists, case.plan_type)),
    ("QC-RES", lambda case: kit_findings(case.body, case.checklists, case.plan_type)),
    ("QC-LEN", lambda case: lengthy_findings(case.body, case.checklists)),
    ("QC-DATE", lambda case: calendar_findings(case.body, case.checklists, case.today)),
    ("QC-TERM", lambda case: term_findings(case.body, case.checklists)),
)
"""Every rule with the name of its findings, in the order in which findings of one severity are told."""


def find_all(case: Case, only: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings of every rule (or of the rules named), by severity, then in the order of the rules."""
    found = [each for name, rule in RULES if not only or name in only for each in rule(case)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


_OF_ANY_TEXT = frozenset(
    {"QC-CIT", "QC-DATE", "QC-NUM", "QC-PH", "QC-PHONE", "QC-PII", "QC-TERM", "QC-TEXT", "QC-XREF"}
)
"""The rules that ask nothing of a plan: they hold for reports, letters and regulations as well."""
_OF_ITS_DAY = frozenset({"QC-CIT", "QC-TERM"})
"""What laws and standards are not told: they cite what was in force when they were made."""
_OF_PLANS = frozenset({"share_wrong", "sentence_cut"})
"""Findings of these rules that reports, which count and tell in other ways, are spared."""
_MODELS = frozenset({"范文", "PPT"})
"""Genres that leave blanks to be filled in (domain/06, QC-PH)."""


def text_only(case: Case) -> tuple[Finding, ...]:
    """What is wrong with the text of a document that is not judged as a plan; never more than medium."""
    document = case.body.document
    rules = _OF_ANY_TEXT
    if document.kind in (Kind.LAW, Kind.STANDARD):
        rules -= _OF_ITS_DAY
    if document.genre in _MODELS:
        rules -= {"QC-PH"}
    return tuple(
        replace(each, severity=FindingSeverity.MEDIUM) if each.severity is FindingSeverity.HIGH else each
        for each in find_all(case, rules)
        if each.message.code not in _OF_PLANS
    )
