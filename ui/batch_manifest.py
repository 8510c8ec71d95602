"""The manifest of a batch: manifest.json for programs and resuming, manifest.xlsx for the clerk."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import YuanfangError
from kb.facts.template import safe_rows
from kb.files import write_atomically
from ui import labels
from ui.batch_worker import Made

Json = dict[str, Any]
_HEADS = (
    "行", "单位", "预案名称", "状态", "文件", "有", "弱", "缺", "缺项", "弱项", "待补充", "待补充的内容", "外地名称", "冲突", "SHA-256", "说明",
)  # fmt: skip
_WIDTHS = (6, 24, 34, 10, 34, 6, 6, 6, 30, 30, 8, 60, 20, 30, 20, 50)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a batch; ``key`` identifies what it was made from, ``before`` is its entry of an earlier run."""

    row: int
    unit: str
    title: str = ""
    file: str = ""
    plan_type: str = ""
    status: str = "waiting"
    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    made: Made | None = None
    before: Mapping[str, Any] | None = None
    error: YuanfangError | None = None


def row_hash(entry: Entry, export: Mapping[str, Any], outlines: str) -> str:
    """What a plan is made from: facts, type, export options and outlines."""
    basis = [entry.facts, entry.plan_type, {key: str(value) for key, value in export.items()}, outlines]
    return hashlib.sha256(json.dumps(basis, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def manifest_rows(entries: Sequence[Entry]) -> list[Json]:
    """The objects of ``plans``."""
    return [_row(entry) for entry in entries]


def _row(entry: Entry) -> Json:
    error = None
    if entry.error is not None:
        message, hint = labels.error_text(entry.error)
        error = {"code": entry.error.code, "message": message, "hint": hint, "cell": entry.error.params.get("cell")}
    known = entry.before or {}
    made = entry.made
    return {
        "row": entry.row, "unit": entry.unit, "title": entry.title, "plan_type": entry.plan_type, "status": entry.status,
        "file": entry.file or None, "draft": made.draft if made else known.get("draft"), "key": entry.key,
        "sha256": made.sha256 if made else known.get("sha256"),
        "elements": made.elements if made else known.get("elements", {}),
        "missing": made.missing if made else known.get("missing", []), "weak": made.weak if made else known.get("weak", []),
        "slots": made.slots if made else known.get("slots", []),
        "foreign_names": made.foreign_names if made else known.get("foreign_names", []),
        "conflicts": made.conflicts if made else known.get("conflicts", []),
        "findings": made.findings if made else known.get("findings", []),
        "seconds": made.seconds if made else known.get("seconds"), "error": error,
    }  # fmt: skip


def read_manifest(folder: Path) -> dict[str, Json]:
    """The files that earlier runs made or were about to make, by name; none when there is no readable manifest.

    An entry without ``sha256`` is of a plan whose making was cut short.
    """
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files = {name: dict(entry) for name, entry in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return files


def files_of(before: Mapping[str, Json], plans: Sequence[Json]) -> dict[str, Json]:
    """What the manifest remembers of every file it ever made, also of rows that have since been spoilt or removed."""
    files = dict(before)
    for plan in plans:
        if plan["file"] and plan["status"] != "failed":
            files[plan["file"]] = {**plan, "row": None}
    return files


def write_manifest(folder: Path, plans: Sequence[Json], before: Mapping[str, Json], head: Json | None = None) -> None:
    """Write manifest.json whole."""
    data = {**(head or {}), "plans": plans, "files": files_of(before, plans)}
    write_atomically(folder / "manifest.json", json.dumps(data, ensure_ascii=False, indent=1).encode())


def write_table(folder: Path, data: Json) -> None:
    """Write manifest.xlsx whole."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "清单"
    safe_rows(sheet, [_HEADS, *(_cells(plan) for plan in data["plans"])])
    sheet.freeze_panes = "D2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    stream = io.BytesIO()
    book.save(stream)
    write_atomically(folder / "manifest.xlsx", stream.getvalue())


def _cells(plan: Json) -> list[object]:
    elements = plan["elements"]
    slots = [f"{slot['number']} {slot['label']}".strip() for slot in plan["slots"]]
    return [
        plan["row"], plan["unit"], plan["title"], labels.word(plan["status"]), plan["file"] or "",
        elements.get("present"), elements.get("weak"), elements.get("missing"), "、".join(plan["missing"]), "、".join(plan["weak"]),
        len(slots), "；".join(slots)[:30_000], "、".join(plan["foreign_names"]), "；".join(plan["conflicts"]), plan["sha256"] or "",
        plan["error"]["message"] if plan["error"] else "",
    ]  # fmt: skip
