"""QC-OPER and QC-SPEC: sections of which nobody could act — no actor, no trigger, no time, no means — and sections that fit any plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.subjects import bare_order
from kb.review.making import finding, place
from kb.review.text import Body, Line

ACTING = re.compile(
    r"处置|响应|措施|行动|转移|疏散|撤离|救援|救治|抢险|抢修|警戒|预警(?!分级|级别|发布|信息)|先期|监测|保障|处理|防控|巡查|巡护|安置|支援|恢复"
)
GENERAL = re.compile(r"原则|目的|依据|总则|适用|分级|标准|条件|术语|附则|管理|奖|责任|解释|体系|修订|备案")
LASTING = re.compile(r"保障|建设|培训|演练|宣传|监督|恢复|重建|准备|预防|支撑|监测")
"""Headings of what is done all the time, where a policy needs no actor."""
PLAIN = re.compile(r"原则|目的|依据|总则|适用|术语|附则|解释|总体要求|指导思想")
WHO = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:部门|单位|局|厅|委(?!托|派|员)|部(?![分署位队])|办公室|中心|支队|大队|中队|总队|分队|公司|指挥部|领导小组|医院|政府|街道|小组|专家组|委员会)"
    r"|[\u4e00-\u9fff]{1,4}(?<!重)组(?![织成建])|(?:救援|抢险|医疗|专业|应急|消防|突击|扑火|巡查|民兵|志愿|排水|堵漏|搜救|防疫|消杀|通信|抢修|流调)队(?!伍建设)|民兵"
    r"|(?:组|队|班|船|校|厂|镇|乡|村|局|科|处|县|市|省|站|所|院|总|副|店|指挥|委员|秘书|社|园|机|工)长(?![期时度久远江效])"
    r"|(?:网格|值班|观察|监测|调度|联络|信息|安全|操作|巡查|管护|驾驶|报告|责任|现场|带班|协管|检测|引导|登记|班组|岗位|值守|护林|疏散)人?员"
    r"|负责人|责任人|发现人|指挥员|主任|书记|经理|总监|民警|村医|医生|护士|教师|老师|学生|职工|员工|保安|保险机构|司机|志愿者|主操|外操|中控|[\u4e00-\u9fff]{1,3}(?:镇|乡|村)(?![民内境级])|驻军|部队|武警|消防救援队伍|学校|企业"
)
_VAGUE_WHO = re.compile(
    r"^(?:要?求?)?(?:各)?(?:有关|相关|各|各有关|各相关|各级|涉及|责任|协调|其他)+(?:部门|单位|方面|地区)|(?:有关|相关)(?:部门|单位)$"
)
_OBJECT = re.compile(
    r"^.{0,4}(?:根据|协助|请求|报告|向|报请?|通知|支持|支援|指导|帮助|对(?!口|外)|给|及其|其他)|^(?:和|及|内|外部|成员单位)"
)
_WHEN = re.compile(
    r"\d+(?:\.\d+)?个?(?:分钟|小时|日|天|秒)|立即|当日|每[日天周月季年半隔\d]|后|时[,，]|前|期间|达到|超过|一旦|发现|接到|接报"
)
_WHAT_WITH = re.compile(
    r"\d+(?:\.\d+)?[\u4e00-\u9fff]|车|船|泵|设备|装备|物资|器材|帐篷|药|电话|广播|路线|库|点|场所|监测仪|仪器|防护服|面罩|系统|平台|资金|队伍|沙袋|仪|检测"
)
_WHERE = re.compile(r"至|到|往|现场|路口|附件|集合点|安置点|[东西南北]|区域|地点|位置|米|公里|路|街|桥|库|河|楼|院|厂")
_VAGUE = re.compile(
    r"及时|尽快|视情|必要时|有关部门|相关单位|相关部门|有关单位|各司其职|密切配合|切实|进一步|高度重视|加强|做好|确保|落实|通力|有效|妥善|科学|积极|全力|最大限度|迅速|认真|严格"
)
_ACTION = re.compile(r"[\u4e00-\u9fff]{4,}")
_EMPTY = 0.7
_MIN_CHARS, _MIN_SENTENCES = 60, 2
_SLOGANS = 4
"""A section of fewer sentences is empty talk only if each has so many slogans."""
_MUCH = 0.05
"""The share of a plan from which empty talk weighs."""
_MANY = 4
"""From so many on, sentences of a section and sections of a plan can be compared."""


@dataclass(frozen=True, slots=True)
class Operability:
    """How far a section can be acted upon: the shares of its sentences with an actor, and of empty talk, and an order to nobody."""

    section: int
    sentences: int
    actors: float
    slots: float
    empty: float
    first: Line
    bare: Place | None


def empty_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-SPEC: one finding for all sections that would fit any plan, with their share of the text."""
    empty = [each for each in sections(body, loose=True) if each.empty >= _EMPTY]
    if empty:
        message = Message("section_empty", {"sections": _names(body, empty), "share": f"{_share(body, empty):.0%}"})
        severity = FindingSeverity.MEDIUM if _share(body, empty) >= _MUCH else FindingSeverity.LOW
        yield finding("QC-SPEC", severity, message, _places(empty), checklists, confidence=0.5)


