"""QC-LVL: levels that are named and nothing more: headings without a word below, and lists with fewer levels than announced."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.model import Place
from kb.review.levels.ranks import COLOUR, LEVEL, rank
from kb.review.making import place
from kb.review.text import Body, Line, digits, pattern

_TOKEN = rf"{LEVEL}|{COLOUR}"
_NAMES = "一级", "二级", "三级", "四级"
_COUNT = re.compile(
    r"(?:分为|划分为|分成|设置|设定为|设为|设)(?P<number>[二两三四2-4])个?(?:等级|级别|级)(?![、,和及与])(?:应急)?(?P<kind>响应|预警)?"
)
_ITEM = re.compile(rf"(?:^|[;。:])[(]?(?:\d{{1,2}}|[一二三四])[)、.](?:启动|发布)?(?P<rank>{_TOKEN})")
_LINES = 8


def bare_headings(body: Body) -> Iterator[tuple[str, Place]]:
    """Headings of one level with nothing below, where most of those beside them have text: the level, and the text before."""
    filled = {line.section for line in body.lines if not line.contents}
    beside: dict[tuple[int, str], list[tuple[int, bool, int]]] = defaultdict(list)
    for head in body.heads:
        ranks = {rank(name) for name in pattern(_TOKEN).findall(head.text)}
        if len(ranks) == 1:
            full = bool(body.sections_below(head.index) & filled)
            plain = pattern(_TOKEN).sub("", head.text)
            beside[body.parents[head.index], plain].append((ranks.pop(), full, head.index))
    for heads in beside.values():
        empty = [(level, index) for level, full, index in heads if not full]
        if 0 < len(empty) <= (len(heads) - 1) / 2 and len(heads) >= 3:
            for level, index in empty:
                near = _beside(body, index)
                if near:
                    yield _NAMES[level - 1], near


def _beside(body: Body, index: int) -> Place | None:
    """The last words before a heading without text, else the first after it."""
    before = [line for line in body.lines if 0 <= line.section < index and not line.contents]
    after = (line for line in body.lines if line.section > index and not line.contents)
    line: Line | None = before[-1] if before else next(after, None)
    return place(line, max(0, len(line.text) - 30), len(line.text)) if line else None


def short_lists(body: Body) -> Iterator[tuple[str, str, Place]]:
    """``(levels that lack, 响应|预警|级别, place)`` where a list after ``分为四级：`` names three."""
    for at, line in enumerate(body.lines):
        for found in [] if line.contents or line.clause.table_row else _COUNT.finditer(line.text):
            before = body.lines[at - 1] if at else line
            if before is not line and before.section == line.section and found[0] in before.text:
                continue  # items repeat the lead-in of their list
            said = int(digits(found["number"]))
            rest = [line.text[found.end() :]]
            for other in body.lines[at + 1 : at + _LINES]:
                if other.section != line.section or other.contents:
                    break
                rest.append(other.text)
            ranks = {rank(item["rank"]) for text in rest for item in _ITEM.finditer(text)}
            gone = set(range(1, said + 1)) - ranks
            if len(ranks) >= 2 and ranks <= set(range(1, said + 1)) and len(gone) == 1:
                kind = found["kind"] or next(iter(re.findall("响应|预警", line.text[: found.end()])[-1:]), "级别")
                yield _NAMES[gone.pop() - 1], kind, place(line, *found.span())
