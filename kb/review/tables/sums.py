"""QC-NUM: totals of tables against their columns, and columns that are the sum or the product of those beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import prod

from kb.model import Place
from kb.review.making import place
from kb.review.tables.table import ORDER, TOTAL, Cell, Row, Table

_NOT_ADDED = re.compile(
    r"时限|时间|距离|比例|占比|率|单价|电话|联系|号|楼层|层数|年份|年度|日期|级别|等级|标准|阈值|水位|雨量|高程|频次|身高|年龄"
)
_SUMMED = re.compile(r"合计|总计|小计|共计|总数|总量|总人数|总额|总")
_NEAR = 1e-6
_LEAST, _MOST_COLUMNS = 3, 6
_AGREE, _HALF, _FILLED = 0.66, 0.5, 0.6
_Combine = Callable[[Sequence[float]], float]


def sum_errors(table: Table) -> Iterator[tuple[str, list[Place]]]:
    """What is wrong with the totals of a table, in words, and where: the total first, then the last row that it adds up."""
    yield from _columns(table)
    yield from _rows(table)


def _columns(table: Table) -> Iterator[tuple[str, list[Place]]]:
    """Rows of totals: each number against the column above it, or below it where the total comes first."""
    for at, row in enumerate(table.rows):
        added = _added(table, at) if row.total else ()
        if len(added) < 2 or not _begins(table):
            continue
        for cell in row.cells:
            stated = cell.amount
            if stated is None or row.cell(cell.head) is None or _NOT_ADDED.search(cell.head):
                continue
            found = _sum(added, cell.head)
            if found is not None and all(abs(stated - each) > _rounded(cell) for each in found):
                yield (
                    f"{cell.head.lstrip('#')}{_label(row)}应为{found[0]:g}，写为{cell.text}",
                    [_where(row, cell), _whole(added[-1])],
                )


def _begins(table: Table) -> bool:
    """Whether the table begins with its first row, and is not the rest of one that a page or a reader parted."""
    first = table.rows[0].cells[0]
    return first.head not in ORDER or first.amount in (None, 0.0, 1.0)


def _added(table: Table, at: int) -> Sequence[Row]:
    """The rows whose numbers a total adds: all before it (since the total before, for a part), or all after a total that comes first."""
    rows, row = table.rows, table.rows[at]
    if at == 0:
        return [] if any(each.total for each in rows[1:]) else rows[1:]
    before = rows[:at]
    parts = [each for each in before if each.total]
    if not parts:
        return before
    last = max(number for number, each in enumerate(before) if each.total)
    if row.grand and all(not each.grand for each in parts):
        return [*parts, *before[last + 1 :]] if len(parts) > 1 or last + 1 < at else []
    return before[last + 1 :]


def _sum(rows: Sequence[Row], head: str) -> list[float] | None:
    """The sum of a column, and that with repeated neighbours (merged cells) taken once; None where a cell is no number."""
    values: list[float] = []
    blank = 0
    for row in rows:
        cell = row.cell(head)
        if cell is None or cell.empty:
            blank += cell is None
            continue
        amount = cell.amount
        if amount is None:
            return None
        values.append(amount)
    if len(values) < 2 or blank > 1 or len(values) < _FILLED * len(rows):
        return None
    once = [value for number, value in enumerate(values) if not number or value != values[number - 1]]
    return [sum(values), sum(once)]


def _rounded(cell: Cell) -> float:
    return 0.06 if "." in cell.text else _NEAR


def _label(row: Row) -> str:
    return next(cell.text for cell in row.cells[:3] if TOTAL.match(cell.text))[-2:]


def _rows(table: Table) -> Iterator[tuple[str, list[Place]]]:
    """A column that in most rows is the sum (or, of two, the product) of those beside it, and not in a few."""
    numeric = [head for head in table.heads if _is_numeric(table, head)]
    added = [head for head in numeric if not _NOT_ADDED.search(head)]
    for target in added:
        named = bool(_SUMMED.search(target))
        for columns, combine, sign in (*_sums(added, target), *_products(numeric, target)):
            rows = [row for row in table.rows if _amounts(row, (*columns, target)) is not None]
            wrong = [row for row in rows if not _fits(row, columns, target, combine)]
            whole = named and sign == "+" and len(columns) == added.index(target)
            if len(rows) < (2 if whole else _LEAST) or not _telling(table, columns, sign):
                continue
            if wrong and len(rows) - len(wrong) >= max(1, (_HALF if whole else _AGREE) * len(rows)):
                yield from (_told(row, columns, target, combine, sign) for row in wrong if not row.total)
                break


def _is_numeric(table: Table, head: str) -> bool:
    cells = [cell for cell in table.column(head) if cell is not None and not cell.empty]
    return len(cells) >= 2 and all(cell.amount is not None for cell in cells)


def _sums(heads: Sequence[str], target: str) -> Iterator[tuple[tuple[str, ...], _Combine, str]]:
    """The runs of columns right before or right after one, two to six of them."""
    at = heads.index(target)
    for count in range(min(at, _MOST_COLUMNS), 1, -1):
        yield tuple(heads[at - count : at]), sum, "+"
    for count in range(min(len(heads) - at - 1, _MOST_COLUMNS), 1, -1):
        yield tuple(heads[at + 1 : at + 1 + count]), sum, "+"


def _products(heads: Sequence[str], target: str) -> Iterator[tuple[tuple[str, ...], _Combine, str]]:
    """The two columns right before one."""
    at = heads.index(target)
    if at >= 2:
        yield tuple(heads[at - 2 : at]), prod, "×"


def _telling(table: Table, columns: tuple[str, ...], sign: str) -> bool:
    """Whether the parts are not mostly nothing or one, of which sums and products say nothing."""
    values = [value for row in table.data for value in _amounts(row, columns) or ()]
    least = 2.0 if sign == "×" else 1.0
    return sum(value >= least for value in values) * 2 > len(values)


def _amounts(row: Row, heads: Sequence[str]) -> list[float] | None:
    values: list[float] = []
    for head in heads:
        cell = row.cell(head)
        amount = 0.0 if cell is None or cell.empty else cell.amount
        if amount is None:
            return None
        values.append(amount)
    return values if values[-1] else None


def _fits(row: Row, columns: tuple[str, ...], target: str, combine: _Combine) -> bool:
    *parts, whole = _amounts(row, (*columns, target)) or [0.0]
    cell = row.cell(target)
    return abs(combine(parts) - whole) <= (_rounded(cell) if cell else _NEAR)


def _told(row: Row, columns: tuple[str, ...], target: str, combine: _Combine, sign: str) -> tuple[str, list[Place]]:
    *parts, whole = _amounts(row, (*columns, target)) or [0.0]
    said = sign.join(f"{part:g}" for part in parts)
    return f"{said}={combine(parts):g}，“{target}”写为{whole:g}", [_whole(row)]


def _where(row: Row, cell: Cell) -> Place:
    return place(
        row.line, cell.start - len(cell.head) - 1 if row.line.text[: cell.start].endswith(":") else cell.start, cell.end
    )


def _whole(row: Row) -> Place:
    return place(row.line, 0, min(len(row.line.text), 120))
