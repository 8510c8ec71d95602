"""查缺项 as HTML: the overview of many plans, the results of one, and its text with the quotes marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from kb.model import Clause, Document
from ui import labels
from ui.web.common import badge, empty, notices, text

Json = dict[str, Any]
ORDER = ("missing", "weak", "elsewhere", "undecidable", "present", "not_applicable")
_SEVERITY = {"high": 0, "medium": 1, "low": 2}
_SHOWN_CLAUSES = 1500
"""Clauses shown around the chosen one: a page of two million characters would stand still."""
_BAR = 60
_WIDE, _OFTEN = 220, 10
_NAMED = 4
_CHANGES = 200


# --------------------------------------------------------------------------- many plans


def overview_html(items: Sequence[Json], chosen: int) -> str:
    """Which plans lack what, as bars and numbers; a click opens a plan. Nothing for a single plan."""
    if len(items) < 2:
        return ""
    most = max((_lacking(item) for item in items if "error" not in item), default=0) or 1
    rows = "".join(_overview_row(at, item, most, at == chosen) for at, item in enumerate(items))
    head = '<thead><tr><th>预案</th><th>类型</th><th>缺、弱要素</th><th title="高/中/低">问题</th><th>缺的要素</th></tr></thead>'
    table = f'<div class="overview"><table>{head}<tbody>{rows}</tbody></table></div>'
    return f"<details open><summary>共 {len(items)} 份，点一行看详情</summary>{table}</details>{_often(items)}"


def _often(items: Sequence[Json]) -> str:
    """A chart of the elements that most plans lack or have weakly."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for each in item.get("elements", []):
            if each["label"] in ("missing", "weak"):
                counts[each["name"]][each["label"]] += 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1]["missing"], -pair[1]["weak"], pair[0]))[:_OFTEN]
    most = max((sum(found.values()) for _, found in ranked), default=0)
    rows = "".join(
        f"<tr><td>{text(name)}</td><td class='bars'>{_bars(found, most, _WIDE)}</td></tr>" for name, found in ranked
    )
    return (
        f'<details class="often"><summary>图：哪些要素缺得最多</summary><div class="overview"><table>{rows}</table></div></details>'
        if rows
        else ""
    )


def _bars(found: Mapping[str, int], most: int, width: int) -> str:
    """Missing and weak as two bars and two numbers."""
    drawn = "".join(
        f'<i class="bar {label}" style="width:{width * found[label] / most:.1f}px" title="{labels.word(label)} {found[label]}"></i>'
        for label in ("missing", "weak")
    )
    return f"{drawn}<small>缺 {found['missing']} / 弱 {found['weak']}</small>"


def _lacking(item: Json) -> int:
    return int(item["summary"]["missing"]) + int(item["summary"]["weak"])


def _overview_row(at: int, item: Json, most: int, chosen: bool) -> str:
    if "error" in item:
        told = text(item["error"]["message"] + item["error"]["hint"])
        return f'<tr><td>{text(PurePath(item["path"]).name)}</td><td>{badge("没有检查", "failed")}</td><td colspan="3">{told}</td></tr>'
    summary = item["summary"]
    named = [each["name"] for each in item["elements"] if each["label"] == "missing"]
    missing = "、".join(named[:_NAMED]) + (f" 等 {len(named)} 项" if len(named) > _NAMED else "")
    found = summary["findings"]
    here = ' class="chosen"' if chosen else ""
    return (
        f'<tr{here} tabindex="0" data-act="plan" data-key="{at}"><td>{text(item["title"])}</td><td>{text(item["plan_type"] or "不是预案")}</td>'
        f'<td class="bars">{_bars(summary, most, _BAR) if item["elements"] else "没有检查要素"}</td>'
        f"<td>{found['high']} / {found['medium']} / {found['low']}</td><td><small>{text(missing or '—')}</small></td></tr>"
    )


# --------------------------------------------------------------------------- one plan


