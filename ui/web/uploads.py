"""Files that came through the page: read under their own names, and forgotten once they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.errors import InputError, YuanfangError
from ui.sources import ReadJob, expand


@contextmanager
def upload_jobs(files: Sequence[str]) -> Iterator[tuple[list[ReadJob], list[tuple[str, YuanfangError]]]]:
    """Uploaded files as read jobs, with the failures."""
    if not files:
        raise InputError("nothing_to_ingest")
    try:
        with expand([Path(file) for file in files]) as (jobs, failures):
            yield [_uploaded(job) for job in jobs], failures
    finally:
        forget_uploads(files)


def forget_uploads(files: Sequence[str]) -> None:
    """Delete the copies that an upload left in the temporary folder: the library keeps what it took, nothing keeps what it refused."""
    for file in files:
        Path(file).unlink(missing_ok=True)


def _uploaded(job: ReadJob) -> ReadJob:
    """An upload is known by its name, so that the same name brought again replaces the earlier one."""
    inside = job.source.partition("!")[2]
    return ReadJob(job.file, f"upload:{inside or job.base_name}", job.base_name, job.doc_id)
