"""What two plans can be compared on: levels, thresholds, reporting time limits and command bodies, each with its place.

Read from normalised lines (NFKC, no blanks). A threshold belongs to the level named last before it — in its own text, in the lines above
it in the same section, or in the headings — unless the sentence itself says afterwards which level it makes (``…的，为重大…``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Document, Place
from kb.review.text import Body, Line

_GRADES = {"特别重大": 1, "重大": 2, "较大": 3, "一般": 4}
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COLOURS = {"红": 1, "橙": 2, "黄": 3, "蓝": 4}
_LEVEL = r"(?<![A-Za-z\d])(?P<numeral>一|二|三|四|IV|III|II|I|[1-4])级"
_RESPONSE = re.compile(
    rf"{_LEVEL}(?:\([^()]{{1,12}}\))?(?:应急)?响应|(?:启动|响应(?:级别|等级)[:为]){_LEVEL.replace('numeral', 'other')}"
)
_WARNING = re.compile(
    rf"{_LEVEL}(?:\([^()]{{1,12}}\))?预警|预警(?:级别|等级)[:为]{_LEVEL.replace('numeral', 'other')}|(?P<colour>红|橙|黄|蓝)色[^,。;]{{0,8}}?预警"
)
_ROW = re.compile(r"^(?:[表附][^:;]{0,24}:)?(?:预警|响应)(?:级别|等级):")
"""A table row that begins with its level."""
_GRADE = re.compile(r"(?P<grade>特别重大|重大|较大|一般)(?=\)|[^,。;、]{0,24}?(?:事件|事故|灾害|灾情|险情|火灾|疫情))")
_SAID_AFTER = re.compile(r"(?:^|[,的])(?:为|是|属于?|构成|定为)(特别重大|重大|较大|一般)(?!影响|损失|社会)")
_AMOUNT = r"(\d+(?:\.\d+)?)(亿|万|千|百)?(人|名|间|户|元|公顷)(?:\(含[^()]{0,8}\)|\(含\))?"
_UNNAMED = _AMOUNT.replace("(\\d", "(?:\\d").replace("(亿", "(?:亿").replace("(人", "(?:人")
_RANGE = (
    rf"(?:造成)?{_AMOUNT}(?:及)?(?P<way>以上|以下|以内)(?:(?:[,、和]|且)?(?:不足)?(?P<to>{_UNNAMED})(?:以下|以内)?)?"
)
_MEASURES = {
    "deaths": r"死亡",
    "injured": r"重伤",
    "poisoned": r"(?:急性)?(?:工业)?中毒",
    "moved": r"(?:紧急)?(?:搬迁)?(?:转移安置|转移|疏散)",
    "houses": r"倒塌",
    "loss": r"(?:直接)?经济损失",
    "risk": r"潜在经济损失",
    "trapped": r"(?:被困|涉险|失联)",
    "forest": r"受害森林面积",
}
_UNITS = {"houses": "间户", "loss": "元", "risk": "元", "forest": "公顷"}
_FIRST = re.compile(
    rf"(?P<what>潜在经济损失|{'|'.join(_MEASURES.values())})[^\d。;,、(]{{0,14}}(?:\([^()\d]{{1,12}}\))?[^\d。;,、(]{{0,8}}(?:\d+(?:\.\d+)?[万千]?间(?:或|、))?{_RANGE}"
)
_AFTER = re.compile(
    rf"(?<!\d){_RANGE}(?:的)?(?P<what>死亡|重伤|(?:急性)?(?:工业)?中毒|被困|涉险|失联|(?:直接)?经济损失)"
)
_MULTIPLES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}


_CELL = re.compile(rf"(?:[^:;]{{0,12}}:)?(?:响应|预警)?(?:级别|等级|响应):{_LEVEL}")
_GRADES_HERE = re.compile(r"分级|级别|等级|标准|启动|响应|条件|预警|分类|\(一般|\(较大|\(重大|\(特别").search
"""Headings below which a grade named is the grade of what follows; elsewhere (``出现重大险情、…``) it is named in passing."""


class Scale(StrEnum):
    """What a level is a level of."""

    RESPONSE = "response"
    WARNING = "warning"
    GRADE = "grade"


_OF_HEADS = ((Scale.WARNING, "预警"), (Scale.RESPONSE, "响应"))


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``low`` on (base unit: 人, 间, 户, 元, 公顷), at ``level`` 1–4 of ``scale``; ``low`` 0 where only an upper end is given."""

    scale: Scale
    level: int
    measure: str
    unit: str
    low: float
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Mention:
    """A level named somewhere."""

    scale: Scale
    level: int
    place: Place
    heading: bool = False


@dataclass(frozen=True)
class Profile:
    """What was read from one plan."""

    document: Document
    body: Body
    levels: tuple[Mention, ...]
    thresholds: tuple[Threshold, ...]


