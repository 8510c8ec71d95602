"""Taking files into a library: what is new is read in worker processes, what is known is told so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.errors import YuanfangError
from kb.library.store import WITH_OCR, Arrival, DocumentRecord, Library, file_sha256
from kb.model import Parsed
from ui.reading import ReadPlan, read_all
from ui.sources import ReadJob


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file that was to be taken in: its status, its documents, or the error that stopped it."""

    job: ReadJob
    status: str
    records: tuple[DocumentRecord, ...] = ()
    parsed: Parsed | None = None
    error: YuanfangError | None = None


def take_in(
    library: Library, jobs: Sequence[ReadJob], processes: int | None = None, plan: ReadPlan | None = None
) -> Iterator[Taken]:
    """Read files into a library, yielding what became of each in the order given; the index is the caller's business."""
    version = parser_version(ocr=plan is not None and plan.ocr)
    arrivals = [Arrival(job.source, job.base_name, file_sha256(job.file)) for job in jobs]
    plans = list(zip(jobs, arrivals, library.plan(arrivals, version), strict=True))
    to_read = [replace(job, doc_id=intake.doc_id) for job, _, intake in plans if intake.status in {"added", "updated"}]
    outcomes = read_all(to_read, processes=processes, plan=plan)
    failures: dict[str, YuanfangError] = {}
    for job, arrival, intake in plans:
        if intake.status in {"unchanged", "duplicate"}:
            error = failures.get(arrival.sha256)
            yield (
                Taken(job, "failed", error=error)
                if error
                else Taken(job, intake.status, _records(library, intake.doc_id))
            )
            continue
        outcome = next(outcomes)[1]
        if isinstance(outcome, YuanfangError):
            failures[arrival.sha256] = outcome
            yield Taken(job, "failed", error=outcome)
            continue
        library.store(outcome.documents, intake, arrival, job.file, version)
        yield Taken(job, intake.status, _records(library, intake.doc_id), outcome)


def _records(library: Library, file_id: str) -> tuple[DocumentRecord, ...]:
    """The records of one file: the document itself or the parts of a compilation."""
    return tuple(
        record
        for record in library.document_records()
        if record.doc_id == file_id or record.doc_id.startswith(f"{file_id}/")
    )


def parser_version(*, ocr: bool = False) -> str:
    """Part of what a file's record says: read anew by another parser, or when recognition is asked for and was not used."""
    from kb.parsing import PARSER_VERSION

    return PARSER_VERSION + WITH_OCR if ocr else PARSER_VERSION
