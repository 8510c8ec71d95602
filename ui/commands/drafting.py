"""Commands: drafts and their Word files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ui import drafts, labels
from ui.commands.result import Reporter, Result, open_workspace


def draft(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Make and change drafts."""
    workspace = open_workspace(options, reporter)
    if options.action == "new":
        data = drafts.new(workspace, options.facts, options.output, options.plan_type)
        text = f"已新建草稿 {options.output}：{data['title']}，{len(data['sections'])} 节。"
    elif options.action == "facts":
        data = drafts.facts_of(workspace, options.old, options.output)
        text = f"已写出事实表 {options.output}，请核对后使用。"
    elif options.action == "import":
        data = drafts.import_edited(options.draft, options.edited)
        lines = [f"已收回 {len(data['changed'])} 节的修改。", *(f"  {n['message']}" for n in data["notices"])]
        text = "\n".join(lines)
    elif options.action == "fill":
        data = drafts.fill(workspace, options.draft, options.section, samples=options.samples)
        text = f"已写出 {data['filled']} 节初稿，待补充 {data['slots']} 处。"
    elif options.action == "set":
        words = None if options.text is None else _text_of(options.text)
        data = drafts.set_section(workspace, options.draft, options.section, words, options.state)
        text = f"已保存第 {data['number'] or data['id']} 节（{labels.word(data['state'])}）。"
    else:
        data = drafts.status(workspace, options.draft)
        text = drafts.status_text(data)
    return Result(data, text)


def _text_of(source: Path) -> str:
    return sys.stdin.read() if str(source) == "-" else drafts.read_text(source)


def export(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Export a draft to Word."""
    del reporter
    data = drafts.export(
        options.draft, options.output,
        layout=options.layout or "", edition=options.edition, marks=options.marks, numbering=options.numbering,
        template=options.template, pdf=options.pdf,
    )  # fmt: skip
    lines = [f"已导出 {data['path']}。", *(f"  {labels.word(n['severity'])}：{n['message']}" for n in data["notices"])]
    return Result(data, "\n".join(lines))
