"""QC-LVL: what each level measures — deaths, losses, hours, magnitude — read from rows, items and columns alike, and held against its neighbours.

应对法 第三条、第七十一条: the graver the level, the more of everything. A bound joined to another by 且 or 并 is no bound by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Place
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, RANKS, intervals, rank
from kb.review.making import place
from kb.review.tables.table import Cell, Table
from kb.review.text import Body, Line

_NAMES = "一级", "二级", "三级", "四级"
_ITEM = re.compile(
    rf"(?:^|(?<=[。;:]))(?:[(]?(?:\d{{1,2}}|[一二三四五])[).、.]|[①-⑳])?(?:启动|发布|达到|属于)?(?:应急)?(?P<rank>{LEVEL}|{NAME}|{COLOUR})[\u4e00-\u9fff]{{0,10}}?(?:\([^()]{{1,14}}\))?[\u4e00-\u9fff]{{0,6}}(?::|,|是指|指)"
)
_UNIT = r"(?:人|间|户|公顷|元|亩|毫米|公里|米|公斤|千克|吨|例|小时|天|日|辆|级|度|℃|%|起|处|次|座)"
_BETWEEN = re.compile(
    r"(?P<key>[^,;。:\d]{0,18})(?<![\d.])(?P<low>\d+(?:\.\d+)?)(?P<from><|≤|<=|＜|⩽)[A-Za-z\u4e00-\u9fff]{1,8}(?P<to><|≤|<=|＜|⩽)(?P<high>\d+(?:\.\d+)?)"
)
_SIGNED = re.compile(r"(?P<key>[A-Za-z\u4e00-\u9fff()]{1,12})(?P<sign>≥|>=|>|＞|≤|<=|<|＜)(?P<number>\d+(?:\.\d+)?)")
_CLOSED = re.compile(
    rf"(?P<key>[^,;。:、\d()]{{0,18}})(?<![\d.])(?P<low>\d+(?:\.\d+)?){_UNIT}?(?:[-~—–]|至|到)(?P<high>\d+(?:\.\d+)?)(?P<unit>{_UNIT})(?!以|左右)(?P<after>[\u4e00-\u9fff]{{0,6}})"
)
_JOINED = re.compile(r"且|并|同时|以及|均")
_DIMENSIONS = (
    ("死亡", r"死亡|遇难|死者"),
    ("重伤", r"重伤"),
    ("轻伤", r"轻伤"),
    ("中毒", r"中毒|患病|发病|病例|感染|住院"),
    ("受伤", r"受伤|伤员|伤亡"),
    ("失踪", r"失踪|失联"),
    ("被困", r"受困|被困|滞留"),
    ("转移", r"转移|疏散|撤离|安置"),
    ("倒塌", r"倒塌|损坏|毁坏"),
    ("损失", r"损失"),
    ("震级", r"震级|^M|M$|地震"),
    ("停电", r"停电|停水|停气"),
)
_QUALIFIED = re.compile(r"其中|每|平均|单|儿童|学生|老人|县城|城区|乡镇|水库|房屋")


@dataclass(frozen=True, slots=True)
class _Bound:
    """``[low, high)`` of one dimension; ``closed`` where the higher number itself belongs to it."""

    dimension: str
    unit: str
    low: float | None
    high: float | None
    start: int
    end: int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is said of one level: its rank, the line and the span in it."""

    rank: int
    line: Line
    start: int
    end: int


def measured_errors(body: Body, found: Sequence[Table]) -> Iterator[tuple[str, str, list[Place]]]:
    """``(overlap|gap, what is measured, places)`` for neighbouring levels whose bounds of one dimension do not meet."""
    for group in (*rows(found), *columns(found), *items(body)):
        ranked: dict[int, dict[tuple[str, str], tuple[_Bound, Line]]] = {}
        for stretch in group:
            ranked[stretch.rank] = {key: (bound, stretch.line) for key, bound in _single(stretch)}
        for graver in sorted(ranked):
            lesser = next((level for level in sorted(ranked) if level > graver), None)
            if lesser is None:
                continue
            for key in ranked[graver].keys() & ranked[lesser].keys():
                one, other = ranked[graver][key], ranked[lesser][key]
                verdict = _verdict(one[0], other[0], near=lesser == graver + 1)
                if verdict:
                    places = [place(line, bound.start, bound.end) for bound, line in (one, other)]
                    yield verdict, f"{key[0]}：{_NAMES[graver - 1]}与{_NAMES[lesser - 1]}", places


# --------------------------------------------------------------------------- stretches


def rows(found: Sequence[Table]) -> Iterator[list[Stretch]]:
    """Tables of which each row is on a level."""
    for table in found:
        for head in table.heads[:3]:
            ranks = [(_level(cell), row) for row in table.rows if (cell := row.cell(head)) is not None]
            levels = [level for level, _ in ranks]
            if len(ranks) >= 2 and all(levels) and len(set(levels)) == len(levels):
                yield [Stretch(level, row.line, 0, len(row.line.text)) for level, row in ranks]
                break


def columns(found: Sequence[Table]) -> Iterator[list[Stretch]]:
    """Tables of which each column is on a level: every row is a group."""
    for table in found:
        heads = {head: _level_of(head) for head in table.heads}
        levels = [level for level in heads.values() if level]
        if len(levels) < 2 or len(set(levels)) < len(levels):
            continue
        for row in table.rows:
            yield [
                Stretch(heads[cell.head], row.line, cell.start, cell.end) for cell in row.cells if heads.get(cell.head)
            ]


