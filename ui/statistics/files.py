"""The statistics as files: a workbook with a sheet a table and its pictures, or one picture of all charts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.files import write_atomically
from ui.pictures import INK, QUIET, RULE, Picture, shortened
from ui.sheets import add_sheet, new_book
from ui.statistics.tables import Bars, Table, longest, tables, widths

Json = dict[str, Any]
_BAR, _TITLE, _GAP = 28, 46, 18
_NAMES, _NUMBERS, _WIDTH = 260, 70, 860
_FILL = "#0f766e"
SUFFIXES = (".xlsx", ".png")


def written(data: Json, output: Path) -> Json:
    """Write ``.xlsx`` or ``.png``, as the name ends. Raises InputError: ``bad_statistics_name``, ``output_exists``, ``not_writable``."""
    if output.suffix.lower() not in SUFFIXES:
        raise InputError("bad_statistics_name", path=output.name)
    if output.exists():
        raise InputError("output_exists", path=output)
    made = tables(data)
    content = workbook(made) if output.suffix.lower() == ".xlsx" else picture(_drawn(made), data)
    write_atomically(output, content)
    return {"path": str(output.resolve()), "tables": len(made)}


def _drawn(made: Sequence[Table]) -> tuple[Bars, ...]:
    return tuple(longest(table.bars) for table in made if table.bars and table.bars.rows)


def workbook(made: Sequence[Table]) -> bytes:
    """A sheet a table, its note below and its picture beside it."""
    from openpyxl.drawing.image import Image

    book = new_book()
    for table in made:
        columns = widths(table)
        sheet = add_sheet(book, table.title, table.head, table.rows, [columns[at] for at in range(len(table.head))])
        if table.note:
            sheet.cell(len(table.rows) + 3, 1, table.note)
        if table.bars and table.bars.rows:
            image = Image(BytesIO(picture((longest(table.bars),))))
            image.width, image.height = image.width // 2, image.height // 2
            sheet.add_image(image, f"{_column(len(table.head) + 2)}2")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _column(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def picture(charts: Sequence[Bars], data: Json | None = None) -> bytes:
    """The charts below one another as PNG, headed by the day where ``data`` is given."""
    head = 34 if data else 0
    heights = [_TITLE + _BAR * len(chart.rows) + _GAP for chart in charts]
    sheet = Picture(_WIDTH, head + max(60, sum(heights)))
    if data:
        sheet.text(20, 22, f"应急预案统计　截至 {data['date']}", size=18)
    top = float(head)
    for chart, height in zip(charts, heights, strict=True):
        _draw(sheet, chart, top)
        top += height
    return sheet.png()


def _draw(sheet: Picture, chart: Bars, top: float) -> None:
    sheet.text(20, top + _TITLE / 2, chart.title, size=16)
    most = max((value for _, value in chart.rows), default=0) or 1
    room = _WIDTH - _NAMES - _NUMBERS - 20
    sheet.line([(_NAMES, top + _TITLE - 4), (_NAMES, top + _TITLE + _BAR * len(chart.rows))], colour=RULE)
    for number, (name, value) in enumerate(chart.rows):
        middle = top + _TITLE + _BAR * (number + 0.5)
        words = shortened(name, _NAMES - 40)
        sheet.text(_NAMES - 12, middle, words, colour=QUIET, anchor="rm")
        length = room * value / most
        if value:
            sheet.box(_NAMES + 1, middle - 8, _NAMES + 1 + max(2.0, length), middle + 8, fill=_FILL, radius=2)
        sheet.text(_NAMES + length + 10, middle, str(value), colour=INK)
