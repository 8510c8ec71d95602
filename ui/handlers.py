"""What the product does for a user, free of command line and page: typed arguments in, the contract's JSON out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.errors import InputError, LibraryError, YuanfangError
from kb.model import Document, Notice, Parsed, Review, SearchFilters
from ui import labels, shapes
from ui.intake import Taken
from ui.libraries import in_use
from ui.reading import ReadPlan
from ui.sources import ReadJob, expand
from ui.workspace import Workspace

Json = dict[str, Any]
MAX_QUERY = 10_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a check: its reviews, or the error that stopped it."""

    path: str
    documents: tuple[Document, ...] = ()
    reviews: tuple[Review, ...] = ()
    notices: tuple[Notice, ...] = ()
    error: YuanfangError | None = None


# --------------------------------------------------------------------------- library


def ingest(
    workspace: Workspace, paths: Sequence[Path], processes: int | None = None, plan: ReadPlan | None = None
) -> Json:
    """Take files, folders and zip archives into the library."""
    with expand(paths) as (jobs, failures):
        if len(failures) == 1 and not jobs:
            raise failures[0][1]
        return ingest_jobs(workspace, jobs, processes, failures, plan)


def ingest_jobs(
    workspace: Workspace,
    jobs: Sequence[ReadJob],
    processes: int | None = None,
    failures: Sequence[tuple[str, YuanfangError]] = (),
    plan: ReadPlan | None = None,
) -> Json:
    """Take files in, whatever door they came by."""
    import time

    began = time.perf_counter()
    rows = [_failed_row(path, error) for path, error in failures]
    for number, taken in enumerate(workspace.ingest(jobs, processes, plan), start=1):
        rows += _taken_rows(taken)
        workspace.progress("reading", number, len(jobs))
    _tell_twins(workspace, rows)
    return {"documents": rows, "seconds": round(time.perf_counter() - began, 2)}


def _tell_twins(workspace: Workspace, rows: Sequence[Json]) -> None:
    """Name in every row the documents of the library whose text is much the same."""
    from kb.duplicates import twins

    signatures = workspace.open_library().signatures()
    for row in rows:
        found = twins(row["doc_id"], signatures) if row["doc_id"] else ()
        row["near_duplicates"] = [{"doc_id": twin.doc_id, "similarity": twin.similarity} for twin in found]


def _failed_row(path: str, error: YuanfangError) -> Json:
    return {
        "path": path, "status": "failed", "doc_id": None, "title": None, "kind": None, "plan_type": None,
        "clauses": 0, "incidents": 0, "notices": [shapes.failure(error)],
    }  # fmt: skip


def _taken_rows(taken: Taken) -> list[Json]:
    path = taken.job.source
    if taken.error is not None:
        return [_failed_row(path, taken.error)]
    notices = {document.doc_id: document.notices for document in taken.parsed.documents} if taken.parsed else {}
    of_file = taken.parsed.notices if taken.parsed else ()
    rows = []
    for record in taken.records:
        rows.append(
            {
                "path": path, "status": taken.status, "doc_id": record.doc_id, "title": record.title,
                "kind": record.kind.value, "plan_type": record.plan_type, "clauses": record.clause_count,
                "incidents": record.incident_count,
                "notices": [shapes.notice(item) for item in (*of_file, *notices.get(record.doc_id, ()))],
            }
        )  # fmt: skip
        of_file = ()
    return rows


def remove(workspace: Workspace, doc_ids: Sequence[str], by: str = "") -> Json:
    """Put documents into the trash; every one must be known before any is removed."""
    known = workspace.own.library.revisions()
    for doc_id in doc_ids:
        if doc_id not in known:
            raise LibraryError("unknown_document", doc_id=doc_id)
    removed: list[str] = []
    for doc_id in doc_ids:
        if doc_id not in removed:
            removed += workspace.remove(doc_id, by)
    return {"removed": removed}


def stats(workspace: Workspace) -> Json:
    """How much the library holds, by kind, type, level and hazard; samples are never counted.

    ``near_duplicates`` lists groups of document ids whose texts are much the same.
    """
    from kb.duplicates import groups

    records = workspace.open_library().document_records()
    plans = [record for record in records if record.plan_type]
    return {
        "home": str(workspace.place),
        "documents": len(records),
        "clauses": sum(record.clause_count for record in records),
        "incidents": sum(record.incident_count for record in records),
        "by_kind": shapes.counts(Counter(record.kind.value for record in records)),
        "by_plan_type": shapes.counts(Counter(str(record.plan_type) for record in plans)),
        "by_plan_level": shapes.counts(Counter(record.plan_level or "未知" for record in plans)),
        "by_hazard": shapes.counts(Counter(record.hazard_name for record in records if record.hazard_name)),
        "near_duplicates": [list(names) for names in groups(workspace.open_library().signatures())],
        "items": [shapes.record(record) for record in records],
    }


