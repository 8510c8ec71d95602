"""The right column of 写预案: what the section needs, past clauses, lessons, the plan above, what is open and contradictory."""

from __future__ import annotations

from typing import Any

from kb.drafting.model import Draft, DraftSection
from kb.model import Hit
from ui import drafts, labels, section_desk
from ui.web.common import badge, empty, text
from ui.workspace import Workspace


def desk_html(workspace: Workspace, draft: Draft, section: DraftSection) -> str:
    """The desk of one section."""
    review = workspace.review_draft(draft)
    status = drafts.status_of(workspace, draft, review)
    requirement = section.requirement or "本节没有单独的要求。"
    return "".join(
        (
            f"<h3>本节要求</h3><p>{text(requirement)}</p>",
            _items(review, section),
            _slots(status["slots"], status["front_slots"], section.id),
            _wanted(status["missing_facts"]),
            _gaps(review, draft),
            _conflicts(status),
            _candidates(workspace, draft, section),
            _hits("上位预案的写法", section_desk.above(workspace, draft, section)),
            _hits("上一版的写法", section_desk.last_edition(workspace, draft, section)),
            _lessons(section_desk.lessons(workspace, draft, section)),
        )
    )


def _candidates(workspace: Workspace, draft: Draft, section: DraftSection) -> str:
    found = drafts.candidates(workspace, draft, section.id)
    if not found:
        return "<h3>过往条款</h3>" + empty("库里没有合适的条款。可到“资料库”收进同类预案。")
    cards = []
    for each in found:
        mark = badge("示例（虚构）", "sample") if each.hit.sample else ""
        cards.append(
            f'<div class="card">{mark}<b>{text(each.hit.doc_title)}</b><br><small>{text(" › ".join(each.hit.path))}</small>'
            f"<p>{text(each.adapted.text)}</p>"
            f'<button type="button" data-act="insert" data-key="{text(each.hit.clause_id)}">加入本节</button></div>'
        )
    return f"<h3>过往条款（已按事实表改写）</h3>{''.join(cards)}"


def _hits(title: str, hits: tuple[Hit, ...]) -> str:
    cards = "".join(
        f'<div class="card"><b>{text(hit.doc_title)}</b><br><small>{text(" › ".join(hit.path))}</small><p>{text(hit.text)}</p></div>'
        for hit in hits
    )
    return f"<h3>{title}</h3>{cards}" if cards else ""


def _lessons(found: tuple[section_desk.Lesson, ...]) -> str:
    cards = "".join(
        f'<div class="card">{badge("示例（虚构）", "sample") if each.sample else ""}<b>{text(each.title)}</b> <small>{text(each.time)}</small>'
        f"<p>{text(each.words)}</p></div>"
        for each in found
    )
    return f"<h3>过往处置的教训</h3>{cards}" if cards else ""


def _wanted(missing: list[dict[str, Any]]) -> str:
    """The facts that most sections wait for."""
    if not missing:
        return ""
    rows = "".join(
        f"<li>{text(each['label'] or each['key'])} <small>{each['count']} 节在等</small></li>" for each in missing[:12]
    )
    more = f"<li>……另有 {len(missing) - 12} 项</li>" if len(missing) > 12 else ""
    return f'<details id="wanted"><summary>事实表还缺 {len(missing)} 项</summary><ul>{rows}{more}</ul></details>'


def _items(review: Any, section: DraftSection) -> str:
    verdicts = [each for each in review.elements if each.id in section.items]
    rows = "".join(
        f"<li>{badge(labels.word(each.label.value), each.label.value)}{text(each.name)}"
        f"<br><small>{text('：'.join(filter(None, (labels.word(each.force), '；'.join(each.basis[:2])))))}</small></li>"
        for each in verdicts
    )
    return f"<ul>{rows}</ul>" if rows else ""


def _slots(slots: list[dict[str, Any]], front: list[str], section_id: str) -> str:
    if not slots and not front:
        return ""
    here = [slot for slot in slots if slot["section"] == section_id]
    elsewhere = [slot for slot in slots if slot["section"] != section_id]
    rows = "".join(f'<li><span class="slot">{text(slot["label"])}</span></li>' for slot in here)
    rest = "".join(
        f'<li><span class="slot" tabindex="0" data-act="go" data-key="{text(slot["section"])}">{text(slot["number"])} {text(slot["label"])}</span></li>'
        for slot in elsewhere[:30]
    )
    more = f"<li>……另有 {len(elsewhere) - 30} 处</li>" if len(elsewhere) > 30 else ""
    rest += "".join(f"<li>封面或印发通知 {text(label)}</li>" for label in front)
    return f"<h3>待补充 {len(slots) + len(front)} 处</h3><ul>{rows}</ul>" + (
        f"<details><summary>其他章节</summary><ul>{rest}{more}</ul></details>" if rest else ""
    )


def _conflicts(status: dict[str, Any]) -> str:
    told = [(item, f"外地名称“{item['name']}”") for item in status["foreign_names"]]
    told += [(item, item["message"]) for item in status["conflicts"]]
    hollow = status["boilerplate"]
    if hollow["sections"]:
        told.append(({"section": ""}, f"放到哪里都能用的套话占 {hollow['share']}：{hollow['sections']}"))
    rows = "".join(f"<li>{_there(item)}{text(words)}</li>" for item, words in told)
    return f"<h3>请核对</h3><ul>{rows}</ul>" if rows else ""


def _there(item: dict[str, Any]) -> str:
    """The section that something is told of, to go to; nothing for what the fact sheet itself holds."""
    if not item["section"]:
        return ""
    go = f'data-act="go" data-key="{text(item["section"])}"'
    return f'<span class="slot" tabindex="0" {go}>{text(item["number"] or "这一节")}</span> '


def _gaps(review: Any, draft: Draft) -> str:
    rows = []
    for verdict in review.elements:
        if verdict.label.value not in ("missing", "weak"):
            continue
        home = next((each for each in draft.sections if verdict.id in each.items), None)
        act = f' data-act="go" data-key="{text(home.id)}" tabindex="0"' if home else ""
        rows.append(
            (
                verdict.label.value,
                f'<li>{badge(labels.word(verdict.label.value), verdict.label.value)}<span class="slot"{act}>{text(verdict.name)}</span></li>',
            )
        )
    missing = sum(1 for label, _ in rows if label == "missing")
    rows.sort(key=lambda row: row[0])
    items = "".join(row for _, row in rows)
    summary = f"<summary>全文缺 {missing} 项、弱 {len(rows) - missing} 项</summary>"
    return f'<details id="gaps">{summary}<ul>{items}</ul></details>'
