"""Reading order of a PDF page: columns one after the other, out-of-order text from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.readers.pdf.text import Line, split_at_gaps

_LEAST = 6
"""Lines that a column holds at least."""
_GUTTER = 0.8
"""Least width of a gap between columns, in type sizes."""
_FULL, _PARTLY = 0.75, 0.45
"""A column of prose: its middle line fills this share of the column's width (the other column at least partly); the cells of a table
without rules do not."""


def in_reading_order(lines: list[Line], *, shuffled: bool = False) -> list[Line]:
    """The lines of a page in the order in which they are read; lines of columns are numbered.

    ``shuffled`` tells that the order in the file means nothing.
    """
    pieces = [piece for line in lines for piece in split_at_gaps(line, 1.6)]
    if _may_have_columns(pieces):
        ordered = _columns(pieces, 1)
        if any(line.column for line in ordered):
            return ordered
    return _from_top(lines) if shuffled or _jumps(lines) > 3 else lines


def _may_have_columns(lines: Sequence[Line]) -> bool:
    """Whether many lines stand wholly left or wholly right of the middle: a quick look that spares the search."""
    if len(lines) < 2 * _LEAST:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    middle = (left + right) / 2
    reach = (right - left) * 0.2
    before = sum(line.right < middle + reach for line in lines)
    after = sum(line.left > middle - reach for line in lines)
    return before >= _LEAST and after >= _LEAST and before + after > 0.6 * len(lines)


def _columns(lines: list[Line], number: int) -> list[Line]:
    """Bands from top to bottom; in a band with a gutter the left side before the right."""
    gutter = _gutter(lines)
    if gutter is None:
        return _from_top(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in _from_top(lines):
        if line.left < gutter < line.right:
            ordered += [*_sides(band, gutter, number), line]
            band = []
        else:
            band.append(line)
    return ordered + _sides(band, gutter, number)


def _sides(band: list[Line], gutter: float, number: int) -> list[Line]:
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    result: list[Line] = []
    for offset, side in enumerate((left, right)):
        if side:
            inner = _columns(side, number * 2 + offset) if len(side) >= 2 * _LEAST else _from_top(side)
            result += [line if line.column else replace(line, column=number * 2 + offset) for line in inner]
    return result


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x of a gap between two columns of prose that few lines cross."""
    if len(lines) < 2 * _LEAST:
        return None
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float] | None = None
    step = max(1.0, size / 3)
    x = left + 4 * size
    while x < right - 4 * size:
        half = _GUTTER * size / 2
        crossing = sum(line.left < x + half and line.right > x - half for line in lines)
        if crossing * 5 <= len(lines):
            before = [line for line in lines if line.right <= x]
            after = [line for line in lines if line.left >= x]
            fills = sorted((_fill(before), _fill(after)))
            if fills[0] > _PARTLY and fills[1] > _FULL and (best is None or crossing < best[0]):
                best = (crossing, x)
        x += step
    return best[1] if best else None


def _fill(lines: Sequence[Line]) -> float:
    """The share of a column's width that its middle line fills; 0 for what is no column."""
    if len(lines) < _LEAST:
        return 0.0
    outer = len(lines) // 20
    width = sorted(line.right for line in lines)[-1 - outer] - sorted(line.left for line in lines)[outer]
    widths = sorted(line.right - line.left for line in lines)
    return widths[len(widths) // 2] / width if width > 8 * lines[0].size else 0.0


def _jumps(lines: Sequence[Line]) -> int:
    """How often the text goes back up the page."""
    return sum(after.middle > before.middle + 1.5 * before.size for before, after in pairwise(lines))


def _from_top(lines: Sequence[Line]) -> list[Line]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and rows[-1][0].middle - line.middle < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]
