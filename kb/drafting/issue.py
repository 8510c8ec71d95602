"""The notice of issue: who prints the plan, to whom, when (国办发〔2024〕5号 第25条; GB/T 9704-2012)."""

from __future__ import annotations

import re

from kb.dates import chinese_date
from kb.drafting.model import slot
from kb.facts.sheet import FactSheet


def has_notice(facts: FactSheet, layout: str) -> bool:
    """Whether the plan is printed with a notice of issue; villages sign their plans themselves (第25条)."""
    return layout == "政府" and facts.unit.level not in ("村社区", "企业", "学校")


def notice_title(facts: FactSheet) -> str:
    """××关于印发《××应急预案》的通知."""
    return f"{facts.issue.body or slot('印发机关')}关于印发《{plan_title(facts)}》的通知"


def notice_paragraphs(facts: FactSheet) -> tuple[str, ...]:
    """Addressees and text of the notice, what is not known as slots."""
    issue = facts.issue
    addressees = "，".join(issue.to) or slot("主送机关")
    approval = f"已经{issue.approved_by}同意" if issue.approved_by else f"已经{slot('审批机关或会议')}同意"
    if re.search(r"(同意|通过|批准)$", issue.approved_by):
        approval = f"已经{issue.approved_by}"
    return (f"{addressees.rstrip('：')}：", f"《{plan_title(facts)}》{approval}，现印发给你们，请认真组织实施。")


def plan_title(facts: FactSheet) -> str:
    """Title of the plan, with a slot when the sheet has none."""
    return facts.plan.title or f"{facts.short}{slot('预案名称')}"


def signature(facts: FactSheet) -> tuple[str, str]:
    """Signing body and date of the notice."""
    return facts.issue.body or slot("印发机关"), chinese_date(facts.issue.date) or slot("成文日期")
