"""QC-ELEM: parts that plans of the kind have and of which this one has neither a heading nor a paragraph of its own.

国办发〔2024〕5号 第十条至第十六条 name them for governments, GB/T 29639—2020 第6章 for companies; where a plan puts them is free, so
nothing here is more than medium, and only plans that have most of the parts are asked for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import ElementVerdict, Finding, FindingSeverity, Label, Message, Place
from kb.review.duties.bodies import lead_in
from kb.review.making import finding, place
from kb.review.text import Body, Line

_GOVERNMENT = frozenset({"T", "SDN", "SDP", "SDC", "SUP", "ENVG"})
_COMPANY = frozenset({"EC", "ENVE"})
_MOST = 0.6
_TOPIC = re.compile(r"([^,。;:]{2,14})[。:]")
"""What a paragraph is about, said before a full stop or colon."""
_IN_PASSING = frozenset({"适用范围", "编制依据", "工作原则", "组织指挥体系", "预案解释、修订与实施"})
"""Parts of a sentence or two, for which any place will do."""
_TOLD_APART = frozenset({"信息发布", "响应终止"})
_ITSELF = re.compile(r"响应|应急|处置|新闻|灾情")
_DUTIES = re.compile(r"职责|分工|成员单位")


@dataclass(frozen=True, slots=True)
class _Part:
    """``head`` is met in its heading or the first words of its paragraph, ``said`` in a sentence that settles it elsewhere."""

    name: str
    items: tuple[str, ...]
    types: frozenset[str]
    head: re.Pattern[str]
    said: re.Pattern[str]


def _part(name: str, items: str, types: frozenset[str], head: str, said: str) -> _Part:
    return _Part(name, tuple(items.split()), types, re.compile(head), re.compile(said))


_ALL = _GOVERNMENT | _COMPANY
_PARTS = (
    _part("适用范围", "EL-101", _ALL, r"适用|范围", r"适用于"),
    _part("编制依据", "EL-102", _GOVERNMENT - {"T"}, r"依据|根据", r"(?:根据|依据|依照)[^。]{0,20}《[^。]{0,400}制定"),
    _part("工作原则", "EL-103", _GOVERNMENT, r"原则|要求|方针", r"以人为本|统一领导|分级负责|属地"),
    _part("组织指挥体系", "EL-201", _ALL, r"组织|指挥|机构|职责|体系", r"(?:成立|设立)[^。;]{0,20}(?:指挥部|领导小组)"),
    _part("监测预警", "EL-401 EL-402", _ALL, r"监测|预警|预防|预报|风险", r"预警(?:级别|信息|响应)"),
    _part("信息报告", "EL-501 EL-502", _ALL, r"(?:报告|报送|速报|接报|上报|报警)(?!会)|信息(?:处理|管理|处置|收集|通报|上报)", r"(?:报告|报送|上报)[^。;]{0,24}(?:\d+个?(?:分钟|小时)|逐级)|逐级[^。;]{0,10}报"),
    _part("应急响应与处置", "EL-608", _ALL, r"响应|处置|行动|措施", r"启动[^。;]{0,10}响应"),
    _part("信息发布", "EL-701", _GOVERNMENT, r"发布|公布|公开|新闻|舆论|舆情|宣传报道", r"新闻发布会|(?:灾情|新闻|事件|处置)[^,。;预]{0,8}(?:信息)?[^,。;预]{0,6}(?:发布|公布)(?!预警)"),
    _part("响应终止", "EL-615", _ALL, r"终止|结束|解除", r"(?:响应|处置)[^。;]{0,12}(?:终止|结束|解除)(?!后|公告)|(?:终止|结束|解除)[^。;]{0,12}响应"),
    _part("后期处置（善后、恢复）", "EL-801 EL-802", _ALL, r"后期|善后|恢复|重建|灾后|事后|调查|总结|救助|后处理", r"善后|恢复重建"),
    _part("应急保障", "EL-901 EL-902", _ALL, r"保障(?!组|部|机构|公众|人民|安全|群众|生命)", r"\0"),
    _part("预案演练", "EL-1003", _GOVERNMENT, r"演练|演习|训练", r"(?:每|定期|组织|开展|进行|举行)[^,。;、]{0,16}(?:演练|演习)"),
    _part("宣传培训", "EL-1004", _GOVERNMENT, r"宣传|培训|宣教|教育", r"(?:组织|开展|加强|进行)[^,。;]{0,20}(?:培训|宣传)"),
    _part("奖励与责任追究", "EL-1006", _GOVERNMENT, r"奖|惩|责任追究|问责|责任与|法律责任|追责", r"追究|表彰|奖励"),
    _part("预案解释、修订与实施", "EL-1005 EL-1007", _GOVERNMENT, r"附则|解释|修订|修编|实施|生效|施行|管理与更新|预案管理", r"自[^。;]{0,20}(?:实施|施行|生效)|负责解释"),
)  # fmt: skip
"""In the order in which plans have them."""


def part_findings(
    body: Body, checklists: Checklists, plan_type: str, elements: Sequence[ElementVerdict]
) -> Iterator[Finding]:
    """One finding for the parts that have no place of their own, unless a verdict says already that they lack."""
    asked = [part for part in _PARTS if plan_type in part.types]
    own = [_own(part, body) for part in asked]
    if not asked or sum(own) < len(asked) * _MOST:
        return
    told = {each.id for each in elements if each.label in (Label.MISSING, Label.ELSEWHERE)}
    for silent, severity in ((True, FindingSeverity.MEDIUM), (False, FindingSeverity.LOW)):
        absent = [
            at
            for at, part in enumerate(asked)
            if not own[at]
            and not told & set(part.items)
            and _said(part, body) is not silent
            and (silent or part.name not in _IN_PASSING)
        ]
        if absent:
            message = Message(
                "part_absent" if silent else "part_scattered", {"parts": "、".join(asked[at].name for at in absent)}
            )
            places = [where for at in absent for where in _before(asked[:at], body)]
            yield finding("QC-ELEM", severity, message, places, checklists, confidence=0.6)


def _own(part: _Part, body: Body) -> bool:
    """Whether a heading names the part, or a paragraph opens with it."""
    if any(part.head.search(head.text) and not _warning(part, body, head.index) for head in body.heads):
        return True
    for line in body.lines:
        if line.contents or line.clause.table_row or any(_DUTIES.search(head) for head in line.heads[-1:]):
            continue
        start = lead_in(line.text)
        opening = _TOPIC.match(line.text[start:])
        if opening and part.head.search(opening[1]) and not any("预警" in head for head in line.heads[-1:]):
            return True
    return False


def _warning(part: _Part, body: Body, index: int) -> bool:
    """Whether a heading on telling or ending is about warnings, which are told and ended apart."""
    if part.name not in _TOLD_APART:
        return False
    own, above = body.heads[index].text, body.chains[index].partition("/")[0]
    return "预警" in own or ("预警" in above and not _ITSELF.search(own))


def _said(part: _Part, body: Body) -> bool:
    return any(
        part.said.search(line.said)
        for line in body.lines
        if not line.contents and not any(_DUTIES.search(head) for head in line.heads[-2:])
    )


def _before(earlier: Sequence[_Part], body: Body) -> list[Place]:
    """Where the part belongs: at the end of the last section of one that comes before it, else at the beginning."""
    for part in reversed(earlier):
        sections = [head.index for head in body.heads if not head.appendix and part.head.search(head.text)]
        lines = [line for line in body.lines if line.section in sections] if sections else []
        if lines:
            return [_at(lines[-1])]
    return [_at(line) for line in body.lines[:1]]


def _at(line: Line) -> Place:
    return place(line, 0, min(len(line.text), 40))