def _level(cell: Cell) -> int:
    return _level_of(cell.text)


def _level_of(text: str) -> int:
    bare = re.sub(r"\([^()]*\)|(?:应急)?(?:响应|预警)|[\u4e00-\u9fff]{0,4}(?:事件|事故|灾害|灾情|险情)$", "", text)
    return RANKS.get(bare, 0)


def items(body: Body) -> Iterator[list[Stretch]]:
    """Levels that follow each other in paragraphs of one section; a new run begins where a level comes again."""
    run: list[Stretch] = []
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        if run and run[-1].line.section != line.section:
            yield run
            run = []
        items = list(_ITEM.finditer(line.text))
        for number, item in enumerate(items):
            end = items[number + 1].start() if number + 1 < len(items) else len(line.text)
            level = rank(item["rank"])
            if any(each.rank == level for each in run):
                yield run
                run = []
            run.append(Stretch(level, line, item.end(), end))
    yield run


# --------------------------------------------------------------------------- bounds


def _single(stretch: Stretch) -> Iterator[tuple[tuple[str, str], _Bound]]:
    """The bounds of dimensions that a stretch bounds once."""
    by_key: dict[tuple[str, str], list[_Bound]] = defaultdict(list)
    for bound in _bounds(stretch):
        by_key[bound.dimension, bound.unit].append(bound)
    yield from ((key, bounds[0]) for key, bounds in by_key.items() if len(bounds) == 1 and key[0])


def _bounds(stretch: Stretch) -> Iterator[_Bound]:
    text = stretch.line.text[stretch.start : stretch.end]
    taken: list[tuple[int, int]] = []
    for bound in (*_signed(text), *_closed(text), *_plain(text)):
        if any(bound.start < end and start < bound.end for start, end in taken):
            continue
        taken.append((bound.start, bound.end))
        first = max(text.rfind(mark, 0, bound.start) for mark in ",;。:")
        last = min((at for mark in ",;。" if (at := text.find(mark, bound.end)) >= 0), default=len(text))
        part = re.split("或者?", text[first + 1 : bound.start])[-1] + "#" + re.split("或者?", text[bound.end : last])[0]
        if not _JOINED.search(part):
            yield _Bound(
                bound.dimension,
                bound.unit,
                bound.low,
                bound.high,
                stretch.start + bound.start,
                stretch.start + bound.end,
                bound.closed,
            )


def _signed(text: str) -> Iterator[_Bound]:
    for found in _BETWEEN.finditer(text):
        name = re.search(r"[A-Za-z\u4e00-\u9fff]+", found[0][found.start("from") - found.start() :])
        dimension = _dimension(name[0] if name else "", "")
        yield _Bound(
            dimension,
            "",
            float(found["low"]),
            float(found["high"]),
            found.start("low"),
            found.end(),
            found["to"] in ("≤", "<="),
        )
    for found in _SIGNED.finditer(text):
        number = float(found["number"])
        low = number if found["sign"] in "≥>=＞" else None
        high = None if low is not None else number
        yield _Bound(_dimension(found["key"], ""), "", low, high, found.start(), found.end())


def _closed(text: str) -> Iterator[_Bound]:
    for found in _CLOSED.finditer(text):
        low, high, unit = float(found["low"]), float(found["high"]), found["unit"]
        if low < high:
            dimension = _dimension(found["key"], found["after"])
            yield _Bound(dimension, unit, low, high, found.start("low"), found.end("unit"), closed=True)


def _plain(text: str) -> Iterator[_Bound]:
    for each in intervals(text):
        after = re.match(r"(?:的)?[\u4e00-\u9fff]{0,6}", text[each.end :])
        before = text[max(0, each.start - 12) : each.start]
        dimension = _dimension(re.split(r"[,;。:、或]", before)[-1] or each.key, after[0] if after else "")
        if each.sharp:
            yield _Bound(dimension, each.unit, each.low, each.high, each.start, each.end)


def _dimension(before: str, after: str) -> str:
    """What is measured, by the words on both sides of the number; the empty text where they do not tell."""
    if _QUALIFIED.search(before):
        return ""
    for words in (re.split("或者?|、", after)[0], before):
        for name, source in _DIMENSIONS:
            if re.search(source, words):
                return name
    if before.endswith(("人数", "人数达到", "人数达", "人数为")):
        return "人数"
    plain = re.sub(r"(?:造成|导致|预计|可能|出现|发生|将|在|达到?|超过|为|有|的|时间|人数|数量|一次)+", "", before)
    return plain[-4:] if len(plain) >= 2 else ""


def _verdict(graver: _Bound, lesser: _Bound, *, near: bool) -> str:
    if graver.low is None:
        return ""
    if lesser.high is None:
        return "overlap" if lesser.low is not None and lesser.low > graver.low and graver.high is None else ""
    whole = graver.low == int(graver.low) and lesser.high == int(lesser.high)
    step = 0.0 if not lesser.closed else 1.0 if whole else 0.1
    if lesser.high > graver.low + 1e-9:
        return "overlap"
    return "gap" if near and lesser.high + step < graver.low - 1e-9 else ""
