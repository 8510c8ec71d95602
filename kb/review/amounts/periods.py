"""QC-DATE: spans of days that end before they begin, parts that lie outside their whole, and what has happened in a year that is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kb.model import Place
from kb.review.making import place
from kb.review.text import Body, Line

_TO = r"(?:\([^()]{1,8}\))?(?:起)?(?:至|到|-|—|–|~)+"
_SPAN = re.compile(
    rf"(?:(?P<year>20\d\d)年)?(?<![\d.])(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日{_TO}(?:(?P<year_to>20\d\d)年|(?P<next>次年|翌年|来年|第二年))?(?P<month_to>\d{{1,2}})月(?P<day_to>\d{{1,2}})日"
)
_MONTHS = re.compile(
    rf"(?<![\d.])(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?{_TO}(?P<next>次年|翌年|来年)?(?P<month_to>\d{{1,2}})月(?:(?P<day_to>\d{{1,2}})日)?"
)
_INSIDE = re.compile(r"^(?:[,;(])?其中[^\d。;]{0,8}$")
_LONGEST_WRAP = 250, 358
"""From one year into the next without saying so: seasons are shorter, and a whole year may be meant beyond."""
_HAPPENED = re.compile(
    r"(?<![至到—~-])(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:\d{1,2}日|[上中下]旬|[初底])?(?P<rest>[^。;,]{0,24}(?:,[^。;,]{0,24})?)"
)
_PAST = re.compile(
    r"曾|发生过|发生了|[涨淹冲垮塌掉伤亡死进]了|进水|造成[^,]{0,12}(?:\d|损|伤|亡)|(?:提前)?转移了|滑坡|决口|溃[坝堤口]|起火|爆炸|泄漏|倒塌|被淹|受灾|死亡|受伤|中毒|建成|投[用产]|竣工|通车|搬迁到|入住|验收合格|被评为|获评"
)
_TO_COME = re.compile(
    r"^(?:之|以|底)?前|将|拟|计划|规划|预计|力争|目标|底前|年前|之前|以前|届|有效|预测|到期|截止|前完成|完成|达到|远期|近期|待|争取|起施行|若|如果|假[设定]|模拟|设想"
)
_SIGNED = re.compile(r"^[^,。;:]{0,20}?(?P<year>20\d\d)年(?P<month>\d{1,2})月(?:\d{1,2}日)?$")
_FORCE = re.compile(
    r"(?:自|从|于)(?P<year>20\d\d)年(?P<month>\d{1,2})月\d{1,2}日(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效)"
)


def period_errors(body: Body, today: date) -> Iterator[tuple[str, Place]]:
    """What cannot be, in words, and where."""
    own = _own_month(body) or (today.year, today.month)
    for line in body.lines:
        if line.contents:
            continue
        yield from _turned(line)
        yield from _outside(line)
        yield from _to_come(line, own)


def _turned(line: Line) -> Iterator[tuple[str, Place]]:
    """``2026年5月3日至4月6日``: no later year is named, and no season is that long."""
    for found in _SPAN.finditer(line.text):
        if found["next"] or not (_is_day(found["month"], found["day"]) and _is_day(found["month_to"], found["day_to"])):
            continue
        one, other = _of_year(found["month"], found["day"]), _of_year(found["month_to"], found["day_to"])
        years = int(found["year_to"] or found["year"] or 0) - int(found["year"] or found["year_to"] or 0)
        if found["year_to"] and not found["year"]:
            continue
        wrapped = 365 + other - one
        if years < 0 or (
            years == 0 and one > other and (found["year_to"] or _LONGEST_WRAP[0] <= wrapped <= _LONGEST_WRAP[1])
        ):
            yield found[0], place(line, *found.span())


def _outside(line: Line) -> Iterator[tuple[str, Place]]:
    """``汛期为4月1日至9月30日，其中10月至11月为主汛期``: a part that is not in the whole named before it."""
    told = list(_MONTHS.finditer(line.text))
    for whole, part in pairwise(told):
        between = line.text[whole.end() : part.start()]
        if _INSIDE.match(between) and not _months(part) <= _months(whole):
            yield f"{part[0]}不在{whole[0]}内", place(line, whole.start(), part.end())


def _to_come(line: Line, own: tuple[int, int]) -> Iterator[tuple[str, Place]]:
    """``2039年7月河水进村``, of a plan that is signed in an earlier year."""
    for found in _HAPPENED.finditer(line.text):
        when = int(found["year"]), int(found["month"] or 1)
        first, _ = line.sentence(found.start())
        before = line.text[max(first, found.start() - 8) : found.start()]
        later = when > own if found["month"] else when[0] > own[0]
        if later and _PAST.search(found["rest"]) and not (_TO_COME.search(before) or _TO_COME.search(found["rest"])):
            yield f"{found['year']}年", place(line, found.start(), found.end())


def _own_month(body: Body) -> tuple[int, int] | None:
    """The month in which the plan was signed or came into force, as it says itself; the latest of several."""
    signed = [_SIGNED.match(line.text) for line in (*body.lines[:6], *body.lines[-4:]) if len(line.text) < 40]
    force = [_FORCE.search(line.text) for line in body.lines if "施行" in line.text or "实施" in line.text]
    return max(((int(found["year"]), int(found["month"])) for found in (*signed, *force) if found), default=None)


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _of_year(month: str, day: str) -> int:
    return (int(month) - 1) * 30 + int(day)


def _months(found: re.Match[str]) -> set[int]:
    """The months of a span, over the end of the year where it ends earlier than it begins."""
    first, last = int(found["month"]), int(found["month_to"])
    return set(range(first, last + 1)) if first <= last else {*range(first, 13), *range(1, last + 1)}
