"""Time limits as the text states them: within a time, at an interval, at a clock time, at once."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百半]+)"
_UNIT = r"(?:个?工作日|分钟|个?小时|个半小时|秒钟?|刻钟|天|日|周|个?月|年)"
_SPAN = rf"{_NUMBER}\s*(?:[-—～~至到]\s*{_NUMBER}\s*)?{_UNIT}"
_CLOCK = r"(?:\d{1,2}[时点](?:\d{1,2}分)?|\d{1,2}[:：]\d{2})"
_LIMIT = re.compile(
    rf"(?:最迟|最晚|至迟)?(?:不超过|不晚于|不迟于|不得超过|不少于|不得少于|至少|少于|超过){_SPAN}(?:[以之]?内)?"
    rf"|每(?:隔)?{_SPAN}(?:[以之]?内)?"
    rf"|每(?:个|半)?小时|每[日天周月年](?:(?:{_CLOCK}[、和及]?)+(?:[以之]?前)?|(?:不少于|至少)?{_NUMBER}次)?"
    rf"|{_SPAN}后(?=[复再即重])"
    rf"|(?:最迟|最晚|至迟)?(?:于)?{_SPAN}[以之]?内"
    rf"|{_CLOCK}(?:[以之]?前)"
    rf"|{_SPAN}(?:[以之]?前)"
    r"|立即|立刻|即时|即刻|第一时间|随时|同时|当[日天](?!值|班)|当场|马上"
)
_NOT_LIMIT = re.compile(
    rf"{_SPAN}[以之]?内(?:发生|出现|有|累计|连续|新增|\d+例|[^，。；]{{0,12}}(?:例|人|起)(?:以上|以下))"
)
_IDLE = re.compile(r"^(?:同时)(?:.{0,4}(?:发生|出现|满足))|(?:每[日天年]的)$")


def time_limits(text: str) -> tuple[str, ...]:
    """The limits named in a stretch, in order, verbatim."""
    found: list[str] = []
    blocked = [match.span() for match in _NOT_LIMIT.finditer(text)]
    for match in _LIMIT.finditer(text):
        if any(start <= match.start() < end for start, end in blocked):
            continue
        words = match[0].strip()
        if words == "同时" and match.start() > 12:
            continue
        if words and words not in found and not _IDLE.search(text[match.start() :]):
            found.append(words)
    return tuple(found)


def minutes(limit: str) -> float | None:
    """How long a limit is in minutes; 0 for at once, None for intervals, clock times and working days."""
    if re.fullmatch(r"立即|立刻|即时|即刻|第一时间|随时|同时|当场|马上", limit):
        return 0.0
    match = re.search(rf"({_NUMBER})\s*({_UNIT})", limit)
    if not match or limit.startswith("每"):
        return 1440.0 if limit in ("当日", "当天") else None
    number = _number(match[1])
    scale = {
        "秒": 1 / 60,
        "秒钟": 1 / 60,
        "分钟": 1,
        "小时": 60,
        "个小时": 60,
        "个半小时": 60,
        "刻钟": 15,
        "天": 1440,
        "日": 1440,
        "周": 10080,
    }
    unit = match[2]
    return None if unit not in scale or number is None else number * scale[unit] + (30 if unit == "个半小时" else 0)


def _number(words: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    if words == "半":
        return 0.5
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
    if "十" in words:
        tens, _, ones = words.partition("十")
        return float(digits.get(tens, 1) * 10 + digits.get(ones, 0))
    return float(digits[words]) if words in digits else None
