"""QC-DATE: days of one plan that cannot follow one another: in force years before it was passed, repealing what is later, rehearsed after the event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kb.dates import dates_in
from kb.model import Place
from kb.review.making import place
from kb.review.text import Body, Line

_DAY = r"(?:20\d\d年\d{1,2}月\d{1,2}日|20\d\d[-./]\d{1,2}[-./]\d{1,2}|二[〇零○O][一二三四五六七八九〇零○]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_FORCE = re.compile(rf"(?<!》)(?:自|从|于|,|^|。)(?P<day>{_DAY})(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效)")
_MADE = (
    re.compile(rf"(?P<day>{_DAY})[^,。;《》]{{0,16}}?(?:会议)?(?:审议)?(?:通过|印发|颁布|签发|批准发布)(?!的?《)"),
    re.compile(rf"(?:颁布|发布|批准|印发|签发|签署|审定|通过)(?:日期|时间|日)[:：]?(?P<day>{_DAY})"),
)
_DRAFTED = re.compile(rf"(?:编制|起草|修订|编写|送审)(?:日期|时间|日)[:：]?(?P<day>{_DAY})")
_REPEALED = re.compile(r"同时废止|即行废止|予以废止|自行废止|同时停止执行")
_YEAR = re.compile(
    r"[〔\[(](?P<year>20\d\d)[〕\])]\d{0,3}号?|(?P<dated>20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:印发|发布|修订|制定|版)"
)
_HELD = re.compile(
    rf"(?:活动|会议|赛事|比赛|考试|庙会|灯会|展会|演出|开放|举办|保障)(?:的)?(?:时间|日期|期间)?[^。;]{{0,12}}?(?:定于|为|:|于|自|从)?(?P<day>{_DAY})(?:[^\d。;]{{0,3}}[至到—~-](?P<to>(?:20\d\d年)?(?:\d{{1,2}}月)?\d{{1,2}}日))?"
)
_TIMED = re.compile(
    rf"^(?:\(?[一二三四五六七八九十\d]{{1,2}}[).、.])?(?:活动|举办|举行|开放|演出|比赛|会期|展期)?(?:时间|日期|期间)(?::|为)(?P<day>{_DAY})(?:[^\d。;]{{0,3}}[至到—~-](?P<to>(?:20\d\d年)?(?:\d{{1,2}}月)?\d{{1,2}}日))?"
)
_BEFOREHAND = re.compile(
    rf"(?P<day>{_DAY}|(?<![\d年])\d{{1,2}}月\d{{1,2}}日)(?:之?前|以前|底前)?[,]?[^。;,]{{0,16}}?(?:演练|演习|培训|彩排|踩点|验收|搭建|报批|检查|勘查|上岗|交底|预演)"
)
_HEAD_LINES, _TOLERANCE, _FAR = 12, timedelta(days=31), timedelta(days=730)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A day of the plan's own life, and where it stands."""

    day: date
    said: str
    where: Place


def chronology_errors(body: Body) -> Iterator[tuple[str, list[Place]]]:
    """Days that cannot follow one another, in words, and where."""
    made, drafted, force = _made(body), _head(body, (_DRAFTED,)), _in_force(body)
    latest = max((each.day for each in made), default=None)
    for each in force:
        for other in made:
            if each.day < other.day - _TOLERANCE or each.day > other.day + _FAR:
                yield f"{other.said}，{each.said}", [each.where, other.where]
    for one in drafted:
        for other in made:
            if one.day > other.day + _TOLERANCE:
                yield f"{one.said}，{other.said}", [one.where, other.where]
    own = latest or max((each.day for each in force), default=None)
    if own:
        yield from _repealed(body, own)
    yield from _rehearsed(body)


def _made(body: Body) -> list[_Dated]:
    """The days on which the plan was passed, issued or signed, as its first lines and its properties say."""
    return _head(body, _MADE)


def _head(body: Body, sources: tuple[re.Pattern[str], ...]) -> list[_Dated]:
    lines = [line for line in body.lines[:_HEAD_LINES] if line.section < 0 or line is body.lines[0]]
    return [
        each
        for line in lines
        for source in sources
        for found in source.finditer(line.text)
        if (each := _dated(line, found))
    ]


def _in_force(body: Body) -> list[_Dated]:
    lines = [
        line for line in body.lines if not line.contents and not line.clause.table_row and "》" not in line.text[-40:]
    ]
    return [
        each
        for line in lines
        for found in _FORCE.finditer(line.text)
        if not re.search(r"《[^《》]*》[^,。;]{0,6}$", line.text[: found.start()]) and (each := _dated(line, found))
    ]


def _dated(line: Line, found: re.Match[str], group: str = "day") -> _Dated | None:
    day = _date(found[group])
    return _Dated(day, found[0].lstrip(",。"), place(line, *found.span())) if day else None


def _date(text: str) -> date | None:
    found = dates_in(text.replace("○", "〇"))
    try:
        return date.fromisoformat(found[0].iso) if found else None
    except ValueError:
        return None


def _repealed(body: Body, own: date) -> Iterator[tuple[str, list[Place]]]:
    """A plan that is repealed by this one and bears a later year."""
    for line in body.lines:
        for word in _REPEALED.finditer(line.text):
            first, last = line.sentence(word.start())
            for found in _YEAR.finditer(line.text, first, last):
                year = int(found["year"] or found["dated"])
                if year > own.year:
                    yield f"{found[0]}晚于本预案（{own.year}年）", [place(line, found.start(), word.end())]


def _rehearsed(body: Body) -> Iterator[tuple[str, list[Place]]]:
    """``3月10日前组织演练`` of an event that ends on 24 February of that year."""
    held: list[_Dated] = []
    for line in body.lines:
        for found in () if line.contents else (_TIMED.match(line.text), *_HELD.finditer(line.text)):
            if found is None:
                continue
            begin = _dated(line, found)
            if begin:
                last = _until(begin.day, found["to"]) if found["to"] else begin.day
                held.append(_Dated(last, found[0], begin.where))
    ends = {each.day for each in held}
    if len(ends) != 1:
        return
    end = held[0]
    for line in body.lines:
        for found in () if line.contents else _BEFOREHAND.finditer(line.text):
            day = _date(
                found["day"]
                if "年" in found["day"] or "." in found["day"] or "-" in found["day"]
                else f"{end.day.year}年{found['day']}"
            )
            if day and day.year == end.day.year and day > end.day:
                yield f"{found[0]}，而{end.said}", [place(line, *found.span()), end.where]


def _until(begin: date, text: str) -> date:
    """The last day of a span that may leave out its year and month."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    parts = [begin.year, begin.month, begin.day]
    parts[3 - len(numbers) :] = numbers
    try:
        return date(*parts)
    except ValueError:
        return begin
