"""找条款: one box over clauses and past events, the hits at the left, the clause in its document at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from kb.errors import LibraryError
from kb.model import PLAN_LEVELS, SearchFilters
from ui import finding, handlers, labels, past
from ui.web.cases import cases_html
from ui.web.clauses import basket_html, compare_html, context_html, hits_html
from ui.web.common import CLICKS, empty, event_of, guarded, text
from ui.workspace import Workspace

ANY = "不限"
CLAUSES, CASES = "条款", "过往处置"
_DEPTH = 60
_CASES = 10
_KINDS = ("plan", "report", "law", "standard", "other")
_EXAMPLES = ("应急值班制度", "谁有权启动一级响应", "夜间怎么通知群众转移", "信息报告时限")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one visitor has asked, narrowed down and kept."""

    query: str = ""
    mode: str = CLAUSES
    fields: Mapping[str, str] = field(default_factory=dict)
    samples: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)
    basket: tuple[str, ...] = ()
    all_shown: bool = False


def build(workspace: Workspace, app: gr.Blocks) -> None:
    """Lay out the page and wire it."""
    asked = gr.State(Asked())
    with gr.Row(equal_height=True):
        query = gr.Textbox(
            label="查什么", show_label=False, placeholder="想查什么？例如：应急值班制度", scale=6, elem_id="query", max_lines=1, autofocus=True,
        )  # fmt: skip
        go = gr.Button("查找", variant="primary", scale=1, min_width=100, elem_id="search")
    with gr.Row(elem_classes="filters"):
        mode = gr.Radio(
            [CLAUSES, CASES],
            value=CLAUSES,
            label="查条款还是案例",
            show_label=False,
            container=False,
            elem_id="find-mode",
        )
        samples = gr.Checkbox(
            workspace.shows_samples(), label="同时查示例（虚构）", container=False, elem_id="with-samples"
        )
    fields = _fields(workspace)
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=340):
            hits = gr.HTML(_welcome(), js_on_load=CLICKS, elem_id="hits", elem_classes="pane", apply_default_css=False)
        with gr.Column(scale=6, min_width=340):
            basket = gr.HTML("", js_on_load=CLICKS, elem_id="basket", apply_default_css=False)
            context = gr.HTML(
                empty("点开左边的一条，在这里看它在原文件中的位置。"),
                js_on_load=CLICKS, elem_id="context", elem_classes="pane", apply_default_css=False,
            )  # fmt: skip

    @guarded
    def find(state: Asked, query: str, mode: str, samples: bool, *values: str) -> tuple[Asked, str]:
        given = {name: str(value).strip() for name, value in zip(fields, values, strict=True) if value not in (ANY, "", None)}  # fmt: skip
        state = Asked(query, mode, given, samples, basket=state.basket)
        return state, found_html(workspace, state)

    @guarded
    def clicked(state: Asked, samples: bool, event: gr.EventData) -> tuple[Any, ...]:
        action, key = event_of(event)
        return _after(workspace, replace(state, samples=samples), action, key)

    app.load(workspace.shows_samples, None, samples, api_visibility="private", show_progress="hidden")
    inputs = [asked, query, mode, samples, *fields.values()]
    gr.on([go.click, query.submit], find, inputs, [asked, hits], api_visibility="private")
    shown = [asked, query, hits, context, basket]
    for part in (hits, context, basket):
        part.click(clicked, [asked, samples], shown, api_visibility="private", show_progress="hidden")


