"""What the library page shows: what became of each file, what the library holds, what was removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ui import labels
from ui.web.common import badge, empty, notices, text

Json = dict[str, Any]
SHOWN = 300
"""Rows of the table of holdings; the rest is found by the filter."""
_HEADS = ("文件", "种类", "类型", "层级", "灾种", "日期", "效力", "条款", "案例")


def outcome_html(data: Json) -> str:
    """What became of each file."""
    rows = "".join(
        f"<tr><td>{badge(labels.word(row['status']), row['status'])}</td><td>{_called(row)}{_told(row)}</td>"
        f"<td>{text(labels.word(row['kind']) if row['kind'] else '')}</td><td>{row['clauses']} 条</td><td>{row['incidents']} 个案例</td></tr>"
        for row in data["documents"]
    )
    states = Counter(row["status"] for row in data["documents"])
    counted = "、".join(f"{labels.word(status)} {count}" for status, count in states.items())
    return f"<h3>本次 {len(data['documents'])} 份（{counted}），{data['seconds']} 秒</h3><table><tbody>{rows}</tbody></table>"


def _told(row: Json) -> str:
    twins = "".join(
        f"<li class='info'>与“{text(twin['doc_id'])}”的文字约 {twin['similarity']:.0%} 相同</li>"
        for twin in row.get("near_duplicates", [])[:3]
    )
    return f"<ul class='notices'>{notices(row['notices'])}{twins}</ul>"


def _called(row: Json) -> str:
    """The title, and the name of the file where that is another."""
    name = Path(row["path"].rpartition("!")[2] or row["path"]).name.removeprefix("upload:")
    title = row["title"] or name
    return text(title) if title in (name, Path(name).stem) else f"{text(title)}<br><small>{text(name)}</small>"


def holdings_html(data: Json, types: Mapping[str, str], wanted: str = "", chosen: str = "") -> str:
    """What the library holds, as far as it matches ``wanted``; a row is clicked to look after its document. ``types`` names plan types."""
    if not data["documents"]:
        return empty(f"资料库还是空的（{data['home']}）。收进第一份文件后，示例会自动退到一边。")
    kinds = "".join(badge(f"{labels.word(kind)} {count}") for kind, count in data["by_kind"].items())
    twins = {doc_id: group for group in data["near_duplicates"] for doc_id in group}
    titles = {item["doc_id"]: item["title"] for item in data["items"]}
    items = [{**item, "type_name": types.get(item["plan_type"] or "", "")} for item in data["items"]]
    found = [item for item in items if _matches(item, wanted)]
    rows = "".join(_row(item, twins.get(item["doc_id"], ()), titles, chosen) for item in found[:SHOWN])
    more = (
        f"<p class='quiet'>符合的有 {len(found)} 份，先列 {SHOWN} 份；写几个字可以缩小范围。</p>"
        if len(found) > SHOWN
        else ""
    )
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    return (
        f"<h3>共 {data['documents']} 份文件，{data['clauses']} 条条款，{data['incidents']} 个案例</h3><p>{kinds}</p>"
        f"<div class='scroll'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _matches(item: Json, wanted: str) -> bool:
    words = wanted.lower().split()
    said = " ".join(
        str(value or "")
        for value in (
            item["title"], item["doc_id"], item["plan_level"], item["region"], item["date"], item["validity"],
            labels.word(item["kind"]), item["plan_type"], item["type_name"], (item["hazard"] or {}).get("name"),
        )
    ).lower()  # fmt: skip
    return all(word in said for word in words)


def _row(item: Json, twins: Sequence[str], titles: Mapping[str, str], chosen: str) -> str:
    others = [titles.get(other, other) for other in twins if other != item["doc_id"]]
    marks = badge("更正过", "note") if item["corrected"] else ""
    marks += badge(f"与 {len(others)} 份近似", "weak") if others else ""
    named = f"<br><small>近似：{text('、'.join(others[:3]))}</small>" if others else ""
    newer = item["superseded_by"]
    validity = text(item["validity"]) + (f"<br><small>新版：{text(titles.get(newer, newer))}</small>" if newer else "")
    here = " class='chosen'" if item["doc_id"] == chosen else ""
    return (
        f'<tr{here} tabindex="0" data-act="choose" data-key="{text(item["doc_id"])}"><td>{text(item["title"])} {marks}'
        f"<br><small>{text(item['doc_id'])}</small>{named}</td><td>{text(labels.word(item['kind']))}</td>"
        f"<td>{text(item['type_name'])}</td><td>{text(item['plan_level'] or '')}</td><td>{text((item['hazard'] or {}).get('name', ''))}</td>"
        f"<td>{text(item['date'] or '')}</td><td data-told='效力'>{validity}</td><td data-told='条款'>{item['clauses']}</td><td data-told='案例'>{item['incidents']}</td></tr>"
    )


def trash_html(data: Json) -> str:
    """What was removed, each with a button to bring it back."""
    if not data["trash"]:
        return empty("移除的文件会先放在这里，清空以前都能放回。")
    rows = "".join(
        f"<li>{text(row['title'])} <small>{text(row['removed_at'][:10])} {text(row['removed_by'] or '')}</small> "
        f'<button type="button" class="small" data-act="back" data-key="{row["id"]}">放回</button></li>'
        for row in data["trash"]
    )
    return f"<ul class='trash'>{rows}</ul>"


def internal_html(title: str, clauses: Sequence[tuple[str, str]]) -> str:
    """A document with its personal data readable: heading path and text."""
    lines, last = [], None
    for path, words in clauses:
        lines += [f"<h4>{text(path)}</h4>"] if path != last else []
        lines.append(f"<p>{text(words)}</p>")
        last = path
    return f"<div class='paper'><h2>{text(title)}</h2><p class='quiet'>内部视图：含个人信息，只在本机显示，不要截图外传。</p>{''.join(lines)}</div>"
