"""QC-LVL: intervals of neighbouring levels that overlap or leave a gap (以上 includes the number, 以下 does not)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.conditions import condition_errors
from kb.review.levels.inline import inline_errors
from kb.review.levels.ladders import Ladder, annexed
from kb.review.levels.measured import measured_errors
from kb.review.levels.ranks import LEVEL, NAME, Interval, intervals, rank
from kb.review.making import finding, place
from kb.review.tables.table import tables
from kb.review.text import Body, Line

_NAMES = "一级", "二级", "三级", "四级"


def bound_findings(body: Body, found: Sequence[Ladder], checklists: Checklists) -> Iterator[Finding]:
    """Intervals of neighbouring levels that overlap or leave a gap."""
    overlaps: list[tuple[str, Place]] = []
    gaps: list[tuple[str, Place]] = []
    for ladder in (*found, *annexed(body)):
        by_key: dict[tuple[str, str], dict[int, tuple[Interval, Line]]] = defaultdict(dict)
        twice: set[tuple[str, str, int]] = set()
        for each in ladder.stated:
            if each.at < 0:
                continue
            line = body.lines[each.at]
            for one in intervals(line.text):
                key = (one.key, one.unit)
                if each.rank in by_key[key] and by_key[key][each.rank][0] != one:
                    twice.add((*key, each.rank))
                by_key[key].setdefault(each.rank, (one, line))
        for key, ranked in by_key.items():
            for level in (1, 2, 3):
                if level not in ranked or level + 1 not in ranked or {(*key, level), (*key, level + 1)} & twice:
                    continue
                verdict = _compared(ranked[level][0], ranked[level + 1][0])
                if ranked[level][0].high is None is ranked[level + 1][0].high and _begins(*ranked[level]) != _begins(
                    *ranked[level + 1]
                ):
                    continue
                words = f"{key[0]}：{_NAMES[level - 1]}与{_NAMES[level]}"
                for one, line in (ranked[level], ranked[level + 1]):
                    where = place(line, one.start, one.end)
                    (overlaps if verdict == "overlap" else gaps if verdict == "gap" else []).append((words, where))
        for verdict, words, places in _unkeyed(body, ladder):
            (overlaps if verdict == "overlap" else gaps).extend((words, at) for at in places)
    known = {at.clause_id for _, at in (*overlaps, *gaps)}
    others = (*condition_errors(body), *inline_errors(body), *measured_errors(body, list(tables(body))))
    again = (each for each in others if not known & {at.clause_id for at in each[2]})
    for verdict, words, places in (*_columns(body), *again):
        (overlaps if verdict == "overlap" else gaps).extend((words, at) for at in places)
    for code, hits in (("level_overlap", overlaps), ("level_gap", gaps)):
        if hits:
            message = Message(code, {"measures": "；".join(dict.fromkeys(words for words, _ in hits))})
            yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _unkeyed(body: Body, ladder: Ladder) -> Iterator[tuple[str, str, list[Place]]]:
    """Bounds of neighbouring levels of which one does not say again what it measures."""
    lines: dict[int, Line] = {}
    for each in ladder.stated:
        if each.at < 0 or each.inherited or each.rank in lines:
            return
        lines[each.rank] = body.lines[each.at]
    for level in (1, 2, 3):
        if level in lines and level + 1 in lines:
            yield from _aligned((lines[level], 0, lines[level].text), (lines[level + 1], 0, lines[level + 1].text))


def _aligned(graver: tuple[Line, int, str], lesser: tuple[Line, int, str]) -> Iterator[tuple[str, str, list[Place]]]:
    """The first, second … bound of one unit in two stretches of text with as many of them, where one stands without words."""
    sides = []
    for _, _, text in (graver, lesser):
        by_unit: dict[str, list[Interval]] = defaultdict(list)
        for one in sorted(intervals(text), key=lambda one: one.start):
            by_unit[one.unit].append(one)
        sides.append(by_unit)
    for unit in sides[0].keys() & sides[1].keys():
        pairs = list(zip(sides[0][unit], sides[1][unit], strict=False))
        if len(sides[0][unit]) != len(sides[1][unit]):
            continue
        for one, other in pairs:
            bare = [_bare(text, each) for text, each in ((graver[2], one), (lesser[2], other))]
            verdict = _compared(one, other) if any(bare) and one.key != other.key else ""
            if verdict:
                places = [
                    place(line, start + each.start, start + each.end)
                    for (line, start, _), each in ((graver, one), (lesser, other))
                ]
                yield (
                    verdict,
                    next((each.key for each, none in ((one, bare[0]), (other, bare[1])) if not none), unit),
                    places,
                )


def _bare(text: str, one: Interval) -> bool:
    """Whether nothing right before a bound says what it measures."""
    return not text[: one.start] or text[one.start - 1] in ":;,、。或者"


def _columns(body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """Tables whose columns are levels, and columns of intervals that follow one another: bounds that do not meet."""
    tables: dict[int, list[Line]] = defaultdict(list)
    for line in body.lines:
        if not line.clause.table_row:
            continue
        tables[line.section].append(line)
        cells = [(rank(found[1]), found) for found in _LEVEL_CELL.finditer(line.text)]
        if len(cells) >= 3:
            ranked = [
                (level, {(one.key, one.unit): one for one in intervals(found[2])}, found.start(2), found[2])
                for level, found in cells
            ]
            for one, two in pairwise(ranked):
                (_, graver, at, graver_text), (_, lesser, beside, lesser_text) = sorted(
                    (one, two), key=lambda each: each[0]
                )
                yield from _aligned((line, at, graver_text), (line, beside, lesser_text))
                for key in graver.keys() & lesser.keys():
                    verdict = _compared(graver[key], lesser[key])
                    if verdict:
                        places = [
                            place(line, start + each.start, start + each.end)
                            for start, each in ((at, graver[key]), (beside, lesser[key]))
                        ]
                        yield verdict, key[0], places
    for lines in tables.values():
        yield from _chain(lines)


_LEVEL_CELL = re.compile(rf"(?:^|;)({NAME}|{LEVEL})(?:\([^()]*\))?[^:;]{{0,6}}:([^;]*)")


def _chain(lines: Sequence[Line]) -> Iterator[tuple[str, str, list[Place]]]:
    """Intervals of one column, row by row: most of them meet, one pair does not.

    A row that measures the same twice (of two kinds of road, say) is no step of one scale.
    """
    by_column: dict[tuple[str, str], list[tuple[Interval, Line]]] = defaultdict(list)
    twice: set[tuple[str, str]] = set()
    for line in lines:
        found = list(intervals(line.text))
        keys = [(one.key, one.unit) for one in found]
        twice |= {key for key in keys if keys.count(key) > 1}
        for one in found:
            if one.sharp or one.low is not None:
                by_column[one.key, one.unit].append((one, line))
    for (key, unit), column in by_column.items():
        pairs = list(pairwise(column))
        if any(None in (one.low, one.high) for one, _ in column[1:-1]) or len(column) < 3:
            continue
        if len(pairs) < 2 or (key, unit) in twice or len({id(line) for _, line in column}) != len(column):
            continue
        rising = (column[1][0].low or 0) < (column[1][0].high or 0) and _first(column[0][0]) < _first(column[-1][0])
        apart = [(one, other) if rising else (other, one) for one, other in pairs]
        if any(low[0].high is None or high[0].low is None for low, high in apart):
            continue
        odd = [(low, high) for low, high in apart if low[0].high != high[0].low and _begins(*low) == _begins(*high)]
        if 0 < len(odd) <= len(pairs) / 2:
            for low, high in odd:
                verdict = "overlap" if (low[0].high or 0) > (high[0].low or 0) else "gap"
                yield verdict, key, [place(line, one.start, one.end) for one, line in (low, high)]


def _first(one: Interval) -> float:
    """The number that places an interval among others."""
    return one.low if one.low is not None else (one.high or 0) - 1e-9


def _begins(one: Interval, line: Line) -> str:
    """The first words of an interval's sentence, which tell what kind of road, river or building it is about."""
    first, _ = line.sentence(one.start)
    said = re.split("[:。]", line.text[first : one.start])[-1].split(",")[0]
    return re.sub(r"[^\u4e00-\u9fff]", "", said)


def _compared(grave: Interval, lesser: Interval) -> str:
    if grave.low is not None and lesser.high is not None:
        if lesser.high > grave.low * 1.0001:
            return "overlap"
        if lesser.high < grave.low * 0.9999:
            return "gap"
        return "" if lesser.low is None or lesser.low < lesser.high else "overlap"
    if grave.low is None and lesser.low is None and grave.high is not None and lesser.high is not None:
        return "overlap" if lesser.high < grave.high else ""
    if (
        grave.low is not None
        and lesser.low is not None
        and grave.high is None
        and lesser.high is None
        and grave.sharp
        and lesser.sharp
    ):
        return "overlap" if lesser.low > grave.low else ""
    return ""
