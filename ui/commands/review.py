"""Commands: checking plans."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any

from ui import labels, reviews
from ui.commands.result import Reporter, Result, open_workspace

Json = dict[str, Any]
_CHANGES = 6
"""Changes of weight shown of one section."""


def check(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Check plans."""
    asked: dict[str, Any] = {field.name: getattr(options, field.name) for field in fields(reviews.CheckOptions)}
    outcome = reviews.check(open_workspace(options, reporter), options.paths, reviews.CheckOptions(**asked))
    lines = [line for item in outcome.items for line in (*_check_lines(item), *_comparison_lines(item))]
    lines += _output_lines(outcome.data.get("outputs", {}))
    return Result(outcome.data, "\n".join(lines), reviews.failed(outcome))


def impact(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Every stored plan and clause that cites a law."""
    from ui.impacts import impact as found_impact

    data = found_impact(open_workspace(options, reporter), options.law)
    named = data["law"] if "号" in data["law"] or data["law"].isascii() else f"《{data['law']}》"
    lines = [f"{named} {data['status']}" + (f"：{data['now']}" if data["now"] else ""), data["message"]]
    for document in data["documents"]:
        lines.append(f"{document['title']}  [{document['doc_id']}]")
        for clause in document["clauses"]:
            told = f"（{clause['message']}）" if clause["message"] else ""
            lines.append(f"  “{clause['quote'][:100]}”{told}  [{clause['clause_id']}]")
    return Result(data, "\n".join(lines))


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
                lines.append(f"       “{element['quote']}”")
            if element["basis"]:
                lines.append(f"       依据（{labels.word(element['force'])}）：{element['basis'][0]}")
    for finding in item["findings"]:
        lines.append(f"  [{labels.word(finding['severity'])}] {finding['rule']} {finding['message']}")
        if finding["quote"]:
            lines.append(f"       “{finding['quote']}”  [{finding['clause_id']}]")
    return lines


def _comparison_lines(item: Json) -> list[str]:
    lines: list[str] = []
    against = item.get("against")
    if against:
        lines.append(f"  与上位预案《{against['title']}》：{''.join(against['doubts'])}")
        for row in against["rows"]:
            lines.append(f"    [{labels.word('vs_' + row['status'])}] {row['topic']}：{row['message']}")
            if row["status"] != "agrees":
                lines += _sides(row)
    previous = item.get("previous")
    if previous:
        lines += _previous_lines(previous)
    incident = item.get("incident")
    if incident:
        lines.append(f"  对照案例“{incident['title']}”：{incident['message']}")
        for point in incident["points"]:
            place = f"  → [{point['draft']['clause_id']}]" if point["draft"] else ""
            lines.append(f"    [{labels.word('answer_' + point['answer'])}] {point['incident']['quote'][:60]}{place}")
    return lines


def _sides(row: Json) -> list[str]:
    """The quotes that a row compares."""
    found = [(word, place) for word, side in (("本预案", "draft"), ("上位预案", "upper")) for place in row[side][:1]]
    return [f"         {word}：“{place['quote']}”  [{place['clause_id']}]" for word, place in found]


def _previous_lines(previous: Json) -> list[str]:
    """The verdict on the procedure, and the changes by section, those of weight quoted."""
    counts = previous["summary"]
    lines = [
        f"  与上一版《{previous['title']}》：{''.join(previous['doubts'])}{previous['message']}",
        f"    未变 {counts['same']} 条，改动 {counts['changed']} 条，新增 {counts['added']} 条，删去 {counts['removed']} 条。",
    ]
    for section in previous["sections"]:
        weighing = [change for change in section["changes"] if change["weighs"]]
        named = f"，其中重要内容 {len(weighing)} 处" if weighing else ""
        lines.append(f"    {section['heading'] or '（题前）'}：{len(section['changes'])} 处{named}")
        for change in weighing[:_CHANGES]:
            place = change["new"] or change["old"]
            kind = f"{labels.word('change_' + change['kind'])}·{labels.word('major_' + change['major'])}"
            lines.append(f"      [{kind}] “{place['quote'][:60]}”  [{place['clause_id']}]")
    return lines


def _output_lines(outputs: Json) -> list[str]:
    lines: list[str] = []
    for name, word in (("report", "审查报告"), ("forms", "评审表"), ("overview", "汇总表")):
        made = outputs.get(name) or []
        lines += [f"{word}：{path}" for path in ([made] if isinstance(made, str) else made)]
    if outputs.get("forms") == []:
        lines.append("评审表：这类预案没有官方评审表，没有写。")
    annotated = outputs.get("annotated") or []
    for each in [annotated] if isinstance(annotated, dict) else annotated:
        if "error" in each:
            lines.append(f"{each['path']}：{each['error']['message']}{each['error']['hint']}")
            continue
        lines.append(f"批注副本：{each['path']}（批注 {each['comments']} 条）")
        lines += [f"    {labels.word(notice['severity'])}：{notice['message']}" for notice in each["notices"]]
    return lines
