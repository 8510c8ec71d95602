"""Papers that go out: filing forms, letters for opinions, the agreement of neighbours."""

from __future__ import annotations

from kb.dates import chinese_date
from kb.drafting.issue import plan_title
from kb.drafting.model import Draft, slot
from kb.papers.model import Block, Grid, Head, Note, Paper, Text, grid, known, place, sections_about, sentences

OPINION_HEAD = ("序号", "单位", "条款", "意见", "采纳与否", "理由")
_COMPANIES = frozenset({"EC", "ES", "EF", "CARD", "ENVE", "SEQ"})


def filing(draft: Draft) -> Paper:
    """备案: for enterprises the application form (88号令第27条的材料), for governments the letter (国办发〔2024〕5号第26条)."""
    return _filing_form(draft) if draft.plan_type in _COMPANIES else _filing_letter(draft)


def _filing_form(draft: Draft) -> Paper:
    unit = draft.facts.unit
    rows: tuple[tuple[str, ...], ...] = (
        ("单位名称", known(unit.name, "单位名称"), "主要负责人", known(unit.leader, "主要负责人")),
        ("单位地址", known(unit.address, "单位地址"), "联系电话", known(unit.phone, "联系电话")),
        ("行业类别", known(unit.industry, "行业类别"), "从业人数", known(unit.people, "从业人数")),
        ("预案名称", plan_title(draft.facts), "预案编号", known(draft.facts.plan.number, "预案编号")),
        ("版本号", known(draft.facts.plan.version, "版本号"), "公布日期", chinese_date(draft.facts.issue.date) or slot("公布日期")),
        ("经办人", slot("经办人"), "经办人电话", slot("经办人电话")),
    )  # fmt: skip
    law = (
        "根据《企业事业单位突发环境事件应急预案备案管理办法（试行）》"
        if draft.plan_type == "ENVE"
        else "根据《生产安全事故应急预案管理办法》"
    )
    materials = ("应急预案备案申报表", "应急预案评审意见", "应急预案电子文档", "风险评估结果和应急资源调查清单")
    blocks: list[Block] = [
        Grid((("项目", "内容", "项目", "内容"), *rows)),
        Text(f"{law}，现将我单位编制的《{plan_title(draft.facts)}》报上，请予备案。"),
        Head(2, "随附材料"),
        *(Text(f"（{n}）{name}") for n, name in enumerate(materials, start=1)),
        Text(
            f"受理部门：{known(draft.facts.thresholds.get('filing_to', ''), '备案机关')}　受理意见：{slot('受理意见和备案编号')}"
        ),
    ]
    return Paper("备案表", "应急预案备案申报表", tuple(blocks), (f"{unit.name}（公章）", slot("日期")))


def _filing_letter(draft: Draft) -> Paper:
    facts = draft.facts
    to = known(facts.thresholds.get("filing_to", ""), "备案机关")
    number = f"（{facts.issue.doc_number}）" if facts.issue.doc_number else ""
    date = chinese_date(facts.issue.date) or slot("印发日期")
    blocks: list[Block] = [
        Note(f"{to}：", centred=False),
        Text(
            f"《{plan_title(facts)}》已于{date}印发{number}。根据《突发事件应急预案管理办法》（国办发〔2024〕5号）第26条，现报送备案。"
        ),
        Text("附件：1. 预案正式印发文本（含电子文本）"),
        Text("2. 编制说明"),
    ]
    return Paper(
        "备案函",
        f"关于报送《{plan_title(facts)}》备案的函",
        tuple(blocks),
        (facts.issue.body or facts.unit.name, slot("日期")),
    )


