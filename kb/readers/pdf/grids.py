"""Ruled grids of a PDF page: which rules make tables, which make drawings, and what stands in each cell."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.readers.pdf.rules import MAX_RULES, NEAR, Drawn, Rule
from kb.readers.pdf.text import Box

_MAX_CELLS = 6000
_OVERHANG = 15.0
"""Points by which level rules must pass the outermost upright ones for a table without side rules."""


@dataclass(frozen=True, slots=True)
class Region:
    """Grid places that one cell covers, with its box."""

    places: tuple[tuple[int, int], ...]
    box: Box


@dataclass(frozen=True)
class Grid:
    """A ruled table: its upright and level rules' places and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    def region_at(self, x: float, y: float) -> int | None:
        """The index of the cell in which a point lies."""
        column = bisect(self.xs, x) - 1
        row = bisect(self.ys, -y, key=lambda value: -value) - 1
        return self.owners.get((row, column))

    @cached_property
    def owners(self) -> dict[tuple[int, int], int]:
        """The cell of every place."""
        return {place: index for index, region in enumerate(self.regions) for place in region.places}

    @property
    def box(self) -> Box:
        """The table's outline."""
        return (self.xs[0], self.ys[-1], self.xs[-1], self.ys[0])


def grids_and_boxes(drawn: Drawn, width: float, height: float) -> tuple[list[Grid], list[Box], list[Box]]:
    """The page's tables, the boxes in which labels of drawings may stand, and outlines of boxes that rules connect."""
    if drawn.crowded or len(drawn.rules) > MAX_RULES:
        return [], [], []
    grids: list[Grid] = []
    frames: list[Box] = []
    boxes = [box for box in _apart(drawn.shapes[:2000]) if area(box) < 0.5 * width * height]
    for group in _connected(drawn.rules):
        grid = _grid(group)
        if grid is not None and _is_table(grid):
            grids.append(grid)
        elif grid is not None and area(grid.box) < 0.5 * width * height:
            boxes += [region.box for region in grid.regions]
            frames.append(grid.box)
    outer = [grid for grid in grids if not any(other is not grid and within(grid.box, other.box) for other in grids)]
    return outer, boxes, frames


def _apart(shapes: Sequence[Box]) -> Iterator[Box]:
    """Shapes that no other one follows without a gap: coloured lines of text stand so, boxes of a drawing do not."""
    tops = sorted(shapes, key=lambda box: box[3])
    heights = [box[3] for box in tops]
    touched: set[Box] = set()
    for box in shapes:
        for other in tops[bisect(heights, box[1] - 2) : bisect(heights, box[1] + 2)]:
            if min(box[2], other[2]) - max(box[0], other[0]) > 0.5 * max(box[2] - box[0], other[2] - other[0]):
                touched |= {box, other}
    return (box for box in shapes if box not in touched)


def clusters(boxes: Sequence[Box], frames: Sequence[Box], reach: float = 30.0) -> Iterator[tuple[Box, list[Box]]]:
    """Boxes that stand near each other or in one frame, with the outline around them."""
    left = [*boxes[:400], *frames[:100]]
    while left:
        outline, members = left[-1], [left.pop()]
        while near := [box for box in left if _near(outline, box, reach)]:
            for box in near:
                left.remove(box)
                members.append(box)
                outline = (
                    min(outline[0], box[0]),
                    min(outline[1], box[1]),
                    max(outline[2], box[2]),
                    max(outline[3], box[3]),
                )
        yield outline, [box for box in members if box in boxes]


def _connected(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules that meet."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    upright = [at for at, rule in enumerate(rules) if not rule.level]
    for at, rule in enumerate(rules):
        if not rule.level:
            continue
        for other in upright:
            cross = rules[other]
            if rule.low - NEAR <= cross.at <= rule.high + NEAR and cross.low - NEAR <= rule.at <= cross.high + NEAR:
                parent[root(at)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    yield from groups.values()


def _grid(group: Sequence[Rule]) -> Grid | None:
    """The grid of meeting rules, its places joined where no rule parts them; None where there is none."""
    level = [rule for rule in group if rule.level]
    upright = [rule for rule in group if not rule.level]
    xs, ys = _places([rule.at for rule in upright]), _places([rule.at for rule in level])[::-1]
    if len(level) < 2 or not xs:
        return None
    low, high = min(rule.low for rule in level), max(rule.high for rule in level)
    open_left, open_right = xs[0] - low > _OVERHANG, high - xs[-1] > _OVERHANG
    xs = [low] * open_left + xs + [high] * open_right
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MAX_CELLS:
        return None
    if open_left:
        upright = [*upright, Rule(False, low, ys[-1], ys[0])]
    if open_right:
        upright = [*upright, Rule(False, high, ys[-1], ys[0])]
    return Grid(tuple(xs), tuple(ys), tuple(_regions(xs, ys, level, upright)))


def _places(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _regions(xs: list[float], ys: list[float], level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[Region]:
    """Closed cells; what is open to the outside is none."""
    columns, rows = len(xs) - 1, len(ys) - 1
    outside = rows * columns
    parent = list(range(outside + 1))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    def stands(rules: Sequence[Rule], at: float, across: float) -> bool:
        return any(abs(rule.at - at) <= NEAR and rule.low - 1 <= across <= rule.high + 1 for rule in rules)

    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for edge in range(columns + 1):
            if not stands(upright, xs[edge], middle):
                left = row * columns + edge - 1 if edge else outside
                right = row * columns + edge if edge < columns else outside
                parent[root(left)] = root(right)
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        for edge in range(rows + 1):
            if not stands(level, ys[edge], middle):
                above = (edge - 1) * columns + column if edge else outside
                below = edge * columns + column if edge < rows else outside
                parent[root(above)] = root(below)
    groups: dict[int, list[tuple[int, int]]] = {}
    for at in range(outside):
        if root(at) != root(outside):
            groups.setdefault(root(at), []).append(divmod(at, columns))
    for places in groups.values():
        top, bottom = min(row for row, _ in places), max(row for row, _ in places)
        left, right = min(column for _, column in places), max(column for _, column in places)
        yield Region(tuple(places), (xs[left], ys[bottom + 1], xs[right + 1], ys[top]))


def _is_table(grid: Grid) -> bool:
    """Whether closed, rectangular cells fill the grid, two columns of them or more."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    if columns < 2 or len(grid.regions) < 2:
        return False
    rectangular = all(
        len(region.places)
        == (max(r for r, _ in region.places) - min(r for r, _ in region.places) + 1)
        * (max(c for _, c in region.places) - min(c for _, c in region.places) + 1)
        for region in grid.regions
    )
    filled = sum(len(region.places) for region in grid.regions)
    beside = {region.places[0][0] for region in grid.regions if len({c for _, c in region.places}) < columns}
    return rectangular and filled >= 0.9 * columns * rows and bool(beside)


def within(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another that is at least as large."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3] and area(inner) <= area(outer)


def area(box: Box) -> float:
    """Square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def _near(one: Box, other: Box, reach: float) -> bool:
    return (
        one[0] - reach <= other[2]
        and other[0] <= one[2] + reach
        and one[1] - reach <= other[3]
        and other[1] <= one[3] + reach
    )
