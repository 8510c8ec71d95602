"""The papers by name, and which of them a plan has."""

from __future__ import annotations

from collections.abc import Callable

from kb.drafting.model import Draft
from kb.errors import InputError
from kb.papers import cards, forms, notes, reports
from kb.papers.model import Paper

PAPERS: dict[str, Callable[[Draft], Paper]] = {
    "应急处置卡": cards.cards,
    "明白卡": cards.public_card,
    "应急工作手册": cards.manual,
    "编制说明": notes.making_note,
    "解读材料": notes.interpretation,
    "备案": forms.filing,
    "征求意见函": forms.opinion_letter,
    "征求意见情况汇总表": forms.opinion_table,
    "风险评估报告": reports.risk_report,
    "应急资源调查报告": reports.resource_report,
    "应急联动协议": forms.agreement,
}
STAGES = ("征求意见稿", "送审稿", "报批稿")
"""The plan itself, marked with how far it has come."""
ABRIDGED = "简本"
NAMES = (*PAPERS, *STAGES, ABRIDGED)


def make(draft: Draft, name: str) -> Paper:
    """One paper. Raises ``InputError``: unknown_paper, paper_not_for_type (an agreement needs a joint plan)."""
    if name not in PAPERS:
        raise InputError("unknown_paper", name=name, known="、".join(NAMES))
    if name == "应急联动协议" and draft.plan_type != "JNT":
        raise InputError("paper_not_for_type", name=name)
    return PAPERS[name](draft)
