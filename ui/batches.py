"""Many plans from one workbook: a row a unit, drafted, checked and exported in worker processes; the manifest tells of each.

The manifest is written whole again as plans are finished, so that a killed run is resumed where it stood. A file that the manifest
does not know, or that somebody has edited since, is only overwritten when asked.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.errors import InputError, YuanfangError
from kb.facts.sheet import facts_from_mapping, facts_to_mapping, laid_over, load_mapping
from kb.facts.workbook import UnitRow
from kb.files import write_atomically
from kb.library.store import file_sha256
from kb.model import Notice
from kb.ports import Progress
from ui import handlers, labels, shapes
from ui.batch_manifest import Entry, manifest_rows, read_manifest, row_hash, write_manifest, write_table
from ui.batch_units import units
from ui.batch_worker import Job, Made, made_all
from ui.libraries import in_use
from ui.workspace import Workspace

Json = dict[str, Any]
_SUFFIX = re.compile(r"(?:人民政府|办事处|村民委员会|居民委员会|委员会|有限责任公司|有限公司)$")
_SAVE_EVERY = 2.0
"""Seconds between two writings of the manifest."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How the plans of a batch are made and what may be overwritten.

    Once ``stopped`` says so no further plan is made; those not made stay ``waiting`` in the manifest, and a resumed batch makes them.
    """

    plan_type: str = ""
    common: Path | None = None
    jobs: int | None = None
    resume: bool = False
    force: bool = False
    samples: bool = False
    export: Mapping[str, Any] = field(default_factory=dict)
    stopped: Callable[[], bool] = _never


def template(workspace: Workspace, output: Path, plan_type: str, common: Path | None = None) -> Json:
    """Write the empty workbook of a plan type; an existing file is never overwritten."""
    from kb.drafting.needs import asked_facts
    from kb.facts.template import template_workbook

    code = handlers.known_type(workspace, plan_type or None)
    if code is None:
        raise handlers.unknown_type(workspace, plan_type)
    if output.exists():
        raise InputError("output_exists", path=output)
    shared = load_mapping(common) if common else {}
    plan = shared.get("plan", {})
    words = plan.get("hazard", "") if isinstance(plan, dict) else ""
    hazard = workspace.outlines.hazard(str(words)) if words else None
    asked = asked_facts(workspace.outlines, code, hazard.code if hazard else "")
    data = template_workbook(workspace.fact_groups, asked)
    write_atomically(output, data)
    return {"path": str(output.resolve()), "plan_type": code, "columns": asked}


def run(
    workspace: Workspace,
    workbook: Path,
    folder: Path,
    options: BatchOptions | None = None,
    progress: Progress | None = None,
) -> Json:
    """Make a plan for every row into ``folder``; the result is the manifest with counts and seconds.

    Raises InputError: no_such_file, bad_workbook, no_unit_column, no_units, output_exists (a manifest stands there already and
    neither ``resume`` nor ``force`` is asked), batch_running.
    """
    from filelock import FileLock, Timeout

    options = options or BatchOptions()
    began = time.perf_counter()
    code = handlers.known_type(workspace, options.plan_type or None) or ""
    rows, notices = units(workspace, workbook, code)
    common = load_mapping(options.common) if options.common else {}
    if (folder / "manifest.json").exists() and not (options.resume or options.force):
        raise InputError("batch_exists", path=folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".batch.lock", timeout=0):
            before = read_manifest(folder)
            entries = _planned(workspace, rows, common, code, folder, options, before if options.resume else {})
            entries = _made(workspace, entries, folder, options, before, progress or workspace.progress)
            data = _result(entries, code, folder, notices, began)
            write_manifest(folder, data["plans"], before, data)
            write_table(folder, data)
    except Timeout as error:
        raise InputError("batch_running", path=folder) from error
    return data


def run_packed(
    workspace: Workspace,
    workbook: Path,
    options: BatchOptions,
    progress: Progress | None = None,
    within: Path | None = None,
) -> tuple[Json, Path]:
    """A batch into a folder of its own, made in ``within`` where that is given, and the folder as one zip for the page to hand out."""
    import shutil
    import tempfile

    scratch = Path(tempfile.mkdtemp(prefix="yuanfang-batch-"))
    folder = (within or scratch) / f"{file_name(workbook.stem)}-预案"
    data = run(workspace, workbook, folder, options, progress)
    (folder / ".batch.lock").unlink(missing_ok=True)
    return data, Path(shutil.make_archive(str(scratch / folder.name), "zip", folder.parent, folder.name))


def _result(entries: Sequence[Entry], code: str, folder: Path, notices: Sequence[Notice], began: float) -> Json:
    plans = manifest_rows(entries)
    counts = {
        state: sum(1 for plan in plans if plan["status"] == state) for state in ("done", "unchanged", "kept", "failed")
    }
    return {
        "out": str(folder.resolve()), "plan_type": code, "counts": counts, "plans": plans,
        "notices": [shapes.notice(item) for item in notices], "seconds": round(time.perf_counter() - began, 2),
    }  # fmt: skip


# --------------------------------------------------------------------------- what is to be made


def _planned(
    workspace: Workspace, rows: Sequence[UnitRow], common: Mapping[str, Any], code: str, folder: Path, options: BatchOptions,
    before: Mapping[str, Json],
) -> list[Entry]:  # fmt: skip
    """An entry for every row: to be made, unchanged, kept because somebody edited the file, or failed."""
    taken: dict[str, int] = {}
    return [_plan_of(workspace, row, common, code, folder, options, before, taken) for row in rows]


def _plan_of(
    workspace: Workspace, row: UnitRow, common: Mapping[str, Any], code: str, folder: Path, options: BatchOptions,
    before: Mapping[str, Json], taken: dict[str, int],
) -> Entry:  # fmt: skip
    entry = Entry(row.row, row.name)
    if row.error is not None:
        return replace(entry, status="failed", error=row.error)
    try:
        facts, _ = facts_from_mapping(laid_over(named(common, row.data), row.data))
        facts = replace(facts, plan=replace(facts.plan, type=code or facts.plan.type))
        if facts.plan.type not in workspace.outlines.types:
            raise handlers.unknown_type(workspace, facts.plan.type)
    except YuanfangError as error:
        return replace(entry, status="failed", error=with_cell(error, row))
    title = facts.plan.title or facts.short
    bare = _SUFFIX.sub("", row.name)
    name = file_name(title if bare in title or facts.short in title else f"{facts.short}{title}")
    if name in taken:
        return replace(entry, title=title, status="failed", error=InputError("unit_twice", row=taken[name], name=title))
    taken[name] = row.row
    entry = replace(entry, title=title, file=f"{name}.docx", facts=facts_to_mapping(facts), plan_type=facts.plan.type)
    entry = replace(entry, key=row_hash(entry, options.export, workspace.outlines_identity))
    path = folder / entry.file
    known = before.get(entry.file)
    if options.force or not path.exists():
        return entry
    if known is None:
        return replace(entry, status="failed", error=InputError("output_exists", path=path.name))
    if not known.get("sha256"):
        return entry
    if known["sha256"] != file_sha256(path):
        return replace(entry, status="kept", before=known)
    return replace(entry, status="unchanged", before=known) if known.get("key") == entry.key else entry


def named(common: Any, row: Mapping[str, Any]) -> Any:
    """The common facts with ``{unit.name}``, ``{unit.short}`` … in their texts replaced by the row's own."""
    if isinstance(common, dict):
        return {key: named(value, row) for key, value in common.items()}
    if isinstance(common, list):
        return [named(value, row) for value in common]
    if isinstance(common, str) and "{unit." in common:
        unit = row.get("unit", {})
        short = unit.get("short") or unit.get("name", "")
        return common.replace("{unit.name}", str(unit.get("name", ""))).replace("{unit.short}", str(short))
    return common


