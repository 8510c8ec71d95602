"""Cover, approval page and signing page of an enterprise plan (GB/T 29639-2020 附录C.1–C.3), what is not known as slots."""

from __future__ import annotations

from kb.dates import chinese_date
from kb.drafting.issue import has_notice, notice_paragraphs, plan_title, signature
from kb.drafting.model import SLOT, Draft, slot
from kb.facts.sheet import FactSheet

APPROVAL = "批准页"
SIGN_PAGE = "执行部门签署页"
_SIGN_HEADS = ("序号", "部门", "负责人签署", "日期")
_BLANK_ROWS = 6


def cover_head(facts: FactSheet) -> tuple[str, str]:
    """Number and version."""
    plan = facts.plan
    return f"预案编号：{plan.number or slot('预案编号')}", f"版本号：{plan.version or slot('版本号')}"


def cover_foot(facts: FactSheet) -> tuple[str, str]:
    """Unit and date of promulgation."""
    date = chinese_date(facts.issue.date or facts.plan.effective) or slot("颁布日期")
    return facts.unit.name, f"颁布日期：{date}"


def approval_lines(facts: FactSheet) -> tuple[str, str, str]:
    """The order of promulgation, the place for the leader's signature, the date."""
    start = chinese_date(facts.plan.effective) or slot("实施日期")
    date = chinese_date(facts.issue.date) or slot("批准日期")
    order = f"《{plan_title(facts)}》经审核，现批准发布，自{start}起实施。各部门、各岗位须认真学习、严格执行。"
    return order, f"主要负责人（签字）：{'　' * 6}", f"日期：{date}"


def signing_rows(facts: FactSheet) -> list[list[str]]:
    """The table that the departments sign."""
    names = list(dict.fromkeys(member.body for member in facts.member if member.body)) or [""] * _BLANK_ROWS
    return [list(_SIGN_HEADS), *[[str(n), name, "", ""] for n, name in enumerate(names, start=1)]]


def front_slots(draft: Draft) -> tuple[str, ...]:
    """Labels of what is open before the text: in the notice of issue, or on cover and approval page."""
    facts, layout = draft.facts, str(draft.outline.get("layout", "政府"))
    lines: tuple[str, ...] = ()
    if has_notice(facts, layout):
        lines = (*notice_paragraphs(facts), *signature(facts))
        lines += () if facts.issue.doc_number else (slot("发文字号"),)
    elif layout == "企业":
        lines = (*cover_head(facts), *cover_foot(facts), *approval_lines(facts))
    return tuple(dict.fromkeys(label for line in lines for label in SLOT.findall(line)))