def profile(document: Document) -> Profile:
    """Read a plan."""
    body = Body.of(document)
    mentions = tuple(_mentions(body))
    return Profile(document, body, mentions, tuple(_thresholds(body)))


def _named(text: str) -> Iterator[tuple[int, Scale, int]]:
    """Levels named in a text: offset, scale, level."""
    for found in _RESPONSE.finditer(text):
        yield found.start(), Scale.RESPONSE, _NUMERALS[found["numeral"] or found["other"]]
    for found in _WARNING.finditer(text):
        numeral = found["numeral"] or found["other"]
        yield found.start(), Scale.WARNING, _NUMERALS[numeral] if numeral else _COLOURS[found["colour"]]
    for found in _GRADE.finditer(text):
        yield found.start(), Scale.GRADE, _GRADES[found["grade"]]


def _mentions(body: Body) -> Iterator[Mention]:
    seen: set[int] = set()
    for line in body.lines:
        for head, section in _own_heads(line, body):
            if section not in seen:
                seen.add(section)
                for _, scale, level in _named(head) if _names_level(head) else ():
                    yield Mention(scale, level, Place(line.clause.id, line.quote(0, 1)), heading=True)
        row = _ROW.match(line.text)
        for at, scale, level in _named(line.text):
            of_row = row is not None and at < row.end()
            yield Mention(scale, level, Place(line.clause.id, line.quote(at, at + 2)), heading=of_row)


def _names_level(head: str) -> bool:
    """Whether a heading is that of a level: the level stands near its start, and it is no form or notice."""
    named = sorted(_named(head))
    return (
        bool(named)
        and named[0][0] <= 8
        and len(head) <= 24
        and not re.search(r"通知|格式|样式|文本|表$|调整|终止", head)
    )


def _own_heads(line: Line, body: Body) -> Iterator[tuple[str, int]]:
    """The headings above a line with their section's index, the deepest first."""
    at = line.section
    while at >= 0:
        yield body.heads[at].text, at
        at = body.parents[at]


def levels_before(body: Body) -> Iterator[tuple[Line, list[tuple[int, Scale, int]]]]:
    """Every line with the levels named in it (offset, scale, level), before them at -1 the one that holds where the line begins."""
    section, running = -2, None
    for line in body.lines:
        if line.section != section:
            section, running = line.section, _of_heads(line, body)
        named = sorted(_named(line.text))
        row = _level_of_row(line)
        if row:
            yield line, [(-1, *row), *(each for each in named if each[1] is not Scale.GRADE)]
            running = row
            continue
        yield line, [(-1, *running), *named] if running else named
        if named:
            running = named[-1][1:]


def _level_of_row(line: Line) -> tuple[Scale, int] | None:
    """The level in the first cell of a table row (``级别:二级;…``) below a heading on responses or warnings."""
    found = _CELL.match(line.text)
    scale = next((scale for scale, word in _OF_HEADS if any(word in head for head in reversed(line.heads))), None)
    return (scale, _NUMERALS[found["numeral"]]) if found and scale else None


def level_at(line: Line, start: int, end: int, levels: list[tuple[int, Scale, int]]) -> tuple[Scale, int] | None:
    """The level that a condition makes: said after it in its sentence, else named last before it."""
    _, last = line.sentence(start)
    after = _SAID_AFTER.search(line.text, end, last)
    if after:
        return Scale.GRADE, _GRADES[after[1]]
    before = [each for each in levels if each[0] <= start]
    level = before[-1][1:] if before else None
    in_passing = level is not None and level[0] is Scale.GRADE and line.heads and not any(map(_GRADES_HERE, line.heads))
    return None if in_passing else level


def _thresholds(body: Body) -> Iterator[Threshold]:
    for line, levels in levels_before(body):
        for found in (*_FIRST.finditer(line.text), *_AFTER.finditer(line.text)):
            level = level_at(line, found.start(), found.end(), levels)
            measure = _measure(found["what"])
            if level is None or not measure:
                continue
            first = _first_group(found)
            amount, multiple, unit = found[first], found[first + 1], found[first + 2]
            if unit == "名":
                unit = "人"
            if unit not in _UNITS.get(measure, "人"):
                continue
            low = float(amount) * _MULTIPLES[multiple or ""] if found["way"] == "以上" else 0.0
            quote = Place(line.clause.id, line.quote(found.start(), found.end()))
            yield Threshold(level[0], level[1], measure, unit, low, line.verbatim(found.start(), found.end()), quote)


def _first_group(found: re.Match[str]) -> int:
    """The index of the amount's group, which comes after ``what`` or before it."""
    return 2 if found.re is _FIRST else 1


def _of_heads(line: Line, body: Body) -> tuple[Scale, int] | None:
    for head, _ in _own_heads(line, body):
        named = sorted(_named(head))
        if len({each[1:] for each in named}) == 1:
            return named[0][1:]
        if named:
            return None
    return None


def _measure(words: str) -> str:
    return next((code for code, source in _MEASURES.items() if re.fullmatch(source, words)), "")
