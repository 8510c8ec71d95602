"""资料库: drop files in, see what became of each, what the library holds, take documents out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr

from kb.errors import InputError, YuanfangError
from ui import handlers, labels
from ui.reading import ReadPlan
from ui.sources import ReadJob, expand
from ui.web.common import badge, empty, guarded, notices, text
from ui.workspace import Workspace

_UNITS = {"ocr": "页", "reading": "份", "embedding": "条"}


def build(workspace: Workspace, app: Any, tab: Any) -> None:
    """Lay out the page and wire it."""
    with gr.Row(equal_height=False):
        with gr.Column(scale=4, min_width=300):
            files = gr.File(
                label="收进资料库（文件或 zip，可多选）", file_count="multiple", elem_id="ingest-files", height=150
            )
            ocr = gr.Checkbox(
                False, label="识别扫描页（OCR，每页约 6～8 秒）", elem_id="ingest-ocr", interactive=can_recognise(),
                info="" if can_recognise() else "需附加组件：pip install \"yuanfang[ocr]\"",
            )  # fmt: skip
            with gr.Row():
                go = gr.Button("收进资料库", variant="primary", elem_id="ingest")
                halt = gr.Button("停止", elem_id="ingest-stop", interactive=False)
            chosen = gr.Dropdown([], label="移除文件", elem_id="remove-doc", interactive=True)
            with gr.Row():
                remove = gr.Button("移除", elem_id="remove")
                verify = gr.Button("检查是否完好", elem_id="verify")
            samples = gr.Radio(
                [("自动（有自己的文件后关闭）", "auto"), ("打开", "on"), ("关闭", "off")],
                value=_switch(workspace), label="示例（虚构）资料库", elem_id="samples-switch",
            )  # fmt: skip
        with gr.Column(scale=8):
            outcome = gr.HTML("", elem_id="outcome", apply_default_css=False)
            holdings = gr.HTML("", elem_id="holdings", apply_default_css=False)

    def refreshed() -> tuple[str, Any]:
        data = handlers.stats(workspace)
        return stats_html(data), gr.Dropdown([item["doc_id"] for item in data["items"]], value=None)

    stop = Event()

    @guarded
    def take_in(files: list[str] | None, ocr: bool, progress: Any = gr.Progress()) -> tuple[str, str, Any, None]:  # noqa: B008
        if not files:
            raise InputError("nothing_to_ingest")
        stop.clear()

        def tell(stage: str, done: int, total: int) -> None:
            progress((done, total), desc=labels.stage_text(stage), unit=_UNITS.get(stage, "步"))

        plan = ReadPlan(ocr=ocr, pages=partial(tell, "ocr"), stopped=stop.is_set)
        previous = workspace.progress
        workspace.progress = tell
        try:
            with upload_jobs(files) as (jobs, failures):
                data = handlers.ingest_jobs(workspace, jobs, None, failures, plan)
        finally:
            workspace.progress = previous
        return (outcome_html(data), *refreshed(), None)

    @guarded
    def take_out(doc_id: str | None) -> tuple[str, str, Any]:
        if not doc_id:
            raise InputError("nothing_chosen")
        gone = handlers.remove(workspace, [doc_id])["removed"]
        return (f"<p>已移除：{text('、'.join(gone))}</p>", *refreshed())

    @guarded
    def examine() -> str:
        data = handlers.verify(workspace)
        if data["ok"]:
            return "<p>资料库和索引完好。</p>"
        return "<ul>" + "".join(f"<li>{text(item['message'])}</li>" for item in data["problems"]) + "</ul>"

    @guarded
    def switch(choice: str) -> None:
        from dataclasses import replace

        value = {"on": True, "off": False}.get(choice)
        workspace.change_settings(replace(workspace.settings, show_samples=value))

    def running(yes: bool) -> Any:
        return gr.Button(interactive=yes)

    quiet = {"api_visibility": "private", "show_progress": "hidden"}
    taking = go.click(partial(running, True), None, halt, **quiet).then(
        take_in,
        [files, ocr],
        [outcome, holdings, chosen, files],
        api_visibility="private",
        concurrency_limit=1,
        show_progress_on=outcome,
    )
    taking.then(partial(running, False), None, halt, **quiet)
    halt.click(stop.set, None, None, **quiet)
    remove.click(take_out, chosen, [outcome, holdings, chosen], api_visibility="private", concurrency_limit=1)
    verify.click(examine, None, outcome, api_visibility="private")
    samples.input(switch, samples, None, api_visibility="private")
    gr.on([app.load, tab.select], refreshed, None, [holdings, chosen], api_visibility="private", show_progress="hidden")


def _switch(workspace: Workspace) -> str:
    chosen = workspace.settings.show_samples
    return "auto" if chosen is None else ("on" if chosen else "off")


def can_recognise() -> bool:
    """Whether the extra for scanned pages is installed."""
    return find_spec("rapidocr") is not None


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


def outcome_html(data: dict[str, Any]) -> str:
    """What became of each file."""
    rows = "".join(
        f"<tr><td>{badge(labels.word(row['status']), row['status'])}</td>"
        f"<td>{_called(row)}<ul class='notices'>{notices(row['notices'])}</ul></td>"
        f"<td>{text(labels.word(row['kind']) if row['kind'] else '')}</td><td>{row['clauses']} 条</td><td>{row['incidents']} 个案例</td></tr>"
        for row in data["documents"]
    )
    states = Counter(row["status"] for row in data["documents"])
    counted = "、".join(f"{labels.word(status)} {count}" for status, count in states.items())
    return f"<h3>本次 {len(data['documents'])} 份（{counted}），{data['seconds']} 秒</h3><table><tbody>{rows}</tbody></table>"


def _called(row: dict[str, Any]) -> str:
    """The title, and the name of the file where that is another."""
    name = Path(row["path"].rpartition("!")[2] or row["path"]).name.removeprefix("upload:")
    title = row["title"] or name
    return text(title) if title in (name, Path(name).stem) else f"{text(title)}<br><small>{text(name)}</small>"


def stats_html(data: dict[str, Any]) -> str:
    """What the library holds."""
    if not data["documents"]:
        return empty(f"资料库还是空的（{data['home']}）。收进第一份文件后，示例会自动退到一边。")
    kinds = "".join(badge(f"{labels.word(kind)} {count}") for kind, count in data["by_kind"].items())
    rows = "".join(
        f"<tr><td>{text(item['title'])}<br><small>{text(item['doc_id'])}</small></td><td>{text(labels.word(item['kind']))}</td>"
        f"<td>{text(item['plan_type'] or '')}</td><td>{text(item['plan_level'] or '')}</td><td>{text((item['hazard'] or {}).get('name', ''))}</td>"
        f"<td>{text(item['date'] or '')}</td><td>{text(item['validity'])}</td><td>{item['clauses']}</td><td>{item['incidents']}</td></tr>"
        for item in data["items"]
    )
    head = "".join(
        f"<th>{name}</th>" for name in ("文件", "种类", "类型", "层级", "灾种", "日期", "效力", "条款", "案例")
    )
    return (
        f"<h3>共 {data['documents']} 份文件，{data['clauses']} 条条款，{data['incidents']} 个案例</h3><p>{kinds}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
