"""Conditions in words and numbers (…抢修时间预计在24小时以上): those of one level in two plans, paired by their wording, numbers apart.

Covers what the fixed measures of ``profile`` do not: traffic, rain, water, wind, power, whatever stands as ``number unit 以上``. Two
conditions are a pair when their words, places and numbers aside, are mostly the same; only then their numbers are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.comparing.organs import alike
from kb.comparing.pairing import PAIRED, masked, pairs
from kb.comparing.profile import Profile, Scale, level_at, levels_before
from kb.model import Place
from kb.review.text import Line

SAME_WORDS = 0.85
"""From which likeness on two conditions are taken for the same, worded alike."""
_AMOUNT = re.compile(
    r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?P<multiple>百|千|万|亿)?(?P<unit>小时|分钟|日|天|毫米|厘米|米|公里|千米|平方公里|公顷|亩|立方米|级|度|℃|千瓦|兆瓦|%|辆|艘|列|架|条|座|处|个|人|名|户|间|元|吨|公斤|千克)"
    r"(?:\(含[^()]{0,8}\)|\(含\))?(?:及)?以上"
)
_BREAK = re.compile(r"[。;●•■◆]|\(\d{1,2}\)|(?<=时)(?=因|发生|造成|其他)")
_BULLET = re.compile(r"^[^\w(（【“《]+")
_MULTIPLES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_LEAST = _TAIL = 8
_RELATED = 0.35


@dataclass(frozen=True, slots=True)
class Condition:
    """One number of one level: the words around it with numbers masked, the last of them before it, its value in ``unit``, and its place."""

    scale: Scale
    level: int
    words: str
    tail: str
    unit: str
    value: float
    shown: str
    place: Place


def paired_conditions(draft: Profile, upper: Profile) -> list[tuple[Condition, Condition, float]]:
    """The conditions that both plans set for the same level, with how alike their words are (0–1)."""
    return pairs(list(conditions(draft)), list(conditions(upper)), _likeness)


def _likeness(one: Condition, other: Condition) -> float:
    """Of all words; two that measure the same thing in the same words (…处置时间预计在) are a pair whatever stands before."""
    if (one.scale, one.level, one.unit) != (other.scale, other.level, other.unit):
        return 0.0
    likeness = alike(one.words, other.words)
    same_measure = len(one.tail) == _TAIL and one.tail == other.tail
    return max(likeness, PAIRED) if same_measure and likeness >= _RELATED else likeness


def conditions(plan: Profile) -> Iterator[Condition]:
    """The conditions of a plan in reading order, without those whose measure ``profile`` knows."""
    known = {(each.place.clause_id, each.words) for each in plan.thresholds}
    for line, levels in levels_before(plan.body):
        for start, end in _parts(line.text):
            words = masked(line.text[start:end])
            for match in _AMOUNT.finditer(line.text, start, end):
                level = level_at(line, match.start(), match.end(), levels)
                if level is None or len(words) < _LEAST or _is_known(line, match, known):
                    continue
                value = float(match["number"]) * _MULTIPLES[match["multiple"] or ""]
                place = Place(line.clause.id, _BULLET.sub("", line.verbatim(start, end)))
                tail = masked(line.text[start : match.start()])[-_TAIL:]
                yield Condition(*level, words, tail, match["unit"], value, line.verbatim(*match.span()), place)


def _is_known(line: Line, match: re.Match[str], known: Iterable[tuple[str, str]]) -> bool:
    shown = line.verbatim(*match.span())
    return any(clause == line.clause.id and shown in words for clause, words in known)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