def results_html(item: Json, chosen: str) -> str:
    """Summary, findings, elements and comparisons of one plan; every row with a quote can be clicked."""
    if "error" in item:
        told = text(item["error"]["message"] + item["error"]["hint"])
        return (
            f'<section class="plan"><h2>{text(PurePath(item["path"]).name)}</h2><p class="refusal">{told}</p></section>'
        )
    counted = "".join(
        badge(f"{labels.word(name)} {item['summary'][name]}", name) for name in ORDER if item["summary"].get(name)
    )
    guesses = "、".join(f"{guess['code']} {guess['confidence']:.0%}" for guess in item["plan_types"][:2])
    kind = f"{item.get('plan_type_name') or ''} {item['plan_type'] or '不是预案'}".strip()
    head = (
        f"<h2>{text(item['title'])}</h2><p>类型 <b>{text(kind)}</b>（判断：{text(guesses or '无')}）<br>{counted}</p>"
    )
    parts = [
        f'<ul class="notices">{notices(item.get("notices", []))}</ul>',
        _findings(item, chosen),
        _elements(item, chosen),
    ]
    parts += [_against(item.get("against")), _previous(item.get("previous")), _incident(item.get("incident"))]
    return f'<section class="plan">{head}{"".join(parts)}</section>'


def _row(key: str, chosen: str, cells: Sequence[str], *, dismissed: bool = False) -> str:
    classes = " ".join(name for name, on in (("chosen", key == chosen), ("dismissed", dismissed)) if on)
    return f'<tr class="{classes}" tabindex="0" data-act="show" data-key="{text(key)}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _decided(each: Json) -> str:
    decision = each.get("decision")
    if not decision:
        return ""
    reason = f"：{decision['reason']}" if decision["reason"] else ""
    return f"<br>{badge(labels.word('decision_' + decision['state']) + reason, decision['state'])}"


def _is_dismissed(each: Json) -> bool:
    return (each.get("decision") or {}).get("state") == "dismissed"


def _findings(item: Json, chosen: str) -> str:
    if not item["findings"]:
        return "<h3>文字问题 0 处</h3>"
    rows = "".join(
        _row(
            each["finding_id"],
            chosen,
            (
                badge(labels.word(each["severity"]), each["severity"]),
                f"{text(each['message'])}{_quote(each['quote'])}{_more(len(each['places']) - 1)}{_decided(each)}",
                f"{text(each['advice'])}{_basis([each['basis']] if each['basis'] else [])}",
            ),
            dismissed=_is_dismissed(each),
        )
        for each in sorted(item["findings"], key=lambda each: _SEVERITY[each["severity"]])
    )
    head = "<thead><tr><th>程度</th><th>问题与原文</th><th>怎么改</th></tr></thead>"
    return f"<h3>文字问题 {len(item['findings'])} 处</h3><table>{head}<tbody>{rows}</tbody></table>"


def _elements(item: Json, chosen: str) -> str:
    if not item["elements"]:
        return ""
    ranked = sorted(item["elements"], key=lambda each: (ORDER.index(each["label"]), each["weight"], each["id"]))
    rows = "".join(_element(each, chosen) for each in ranked)
    head = "<thead><tr><th>结论</th><th>要素、理由与原文</th><th>建议与依据</th></tr></thead>"
    return f"<h3>应有要素 {len(ranked)} 项</h3><table>{head}<tbody>{rows}</tbody></table>"


def _element(each: Json, chosen: str) -> str:
    advice = each["advice"] if each["label"] in ("missing", "weak") else ""
    searched = ""
    if each["label"] == "missing" and each["searched"]:
        searched = f"<br><small>查过：{text('、'.join(each['searched'][:10]))}</small>"
    name = f"<b>{text(each['name'])}</b> <small>{text(each['id'])}　{text(each['weight'])}</small>"
    return _row(
        each["id"],
        chosen,
        (
            badge(labels.word(each["label"]), each["label"]),
            f"{name}{_decided(each)}<br>{text(each['reason'])}{searched}{_quote(each['quote'])}",
            f"{text(advice)}{_basis(each['basis'], each['force'])}",
        ),
        dismissed=_is_dismissed(each),
    )


