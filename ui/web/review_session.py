"""What one user has on the page 查缺项, how a check gets there, and what is shown of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError, ReadError, YuanfangError
from kb.model import Document, Review
from kb.reporting.belonging import TITLE, belongs_at
from ui import jobs, kept_checks, labels, reviews
from ui.jobs import Job
from ui.kept_checks import KeptCheck
from ui.page_images import PageImage, page_of
from ui.people.viewer import viewer_name
from ui.reviews import CheckOptions, Outcome
from ui.unfinished import Held, Task
from ui.web import links
from ui.web import review_html as show
from ui.web.clauses import button
from ui.web.common import empty, text
from ui.web.handing import archived, handed_out
from ui.web.jobs import JobPanel
from ui.web.reading_view import original_html
from ui.web.uploads import forget_uploads
from ui.workspace import Workspace

Json = dict[str, Any]
_COMPARED = ("against", "previous")
_MANY = 8
"""More files than this are handed out as one archive."""


@dataclass(frozen=True, slots=True)
class Session:
    """What one user has on the page: the check and its address, which plan of it is open, which finding or element is chosen.

    ``page`` is the page of the original that stands beside the text: 0 for the one of the chosen place, None for none.
    """

    outcome: Outcome
    options: CheckOptions
    check: str = ""
    plan: int = 0
    chosen: str = ""
    clause_id: str = ""
    section: int | None = None
    page: int | None = None

    @property
    def item(self) -> Json:
        """The JSON of the open plan."""
        return self.outcome.items[self.plan]

    @property
    def opened(self) -> tuple[Document, Review] | None:
        """The open plan's document and review; None for a file that failed."""
        found = (each for each in self.outcome.reviewed if each[3] is self.item)
        opened = next(found, None)
        return (opened[1], opened[2]) if opened else None


def checked(workspace: Workspace, job: Job, owner: str, files: list[str], options: CheckOptions) -> Session:
    """In the job's thread: check, keep what may be kept, forget what may not."""
    try:
        with _followed(workspace, job):
            outcome = reviews.check(workspace, [Path(file) for file in files], options)
    except ReadError as error:
        if error.code == "secret_mark":
            forget_uploads(files)
        raise
    secret = [
        item.path.partition("!")[0] for item in outcome.checked if item.error and item.error.code == "secret_mark"
    ]
    forget_uploads(secret)
    kept = kept_checks.keep(workspace.home, owner, [Path(file) for file in files], options, outcome)
    opened = next((n for n, item in enumerate(outcome.items) if "error" not in item), 0)
    return Session(outcome, options, kept.id if kept else "", opened)


def task_of(files: Sequence[str], options: CheckOptions) -> Task:
    """What a check was asked, to be done again: documents of the library by name, files as files."""
    values = {
        name: getattr(options, name) for name in ("plan_type", "unit", "procedures", "ocr", "incident", *_COMPARED)
    }
    beside = {name: [Path(values[name])] for name in _COMPARED if values[name] and Path(values[name]).is_file()}
    asked = {name: value for name, value in values.items() if name not in beside}
    return Task({"files": [Path(file) for file in files], **beside}, asked)


def checked_again(workspace: Workspace, held: Held) -> Callable[[Job], Session]:
    """In the job's thread: a check that was cut off, from its beginning."""
    owner = viewer_name()

    def work(job: Job) -> Session:
        folder = Path(
            tempfile.mkdtemp(prefix="yuanfang-check-")
        )  # outlives the work: pages and copies are made of them later
        files = [str(shutil.move(file, folder)) for file in held.files("files")]
        beside = {name: str(shutil.move(held.files(name)[0], folder)) for name in _COMPARED if held.files(name)}
        return checked(workspace, job, owner, files, CheckOptions(**{**held.told.asked, **beside}))

    return work


def reopen(workspace: Workspace, panel: JobPanel, check_id: str, plan: str = "", name: str = "") -> None:
    """Begin to check kept files again, to show a plan and a finding of it. Raises InputError: unknown_check, job_running."""
    check = kept_checks.find(workspace.home, check_id)
    last = workspace.jobs.last("check", jobs.owner())
    known = last.result if last is not None and not last.running else None
    panel.start(lambda job: _opened_again(workspace, job, check, known, plan, name))


def _opened_again(workspace: Workspace, job: Job, check: KeptCheck, known: Any, plan: str, name: str) -> Session:
    if isinstance(known, Session) and known.check == check.id:
        session = known
    else:
        with _followed(workspace, job):
            session = Session(*kept_checks.again(workspace, check), check.id)
    number = int(plan) if plan.isdigit() and int(plan) < len(session.outcome.items) else 0
    session = replace(session, plan=number, chosen="", clause_id="", section=None)
    return _chosen(workspace, session, name) if name and session.opened is not None else session


def with_files(workspace: Workspace, outcome: Outcome, options: CheckOptions, job: Job) -> list[Path]:
    """In the job's thread: the files of a check, many of them as one archive."""
    with workspace.telling(job.tell):
        made = handed_out(workspace, outcome, options)
    return made if len(made) <= _MANY else [archived(made)]


def files_again(workspace: Workspace, held: Held) -> Callable[[Job], list[Path]]:
    """In the job's thread: the files of a kept check, which is checked once more."""

    def work(job: Job) -> list[Path]:
        with _followed(workspace, job):
            outcome, options = kept_checks.again(
                workspace, kept_checks.find(workspace.home, str(held.told.asked["check"]))
            )
        return with_files(workspace, outcome, options, job)

    return work


