"""Commands: library: taking files in and out, counting, repairing."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import care, handlers, labels
from ui.commands.result import Reporter, Result, open_workspace, read_plan

if TYPE_CHECKING:
    from ui.workspace import Workspace


def ingest(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Take files in."""
    data = handlers.ingest(open_workspace(options, reporter), options.paths, options.jobs, read_plan(options, reporter))
    lines = []
    for row in data["documents"]:
        what = f"{row['title']}（{row['clauses']} 条）" if row["title"] else Path(row["path"]).name
        lines.append(f"[{labels.word(row['status'])}] {what}")
        lines += [
            f"    与 {twin['doc_id']} 的文字约 {twin['similarity']:.0%} 相同" for twin in row["near_duplicates"][:3]
        ]
        lines += [
            f"    {labels.word(n['severity'])}：{labels.placed(n)}" for n in row["notices"] if n["severity"] != "info"
        ]
    counted = Counter(row["status"] for row in data["documents"])
    states = "、".join(f"{labels.word(status)} {count}" for status, count in counted.items())
    lines.append(f"共 {len(data['documents'])} 份（{states}），用时 {data['seconds']} 秒。")
    failed = any(row["status"] == "failed" for row in data["documents"])
    return Result(data, "\n".join(lines), failed)


def remove(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Remove documents."""
    data = handlers.remove(open_workspace(options, reporter), options.doc_ids)
    return Result(data, "已移除：" + "、".join(data["removed"]))


def stats(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Count what the library holds."""
    workspace = open_workspace(options, reporter)
    data = handlers.stats(workspace)
    if options.report or options.units is not None or options.output is not None:
        return _report(options, workspace, data)
    lines = [
        f"资料库 {data['home']}：{data['documents']} 份文件，{data['clauses']} 条条款，{data['incidents']} 个案例。"
    ]
    if data["by_kind"]:
        lines.append("按种类：" + "、".join(f"{labels.word(kind)} {n}" for kind, n in data["by_kind"].items()))
    lines += [
        f"  {item['doc_id']}  {labels.word(item['kind'])}  {item['clauses']} 条  {item['date'] or ''}"
        for item in data["items"]
    ]
    return Result(data, "\n".join(lines))


def _report(options: argparse.Namespace, workspace: Workspace, data: dict[str, Any]) -> Result:
    """The statistics of an office, in the JSON as ``report``, and as a file where one is asked for."""
    from ui.statistics.coverage import read_units
    from ui.statistics.figures import statistics
    from ui.statistics.files import written
    from ui.statistics.tables import tables

    units = read_units(options.units) if options.units is not None else ()
    data["report"] = statistics(workspace, units)
    lines = []
    for table in tables(data["report"]):
        lines += [
            f"【{table.title}】",
            *("  ".join(map(str, row)) for row in (table.head, *table.rows[:40])),
            table.note,
        ]
    if options.output is not None:
        data["report"]["path"] = written(data["report"], options.output)["path"]
        lines.append(f"已写入 {data['report']['path']}。")
    return Result(data, "\n".join(line for line in lines if line))


def verify(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Check library and index."""
    data = handlers.verify(open_workspace(options, reporter), repair=options.repair)
    lines = [item["message"] + ("（已修复）" if item["repaired"] else "") for item in data["problems"]]
    if data["ok"]:
        lines.append("资料库和索引完好。")
    else:
        lines.append("以上问题没有修复。" if options.repair else "可用 yuanfang verify --repair 修复。")
    return Result(data, "\n".join(lines), failed=not data["ok"])


def backup(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Back the library up."""
    data = care.backup(open_workspace(options, reporter), options.file)
    return Result(data, f"已备份 {data['files']} 个文件（{data['size'] / 1e6:.1f} MB）到 {data['path']}。")


def restore(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Bring a backup back."""
    data = care.restore(open_workspace(options, reporter), options.file, replace=options.replace)
    kept = f"原有内容保留在 {data['kept']}。" if data["kept"] else ""
    return Result(data, f"已恢复 {data['made_at']} 的备份：{data['documents']} 份文件。{kept}")


def ledger(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Show, export or enter the plan ledger."""
    from ui import ledger as ledgers

    workspace = open_workspace(options, reporter)
    if options.sheet is not None:
        data = ledgers.import_sheet(workspace, options.sheet)
        lines = [
            f"已登记 {data['plans']} 份预案。",
            *(f"  第 {row['row']} 行：{row['message']}" for row in data["failed"]),
        ]
        return Result(data, "\n".join(lines), bool(data["failed"]))
    if options.export is not None:
        data = ledgers.export_sheet(workspace, options.export)
        return Result(data, f"已导出 {data['plans']} 份预案的台账：{data['path']}。")
    data = ledgers.ledger(workspace, options.due)
    lines = [
        f"截至 {data['today']}："
        + "、".join(f"{labels.word('due_' + name)} {n}" for name, n in data["counts"].items() if n)
    ]
    for plan in data["plans"]:
        lines += [plan["title"], *(f"    {ledgers.due_text(due)}" for due in plan["due"])]
    return Result(
        data,
        "\n".join(lines)
        if data["plans"]
        else "没有到期的事项。"
        if options.due is not None
        else "资料库里还没有预案。",
    )
