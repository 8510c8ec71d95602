"""Commands: drafts and their Word files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ui import assist as model_help
from ui import draft_changes, drafts, labels
from ui.commands.result import Reporter, Result, open_workspace
from ui.workspace import Workspace


def draft(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Make and change drafts."""
    workspace = open_workspace(options, reporter)
    if options.action == "assist":
        return _ask(workspace, options)
    if options.action in _CHANGES:
        return _change(workspace, options)
    if options.action == "new":
        data = drafts.new(workspace, options.facts, options.output, options.plan_type, options.outline)
        text = f"已新建草稿 {options.output}：{data['title']}，{len(data['sections'])} 节。"
    elif options.action == "facts":
        data = drafts.facts_of(workspace, options.old, options.output)
        text = f"已写出事实表 {options.output}，请核对后使用。"
    elif options.action == "fill":
        data = drafts.fill(workspace, options.draft, options.section, samples=options.samples)
        text = f"已写出 {data['filled']} 节初稿，待补充 {data['slots']} 处。"
    elif options.action == "set":
        words = None if options.text is None else _text_of(options.text)
        data = drafts.set_section(workspace, options.draft, options.section, words, options.state, options.owner)
        text = f"已保存第 {data['number'] or data['id']} 节（{labels.word(data['state'])}）。"
    else:
        data = drafts.status(workspace, options.draft)
        text = drafts.status_text(data)
    return Result(data, text)


_CHANGES = (
    "import",
    "update",
    "add",
    "move",
    "rename",
    "drop",
    "undo",
    "version",
    "versions",
    "diff",
    "restore",
    "lock",
    "unlock",
)


def _change(workspace: Workspace, options: argparse.Namespace) -> Result:
    """Changes of outline, facts and versions."""
    path = options.draft
    if options.action == "import":
        data = draft_changes.import_edited(
            path, options.edited, options.accept, options.reject, preview=options.preview
        )
        verb = "可收回" if options.preview else "已收回"
        lines = [f"{verb} {len(data['changed'])} 节的修改。", *_difference_lines(data["sections"])]
        return Result(data, "\n".join([*lines, *(f"  {n['message']}" for n in data["notices"])]))
    if options.action == "update":
        data = draft_changes.update_facts(workspace, path, options.facts)
        return Result(data, f"已按新的事实表改了 {len(data['changed'])} 节。\n{drafts.status_text(data['status'])}")
    if options.action == "drop":
        data = draft_changes.drop(workspace, path, options.section, preview=options.preview)
        lost = "、".join(item["name"] for item in data["lost"])
        return Result(
            data,
            ("删去这一节后，" if options.preview else "已删去。")
            + (f"清单少了：{lost}。" if lost else "清单没有少什么。"),
        )
    if options.action == "version":
        data = draft_changes.keep_version(path, options.name)
        return Result(data, f"已留作第 {data['version']} 版：{data['name']}。")
    if options.action == "versions":
        data = draft_changes.list_versions(path)
        lines = [f"第 {v['version']} 版 {v['name']}（{v['at']}）" for v in data["versions"]] or ["还没有版本。"]
        return Result(data, "\n".join([*lines, f"可撤销 {len(data['steps'])} 步。"]))
    if options.action == "diff":
        data = draft_changes.diff(path, options.version)
        return Result(data, "\n".join([f"{len(data['sections'])} 节不同。", *_difference_lines(data["sections"])]))
    if options.action in ("lock", "unlock"):
        work = draft_changes.reserve if options.action == "lock" else draft_changes.release
        data = work(path, options.section, options.owner)
        return Result(data, "、".join(f"{key}：{owner}" for key, owner in data["locks"].items()) or "没有锁定的章节。")
    data = _outline_change(workspace, options)
    lines = [f"{'  ' * (each['level'] - 1)}{each['number']} {each['title']}" for each in data["sections"]]
    return Result(data, "\n".join(lines))


def _outline_change(workspace: Workspace, options: argparse.Namespace) -> dict[str, Any]:
    path = options.draft
    if options.action == "add":
        return draft_changes.add(workspace, path, options.title, options.after, options.level, options.block)
    if options.action == "move":
        return draft_changes.move(path, options.section, options.after)
    if options.action == "rename":
        return draft_changes.rename(path, options.section, options.title)
    if options.action == "restore":
        return draft_changes.restore(path, options.version, options.section)
    return draft_changes.undo(path, options.section)


def _difference_lines(sections: list[dict[str, Any]]) -> list[str]:
    lines = []
    for item in sections:
        lines.append(f"{item['number']} {item['title']}（{labels.word(item['change'])}）")
        lines += [f"    {line[:100]}" for line in item["lines"][:20]]
    return lines


def _ask(workspace: Workspace, options: argparse.Namespace) -> Result:
    """Model help for one section."""
    path, section, task = options.draft, options.section, options.task
    if options.preview:
        data = model_help.preview(workspace, path, section, task)
        return Result(
            data, "\n\n".join([f"将发往 {data['url'] or '（没有设置）'}：", *(m["content"] for m in data["messages"])])
        )
    data = {}
    for event in model_help.ask(workspace, path, section, task):
        data = event
    if options.accept or options.confirm:
        base = data["base"]
        data = model_help.accept(workspace, path, section, task, data["text"], confirmed=options.confirm, base=base)
    return Result(data, model_help.text_of(data))


def assist(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The endpoint of the model help."""
    workspace = open_workspace(options, reporter)
    if options.action == "on":
        data = model_help.configure(workspace, options.url, options.model, options.key_variable)
    elif options.action == "off":
        data = model_help.configure(workspace)
    else:
        data = model_help.status(workspace)
    shown = f"{data['url']}，模型 {data['model']}" if data["on"] else "没有设置，不会向任何地方发送内容"
    return Result(data, f"模型助手：{shown}。")


def _text_of(source: Path) -> str:
    return sys.stdin.read() if str(source) == "-" else drafts.read_text(source)


def export(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Export a draft to Word."""
    data = drafts.export(
        options.draft, options.output,
        layout=options.layout or "", edition=options.edition, marks=options.marks, numbering=options.numbering,
        template=options.template, pdf=options.pdf, workspace=open_workspace(options, reporter),
    )  # fmt: skip
    lines = [f"已导出 {data['path']}。", *(f"  {labels.word(n['severity'])}：{n['message']}" for n in data["notices"])]
    return Result(data, "\n".join(lines))