def _fields(workspace: Workspace) -> dict[str, gr.components.Component]:
    """The filters by name; those of clauses do not narrow past events and the other way round."""
    types = [(name, code) for code, name in workspace.checklists.types.items()]
    with gr.Accordion("筛选", open=False, elem_id="filters"), gr.Row(elem_classes="filters"):
        return {
            "kind": gr.Dropdown([ANY, *((labels.word(kind), kind) for kind in _KINDS)], value=ANY, label="种类", min_width=110),
            "plan_type": gr.Dropdown([ANY, *types], value=ANY, label="预案类型", min_width=150),
            "level": gr.Dropdown([ANY, *PLAN_LEVELS], value=ANY, label="层级", min_width=110),
            "hazard": gr.Textbox(label="灾种", placeholder="如 森林草原火灾", min_width=130),
            "response_level": gr.Dropdown([ANY, "一级", "二级", "三级", "四级"], value=ANY, label="响应级别", min_width=110),
            "element": gr.Dropdown(
                [ANY, *((item.name, item.id) for item in workspace.checklists.items)], value=ANY, label="清单要素", min_width=150
            ),
            "doc": gr.Textbox(label="文件", placeholder="名称或编号", min_width=130),
            "region": gr.Textbox(label="地区", placeholder="如 青山县", min_width=110),
            "since": gr.Textbox(label="某年以后", placeholder="如 2024", min_width=100),
            "validity": gr.Dropdown([ANY, "现行", "已废止", "被替代", "未知"], value=ANY, label="效力", min_width=100),
            "place": gr.Textbox(label="案例地点", min_width=110),
            "scale": gr.Textbox(label="案例规模", placeholder="较大，或死亡人数 3", min_width=130),
            "agency": gr.Textbox(label="案例参与部门", min_width=110),
        }  # fmt: skip


def _welcome() -> str:
    examples = "".join(
        f'<button type="button" class="example" data-act="ask" data-key="{text(words)}">{text(words)}</button>'
        for words in _EXAMPLES
    )
    return f'<div class="empty"><p>可以这样问：</p>{examples}</div>'


def _after(workspace: Workspace, state: Asked, action: str, key: str) -> tuple[Any, ...]:
    """What a click changes: the state, the box, the hits, the clause in context, the basket."""
    same = gr.skip()
    if action == "ask":
        state = Asked(key, CLAUSES, {}, state.samples, basket=state.basket)
        return state, key, found_html(workspace, state), same, same
    if action == "open":
        return same, same, same, context_html(workspace, key), same
    if action == "compare" and len(state.basket) > 1:
        one, other = (finding.clause_of(workspace, each) for each in state.basket[-2:])
        return same, same, same, compare_html(one, other), same
    if action == "keep":
        kept = finding.without(state.basket, key) if key in state.basket else (*state.basket, key)
        state = replace(state, basket=kept)
        clauses = [clause for each in kept if (clause := _still_there(workspace, each)) is not None]
        return state, same, found_html(workspace, state) if state.query else same, same, basket_html(clauses)
    if action == "chip" and "=" in key:
        name, _, value = key.partition("=")
        chosen = dict(state.chosen)
        if chosen.pop(name, None) != value:
            chosen[name] = value
        state = replace(state, chosen=chosen)
    elif action == "more":
        state = replace(state, all_shown=True)
    else:
        return same, same, same, same, same
    return state, same, found_html(workspace, state), same, same


def _still_there(workspace: Workspace, key: str) -> dict[str, Any] | None:
    try:
        return finding.clause_of(workspace, key)
    except LibraryError:
        return None


def found_html(workspace: Workspace, state: Asked) -> str:
    """What was found, as cards."""
    if state.mode == CASES:
        chosen = {name: state.fields.get(name) for name in past.FILTERS}
        return cases_html(past.incidents(workspace, state.query, _CASES, chosen, samples=state.samples))
    names = SearchFilters.__dataclass_fields__
    filters = SearchFilters(**{name: value for name, value in state.fields.items() if name in names})
    found = handlers.search(workspace, state.query, _DEPTH, filters, samples=state.samples)
    hits, facets = finding.narrowed(workspace, found["hits"], state.chosen)
    unheard = () if found["answerable"] else finding.unheard(workspace, state.query, samples=state.samples)
    return hits_html(found, hits, facets, state.chosen, state.basket, unheard, all_shown=state.all_shown)