def helpless_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-OPER: one finding for all sections in which hardly a sentence says who acts, or when, where and with what."""
    helpless = helpless_sections(body)
    if helpless:
        message = Message("section_without_actor", {"sections": _names(body, helpless)})
        yield finding(
            "QC-OPER",
            FindingSeverity.LOW,
            message,
            [each.bare for each in helpless if each.bare],
            checklists,
            confidence=0.5,
        )


def helpless_sections(body: Body) -> list[Operability]:
    """The sections in which hardly a sentence says who acts, and at least one gives an order to nobody."""
    measured = [each for each in sections(body) if each.empty < _EMPTY]
    usual = median(each.actors for each in measured) if len(measured) >= _MANY else 0.0
    return [
        each
        for each in measured
        if each.bare and not LASTING.search(body.heads[each.section].text) and _helpless(each, usual)
    ]


def _helpless(measured: Operability, usual: float) -> bool:
    """Whether hardly a sentence has an actor: nor a time, a means or a place, or far fewer than the plan's sections usually have."""
    if measured.actors <= 0.2 and measured.slots < 0.4:
        return True
    return measured.sentences >= _MANY and measured.actors <= min(0.3, 0.4 * usual)


def sections(body: Body, *, loose: bool = False) -> Iterator[Operability]:
    """The sections that tell what is to be done, measured; ``loose`` takes every section but the general ones."""
    grouped: dict[int, list[Line]] = defaultdict(list)
    for line in body.lines:
        if line.section >= 0 and not line.contents and not line.clause.table_row and not line.form:
            grouped[line.section].append(line)
    for section, lines in grouped.items():
        head = body.heads[section]
        names = [head.text, body.chains[section].partition("/")[0]]
        if head.appendix or any(PLAIN.search(name) for name in names[-1:]) or PLAIN.search(head.text):
            continue
        if not loose and (GENERAL.search(head.text) or not any(ACTING.search(name) for name in names)):
            continue
        spans = [(line, a, b) for line in lines for a, b in line.sentences() if _ACTION.search(line.text[a:b])]
        sentences = [line.text[a:b] for line, a, b in spans]
        enough = len(sentences) >= _MIN_SENTENCES and sum(map(len, sentences)) >= _MIN_CHARS
        if enough or (loose and sentences and all(_is_slogan(sentence) for sentence in sentences)):
            bare = next((place(line, a, b) for line, a, b in spans if _to_nobody(line.text, a, b)), None)
            yield _measured(section, sentences, lines[0], bare, any(_who(line.text) for line in lines))


def _is_slogan(sentence: str) -> bool:
    return len(sentence) <= _MIN_CHARS and len(_VAGUE.findall(sentence)) >= _SLOGANS


def _who(text: str) -> bool:
    return any(not _VAGUE_WHO.search(found[0]) and not _OBJECT.search(found[0]) for found in WHO.finditer(text))


def _to_nobody(text: str, start: int, end: int) -> bool:
    return bare_order(text[start:end], general=True) and not _who(text[:start])


def _measured(section: int, sentences: list[str], first: Line, bare: Place | None, named: bool) -> Operability:
    actors = sum(_who(sentence) for sentence in sentences) / len(sentences)
    slots = sum(
        (bool(_who(each)) + bool(_WHEN.search(each)) + bool(_WHAT_WITH.search(each)) + bool(_WHERE.search(each))) / 4
        for each in sentences
    ) / len(sentences)
    empty = sum(_is_empty(sentence) for sentence in sentences) / len(sentences)
    return Operability(section, len(sentences), actors if not named or actors else 0.0, slots, empty, first, bare)


def _is_empty(sentence: str) -> bool:
    """A sentence that would fit any plan: vague words, nobody named, no number, no thing."""
    return (
        bool(_VAGUE.search(sentence))
        and not _who(sentence)
        and not re.search(r"\d", sentence)
        and not re.search(r"《|“", sentence)
    )


def _names(body: Body, measured: list[Operability]) -> str:
    return "、".join(f"“{body.heads[each.section].number}{body.heads[each.section].text}”" for each in measured)


def _share(body: Body, measured: list[Operability]) -> float:
    own = {each.section for each in measured}
    chars = sum(len(line.text) for line in body.lines)
    return sum(len(line.text) for line in body.lines if line.section in own) / max(1, chars)


def _places(measured: list[Operability]) -> list[Place]:
    return [Place(each.first.clause.id, each.first.quote(0, 1)) for each in measured]
