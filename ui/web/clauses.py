"""Clauses as HTML: hits with chips to narrow them down, the basket, two clauses compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui import finding, keys, labels
from ui.web import links
from ui.web.common import badge, empty, marked, text

Json = dict[str, Any]
_FACETS, _VALUES = 2, 3
"""So many facets with so many values each stand above the hits; the others are behind 更多筛选."""
SHOWN = 20
_FACET_WORDS = {
    "kind": "种类",
    "hazard": "灾种",
    "level": "层级",
    "region": "地区",
    "year": "年份",
    "validity": "效力",
    "library": "资料库",
}


def button(act: str, key: str, words: str, kind: str = "", **data: str) -> str:
    """A small button that tells the page what was asked."""
    more = "".join(f' data-{name.replace("_", "-")}="{text(value)}"' for name, value in data.items())
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
    paired: str = "",
) -> str:
    """The hits as cards under the chips; when the library has no answer that is said first, with what would help.

    ``paired`` is the clause that waits for another to be compared with.
    """
    parts = [] if found["answerable"] else [_refusal(bool(found["hits"]), unheard)]
    parts.append(_chips(facets, chosen))
    shown = hits if all_shown else hits[:SHOWN]
    across = len(found.get("libraries", ())) > 1
    parts += [_card(hit, keys.key_of(hit) in basket, paired, across) for hit in shown]
    foot = f"{len(hits)} 条，{found['milliseconds']:.0f} 毫秒" if hits else ""
    more = button("more", "", f"再看 {len(hits) - len(shown)} 条") if len(hits) > len(shown) else ""
    if chosen and not hits:
        parts.append(empty("这样筛选后没有条款，请去掉一个筛选条件。"))
    return f'<div class="hits">{"".join(parts)}<p class="quiet">{foot} {more}</p></div>'


def _refusal(any_hits: bool, unheard: Sequence[str]) -> str:
    lines = ["<b>库里没有能回答这句话的条款。</b>"]
    if unheard:
        lines.append(f"库里从没出现过：{text('、'.join(unheard))}。")
    lines.append("下面是意思最接近的几条，请自行判断。" if any_hits else "可以到“资料库”收进相关预案，或勾选示例再试。")
    lines.append("也可以换个说法、去掉筛选条件，或到“资料库”收进相关文件再查。" if any_hits else "")
    return f'<div class="refusal">{"<br>".join(filter(None, lines))}</div>'


def _chips(facets: Mapping[str, Sequence[tuple[str, int]]], chosen: Mapping[str, str]) -> str:
    """The most telling facets, those chosen first, and the others behind a word: the hits must not be pushed off the screen."""
    names = sorted(facets, key=lambda name: name not in chosen)
    first = names[: max(_FACETS, len(chosen))]
    shown, rest = list[str](), list[str]()
    for name in names:
        values = sorted(facets[name], key=lambda each: chosen.get(name) != each[0])
        count = _VALUES if name in first else 0
        shown += [_facet(name, values[:count], chosen)] if count else []
        rest += [_facet(name, values[count:], chosen)] if values[count:] else []
    more = f"<details><summary>更多筛选</summary>{''.join(rest)}</details>" if rest else ""
    return f'<div class="chips">{"".join(shown)}{more}</div>' if shown or rest else ""


def _facet(name: str, values: Sequence[tuple[str, int]], chosen: Mapping[str, str]) -> str:
    chips = "".join(
        button(
            "chip", f"{name}={value}", f"{finding.facet_word(name, value)} {'×' if chosen.get(name) == value else count}",
            "chip on" if chosen.get(name) == value else "chip",
        )
        for value, count in values
    )  # fmt: skip
    return f'<span class="facet"><small>{_FACET_WORDS[name]}</small>{chips}</span>'


def _badges(hit: Json, across: bool) -> str:
    badges = [badge("示例（虚构）", "sample")] if hit["sample"] else []
    badges += [badge(finding.called(hit["library"]), "library")] if across and not hit["sample"] else []
    badges.append(badge(labels.word(hit["kind"])))
    if hit["validity"] in ("已废止", "被替代"):
        badges.append(badge(hit["validity"], "bad"))
    elif hit["validity"] == "现行":
        badges.append(badge("现行", "good"))
    badges += [badge(value) for value in (hit["region"], (hit["date"] or "")[:4]) if value]
    return "".join(badges)


def _card(hit: Json, kept: bool, paired: str, across: bool) -> str:
    key = keys.key_of(hit)
    where = " › ".join(hit["path"]) + (f"　第 {hit['page']} 页" if hit["page"] else "")
    waits = "等另一条，再点取消" if key == paired else "与选定的对比" if paired else "对比"
    acts = (
        button("keep", key, "移出篮子" if kept else "放进篮子")
        + button("copy", "", "复制（带出处）", copy=finding.citation(hit))
        + button("pair", key, waits)
        + links.copier(links.clause(key))
    )
    return (
        f'<article class="hit" tabindex="0" data-act="open" data-key="{text(key)}">'
        f"<header><b>{text(hit['doc_title'])}</b> {_badges(hit, across)}</header>"
        f'<p class="where">{text(where)}</p><p>{marked(hit["text"], hit["highlights"])}</p>'
        f"<div class='acts'>{acts}{_same(hit)}</div></article>"
    )


def _same(hit: Json) -> str:
    """The other documents with the same text, each to be opened."""
    others = hit["same_text_in"]
    if not others:
        return ""
    rows = "".join(
        f"<li>{button('open', keys.key_of({'sample': hit['sample'], 'library': hit.get('library')} | other), other['doc'])}</li>"
        for other in others[:20]
    )
    return f'<details class="same" data-act="none"><summary>另有 {len(others)} 处原文相同</summary><ul>{rows}</ul></details>'


def basket_html(clauses: Sequence[Json]) -> str:
    """The basket: clauses kept for later, to be opened, compared, copied together."""
    if not clauses:
        return ""
    rows = "".join(
        f"<li>{button('open', keys.key_of(each), each['doc_title'], 'plain')} <small>{text(' › '.join(each['path'][-1:]))}</small>"
        f"<p>{text(each['text'][:80])}{'…' if len(each['text']) > 80 else ''}</p>{button('keep', keys.key_of(each), '移出')}</li>"
        for each in clauses
    )
    everything = "\n\n".join(finding.citation(each) for each in clauses)
    acts = button("copy", "", "全部复制（带出处）", copy=everything)
    acts += button("compare", "", "对比最后两条") if len(clauses) > 1 else ""
    acts += button("empty", "", "清空")
    return f'<div class="basket"><p>{acts}</p><details><summary><b>篮子（{len(clauses)} 条）</b></summary><ol>{rows}</ol></details></div>'


def compare_html(one: Json, other: Json) -> str:
    """Two clauses side by side, what differs marked."""
    ours, theirs = finding.differences(one["text"], other["text"])
    columns = "".join(
        f'<div class="paper"><b>{text(each["doc_title"])}</b><p class="where">{text(" › ".join(each["path"]))}</p>'
        f"<p>{marked(each['text'], spans)}</p><p class='tools'>{button('open', keys.key_of(each), '看原文')}"
        f"{button('copy', '', '复制（带出处）', copy=finding.citation(each))}</p></div>"
        for each, spans in ((one, ours), (other, theirs))
    )
    return f'<p class="quiet">两条不同的地方已标出。</p><div class="compared">{columns}</div>'
