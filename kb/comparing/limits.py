"""How soon an event must be reported, as plans say it: the time, whether by phone or in writing, and the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Place
from kb.review.text import Body, Line

_TIME = r"(?P<amount>\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半)个?(?P<half>半)?(?P<unit>分钟|小时|日|天)"
_REPORT = r"(?<!预)(?<!通)(?:报告|上报|报送|速报|汇报|报至|续报|报(?=[^告警名到送请表纸道价废关酬经省得账帐销案考刊]))"
_LIMITS = (
    re.compile(
        rf"(?=(?<!每)(?<!每隔)(?<![—~至\-\d.])(?P<all>{_TIME}(?:之|以)?内(?P<between>[^。;]{{0,44}}?){_REPORT}))"
    ),
    re.compile(rf"(?=(?P<all>(?:最迟|最晚|不得?(?:超过|迟于|晚于)|至迟){_TIME}(?P<between>[^。;]{{0,30}}?){_REPORT}))"),
    re.compile(
        rf"(?=(?P<all>{_REPORT}(?P<between>[^。;]{{0,24}}?)(?:最迟|最晚|不得?(?:超过|迟于|晚于)|时限[为:是]?){_TIME}))"
    ),
)
"""Written as look-aheads, so that two limits that share one verb (…分钟内电话、…小时内书面报告) are both found."""
_OTHER_ACT = re.compile(
    r"决定|通知|召开|发布|启动|签发|到达|赶赴|集结|组织力量|核定|核实后|公布|反馈|撤离|登记|编制|制定|敲门|叫醒|例以上|人次|下降|上升|上涨|达到"
)
_OTHER_REPORT = re.compile(
    r"总结|评估|调查报告|调查组|提交报告|备案|演练|整改|月报|年报|周报|季报|结案|理赔|保险|报账|终止|结束后|熄灭后|扑灭后|解除后|到岗|零报告|公开|审核|归档|工作日|健康|工伤"
)
_FOLLOW = re.compile(r"续报|补报|每日|每天|每\d|稳定前|动态|进展")
_FINAL = re.compile(r"终报|核报|最终|稳定后|处置结束|结果报告")
_WRITTEN = re.compile(r"书面|文字|详细|材料|传真")
_ANY_TIME = r"(?:\d+|[一二两三四五六七八九十半]+)个?(?:半)?(?:分钟|小时|日|天)"
_MINUTES = {"分钟": 1.0, "小时": 60.0, "日": 1440.0, "天": 1440.0}
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


class Stage(StrEnum):
    """Which report a limit is for."""

    FIRST = "first"
    WRITTEN = "written"
    FOLLOW = "follow"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class ReportLimit:
    """The longest time for a report, in minutes, with its words and its sentence."""

    stage: Stage
    minutes: float
    words: str
    place: Place


def report_limits(body: Body) -> Iterator[ReportLimit]:
    """The limits that a plan sets for reports of events, in reading order."""
    for line in body.lines:
        if any("原则" in head for head in line.heads):
            continue
        taken: set[int] = set()
        for pattern in _LIMITS:
            for found in pattern.finditer(line.text):
                at = found.start("amount")
                if at not in taken and not _OTHER_ACT.search(found["between"]):
                    taken.add(at)
                    limit = _limit(line, found)
                    if limit is not None:
                        yield limit


def _limit(line: Line, found: re.Match[str]) -> ReportLimit | None:
    start, end = found.span("all")
    first, last = line.sentence(start)
    begin = max(line.text.rfind(",", first, start), line.text.rfind("、", first, start), first)
    comma = line.text.find(",", end, last)
    part = line.text[begin : comma if comma > 0 else last]
    if _OTHER_REPORT.search(part) or "终止" in line.text[first:last]:
        return None
    amount = found["amount"]
    number = float(amount) if amount[0].isdigit() else 0.5 if amount == "半" else _numeral(amount)
    minutes = (number + (0.5 if found["half"] else 0.0)) * _MINUTES[found["unit"]]
    words = line.verbatim(found.start("amount"), found.end("unit"))
    return ReportLimit(_stage(line.text, found, part), minutes, words, Place(line.clause.id, line.quote(start, end)))


def _stage(text: str, found: re.Match[str], part: str) -> Stage:
    """Which report: by what stands between the limit and the next one, or the end of the words on it."""
    if _FINAL.search(part):
        return Stage.FINAL
    own = re.split(rf"、(?={_ANY_TIME}内)", text[found.start("all") : found.end("all") + 6])[0]
    if _FOLLOW.search(found["all"]) and not ("补报" in own and _WRITTEN.search(own)):
        return Stage.FOLLOW
    return Stage.WRITTEN if _WRITTEN.search(own) else Stage.FIRST


def _numeral(words: str) -> float:
    tens, mark, ones = words.partition("十")
    if not mark:
        return float(_NUMERALS.get(words, 0))
    return float(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))
