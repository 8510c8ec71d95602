"""A check with all it can be asked for: comparisons, report, forms, annotated originals, overview; typed arguments in, JSON and files out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kb.errors import InputError, YuanfangError
from kb.files import write_atomically
from kb.model import Document, ElementVerdict, Notice, Review, Severity
from kb.reporting.annotate import Author
from kb.reporting.copies import plain_copy, require_apart, states_of, word_copy
from kb.reporting.decisions import Decision, Decisions, State, finding_id
from ui import comparisons, handlers, labels, shapes
from ui.handlers import Checked
from ui.places import place_names
from ui.sources import expand
from ui.workspace import Workspace

Json = dict[str, Any]
_AUTHOR, _INITIALS = "预案坊", "预案坊"
_NAME = 70


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What ``check`` is asked for. ``against`` and ``previous`` are files or document ids, ``incident`` an id ``doc_id@n``."""

    plan_type: str | None = None
    unit: str | None = None
    procedures: bool = False
    against: str | None = None
    previous: str | None = None
    incident: str | None = None
    report: Path | None = None
    annotated: Path | None = None
    forms: Path | None = None
    overview: Path | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished check: the files as read, and the contract's JSON."""

    checked: tuple[Checked, ...]
    data: Json

    @property
    def items(self) -> list[Json]:
        """One JSON a review or failed file."""
        found: list[Json] = self.data.get("files", [self.data])
        return found

    @property
    def reviewed(self) -> Iterator[tuple[Checked, Document, Review, Json]]:
        """Every review with its file, document and JSON."""
        items = iter(self.items)
        for item in self.checked:
            if item.error is not None:
                next(items)
                continue
            for document, review in zip(item.documents, item.reviews, strict=True):
                yield item, document, review, next(items)

    def only(self, item: Checked) -> Outcome:
        """The part of the outcome that one file makes."""
        return Outcome((item,), {"files": [data for checked, _, _, data in self.reviewed if checked is item]})


def check(workspace: Workspace, paths: Sequence[Path], options: CheckOptions) -> Outcome:
    """Check plans, compare them, write what is asked for. Originals are never written to; files that fail, fail alone."""
    _require_outputs(paths, options)
    others = _Others.of(workspace, options)
    outcome = judge(workspace, paths, options)
    for _, document, review, item in outcome.reviewed:
        others.compare(document, review, item)
    if any((options.report, options.annotated, options.forms, options.overview)):
        outcome.data["outputs"] = write_outputs(workspace, outcome, options)
    return outcome


def judge(workspace: Workspace, paths: Sequence[Path], options: CheckOptions) -> Outcome:
    """The verdicts and findings with what reviewers decided on them."""
    unit, procedures = options.unit or "", options.procedures
    return _with_decisions(
        workspace,
        tuple(handlers.check(workspace, paths, options.plan_type, unit, procedures=procedures, ocr=options.ocr)),
    )


def _with_decisions(workspace: Workspace, checked: tuple[Checked, ...]) -> Outcome:
    outcome = Outcome(checked, handlers.check_json(checked))
    names = workspace.checklists.types
    store = Decisions(workspace.home)
    for _, _, review, item in outcome.reviewed:
        item["plan_type_name"] = names.get(review.plan_type or "")
        show_decisions(item, review, store.of(review.title))
    return outcome


def rejudge(workspace: Workspace, outcome: Outcome, number: int, options: CheckOptions) -> Outcome:
    """The outcome with one plan judged as another type (``None`` lets the text tell); comparisons stay as they were."""
    unit, procedures = options.unit or "", options.procedures
    before = outcome.items
    checked, at = [], 0
    for item in outcome.checked:
        reviewed = []
        for document, review in zip(item.documents, item.reviews, strict=True):
            if at == number:
                review = workspace.review(document, options.plan_type, unit, procedures=procedures)
            reviewed.append(review)
            at += 1
        at += item.error is not None
        checked.append(replace(item, reviews=tuple(reviewed)))
    after = _with_decisions(workspace, tuple(checked))
    for old, new in zip(before, after.items, strict=True):
        new.update({key: old[key] for key in ("against", "previous", "incident") if key in old})
    return after


