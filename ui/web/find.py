"""找条款: one box, the hits at the left, the clause in its document at the right."""

from __future__ import annotations

from typing import Any

import gradio as gr

from kb.errors import LibraryError
from kb.model import PLAN_LEVELS, SearchFilters
from ui import handlers, labels
from ui.web.common import CLICKS, badge, empty, event_of, guarded, marked, text
from ui.workspace import Workspace

ANY = "不限"
_KINDS = ("plan", "report", "law", "standard", "other")
_EXAMPLES = ("应急值班制度", "谁有权启动一级响应", "夜间怎么通知群众转移", "信息报告时限")


def build(workspace: Workspace, app: gr.Blocks) -> None:
    """Lay out the page and wire it."""
    with gr.Row(equal_height=True):
        query = gr.Textbox(
            show_label=False,
            placeholder="想查什么？例如：应急值班制度",
            scale=6,
            elem_id="query",
            max_lines=1,
            autofocus=True,
        )
        go = gr.Button("查找", variant="primary", scale=1, min_width=100, elem_id="search")
    with gr.Row(elem_classes="filters"):
        kind = gr.Dropdown(
            [ANY, *((labels.word(kind), kind) for kind in _KINDS)], value=ANY, label="种类", min_width=110
        )
        level = gr.Dropdown([ANY, *PLAN_LEVELS], value=ANY, label="层级", min_width=110)
        hazard = gr.Textbox(label="灾种", placeholder="如 森林草原火灾", min_width=130)
        response = gr.Dropdown([ANY, "一级", "二级", "三级", "四级"], value=ANY, label="响应级别", min_width=110)
        doc = gr.Textbox(label="文件", placeholder="名称或编号", min_width=130)
        since = gr.Textbox(label="某年以后", placeholder="如 2024", min_width=100)
        samples = gr.Checkbox(
            workspace.shows_samples(), label="同时查示例（虚构）", min_width=170, elem_id="with-samples"
        )
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=360):
            hits = gr.HTML(_welcome(), js_on_load=CLICKS, elem_id="hits", elem_classes="pane", apply_default_css=False)
        with gr.Column(scale=6, min_width=360):
            context = gr.HTML(
                empty("点开左边的一条，在这里看它在原文件中的位置。"),
                js_on_load=CLICKS, elem_id="context", elem_classes="pane", apply_default_css=False,
            )  # fmt: skip

    @guarded
    def find(query: str, kind: str, level: str, hazard: str, response: str, doc: str, since: str, samples: bool) -> str:
        def chosen(value: str | None) -> str | None:
            return None if value in (ANY, "", None) else str(value).strip()

        filters = SearchFilters(
            kind=chosen(kind), level=chosen(level), hazard=chosen(hazard), response_level=chosen(response),
            doc=chosen(doc), since=chosen(since),
        )  # fmt: skip
        return hits_html(handlers.search(workspace, query, 20, filters, samples=samples))

    @guarded
    def clicked(samples: bool, event: gr.EventData) -> tuple[Any, Any, Any]:
        action, key = event_of(event)
        if action == "ask":
            return key, hits_html(handlers.search(workspace, key, 20, None, samples=samples)), gr.skip()
        sample, _, clause_id = key.partition("|")
        return gr.skip(), gr.skip(), context_html(workspace, clause_id, sample=sample == "s")

    app.load(workspace.shows_samples, None, samples, api_visibility="private", show_progress="hidden")
    inputs = [query, kind, level, hazard, response, doc, since, samples]
    gr.on([go.click, query.submit], find, inputs, hits, api_visibility="private")
    hits.click(clicked, samples, [query, hits, context], api_visibility="private", show_progress="hidden")


def _welcome() -> str:
    examples = "".join(
        f'<button type="button" class="example" data-act="ask" data-key="{text(words)}">{text(words)}</button>'
        for words in _EXAMPLES
    )
    return f'<div class="empty"><p>可以这样问：</p>{examples}</div>'


def hits_html(found: dict[str, Any]) -> str:
    """The hits as cards; when the library has no answer that is said first."""
    lead = ""
    if not found["answerable"]:
        lead = (
            '<p class="refusal">库里没有能回答这句话的条款。'
            + (
                "下面是意思最接近的几条，请自行判断。"
                if found["hits"]
                else "可以到“资料库”收进相关预案，或打开示例再试。"
            )
            + "</p>"
        )
    cards = "".join(_card(hit) for hit in found["hits"])
    foot = f'<p class="quiet">{len(found["hits"])} 条，{found["milliseconds"]:.0f} 毫秒</p>' if found["hits"] else ""
    return f'<div class="hits" role="list">{lead}{cards}{foot}</div>'


def _card(hit: dict[str, Any]) -> str:
    badges = [badge("示例（虚构）", "sample")] if hit["sample"] else []
    badges.append(badge(labels.word(hit["kind"])))
    if hit["validity"] in ("已废止", "被替代"):
        badges.append(badge(hit["validity"], "bad"))
    elif hit["validity"] == "现行":
        badges.append(badge("现行", "good"))
    if hit["date"]:
        badges.append(badge(hit["date"][:4]))
    if hit["same_text_in"]:
        badges.append(badge(f"另有 {len(hit['same_text_in'])} 处相同"))
    where = " › ".join(hit["path"]) + (f"　第 {hit['page']} 页" if hit["page"] else "")
    key = f"{'s' if hit['sample'] else 'o'}|{hit['clause_id']}"
    return (
        f'<article class="hit" role="listitem" tabindex="0" data-act="open" data-key="{text(key)}">'
        f"<header><b>{text(hit['doc_title'])}</b> {''.join(badges)}</header>"
        f'<p class="where">{text(where)}</p><p>{marked(hit["text"], hit["highlights"])}</p></article>'
    )


def context_html(workspace: Workspace, clause_id: str, *, sample: bool) -> str:
    """The document with the clause marked: heading by heading, in reading order."""
    library = workspace.library_of(sample=sample)
    clause = library.clauses([clause_id]).get(clause_id)
    if clause is None:
        raise LibraryError("unknown_document", doc_id=clause_id)
    document = library.document(clause_id.split("#")[0])
    parts = [f'<div class="paper"><h2>{text(document.title)}</h2>']
    if sample:
        parts.append(f"<p>{badge('示例（虚构）', 'sample')} 只供试用，不要当作真实的过往做法。</p>")
    shown: tuple[str, ...] = ()
    for each in document.clauses:
        for depth, label in enumerate(each.path):
            if shown[: depth + 1] != each.path[: depth + 1]:
                parts.append(f"<h{min(depth + 3, 6)}>{text(label)}</h{min(depth + 3, 6)}>")
                shown = each.path[: depth + 1]
        shown = each.path
        here = ' id="here" class="here"' if each.id == clause_id else ""
        parts.append(f"<p{here}>{text(each.text)}</p>")
    place = f"第 {clause.page} 页　" if clause.page else (f"第 {clause.line} 行　" if clause.line else "")
    parts.append(f'<p class="quiet">{place}条款编号 {text(clause_id)}</p></div>')
    return "".join(parts)
