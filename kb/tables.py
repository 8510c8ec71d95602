"""Tables: which rows are the head, and every other row with the head of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row as pairs of column head and cell; the head is empty where the table has none."""

    cells: tuple[tuple[str, str], ...]


def table_rows(rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    """The data rows of a table with their heads; rows that say nothing are left out."""
    depth = head_depth(rows)
    heads = _heads(rows[:depth])
    for row in rows[depth:]:
        cells = tuple(_pairs(heads, row))
        if any(cell for _, cell in cells):
            yield Row(cells)


def _pairs(heads: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Cells without empties and without the copies that merging made."""
    before: tuple[str, str] | None = None
    for column, cell in enumerate(row):
        head = heads[column] if column < len(heads) else ""
        if not cell or (before and before[1] == cell and (len(cell) > 3 or before[0] == head)):
            continue
        before = (head, cell)
        yield before


def head_depth(rows: Sequence[Sequence[str]]) -> int:
    """How many rows form the head: 1 when the first names its columns, 2 when it only groups those of the second."""
    if len(rows) < 2:
        return 0
    if not _names_columns(rows[0]) or _is_form(rows):
        return 0
    filled = [cell for cell in rows[0] if cell]
    grouped = len(set(filled)) < len(filled)
    if grouped and len(rows) > 2 and _names_columns(rows[1]) and len(set(rows[1])) > len(set(rows[0])):
        return 2
    return 1


def _names_columns(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or len(filled) * 2 < len(row):
        return False
    return all(
        len(cell) <= 24 and not re.search(r"[。；]", cell) and not re.fullmatch(r"[\d.,%\s-]+", cell) for cell in filled
    )


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """A form: labels and values side by side, so that its first row heads nothing."""
    if any(cell.rstrip().endswith(("：", ":")) for cell in rows[0] if cell):
        return True
    return len(rows[0]) == 2 and len(rows) <= 3 and len(rows[0][1]) > 12


def _heads(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    heads = []
    for column in range(len(rows[0])):
        names = list(dict.fromkeys(row[column].replace("\n", "") for row in rows if column < len(row) and row[column]))
        heads.append("".join(names))
    return heads
