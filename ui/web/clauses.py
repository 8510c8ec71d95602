"""Clauses as HTML: hits with chips to narrow them down, a clause in its document, the basket, two clauses compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kb.errors import LibraryError
from ui import finding, labels
from ui.web.common import badge, empty, marked, text
from ui.workspace import Workspace

Json = dict[str, Any]
SHOWN = 20
_FACET_WORDS = {"kind": "种类", "hazard": "灾种", "level": "层级", "region": "地区", "year": "年份", "validity": "效力"}


def button(act: str, key: str, words: str, kind: str = "", **data: str) -> str:
    """A small button that tells the page what was asked."""
    more = "".join(f' data-{name}="{text(value)}"' for name, value in data.items())
    return (
        f'<button type="button" class="act {kind}" data-act="{act}" data-key="{text(key)}"{more}>{text(words)}</button>'
    )


def hits_html(
    found: Json,
    hits: Sequence[Json],
    facets: Mapping[str, Sequence[tuple[str, int]]],
    chosen: Mapping[str, str],
    basket: Sequence[str],
    unheard: Sequence[str] = (),
    *,
    all_shown: bool = False,
) -> str:
    """The hits as cards under the chips; when the library has no answer that is said first, with what would help."""
    parts = [] if found["answerable"] else [_refusal(bool(found["hits"]), unheard)]
    parts.append(_chips(facets, chosen))
    shown = hits if all_shown else hits[:SHOWN]
    parts += [_card(hit, finding.key_of(hit) in basket) for hit in shown]
    foot = f"{len(hits)} 条，{found['milliseconds']:.0f} 毫秒" if hits else ""
    more = button("more", "", f"再看 {len(hits) - len(shown)} 条") if len(hits) > len(shown) else ""
    if chosen and not hits:
        parts.append(empty("这样筛选后没有条款，请去掉一个筛选条件。"))
    return f'<div class="hits" role="list">{"".join(parts)}<p class="quiet">{foot} {more}</p></div>'


def _refusal(any_hits: bool, unheard: Sequence[str]) -> str:
    lines = ["<b>库里没有能回答这句话的条款。</b>"]
    if unheard:
        lines.append(f"库里从没出现过：{text('、'.join(unheard))}。")
    lines.append("下面是意思最接近的几条，请自行判断。" if any_hits else "可以到“资料库”收进相关预案，或勾选示例再试。")
    lines.append("也可以换个说法、去掉筛选条件，或到“资料库”收进相关文件再查。" if any_hits else "")
    return f'<div class="refusal">{"<br>".join(filter(None, lines))}</div>'


def _chips(facets: Mapping[str, Sequence[tuple[str, int]]], chosen: Mapping[str, str]) -> str:
    groups = []
    for name, values in facets.items():
        chips = "".join(
            button(
                "chip", f"{name}={value}", f"{finding.facet_word(name, value)} {'×' if chosen.get(name) == value else count}",
                "chip on" if chosen.get(name) == value else "chip",
            )
            for value, count in values
        )  # fmt: skip
        groups.append(f'<span class="facet"><small>{_FACET_WORDS[name]}</small>{chips}</span>')
    return f'<div class="chips">{"".join(groups)}</div>' if groups else ""


def _badges(hit: Json) -> str:
    badges = [badge("示例（虚构）", "sample")] if hit["sample"] else []
    badges.append(badge(labels.word(hit["kind"])))
    if hit["validity"] in ("已废止", "被替代"):
        badges.append(badge(hit["validity"], "bad"))
    elif hit["validity"] == "现行":
        badges.append(badge("现行", "good"))
    badges += [badge(value) for value in (hit["region"], (hit["date"] or "")[:4]) if value]
    return "".join(badges)


def _card(hit: Json, kept: bool) -> str:
    key = finding.key_of(hit)
    where = " › ".join(hit["path"]) + (f"　第 {hit['page']} 页" if hit["page"] else "")
    acts = (
        button("keep", key, "移出篮子" if kept else "放进篮子")
        + button("copy", "", "复制（带出处）", copy=finding.citation(hit))
    )  # fmt: skip
    return (
        f'<article class="hit" role="listitem" tabindex="0" data-act="open" data-key="{text(key)}">'
        f"<header><b>{text(hit['doc_title'])}</b> {_badges(hit)}</header>"
        f'<p class="where">{text(where)}</p><p>{marked(hit["text"], hit["highlights"])}</p>'
        f"<div class='acts'>{acts}{_same(hit)}</div></article>"
    )


def _same(hit: Json) -> str:
    """The other documents with the same text, each to be opened."""
    others = hit["same_text_in"]
    if not others:
        return ""
    mark = "s|" if hit["sample"] else "o|"
    links = "".join(f"<li>{button('open', mark + other['clause_id'], other['doc'])}</li>" for other in others[:20])
    return f'<details class="same" data-act="none"><summary>另有 {len(others)} 处原文相同</summary><ul>{links}</ul></details>'


def context_html(workspace: Workspace, key: str, *, tools: bool = True) -> str:
    """The document with the clause marked, in reading order; with ``tools`` its outline at the left and buttons to keep and copy."""
    mark, _, clause_id = key.partition("|")
    library = workspace.library_of(sample=mark == "s")
    clause = library.clauses([clause_id]).get(clause_id)
    if clause is None:
        raise LibraryError("unknown_document", doc_id=clause_id)
    document = library.document(clause_id.split("#")[0])
    body, outline, shown = list[str](), list[str](), tuple[str, ...]()
    for each in document.clauses:
        for depth, label in enumerate(each.path):
            if shown[: depth + 1] != each.path[: depth + 1]:
                anchor, level = f"sec{len(outline)}", min(depth + 3, 6)
                body.append(f'<h{level} id="{anchor}">{text(label)}</h{level}>')
                current = " class='current'" if clause.path[: depth + 1] == each.path[: depth + 1] else ""
                outline.append(
                    f'<li{current} style="padding-left:{depth}em">{button("goto", anchor, label[:40], "plain")}</li>'
                )
                shown = each.path[: depth + 1]
        shown = each.path
        here = ' id="here" class="here"' if each.id == clause_id else ""
        body.append(f"<p{here}>{text(each.text)}</p>")
    sample = f"<p>{badge('示例（虚构）', 'sample')} 只供试用，不要当作真实的过往做法。</p>" if mark == "s" else ""
    place = f"第 {clause.page} 页　" if clause.page else (f"第 {clause.line} 行　" if clause.line else "")
    cited = finding.citation(finding.clause_of(workspace, key))
    acts = button("keep", key, "放进或移出篮子") + button("copy", "", "复制（带出处）", copy=cited) if tools else ""
    nav = f'<nav class="sections"><ol>{"".join(outline)}</ol></nav>' if outline and tools else ""
    layout = "in-context" if nav else "alone"
    return (
        f'<div class="{layout}">{nav}<div class="paper"><h2>{text(document.title)}</h2>{sample}<p class="tools">{acts}</p>'
        f'{"".join(body)}<p class="quiet">{place}条款编号 {text(clause_id)}</p></div></div>'
    )


def basket_html(clauses: Sequence[Json]) -> str:
    """The basket: clauses kept for later, to be opened, compared, copied together."""
    if not clauses:
        return ""
    rows = "".join(
        f"<li>{button('open', finding.key_of(each), each['doc_title'], 'plain')} <small>{text(' › '.join(each['path'][-1:]))}</small>"
        f"<p>{text(each['text'][:80])}{'…' if len(each['text']) > 80 else ''}</p>{button('keep', finding.key_of(each), '移出')}</li>"
        for each in clauses
    )
    everything = "\n\n".join(finding.citation(each) for each in clauses)
    acts = button("copy", "", "全部复制（带出处）", copy=everything)
    acts += button("compare", "", "对比最后两条") if len(clauses) > 1 else ""
    return (
        f'<details class="basket"><summary><b>篮子（{len(clauses)} 条）</b> {acts}</summary><ol>{rows}</ol></details>'
    )


def compare_html(one: Json, other: Json) -> str:
    """Two clauses side by side, what differs marked."""
    ours, theirs = finding.differences(one["text"], other["text"])
    columns = "".join(
        f'<div class="paper"><b>{text(each["doc_title"])}</b><p class="where">{text(" › ".join(each["path"]))}</p>'
        f"<p>{marked(each['text'], spans)}</p><p>{button('open', finding.key_of(each), '看原文')}</p></div>"
        for each, spans in ((one, ours), (other, theirs))
    )
    return f'<p class="quiet">两条不同的地方已标出。</p><div class="compared">{columns}</div>'
