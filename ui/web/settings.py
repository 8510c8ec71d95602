"""设置: the model, holidays, backup and restore, people and the access log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import care, handlers, labels, ledger
from ui.jobs import Job
from ui.people.log import AccessLog
from ui.people.roles import Right
from ui.people.users import Users
from ui.unfinished import Held, Task
from ui.web.access import needs
from ui.web.common import empty, guarded, raised, text
from ui.web.jobs import JobPanel
from ui.workspace import Workspace

_LAST = 200


def build(workspace: Workspace, app: Any, tab: Any, *, shared: bool) -> None:
    """Lay out the page and wire it; people and log are shown where there is a login."""
    with gr.Row(equal_height=False):
        with gr.Column(min_width=320):
            status = gr.HTML("", elem_id="status", apply_default_css=False)
            with gr.Row():
                verify = gr.Button("检查资料库", elem_id="verify-all")
                repair = gr.Button("修复", elem_id="repair")
                reindex = gr.Button("重建索引", elem_id="reindex")
            panel = JobPanel(workspace, "care", "care", partial(_care_again, workspace))
            with gr.Row():
                backup = gr.DownloadButton("备份资料库", elem_id="backup")
                restore = gr.UploadButton("从备份恢复", file_types=[".zip"], elem_id="restore")
            outcome = gr.HTML("", elem_id="care-outcome", apply_default_css=False)
        with gr.Column(min_width=320):
            table = gr.Code(
                "",
                language=None,
                label="节假日：要补充、改写的年份",
                lines=10,
                elem_id="holidays",
            )
            keep = gr.Button("保存节假日", elem_id="holidays-save")
    if shared:
        people = gr.HTML("", elem_id="people", apply_default_css=False)

    def shown() -> tuple[str, str]:
        own = ledger.holiday_file(workspace)
        words = (
            own.read_text(encoding="utf-8")
            if own.exists()
            else '# 例：\n# [2027]\n# off = ["01-01", "01-02"]\n# work = ["01-09"]\n'
        )
        return _status_html(workspace), words

    @guarded
    def examine() -> str:
        return _verified(handlers.verify(workspace))

    def begin(what: str) -> Any:
        @needs(Right.MANAGE, "change")
        @guarded
        def work() -> tuple[Any, ...]:
            panel.start(partial(_care, workspace, what), Task(asked={"what": what}))
            return "", *panel.begun()

        return work

    def ended(job: Job) -> tuple[str]:
        return (f"<p class='refusal'>{text(raised(job.error))}</p>" if job.error else _verified(job.result),)

    @needs(Right.MANAGE, "export")
    @guarded
    def save_all() -> str:
        folder = Path(tempfile.mkdtemp(prefix="yuanfang-backup-"))
        return str(care.backup(workspace, folder / f"预案坊备份-{datetime.now():%Y%m%d-%H%M}.zip")["path"])

    @needs(Right.MANAGE, "change")
    @guarded
    def bring_back(file: str | None) -> str:
        if not file:
            raise InputError("nothing_chosen")
        data = care.restore(workspace, Path(file), replace=True)
        kept = f"原有内容保留在 {text(data['kept'])}。" if data["kept"] else ""
        return f"<p>已恢复 {text(data['made_at'])} 的备份：{data['documents']} 份文件。{kept}</p>"

    @needs(Right.MANAGE, "change")
    @guarded
    def keep_holidays(words: str) -> None:
        ledger.set_holidays(workspace, words)
        gr.Info("已保存节假日。")

    arrivals = [app.load, tab.select]
    gr.on(arrivals, shown, None, [status, table], api_visibility="private", show_progress="hidden")
    if shared:
        gr.on(arrivals, lambda: people_html(workspace), None, people, api_visibility="private", show_progress="hidden")
    verify.click(examine, None, outcome, api_visibility="private")
    for button, what in ((repair, "repair"), (reindex, "reindex")):
        button.click(begin(what), None, [outcome, *panel.parts], api_visibility="private", show_progress="hidden")
    panel.wire(arrivals, [outcome], ended)
    backup.click(save_all, None, backup, api_visibility="private", concurrency_limit=1)
    restore.upload(bring_back, restore, outcome, api_visibility="private", concurrency_limit=1)
    keep.click(keep_holidays, table, None, api_visibility="private")


def _care(workspace: Workspace, what: str, job: Job) -> dict[str, Any]:
    """In the job's thread: mend what can be mended, or make every index anew."""
    with workspace.telling(job.tell):
        if what == "reindex":
            workspace.rebuild()
        return handlers.verify(workspace, repair=what == "repair")


def _care_again(workspace: Workspace, held: Held) -> Callable[[Job], dict[str, Any]]:
    return partial(_care, workspace, str(held.told.asked["what"]))


def _status_html(workspace: Workspace) -> str:
    model = handlers.model_status(workspace)
    kind = "自带模型" if model["default"] else f"模型文件夹 {model['folder']}"
    return f"<h3>这台机器</h3><p>资料库：{text(workspace.home)}</p><p>{text(kind)}：{text(model['model'])}，{model['dimension']} 维</p>"


def _verified(data: dict[str, Any]) -> str:
    if data["ok"] and not data["problems"]:
        return "<p>资料库和索引完好。</p>"
    rows = "".join(
        f"<li>{text(each['message'])}{'（已修复）' if each['repaired'] else ''}</li>" for each in data["problems"]
    )
    return f"<ul>{rows}</ul>"


def _when(at: str) -> str:
    """A moment of the log on this machine's clock."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return text(at)


def people_html(workspace: Workspace) -> str:
    """Users and the last lines of the access log, for the administrator."""
    users = Users(workspace.home)
    rows = "".join(
        f"<tr><td>{text(user.name)}</td><td>{text(labels.word(user.role))}</td><td>{'可看内部视图' if user.internal else ''}</td>"
        f"<td>{'已锁定' if users.locked(user) else ''}</td></tr>"
        for user in users.all().values()
    )
    entries = list(AccessLog(workspace.home).entries())[-_LAST:][::-1]
    lines = "".join(
        f"<tr><td>{_when(entry.at)}</td><td>{text(entry.user)}</td><td>{text(labels.word('log_' + entry.action))}</td>"
        f"<td>{text(entry.target)}{'' if entry.intact else '（记录被改动过）'}</td></tr>"
        for entry in entries
    )
    log = f"<table><tbody>{lines}</tbody></table>" if lines else empty("还没有记录。")
    return (
        f"<h3>用户</h3><table><tbody>{rows}</tbody></table><p class='quiet'>添加和更改用户在服务器上用命令 yuanfang user。</p>"
        f"<h3>最近的操作</h3><div class='pane'>{log}</div>"
    )
