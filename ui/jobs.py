"""Long work that goes on when its page is left, and is found again on return: progress, time left, a way to stop it, its result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.errors import InputError, YuanfangError
from ui.libraries import in_use
from ui.people.viewer import viewer_name


def owner() -> str:
    """Whose job it is: the asking user's, in the library in use."""
    return f"{viewer_name()}|{in_use()}"


class JobState(StrEnum):
    """How a job stands; ``stopped`` was ended by the user and has kept what was done."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """A job at one moment: its stage with so many of so many steps, seconds so far and seconds left, None while nothing tells."""

    state: JobState
    stage: str
    done: int
    total: int
    seconds: float
    left: float | None


class Job:
    """One piece of long work in a thread of its own. ``result`` is there when it is done, ``error`` when it failed."""

    def __init__(self, kind: str, owner: str) -> None:
        self.kind = kind
        self.owner = owner
        self.result: Any = None
        self.error: YuanfangError | None = None
        self._state = JobState.RUNNING
        self._step = ("", 0, 0)
        self._began = self._stage_began = time.monotonic()
        self._seconds = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        """How far the work has come; the port that everything long reports to."""
        if stage != self._step[0]:
            self._stage_began = time.monotonic()
        self._step = (stage, done, total)

    def stop(self) -> None:
        """Ask the work to end at its next step."""
        self._stop.set()

    def stopped(self) -> bool:
        """Whether the work is to end."""
        return self._stop.is_set()

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self._state is JobState.RUNNING

    @property
    def progress(self) -> Progress:
        """The job at this moment."""
        stage, done, total = self._step
        now = time.monotonic()
        left = (now - self._stage_began) / done * (total - done) if self.running and done else None
        return Progress(self._state, stage, done, total, now - self._began if self.running else self._seconds, left)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the work has ended."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Callable[[Job], Any]) -> None:
        try:
            self.result = work(self)
            ended = JobState.STOPPED if self._stop.is_set() else JobState.DONE
        except YuanfangError as error:
            self.error, ended = error, JobState.FAILED
        except Exception as error:  # shown on the page as any other failure; the server goes on
            self.error, ended = YuanfangError("internal", reason=f"{type(error).__name__}: {error}"), JobState.FAILED
        self._seconds = time.monotonic() - self._began
        self._state = ended

    def _start(self, work: Callable[[Job], Any]) -> None:
        context = copy_context()
        self._thread = threading.Thread(
            target=context.run, args=(self._run, work), name=f"job-{self.kind}", daemon=True
        )
        self._thread.start()


class Jobs:
    """The last job of every kind and owner; one of a kind at a time for each owner."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[tuple[str, str], Job] = {}

    def start(self, kind: str, owner: str, work: Callable[[Job], Any]) -> Job:
        """Begin ``work(job)`` in a thread. Raises InputError("job_running") while the owner's last one of this kind still runs."""
        with self._lock:
            last = self._jobs.get((kind, owner))
            if last is not None and last.running:
                raise InputError("job_running")
            job = Job(kind, owner)
            self._jobs[kind, owner] = job
            job._start(work)
            return job

    def last(self, kind: str, owner: str) -> Job | None:
        """The owner's last job of a kind, at work or ended."""
        return self._jobs.get((kind, owner))

    def at_work(self, library: str) -> bool:
        """Whether anybody's job works in a library."""
        return any(job.running and whose.partition("|")[2] == library for (_, whose), job in list(self._jobs.items()))

    def forget(self, kind: str, owner: str) -> None:
        """Let go of an ended job and its result."""
        with self._lock:
            last = self._jobs.get((kind, owner))
            if last is not None and not last.running:
                del self._jobs[kind, owner]
