"""QC-OPER and QC-SPEC: sections of which nobody could act — no actor, no trigger, no time, no means — and sections that fit any plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding
from kb.review.text import Body, Line

_ACTING = re.compile(r"处置|响应|措施|行动|转移|疏散|撤离|救援|救治|抢险|抢修|警戒|预警(?!分级|级别|发布|信息)|先期|监测|保障|处理|防控|巡查|巡护|安置|支援|恢复")
_GENERAL = re.compile(r"原则|目的|依据|总则|适用|分级|标准|条件|术语|附则|管理|奖|责任|解释|体系|修订|备案")
_WHO = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:局|厅|委|部(?![分署位])|办|中心|支队|大队|总队|公司|指挥部|领导小组|医院|政府|街道|乡镇|镇|乡|村|组(?![织成])|队|所|站|科|室|校|班|员|长|主任|经理|书记|司机|民警|医生|教师|老师|人民法院|单位|企业|部门)"
)
_VAGUE_WHO = re.compile(r"^(?:各)?(?:有关|相关|各|各有关|各相关|涉及|责任)(?:部门|单位|方面|地区|人员)|(?:有关|相关)(?:部门|单位|方面|人员|专家)")
_WHEN = re.compile(r"\d+(?:\.\d+)?个?(?:分钟|小时|日|天|秒)|立即|当日|每[日天周月季年半隔\d]|后|时[,，]|前|期间|达到|超过|一旦|发现|接到|接报")
_WHAT_WITH = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff]|车|船|泵|设备|装备|物资|器材|帐篷|药|电话|广播|路线|库|点|场所|监测仪|仪器|防护服|面罩|系统|平台|资金|队伍|沙袋|仪|检测")
_WHERE = re.compile(r"至|到|往|现场|路口|附件|集合点|安置点|[东西南北]|区域|地点|位置|米|公里|路|街|桥|库|河|楼|院|厂")
_VAGUE = re.compile(r"及时|尽快|视情|必要时|有关部门|相关单位|相关部门|有关单位|各司其职|密切配合|切实|进一步|高度重视|加强|做好|确保|落实|通力|有效|妥善|科学|积极|全力|最大限度|迅速|认真|严格")
_ACTION = re.compile(r"[\u4e00-\u9fff]{4,}")
_EMPTY = 0.7
_MIN_CHARS, _MIN_SENTENCES = 60, 2


@dataclass(frozen=True, slots=True)
class Operability:
    """How far a section can be acted upon: the shares of its sentences with an actor, and of empty talk."""

    section: int
    sentences: int
    actors: float
    slots: float
    empty: float
    first: Line


def empty_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-SPEC: one finding for all sections that would fit any plan, with their share of the text."""
    empty = [each for each in sections(body) if each.empty >= _EMPTY]
    if empty:
        message = Message("section_empty", {"sections": _names(body, empty), "share": f"{_share(body, empty):.0%}"})
        yield finding("QC-SPEC", FindingSeverity.MEDIUM, message, _places(body, empty), checklists, confidence=0.5)


def helpless_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-OPER: one finding for all sections in which hardly a sentence says who acts, or when, where and with what."""
    helpless = [each for each in sections(body) if each.empty < _EMPTY and each.actors <= 0.2 and each.slots < 0.4]
    if helpless:
        message = Message("section_without_actor", {"sections": _names(body, helpless)})
        yield finding("QC-OPER", FindingSeverity.LOW, message, _places(body, helpless), checklists, confidence=0.5)


def sections(body: Body) -> Iterator[Operability]:
    """The sections that tell what is to be done, measured."""
    grouped: dict[int, list[Line]] = defaultdict(list)
    for line in body.lines:
        if line.section >= 0 and not line.contents and not line.clause.table_row and not line.form:
            grouped[line.section].append(line)
    for section, lines in grouped.items():
        head = body.heads[section]
        names = [head.text, body.chains[section].partition("/")[0]]
        if head.appendix or _GENERAL.search(head.text) or not any(_ACTING.search(name) for name in names):
            continue
        sentences = [line.text[a:b] for line in lines for a, b in _parts(line) if _ACTION.search(line.text[a:b])]
        if len(sentences) >= _MIN_SENTENCES and sum(map(len, sentences)) >= _MIN_CHARS:
            yield _measured(section, sentences, lines[0], any(_who(line.text) for line in lines))


def _parts(line: Line) -> Iterator[tuple[int, int]]:
    yield from line.sentences()


def _who(text: str) -> bool:
    return any(not _VAGUE_WHO.search(found[0]) for found in _WHO.finditer(text))


def _measured(section: int, sentences: list[str], first: Line, named: bool) -> Operability:
    actors = sum(_who(sentence) for sentence in sentences) / len(sentences)
    slots = sum(
        (bool(_who(each)) + bool(_WHEN.search(each)) + bool(_WHAT_WITH.search(each)) + bool(_WHERE.search(each))) / 4 for each in sentences
    ) / len(sentences)
    empty = sum(_is_empty(sentence) for sentence in sentences) / len(sentences)
    return Operability(section, len(sentences), actors if not named or actors else 0.0, slots, empty, first)


def _is_empty(sentence: str) -> bool:
    """A sentence that would fit any plan: vague words, nobody named, no number, no thing."""
    return bool(_VAGUE.search(sentence)) and not _who(sentence) and not re.search(r"\d", sentence) and not re.search(r"《|“", sentence)


def _names(body: Body, measured: list[Operability]) -> str:
    return "、".join(f"“{body.heads[each.section].number}{body.heads[each.section].text}”" for each in measured)


def _share(body: Body, measured: list[Operability]) -> float:
    own = {each.section for each in measured}
    chars = sum(len(line.text) for line in body.lines)
    return sum(len(line.text) for line in body.lines if line.section in own) / max(1, chars)


def _places(body: Body, measured: list[Operability]) -> list[Place]:
    return [Place(each.first.clause.id, each.first.quote(0, 1)) for each in measured]
