"""QC-LVL: bounds of levels that stand one after the other, in one paragraph or in several, though they word differently what they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Place
from kb.review.levels.measured import Stretch, items
from kb.review.levels.ranks import Interval, intervals
from kb.review.making import place
from kb.review.text import Body, Line

_LINKS = re.compile(r"或者?|[和与及、]|以及|人数|数量|合计|累计|一次|人员")
_NAMES = "一级", "二级", "三级", "四级"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is said of one level: its rank, and the bounds with their offset in the line."""

    rank: int
    line: Line
    start: int
    bounds: tuple[Interval, ...]


def inline_errors(body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """``(overlap|gap, what is measured, places)`` for neighbouring levels whose bounds of one measure do not meet."""
    for run in _runs(body):
        ranked = {each.rank: each for each in run}
        for level in (1, 2, 3):
            if level in ranked and level + 1 in ranked:
                yield from _compared(ranked[level], ranked[level + 1])


def _runs(body: Body) -> Iterator[list[_Stretch]]:
    """Levels that follow each other, with the bounds that are said sharply."""
    for run in items(body):
        yield [_Stretch(each.rank, each.line, each.start, _sharp(each)) for each in run]


def _sharp(stretch: Stretch) -> tuple[Interval, ...]:
    return tuple(one for one in intervals(stretch.line.text[stretch.start : stretch.end]) if one.sharp)


def _compared(graver: _Stretch, lesser: _Stretch) -> Iterator[tuple[str, str, list[Place]]]:
    for one in graver.bounds:
        alike = [other for other in lesser.bounds if _same_measure(one, other)]
        back = [each for each in graver.bounds if alike and _same_measure(each, alike[0])]
        if len(alike) != 1 or len(back) != 1 or one.low is None or alike[0].high is None:
            continue
        low, high = one.low, alike[0].high
        if abs(low - high) < 1e-6 * max(low, high):
            continue
        places = [
            place(each.line, each.start + bound.start, each.start + bound.end)
            for each, bound in ((graver, one), (lesser, alike[0]))
        ]
        words = f"{one.key or alike[0].key}：{_NAMES[graver.rank - 1]}与{_NAMES[lesser.rank - 1]}"
        yield ("overlap" if high > low else "gap"), words, places


def _same_measure(one: Interval, other: Interval) -> bool:
    """Whether two bounds are of one measure: one's words are among the other's, whatever joins them."""
    first, second = _LINKS.sub("", one.key), _LINKS.sub("", other.key)
    short, long = sorted((first, second), key=len)
    return one.unit == other.unit and len(short) >= 2 and (long.endswith(short) or long.startswith(short))
