"""Commands: reading one file."""

from __future__ import annotations

import argparse

from ui import handlers, labels
from ui.commands.result import Reporter, Result, open_workspace, read_plan


def outline(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The structure of a file."""
    data = handlers.outline(open_workspace(options, reporter), options.file, read_plan(options, reporter))
    lines = []
    for document in data["documents"]:
        kind = labels.word(document["kind"]) + (f" {document['plan_type']}" if document["plan_type"] else "")
        lines.append(
            f"《{document['title']}》（{kind}，{len(document['clauses'])} 条，{len(document['incidents'])} 个案例）"
        )
        lines += [
            f"{'  ' * heading['level']}{heading['number']} {heading['text']}".rstrip()
            for heading in document["headings"]
        ]
        lines += [f"  {labels.word(n['severity'])}：{labels.placed(n)}" for n in document["notices"]]
    return Result(data, "\n".join(lines))
