"""Export of a 36,000-character plan with 60 sections and five 30-row tables, and its growth to 5,000 table rows.

    python -m tests.bench.export [--runs 5] [--peer PATH/TO/gongwen]

Beside it, in the same run, a plain python-docx writer of the same content with the same styles (one pass over rows and cells). The
rendering that fills in the contents' page numbers is timed apart and only where LibreOffice is installed.

The compliant peer is the command ``gongwen`` of the package gongwen-skill (``md2docx``), in an environment of its own and given by
``--peer`` or found on the path: the same headings, paragraphs and tables as Markdown. All times of that line are processor seconds.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.drafting.document import table_cells
from kb.drafting.model import Draft, DraftSection, State
from kb.export import export_docx, export_rendered
from kb.facts.sheet import facts_from_mapping

LIMIT = 0.5
"""Seconds for the plan (issue 6)."""


def plan(chars: int = 36_000, sections: int = 60, tables: int = 5, rows: int = 30) -> Draft:
    """An invented plan of that size."""
    facts, _ = facts_from_mapping(
        {
            "unit": {"name": "青山县人民政府"},
            "plan": {"type": "SDC", "title": "青山县防汛抗旱应急预案"},
            "issue": {"body": "青山县人民政府办公室"},
        }
    )
    sentence = "各有关单位按照职责分工做好监测预警、信息报告、转移安置和抢险救援工作，确保人员安全。"
    per_section = max(1, chars // sections // len(sentence))
    made = []
    for n in range(1, sections + 1):
        text = "\n".join(sentence for _ in range(per_section))
        if n <= tables:
            head = "| 序号 | 名称 | 数量 | 存放地点 | 责任人 | 电话 |"
            text += "\n" + "\n".join(
                [
                    head,
                    *(
                        f"| {k} | 编织袋{k} | {k * 10}条 | 第{k}仓库 | 保管员 | 0000-{k:07d} |"
                        for k in range(1, rows + 1)
                    ),
                ]
            )
        made.append(
            DraftSection(f"s{n}", f"{(n - 1) // 10 + 1}.{(n - 1) % 10 + 1}", f"第{n}节内容", 2, text, state=State.DONE)
        )
    return Draft(facts, "SDC", {"layout": "政府", "numbering": "decimal"}, tuple(made))


def plain(draft: Draft, out: Path) -> None:
    """The same headings, paragraphs and tables by python-docx calls, with the styles of an exported file."""
    import docx

    document = docx.Document(str(out.with_name("styles.docx")))
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    names = {style.name: style for style in document.styles}
    for section in draft.sections:
        document.add_paragraph(f"{section.number} {section.title}", style=names["Heading 2"])
        rows: list[list[str]] = []
        for line in section.text.split("\n"):
            if cells := table_cells(line):
                rows.append(cells)
            else:
                document.add_paragraph(line, style=names["YA-Body"])
        if rows:
            table = document.add_table(len(rows), len(rows[0]), style=names["YA-Grid"])
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.paragraphs[0].style = names["YA-Table"]
                    cell.paragraphs[0].add_run(words)
    document.save(str(out))


def markdown(draft: Draft) -> str:
    """The same headings, paragraphs and tables as Markdown."""
    lines = [f"# {draft.title}", ""]
    for section in draft.sections:
        lines += [f"## {section.number} {section.title}", ""]
        rows = 0
        for line in section.text.split("\n"):
            cells = table_cells(line)
            rows = rows + 1 if cells is not None else 0
            lines += [line] if cells is not None else [line, ""]
            if rows == 1 and cells:
                lines.append("|" + " --- |" * len(cells))
        lines.append("")
    return "\n".join(lines)


def peer_seconds(program: str, draft: Draft, folder: Path) -> float | None:
    """Processor seconds of the peer, its start included; None when it makes no file."""
    source, out = folder / "peer.md", folder / "peer.docx"
    source.write_text(markdown(draft), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [program, "md2docx", str(source), "-o", str(out), "--no-ai-declaration"], capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or not out.is_file():
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def own_seconds(draft: Draft, out: Path) -> float:
    """Processor seconds of one export."""
    began = time.process_time()
    export_docx(draft, out)
    return time.process_time() - began


def seconds(work: Callable[[], Any], runs: int) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _peer(program: str | None, draft: Draft, folder: Path) -> None:
    theirs = peer_seconds(program, draft, folder) if program else None
    if theirs is None:
        print(
            "peer gongwen-skill: not installed or without a result (pip install gongwen-skill elsewhere, then --peer)"
        )
        return
    ours = statistics.median(own_seconds(draft, folder / "p.docx") for _ in range(5))
    import docx

    made = docx.Document(str(folder / "peer.docx"))
    print(
        f"peer gongwen-skill, {len(made.paragraphs)} paragraphs and {len(made.tables)} tables: {theirs:.2f} s, "
        f"{theirs / ours:.1f} × ours of {ours:.3f} s (≥ 10)"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", default="", help="the program gongwen of the package gongwen-skill")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        draft = plan()
        export_docx(draft, folder / "styles.docx")
        ours = seconds(lambda: export_docx(draft, folder / "p.docx"), options.runs)
        theirs = seconds(lambda: plain(draft, folder / "q.docx"), options.runs)
        chars = sum(len(section.text) for section in draft.sections)
        print(
            f"plan of {chars} characters, {len(draft.sections)} sections, 5 tables of 30 rows: {ours:.3f} s (≤ {LIMIT})"
        )
        print(f"plain python-docx writer of the same content: {theirs:.3f} s, {theirs / ours:.1f} × ours (≥ 1)")
        _peer(options.peer or shutil.which("gongwen"), draft, folder)
        print(f"{'rows':>6} {'seconds':>8} {'ms a row':>9}")
        for rows in (500, 1000, 2500, 5000):
            large = plan(tables=1, rows=rows)
            taken = seconds(lambda large=large: export_docx(large, folder / "p.docx"), 3)  # type: ignore[misc]
            print(f"{rows:6} {taken:8.3f} {(taken - ours) / rows * 1000:9.3f}")
        if shutil.which("soffice"):
            made = export_rendered(draft, folder / "p.docx")
            print(
                f"with page numbers from LibreOffice: {made.seconds:.3f} s and {made.page_seconds:.1f} s for the rendering"
            )


if __name__ == "__main__":
    main()
