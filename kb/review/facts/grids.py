"""The tables of a text as grids: what stands in which column of which row, with the columns whose values are few and known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.review.facts.entries import is_name
from kb.review.text import Body, Line

_CELL = re.compile(r"(?:^|;)(?P<head>[^:;]{1,16}):(?P<cell>[^;]*)")
_THING = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\d号()]{1,13}")
_PLACES = re.compile(
    r"地点|位置|场所|安置|集合|疏散|楼梯|出口|入口|通道|路线|仓库|库|去向|转移|方向|楼|区域|医院|学校|避[险难]"
)
_LEAST_ROWS, _SHORTEST_KEY = 2, 2


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and its cells in the order of the heads."""

    line: Line
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the heads of its columns, its rows, and the heading under which it stands."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str

    @property
    def key(self) -> int:
        """The first column whose cells are all different names; -1 where there is none."""
        for at in range(len(self.heads)):
            cells = [row.cells[at] for row in self.rows]
            named = all(len(cell) >= _SHORTEST_KEY and _THING.fullmatch(cell) and not is_name(cell) for cell in cells)
            if named and len(set(cells)) == len(cells):
                return at
        return -1

    def closed(self) -> Iterator[int]:
        """The columns of places, each a plain name, of which there are two or more."""
        if self.key < 0 or len(self.rows) < _LEAST_ROWS:
            return
        for at, head in enumerate(self.heads):
            cells = [row.cells[at] for row in self.rows]
            if (
                at != self.key
                and _PLACES.search(head)
                and all(_THING.fullmatch(cell) for cell in cells)
                and len(set(cells)) > 1
            ):
                yield at

    def names(self) -> set[str]:
        """What the table is about: its heads, and the cells of its key column."""
        return {*self.heads, *(row.cells[self.key] for row in self.rows if self.key >= 0)}


def grids(body: Body) -> list[Grid]:
    """All tables with rows of one shape, in order."""
    found: list[Grid] = []
    rows: list[Row] = []
    shape: tuple[int, tuple[str, ...]] | None = None
    for line in body.lines:
        cells = list(_CELL.finditer(line.text)) if line.clause.table_row and not line.contents else []
        now = (line.section, tuple(cell["head"] for cell in cells)) if len(cells) > 1 else None
        if now != shape and shape and rows:
            found.append(Grid(shape[1], tuple(rows), (rows[0].line.heads or ("",))[-1]))
            rows = []
        shape = now
        if now:
            rows.append(Row(line, tuple(cell["cell"] for cell in cells)))
    if shape and rows:
        found.append(Grid(shape[1], tuple(rows), (rows[0].line.heads or ("",))[-1]))
    return found
