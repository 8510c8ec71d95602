"""Commands: the training desk."""

from __future__ import annotations

import argparse
from typing import Any

from ui import training
from ui.commands.result import Reporter, Result, open_workspace

Json = dict[str, Any]


def ask(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Ask for a procedure."""
    workspace = open_workspace(options, reporter)
    data = training.ask(
        workspace, options.question, doc=options.doc, hazard=options.hazard, response_level=options.response_level,
        actor=options.actor, samples=options.samples,
    )  # fmt: skip
    return Result(data, "\n".join(_lines(data)))


def _lines(data: Json) -> list[str]:
    if not data["answerable"]:
        return [data["reason"]]
    lines, shown, phase = [], None, None
    for step in data["steps"]:
        if step["doc_id"] != shown:
            shown, phase = step["doc_id"], None
            lines.append(f"《{step['doc_title']}》{'【示例（虚构）】' if step['sample'] else ''}")
        if step["phase"] != phase:
            phase = step["phase"]
            lines.append(f"【{phase}】")
        limit = f"（{step['time_limit']}）" if step["time_limit"] else ""
        condition = f"〔{step['condition']}〕" if step["condition"] else ""
        lines.append(
            f"{step['order']:>3}. {step['actor'] or '（未写明由谁）'}：{condition}{step['action']}{limit}  [{step['clause_id']}]"
        )
        if step["conflicts"]:
            lines.append(f"     ！与 {'、'.join(step['conflicts'])} 规定不一致，请核对")
    return [*lines, *(f"留白：{each['message']}" for each in data["open"])]
