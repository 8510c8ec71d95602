"""Check results as an Excel workbook: the overview of the plans with a chart, what each lacks, and all elements and findings."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.files import write_atomically
from ui import labels

Json = dict[str, Any]
_ELEMENTS = (
    "文件",
    "要素",
    "编号",
    "权重",
    "结论",
    "理由",
    "原文",
    "位置",
    "依据强度",
    "依据",
    "建议",
    "审查意见",
    "意见理由",
)
_FINDINGS = ("文件", "程度", "规则", "问题", "原文", "位置", "依据", "建议", "审查意见", "意见理由")
_LABELS = ("missing", "weak", "elsewhere", "undecidable", "present", "not_applicable")
_SEVERITIES = ("high", "medium", "low")
_FILLS = {"missing": "FEE2E2", "weak": "FEF3C7", "present": "DCFCE7", "elsewhere": "E2E8F0", "undecidable": "E2E8F0"}
_CHARTED = 40
"""Plans in one chart: more bars cannot be read."""


def overview_workbook(items: Sequence[Json], path: Path) -> Path:
    """Which plans lack what: a table of plans with a chart, a matrix of elements, and the lists of all elements and findings."""
    book = _book()
    reviewed = [item for item in items if "error" not in item]
    _plans(book, items)
    _matrix(book, reviewed)
    _lists(book, items)
    return _save(book, path)


def _book() -> Any:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _save(book: Any, path: Path) -> Path:
    stream = io.BytesIO()
    book.save(stream)
    write_atomically(path, stream.getvalue())
    return path


# --------------------------------------------------------------------------- overview


def _plans(book: Any, items: Sequence[Json]) -> None:
    from openpyxl.chart import BarChart, Reference

    sheet = book.create_sheet("各预案情况")
    head = (
        "预案",
        "类型",
        "应有要素",
        *(labels.word(label) for label in _LABELS),
        *(f"问题·{labels.word(s)}" for s in _SEVERITIES),
        "缺的要素",
        "文件",
    )
    _append(sheet, head)
    rows = 0
    for item in items:
        if "error" in item:
            _append(
                sheet,
                [
                    Path(item["path"]).name,
                    "没有检查",
                    *[""] * 10,
                    item["error"]["message"] + item["error"]["hint"],
                    item["path"],
                ],
            )
            continue
        rows += 1
        missing = "、".join(each["name"] for each in item["elements"] if each["label"] == "missing")
        missing = missing if item["elements"] else "没有检查要素"
        counts = [item["summary"][label] for label in _LABELS]
        found = [item["summary"]["findings"][severity] for severity in _SEVERITIES]
        kind = f"{item.get('plan_type_name') or ''}（{item['plan_type']}）" if item["plan_type"] else "不是预案"
        _append(sheet, [item["title"], kind, len(item["elements"]), *counts, *found, missing, item["path"]])
    _lay_out(sheet, (28, 16, 9, 6, 6, 8, 9, 6, 8, 8, 8, 8, 44, 28))
    if not rows:
        return
    shown = min(len(items), _CHARTED) + 1
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = "各预案缺、弱要素数" + (f"（前 {_CHARTED} 份）" if len(items) > _CHARTED else "")
    chart.add_data(Reference(sheet, min_col=4, max_col=5, min_row=1, max_row=shown), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=shown))
    chart.series[0].graphicalProperties.solidFill = "DC2626"
    chart.series[1].graphicalProperties.solidFill = "F59E0B"
    chart.x_axis.scaling.orientation, chart.x_axis.delete, chart.y_axis.delete = "maxMin", False, False
    chart.height, chart.width = max(7.0, 0.7 * shown + 3), 26
    sheet.add_chart(chart, f"A{len(items) + 4}")


def _matrix(book: Any, reviewed: Sequence[Json]) -> None:
    """Elements down, plans across, and how many plans lack each: what a county's plans lack most stands on top."""
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet("要素对照")
    names: dict[str, str] = {}
    lacking: Counter[str] = Counter()
    for item in reviewed:
        for each in item["elements"]:
            names[each["id"]] = each["name"]
            lacking[each["id"]] += (each["label"] == "missing") * 1000 + (each["label"] == "weak")
    by_plan = [{each["id"]: each["label"] for each in item["elements"]} for item in reviewed]
    _append(sheet, ["编号", "要素", "缺的预案数", "弱的预案数", *(item["title"] for item in reviewed)])
    for name in sorted(names, key=lambda name: (-lacking[name], name)):
        found = [labelled.get(name, "") for labelled in by_plan]
        _append(
            sheet,
            [
                name,
                names[name],
                found.count("missing"),
                found.count("weak"),
                *(labels.word(f) if f else "" for f in found),
            ],
        )
        for column, label in enumerate(found, start=5):
            if label in _FILLS:
                sheet.cell(sheet.max_row, column).fill = PatternFill("solid", start_color=_FILLS[label])
    _lay_out(sheet, (10, 26, 11, 11, *(12 for _ in reviewed)))
    sheet.freeze_panes = f"{get_column_letter(5)}2"


# --------------------------------------------------------------------------- lists


def _lists(book: Any, items: Sequence[Json]) -> None:
    elements, findings = book.create_sheet("应有要素"), book.create_sheet("文字问题")
    _append(elements, _ELEMENTS)
    _append(findings, _FINDINGS)
    for item in items:
        if "error" in item:
            _append(findings, [item["path"], "错误", "", item["error"]["message"]])
            continue
        for each in item["elements"]:
            _append(elements, _element(item["title"], each))
        for each in item["findings"]:
            for place in each["places"] or [{"quote": "", "clause_id": ""}]:
                _append(findings, _finding(item["title"], each, place))
    _lay_out(elements, (24, 18, 10, 6, 8, 40, 60, 30, 14, 50, 40, 10, 24))
    _lay_out(findings, (24, 8, 10, 40, 60, 30, 40, 40, 10, 24))


def _element(title: str, each: Json) -> list[str]:
    return [
        title, each["name"], each["id"], each["weight"], labels.word(each["label"]), each["reason"], each["quote"],
        each["clause_id"] or "", labels.word(each["force"]), "；".join(each["basis"]), each["advice"], *_decided(each),
    ]  # fmt: skip


def _finding(title: str, each: Json, place: Json) -> list[str]:
    return [
        title, labels.word(each["severity"]), each["rule"], place.get("note", each["message"]), place["quote"], place["clause_id"],
        each["basis"], each["advice"], *_decided(each),
    ]  # fmt: skip


def _decided(each: Json) -> list[str]:
    decision = each.get("decision")
    return [labels.word(f"decision_{decision['state']}"), decision["reason"]] if decision else ["", ""]


def _append(sheet: Any, values: Sequence[object]) -> None:
    """A row whose texts stay texts: a leading ``=``, ``+``, ``-`` or ``@`` must never become a formula, nor a control character a fault."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, int):
            cell.value = value
            continue
        words = _legal(str(value))
        cell.value = words
        cell.data_type = "s"
        cell.quotePrefix = words[:1] in ("=", "+", "-", "@", "\t")


def _legal(words: str) -> str:
    """Text that a cell may hold: without control characters, at most 32,767 characters."""
    return "".join(
        c for c in words if (c >= " " or c == "\n") and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )[:32_767]


def _lay_out(sheet: Any, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    _print_whole(sheet)


def _print_whole(sheet: Any) -> None:
    """Printed on its side, all columns on one page, with the head on every page and lines between the cells."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_options.gridLines = "1:1", True
