"""The official review forms, filled as far as the evidence goes, as blocks of a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.model import Label
from kb.reporting.forms import Conclusion, FilledForm, FilledRow, Opinion
from kb.reporting.sheet import Block, Grid, Text, Title
from ui import labels

Json = dict[str, Any]
_SHOWN = 6
_FINDINGS = 4


def form_blocks(
    filled: FilledForm, title: str, checked_on: str, places: Mapping[str, str], against: Json | None
) -> list[Block]:
    """One form: head, rows with first opinion and evidence, conclusion and room for signatures."""
    form = filled.form
    head = ("序号", "评审项目", "评审内容及要求", "初评", "原文证据与说明", "评审意见")
    rows = [head]
    for number, row in enumerate(filled.rows, start=1):
        star = "＊" if form.key_mark and row.row.key else ""
        opinion = labels.word(f"opinion_{row.opinion.value}") if row.opinion is not Opinion.OPEN else "待评审"
        rows.append(
            (str(number), f"{row.row.item}{star}", row.row.requirement, opinion, _evidence(row, places, against), "")
        )
    blocks: list[Block] = [
        Title(form.title),
        Text(f"预案名称：{title}\n评审依据：{form.basis}\n初评日期：{checked_on}", flush=True, small=True),
        Grid(tuple(rows), (2, 6, 14, 5, 24, 7)),
        Text(_conclusion(filled), flush=True, small=True),
        Text(f"说明：{form.note}", flush=True, small=True),
        Text(
            "评审结论：　　　　　　　　　　　　　　　　　　　　　　　　评审人员（签字）：　　　　　　　　　　　　年　　月　　日",
            flush=True,
            small=True,
        ),
    ]
    return blocks


def _conclusion(filled: FilledForm) -> str:
    suggested = labels.word(f"end_{filled.conclusion.value}")
    if filled.conclusion is Conclusion.OPEN:
        return f"初评结论：{suggested}。"
    counted = {opinion: sum(row.opinion is opinion for row in filled.rows) for opinion in Opinion}
    named = "、".join(
        f"{labels.word('opinion_' + o.value)} {counted[o]} 项" for o in Opinion if counted[o] and o is not Opinion.OPEN
    )
    left = f"，由评审人员判断 {counted[Opinion.OPEN]} 项" if counted[Opinion.OPEN] else ""
    return f"初评结论（系统建议，不是规定）：{suggested}。{named}{left}。"


def _evidence(row: FilledRow, places: Mapping[str, str], against: Json | None) -> str:
    """Quotes for what is there, reasons for what lacks, findings, and what is left to people."""
    lines = []
    shown = [each for each in row.verdicts if each.label is not Label.NOT_APPLICABLE]
    for verdict in shown[:_SHOWN]:
        words = f"［{labels.word(verdict.label.value)}］{verdict.name}"
        if verdict.label is not Label.PRESENT:
            words += f"：{labels.message_text(verdict.reason)}"
        if verdict.quote:
            words += f"“{verdict.quote}”——{places.get(verdict.clause_id, '')}"
        lines.append(words)
    if len(shown) > _SHOWN:
        counted = [
            f"{labels.word(label.value)} {n}" for label in Label if (n := sum(each.label is label for each in shown))
        ]
        lines.append(f"共 {len(shown)} 项：{'、'.join(counted)}，详见审查报告。")
    for finding in row.findings[:_FINDINGS]:
        quote = f"“{finding.quote}”——{places.get(finding.clause_id, '')}" if finding.quote else ""
        lines.append(f"［{labels.word(finding.severity.value)}］{labels.message_text(finding.message)}{quote}")
    if len(row.findings) > _FINDINGS:
        lines.append(f"另有 {len(row.findings) - _FINDINGS} 项问题，见审查报告。")
    if row.row.against and against:
        lines += [
            f"［衔接·{labels.word('vs_' + each['status'])}］{each['topic']}：{each['message']}"
            for each in against["rows"]
            if each["status"] in ("conflict", "gap", "check")
        ][:_FINDINGS]
    if row.row.open and (row.opinion is Opinion.OPEN or row.row.never_good or not lines):
        lines.append(row.row.open)
    return "\n".join(lines) or "这类预案的检查清单没有对应的项目，由评审人员判断。"
