"""What one user has on the page 查缺项, how a check gets there, and what is shown of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError, ReadError
from kb.model import Document, Review
from kb.reporting.belonging import TITLE, belongs_at
from ui import jobs, kept_checks, labels, reviews
from ui.jobs import Job
from ui.kept_checks import KeptCheck
from ui.people.viewer import viewer_name
from ui.reviews import CheckOptions, Outcome
from ui.web import links
from ui.web import review_html as show
from ui.web.common import empty, text
from ui.web.jobs import JobPanel
from ui.web.uploads import forget_uploads
from ui.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """What one user has on the page: the check and its address, which plan of it is open, and which finding or element is chosen."""

    outcome: Outcome
    options: CheckOptions
    check: str = ""
    plan: int = 0
    chosen: str = ""
    clause_id: str = ""
    section: int | None = None

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
    body = (
        show.text_html(opened[0], item, session.chosen, session.section, session.clause_id)
        if opened
        else empty("这份文件没有读出正文。")
    )
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
    if action == "plan" and key.isdigit() and int(key) < len(session.outcome.items):
        return replace(session, plan=int(key), chosen="", clause_id="", section=None)
    if action == "clause":
        return replace(session, chosen="", clause_id=key, section=None)
    if action == "show" and session.opened is not None:
        return _chosen(workspace, session, key)
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
