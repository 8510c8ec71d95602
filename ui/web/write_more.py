"""What is done more rarely with a draft: outline, versions, colleagues' Word files, other facts, papers, model help."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from kb.drafting.files import load
from kb.errors import InputError, YuanfangError
from ui import assist, draft_changes, drafts, labels, papers
from ui.web.common import badge, empty, guarded, text, told
from ui.web.write_page import Page
from ui.workers import alone
from ui.workspace import Workspace

_CHANGE = {"added": "新增", "removed": "删去", "changed": "改动", "renamed": "改标题"}


def build(workspace: Workspace, name: Any, current: Any, shown: list[Any], page: Page) -> None:
    """Lay out the panels and wire them; ``page.view(name, section)`` gives the values of ``shown``."""
    quietly: dict[str, Any] = {"api_visibility": "private"}
    view = page.view

    def path(draft: str | None) -> Path:
        if not draft:
            raise InputError("no_draft")
        return drafts.stored(workspace, draft)

    with gr.Accordion("提纲、版本、同事的修改、周边材料", open=False, elem_id="more-panel"), gr.Tabs():
        with gr.Tab("提纲"):
            with gr.Row(equal_height=True):
                title = gr.Textbox(label="标题", min_width=160, elem_id="outline-title")
                add = gr.Button("在本节后加一节", elem_id="outline-add")
                rename = gr.Button("改本节标题", elem_id="outline-rename")
                up = gr.Button("移到最前")
                drop = gr.Button("删去本节", elem_id="outline-drop")
            told_of = gr.HTML("", apply_default_css=False, elem_id="outline-told")
        with gr.Tab("版本"):
            with gr.Row(equal_height=True):
                undo = gr.Button("撤销上一步", elem_id="undo")
                label = gr.Textbox(label="版本名称", min_width=140)
                keep = gr.Button("留作一个版本", elem_id="version-keep")
                number = gr.Number(label="版本号", value=1, precision=0, min_width=90)
                compare = gr.Button("比较", elem_id="version-compare")
                back = gr.Button("本节恢复到这一版", elem_id="version-restore")
            different = gr.HTML("", apply_default_css=False, elem_id="version-diff", elem_classes="pane")
        with gr.Tab("同事改过的 Word"):
            edited = gr.File(
                label="由本草稿导出、改过的 Word（带不带修订均可）",
                file_types=[".docx"],
                height=100,
                elem_id="edited-file",
            )
            changes = gr.CheckboxGroup([], label="各节的改动：勾选要接受的", elem_id="edited-sections")
            seen = gr.HTML("", apply_default_css=False, elem_classes="pane", elem_id="edited-diff")
            take = gr.Button("收回勾选的各节", elem_id="edited-take")
        with gr.Tab("换用事实表"):
            sheet = gr.File(
                label="改过的事实表（TOML 或 .xlsx），正文随之改",
                file_types=[".toml", ".xlsx"],
                height=100,
                elem_id="facts-file",
            )
        with gr.Tab("周边材料"):
            write = gr.Button("写出处置卡、明白卡、手册、说明、函表和报告提纲", elem_id="papers")
            packed = gr.File(label="压缩包", interactive=False, visible=False, elem_id="papers-file")
        with gr.Tab("模型助手"):
            _assist(workspace, path, name, current, shown, page, quietly)

    @guarded
    def added(draft: str | None, section: str, words: str) -> tuple[Any, ...]:
        draft_changes.add(workspace, path(draft), words, section or "")
        return (*view(draft, section), "")

    @guarded
    def renamed(draft: str | None, section: str, words: str) -> tuple[Any, ...]:
        draft_changes.rename(path(draft), section, words)
        return (*view(draft, section), "")

    @guarded
    def moved(draft: str | None, section: str) -> tuple[Any, ...]:
        draft_changes.move(path(draft), section)
        return (*view(draft, section), "")

    @guarded
    def dropped(draft: str | None, section: str) -> tuple[Any, ...]:
        data = draft_changes.drop(workspace, path(draft), section)
        lost = "、".join(item["name"] for item in data["lost"])
        words = f"清单少了：{lost}。可在“版本”里撤销。" if lost else "清单没有少什么。"
        return (*view(draft, None), f'<p class="refusal">{text(words)}</p>')

    @guarded
    def undone(draft: str | None, section: str) -> tuple[Any, ...]:
        draft_changes.undo(path(draft), by=page.together.me().name)
        return view(draft, section)

    @guarded
    def kept(draft: str | None, words: str) -> tuple[str, int]:
        data = draft_changes.keep_version(path(draft), words)
        return f"<p>已留作第 {data['version']} 版：{text(data['name'])}。</p>", data["version"]

    @guarded
    def compared(draft: str | None, version: float) -> str:
        return _differences(draft_changes.diff(path(draft), int(version or 0))["sections"])

    @guarded
    def restored(draft: str | None, section: str, version: float) -> tuple[Any, ...]:
        page.together.must_be_free(path(draft), section)
        draft_changes.restore(path(draft), int(version or 0), section)
        return view(draft, section)

    @guarded
    def looked(draft: str | None, file: str | None) -> tuple[Any, str]:
        if not file:
            return gr.CheckboxGroup([], value=[]), ""
        data = draft_changes.import_edited(path(draft), Path(file), preview=True)
        told(data["notices"])
        choices = [(f"{item['number']} {item['title']}", item["section"]) for item in data["sections"]]
        return gr.CheckboxGroup(choices, value=[key for _, key in choices]), _differences(data["sections"])

    @guarded
    def taken(draft: str | None, section: str, file: str | None, accept: list[str]) -> tuple[Any, ...]:
        if not file or not accept:
            raise InputError("nothing_chosen")
        draft_changes.import_edited(path(draft), Path(file), accept)
        return view(draft, section)

    @guarded
    def refreshed(draft: str | None, section: str, file: str | None) -> tuple[Any, ...]:
        if file:
            data = draft_changes.update_facts(workspace, path(draft), Path(file))
            gr.Info(f"已按新的事实表改了 {len(data['changed'])} 节。")
        return view(draft, section)

    @guarded
    def written(draft: str | None) -> Any:
        source = path(draft)
        folder = Path(tempfile.mkdtemp(prefix="yuanfang-papers-")) / f"{source.stem}-周边材料"
        workspace.apart(alone, papers.write, source, folder)
        return gr.File(shutil.make_archive(str(folder), "zip", folder.parent, folder.name), visible=True)

    add.click(added, [name, current, title], [*shown, told_of], **quietly)
    rename.click(renamed, [name, current, title], [*shown, told_of], **quietly)
    up.click(moved, [name, current], [*shown, told_of], **quietly)
    drop.click(dropped, [name, current], [*shown, told_of], **quietly)
    undo.click(undone, [name, current], shown, **quietly)
    keep.click(kept, [name, label], [different, number], **quietly)
    compare.click(compared, [name, number], different, **quietly)
    back.click(restored, [name, current, number], shown, **quietly)
    edited.change(looked, [name, edited], [changes, seen], **quietly)
    take.click(taken, [name, current, edited, changes], shown, **quietly)
    sheet.upload(refreshed, [name, current, sheet], shown, **quietly)
    write.click(written, name, packed, **quietly)


def _differences(sections: list[dict[str, Any]]) -> str:
    if not sections:
        return empty("没有不同。")
    parts = []
    for item in sections:
        lines = "".join(
            f'<div style="color:{"#166534" if line[0] == "+" else "#991b1b"}">{text(line)}</div>'
            for line in item["lines"][:40]
        )
        parts.append(f"<h3>{badge(_CHANGE[item['change']])}{text(item['number'])} {text(item['title'])}</h3>{lines}")
    return "".join(parts)


def _assist(
    workspace: Workspace,
    path: Callable[[str | None], Path],
    name: Any,
    current: Any,
    shown: list[Any],
    page: Page,
    quietly: dict[str, Any],
) -> None:
    """The model help: what would be sent, the answer with its marks, taking it over."""
    view = page.view
    answer = gr.State("")
    with gr.Row(equal_height=True):
        task = gr.Dropdown(["改写", "补全", "精简"], value="改写", label="做什么", min_width=100, elem_id="assist-task")
        look = gr.Button("看将要发出的内容", elem_id="assist-preview")
        ask = gr.Button("请模型起草", elem_id="assist-ask")
        stop = gr.Button("停止", elem_id="assist-stop")
        sure = gr.Checkbox(label="疑点已逐处核对", elem_id="assist-sure")
        take = gr.Button("写入本节", elem_id="assist-take")
    pane = gr.HTML(
        empty("默认关闭。需要时用命令 yuanfang assist on 设置本单位的接口；没有设置就不会向任何地方发送内容。"),
        apply_default_css=False, elem_classes="pane", elem_id="assist-pane",
    )  # fmt: skip

    @guarded
    def previewed(draft: str | None, section: str, task: str) -> str:
        data = assist.preview(workspace, path(draft), section, task)
        where = f"将发往 {data['url']}，模型 {data['model']}" if data["on"] else "还没有设置接口，不会发出"
        body = "".join(
            f"<pre style='white-space:pre-wrap'>{text(message['content'])}</pre>" for message in data["messages"]
        )
        return f"<p>{text(where)}；共 {data['characters']} 字：</p>{body}"

    def asked(draft: str | None, section: str, task: str) -> Iterator[tuple[str, str]]:
        try:
            for event in assist.ask(workspace, path(draft), section, task):
                yield (_judged(event) if event.get("done") else f"<p>{text(event['text'])}</p>"), event["text"]
        except YuanfangError as error:
            message, hint = labels.error_text(error)
            raise gr.Error(f"{text(message)}{text(hint)}", title="没有完成", print_exception=False) from error

    @guarded
    def taken(draft: str | None, section: str, task: str, words: str, sure: bool) -> tuple[Any, ...]:
        if not words:
            raise InputError("nothing_chosen")
        page.together.must_be_free(path(draft), section)
        base = load(path(draft)).section(section).text
        assist.accept(workspace, path(draft), section, task, words, confirmed=sure, base=base)
        return view(draft, section)

    look.click(previewed, [name, current, task], pane, **quietly)
    running = ask.click(asked, [name, current, task], [pane, answer], **quietly)
    stop.click(None, None, None, cancels=[running], **quietly)
    take.click(taken, [name, current, task, answer, sure], shown, **quietly)


def _judged(event: dict[str, Any]) -> str:
    parts = []
    for sentence in event["sentences"]:
        words = text(sentence["text"])
        for fault in sentence["faults"]:
            words = words.replace(text(fault["words"]), f'<b style="color:#b91c1c">{text(fault["words"])}</b>')
        parts.append(words)
    count = event["faults"] + len(event["lost_slots"])
    mark = badge(f"材料里找不到 {count} 处", "bad" if count else "good")
    lost = f"<p>不见了的待补充：{text('、'.join(event['lost_slots']))}</p>" if event["lost_slots"] else ""
    return f"{mark}<p>{''.join(parts)}</p>{lost}"
