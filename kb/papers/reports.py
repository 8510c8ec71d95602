"""Outlines of the two reports that go with a plan: risk assessment and survey of resources.

For enterprises GB/T 29639—2020 附录A, 附录B; for governments what 国办发〔2024〕5号第21条 asks for.
"""

from __future__ import annotations

from kb.drafting.model import Draft, slot
from kb.papers.model import Block, Head, Paper, Text, grid, known

_COMPANIES = frozenset({"EC", "ES", "EF", "CARD", "ENVE", "SEQ"})


def risk_report(draft: Draft) -> Paper:
    """风险评估报告 (outline), with the risks of the fact sheet."""
    facts = draft.facts
    risks = grid(
        ("风险点", "位置", "类型", "可能后果", "影响对象", "等级"),
        [(r.name, r.place, r.kind, r.consequence, r.affected, r.level) for r in facts.risk],
        "风险点",
    )
    company = draft.plan_type in _COMPANIES
    blocks: list[Block]
    if company:
        blocks = [
            Head(1, "1 危险有害因素辨识"), Text(f"生产经营概况：{known(facts.unit.profile, '单位概况')}"), risks,
            Head(1, "2 事故风险分析"), Text(slot("各类事故发生的可能性、危害后果和影响范围")),
            Head(1, "3 事故风险评价"), Text(slot("风险类别和等级及其确定方法")),
            Head(1, "4 结论建议"), Text(slot("防控措施、应急能力评估和预案编制建议")),
        ]  # fmt: skip
    else:
        blocks = [
            Head(1, "一、评估对象和范围"), Text(f"{facts.unit.name}　事件类型：{known(facts.plan.hazard, '事件类型')}"),
            Head(1, "二、风险识别"), risks,
            Head(1, "三、后果分析"), Text(slot("可能产生的直接后果和次生、衍生后果")),
            Head(1, "四、危害程度评估"), Text(slot("各种后果的危害程度")),
            Head(1, "五、控制风险、消除隐患的措施"), Text(slot("控制风险、消除隐患的措施")),
        ]  # fmt: skip
    return Paper(
        "风险评估报告",
        f"{facts.short}{facts.plan.hazard}风险评估报告（提纲）",
        tuple(blocks),
        (facts.unit.name, slot("日期")),
    )


def resource_report(draft: Draft) -> Paper:
    """应急资源调查报告 (outline), with the teams, supplies and shelters of the fact sheet."""
    facts = draft.facts
    teams = grid(
        ("队伍", "人数", "专长", "负责人", "电话"),
        [(t.name, t.size, t.specialty, t.contact, t.phone) for t in facts.team],
        "应急队伍",
    )
    supplies = grid(
        ("物资装备", "规格", "数量", "单位", "存放地点", "管理人"),
        [(s.name, s.spec, s.quantity, s.unit, s.place, s.keeper) for s in facts.supply],
        "应急物资",
    )
    shelters = grid(
        ("避难场所", "容量", "地址", "管理人"),
        [(s.name, s.capacity, s.address, s.keeper) for s in facts.shelter],
        "避难场所",
    )
    first, second, third = ("1 单位内部应急资源", "2 单位外部应急资源", "3 应急资源差距分析") if draft.plan_type in _COMPANIES else (
        "一、本级可以调用的应急资源", "二、请求支援可以得到的应急资源", "三、差距分析和补充措施",
    )  # fmt: skip
    blocks: list[Block] = [
        Head(1, first), teams, supplies, shelters,
        Head(1, second), Text(known(facts.thresholds.get("outside_help", ""), "可请求支援的单位、力量和到达时间")),
        Head(1, third), Text(slot("现有资源与风险评估得出的需求相比的差距，以及补充措施")),
    ]  # fmt: skip
    return Paper(
        "应急资源调查报告",
        f"{facts.short}{facts.plan.hazard}应急资源调查报告（提纲）",
        tuple(blocks),
        (facts.unit.name, slot("日期")),
    )
