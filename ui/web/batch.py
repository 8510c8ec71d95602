"""批量编制 on the page: a workbook is shown with its faults before anything is made; the making goes on when the page is left."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError, YuanfangError
from kb.facts.sheet import facts_from_mapping, laid_over
from ui import batches, labels
from ui.batch_units import units as read_units
from ui.jobs import Job
from ui.unfinished import Held, Task
from ui.web.common import badge, empty, guarded, raised, text
from ui.web.common import notices as notices_html
from ui.web.jobs import JobPanel
from ui.workspace import Workspace

_SHOWN = 60


def build(workspace: Workspace, app: Any, types: list[tuple[str, str]]) -> None:
    """Lay out the panel and wire it."""
    with gr.Accordion("批量编制（一张表，一行一个单位）", open=False, elem_id="batch-panel"):
        with gr.Row():
            plan_type = gr.Dropdown(types, value="VIL", label="预案类型", elem_id="batch-type")
            units = gr.File(label="单位表（.xlsx）", file_types=[".xlsx"], height=110, elem_id="batch-units")
            common = gr.File(label="共同的事实（TOML，可不传）", file_types=[".toml"], height=110)
        with gr.Row():
            template = gr.Button("下载空的单位表", elem_id="batch-template")
            start = gr.Button("开始编制", variant="primary", elem_id="batch-start")
        panel = JobPanel(workspace, "batch", "batch", partial(_made_again, workspace))
        table = gr.HTML("", elem_id="batch-table", elem_classes="pane", apply_default_css=False)
        file = gr.File(label="结果", interactive=False, visible=False, elem_id="batch-file")
    quietly: dict[str, Any] = {"api_visibility": "private"}

    @guarded
    def empty_table(plan_type: str) -> Any:
        folder = Path(tempfile.mkdtemp(prefix="yuanfang-batch-"))
        path = folder / f"单位表-{workspace.checklists.types.get(plan_type, plan_type)}.xlsx"
        batches.template(workspace, path, plan_type)
        return gr.File(str(path), visible=True)

    @guarded
    def shown(units: str | None, common: str | None, plan_type: str) -> str:
        return preview_html(workspace, Path(units), Path(common) if common else None, plan_type) if units else ""

    @guarded
    def made(units: str | None, common: str | None, plan_type: str) -> tuple[Any, ...]:
        if not units:
            raise InputError("nothing_chosen")
        shared = Path(common) if common else None
        task = Task({"units": [Path(units)], "common": [shared] if shared else []}, {"plan_type": plan_type})
        panel.start_held(partial(_made_again, workspace), task)
        return gr.File(None, visible=False), *panel.begun()

    def ended(job: Job) -> tuple[Any, ...]:
        if job.error is not None:
            return f"<p class='refusal'>{text(raised(job.error))}</p>", gr.skip()
        data, packed = job.result
        return outcome_html(data), gr.File(str(packed), visible=True)

    template.click(empty_table, plan_type, file, **quietly)
    for each in (units, common, plan_type):
        each.change(shown, [units, common, plan_type], table, show_progress="hidden", **quietly)
    start.click(made, [units, common, plan_type], [file, *panel.parts], **quietly)
    panel.wire([app.load], [table, file], ended)


def _made_again(workspace: Workspace, held: Held) -> Callable[[Job], tuple[dict[str, Any], Path]]:
    """In the job's thread: the plans of a workbook that are not made yet, and the archive of all; stopped, of those made so far."""
    (units,), common = held.files("units"), held.files("common")

    def made(job: Job) -> tuple[dict[str, Any], Path]:
        asked = str(held.told.asked["plan_type"])
        options = batches.BatchOptions(asked, common[0] if common else None, resume=True, stopped=job.stopped)
        return batches.run_packed(workspace, units, options, job.tell, held.folder / "made")

    return made


def preview_html(workspace: Workspace, units: Path, common: Path | None, plan_type: str) -> str:
    """The rows as they were read, each with its fault and cell."""
    from kb.facts.sheet import load_mapping

    rows, notices = read_units(workspace, units, plan_type)
    shared = load_mapping(common) if common else {}
    lines = []
    for row in rows[:_SHOWN]:
        error: YuanfangError | None = row.error
        title = ""
        if error is None:
            try:
                title = facts_from_mapping(laid_over(batches.named(shared, row.data), row.data))[0].plan.title
            except YuanfangError as caught:
                error = batches.with_cell(caught, row)
        facts = sum(len(value) if isinstance(value, dict | list) else 1 for value in row.data.values())
        state = (
            badge("可以编制", "good")
            if error is None
            else f"{badge('不能编制', 'bad')}{text(labels.error_text(error)[0])}"
        )
        lines.append(
            f"<tr><td>{row.row}</td><td>{text(row.name)}</td><td>{text(title)}</td><td>{facts}</td><td>{state}</td></tr>"
        )
    more = f"<p>……共 {len(rows)} 行。</p>" if len(rows) > _SHOWN else ""
    head = "<tr><th>行</th><th>单位</th><th>预案名称</th><th>事实</th><th>状态</th></tr>"
    told_of = "".join(f"<li class='warning'>{text(labels.notice_text(n))}（{text(n.location)}）</li>" for n in notices)
    return f"<table>{head}{''.join(lines)}</table>{more}<ul class='notices'>{told_of}</ul>"


def outcome_html(data: dict[str, Any]) -> str:
    """What became of every row."""
    counts = data["counts"]
    rows = "".join(
        f"<tr><td>{plan['row']}</td><td>{text(plan['unit'])}</td><td>{badge(labels.word(plan['status']), plan['status'])}</td>"
        f"<td>缺 {plan['elements'].get('missing', 0)}　弱 {plan['elements'].get('weak', 0)}</td><td>待补充 {len(plan['slots'])}</td>"
        f"<td>{text(plan['error']['message'] if plan['error'] else '')}</td></tr>"
        for plan in data["plans"]
    )
    if not rows:
        return empty("没有可编制的行。")
    waiting = sum(1 for plan in data["plans"] if plan["status"] == "waiting")
    left = f"已停止，没有做 {waiting} 份，" if waiting else ""
    summary = f"<p>写出 {counts['done']} 份，失败 {counts['failed']} 份，{left}用时 {data['seconds']} 秒。压缩包里有 Word、草稿和清单。</p>"
    return f"{summary}<table>{rows}</table><ul class='notices'>{notices_html(data['notices'])}</ul>"