def _quote(words: str) -> str:
    return f"<blockquote>{text(words)}</blockquote>" if words else ""


def _basis(basis: Sequence[str], force: str = "") -> str:
    if not basis:
        return ""
    lead = f"{labels.word(force)}：" if force else "依据："
    return f"<small>{text(lead + '；'.join(basis))}</small>"


def _more(count: int) -> str:
    return f"<small>另有 {count} 处</small>" if count > 0 else ""


# --------------------------------------------------------------------------- comparisons


def _against(found: Json | None) -> str:
    if not found:
        return ""
    rows = "".join(
        _compared(
            row["draft"],
            badge(labels.word("vs_" + row["status"]), row["status"]),
            f"<b>{text(row['topic'])}</b>　{text(row['message'])}",
            ("本预案", _cited(row["draft"])),
            ("上位预案", _cited(row["upper"])),
        )
        for row in found["rows"]
    )
    return f"<h3>与上位预案《{text(found['title'])}》的衔接</h3><p>{text(''.join(found['doubts']))}</p>{_table(rows)}"


def _previous(found: Json | None) -> str:
    if not found:
        return ""
    changes = [(section["heading"], change) for section in found["sections"] for change in section["changes"]]
    rows = "".join(
        _compared(
            [change["new"]],
            badge(labels.word("change_" + change["kind"]), "high" if change["weighs"] else ""),
            f"<b>{text(heading or '题前')}</b>　{text(_major(change))}",
            ("上一版", _cited([change["old"]])),
            ("本版", _cited([change["new"]])),
        )
        for heading, change in sorted(changes, key=lambda pair: not pair[1]["weighs"])[:_CHANGES]
    )
    more = f"<p><small>其余 {len(changes) - _CHANGES} 处见审查报告。</small></p>" if len(changes) > _CHANGES else ""
    return f"<h3>与上一版《{text(found['title'])}》的比较</h3><p>{text(''.join(found.get('doubts', ())) + found['message'])}</p>{_table(rows)}{more}"


def _major(change: Json) -> str:
    if change["weighs"]:
        return f"重要内容：{labels.word('major_' + change['major'])}"
    return "仅文字调整" if change["wording_only"] else ""


def _incident(found: Json | None) -> str:
    if not found:
        return ""
    rows = "".join(
        _compared(
            [point["draft"] or point["nearest"]],
            badge(labels.word("answer_" + point["answer"]), point["answer"]),
            f"<b>{text(labels.word('point_' + point['kind']))}</b>",
            ("案例", _cited([point["incident"]])),
            ("预案" if point["draft"] else "最接近的（供参考）", _cited([point["draft"] or point["nearest"]])),
        )
        for point in found["points"]
    )
    return f"<h3>对照案例：{text(found['title'])}</h3><p>{text(found['message'])}</p>{_table(rows)}"


def _compared(opens: Sequence[Json | None], mark: str, lead: str, one: tuple[str, str], other: tuple[str, str]) -> str:
    """A row with two quotes side by side; a click opens the first place of ``opens`` in the text."""
    place = next((each for each in opens if each), None)
    act = f' tabindex="0" data-act="clause" data-key="{text(place["clause_id"])}"' if place else ""
    sides = "".join(f"<div><small>{text(name)}</small>{quotes or '—'}</div>" for name, quotes in (one, other))
    return f'<tr{act}><td>{mark}</td><td>{lead}<div class="pair">{sides}</div></td></tr>'


def _cited(places: Sequence[Json | None]) -> str:
    return "".join(_quote(place["quote"]) for place in places[:2] if place)


def _table(rows: str) -> str:
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""


# --------------------------------------------------------------------------- the text


