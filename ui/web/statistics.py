"""统计: the figures of the library as tables with bars, coverage of a list of units, both as Excel and picture."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from ui.people.roles import Right
from ui.statistics.coverage import read_units, units_in
from ui.statistics.figures import statistics
from ui.statistics.files import written
from ui.statistics.tables import Bars, Table, longest, tables
from ui.web.access import needs
from ui.web.common import empty, guarded, text
from ui.workers import alone
from ui.workspace import Workspace

Json = dict[str, Any]
_SHOWN = 300


def build(workspace: Workspace, tab: Any) -> None:
    """Lay out the page and wire it."""
    data = gr.State(None)
    with gr.Row(elem_classes="filters"):
        go = gr.Button("重新统计", elem_id="statistics-go", min_width=100)
        sheet = gr.DownloadButton("下载 Excel", elem_id="statistics-xlsx", min_width=100)
        image = gr.DownloadButton("下载图片", elem_id="statistics-png", min_width=100)
    with gr.Accordion("按单位名单看覆盖（可选）", open=False, elem_id="statistics-units"), gr.Row():
        pasted = gr.Textbox(
            "",
            label="单位名单，一行一个", lines=4, max_lines=8, placeholder="石桥镇人民政府\n柳河镇人民政府", elem_id="units-text", scale=3
        )  # fmt: skip
        listed = gr.UploadButton("或选 Excel、文本文件", file_types=[".xlsx", ".txt", ".csv"], elem_id="units-file", scale=1)  # fmt: skip
    view = gr.HTML("", elem_id="statistics", elem_classes="sheet", apply_default_css=False)

    @needs(Right.READ)
    @guarded
    def counted(words: str | None) -> tuple[Json, str]:
        made = statistics(workspace, units_in(words.splitlines()) if words and words.strip() else ())
        return made, statistics_html(made)

    @needs(Right.READ)
    @guarded
    def from_file(file: str | None, words: str) -> str:
        return "\n".join(read_units(Path(file))) if file else words

    @needs(Right.READ, "export")
    @guarded
    def handed_out(suffix: str, made: Json | None) -> str:
        folder = Path(tempfile.mkdtemp(prefix="yuanfang-statistics-"))
        file = folder / f"预案统计{suffix}"
        return str(workspace.apart(alone, written, made or statistics(workspace), file)["path"])

    quietly: dict[str, Any] = {"api_visibility": "private"}
    gr.on([tab.select, go.click, pasted.blur], counted, pasted, [data, view], show_progress_on=view, **quietly)
    listed.upload(from_file, [listed, pasted], pasted, **quietly).then(counted, pasted, [data, view], **quietly)
    for button, suffix in ((sheet, ".xlsx"), (image, ".png")):
        button.click(needs(Right.READ, "export")(partial(handed_out, suffix)), data, button, **quietly)


def statistics_html(data: Json) -> str:
    """Every table with its bars."""
    if not data["documents"]:
        return empty("资料库还是空的，收进预案和报告后这里有统计。示例（虚构）不计入。")
    return "".join(_table(table) for table in tables(data) if table.rows)


def _table(table: Table) -> str:
    head = "".join(f"<th>{text(name)}</th>" for name in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in table.rows[:_SHOWN])
    more = f"<p class='quiet'>……共 {len(table.rows)} 行，全部在 Excel 里。</p>" if len(table.rows) > _SHOWN else ""
    note = f"<p class='quiet'>{text(table.note)}</p>" if table.note else ""
    bars = _bars(longest(table.bars)) if table.bars and table.bars.rows else ""
    return (
        f"<section class='figures'><h3>{text(table.title)}</h3><div class='two'><div class='scroll'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{more}{note}</div>{bars}</div></section>"
    )


def _bars(chart: Bars) -> str:
    most = max(value for _, value in chart.rows) or 1
    rows = "".join(
        f"<li><span>{text(name)}</span><i style='width:{max(1, round(100 * value / most)) if value else 0}%'></i><b>{value}</b></li>"
        for name, value in chart.rows
    )
    return f"<ul class='figure' aria-label='{text(chart.title)}'>{rows}</ul>"
