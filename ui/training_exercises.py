"""Exercises: the script with its observers' sheet, the summary of a drill held, the records of drills."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from kb.files import write_atomically
from kb.model import Incident
from ui import training_drill_pages as pages
from ui.sheets import add_sheet, new_book, rows_of
from ui.training_material import Plan, book_bytes, open_plan, written
from ui.training_pages import short
from ui.workspace import Workspace

if TYPE_CHECKING:
    from kb.training.exercise import Exercise, Mark

Json = dict[str, Any]
_RESULTS = {"按时": "done", "超时": "late", "未做": "missed"}
_OBSERVER = ("步骤", "主体", "期望行动", "应完成", "结果", "观察", "条款", "条款编号")


def exercise(
    workspace: Workspace,
    doc: str,
    *,
    kind: str = "桌面推演",
    level: str = "",
    place: str = "",
    incident: str = "",
    out: Path | None = None,
    samples: bool = False,
) -> Json:
    """The script of an exercise, with the observers' sheet (.xlsx) beside the Word file.

    Raises InputError: ``bad_kind``, ``bad_level``, ``no_such_incident``, ``no_procedure``.
    """
    plan = open_plan(workspace, doc, samples=samples)
    made = _script(workspace, plan, kind=kind, level=level, place=place, incident=incident, samples=samples)
    data = _exercise_json(made, plan)
    if out is not None:
        sheet = out.with_name(f"{out.stem}-观察记录表.xlsx")
        written(pages.exercise_blocks(made), f"{made.title}{made.kind}脚本", out)
        write_atomically(
            sheet,
            observer_workbook(made, {"doc": doc, "kind": kind, "level": level, "place": place, "incident": incident}),
        )
        data["files"] = [str(out), str(sheet)]
    return data


def _script(
    workspace: Workspace, plan: Plan, *, kind: str, level: str, place: str, incident: str, samples: bool
) -> Exercise:
    from kb.training.exercise import KINDS, write_exercise
    from kb.training.phases import levels_of

    chosen = next((each for each in KINDS if kind and kind in each), None)
    if chosen is None:
        raise InputError("bad_kind", value=kind)
    levels = levels_of(f"{level.strip().removesuffix('响应').removesuffix('级')}级响应") if level.strip() else ()
    if level.strip() and not levels:
        raise InputError("bad_level", value=level)
    event = (
        plan.document.hazard.name
        if plan.document.hazard
        else re.sub(r"应急预案|处置方案|现场|专项", "", plan.document.title)
    )
    return write_exercise(plan.procedure, event=event, kind=chosen, place=place.strip(), level=levels[0] if levels else None, incident=_incident(workspace, incident, samples=samples))  # fmt: skip


def _incident(workspace: Workspace, incident: str, *, samples: bool) -> Incident | None:
    """The past event with an id (``doc_id@n``)."""
    if not incident.strip():
        return None
    doc_id, _, number = incident.strip().rpartition("@")
    for library in (workspace.own.library, *((workspace.samples.library,) if samples else ())):
        if number.isdigit() and doc_id in library.revisions():
            told = library.incidents_of(doc_id)
            if 1 <= int(number) <= len(told):
                found: Incident = told[int(number) - 1]
                return found
    raise InputError("no_such_incident", incident=incident)


def _exercise_json(made: Exercise, plan: Plan) -> Json:
    return {
        "doc_id": made.doc_id, "title": made.title, "sample": plan.sample, "kind": made.kind, "event": made.event, "place": made.place or None, "level": made.level,
        "injects": [
            {
                "minute": inject.minute, "phase": inject.phase.value, "text": pages.inject_text(inject.code, inject.words, made.place), "clause_id": inject.clause_id or None,
                "expected": [
                    {"step": e.step, "actor": e.actor or None, "action": e.text, "time_limit": e.time_limit or None, "due": e.due, "clause_id": e.clause_id, "quote": e.quote}
                    for e in inject.expected
                ],
            }
            for inject in made.injects
        ],
        "facts": [{"text": words, "clause_id": clause_id} for words, clause_id in made.facts],
        "files": [],
    }  # fmt: skip


def observer_workbook(made: Exercise, source: dict[str, str]) -> bytes:
    """The sheet that observers fill in; a second sheet remembers what the script was made from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    book = new_book()
    rows = [
        (
            e.step,
            e.actor or "未写明",
            e.text,
            pages.clock(e.due) if e.due is not None else "",
            "",
            "",
            short(e.clause_id),
            e.clause_id,
        )
        for e in made.expected
    ]
    sheet = add_sheet(book, "观察记录", _OBSERVER, rows, (6, 20, 50, 10, 10, 30, 18, 34))
    choice = DataValidation(type="list", formula1='"按时,超时,未做"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"E2:E{len(rows) + 1}")
    add_sheet(book, "脚本来源", ("项目", "值"), list(source.items()), (12, 60))
    return book_bytes(book)


def drill_report(
    workspace: Workspace,
    doc: str,
    marks: Path,
    *,
    on: str = "",
    out: Path | None = None,
    samples: bool = False,
    record: bool = True,
) -> Json:
    """The summary of a drill from the observers' workbook; the drill is recorded, and wrong steps go to the plan's revision list.

    Raises InputError: ``bad_marks_file``, ``bad_mark``; records only drills on plans of the user's own library.
    """
    from kb.training.exercise import Drill, DrillRecords, score

    plan = open_plan(workspace, doc, samples=samples)
    found, source = _marks(marks)
    made = _script(workspace, plan, kind=source.get("kind", "") or "桌面推演", level=source.get("level", ""), place=source.get("place", ""), incident=source.get("incident", ""), samples=samples)  # fmt: skip
    result = score(made, found)
    day = on or date.today().isoformat()
    revision = tuple((each.clause_id, pages.observed(each, mark)) for each, mark in result.lessons)
    recorded = record and plan.filed and not plan.sample
    if recorded:
        DrillRecords(workspace.place / "training").add(
            Drill(made.doc_id, made.title, made.kind, day, result.done, result.late, result.missed, revision)
        )
    return {
        "doc_id": made.doc_id, "title": made.title, "kind": made.kind, "date": day, "done": result.done, "late": result.late, "missed": result.missed,
        "unmarked": result.unmarked, "share": round(result.share, 3), "recorded": recorded,
        "lessons": [{"step": e.step, "actor": e.actor or None, "action": e.text, "result": mark.result, "note": mark.note, "clause_id": e.clause_id} for e, mark in result.lessons],
        "path": written(pages.report_blocks(made, result, day, recorded=recorded), f"{made.title}演练总结报告", out),
    }  # fmt: skip


def _marks(file: Path) -> tuple[list[Mark], dict[str, str]]:
    from openpyxl import load_workbook

    from kb.training.exercise import Mark

    if not file.exists():
        raise InputError("no_such_file", path=file)
    try:
        book = load_workbook(file, data_only=True)
        rows = list(rows_of(book["观察记录"]))
        source = (
            {row[0]: row[1] for _, row in rows_of(book["脚本来源"]) if len(row) > 1}
            if "脚本来源" in book.sheetnames
            else {}
        )
    except Exception as error:
        raise InputError("bad_marks_file", path=file) from error
    found = []
    for _, row in rows[1:]:
        step, result, note = (
            row[0].strip(),
            (row[4] if len(row) > 4 else "").strip(),
            row[5].strip() if len(row) > 5 else "",
        )
        if not result:
            continue
        if result not in _RESULTS or not step.isdigit():
            raise InputError("bad_mark", step=step, result=result)
        found.append(Mark(int(step), _RESULTS[result], note))
    return found, source


def drills(workspace: Workspace) -> list[Json]:
    """The drills recorded in the library, newest first.

    Each is ``{"doc_id", "title", "kind", "date", "done", "late", "missed", "revision"}``: the plan, 桌面推演 or 实战演练, the ISO day, how many
    steps were done in time, late and not at all, and pairs of a clause id with what was observed. The same plan, kind and day is one drill.
    Raises InputError("bad_drills") when the record is damaged.
    """
    from dataclasses import asdict

    from kb.training.exercise import DrillRecords

    return [
        asdict(each)
        for each in sorted(DrillRecords(workspace.place / "training").all(), key=lambda each: each.date, reverse=True)
    ]


def revisions(workspace: Workspace, doc: str = "", *, out: Path | None = None) -> Json:
    """The revision lists of the user's plans: the clauses that drills showed wrong, with what was observed, the words of today and the drills.

    ``doc`` picks one plan by id or a part of its title. A clause that the plan no longer has is listed with ``quote`` None.
    """
    held = [each for each in drills(workspace) if not doc or doc == each["doc_id"] or doc in each["title"]]
    library = workspace.own.library
    known = library.revisions()
    plans = []
    for doc_id in dict.fromkeys(each["doc_id"] for each in held):
        own = [each for each in held if each["doc_id"] == doc_id]
        seen: dict[str, list[Json]] = {}
        for drill in own:
            for clause_id, words in drill["revision"]:
                seen.setdefault(clause_id, []).append({"date": drill["date"], "kind": drill["kind"], "text": words})
        clauses = library.clauses(seen) if doc_id in known and seen else {}
        plans.append(
            {
                "doc_id": doc_id, "title": own[0]["title"],
                "drills": [{key: each[key] for key in ("date", "kind", "done", "late", "missed")} for each in own],
                "items": [
                    {"clause_id": clause_id, "quote": clauses[clause_id].text if clause_id in clauses else None, "observed": observed}
                    for clause_id, observed in sorted(seen.items(), key=lambda pair: -len(pair[1]))
                ],
            }
        )  # fmt: skip
    data: Json = {"plans": plans, "path": None}
    if out is not None:
        data["path"] = written(pages.revision_blocks(plans), "预案修订清单", out)
    return data
