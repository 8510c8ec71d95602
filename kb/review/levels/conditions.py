"""QC-LVL: conditions said level by level in the same words, whose bounds do not meet, overlap, or are the same twice.

The levels need not be known: where one section or annex says the same of something several times and only the numbers differ, the numbers
are the steps of one scale. That holds where a table lost its columns and the name of the level stands in the middle of its row.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Place
from kb.review.levels.ranks import COLOUR, LEVEL, Interval, intervals
from kb.review.making import place
from kb.review.text import HANZI, Body, Line

_STATEMENT = re.compile(r"[^。;\uf06c•●■▪◆]+")
_UNSAID = re.compile(rf"{LEVEL}|{COLOUR}|以上|以下|以内|不足|超过|达到?|至|及|\([^()]{{0,6}}\)|\s")
_LISTED = re.compile(r"^(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、.])+")
_LEAST, _EDGE, _AFTER = 12, 8, 2
_SAME, _NEAR = 1e-6, 2.5


@dataclass(frozen=True, slots=True)
class _Step:
    """One interval of a scale and where it stands; ``words`` are those of its statement without numbers."""

    interval: Interval
    line: Line
    offset: int
    words: str

    @property
    def low(self) -> float:
        return -math.inf if self.interval.low is None else self.interval.low

    @property
    def high(self) -> float:
        return math.inf if self.interval.high is None else self.interval.high

    @property
    def where(self) -> Place:
        return place(self.line, self.offset + self.interval.start, self.offset + self.interval.end)


def condition_errors(body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """``(overlap|gap, what is measured, places)`` for every two neighbouring steps that do not meet."""
    for scale in _scales(body):
        steps = sorted(scale, key=lambda step: (step.low, step.high))
        pairs = list(pairwise(steps))
        closed = [pair for pair in pairs if any(step.interval.high is not None for step in pair)]
        met = sum(abs(low.high - high.low) < _SAME for low, high in closed)
        odd = [(said, low, high) for low, high in pairs if (said := _verdict(low, high))]
        if len(odd) == 1:
            said, low, high = odd[0]
            if said == "same" or (met and met >= len(closed) / 3) or _beside(low, high, closed):
                yield said.replace("same", "overlap"), low.interval.key, [low.where, high.where]


def _beside(low: _Step, high: _Step, closed: Sequence[tuple[_Step, _Step]]) -> bool:
    """Whether two steps that are all of a scale are near enough to be neighbours."""
    return len(closed) == 1 and low.interval.sharp and high.interval.sharp and high.low <= _NEAR * low.high


def _verdict(low: _Step, high: _Step) -> str:
    """Said twice in the same words, or bounds that do not meet: ``24 up to 36`` and ``48 and more``."""
    if (low.low, low.high, low.words) == (high.low, high.high, high.words):
        return "same"
    if low.interval.high is None or high.interval.low is None or abs(low.high - high.low) < _SAME:
        return ""
    return "overlap" if low.high > high.low else "gap"


def _scales(body: Body) -> Iterator[Sequence[_Step]]:
    """The steps that one section or annex words alike: one for each line, more than one of them."""
    grouped: dict[tuple[int, int, str, str, str], list[_Step]] = defaultdict(list)
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        for statement in _STATEMENT.finditer(line.text):
            text = _LISTED.sub(lambda found: " " * len(found[0]), statement[0])
            found = sorted(intervals(text), key=lambda one: one.start)
            for number, one in enumerate(found):
                before, after = _plain(text[: one.start]), _plain(text[one.end :])
                if len(before) + len(after) >= _LEAST:
                    key = (_area(body, line), number, one.unit, before[-_EDGE:], after[:_AFTER])
                    grouped[key].append(_Step(one, line, statement.start(), _plain(text)))
    for steps in grouped.values():
        lines = {id(step.line) for step in steps}
        if 2 <= len(lines) == len(steps) <= 5:
            yield steps


def _plain(text: str) -> str:
    return "".join(HANZI.findall(_UNSAID.sub("", text)))


def _area(body: Body, line: Line) -> int:
    """The annex in which a line stands, else its section."""
    at = line.section
    while line.appendix and at >= 0 and body.parents[at] >= 0 and body.heads[body.parents[at]].appendix:
        at = body.parents[at]
    return at
