"""Dates in Chinese documents: Arabic or Chinese digits, down to the day or less, turned into ISO."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.numbering import chinese_value

_CN = "〇○零一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)\d\d|[{_CN}]{{4}})"
_SMALL = rf"(?:\d{{1,2}}|[{_CN}十]{{1,3}})"
DATE = re.compile(rf"({_YEAR})\s*年(?:\s*({_SMALL})\s*月(?:\s*({_SMALL})\s*[日号])?)?")
_ISO = re.compile(r"(?<![\d.-])((?:19|20)\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?![\d.-])")
MONTH_DAY = re.compile(rf"(?<!\d)({_SMALL})\s*月\s*({_SMALL})\s*日")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date: ISO as precise as the text, the words of the text, and where they begin."""

    iso: str
    text: str
    start: int


def dates_in(text: str) -> list[DateFound]:
    """All dates with a year, in order."""
    found = [
        DateFound(_iso(match[1], match[2], match[3]), match[0].strip(), match.start()) for match in DATE.finditer(text)
    ]
    found += [DateFound(_iso(match[1], match[2], match[3]), match[0], match.start()) for match in _ISO.finditer(text)]
    return sorted((date for date in found if date.iso), key=lambda date: date.start)


def _iso(year: str, month: str | None, day: str | None) -> str:
    digits = year if year.isdigit() else "".join(str("〇一二三四五六七八九".index(_zero(char))) for char in year)
    parts = [digits]
    for text, most in ((month, 12), (day, 31)):
        if not text:
            break
        value = int(text) if text.isdigit() else chinese_value(text.replace("○", "〇"))
        if not 1 <= value <= most:
            break
        parts.append(f"{value:02}")
    return "-".join(parts)


def _zero(char: str) -> str:
    return "〇" if char in "○零" else char


def chinese_date(iso: str) -> str:
    """2026-01-05 → 2026年1月5日 (GB/T 9704 7.3.5.4: no leading zeros); shorter dates as precise as they are."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?", iso.strip())
    if not found:
        return iso.strip()
    year, month, day = found.groups()
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