def with_cell(error: YuanfangError, row: UnitRow) -> YuanfangError:
    """The error with the cell that holds the wrong fact, where the row has one."""
    key = error.params.get("key", "")
    cell = next((place for name, place in row.cells.items() if key == name or key.startswith(f"{name}.")), "")
    if not cell:
        return error
    return InputError("bad_cell", cell=cell, reason=error.params.get("reason", error.code))


def file_name(title: str) -> str:
    """A title as the name of a file on any system, at most 60 characters."""
    plain = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in title)
    return plain.strip(" .")[:60].strip(" .") or "预案"


# --------------------------------------------------------------------------- making


def _made(
    workspace: Workspace,
    entries: list[Entry],
    folder: Path,
    options: BatchOptions,
    before: Mapping[str, Json],
    progress: Progress,
) -> list[Entry]:
    waiting = [number for number, entry in enumerate(entries) if entry.status == "waiting"]
    write_manifest(folder, manifest_rows(entries), before)
    if not waiting:
        return entries
    _prepare(workspace, [entries[number] for number in waiting], options)
    saved = time.monotonic()
    jobs = [_job(workspace, entries[number], folder, options) for number in waiting]
    with closing(_outcomes(waiting, jobs, options)) as outcomes:
        for done, (number, outcome) in enumerate(outcomes, start=1):
            entries[number] = _finished(entries[number], outcome)
            progress("batch", done, len(waiting))
            if options.stopped():
                break
            if time.monotonic() - saved > _SAVE_EVERY:
                write_manifest(folder, manifest_rows(entries), before)
                saved = time.monotonic()
    return entries


def _prepare(workspace: Workspace, entries: Sequence[Entry], options: BatchOptions) -> None:
    """Bring indexes up to date once, so that the workers only read."""
    sample = options.samples or any(
        str(entry.facts.get("unit", {}).get("region", "")).startswith("示例") for entry in entries
    )
    _ = workspace.own.index
    if sample:
        _ = workspace.samples.index


def _job(workspace: Workspace, entry: Entry, folder: Path, options: BatchOptions) -> Job:
    return Job(
        home=workspace.home, library=in_use(), facts=dict(entry.facts), plan_type=entry.plan_type, word=folder / entry.file,
        draft=folder / "drafts" / f"{Path(entry.file).stem}.json", samples=options.samples, export=dict(options.export),
    )  # fmt: skip


def _outcomes(
    numbers: Sequence[int], jobs: Sequence[Job], options: BatchOptions
) -> Generator[tuple[int, Made | YuanfangError], None, None]:
    with closing(made_all(jobs, processes=options.jobs)) as made:
        for at, outcome in made:
            yield numbers[at], outcome


def _finished(entry: Entry, outcome: Made | YuanfangError) -> Entry:
    if isinstance(outcome, YuanfangError):
        return replace(entry, status="failed", error=outcome)
    return replace(entry, status="done", made=outcome)


def text(data: Json) -> str:
    """The outcome in a few lines."""
    counts = data["counts"]
    lines = [
        f"已写出 {counts['done']} 份，未变 {counts['unchanged']} 份，保留他人改过的 {counts['kept']} 份，失败 {counts['failed']} 份，"
        f"用时 {data['seconds']} 秒；清单：{data['out']}/manifest.xlsx"
    ]
    lines += [
        f"  第 {plan['row']} 行 {plan['unit']}：{plan['error']['message']}" for plan in data["plans"] if plan["error"]
    ]
    lines += [f"  {labels.word(item['severity'])}：{item['message']}（{item['location']}）" for item in data["notices"]]
    return "\n".join(lines)
