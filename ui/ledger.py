"""预案台账: the plans of the library with their dates, what is due, and the ledger as an Excel file in both directions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.dates import dates_in
from kb.errors import InputError
from kb.ledger.calendar import Workdays, latest_day, load_workdays
from kb.ledger.due import ledger as reckoned
from kb.ledger.model import DATE_FIELDS, Due, DueState, LedgerEntry, LedgerRow
from kb.ledger.store import load_entries, merged, save_entries
from kb.model import PLAN_LEVELS
from ui import handlers, labels, shapes
from ui.sheets import add_sheet, new_book, rows_of
from ui.workspace import Workspace

Json = dict[str, Any]
COLUMNS: dict[str, str] = {
    "id": "编号", "title": "预案名称", "plan_type": "类型代码", "plan_level": "层级", "hazard": "灾种代码", "body": "责任单位",
    "high_risk": "高危或人员密集", "approved": "批准", "issued": "印发", "filed": "备案", "published": "公开", "drilled": "上次演练",
    "next_drill": "下次演练", "evaluated": "上次评估", "next_evaluation": "下次评估", "note": "备注",
}  # fmt: skip
EDITABLE = tuple(name for name in COLUMNS if name != "id")
_YES = frozenset(("是", "有", "yes", "true", "1", "√"))
_TIME = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d)?$")
_NO = frozenset(("", "否", "无", "no", "false", "0", "×"))


def rows(workspace: Workspace, soon: int = 30, today: date | None = None) -> tuple[LedgerRow, ...]:
    """Every plan with its duties, the most urgent first."""
    entries = merged(load_entries(workspace.place), workspace.open_library().document_records())
    return reckoned(entries, workspace.duties, workdays(workspace), today or date.today(), soon)


def holiday_file(workspace: Workspace) -> Path:
    """The user's own holiday table."""
    return workspace.home / "holidays.toml"


def workdays(workspace: Workspace) -> Workdays:
    """The holiday table that ships, with the user's years over it. Raises InputError("bad_holidays")."""
    own = holiday_file(workspace)
    return load_workdays(workspace.holidays, *([own.read_text(encoding="utf-8")] if own.exists() else []))


def set_holidays(workspace: Workspace, table: str) -> None:
    """Replace the user's holiday table, after reading it. Raises InputError("bad_holidays")."""
    from kb.files import write_atomically

    load_workdays(table)
    workspace.home.mkdir(parents=True, exist_ok=True)
    write_atomically(holiday_file(workspace), table.encode())


def ledger(workspace: Workspace, due: int | None = None, today: date | None = None) -> Json:
    """The ledger; with ``due`` only what is overdue or falls due within that many days."""
    today = today or date.today()
    if due is not None and due < 0:
        raise InputError("bad_count", value=due)
    found = rows(workspace, 30 if due is None else due, today)
    urgent = (DueState.OVERDUE, DueState.SOON)
    plans = [
        _row_json(row, row.dues if due is None else [each for each in row.dues if each.state in urgent])
        for row in found
    ]
    counted = [each.state for row in found for each in row.dues]
    return {
        "today": today.isoformat(),
        "due_days": due,
        "counts": {state.value: counted.count(state) for state in DueState},
        "plans": [plan for plan in plans if due is None or plan["due"]],
    }


def _row_json(row: LedgerRow, dues: Any) -> Json:
    entry = row.entry
    recorded = {name: getattr(entry, name) for name in COLUMNS}
    return {**recorded, "issued_by_text": entry.issued_by_text, "due": [_due_json(due) for due in dues]}


def _due_json(due: Due) -> Json:
    return {
        "duty": due.duty.id, "name": due.duty.name, "state": due.state.value, "day": due.day.isoformat() if due.day else None,
        "days_left": due.days_left, "planned": due.planned or None, "since": due.since or None,
        "basis": due.duty.basis, "force": due.duty.force, "by_weekends": due.by_weekends,
    }  # fmt: skip


def due_text(due: Json) -> str:
    """One duty in a sentence."""
    what = f"{due['name']}：{labels.word('due_' + due['state'])}"
    when = f"，应在 {due['day']} 前" if due["day"] and due["state"] not in ("done",) else ""
    days = due["days_left"]
    left = (
        ""
        if days is None or due["state"] in ("done", "late")
        else (f"（还有 {days} 天）" if days >= 0 else f"（已过 {-days} 天）")
    )
    doubt = "，该年节假日未录入，按周末推算" if due["by_weekends"] else ""
    planned = f"，计划 {due['planned']}" if due["planned"] else ""
    return f"{what}{when}{left}{planned}{doubt}。依据：{due['basis']}"


def change(workspace: Workspace, changes: Mapping[str, Mapping[str, str]]) -> Json:
    """Enter fields of plans: id → field → text; all or none. Raises InputError("bad_ledger_cell")."""
    with _entering(workspace) as entered:
        for id_, fields in changes.items():
            entered[id_] = _changed(workspace, entered.get(id_) or LedgerEntry(id_, ""), fields)
    return {"changed": len(changes)}