def show_decisions(item: Json, review: Review, decisions: dict[str, Decision]) -> None:
    """Put ids and decisions into the JSON of a review."""
    for element in item["elements"]:
        element["decision"] = _decision(decisions.get(element["id"]))
    for each, finding in zip(item["findings"], review.findings, strict=True):
        each["finding_id"] = finding_id(finding)
        each["decision"] = _decision(decisions.get(each["finding_id"]))


def decide(workspace: Workspace, review: Review, name: str, state: State | None, reason: str) -> dict[str, Decision]:
    """Accept or dismiss a finding or an element (``None`` takes it back). Raises InputError: unknown_finding, no_reason."""
    known = {element.id for element in review.elements} | {finding_id(finding) for finding in review.findings}
    if name not in known:
        raise InputError("unknown_finding", finding=name)
    return Decisions(workspace.home).decide(review.title, name, state, reason, date.today())


def _decision(decision: Decision | None) -> Json | None:
    return {"state": decision.state, "reason": decision.reason, "on": decision.on} if decision else None


# --------------------------------------------------------------------------- comparisons


@dataclass(frozen=True, slots=True)
class _Others:
    """What the plans are compared with, read once."""

    workspace: Workspace
    upper: Document | None
    old: Document | None
    incident: str | None

    @classmethod
    def of(cls, workspace: Workspace, options: CheckOptions) -> _Others:
        upper = comparisons.find_document(workspace, options.against) if options.against else None
        old = comparisons.find_document(workspace, options.previous) if options.previous else None
        if options.incident:
            comparisons.find_incident(workspace, options.incident)
        return cls(workspace, upper, old, options.incident)

    def compare(self, document: Document, review: Review, item: Json) -> None:
        """Add the keys ``against``, ``previous`` and ``incident`` to the JSON of a review."""
        if self.upper is not None:
            item["against"] = comparisons.against(self.workspace, document, self.upper)
        if self.old is not None:
            item["previous"] = comparisons.previous(document, self.old, review.plan_type)
        if self.incident:
            item["incident"] = comparisons.incident(self.workspace, document, self.incident)

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(each for each in (self.upper, self.old) if each is not None)


# --------------------------------------------------------------------------- outputs


def _require_outputs(paths: Sequence[Path], options: CheckOptions) -> None:
    """Refuse, before any work, outputs that cannot be written or would touch an original."""
    originals = _originals(paths, options)
    for name, out, suffix in (
        ("report", options.report, ".docx"),
        ("annotated", options.annotated, ".docx"),
        ("overview", options.overview, ".xlsx"),
    ):
        if out is None or (name != "overview" and out.is_dir()):
            continue
        if out.suffix.lower() != suffix:
            raise InputError("bad_suffix", path=out.name, suffix=suffix)
        require_apart(out, originals)
    if options.forms is not None and options.forms.exists() and not options.forms.is_dir():
        raise InputError("not_a_folder", path=options.forms)


def _originals(paths: Sequence[Path], options: CheckOptions) -> list[Path]:
    """Every file that is read: those given, the Word files of folders given, and what the plans are compared with."""
    found = [Path(name) for name in (options.against, options.previous) if name]
    for path in paths:
        found += sorted(path.rglob("*.doc*")) if path.is_dir() else [path]
    return found


def _write(path: Path, data: bytes) -> str:
    """Write an output; an earlier file of that name, in which somebody may have worked, is kept beside it."""
    if not path.is_file() or path.read_bytes() != data:
        _keep_earlier(path)
        write_atomically(path, data)
    return str(path.resolve())


def _keep_earlier(path: Path) -> None:
    if path.is_file():
        shutil.copy2(path, path.with_name(f"{path.stem}.bak{path.suffix}"))


