"""The official review forms, filled as far as the evidence goes, as blocks of a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.model import ElementVerdict, Label
from kb.reporting.forms import Conclusion, FilledForm, FilledRow, Opinion
from kb.reporting.sheet import Block, Grid, Text, Title
from ui import labels

Json = dict[str, Any]
_SHOWN = 6
_FINDINGS = 4
_QUOTE = 48


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
            (
                row.row.number or str(number),
                f"{row.row.item}{star}",
                row.row.requirement,
                opinion,
                _evidence(row, places, against),
                "",
            )
        )
    blocks: list[Block] = [
        Title(form.title),
        Text(
            f"预案名称：{title}\n送审单位：　　　　　　　　　　　　　　　　送审稿日期：　　　　年　　月　　日\n评审依据：{form.basis}\n初评日期：{checked_on}",
            flush=True,
            small=True,
        ),
        Grid(tuple(rows), (4, 7, 11, 5, 26, 7)),
        Text(_conclusion(filled), flush=True, small=True, keep=True),
        Text(f"说明：{form.note}", flush=True, small=True, keep=True),
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
    shown = [each for each in row.verdicts if each.label is not Label.NOT_APPLICABLE]
    lacking = [each for each in shown if each.label is not Label.PRESENT]
    lines = [_lacks(verdict, places) for verdict in lacking[:_SHOWN]]
    there = [each for each in shown if each.label is Label.PRESENT]
    if there:
        named = "；".join(_name_and_place(each.name, places.get(each.clause_id, "")) for each in there[:_SHOWN])
        lines.append(f"［有］{named}" + (f"等 {len(there)} 项" if len(there) > _SHOWN else ""))
    if len(lacking) > _SHOWN:
        counted = [
            f"{labels.word(label.value)} {n}" for label in Label if (n := sum(each.label is label for each in shown))
        ]
        lines.append(f"共 {len(shown)} 项：{'、'.join(counted)}，逐项原文见审查报告。")
    for finding in row.findings[:_FINDINGS]:
        quote = f"“{_short(finding.quote)}”——{places.get(finding.clause_id, '')}" if finding.quote else ""
        lines.append(f"［{labels.word(finding.severity.value)}］{labels.message_text(finding.message)}{quote}")
    if len(row.findings) > _FINDINGS:
        lines.append(f"另有 {len(row.findings) - _FINDINGS} 项问题，见审查报告。")
    if row.row.against and against:
        lines += [
            f"［衔接·{labels.word('vs_' + each['status'])}］{each['topic']}：{each['message']}"
            for each in against["rows"]
            if each["status"] in ("conflict", "gap", "check")
        ][:_FINDINGS]
    if row.row.against and against:
        lines.append(f"已与《{against['title']}》逐项比较，详见审查报告；是否符合上位预案由审核人员判断。")
    else:
        lines += _left_open(row, bool(lines))
    return "\n".join(lines) or "这类预案的检查清单没有对应的项目，由评审人员判断。"


def _left_open(row: FilledRow, told: bool) -> list[str]:
    """What is said of a row beside its evidence: that the rules found nothing, and what is left to people."""
    lines = [] if told or not row.row.rules else ["系统按相应的规则查过，没有发现问题。"]
    if row.row.open and (row.opinion is Opinion.OPEN or row.row.never_good or not told):
        return [*lines, row.row.open]
    if row.opinion is Opinion.OPEN and told and not row.findings:
        lines.append("现行规定不要求这类预案写本项，是否需要由评审人员判断。")
    return lines


def _lacks(verdict: ElementVerdict, places: Mapping[str, str]) -> str:
    """What is missing, weak or elsewhere, with the reason, the beginning of the quote and its place."""
    words = f"［{labels.word(verdict.label.value)}］{verdict.name}：{labels.message_text(verdict.reason)}"
    return f"{words}“{_short(verdict.quote)}”——{places.get(verdict.clause_id, '')}" if verdict.quote else words


def _short(quote: str) -> str:
    """A quote as a form has room for; the report has it whole."""
    return quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}……"


def _name_and_place(name: str, place: str) -> str:
    """An element with its place; no brackets around a place that has brackets of its own."""
    if not place:
        return name
    return f"{name}，见{place}" if "（" in place else f"{name}（{place}）"
