"""Workbooks (.xlsx .xlsm): each sheet under its name, its cells as tables with merged cells repeated, as Excel shows them.

Contact, supply and shelter lists come so. Formulas give the value that Excel last stored; macros are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Paragraph, Severity, Source, Table
from kb.readers.package import opened

MAX_CELLS = 400_000
"""Cells of a workbook that are read."""
_MAX_COLUMNS = 200
_PICTURES = ("xl/media/", "xl/charts/chart")
_LABEL = 30


@dataclass(slots=True)
class _Counts:
    cells: int = 0
    unknown: int = 0
    hidden: int = 0
    remarks: int = 0
    cut: int = 0


def read_xlsx(name: str, data: bytes) -> Source:
    """Blocks of a workbook; ReadError ``truncated``, ``too_large`` or ``encrypted``."""
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    pictures = charts = 0
    with opened(data) as package:
        for entry in package.names:
            if entry.endswith((".xml", ".rels")) and b"<!DOCTYPE" in (package.bytes(entry) or b"")[:4000]:
                raise ReadError("wrong_type", format="xlsx")
            pictures += entry.startswith(_PICTURES[0])
            charts += entry.startswith(_PICTURES[1])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), data_only=True, keep_links=False, rich_text=False)
            formulas = _formulas(data)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        AttributeError,
        IndexError,
        SyntaxError,
    ) as error:
        raise ReadError("truncated") from error
    counts = _Counts()
    blocks: list[Block] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            counts.hidden += 1
            continue
        blocks += _sheet(sheet, formulas, counts)
    return Source(name, "xlsx", tuple(blocks), tuple(_notices(counts, pictures, charts)))


def _formulas(data: bytes) -> set[tuple[str, str]]:
    """Sheet and address of every formula."""
    import warnings

    from openpyxl import load_workbook

    if b"<f" not in _sheets(data):
        return set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=5000, max_col=_MAX_COLUMNS)
        for cell in row
        if getattr(cell, "data_type", "") == "f"
    }


def _sheets(data: bytes) -> bytes:
    with opened(data) as package:
        return b"".join(package.bytes(name) or b"" for name in package.names if name.startswith("xl/worksheets/"))


def _sheet(sheet: Any, formulas: set[tuple[str, str]], counts: _Counts) -> Iterator[Block]:
    rows = list(_rows(sheet, formulas, counts))
    counts.cut += (sheet.max_column or 1) > _MAX_COLUMNS
    if not any(any(row) for row in rows):
        return
    yield Paragraph(str(sheet.title), outline_level=1)
    part: list[list[str]] = []
    for row in [*rows, []]:
        if any(row):
            part.append(row)
        elif part:
            yield from _part(part)
            part = []


def _rows(sheet: Any, formulas: set[tuple[str, str]], counts: _Counts) -> Iterator[list[str]]:
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, area.min_row + 2000) + 1)
        for column in range(area.min_col, min(area.max_col, _MAX_COLUMNS) + 1)
    }
    shown: dict[tuple[int, int], str] = {}
    for cells in sheet.iter_rows(max_col=min(sheet.max_column or 1, _MAX_COLUMNS)):
        if counts.cells > MAX_CELLS:
            counts.cut += 1
            return
        row = []
        for cell in cells:
            place = (cell.row, cell.column)
            text = shown.get(merged.get(place, place), "") if place in merged else ""
            if not text and cell.value is not None:
                text = _shown(cell)
                shown[place] = text
            elif cell.value is None and (sheet.title, getattr(cell, "coordinate", "")) in formulas:
                counts.unknown += 1
            counts.remarks += getattr(cell, "comment", None) is not None
            row.append(text)
        counts.cells += sum(map(bool, row))
        yield row


def _part(rows: list[list[str]]) -> Iterator[Block]:
    """Neighbouring rows: lines that fill one cell only are titles and remarks, the rest is a table."""
    width = max(index + 1 for row in rows for index, text in enumerate(row) if text)
    first = min(index for row in rows for index, text in enumerate(row) if text)
    rows = [row[first:width] for row in rows]
    table: list[tuple[str, ...]] = []
    for row in rows:
        texts = list(dict.fromkeys(filter(None, row)))
        alone = len(texts) == 1 and (all(row) or not row[1:] or (bool(row[0]) and not any(row[1:])))
        if alone and (not table or len(texts[0]) > _LABEL or all(row)):
            yield from _table(table)
            table = []
            yield from (
                Paragraph(line.strip(), centered=len(texts[0]) <= _LABEL or None) for line in texts[0].split("\n")
            )
        else:
            table.append(tuple(row))
    yield from _table(table)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    if rows:
        yield Table(tuple(rows))


def _shown(cell: Any) -> str:
    """A value as the cell's number format shows it."""
    value, shape = cell.value, str(cell.number_format or "General")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, int | float):
        return _number(value, shape)
    return str(value).strip()


def _number(value: float, shape: str) -> str:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shape.partition(";")[0])
    decimals = len(re.search(r"\.(0+)", plain)[1]) if re.search(r"\.(0+)", plain) else 0  # type: ignore[index]
    if "%" in plain:
        return f"{value * 100:.{decimals}f}%"
    if re.fullmatch(r"0{2,}", plain):
        return f"{value:0{len(plain)}.0f}"
    if decimals:
        return f"{value:.{decimals}f}"
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.10g}"


def _notices(counts: _Counts, pictures: int, charts: int) -> Iterator[Notice]:
    for code, count, severity in (
        ("picture_without_text", pictures, Severity.INFO),
        ("chart_unread", charts, Severity.INFO),
        ("comments_apart", counts.remarks, Severity.INFO),
        ("hidden_dropped", counts.hidden, Severity.WARNING),
        ("unknown_number", counts.unknown, Severity.WARNING),
        ("sheet_cut", counts.cut, Severity.WARNING),
    ):
        if count:
            yield Notice(severity, code, {"count": str(count), "most": str(MAX_CELLS)})
