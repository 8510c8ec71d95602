"""Check results as an Excel workbook: one sheet for the elements, one for the findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui import labels

Json = dict[str, Any]
_ELEMENTS = ("文件", "要素", "编号", "权重", "结论", "理由", "原文", "位置", "依据强度", "依据", "建议")
_FINDINGS = ("文件", "程度", "规则", "问题", "原文", "位置", "依据", "建议")


def check_workbook(data: Json, path: Path) -> Path:
    """Write the result of a check (one review or ``files``) to ``path``."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    elements, findings = book.create_sheet("应有要素"), book.create_sheet("文字问题")
    elements.append(_ELEMENTS)
    findings.append(_FINDINGS)
    for item in data.get("files", [data]):
        if "error" in item:
            findings.append(_plain([item["path"], "错误", "", item["error"]["message"]]))
            continue
        title = item["title"]
        for each in item["elements"]:
            elements.append(
                _plain([
                    title, each["name"], each["id"], each["weight"], labels.word(each["label"]), each["reason"], each["quote"],
                    each["clause_id"] or "", labels.word(each["force"]), "；".join(each["basis"]), each["advice"],
                ])
            )  # fmt: skip
        for each in item["findings"]:
            for place in each["places"] or [{"quote": "", "clause_id": ""}]:
                findings.append(
                    _plain([
                        title, labels.word(each["severity"]), each["rule"], each["message"], place["quote"], place["clause_id"],
                        each["basis"], each["advice"],
                    ])
                )  # fmt: skip
    for sheet, widths in (
        (elements, (24, 18, 10, 6, 8, 40, 60, 30, 14, 50, 40)),
        (findings, (24, 8, 10, 40, 60, 30, 40, 40)),
    ):
        _lay_out(sheet, widths)
    book.save(path)
    return path


def _plain(values: list[Any]) -> list[str]:
    """Cells as text: a leading ``=``, ``+``, ``-`` or ``@`` from a document must never become a formula, nor a control character a fault."""
    cleaned = ("".join(c for c in str(value) if c >= " " or c == "\n") for value in values)
    return [f"'{value}" if value[:1] in "=+-@" else value for value in cleaned]


def _lay_out(sheet: Any, widths: tuple[int, ...]) -> None:
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
