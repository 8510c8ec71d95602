"""An empty workbook to fill in: the columns that a plan type asks for, its lists on sheets of their own, and an explanation."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from kb.facts.fields import FactField, FactGroup
from kb.model import PLAN_LEVELS

_ALWAYS = (
    "unit.name",
    "unit.short",
    "unit.region",
    "unit.level",
    "plan.hazard",
    "plan.title",
    "issue.body",
    "issue.date",
)
UNITS = "单位"
HELP = "填写说明"
_HELP_HEAD = ("工作表", "列", "对应的键", "必填", "说明")
_HELP_LIST = "一行一条；每行先写所属的单位名称，与“单位”表中的写法一致"
_HELP_MANY = "多项用分号隔开"
_WIDE, _NARROW = 24, 14


def template_workbook(groups: Sequence[FactGroup], asked: Mapping[str, str]) -> bytes:
    """The workbook (.xlsx) for a plan type; ``asked`` are the facts that its sections want, dotted key → label."""
    import openpyxl

    book = openpyxl.Workbook()
    rows: list[tuple[str, str, str, str, str]] = []
    sheet: Any = book.active
    sheet.title = UNITS
    columns = _columns(groups, asked)
    _head(sheet, [label for _, label, _ in columns])
    rows += [(UNITS, label, key, _needed(key), help_text) for key, label, help_text in columns]
    _levels(sheet, [key for key, _, _ in columns])
    for group in groups:
        if not group.list or group.key not in asked:
            continue
        listed = book.create_sheet(group.label)
        _head(listed, [f"{_unit(groups).label}·单位名称", *(part.label for part in group.fields)])
        rows += [
            (group.label, part.label, f"{group.key}.{part.key}", "", _about(part, list_too=True))
            for part in group.fields
        ]
    note = book.create_sheet(HELP)
    _head(note, _HELP_HEAD)
    for row in rows:
        note.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def safe_rows(sheet: Any, rows: Sequence[Sequence[object]]) -> None:
    """Append rows whose texts stay texts: a cell that begins with = is no formula."""
    for row in rows:
        sheet.append([None if value is None else value for value in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str) and cell.data_type == "f":
                cell.data_type = "s"


def _columns(groups: Sequence[FactGroup], asked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(key, header, help) of the sheet of units: fields of the tables, then what the sections ask for by label."""
    found: list[tuple[str, str, str]] = []
    for group in groups:
        for part in () if group.list else group.fields:
            key = f"{group.key}.{part.key}"
            if key in _ALWAYS or (key in asked and key != "plan.type"):
                found.append((key, f"{group.label}·{part.label}", _about(part)))
    labels = [asked[key] for key in asked if key.startswith("thresholds.")]
    for key, label in asked.items():
        if key.startswith("thresholds."):
            found.append((key, label if label and labels.count(label) == 1 else key, ""))
    return found


def _about(part: FactField, *, list_too: bool = False) -> str:
    many = _HELP_MANY if part.key in ("duties", "members", "superior", "related", "to", "copy_to") else ""
    return "；".join(
        filter(None, (part.help, many, _HELP_LIST if list_too and part.key in ("name", "post", "body") else ""))
    )


def _needed(key: str) -> str:
    return "是" if key == "unit.name" else ""


def _unit(groups: Sequence[FactGroup]) -> FactGroup:
    return next(group for group in groups if group.key == "unit")


def _head(sheet: Any, labels: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append(list(labels))
    sheet.freeze_panes = "A2"
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBE9")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if len(str(cell.value)) > 6 else _NARROW


def _levels(sheet: Any, keys: Sequence[str]) -> None:
    """A drop-down list for the level."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if "unit.level" not in keys:
        return
    rule = DataValidation(type="list", formula1=f'"{",".join(PLAN_LEVELS)}"', allow_blank=True)
    letter = get_column_letter(keys.index("unit.level") + 1)
    rule.add(f"{letter}2:{letter}2000")
    sheet.add_data_validation(rule)
