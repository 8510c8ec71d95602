"""查缺项: drop plans in; findings and elements beside the text, comparisons, decisions with reasons, and the files to hand out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError, YuanfangError
from kb.model import Kind
from kb.reporting.decisions import State
from ui import jobs, kept_checks, reviews
from ui.jobs import Job
from ui.people.viewer import viewer_name
from ui.reviews import CheckOptions
from ui.unfinished import Task
from ui.web import links
from ui.web.common import CLICKS, empty, event_of, folder_button, guarded, raised, text
from ui.web.jobs import JobPanel
from ui.web.review_session import (
    Session,
    after_click,
    checked,
    checked_again,
    files_again,
    recent_html,
    reopen,
    shown_parts,
    task_of,
    with_files,
)
from ui.web.shelf import can_recognise
from ui.workspace import Workspace

Json = dict[str, Any]
_AUTO, _NONE = "自动判断", "（不比较）"
_WELCOME = "把要审的预案拖到左边，可以一次放多份或一个 zip。检查只在本机进行，不收进资料库；查过的留在左边“最近的检查”里，可以随时删去。"


def build(workspace: Workspace, app: gr.Blocks) -> None:
    """Lay out the page and wire it."""
    types = [(f"{name}（{code}）", code) for code, name in workspace.checklists.types.items()]
    session = gr.State(None)
    with gr.Row(equal_height=False, elem_id="review-panes"):
        with gr.Column(scale=3, min_width=230):
            files = gr.File(label="预案（文件、文件夹、zip）", file_count="multiple", elem_id="check-files", height=120)
            gr.HTML(folder_button("check-files"), apply_default_css=False)
            plan_type = gr.Dropdown(
                [_AUTO, *types], value=_AUTO, label="预案类型（改了立即重查）", elem_id="check-type"
            )
            with gr.Accordion("比较和其他（可选）", open=False, elem_id="compare"):
                unit = gr.Textbox(
                    label="这是哪个单位的预案", placeholder="文中留下别处的名称时能指出来", elem_id="check-unit"
                )
                procedures = gr.Checkbox(
                    False, label="也查处置程序的缺口（报给谁、多久、谁通知谁）", elem_id="check-procedures"
                )
                ocr = gr.Checkbox(
                    False, label="识别扫描页（OCR，每页约 6～8 秒）", elem_id="check-ocr", interactive=can_recognise(),
                    info="" if can_recognise() else "需附加组件：pip install \"yuanfang[ocr]\"",
                )  # fmt: skip
                against = gr.Dropdown([_NONE], value=_NONE, label="上位预案（资料库）", elem_id="against")
                against_file = gr.UploadButton("或选上位预案文件", size="sm", elem_id="against-file")
                previous = gr.Dropdown([_NONE], value=_NONE, label="上一版（资料库）", elem_id="previous")
                previous_file = gr.UploadButton("或选上一版文件", size="sm", elem_id="previous-file")
                incident = gr.Dropdown([_NONE], value=_NONE, label="对照案例（资料库）", elem_id="incident")
            go = gr.Button("开始检查", variant="primary", elem_id="check")
            panel = JobPanel(workspace, "check", "check", partial(checked_again, workspace))
            with gr.Column(visible=False) as hand_out:
                make = gr.Button("生成报告、评审表、批注副本", elem_id="make-files")
                making = JobPanel(workspace, "reports", "reports", partial(files_again, workspace))
                downloads = gr.File(
                    label="下载", file_count="multiple", interactive=False, visible=False, elem_id="check-report"
                )
            recent = gr.HTML("", js_on_load=CLICKS, elem_id="recent-checks", apply_default_css=False)
        with gr.Column(scale=6, min_width=420, elem_id="review-report"):
            overview = gr.HTML("", js_on_load=CLICKS, elem_id="overview", apply_default_css=False)
            report = gr.HTML(
                empty(_WELCOME), js_on_load=CLICKS, elem_id="report", elem_classes="pane tall", apply_default_css=False
            )
        with gr.Column(scale=6, min_width=400, elem_id="review-text"):
            with gr.Column(visible=False, elem_id="decide") as decide:
                named = gr.HTML("", elem_id="chosen-finding", apply_default_css=False)
                with gr.Row(equal_height=True):
                    reason = gr.Textbox(
                        label="理由",
                        show_label=False,
                        placeholder="理由（不采纳时必填）",
                        scale=5,
                        max_lines=1,
                        elem_id="reason",
                        min_width=120,
                    )
                    accept = gr.Button("采纳", scale=1, min_width=60, elem_id="accept")
                    dismiss = gr.Button("不采纳", scale=1, min_width=70, elem_id="dismiss")
                    undo = gr.Button("撤回", scale=1, min_width=60, elem_id="undo")
            paper = gr.HTML(
                empty("检查后在这里看原文，引文会标出来。"),
                js_on_load=CLICKS,
                elem_id="plan-text",
                elem_classes="pane tall",
                apply_default_css=False,
            )

    shown = [session, overview, report, paper, decide, named, hand_out]

    @guarded
    def run(
        files: list[str] | None, kind: str, against: str, against_file: str | None, previous: str,
        previous_file: str | None, incident: str, unit: str | None, procedures: bool, ocr: bool,
    ) -> tuple[Any, ...]:  # fmt: skip
        if not files:
            raise InputError("nothing_to_check")
        options = CheckOptions(
            plan_type=None if kind == _AUTO else kind, against=against_file or _picked(against),
            previous=previous_file or _picked(previous), incident=_picked(incident),
            unit=(unit or "").strip() or None, procedures=bool(procedures), ocr=bool(ocr),
        )  # fmt: skip
        owner = viewer_name()
        workspace.jobs.forget("reports", jobs.owner())
        panel.start(lambda job: checked(workspace, job, owner, files, options), task_of(files, options))
        return (*panel.begun(), gr.File(value=None, visible=False))

    def ended(job: Job) -> tuple[Any, ...]:
        """What the page shows once a check has ended; asked for a kept check by address, it shows that one when it is there."""
        if job.error is not None:
            told = f'<p class="refusal">{text(raised(job.error))}</p>'
            return (
                *(gr.skip() for _ in range(2)),
                told,
                *(gr.skip() for _ in range(len(shown) - 3)),
                recent_html(workspace),
            )
        return (*shown_parts(job.result), recent_html(workspace))

    def arrived(request: gr.Request) -> tuple[Any, ...]:
        """Open the kept check that the address names."""
        given = links.asked(request, "review")
        if given.get("check"):
            try:
                reopen(workspace, panel, given["check"], given.get("plan", ""), given.get("finding", ""))
            except YuanfangError as error:
                told = f'<p class="refusal">{text(raised(error))}</p>'
                return (*panel.shown(), told, recent_html(workspace))
            return (*panel.begun(), gr.skip(), recent_html(workspace))
        return (*panel.shown(), gr.skip(), recent_html(workspace))

    @guarded
    def chosen_again(event: gr.EventData) -> tuple[Any, ...]:
        action, key = event_of(event)
        if action == "reopen":
            reopen(workspace, panel, key)
            return (*panel.begun(), recent_html(workspace))
        if action == "drop":
            kept_checks.drop(workspace.home, viewer_name(), key)
        return (*panel.shown(), recent_html(workspace))

    @guarded
    def retype(session: Session | None, kind: str) -> tuple[Any, ...]:
        if session is None or session.opened is None:
            return tuple(gr.skip() for _ in shown)
        code = None if kind == _AUTO else kind
        outcome = reviews.rejudge(workspace, session.outcome, session.plan, replace(session.options, plan_type=code))
        session = replace(session, outcome=outcome, chosen="", clause_id="", section=None)
        job = workspace.jobs.last("check", jobs.owner())
        if (
            job is not None
            and not job.running
            and isinstance(job.result, Session)
            and job.result.check == session.check
        ):
            job.result = session  # what a reload of the page shows
        if session.check:
            kept_checks.retyped(workspace.home, session.check, session.plan, code)
        return shown_parts(session)

    @guarded
    def clicked(session: Session | None, event: gr.EventData) -> tuple[Any, ...]:
        if session is None:
            return tuple(gr.skip() for _ in shown)
        action, key = event_of(event)
        return shown_parts(after_click(workspace, session, action, key))

    def decided(state: State | None) -> Any:
        @guarded
        def act(session: Session | None, reason: str) -> tuple[Any, ...]:
            if session is None or session.opened is None or not session.chosen:
                raise InputError("nothing_chosen")
            _, review = session.opened
            decisions = reviews.decide(workspace, review, session.chosen, state, reason or "")
            reviews.show_decisions(session.item, review, decisions)
            return (*shown_parts(session), "")

        return act

    @guarded
    def make_files(session: Session | None) -> tuple[Any, ...]:
        if session is None:
            raise InputError("nothing_to_check")
        task = Task(asked={"check": session.check}) if session.check else None
        making.start(partial(with_files, workspace, session.outcome, session.options), task)
        return making.begun()

    def made(job: Job) -> tuple[Any, ...]:
        """The files, or why there are none; those that the system has cleared away are not offered."""
        if job.error is not None:
            workspace.jobs.forget("reports", jobs.owner())  # told once
            raise gr.Error(text(raised(job.error)), title="没有完成", print_exception=False)
        there = [str(path) for path in job.result if path.exists()]
        return gr.Column(visible=bool(there)) if there else gr.skip(), gr.File(there or None, visible=bool(there))

    for button in (against_file, previous_file):
        button.upload(
            lambda file: gr.UploadButton(f"已选：{Path(file).name[:24]}"), button, button, api_visibility="private"
        )
    inputs = [files, plan_type, against, against_file, previous, previous_file, incident, unit, procedures, ocr]
    hushed: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    go.click(run, inputs, [*panel.parts, downloads], **hushed)
    app.load(arrived, None, [*panel.parts, report, recent], **hushed)
    panel.wire([app.load], [*shown, recent], ended)
    recent.click(chosen_again, None, [*panel.parts, recent], **hushed)
    plan_type.input(retype, [session, plan_type], shown, api_visibility="private", concurrency_limit=2)
    for pane in (overview, report, paper):
        pane.click(clicked, session, shown, api_visibility="private", show_progress="hidden")
    decisions: tuple[tuple[gr.Button, State | None], ...] = ((accept, "accepted"), (dismiss, "dismissed"), (undo, None))
    for button, state in decisions:
        button.click(
            decided(state), [session, reason], [*shown, reason], api_visibility="private", show_progress="hidden"
        )
    make.click(make_files, session, making.parts, **hushed)
    making.wire([app.load], [hand_out, downloads], made)
    app.load(
        lambda: _choices(workspace),
        None,
        [against, previous, incident],
        api_visibility="private",
        show_progress="hidden",
    )


def _picked(value: str | None) -> str | None:
    return None if value in (None, "", _NONE) else value


def _choices(workspace: Workspace) -> tuple[Any, Any, Any]:
    """What the library offers for comparing: plans, and past incidents."""
    library = workspace.open_library()
    records = library.document_records()
    plans: list[Any] = [_NONE, *((record.title, record.doc_id) for record in records if record.kind is Kind.PLAN)]
    told: list[Any] = [_NONE]
    for record in records:
        if record.incident_count:
            for number, event in enumerate(library.incidents_of(record.doc_id), start=1):
                told.append((f"{event.title[:30]}（{event.event_time or '时间不详'}）", f"{record.doc_id}@{number}"))
    return gr.Dropdown(plans), gr.Dropdown(plans), gr.Dropdown(told)
