"""Worker processes of a batch: one plan drafted, checked, saved and exported; a row that hangs or dies costs only itself."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.drafting.remembering import Remembering
from kb.errors import InputError, ReadError, YuanfangError
from kb.facts.sheet import FactSheet
from ui.libraries import using
from ui.reading import Failure, stand_back, worker_context
from ui.workspace import Workspace

SECONDS_PER_PLAN = 300
_WORKSPACES: dict[Path, Workspace] = {}
_SEARCHES: dict[tuple[Path, bool], Remembering] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """One plan to make: its facts as plain data and where its files go."""

    home: Path
    library: str
    facts: dict[str, Any]
    plan_type: str
    word: Path
    draft: Path
    samples: bool
    export: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a plan: hash of the Word file, verdicts by label, what is missing, weak, open, foreign, contradictory."""

    sha256: str
    draft: str
    elements: dict[str, int]
    missing: list[str]
    weak: list[str]
    slots: list[dict[str, Any]]
    foreign_names: list[str]
    conflicts: list[str]
    findings: list[str]
    seconds: float


def made_all(
    jobs: Sequence[Job], *, processes: int | None = None
) -> Generator[tuple[int, Made | YuanfangError], None, None]:
    """Make every plan, yielding as they are finished: number of the job, and what was made or the error that stopped it."""
    from concurrent.futures import as_completed

    from pebble import ProcessPool

    workers = max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    if workers == 1:
        for number, job in enumerate(jobs):
            yield number, _revived(_make(job))
        return
    with ProcessPool(
        max_workers=workers, context=worker_context(["kb.drafting", "kb.review", "kb.export"]), initializer=stand_back
    ) as pool:
        try:
            futures = {pool.schedule(_make, args=(job,), timeout=SECONDS_PER_PLAN): n for n, job in enumerate(jobs)}
            for future in as_completed(futures):
                number = futures[future]  # type: ignore[index]
                yield number, _outcome(future, jobs[number])
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _outcome(future: Any, job: Job) -> Made | YuanfangError:
    from concurrent.futures import BrokenExecutor
    from concurrent.futures import TimeoutError as Late

    from pebble import ProcessExpired

    try:
        return _revived(future.result())
    except Late:
        return ReadError("timeout", path=job.word.name, seconds=SECONDS_PER_PLAN)
    except (ProcessExpired, BrokenExecutor, MemoryError):
        return InputError("plan_died", path=job.word.name)


def _revived(outcome: Made | Failure) -> Made | YuanfangError:
    return outcome.revive() if isinstance(outcome, Failure) else outcome


def _make(job: Job) -> Made | Failure:
    """Runs in a worker: failures travel back as values."""
    try:
        with using(job.library):
            return _make_plan(job)
    except YuanfangError as error:
        return Failure(type(error).__name__, error.code, dict(error.params))
    except OSError as error:
        return Failure("InputError", "not_writable", {"path": job.word.name, "reason": error.strerror or str(error)})


def _make_plan(job: Job) -> Made:
    from kb.drafting.draft import fill_all, new_draft
    from kb.drafting.files import save
    from kb.export import export_docx
    from kb.facts.sheet import facts_from_mapping
    from kb.library.store import file_sha256
    from ui import drafts

    began = time.perf_counter()
    workspace = _workspace(job.home)
    facts, _ = facts_from_mapping(job.facts)
    draft = new_draft(facts, job.plan_type, workspace.outlines)
    draft = fill_all(draft, workspace.outlines, _search(workspace, facts, job.samples))
    review = workspace.review_draft(draft)
    status = drafts.status_of(workspace, draft, review)
    job.draft.parent.mkdir(parents=True, exist_ok=True)
    save(draft, job.draft)
    export_docx(draft, job.word, **job.export)
    return Made(
        sha256=file_sha256(job.word),
        draft=f"drafts/{job.draft.name}",
        elements=status["elements"],
        missing=[verdict.name for verdict in review.elements if verdict.label.value == "missing"],
        weak=[verdict.name for verdict in review.elements if verdict.label.value == "weak"],
        slots=[{key: slot[key] for key in ("section", "number", "label")} for slot in status["slots"]],
        foreign_names=list(dict.fromkeys(item["name"] for item in status["foreign_names"])),
        conflicts=[item["message"] for item in status["conflicts"]],
        findings=[finding.rule for finding in review.findings if finding.severity.value == "high"],
        seconds=round(time.perf_counter() - began, 3),
    )


def _search(workspace: Workspace, facts: FactSheet, samples: bool) -> Remembering:
    key = (workspace.place, samples or facts.unit.sample)
    if key not in _SEARCHES:
        _SEARCHES[key] = Remembering(workspace.drafting_search(facts, samples=samples))
    return _SEARCHES[key]


def _workspace(home: Path) -> Workspace:
    """One workspace a process, so that model, index and outlines are loaded once."""
    if home not in _WORKSPACES:
        _WORKSPACES[home] = Workspace(home)
    return _WORKSPACES[home]
