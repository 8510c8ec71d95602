"""Of which level a place in a text speaks: by its heading, its row, the item it stands in, or the short line above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kb.review.levels.measured import Stretch, columns, items, rows
from kb.review.levels.ranks import COLOUR, LEVEL, rank
from kb.review.tables.table import tables
from kb.review.text import Body, Line, normalise

_TOKEN = re.compile(rf"{LEVEL}|{COLOUR}")
_OPENS = re.compile(
    rf"^(?:[(]?(?:\d{{1,2}}(?:\.\d+)*|[一二三四五])[).、.]?|[①-⑳])?(?:启动|发布)?(?:应急)?(?P<rank>{LEVEL}|{COLOUR})[\u4e00-\u9fff]{{0,8}}(?:\([^()]{{1,14}}\))?[\u4e00-\u9fff]{{0,6}}[:,]"
)
_SHORT = 32


@dataclass(frozen=True, slots=True)
class Spoken:
    """For every line the offsets at which another level begins, with its rank; 0 for none."""

    marks: dict[int, list[tuple[int, int]]]

    def at(self, line: Line, offset: int) -> int:
        """The rank of which a place in a line speaks, 0 for none."""
        found = self.marks.get(id(line), [])
        before = bisect_right(found, (offset, 9))
        return found[before - 1][1] if before else 0


def spoken_levels(body: Body) -> Spoken:
    """The levels of which each place speaks."""
    marks: dict[int, list[tuple[int, int]]] = {}
    current, section = 0, -2
    for line in body.lines:
        if line.section != section:
            section = line.section
            current = next((told for head in reversed(line.heads[-2:]) if (told := _told(head))), 0)
        own = [(0, current)]
        at = 0
        for piece in [] if line.clause.table_row or line.contents else line.clause.text.split("\n"):
            text = normalise(piece)
            opened = _OPENS.match(text)
            alone = len(text) < _SHORT and not text.endswith(("。", ";", ":")) and _told(text)
            if opened or alone:
                current = rank(opened["rank"]) if opened else _told(text)
                own.append((at, current))
            at += len(text)
        marks[id(line)] = own
    found = list(tables(body))
    for group in (*rows(found), *columns(found), *items(body)):
        _mark(marks, group)
    return Spoken({key: sorted(own) for key, own in marks.items()})


def _mark(marks: dict[int, list[tuple[int, int]]], group: Sequence[Stretch]) -> None:
    if len(group) > 1:
        for stretch in group:
            marks.setdefault(id(stretch.line), []).append((stretch.start, stretch.rank))


def _told(text: str) -> int:
    """The one rank that a heading or a short line names, 0 for none or several."""
    ranks = {rank(name) for name in _TOKEN.findall(text)}
    return ranks.pop() if len(ranks) == 1 else 0