def write_outputs(workspace: Workspace, outcome: Outcome, options: CheckOptions) -> Json:
    """Write the files asked for, piece by piece in workers; returns where they lie and what the user should know of them."""
    made: Json = {}
    if not any(True for _ in outcome.reviewed):
        raise InputError("nothing_written")
    if options.report is not None:
        made["report"] = workspace.apart(_reports, outcome, options)
    if options.annotated is not None:
        made["annotated"] = _annotated_files(workspace, outcome, options.annotated)
    if options.forms is not None:
        made["forms"] = workspace.apart(_forms, outcome, options.forms)
    if options.overview is not None:
        made["overview"] = workspace.apart(_overview, outcome.items, options.overview)
    return made


def _overview(_workspace: Workspace, items: Sequence[Json], out: Path) -> str:
    from ui.reports import overview_workbook

    _keep_earlier(out)
    return str(overview_workbook(items, out).resolve())


def _names_of_places(workspace: Workspace, outcome: Outcome, options: CheckOptions) -> dict[str, str]:
    documents = [document for item in outcome.checked for document in item.documents]
    return place_names([*documents, *_Others.of(workspace, options).documents])


def _reports(workspace: Workspace, outcome: Outcome, options: CheckOptions) -> str | list[str]:
    """One report on all plans, or one a plan where the output is a folder."""
    from kb.reporting.sheet import Page, to_docx
    from ui.review_report import report

    assert options.report is not None
    places, edition = _names_of_places(workspace, outcome, options), workspace.checklists.edition
    if not options.report.is_dir():
        return _write(options.report, to_docx(report(outcome.items, places, edition), "审查报告", page=Page.DENSE))
    taken: set[str] = set()
    paths = []
    for _, _, review, item in outcome.reviewed:
        path = _free(options.report, f"{review.title}-审查报告", ".docx", taken)
        paths.append(_write(path, to_docx(report([item], places, edition), review.title, page=Page.DENSE)))
    return paths


def _annotated_files(workspace: Workspace, outcome: Outcome, out: Path) -> Json | list[Json]:
    files = [item for item in outcome.checked if item.error is None]
    if not out.is_dir():
        if len(files) != 1:
            raise InputError("one_plan_only", option="annotated", count=len(files))
        return dict(workspace.apart(annotate_file, outcome.only(files[0]), files[0], out))
    taken: set[str] = set()
    made = []
    for number, item in enumerate(files, start=1):
        path = _free(out, f"{_stem(item.path)}-批注", ".docx", taken)
        try:
            require_apart(path, [Path(item.path)])
            made.append(workspace.apart(annotate_file, outcome.only(item), item, path))
        except YuanfangError as error:
            message, hint = labels.error_text(error)
            made.append({"path": item.path, "error": {"code": error.code, "message": message, "hint": hint}})
        workspace.progress("reporting", number, len(files))
    return made


def _stem(path: str) -> str:
    """The name of a file, or of a member of a zip, without its ending."""
    return Path(path if Path(path).is_file() else path.rpartition("!")[2]).stem


def annotate_file(workspace: Workspace, outcome: Outcome, item: Checked, out: Path) -> Json:
    """The commented copy of one checked file, written to ``out``.

    Raises InputError("no_such_file") when the file is gone (an upload already deleted).
    """
    with original_of(item) as original:
        return _annotate(workspace, outcome, item, original, out)


@contextmanager
def original_of(item: Checked) -> Iterator[Path]:
    """The file that was checked; a member of a zip is taken out of it once more. Raises InputError("no_such_file") when it is gone."""
    path = Path(item.path)
    archive = Path(item.path.partition("!")[0])
    if path.is_file() or not archive.is_file():
        if not path.is_file():
            raise InputError("no_such_file", path=item.path)
        yield path
        return
    with expand([archive]) as (jobs, _):
        member = next((job.file for job in jobs if job.source == item.path), None)
        if member is None:
            raise InputError("no_such_file", path=item.path)
        yield member