def text_html(document: Document, item: Json, chosen: str, section: int | None, clause_id: str) -> str:
    """The text with the quotes of findings and elements marked; the chosen one, or the heading of ``section``, stands in view."""
    clauses = _around(document, clause_id, section)
    marks = _marks(item)
    parts = [f'<div class="paper"><h2{_here(section == -1)}>{text(document.title)}</h2>']
    seen: set[int] = set()
    quoted = {quote: (key, kind) for each in marks.values() for key, kind, quote in each}
    for clause in clauses:
        for at in _open_headings(document, clause, seen):
            label = document.sections[at].label
            depth = min(document.sections[at].level + 2, 6)
            parts.append(f"<h{depth}{_here(at == section)}>{_heading(label, quoted.get(label), chosen)}</h{depth}>")
        parts.append(_clause(clause, marks.get(clause.id, ()), chosen, clause.id == clause_id and section is None))
    if len(clauses) < len(document.clauses):
        parts.append(f'<p class="quiet">全文 {len(document.clauses)} 条，这里显示所选位置前后 {len(clauses)} 条。</p>')
    return "".join([*parts, "</div>"]) if document.clauses else empty("没有正文。")


def _heading(label: str, told: tuple[str, str] | None, chosen: str) -> str:
    """A heading, marked where a finding is about it."""
    if told is None:
        return text(label)
    key, kind = told
    return f'<mark class="{kind}{" chosen" if key == chosen else ""}" data-act="show" data-key="{text(key)}">{text(label)}</mark>'


def _here(on: bool) -> str:
    return ' id="here" class="here"' if on else ""


def _around(document: Document, clause_id: str, section: int | None) -> Sequence[Clause]:
    at = next((n for n, clause in enumerate(document.clauses) if clause.id == clause_id), None)
    if at is None and section is not None:
        at = next((n for n, clause in enumerate(document.clauses) if clause.section >= section), 0)
    start = max(0, (at or 0) - _SHOWN_CLAUSES // 2)
    return document.clauses[start : start + _SHOWN_CLAUSES]


def _open_headings(document: Document, clause: Clause, seen: set[int]) -> Iterator[int]:
    """The headings that stand between the clause before and this one, each once, those without text of their own included."""
    first = max(seen, default=-1) + 1
    for at in range(first, min(clause.section + 1, len(document.sections))):
        seen.add(at)
        yield at


def _marks(item: Json) -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """Clause id → (key, kind, quote), findings before elements."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for each in item["findings"]:
        for place in each["places"]:
            found[place["clause_id"]].append((each["finding_id"], each["severity"], place["quote"]))
    for each in item["elements"]:
        if each["clause_id"] and each["quote"]:
            found[each["clause_id"]].append((each["id"], each["label"], each["quote"]))
    return found


def _clause(clause: Clause, marks: Sequence[tuple[str, str, str]], chosen: str, here: bool) -> str:
    """A clause with its marks; of marks that overlap the chosen one is shown, else the first."""
    spans: list[tuple[int, int, str, str]] = []
    for key, kind, quote in sorted(marks, key=lambda mark: mark[0] != chosen):
        at = clause.text.find(quote)
        if at >= 0 and not any(at < end and start < at + len(quote) for start, end, _, _ in spans):
            spans.append((at, at + len(quote), key, kind))
    out, position, anchored = [], 0, False
    for start, end, key, kind in sorted(spans):
        this = key == chosen
        anchor = ' id="here"' if this and here and not anchored else ""
        anchored = anchored or bool(anchor)
        out.append(text(clause.text[position:start]))
        out.append(
            f'<mark class="{kind}{" chosen" if this else ""}"{anchor} data-act="show" data-key="{text(key)}">{text(clause.text[start:end])}</mark>'
        )
        position = end
    body = "".join([*out, text(clause.text[position:])]).replace("\n", "<br>")
    return f"<p{_here(here and not anchored)}>{body}</p>"
