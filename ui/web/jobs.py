"""Long work on a page: one line of progress with time left and a button to stop it, there again when the page is opened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from ui import labels
from ui.jobs import Job, Jobs, owner
from ui.web.common import text

_EVERY = 1.0
"""Seconds between two looks at work in progress; a page without work asks nothing."""


class JobPanel:
    """The progress of one kind of work on one page.

    ``show(job)`` gives the values of ``outputs`` once the work has ended; it may raise the job's error.
    """

    def __init__(self, jobs: Jobs, kind: str, elem_id: str) -> None:
        self._jobs = jobs
        self._kind = kind
        with gr.Row(elem_classes="job", visible=False) as self._row:
            self._line = gr.HTML("", elem_id=f"{elem_id}-progress", apply_default_css=False)
            self._stop = gr.Button("停止", elem_id=f"{elem_id}-stop", min_width=80, scale=0)
        self._timer = gr.Timer(_EVERY, active=False)

    def start(self, work: Callable[[Job], Any]) -> None:
        """Begin the work of the asking user. Raises InputError("job_running")."""
        self._jobs.start(self._kind, owner(), work)

    @property
    def parts(self) -> list[Any]:
        """What an event that starts the work has to update, from ``begun()``."""
        return [self._row, self._line, self._timer]

    def begun(self) -> tuple[Any, ...]:
        """``shown()`` right after a start: the clock looks once even when the work has ended by now."""
        row, line, _ = self.shown()
        return row, line, gr.Timer(active=True)

    def shown(self) -> tuple[Any, ...]:
        """The line as it is now; the clock runs as long as the work does."""
        job = self._jobs.last(self._kind, owner())
        running = job is not None and job.running
        return gr.Row(visible=running), progress_html(job) if running and job else "", gr.Timer(active=running)

    def wire(self, arrivals: Sequence[Any], outputs: Sequence[Any], show: Callable[[Job], tuple[Any, ...]]) -> None:
        """Look in when the page is opened and as long as the work runs; the result is shown on both ways."""

        def looked() -> tuple[Any, ...]:
            job = self._jobs.last(self._kind, owner())
            ended = job is not None and not job.running
            return (*self.shown(), *(show(job) if ended and job else (gr.skip() for _ in outputs)))

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        every = [*self.parts, *outputs]
        gr.on([self._timer.tick, *arrivals], looked, None, every, **quiet)
        self._stop.click(self._halt, None, self._line, **quiet)

    def _halt(self) -> str:
        job = self._jobs.last(self._kind, owner())
        if job is not None:
            job.stop()
        return progress_html(job) if job else ""


def progress_html(job: Job) -> str:
    """Stage, share done, time left."""
    now = job.progress
    share = f"{min(100, round(100 * now.done / now.total))}%" if now.total else ""
    left = f"，约剩 {_time(now.left)}" if now.left is not None and now.left >= 2 else ""
    words = "正在停止……" if job.stopped() else labels.stage_text(now.stage) if now.stage else "正在准备"
    counted = f" {now.done}/{now.total}" if now.total else ""
    bar = f'<i style="width:{share or "4%"}"></i>'
    return (
        f'<div class="job-line" role="status"><p>{text(words)}{counted}{left}。已用 {_time(now.seconds)}；'
        f'可以离开这一页，回来再看。</p><div class="job-bar">{bar}</div></div>'
    )


def _time(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