def _annotate(workspace: Workspace, outcome: Outcome, item: Checked, original: Path, out: Path) -> Json:
    from kb.reporting.annotate import annotate
    from ui.remarks import remarks_of

    store = Decisions(workspace.home)
    remarks = [
        remark
        for checked, document, review, data in outcome.reviewed
        if checked is item
        for remark in remarks_of(document, review, workspace.checklists, store.of(review.title), data.get("against"))
    ]
    author = Author(_AUTHOR, _INITIALS, datetime.now(UTC))
    data, notices = word_copy(original, item.documents)
    try:
        made = annotate(data, item.documents, remarks, author)
    except InputError as error:
        if error.code != "cannot_annotate":
            raise
        notices = (Notice(Severity.WARNING, "damaged_copy"),)
        made = annotate(plain_copy(original, item.documents), item.documents, remarks, author)
    written = _write(out, made.data)
    told = [*states_of(original), *notices, *made.notices]
    if made.inexact:
        told.append(Notice(Severity.INFO, "comments_inexact", {"count": str(made.inexact)}))
    return {
        "path": written,
        "comments": made.comments,
        "inexact": made.inexact,
        "notices": [shapes.notice(each) for each in told],
    }


def _forms(workspace: Workspace, outcome: Outcome, folder: Path) -> list[str]:
    """The forms that fit each plan's type, one file a form."""
    from kb.reporting.forms import asked_besides, fill
    from kb.reporting.sheet import Page, to_docx
    from ui.review_forms import form_blocks

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("bad_path", path=folder, reason=error.strerror) from error
    taken: set[str] = set()
    made = []
    for _, document, review, item in outcome.reviewed:
        places = place_names([document])
        for form in workspace.forms:
            if review.plan_type is None or review.plan_type not in form.types:
                continue
            decided = _without_dismissed(review, Decisions(workspace.home).of(review.title))
            filled = fill(form, decided, _besides(workspace, document, review.plan_type, asked_besides(form, review)))
            blocks = form_blocks(filled, review.title, item["checked_on"], places, item.get("against"))
            path = _free(folder, f"{review.title}-{form.title}", ".docx", taken)
            made.append(_write(path, to_docx(blocks, form.title, page=Page.WIDE)))
    return made


def _besides(
    workspace: Workspace, document: Document, plan_type: str, items: Sequence[str]
) -> tuple[ElementVerdict, ...]:
    """Verdicts on what a form asks and the plan's type does not need."""
    from kb.review.elements.verdicts import judge_items
    from kb.review.text import Body

    if not items:
        return ()
    lists = workspace.checklists
    return judge_items(Body.of(document), lists, lists.for_type(plan_type), items)


def _without_dismissed(review: Review, decisions: dict[str, Decision]) -> Review:
    """The review without the findings that a reviewer dismissed; elements stay, for a form must not hide them."""
    kept = tuple(
        finding
        for finding in review.findings
        if (decided := decisions.get(finding_id(finding))) is None or decided.state != "dismissed"
    )
    return replace(review, findings=kept)


def _free(folder: Path, stem: str, suffix: str, taken: set[str]) -> Path:
    """A file name made of a title, safe on any system and not used twice in one run."""
    safe = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in stem).strip(" .")
    tail = safe[safe.rfind("-") :] if "-" in safe else ""
    safe = (safe if len(safe) <= _NAME else safe[: _NAME - len(tail)] + tail) or "预案"
    name, n = safe, 2
    while name.casefold() in taken:
        name, n = f"{safe}~{n}", n + 1
    taken.add(name.casefold())
    return folder / f"{name}{suffix}"


def failed(outcome: Outcome) -> bool:
    """Exit 1: a file failed, an element is missing, a finding is of severity high."""
    return handlers.check_failed(outcome.checked)
