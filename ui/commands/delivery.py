"""Commands: batches and the papers around a plan."""

from __future__ import annotations

import argparse

from kb.errors import InputError
from ui import batches
from ui import papers as paper_files
from ui.commands.result import Reporter, Result, open_workspace


def batch(options: argparse.Namespace, reporter: Reporter) -> Result:
    """A plan for every row of a workbook, or the empty workbook."""
    workspace = open_workspace(options, reporter)
    if options.template is not None:
        if options.units is not None or options.output is not None:
            raise InputError("usage", reason="--template 只生成空表，不要同时给单位表和 -o")
        data = batches.template(workspace, options.template, options.plan_type, options.facts)
        return Result(data, f"已生成空的单位表 {data['path']}，{len(data['columns'])} 项。")
    if options.units is None or options.output is None:
        raise InputError("usage", reason="请给出单位表 UNITS.xlsx 和输出文件夹 -o DIR，或用 --template 生成空表")
    if options.jobs is not None and options.jobs < 1:
        raise InputError("usage", reason="--jobs 应为 1 以上的整数")
    export = {
        "edition": options.edition,
        "marks": options.marks,
        "numbering": options.numbering,
        "template": options.template_docx,
    }
    data = batches.run(
        workspace, options.units, options.output,
        batches.BatchOptions(
            options.plan_type, options.facts, options.jobs, options.resume, options.force, options.samples, export
        ),
    )  # fmt: skip
    return Result(data, batches.text(data), failed=data["counts"]["failed"] > 0)


def papers(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The papers around a plan."""
    del reporter
    data = paper_files.write(options.draft, options.output, options.only, options.opinions, force=options.force)
    return Result(data, paper_files.text(data))
