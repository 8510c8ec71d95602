"""Small Excel tables: text stays text, heads stay in view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def add_sheet(
    book: Any, title: str, head: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int]
) -> Any:
    """Append a sheet with a bold, frozen head; cells are written as text, so that nothing becomes a formula."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    for number, values in enumerate((head, *rows), start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    return sheet


def _put(cell: Any, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
        return
    text = "".join(character for character in str(value) if character >= " " or character == "\n")
    cell.value = text[:32_767]
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def new_book() -> Any:
    """A workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def rows_of(sheet: Any) -> Iterable[tuple[int, tuple[str, ...]]]:
    """Row numbers with the cells as text: dates as ISO, whole numbers without a point, empty cells as ``""``."""
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, tuple(_as_text(value) for value in values)


def _as_text(value: object) -> str:
    from datetime import date, datetime

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
