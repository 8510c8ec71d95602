"""资料库: drop files in, see what became of each, look after what the library holds, bring back what was removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import handlers, holdings
from ui.jobs import Job
from ui.people.roles import Right
from ui.people.viewer import viewer_name
from ui.reading import ReadPlan
from ui.unfinished import Held, Task
from ui.web import shelf_html as show
from ui.web.access import needs
from ui.web.common import CLICKS, event_of, folder_button, guarded, raised, text
from ui.web.description import Description
from ui.web.jobs import JobPanel
from ui.web.uploads import upload_jobs
from ui.workspace import Workspace

Json = dict[str, Any]
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

_TO_FORM = "() => setTimeout(() => document.querySelector('#about')?.scrollIntoView({block: 'nearest', behavior: 'smooth'}), 80)"


def build(workspace: Workspace, app: Any, tab: Any) -> None:
    """Lay out the page and wire it."""
    chosen = gr.State("")
    with gr.Row(equal_height=False):
        with gr.Column(scale=4, min_width=300):
            files = gr.File(
                label="收进资料库（文件、文件夹、zip）", file_count="multiple", elem_id="ingest-files", height=150
            )
            gr.HTML(folder_button("ingest-files"), apply_default_css=False)
            ocr = gr.Checkbox(
                False, label="识别扫描页（OCR，每页约 6～8 秒）", elem_id="ingest-ocr", interactive=can_recognise(),
                info="" if can_recognise() else "需附加组件：pip install \"yuanfang[ocr]\"",
            )  # fmt: skip
            go = gr.Button("收进资料库", variant="primary", elem_id="ingest")
            panel = JobPanel(workspace, "ingest", "ingest", partial(_ingest_again, workspace), Right.INGEST)
            with gr.Accordion("回收站", open=False, elem_id="trash-panel"):
                bin_ = gr.HTML("", elem_id="trash", apply_default_css=False, js_on_load=CLICKS)
                emptied = gr.Button("清空（不能再放回）", elem_id="trash-empty")
            with gr.Accordion("检查和示例", open=False):
                verify = gr.Button("检查是否完好", elem_id="verify")
                samples = gr.Radio(
                    [("自动（有自己的文件后关闭）", "auto"), ("打开", "on"), ("关闭", "off")],
                    value=_switch(workspace), label="示例（虚构）资料库", elem_id="samples-switch",
                )  # fmt: skip
        with gr.Column(scale=8):
            outcome = gr.HTML("", elem_id="outcome", apply_default_css=False)
            about = Description(workspace)
            wanted = gr.Textbox(
                "",
                show_label=False, container=False, placeholder="筛选：名称、类型、层级、灾种、日期、效力", elem_id="holdings-filter", max_lines=1
            )  # fmt: skip
            table = gr.HTML("", elem_id="holdings", apply_default_css=False, js_on_load=CLICKS)

    def held(wanted: str, chosen: str) -> tuple[str, str]:
        shown = show.holdings_html(handlers.stats(workspace), workspace.checklists.types, wanted, chosen)
        return shown, show.trash_html(holdings.trash(workspace))

    @needs(Right.INGEST, "ingest")
    @guarded
    def take_in(files: list[str] | None, ocr: bool) -> tuple[Any, ...]:
        if not files:
            raise InputError("nothing_to_ingest")
        task = Task({"files": [Path(file) for file in files]}, {"ocr": bool(ocr)})
        panel.start(partial(_ingest, workspace, files, bool(ocr)), task)
        return None, "", *panel.begun()

    def ended(job: Job) -> tuple[Any, ...]:
        if job.error is not None:
            return f"<p class='refusal'>{text(raised(job.error))}</p>", *held("", "")
        return show.outcome_html(job.result), *held("", "")

    @needs(Right.INGEST, "remove")
    @guarded
    def take_out(doc_id: str, wanted: str) -> tuple[Any, ...]:
        if not doc_id:
            raise InputError("nothing_chosen")
        gone = handlers.remove(workspace, [doc_id], viewer_name())["removed"]
        words = f"<p>已移除：{text('、'.join(gone))}。在左边的“回收站”里可以放回。</p>"
        return words, "", *about.hidden(), *held(wanted, "")

    @needs(Right.INGEST)
    @guarded
    def bring_back(event: gr.EventData, wanted: str, chosen: str) -> tuple[Any, ...]:
        act, key = event_of(event)
        if act != "back":
            return (gr.skip(),) * 3
        back = holdings.put_back(workspace, [key], viewer_name() or holdings.HERE)["restored"]
        return f"<p>已放回：{text('、'.join(back))}。</p>", *held(wanted, chosen)

    @needs(Right.INGEST)
    @guarded
    def empty_bin() -> tuple[str, str]:
        count = holdings.empty_trash(workspace, who=viewer_name() or holdings.HERE)["emptied"]
        return f"<p>已彻底删除 {count} 份文件。</p>", show.trash_html(holdings.trash(workspace))

    def choose(event: gr.EventData, wanted: str) -> tuple[Any, ...]:
        act, key = event_of(event)
        if act != "choose":
            return (gr.skip(),) * (2 + len(about.parts))
        return key, held(wanted, key)[0], *about.shown(key)

    @guarded
    def examine() -> str:
        data = handlers.verify(workspace)
        if data["ok"]:
            return "<p>资料库和索引完好。</p>"
        return "<ul>" + "".join(f"<li>{text(item['message'])}</li>" for item in data["problems"]) + "</ul>"

    @needs(Right.MANAGE)
    @guarded
    def switch(choice: str) -> None:
        value = {"on": True, "off": False}.get(choice)
        workspace.change_settings(replace(workspace.settings, show_samples=value))

    lists = [table, bin_]
    go.click(take_in, [files, ocr], [files, outcome, *panel.parts], **_QUIET)
    panel.wire([app.load, tab.select], [outcome, *lists], ended)
    about.wire(
        chosen, take_out, [wanted], [outcome, chosen, *about.parts, *lists], lambda words: held(words, ""), lists
    )
    opened = table.click(guarded(choose), wanted, [chosen, table, *about.parts], **_QUIET)
    opened.then(None, None, None, js=_TO_FORM)
    bin_.click(bring_back, [wanted, chosen], [outcome, *lists], **_QUIET)
    emptied.click(empty_bin, None, [outcome, bin_], **_QUIET)
    verify.click(examine, None, outcome, api_visibility="private")
    samples.input(switch, samples, None, **_QUIET)
    gr.on([app.load, tab.select, wanted.change], held, [wanted, chosen], lists, **_QUIET)


def _ingest_again(workspace: Workspace, held: Held) -> Callable[[Job], Json]:
    files = [str(file) for file in held.files("files")]
    return partial(_ingest, workspace, files, bool(held.told.asked.get("ocr")))


def _ingest(workspace: Workspace, files: list[str], ocr: bool, job: Job) -> Json:
    """In the job's thread: read the uploads into the library, telling the job how far it has come."""
    plan = ReadPlan(ocr=ocr, pages=partial(job.tell, "ocr"), stopped=job.stopped)
    with workspace.telling(job.tell), upload_jobs(files) as (jobs, failures):
        return handlers.ingest_jobs(workspace, jobs, None, failures, plan)


def _switch(workspace: Workspace) -> str:
    chosen = workspace.settings.show_samples
    return "auto" if chosen is None else ("on" if chosen else "off")


def can_recognise() -> bool:
    """Whether the extra for scanned pages is installed."""
    return find_spec("rapidocr") is not None