def verify(workspace: Workspace, *, repair: bool = False) -> Json:
    """Faults of library and index; ``repair`` mends what can be made again from the library."""
    found = _problems(workspace, repair=repair)
    left = _problems(workspace) if repair else found
    described = [
        {"code": code, "detail": detail, "message": labels.problem_text(code, detail), "repaired": problem not in left}
        for problem, (code, _, detail) in ((problem, problem.partition(":")) for problem in found)
    ]
    return {"ok": not left, "repaired": len(found) > len(left), "problems": described}


def _problems(workspace: Workspace, *, repair: bool = False) -> list[str]:
    library, index = workspace.open_library(), workspace.open_index()
    found = [*library.problems(repair=repair), *index.verify(repair=repair)]
    if not found and index.is_behind():
        found.append("behind:")
        if repair:
            index.refresh(workspace.progress)
    return found


# --------------------------------------------------------------------------- reading and searching


def outline(workspace: Workspace, file: Path, plan: ReadPlan | None = None) -> Json:
    """The structure of one file, without touching any library."""
    return shapes.parsed(parse_one(workspace, file, plan))


def parse_one(workspace: Workspace, file: Path, plan: ReadPlan | None = None) -> Parsed:
    """Parse one file in a worker process. Raises its error; a folder or zip is no file."""
    if file.is_dir():
        raise InputError("bad_path", path=file, reason="这是文件夹")
    with expand([file]) as (jobs, failures):
        if failures:
            raise failures[0][1]
        documents: list[Document] = []
        notices: list[Notice] = []
        for _, outcome in workspace.read(jobs, plan):
            if isinstance(outcome, YuanfangError):
                raise outcome
            documents += outcome.documents
            notices += outcome.notices
    if not documents:
        raise InputError("nothing_to_check")
    return Parsed(tuple(documents), tuple(notices))


def search(
    workspace: Workspace, query: str, k: int = 10, filters: SearchFilters | None = None, *, samples: bool = False
) -> Json:
    """The best clauses for a query."""
    if not query.strip():
        raise InputError("empty_query")
    filters = resolve_filters(workspace, filters)
    found = shapes.search_result(workspace.search(query[:MAX_QUERY], k, filters, samples=samples))
    for hit in found["hits"]:
        library = workspace.library_of(sample=hit["sample"])
        hit["library"] = None if hit["sample"] else in_use()
        hit["context"] = shapes.neighbours(*library.neighbours(hit["clause_id"]))
    return found


def resolve_filters(workspace: Workspace, filters: SearchFilters | None) -> SearchFilters | None:
    """Check the filters, so that a slip of the pen is not mistaken for 'nothing found'.

    Raises InputError: unknown_plan_type, unknown_element, bad_filter.
    """
    from indexer.filters import check as check_filters

    if filters is None or filters == SearchFilters():
        return None
    if filters.plan_type:
        filters = replace(filters, plan_type=known_type(workspace, filters.plan_type))
    if filters.element:
        wanted = filters.element.upper()
        if wanted not in {item.id for item in workspace.checklists.items}:
            raise InputError("unknown_element", element=filters.element)
        filters = replace(filters, element=wanted)
    check_filters(filters)
    return filters


def unknown_type(workspace: Workspace, code: str) -> InputError:
    """The error that names the plan types there are."""
    known = "、".join(f"{code}（{name}）" for code, name in workspace.checklists.types.items())
    return InputError("unknown_plan_type", code=code, known=known)


# --------------------------------------------------------------------------- checking


