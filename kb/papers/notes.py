"""Papers for those who approve and read: note on the making, interpretation for the public, abridged edition's choice of sections."""

from __future__ import annotations

from dataclasses import replace

from kb.drafting.issue import plan_title
from kb.drafting.model import Draft, DraftSection, slot
from kb.papers.model import Block, Head, Paper, Text, blocks_of, place, sections_about, sentences

_KEPT = ("适用范围", "工作原则", "指挥机构", "应急组织", "责任人", "预警分级", "预警发布", "预警信息", "报告", "响应分级", "启动", "分级响应", "先期处置", "转移", "疏散", "信息发布", "风险点", "解释")  # fmt: skip


def making_note(draft: Draft) -> Paper:
    """编制说明 (国办发〔2024〕5号第23条: 报审材料之一)."""
    facts = draft.facts
    blocks: list[Block] = [Head(1, "一、编制背景和依据"), *_quoted(draft, ("编制目的", "编制依据"), "编制背景和依据")]
    if facts.plan.replaces:
        blocks.append(Text(f"本预案替代{facts.plan.replaces}。修订的主要原因：{slot('修订原因')}。"))
    blocks += [
        Head(1, "二、编制过程"),
        Text(f"编制工作小组：{slot('组成和分工')}。起草时间：{slot('起草的起止时间')}。"),
    ]
    blocks += [
        Text(
            f"征求意见：{slot('征求意见的单位、时间和采纳情况，见征求意见情况汇总表')}。评审：{slot('评审时间、专家和结论')}。"
        )
    ]
    blocks += [
        Head(1, "三、风险评估和应急资源调查"),
        *_quoted(draft, ("风险评估", "风险点", "资源"), "风险评估和应急资源调查情况"),
    ]
    blocks += [Head(1, "四、主要内容"), Text(f"《{plan_title(facts)}》共{_parts(draft)}。")]
    blocks += [
        Text(f"{section.heading}：{_summary(draft, section)}")
        for section in draft.sections
        if section.level == 1 and not section.annex
    ]
    blocks += [Head(1, "五、与相关预案的衔接"), *_quoted(draft, ("衔接", "预案体系"), "与上位预案和相关预案的衔接")]
    blocks += [Head(1, "六、需要说明的问题"), Text(slot("需要说明的问题；没有的写“无”"))]
    return Paper("编制说明", f"《{plan_title(facts)}》编制说明", tuple(blocks), _sign(draft))


def interpretation(draft: Draft) -> Paper:
    """解读材料: questions of the public, answered with the plan's own sentences."""
    questions = (
        ("为什么编制这个预案？", ("编制目的",)), ("适用于哪些情况？", ("适用范围",)), ("谁来指挥、谁来负责？", ("指挥机构", "应急组织", "责任人")),
        ("预警怎么分级、怎么发布？", ("预警分级", "预警发布", "预警信息")), ("响应分几级、什么条件启动？", ("响应分级", "启动")),
        ("发生险情后怎样转移？", ("转移", "疏散")), ("信息由谁发布？", ("信息发布",)), ("什么时候开始实施？", ("解释", "实施")),
    )  # fmt: skip
    blocks: list[Block] = []
    for question, words in questions:
        blocks.append(Head(2, question))
        blocks += _quoted(draft, words, question.rstrip("？"), most=3)
    return Paper("解读材料", f"《{plan_title(draft.facts)}》解读", tuple(blocks))


def abridged(draft: Draft) -> Draft:
    """The draft with the sections that everybody must know; numbers stay, so that they can be found in the whole plan."""
    kept = [s for s in draft.sections if s.text.strip() and any(word in s.title for word in _KEPT) and not s.annex]
    title = f"{plan_title(draft.facts)}（简本）"
    return replace(draft, sections=tuple(kept), facts=replace(draft.facts, plan=replace(draft.facts.plan, title=title)))


def _quoted(draft: Draft, words: tuple[str, ...], label: str, most: int = 6) -> list[Block]:
    """The first sentences of the sections about something, with their place."""
    found: list[Block] = []
    for section in sections_about(draft, *words):
        chosen = list(sentences(section))[: max(1, most - len(found))]
        if chosen:
            found.append(Text(f"{''.join(chosen)}（预案{place(section)}）"))
        elif len(found) < most:
            found += list(blocks_of(section))[:1]
        if len(found) >= most:
            break
    return found or [Text(slot(label))]


def _parts(draft: Draft) -> str:
    chapters = sum(1 for section in draft.sections if section.level == 1 and not section.annex)
    annexes = sum(1 for section in draft.sections if section.level == 1 and section.annex)
    return f"{chapters}部分" + (f"，附件{annexes}个" if annexes else "")


def _summary(draft: Draft, chapter: DraftSection) -> str:
    at = draft.sections.index(chapter)
    titles = []
    for section in draft.sections[at + 1 :]:
        if section.level <= chapter.level:
            break
        titles.append(section.title)
    return f"{'、'.join(titles)}。" if titles else next(iter(sentences(chapter)), slot("本部分内容"))


def _sign(draft: Draft) -> tuple[str, str]:
    return draft.facts.office.body or draft.facts.unit.name, slot("日期")
