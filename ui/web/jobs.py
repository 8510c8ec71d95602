"""Long work on a page: one line of progress with time left and a button to stop it, there again when the page is opened again.

Work that a stopped server left behind is told in the same place, to be taken up again or forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import labels, unfinished
from ui.jobs import Job, owner
from ui.libraries import in_use
from ui.people.roles import Right
from ui.people.viewer import viewer_name
from ui.unfinished import Held, Task, Unfinished
from ui.web.access import needs
from ui.web.common import guarded, text
from ui.workspace import Workspace

_EVERY = 1.0
"""Seconds between two looks at work in progress; a page without work asks nothing."""

Work = Callable[[Job], Any]


class JobPanel:
    """The progress of one kind of work on one page.

    ``again(held)`` gives the work that does once more what was asked. ``wire``'s ``show(job)`` gives the values of ``outputs`` once the
    work has ended; it may raise the job's error. ``right`` is what taking it up again asks, where that is not the page's.
    """

    def __init__(
        self, workspace: Workspace, kind: str, elem_id: str, again: Callable[[Held], Work], right: Right | None = None
    ) -> None:
        self._home = workspace.home
        self._jobs = workspace.jobs
        self._kind = kind
        self._again = again
        self._right = right
        with gr.Row(elem_classes="job", visible=False) as self._row:
            self._line = gr.HTML("", elem_id=f"{elem_id}-progress", apply_default_css=False)
            self._stop = gr.Button("停止", elem_id=f"{elem_id}-stop", min_width=80, scale=0)
        with gr.Row(elem_classes="job left", visible=False) as self._left_row:
            self._left = gr.HTML("", elem_id=f"{elem_id}-left", apply_default_css=False)
            self._resume = gr.Button("接着做", elem_id=f"{elem_id}-resume", variant="primary", min_width=80, scale=0)
            self._discard = gr.Button("不要了", elem_id=f"{elem_id}-discard", min_width=80, scale=0)
        self._timer = gr.Timer(_EVERY, active=False)

    def start(self, work: Work, task: Task | None = None) -> None:
        """Begin the work of the asking user; with ``task`` it can be taken up again after the server has died. Raises InputError("job_running")."""
        self._jobs.start(self._kind, owner(), work if task is None else self._kept(lambda _: work, task))

    def start_held(self, work: Callable[[Held], Work], task: Task) -> None:
        """As ``start``, for work on the kept copies of its files, in a folder that outlives the server. Raises InputError("job_running")."""
        self._jobs.start(self._kind, owner(), self._kept(work, task))

    def _kept(self, work: Callable[[Held], Work], task: Task) -> Work:
        home, kind, user, library = self._home, self._kind, viewer_name(), in_use()

        def done(job: Job) -> Any:
            held = unfinished.begin(home, kind, user, library, task)
            return _to_the_end(held, work(held), job)

        return done

    @property
    def parts(self) -> list[Any]:
        """What an event that starts the work has to update, from ``begun()``."""
        return [self._row, self._line, self._timer, self._left_row, self._left]

    def begun(self) -> tuple[Any, ...]:
        """``shown()`` right after a start: the clock looks once even when the work has ended by now."""
        row, line, _, *rest = self.shown()
        return row, line, gr.Timer(active=True), *rest

    def shown(self) -> tuple[Any, ...]:
        """The line as it is now, and what was left; the clock runs as long as the work does."""
        job = self._jobs.last(self._kind, owner())
        running = job is not None and job.running
        left = None if running else self._first_left()
        return (
            gr.Row(visible=running), progress_html(job) if running and job else "", gr.Timer(active=running),
            gr.Row(visible=left is not None), left_html(left) if left else "",
        )  # fmt: skip

    def wire(self, arrivals: Sequence[Any], outputs: Sequence[Any], show: Callable[[Job], tuple[Any, ...]]) -> None:
        """Look in when the page is opened and as long as the work runs; the result is shown on both ways."""

        def looked() -> tuple[Any, ...]:
            nothing = tuple(gr.skip() for _ in outputs)
            job = self._jobs.last(self._kind, owner())
            found = show(job) if job is not None and not job.running else nothing
            if self._jobs.last(self._kind, owner()) is not job:  # another event has begun the next one meanwhile
                return (*self.begun(), *nothing)
            return (*self.shown(), *found)

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        every = [*self.parts, *outputs]
        gr.on([self._timer.tick, *arrivals], looked, None, every, **quiet)
        self._stop.click(self._halt, None, self._line, **quiet)
        taken_up = guarded(self._taken_up)
        self._resume.click(
            needs(self._right, self._kind)(taken_up) if self._right else taken_up, None, self.parts, **quiet
        )
        self._discard.click(guarded(self._dropped), None, self.parts, **quiet)

    def _halt(self) -> str:
        job = self._jobs.last(self._kind, owner())
        if job is not None:
            job.stop()
        return progress_html(job) if job else ""

    def _first_left(self) -> Unfinished | None:
        mine = unfinished.left(self._home, viewer_name())
        return next((each for each in mine if (each.kind, each.library) == (self._kind, in_use())), None)

    def _required(self) -> str:
        left = self._first_left()
        if left is None:
            raise InputError("unknown_work")
        return left.id

    def _taken_up(self) -> tuple[Any, ...]:
        home, user, name = self._home, viewer_name(), self._required()

        def again(job: Job) -> Any:
            held = unfinished.taken_up(home, user, name)
            return _to_the_end(held, self._again(held), job)

        self._jobs.start(self._kind, owner(), again)
        return self.begun()

    def _dropped(self) -> tuple[Any, ...]:
        unfinished.drop(self._home, viewer_name(), self._required())
        return self.shown()


def _to_the_end(held: Held, work: Work, job: Job) -> Any:
    """Do the work; it is forgotten once it has ended, well or not. A process that dies on the way leaves it to be found."""
    try:
        return work(job)
    finally:
        held.end()


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


def left_html(left: Unfinished) -> str:
    """What was not finished, in words."""
    names = [name for names in left.files.values() for name in names]
    of = f"（{text(names[0][:40])}{f' 等 {len(names)} 份' if len(names) > 1 else ''}）" if names else ""
    return f'<p role="status" class="left-line"><b>{_began(left)} 的{labels.word("job_" + left.kind)}{of}没有做完</b>，程序中途停了。已做好的都在。</p>'


def left_words(left: Unfinished) -> str:
    """What was not finished, in a few words for a list."""
    return f"{_began(left)} 的{labels.word('job_' + left.kind)}没有做完"


def _began(left: Unfinished) -> str:
    return datetime.fromisoformat(left.began).astimezone().strftime("%m-%d %H:%M")


def _time(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
