"""Commands: what the library holds: descriptions, and the trash."""

from __future__ import annotations

import argparse

from kb.library.corrections import FIELDS
from ui import holdings, labels
from ui.commands.result import Reporter, Result, open_workspace


def edit(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Show or correct a document's description."""
    workspace = open_workspace(options, reporter)
    changes: dict[str, str | None] = {
        field: value for field in FIELDS if (value := getattr(options, field)) is not None
    }
    if options.reset is not None:
        asked = options.reset or list(workspace.open_library().corrections_of(options.doc_id))
        holdings.all_fields(dict.fromkeys(asked))
        changes |= dict.fromkeys(asked)
    data = (
        holdings.correct(workspace, options.doc_id, changes)
        if changes
        else holdings.describe(workspace, options.doc_id)
    )
    lines = [
        f"{labels.word('field_' + field)}：{value or '（空）'}"
        + (f"（更正过，原为 {data['corrected'][field]['as_read'] or '空'}）" if field in data["corrected"] else "")
        for field, value in data["fields"].items()
    ]
    return Result(data, "\n".join(lines))


def trash(options: argparse.Namespace, reporter: Reporter) -> Result:
    """List, bring back or forget removed files."""
    workspace = open_workspace(options, reporter)
    if options.action == "restore":
        data = holdings.put_back(workspace, options.names)
        return Result(data, "已放回：" + "、".join(data["restored"]))
    if options.action == "empty":
        data = holdings.empty_trash(workspace, options.names)
        return Result(data, f"已彻底删除 {data['emptied']} 份文件。")
    data = holdings.trash(workspace)
    lines = [f"{row['id']}  {row['title']}  {row['removed_at']}  {row['removed_by'] or ''}" for row in data["trash"]]
    return Result(data, "\n".join(lines) or "回收站是空的。")