@contextmanager
def _entering(workspace: Workspace) -> Iterator[dict[str, LedgerEntry]]:
    """What people entered, to be changed; nobody else writes meanwhile."""
    with workspace.open_library().writing():
        entered = load_entries(workspace.place)
        yield entered
        save_entries(workspace.place, entered.values())


def _changed(workspace: Workspace, entry: LedgerEntry, fields: Mapping[str, str]) -> LedgerEntry:
    """The entry with fields entered. It holds only what people said: the library fills the rest and may change."""
    values: dict[str, Any] = {name: _value(workspace, name, value, entry.id) for name, value in fields.items()}
    return replace(entry, **values)


def _value(workspace: Workspace, name: str, value: str, where: str) -> str | bool:
    value = value.strip()
    if name == "high_risk":
        if value.lower() not in _YES | _NO:
            raise InputError("bad_ledger_cell", where=where, column=COLUMNS[name], value=value, known="是、否")
        return value.lower() in _YES
    if name == "plan_type" and value:
        return handlers.known_type(workspace, value) or ""
    if name == "plan_level" and value and value not in PLAN_LEVELS:
        raise InputError(
            "bad_ledger_cell", where=where, column=COLUMNS[name], value=value, known="、".join(PLAN_LEVELS)
        )
    if name in DATE_FIELDS and value:
        return _date(value, where, COLUMNS[name])
    if name not in EDITABLE:
        raise InputError("bad_ledger_cell", where=where, column=name, value=value, known="、".join(COLUMNS.values()))
    return value[:500]


def _date(value: str, where: str, column: str) -> str:
    day = _TIME.sub("", value)
    found = dates_in(day)
    compact = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", day)
    iso = "-".join(compact.groups()) if compact else found[0].iso if found else day
    # a month or day that there is not must not vanish
    whole = compact or iso.count("-") + 1 >= len(re.findall(r"\d+", day))
    if latest_day(iso) is None or not re.fullmatch(r"(?:19|20)\d\d(?:-\d\d){0,2}", iso) or not whole:
        raise InputError("bad_ledger_cell", where=where, column=column, value=value, known="日期，如 2026-11-26")
    return iso


def export_sheet(workspace: Workspace, path: Path) -> Json:
    """The ledger as an Excel file that ``import_sheet`` reads back. Raises InputError: ``output_exists``, ``not_writable``."""
    if path.exists():
        raise InputError("output_exists", path=path)
    found = rows(workspace)
    book = new_book()
    cells = [[_cell(row.entry, name) for name in COLUMNS] for row in found]
    add_sheet(book, "台账", list(COLUMNS.values()), cells, (28, 36, 10, 8, 10, 20, 14, *([12] * 8), 30))
    add_sheet(
        book, "到期", ("预案名称", "责任单位", "事项", "状态", "应完成日期", "剩余天数", "依据"),
        [
            (row.entry.title, row.entry.body, due.duty.name, labels.word(f"due_{due.state}"), due.day or "",
             "" if due.days_left is None else due.days_left, due.duty.basis)
            for row in found for due in row.dues
        ],
        (36, 20, 10, 10, 14, 10, 44),
    )  # fmt: skip
    try:
        book.save(path)
    except OSError as error:
        raise InputError("not_writable", path=path, reason=error.strerror or "") from error
    return {"path": str(path.resolve()), "plans": len(found)}


def _cell(entry: LedgerEntry, name: str) -> str:
    value = getattr(entry, name)
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def import_sheet(workspace: Workspace, path: Path) -> Json:
    """Enter an Excel ledger; a bad row fails alone with its cell named. Raises InputError: ``no_such_file``, ``bad_ledger_sheet``."""
    head, found = _read_sheet(path)
    failures: list[Json] = []
    taken: set[str] = set()
    with _entering(workspace) as entered:
        known = {entry.id: entry for entry in merged(entered, workspace.open_library().document_records())}
        for number, values in found:
            fields = {head[column]: value for column, value in enumerate(values) if column in head}
            id_ = fields.pop("id", "") or fields.get("title", "")
            if not id_:
                continue
            told = fields if id_ not in known else {n: v for n, v in fields.items() if v != _cell(known[id_], n)}
            try:
                entered[id_] = _changed(workspace, entered.get(id_) or LedgerEntry(id_, ""), told)
                taken.add(id_)
            except InputError as error:
                failures.append({"row": number, **shapes.failure(error)})
    return {"path": str(path), "plans": len(taken), "failed": failures}


def _read_sheet(path: Path) -> tuple[dict[int, str], list[tuple[int, tuple[str, ...]]]]:
    from openpyxl import load_workbook

    if not path.is_file():
        raise InputError("no_such_file", path=path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book["台账"] if "台账" in book.sheetnames else book.worksheets[0]
        found = list(rows_of(sheet))
        book.close()
    except Exception as error:  # openpyxl raises whatever the zip or XML inside raised
        raise InputError("bad_ledger_sheet", path=path.name) from error
    by_label = {label: name for name, label in COLUMNS.items()}
    for at, (_, values) in enumerate(found[:10]):
        head = {column: by_label[value] for column, value in enumerate(values) if value in by_label}
        if "title" in head.values() or "id" in head.values():
            return head, found[at + 1 :]
    raise InputError("bad_ledger_sheet", path=path.name)
