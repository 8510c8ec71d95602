"""QC-TIME: days and hours that follow one another the wrong way round: gathered before it is reported, due before it is begun."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_CLOCK = re.compile(
    r"每[日天](?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{2})?分?(?:之|以)?前[^。;,]{0,14}?(?P<act>汇总|报告|报送|上报|通报|报)"
)
_MONTH = re.compile(
    r"(?:每年|于|在)?(?<!次年)(?<!翌年)(?<![\d至—~-])(?P<month>1[0-2]|[1-9])月(?P<third>上旬|中旬|下旬|底|初|\d{1,2}日)?(?P<before>之?前)?(?P<rest>[^。;]{0,24})"
)
_BEGINS = re.compile(r"^(?:起|开始|开展|启动|着手|组织开展)[^。;]{0,16}(?:调查|统计|评估|排查|摸底|核查|普查)")
_DUE = re.compile(r"^[^。;]{0,24}(?:统计|评估|上报|报送|报|汇总|核实|完成)")
_YEARLY = re.compile(r"每年|年度|次年|翌年|冬春")
_BACKWARDS = re.compile(
    r"(?:预计|预测|预报)(?:在)?(?:过去|前|此前)(?:的)?\d+(?:小时|天|日)|(?:过去|前)\d+(?:小时|天|日)(?:内)?[^,。;]{0,12}?(?:将会?(?:出现|发生|有|达到))"
    r"|(?:接到|收到|发生|签发|下发|接报)[^,。;]{0,30}后[^。;]{0,30}?(?<!提)在\d+(?:小时|分钟|日|天)前(?:启动|报告|上报|报送|完成|到达|赶赴|发布|通知)"
)
_THIRDS = {"初": 0, "上旬": 5, "中旬": 15, "下旬": 25, "底": 30}


def sequence_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all that comes before what it follows."""
    hits = [*_backwards(body), *_clocks(body), *_months(body)]
    if hits:
        message = Message("time_order", {"stated": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _backwards(body: Body) -> Iterator[tuple[str, Place]]:
    """``预计过去24小时``."""
    for line in body.lines:
        for found in [] if line.contents else _BACKWARDS.finditer(line.text):
            yield found[0], place(line, *found.span())


def _clocks(body: Body) -> Iterator[tuple[str, Place]]:
    """What is gathered every day at an earlier hour than that at which the parts are reported, in one paragraph."""
    for line in body.lines:
        told: list[tuple[int, bool, re.Match[str]]] = []
        for found in [] if line.contents else _CLOCK.finditer(line.text):
            minutes = int(found["hour"]) * 60 + int(found["minute"] or 0)
            told.append((minutes, found["act"] == "汇总", found))
        for at, (minutes, gathers, found) in enumerate(told):
            earlier = [other for other in told[:at] if not other[1] and other[0] > minutes]
            if gathers and earlier:
                yield f"{earlier[0][2][0]}，{found[0]}", place(line, *found.span())
                yield f"{earlier[0][2][0]}，{found[0]}", place(line, *earlier[0][2].span())


def _months(body: Body) -> Iterator[tuple[str, Place]]:
    """What is due every year in an earlier month than that in which the survey begins, under one heading."""
    begun: dict[int, list[tuple[int, Line, re.Match[str]]]] = defaultdict(list)
    due: dict[int, list[tuple[int, Line, re.Match[str]]]] = defaultdict(list)
    for line in body.lines:
        if line.contents or line.section < 0:
            continue
        parent = body.parents[line.section] if body.heads[line.section].level > 2 else line.section
        for found in _MONTH.finditer(line.text):
            first, last = line.sentence(found.start())
            if not _YEARLY.search(line.text[first:last]):
                yearly = any(_YEARLY.search(head) for head in line.heads[-2:])
                if not yearly:
                    continue
            day = int(found["month"]) * 31 + _day(found["third"])
            if found["before"] and _DUE.search(found["rest"]):
                due[parent].append((day, line, found))
            elif not found["before"] and _BEGINS.search(found["rest"]):
                begun[parent].append((day, line, found))
    for parent, starts in begun.items():
        for day, line, found in due[parent]:
            late = [start for start in starts if start[0] > day]
            if len(late) == len(starts):
                words = f"{_said(late[0][2])}开始，{_said(found)}就要完成"
                yield words, place(line, *found.span())
                yield words, place(late[0][1], *late[0][2].span())


def _day(third: str | None) -> int:
    if not third:
        return 0
    return _THIRDS[third] if third in _THIRDS else int(third.removesuffix("日"))


def _said(found: re.Match[str]) -> str:
    return f"{found['month']}月{found['third'] or ''}{found['before'] or ''}"