def check(
    workspace: Workspace,
    paths: Sequence[Path],
    plan_type: str | None = None,
    unit: str = "",
    *,
    procedures: bool = False,
    ocr: bool = False,
) -> list[Checked]:
    """Review every plan of the given files; ``unit`` names whose plans they are, ``procedures`` adds gaps of procedures.

    ``ocr`` reads pages that are mere pictures.
    """
    plan_type = known_type(workspace, plan_type)
    with expand(paths) as (jobs, failures):
        if failures and not jobs:
            raise failures[0][1]
        checked = [Checked(path, error=error) for path, error in failures]
        plan = ReadPlan(ocr=ocr, pages=lambda done, total: workspace.progress("ocr", done, total))
        for number, (job, outcome) in enumerate(workspace.read(jobs, plan), start=1):
            workspace.progress("checking", number, len(jobs))
            if isinstance(outcome, YuanfangError):
                checked.append(Checked(job.source, error=outcome))
                continue
            reviews = tuple(
                workspace.review(document, plan_type, unit, procedures=procedures) for document in outcome.documents
            )
            checked.append(Checked(job.source, outcome.documents, reviews, outcome.notices))
    if len(checked) == 1 and checked[0].error is not None:
        raise checked[0].error
    if not checked:
        raise InputError("nothing_to_check")
    return checked


def known_type(workspace: Workspace, code: str | None) -> str | None:
    """The plan type as the lists write it. Raises InputError("unknown_plan_type")."""
    if code is None:
        return None
    if code.upper() not in workspace.checklists.types:
        raise unknown_type(workspace, code)
    return code.upper()


def check_json(checked: Sequence[Checked]) -> Json:
    """The contract's JSON: one review, or ``files`` when there are several."""
    files = [row for item in checked for row in _check_rows(item)]
    return files[0] if len(files) == 1 else {"files": files}


def _check_rows(item: Checked) -> list[Json]:
    if item.error is not None:
        message, hint = labels.error_text(item.error)
        return [{"path": item.path, "error": {"code": item.error.code, "message": message, "hint": hint}}]
    notices = [shapes.notice(each) for each in item.notices]
    return [{"path": item.path, **shapes.review(review), "notices": notices} for review in item.reviews]


def check_failed(checked: Sequence[Checked]) -> bool:
    """Exit 1: a file failed, an element is missing, or a finding is of severity high."""
    return any(
        item.error is not None
        or any(
            any(element.label.value == "missing" for element in review.elements)
            or any(finding.severity.value == "high" for finding in review.findings)
            for review in item.reviews
        )
        for item in checked
    )


# --------------------------------------------------------------------------- measuring


def evaluate(workspace: Workspace, questions: Path) -> tuple[Json, list[Json]]:
    """The report on questions with quotes over the user's library, and a details row for each."""
    from indexer.evaluation import evaluate as measured
    from indexer.evaluation import read_lines

    if not questions.exists():
        raise InputError("no_such_file", path=questions)
    search = workspace.own.index.search
    return measured(lambda query, k: search(query, k), list(read_lines(questions)), progress=workspace.progress)


def evaluate_beir(workspace: Workspace, corpus: Path, queries: Path, qrels: Path) -> tuple[Json, list[Json]]:
    """The report on a BEIR folder, in an index that is thrown away."""
    from indexer.evaluation import evaluate_beir as measured

    for path in (corpus, queries, qrels):
        if not path.exists():
            raise InputError("no_such_file", path=path)
    return measured(corpus, queries, qrels, workspace.embedder, workspace.tokens, progress=workspace.progress)


# --------------------------------------------------------------------------- model


def model_status(workspace: Workspace) -> Json:
    """Which model embeds, and what the index was built with."""
    folder = workspace.settings.model_folder
    return {
        "model": workspace.embedder.model_id,
        "dimension": workspace.embedder.dimension,
        "default": folder is None,
        "folder": str(folder or workspace.default_model_folder),
        "index": workspace.open_index().status(),
    }


def model_import(workspace: Workspace, folder: Path) -> Json:
    """Embed with another model folder from now on, after trying it; ``default`` goes back. The index is rebuilt."""
    previous = workspace.settings
    chosen = None if str(folder) == "default" and not folder.exists() else folder.resolve()
    workspace.change_settings(replace(previous, model_folder=chosen))
    try:
        workspace.embedder.embed_queries(["应急值班制度"])
        workspace.rebuild()
    except YuanfangError:
        workspace.change_settings(previous)
        raise
    return model_status(workspace)


def model_export(workspace: Workspace, folder: Path) -> Json:
    """Copy the current model to a folder that ``model import`` reads on another machine."""
    import shutil

    source = workspace.settings.model_folder or workspace.default_model_folder
    if folder.exists() and any(folder.iterdir()):
        raise InputError("output_exists", path=folder)
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return {"folder": str(folder.resolve()), "model": workspace.embedder.model_id}
