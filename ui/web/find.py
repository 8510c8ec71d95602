"""找条款: one box over clauses and past events, the hits at the left, the clause in its document at the right."""

from __future__ import annotations

from typing import Any

import gradio as gr

from kb.errors import InputError
from kb.model import PLAN_LEVELS
from ui import baskets, drafts, kept, labels, libraries
from ui.people.roles import Right
from ui.web import links
from ui.web.access import Access, needs
from ui.web.common import CLICKS, empty, event_of, follow_samples, guarded, text
from ui.web.finding_state import CASES, CLAUSES, Asked, Changes, Finder
from ui.workspace import Workspace

ANY = "不限"
_KINDS = ("plan", "report", "law", "standard", "other")
_EXAMPLES = ("应急值班制度", "一级响应由谁批准启动", "夜间怎么通知群众转移", "信息报告时限")


def build(workspace: Workspace, app: gr.Blocks, tab: gr.Tab, access: Access) -> None:
    """Lay out the page and wire it."""
    asked = gr.State(Asked())
    with gr.Row(equal_height=True):
        query = gr.Textbox(
            label="查什么", show_label=False, placeholder="想查什么？例如：应急值班制度", scale=6, elem_id="query", max_lines=1,
            autofocus=True,
        )  # fmt: skip
        go = gr.Button("查找", variant="primary", scale=1, min_width=100, elem_id="search")
    with gr.Row(elem_classes="filters", elem_id="find-bar"):
        mode = gr.Radio(
            [CLAUSES, CASES], value=CLAUSES, label="查条款还是案例", show_label=False, container=False, elem_id="find-mode",
            scale=0, min_width=190,
        )  # fmt: skip
        samples = gr.Checkbox(
            workspace.shows_samples(), label="同时查示例（虚构）", container=False, elem_id="with-samples", scale=0,
            min_width=170,
        )  # fmt: skip
        everywhere = gr.Checkbox(
            False, label="查所有我能用的库", container=False, elem_id="everywhere", scale=0, min_width=170, visible=False
        )  # fmt: skip
        saved = gr.HTML("", js_on_load=CLICKS, elem_id="saved", apply_default_css=False)
    fields = _fields(workspace)
    with gr.Row(equal_height=False, elem_id="find-panes"):
        with gr.Column(scale=5, min_width=340, elem_id="find-list"):
            hits = gr.HTML(_welcome(), js_on_load=CLICKS, elem_id="hits", elem_classes="pane", apply_default_css=False)
        with gr.Column(scale=6, min_width=340):
            basket = gr.HTML("", js_on_load=CLICKS, elem_id="basket", apply_default_css=False)
            _sending(workspace, basket)
            context = gr.HTML(
                empty("点开左边的一条，在这里看它在原文件中的位置。"),
                js_on_load=CLICKS, elem_id="context", elem_classes="pane", apply_default_css=False,
            )  # fmt: skip

    parts = {
        "asked": asked, "query": query, "mode": mode, "samples": samples, "everywhere": everywhere, "hits": hits, "context": context, "basket": basket,
        "saved": saved,
    }  # fmt: skip
    everything = [*parts.values(), *fields.values()]

    def finder(request: gr.Request) -> Finder:
        user = access.user()
        return Finder(workspace, request.username or "", user is None or user.internal)

    def shown(changes: Changes) -> dict[Any, Any]:
        """The changes by component."""
        wanted = changes.pop("fields", None)
        by_component = {parts[name]: value for name, value in changes.items()}
        if wanted is not None:
            by_component |= {field: wanted.get(name, _default(field)) for name, field in fields.items()}
        return by_component

    @guarded
    def find(
        state: Asked, query: str, mode: str, samples: bool, everywhere: bool, request: gr.Request, *values: str
    ) -> dict[Any, Any]:
        given = {name: str(value).strip() for name, value in zip(fields, values, strict=True) if value not in (ANY, "", None)}  # fmt: skip
        return shown(finder(request).find(Asked(query, mode, given, samples, everywhere, basket=state.basket)))

    @guarded
    def clicked(
        state: Asked, samples: bool, everywhere: bool, request: gr.Request, event: gr.EventData
    ) -> dict[Any, Any]:
        from dataclasses import replace

        action, key = event_of(event)
        return shown(finder(request).click(replace(state, samples=samples, everywhere=everywhere), action, key))

    def arrived(state: Asked, request: gr.Request) -> dict[Any, Any]:
        from dataclasses import replace

        given, with_samples = links.asked(request, "find"), workspace.shows_samples()
        state = replace(state, samples=with_samples)
        changes = finder(request).arrive(state, links.clause_key(given), given.get("q", ""))
        further = bool(libraries.open_to(workspace.home, access.user()))
        return shown({"samples": with_samples, "everywhere": gr.Checkbox(visible=further)} | changes)

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    app.load(arrived, asked, everything, **quiet)
    follow_samples(workspace, app, tab, samples)
    inputs = [asked, query, mode, samples, everywhere, *fields.values()]
    gr.on([go.click, query.submit], find, inputs, everything, api_visibility="private", show_progress_on=hits)
    for part in (hits, context, basket, saved):
        part.click(clicked, [asked, samples, everywhere], everything, **quiet)


def _default(field: Any) -> str:
    return ANY if isinstance(field, gr.Dropdown) else ""


def _sending(workspace: Workspace, basket: gr.HTML) -> None:
    """The basket's way into a section of a draft."""
    with gr.Accordion("把篮子里的条款送进草稿", open=False, visible=False, elem_id="send") as panel:
        with gr.Row(equal_height=True):
            draft = gr.Dropdown([], label="草稿", elem_id="send-draft", min_width=150)
            section = gr.Dropdown([], label="章节", elem_id="send-section", min_width=150)
            go = gr.Button("送进去", elem_id="send-go", min_width=80, scale=0)
        told = gr.HTML("", elem_id="send-told", apply_default_css=False)

    def offered(shown: str) -> Any:
        return gr.Accordion(visible=bool(shown))

    def names() -> Any:
        found = drafts.stored_names(workspace)
        return gr.Dropdown(found, value=found[0] if found else None), "" if found else _NO_DRAFT

    @guarded
    def sections(name: str | None) -> Any:
        choices = baskets.sections(workspace, name) if name else []
        return gr.Dropdown(choices, value=choices[0][1] if choices else None)

    @needs(Right.DRAFT)
    @guarded
    def sent(name: str | None, section: str | None, request: gr.Request) -> str:
        if not name or not section:
            raise InputError("no_draft")
        owner = request.username or ""
        mine = kept.load(workspace.place, owner)
        return sent_html(baskets.send(workspace, name, section, mine.basket, owner))

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    basket.change(offered, basket, panel, **quiet)
    panel.expand(names, None, [draft, told], **quiet)
    draft.change(sections, draft, section, **quiet)
    go.click(sent, [draft, section], told, **quiet)


_NO_DRAFT = '<p class="quiet">还没有草稿。请先到“写预案”新建一份。</p>'


def sent_html(made: dict[str, Any]) -> str:
    """What became of the clauses, and the way to the section."""
    words = {"already": "条本节已有", "samples": "条是示例，不进真实单位的草稿", "gone": "条已不在资料库"}
    rest = "，".join(f"{made[name]} {said}" for name, said in words.items() if made[name])
    link = f'<a href="{text(links.section(made["draft"], made["section"]))}">打开这一节</a>'
    return f"<p>已送进《{text(made['draft'])}》{text(made['heading'])}：{made['added']} 条，出处一并记下{'；' + rest if rest else ''}。{link}</p>"


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
