"""预案台账 on the page: what is due, the recorded dates to fill in, Excel in both directions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import labels, ledger
from ui.people.roles import Right
from ui.web.access import needs
from ui.web.common import badge, empty, guarded, text
from ui.workspace import Workspace

_ALL = "全部"
_KINDS = {"overdue": "bad", "soon": "weak", "late": "weak", "done": "good", "unknown": "", "open": ""}


def build(workspace: Workspace, app: Any, tab: Any) -> None:
    """Lay out the page and wire it."""
    with gr.Row(elem_classes="filters"):
        shown = gr.Dropdown(
            [("超期和 30 天内到期", "30"), ("超期和 90 天内到期", "90"), (_ALL, _ALL)],
            value=_ALL,
            label="显示",
            elem_id="ledger-due",
        )
        export = gr.DownloadButton("导出 Excel", elem_id="ledger-export")
        sheet = gr.UploadButton("从 Excel 登记", file_types=[".xlsx"], elem_id="ledger-import")
    overview = gr.HTML("", elem_id="ledger", elem_classes="pane", apply_default_css=False)
    with gr.Accordion("登记日期", open=False):
        gr.Markdown("直接在表里填写，日期写成 2026-11-26；填好后点“保存登记”。“编号”一列不要改。")
        table = gr.Dataframe(
            headers=list(ledger.COLUMNS.values()), datatype="str", type="array", interactive=True, wrap=True, label="登记", show_label=False,
            elem_id="ledger-table", static_columns=[0],
        )  # fmt: skip
        save = gr.Button("保存登记", variant="primary", elem_id="ledger-save")

    def refreshed(choice: str) -> tuple[str, Any]:
        due = None if choice == _ALL else int(choice)
        data = ledger.ledger(workspace, due)
        return ledger_html(data), [[_cell(plan[name]) for name in ledger.COLUMNS] for plan in _all_plans(workspace)]

    @needs(Right.LEDGER, "ledger")
    @guarded
    def enter(rows: list[list[str]], choice: str) -> tuple[str, Any]:
        now = {plan["id"]: plan for plan in _all_plans(workspace)}
        changes: dict[str, dict[str, str]] = {}
        for row in rows:
            cells = dict(zip(ledger.COLUMNS, (str(value or "").strip() for value in row), strict=False))
            id_ = cells.pop("id", "") or cells.get("title", "")
            if id_:
                before = now.get(id_, {})
                told = {name: value for name, value in cells.items() if value != _cell(before.get(name, ""))}
                changes |= {id_: told} if told else {}
        ledger.change(workspace, changes)
        gr.Info(f"已登记 {len(changes)} 份预案。")
        return refreshed(choice)

    @needs(Right.LEDGER, "ledger")
    @guarded
    def take(file: str | None, choice: str) -> tuple[str, Any]:
        if not file:
            raise InputError("nothing_chosen")
        data = ledger.import_sheet(workspace, Path(file))
        for failure in data["failed"][:10]:
            gr.Warning(text(f"第 {failure['row']} 行：{failure['message']}"))
        gr.Info(f"已登记 {data['plans']} 份预案。")
        return refreshed(choice)

    @needs(Right.READ, "export")
    @guarded
    def give() -> str:
        target = Path(tempfile.mkdtemp(prefix="yuanfang-ledger-")) / "预案台账.xlsx"
        return str(ledger.export_sheet(workspace, target)["path"])

    needs(Right.READ)(refreshed)
    outputs = [overview, table]
    gr.on(
        [tab.select, app.load, shown.change],
        refreshed,
        shown,
        outputs,
        api_visibility="private",
        show_progress="hidden",
    )
    save.click(enter, [table, shown], outputs, api_visibility="private")
    sheet.upload(take, [sheet, shown], outputs, api_visibility="private")
    export.click(give, None, export, api_visibility="private")


def _all_plans(workspace: Workspace) -> list[dict[str, Any]]:
    return list(ledger.ledger(workspace)["plans"])


def _cell(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def ledger_html(data: dict[str, Any]) -> str:
    """What is due, the most urgent first."""
    if not data["plans"]:
        words = (
            "没有到期的事项。"
            if data["due_days"] is not None
            else "收进预案后，备案、公开、演练、评估的期限会列在这里。"
        )
        return empty(words)
    counts = "".join(
        badge(f"{labels.word('due_' + state)} {count}", _KINDS[state])
        for state, count in data["counts"].items()
        if count
    )
    rows = "".join(_plan_rows(plan) for plan in data["plans"])
    head = "<thead><tr><th>预案</th><th>事项</th><th>状态</th><th>应完成</th><th>依据</th></tr></thead>"
    return f"<p>截至 {text(data['today'])}　{counts}</p><table>{head}<tbody>{rows}</tbody></table>"


def _plan_rows(plan: dict[str, Any]) -> str:
    dues = plan["due"] or [None]
    body = f"<br><small>{text(plan['body'])}</small>" if plan["body"] else ""
    read = "<br><small>印发日期取自文件，请核对</small>" if plan["issued_by_text"] else ""
    title = f'<td rowspan="{len(dues)}">{text(plan["title"])}{body}{read}</td>'
    return "".join(f"<tr>{title if at == 0 else ''}{_due_cells(due)}</tr>" for at, due in enumerate(dues))


def _due_cells(due: dict[str, Any] | None) -> str:
    if due is None:
        return '<td colspan="4"><small>这类预案没有统一规定的期限。</small></td>'
    days = due["days_left"]
    left = (
        ""
        if days is None or due["state"] in ("done", "late")
        else f"<br><small>{f'还有 {days} 天' if days >= 0 else f'已过 {-days} 天'}</small>"
    )
    doubt = "<br><small>该年节假日未录入，按周末推算</small>" if due["by_weekends"] else ""
    planned = f"<br><small>计划 {text(due['planned'])}</small>" if due["planned"] else ""
    return (
        f"<td>{text(due['name'])}</td><td>{badge(labels.word('due_' + due['state']), _KINDS[due['state']])}</td>"
        f"<td>{text(due['day'] or '')}{left}{planned}{doubt}</td><td><small>{text(due['basis'])}</small></td>"
    )