@contextmanager
def _followed(workspace: Workspace, job: Job) -> Iterator[None]:
    """Tell the job how far the work has come, and end the work when the user asks for it."""

    def tell(stage: str, done: int, total: int) -> None:
        job.tell(stage, done, total)
        if job.stopped():
            raise InputError("check_stopped")

    with workspace.telling(tell):
        yield


def recent_html(workspace: Workspace) -> str:
    """The user's kept checks, to be opened again or dropped."""
    rows = "".join(
        f'<li><button type="button" class="act plain" data-act="reopen" data-key="{text(each.id)}">{text(each.title)}'
        f"{f' 等 {each.plans} 份' if each.plans > 1 else ''}</button> <small>{_when(each.made)}</small>"
        f'<button type="button" class="act" data-act="drop" data-key="{text(each.id)}" aria-label="删去这次检查：{text(each.title)}">删去</button></li>'
        for each in kept_checks.of_owner(workspace.home, viewer_name())
    )
    return f"<h2>最近的检查</h2><ul>{rows}</ul>" if rows else ""


def _when(made: str) -> str:
    return datetime.fromisoformat(made).astimezone().strftime("%m-%d %H:%M")


# --------------------------------------------------------------------------- what is shown


def shown_parts(session: Session) -> tuple[Any, ...]:
    """What every part of the page shows: session, overview, results, text, the chosen one and what can be done with it, hand-outs."""
    item, opened = session.item, session.opened
    body = _body(session, opened[0]) if opened else empty("这份文件没有读出正文。")
    name = _name_of(item, session.chosen)
    return (
        session,
        show.overview_html(session.outcome.items, session.plan),
        show.results_html(item, session.chosen),
        body,
        gr.Column(visible=bool(name)),
        _named_html(session, name),
        gr.Column(visible=any("error" not in each for each in session.outcome.items)),
    )


def _body(session: Session, document: Document) -> str:
    """The text, and beside it a page of the original where that is asked for."""
    words = show.text_html(document, session.item, session.chosen, session.section, session.clause_id)
    if session.page is None:
        return f'<p class="tools">{button("page", "0", "看原样页面")}</p>{words}'
    masked = any(notice.code == "masked_personal" for notice in document.notices)
    beside = original_html(_page(session, document, session.page), "", masked=masked)
    closed = button("page", "", "收起原样页面")
    return f'<div class="in-context with-page two"><div><p class="tools">{closed}</p>{words}</div>{beside}</div>'


def _page(session: Session, document: Document, number: int) -> PageImage | str:
    """The page asked for, by default the one of the chosen place, or the sentence that says why there is none."""
    clause = next((each for each in document.clauses if each.id == session.clause_id), None)
    heading = document.sections[session.section].label if session.section is not None and session.section >= 0 else ""
    words = clause.text if clause else heading or document.title
    checked_file = next(item for item, _, _, data in session.outcome.reviewed if data is session.item)
    try:
        with reviews.original_of(checked_file) as original:
            return page_of(original, number or ((clause.page or 0) if clause else 0), words)
    except YuanfangError as error:
        return "".join(labels.error_text(error))


def _named_html(session: Session, name: str) -> str:
    """What is chosen, with its address where the check is kept."""
    if not name:
        return ""
    address = links.finding(session.check, session.plan, session.chosen) if session.check else ""
    told = f' data-address="{text(address)}"' if address else ""
    return f"<p{told}><b>{text(name)}</b> {links.copier(address) if address else ''}</p>"


def _name_of(item: Json, key: str) -> str:
    for each in item.get("elements", []):
        if each["id"] == key:
            return f"{labels.word(each['label'])}：{each['name']}（{key}）"
    for each in item.get("findings", []):
        if each["finding_id"] == key:
            return f"{labels.word(each['severity'])}：{each['message']}"
    return ""


def after_click(workspace: Workspace, session: Session, action: str, key: str) -> Session:
    """The session after a click on ``data-act``: another plan, a clause, a finding or element."""
    if action == "page":
        return replace(session, page=int(key) if key.isdigit() else None)
    beside = None if session.page is None else 0
    if action == "plan" and key.isdigit() and int(key) < len(session.outcome.items):
        return replace(session, plan=int(key), chosen="", clause_id="", section=None, page=beside)
    if action == "clause":
        return replace(session, chosen="", clause_id=key, section=None, page=beside)
    if action == "show" and session.opened is not None:
        return _chosen(workspace, replace(session, page=beside), key)
    return session


def _chosen(workspace: Workspace, session: Session, key: str) -> Session:
    """The finding or element with its first place; a missing element stands at the heading where it belongs."""
    assert session.opened is not None
    document, review = session.opened
    verdict = next((each for each in review.elements if each.id == key), None)
    if verdict is not None and not verdict.clause_id:
        section = belongs_at(verdict, review.elements, document, workspace.checklists)
        return replace(session, chosen=key, clause_id="", section=section)
    if verdict is not None:
        return replace(session, chosen=key, clause_id=verdict.clause_id, section=None)
    place = next((each["clause_id"] for each in session.item["findings"] if each["finding_id"] == key), None)
    return replace(session, chosen=key, clause_id=place or "", section=None if place else TITLE)
