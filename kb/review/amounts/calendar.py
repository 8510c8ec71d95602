"""QC-DATE: days and hours that no calendar or clock has (十三月, 11月31日, 25时)."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import date

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.numbering import chinese_value
from kb.review.amounts.chronology import chronology_errors
from kb.review.amounts.periods import period_errors
from kb.review.making import finding, place
from kb.review.text import Body

_CN = "一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|[一二][〇零○O一二三四五六七八九]{{3}})年)?(?<![\d{_CN}每半近前后个第内余])"
    rf"(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})月(?:(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号])?(?![\d{_CN}])"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d.])")
_CLOCK = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?![:\d.])|时(?P<said>\d{1,2})分)")
_HOUR = re.compile(
    r"(?:(?<=[至到~—-])|(?<=每[日天])|(?<=当[日天])|(?<=次日)|(?<=上午)|(?<=下午)|(?<=凌晨)|(?<=晚上)|(?<=夜间))(?P<hour>\d{2})(?:时(?![段间期])|点(?!位))"
)
"""Hours of a day without minutes."""
_WEEKDAY = re.compile(
    r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日[(,]?(?:星期|周)(?P<name>[一二三四五六日天])"
)
_PAST = re.compile(
    r"截至(?P<until>20\d\d)年|(?P<year>20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?[^。;,、年前]{0,8}(?:发生(?!的?概率)|以来|建成|竣工|印发的|发布的|同时废止|普查|统计数据)"
)
"""What has happened, with its year."""
_DAY_NAMES = "一二三四五六日"
_OF_DAY = re.compile(r"(?:每日|每天|当日|次日|上午|下午|晚上?|凌晨)$")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_YEAR = re.compile(r"(?<![\d.])2\d{3}年(?:(?:\d{1,2}月)|(?=[以之]?来|印发|修订|发布|制定|施行|实施|颁布))")
_AHEAD = 30
"""Days of years that are further to come are slips."""


def calendar_findings(body: Body, checklists: Checklists, today: date) -> Iterator[Finding]:
    """One finding with all days and hours that cannot be."""
    hits = [
        (found[0], place(line, *found.span()))
        for line in body.lines
        for source, wrong in ((_DAY, _no_day), (_ISO, _no_day), (_CLOCK, _no_hour))
        for found in source.finditer(line.text)
        if wrong(found)
    ]
    hits += [
        (found[0], place(line, *found.span()))
        for line in body.lines
        for found in _YEAR.finditer(line.text)
        if int(found[0][:4]) > today.year + _AHEAD
    ]
    hits += [
        (found[0], place(line, *found.span()))
        for line in body.lines
        for source, wrong in ((_HOUR, _late_hour), (_WEEKDAY, _other_weekday), (_PAST, _ahead(today)))
        for found in source.finditer(line.text)
        if wrong(found)
    ]
    order = [*chronology_errors(body), *((said, [at]) for said, at in period_errors(body, today))]
    if order:
        message = Message("date_order", {"dates": "；".join(dict.fromkeys(said for said, _ in order))})
        places = [at for _, several in order for at in several]
        yield finding("QC-DATE", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
    if hits:
        message = Message("date_impossible", {"dates": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-DATE", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.9)


def _no_day(found: re.Match[str]) -> bool:
    month, day = chinese_value(found["month"]), chinese_value(found["day"] or "")
    if month > 12 or (found["day"] is not None and (day > 31 or day == 0)):
        return found["day"] is not None or found["year"] is not None or found.string[: found.start()].endswith("每年")
    if not month or not day:
        return False
    year = found["year"] or ""
    short = month == 2 and day == 29 and year.isdigit() and not isleap(int(year))
    return day > _DAYS[month - 1] or short


def _late_hour(found: re.Match[str]) -> bool:
    return int(found["hour"]) > 24


def _other_weekday(found: re.Match[str]) -> bool:
    """A day of the week that the day was not."""
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return _DAY_NAMES[day.weekday()] != found["name"].replace("天", "日")


def _ahead(today: date) -> Callable[[re.Match[str]], bool]:
    """Whether a year of what has happened is still to come."""
    return lambda found: int(found["until"] or found["year"]) > today.year


def _no_hour(found: re.Match[str]) -> bool:
    minute = int(found["minute"] or found["said"] or 0)
    said = bool(found["said"]) or bool(_OF_DAY.search(found.string[: found.start()]))
    return said and (int(found["hour"]) > 24 or minute > 59)
