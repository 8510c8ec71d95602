"""Commands: checking plans."""

from __future__ import annotations

import argparse
from typing import Any

from ui import handlers, labels
from ui.commands.result import Reporter, Result, open_workspace

Json = dict[str, Any]


def check(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Check plans."""
    checked = handlers.check(open_workspace(options, reporter), options.paths, options.plan_type)
    data = handlers.check_json(checked)
    lines: list[str] = []
    for item in data.get("files", [data]):
        lines += _check_lines(item)
    return Result(data, "\n".join(lines), handlers.check_failed(checked))


def _check_lines(item: Json) -> list[str]:
    if "error" in item:
        return [f"{item['path']}：{item['error']['message']}{item['error']['hint']}"]
    counted = "、".join(
        f"{labels.word(name)} {count}" for name, count in item["summary"].items() if name != "findings" and count
    )
    lines = [f"《{item['title']}》 类型 {item['plan_type'] or '不是预案'}：{counted or '没有要素结论'}"]
    for element in item["elements"]:
        if element["label"] in {"missing", "weak", "elsewhere", "undecidable"}:
            lines.append(
                f"  [{labels.word(element['label'])}] {element['id']} {element['name']}（{element['weight']}）{element['reason']}"
            )
            if element["quote"]:
                lines.append(f"       “{element['quote'][:80]}”")
            if element["basis"]:
                lines.append(f"       依据（{labels.word(element['force'])}）：{element['basis'][0]}")
    for finding in item["findings"]:
        lines.append(f"  [{labels.word(finding['severity'])}] {finding['rule']} {finding['message']}")
        if finding["quote"]:
            lines.append(f"       “{finding['quote'][:80]}”  [{finding['clause_id']}]")
    return lines
