"""Reading files in worker processes: a file that hangs, eats the memory or kills its reader costs only itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import MissingExtra, ReadError, YuanfangError
from kb.model import Parsed
from kb.readers import ReadOptions
from ui.sources import ReadJob

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

SECONDS, CPU_SECONDS = 60, 18
"""Limits by the clock and by processor time for a file of up to 2 MB; larger ones get two seconds more a megabyte. A reader that hangs
works, one on a busy machine waits: where the system counts processor time (not on Windows) the second limit decides."""
SECONDS_OCR = 6 * 3600
MEMORY, MEMORY_OCR = 1024**3, 4 * 1024**3
_NICE = 5
"""Bytes of data a reader may hold, without and with recognition."""
_POLL = 0.5

Outcome = Parsed | YuanfangError
Pages = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """How files are read: with recognition or not, ``pages`` told of pages recognised, until ``stopped`` says so.

    ``internal`` leaves personal data readable, for the owner's eyes only: taking files in never does.
    """

    ocr: bool = False
    pages: Pages = _nobody
    stopped: Callable[[], bool] = _never
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An error on its way from a worker process, where exceptions with keywords do not survive pickling."""

    kind: str
    code: str
    params: dict[str, str]

    def revive(self) -> YuanfangError:
        """The error again."""
        if self.kind == "MissingExtra":
            return MissingExtra(self.params["extra"])
        return (ReadError if self.kind == "ReadError" else YuanfangError)(self.code, **self.params)


def _parse(job: ReadJob, options: ReadOptions) -> Parsed | Failure:
    """Runs in a worker process: failures travel back as values because exceptions with keywords do not survive pickling."""
    from kb.parsing import parse

    seconds = CPU_SECONDS + _extra(job)
    try:
        with _processor_time(SECONDS_OCR if options.ocr else seconds):
            return parse(job.file, doc_id=job.doc_id, options=options)
    except _OverTime:
        return Failure("ReadError", "timeout", {"path": job.base_name, "seconds": str(seconds)})
    except YuanfangError as error:
        return Failure(type(error).__name__, error.code, {"path": job.base_name, **error.params})
    except PermissionError:
        return Failure("ReadError", "unreadable_file", {"path": job.base_name})
    except MemoryError:
        return Failure("ReadError", "memory_limit", {"path": job.base_name})
    except Exception as error:
        return Failure("ReadError", "reader_failed", {"path": job.base_name, "reason": type(error).__name__})


class _OverTime(BaseException):
    """Raised in a worker that has used up its processor time; no reader catches it."""


@contextmanager
def _processor_time(seconds: int) -> Iterator[None]:
    """Raise _OverTime after so many seconds of processor time; what does not listen is killed a little later."""
    try:
        import resource
        import signal
    except ImportError:
        yield
        return

    def over(_signal: int, _frame: object) -> None:
        raise _OverTime

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    signal.signal(signal.SIGXCPU, over)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def stand_back() -> None:
    """In a worker: let what somebody waits for at a screen go first, where the system can tell (not on Windows)."""
    with suppress(AttributeError, OSError):
        os.nice(_NICE)


def _limit(memory: int) -> None:
    """In a worker: how much it may hold, where the system can tell (not on Windows)."""
    stand_back()
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))


def worker_context(preload: list[str]) -> BaseContext:
    """Fresh processes, never a fork of this one, whose threads (the page's) a fork would leave locked."""
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def _extra(job: ReadJob) -> int:
    """Seconds more for a large file."""
    try:
        return 2 * max(0, job.file.stat().st_size // 1024**2 - 2)
    except OSError:
        return 0


def read_all(
    jobs: Sequence[ReadJob], *, processes: int | None = None, plan: ReadPlan | None = None
) -> Iterator[tuple[ReadJob, Outcome]]:
    """Parse every job in worker processes, yielding in order of the jobs.

    A file that takes too long gives ReadError("timeout"), one that needs too much memory ``memory_limit``, one that kills its worker
    ``reader_died``, one that was stopped ``stopped``.
    """
    from pebble import ProcessPool

    if not jobs:
        return
    plan = plan or ReadPlan()
    workers = 1 if plan.ocr else max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    limit = MEMORY_OCR if plan.ocr else MEMORY
    with (
        tempfile.TemporaryDirectory(prefix="yuanfang-read-", ignore_cleanup_errors=True) as scratch,
        ProcessPool(
            max_workers=workers, context=worker_context(["kb.parsing"]), initializer=_limit, initargs=(limit,)
        ) as pool,
    ):
        try:
            waits = []
            for number, job in enumerate(jobs):
                options = ReadOptions(plan.ocr, Path(scratch, str(number)) if plan.ocr else None, plan.internal)
                seconds = SECONDS_OCR if plan.ocr else SECONDS + _extra(job)
                waits.append((job, options, seconds, pool.schedule(_parse, args=(job, options), timeout=seconds)))
            for job, options, seconds, future in waits:
                yield job, _outcome(job, options, seconds, future, plan)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _outcome(job: ReadJob, options: ReadOptions, seconds: int, future: Any, plan: ReadPlan) -> Outcome:
    """Wait for one file, telling of its pages and stopping it when asked."""
    from concurrent.futures import BrokenExecutor, CancelledError, wait
    from concurrent.futures import TimeoutError as Late

    from pebble import ProcessExpired

    while True:
        if plan.stopped():
            future.cancel()
            return ReadError("stopped", path=job.base_name)
        if wait([future], _POLL).done:
            break
        _tell(options, plan)
    try:
        outcome = future.result()
        return outcome.revive() if isinstance(outcome, Failure) else outcome
    except CancelledError:
        return ReadError("stopped", path=job.base_name)
    except Late:
        return ReadError("timeout", path=job.base_name, seconds=seconds)
    except (ProcessExpired, BrokenExecutor, MemoryError):
        return ReadError("reader_died", path=job.base_name)


def _tell(options: ReadOptions, plan: ReadPlan) -> None:
    if options.progress is None or not options.progress.exists():
        return
    done, _, total = options.progress.read_text(encoding="ascii").partition("/")
    if done.isdigit() and total.isdigit():
        plan.pages(int(done), int(total))
