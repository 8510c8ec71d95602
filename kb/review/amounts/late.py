"""QC-TIME: reports of an event that are put off — by days, until all is known or over — and calls that come after the letter.

应对法 第六十一条: reports are to be in time; 生产安全事故报告和调查处理条例 第九条: at once, and within an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.amounts.limits import report_limits
from kb.review.making import finding, place
from kb.review.text import Body, Line

_TIME = r"(?P<{0}>\d+(?:\.\d+)?|[一二两三四五六七八九十]+|半)个?(?P<{0}_unit>分钟|小时)"
_BY_CALL = r"(?:以|用|通过|打|先)?(?:电话|口头)"
_BOTH = re.compile(
    rf"{_TIME.format('call')}(?:之|以)?内,?{_BY_CALL}[^。;]{{0,14}}?{_TIME.format('letter')}(?:之|以)?内,?(?:以|用|通过|报送?|提?交)?(?:书面|文字)"
)
_CALL = re.compile(rf"{_TIME.format('call')}(?:之|以)?内,?{_BY_CALL}[^,。;]{{0,6}}(?:形式)?")
_DAYS = re.compile(
    r"(?<![每前后第])\d{1,3}(?:个工作)?[日天](?:之|以)?内[^,。;]{0,12}?(?:写出|作出)?(?:书面)?(?:报告(?!书)|上报|报送)"
)
_AFTERWARDS = re.compile(
    r"(?:核实清楚|查清|查明|调查清楚|弄清)[^,。;]{0,6}后[^,。;]{0,10}(?:报告|上报)|(?:救援|抢险|施救|抢救)(?:工作)?(?:结束|完毕|完成)后[^,。;]{0,8}向[^,。;]{2,14}(?:报告|上报)"
)
_ALARM = re.compile(
    r"发现(?:火情|火灾|起火|着火|火警)[^,。;]{0,10}\d+(?:分钟|小时)(?:之|以)?内[^,。;]{0,10}(?:报告|报警|拨打)"
)
"""消防法 第四十四条: whoever finds a fire gives the alarm at once."""
_LATER = re.compile(
    r"调查|评估|总结|终报|核报|续报|结案|稳定|备案|恢复|修订|补报|变化|统计|复核|赔偿|理赔|公开|反馈|整改|归档|应急(?:响应)?(?:终止|结束)|汇总|审核|核定|周报|月报|计划|名单"
)
_EVENT = re.compile(r"事故|险情|突发|发生|事件|伤|灾|疫情|接报|发现|报告")
_NUMERALS = {char: float(value) for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2.0, "半": 0.5}
_LONGEST_CALL = 120.0


def late_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all reports that come too late."""
    hits = [hit for line in body.lines if not line.contents for hit in _in_line(line)]
    if hits:
        message = Message("report_put_off", {"stated": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _in_line(line: Line) -> Iterator[tuple[str, Place]]:
    for found in _BOTH.finditer(line.text):
        if _minutes(found, "call") > _minutes(found, "letter"):
            yield found[0], place(line, *found.span())
    for found in _CALL.finditer(line.text):
        if _minutes(found, "call") > _LONGEST_CALL and "报" in line.text[slice(*line.sentence(found.start()))]:
            yield found[0], place(line, *found.span())
    yield from ((found[0], place(line, *found.span())) for found in _ALARM.finditer(line.text))
    if any(_LATER.search(head) for head in line.heads[-1:]):
        return
    told = [(start, end) for _, _, start, end in report_limits(line)]
    for source in (_DAYS, _AFTERWARDS):
        for found in source.finditer(line.text):
            if any(start < found.end() and found.start() < end for start, end in told):
                continue
            sentence = line.text[slice(*line.sentence(found.start()))]
            if _EVENT.search(sentence) and not _LATER.search(sentence):
                yield found[0], place(line, *found.span())


def _minutes(found: re.Match[str], name: str) -> float:
    said = found[name]
    number = float(said) if said[0].isdigit() else sum(_NUMERALS.get(char, 0.0) for char in said)
    return number * (60.0 if found[f"{name}_unit"] == "小时" else 1.0)