def opinion_letter(draft: Draft) -> Paper:
    """征求意见函 to the member bodies and the units concerned, with the sheet for their answer."""
    facts = draft.facts
    bodies = [member.body for member in facts.member if member.body] or [slot("征求意见的单位")]
    blocks: list[Block] = [
        Note(f"{'、'.join(bodies)}：", centred=False),
        Text(
            f"我单位起草了《{plan_title(facts)}（征求意见稿）》，现征求你单位意见。请于{slot('反馈期限')}前将意见书面反馈，没有意见的也请回复。"
        ),
        Text(
            f"联系人：{known(facts.office.leader, '联系人')}　电话：{known(facts.office.duty_phone, '联系电话')}　邮箱：{slot('邮箱')}"
        ),
        Head(2, "附　意见反馈表"),
        Grid((("条款", "原文", "修改意见", "理由"), *[("", "", "", "")] * 5)),
        Text(f"反馈单位（盖章）：{slot('反馈单位')}　日期：{slot('日期')}"),
    ]
    return Paper(
        "征求意见函",
        f"关于征求《{plan_title(facts)}（征求意见稿）》意见的函",
        tuple(blocks),
        (facts.office.body or facts.unit.name, slot("日期")),
    )


def opinion_table(draft: Draft, opinions: tuple[tuple[str, str, str], ...] = ()) -> Paper:
    """征求意见情况汇总表; ``opinions`` are (unit, clause, opinion) out of the annotated Word files that came back."""
    rows = [(str(n), unit, clause, words, slot("采纳、部分采纳或不采纳"), slot("理由")) for n, (unit, clause, words) in enumerate(opinions, start=1)]  # fmt: skip
    if not rows:
        rows = [
            ("1", member.body, slot("条款"), slot("意见；没有的写“无意见”"), slot("采纳与否"), slot("理由"))
            for member in draft.facts.member
        ]
    units = len({row[1] for row in rows})
    summary = (
        Text(f"征求意见的单位：{units}个；反馈意见{len(opinions)}条。")
        if opinions
        else Text(f"征求意见的单位：{slot('个数')}；反馈意见：{slot('条数')}。")
    )
    return Paper(
        "征求意见情况汇总表",
        f"《{plan_title(draft.facts)}》征求意见情况汇总表",
        (summary, grid(OPINION_HEAD, rows, "意见")),
    )


def agreement(draft: Draft) -> Paper:
    """应急联动协议 between the units of a joint plan."""
    facts = draft.facts
    parties = [facts.unit.name, *(n.name for n in facts.neighbour if n.name)]
    parties += [slot("联动单位")] if len(parties) < 2 else []
    names = "甲乙丙丁戊己庚辛"
    blocks: list[Block] = [
        Note(f"{names[n] if n < len(names) else n + 1}方：{party}", centred=False) for n, party in enumerate(parties)
    ]
    blocks.append(Text(f"为落实《{plan_title(facts)}》，各方就应急联动事项协议如下。"))
    for n, (title, words, label) in enumerate(_ARTICLES, start=1):
        blocks.append(Head(1, f"第{'一二三四五六七八九'[n - 1]}条　{title}"))
        found = (
            [f"{''.join(list(sentences(s))[:4])}（预案{place(s)}）" for s in sections_about(draft, *words)]
            if words
            else []
        )
        blocks += [Text(text) for text in found[:3] if not text.startswith("（")] or [Text(slot(label))]
    rows = [
        (facts.unit.name, facts.office.leader, facts.office.duty_phone),
        *((n.name, "", n.phone) for n in facts.neighbour),
    ]
    blocks += [Head(1, "联络方式"), grid(("单位", "联络人", "电话"), rows)]
    blocks += [Text(f"本协议一式{slot('份数')}份，自各方签字盖章之日起生效，有效期至{slot('有效期')}。")]
    blocks += [
        grid(("单位（盖章）", "代表（签字）", "日期"), [(party, slot("签字"), slot("日期")) for party in parties])
    ]
    return Paper("应急联动协议", f"{facts.plan.hazard or '突发事件'}应急联动协议", tuple(blocks))


_ARTICLES = (
    ("联动范围", ("适用范围",), "联动的区域和事件"),
    ("联合指挥", ("指挥", "组织"), "联合指挥的方式"),
    ("信息通报", ("通报", "报告", "预警"), "通报的事项、时限和方式"),
    ("力量和物资支援", ("支援", "联动", "队伍", "物资"), "支援的程序和力量"),
    ("联合演练和会商", ("演练", "会商"), "演练和会商的频次"),
    ("费用和补偿", (), "费用承担和补偿办法"),
    ("变更和解除", (), "变更和解除的条件"),
)
