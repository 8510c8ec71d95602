"""写预案: the outline at the left, the section in the middle, requirements, past clauses and gaps at the right."""

from __future__ import annotations

from typing import Any

import gradio as gr

from kb.facts.sheet import facts_to_mapping, load_facts
from kb.model import PLAN_LEVELS
from ui import drafts
from ui.web import batch, links, write_more
from ui.web.common import CLICKS, empty, event_of, guarded, text, told
from ui.web.write_page import BEGIN, FORM, Page, value_of
from ui.workspace import Workspace

_SAMPLE = "青山县防汛抗旱"
_LISTEN = 6
"""Seconds between two looks at what others hold."""


def _form(workspace: Workspace) -> list[Any]:
    asked = {f"{group.key}.{field.key}": field for group in workspace.fact_groups for field in group.fields}
    boxes = []
    for key in FORM:
        field = asked[key.replace(".1.", ".")]
        boxes.append(
            gr.Textbox(label=field.label, placeholder=field.help, min_width=180, elem_id=key.replace(".", "-"))
        )
    return boxes


def build(workspace: Workspace, app: Any) -> None:
    """Lay out the page and wire it."""
    types = [
        (f"{name}（{code}）", code)
        for code, name in workspace.checklists.types.items()
        if code in workspace.outlines.types
    ]
    base = gr.State({})
    with gr.Row(equal_height=False):
        with gr.Column(scale=1, min_width=110):
            who = gr.Textbox(
                placeholder="我的姓名",
                label="我的姓名",
                show_label=False,
                container=False,
                max_length=20,
                elem_id="writer-name",
            )
        with gr.Column(scale=4, min_width=280):
            name = gr.Dropdown(
                [], label="草稿", show_label=False, container=False, elem_id="draft-name", interactive=True
            )
        with gr.Column(scale=8, min_width=400):
            progress_line = gr.HTML(empty("先新建或选择一份草稿。"), elem_id="progress-line", apply_default_css=False)
    with gr.Accordion("新建草稿", open=False, elem_id="new-draft") as new_panel:
        with gr.Row():
            plan_type = gr.Dropdown(types, value="SDC", label="预案类型", elem_id="draft-type")
            level = gr.Dropdown(list(PLAN_LEVELS), value="县", label="层级")
            sheet = gr.File(label="已有事实表（TOML，可不传）", file_types=[".toml"], height=110)
        with gr.Row():
            fields = _form(workspace)
        with gr.Row():
            create = gr.Button("新建", variant="primary", elem_id="create-draft")
            sample = gr.Button("填入示例：青山县（虚构）", elem_id="sample-facts")
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=240):
            fill_rest = gr.Button("给所有空节写初稿", elem_id="fill-all", size="sm")
            outline = gr.Radio([], label="章节（○空 ◐草稿 ●完成）", elem_id="outline")
        with gr.Column(scale=6, min_width=380):
            together = gr.HTML("", js_on_load=CLICKS, elem_id="together", apply_default_css=False)
            clash = gr.HTML("", js_on_load=CLICKS, elem_id="clash", apply_default_css=False)
            editor = gr.Textbox(label="正文", lines=11, max_lines=11, elem_id="section-text", interactive=True)
            with gr.Row():
                fill = gr.Button("写初稿", elem_id="fill")
                keep = gr.Button("保存", variant="primary", elem_id="save")
                finish = gr.Button("保存并标为完成", elem_id="finish")
            with gr.Row(equal_height=True, elem_classes="export-row"):
                layout = gr.Dropdown(["按类型", "政府", "企业"], value="按类型", label="版式", min_width=100)
                edition = gr.Dropdown(["内部", "公开"], value="内部", label="版本", min_width=100)
                export = gr.Button("导出 Word", variant="primary", elem_id="export", min_width=110)
            file = gr.File(label="Word 文件", interactive=False, elem_id="export-file", visible=False)
        with gr.Column(scale=4, min_width=300):
            desk = gr.HTML(
                empty(BEGIN),
                js_on_load=CLICKS,
                elem_id="desk",
                elem_classes="pane tall",
                apply_default_css=False,
            )

    page = Page(workspace)
    current = gr.Textbox(
        "", visible="hidden", elem_id="current-section"
    )  # whose text the editor holds, as the browser has it
    base_text = gr.Textbox("", visible="hidden", elem_id="base-text")  # the text that the editor began with
    kept_text = gr.Textbox("", visible="hidden", elem_id="kept-text")  # what was saved last without showing it anew
    known_name = gr.BrowserState("", storage_key="yuanfang-writer", secret="yuanfang-writer")
    known_others = gr.State("")
    shown = [outline, editor, desk, progress_line, current, base_text, together, clash]
    written = [name, current, editor, base_text]
    quietly: dict[str, Any] = {"api_visibility": "private"}

    write_more.build(workspace, name, current, shown, page)
    batch.build(workspace, app, types)

    def listed(selected: str | None = None) -> Any:
        return gr.Dropdown(drafts.stored_names(workspace), value=selected)

    @guarded
    def created(base: dict[str, Any], plan_type: str, level: str, sheet: str | None, *values: str) -> tuple[Any, ...]:
        facts = page.facts(base, sheet, plan_type, level, values)
        made = drafts.new_stored(workspace, facts, plan_type)
        told(made["notices"])
        return (listed(made["draft"]), gr.Accordion(open=False))

    @guarded
    def with_sample() -> tuple[Any, ...]:
        facts, _ = load_facts(workspace.sample_facts(_SAMPLE))
        mapping = facts_to_mapping(facts)
        return (mapping, facts.plan.type, facts.unit.level, *(value_of(mapping, key) for key in FORM))

    @guarded
    def opened(name: str | None, request: gr.Request) -> tuple[Any, ...]:
        given = links.asked(request, "write")
        return page.view(name, given.get("section") if given.get("draft") == name else None)

    @guarded
    def selected(name: str | None, section: str | None) -> tuple[Any, ...]:
        return page.view(name, section)

    @guarded
    def finished(name: str | None, section: str | None, words: str, base: str) -> tuple[Any, ...]:
        return page.saved(name, section, words, base, "done")

    @guarded
    def filled_rest(
        name: str | None,
        section: str | None,
        words: str,
        base: str,
        progress: Any = gr.Progress(),  # noqa: B008
    ) -> tuple[Any, ...]:
        path = page.path(name)
        page.together.must_keep(path, section, words, base)
        progress(0.05, desc="正在按资料库写初稿")
        drafts.fill(workspace, path)
        return page.view(name, section)

    @guarded
    def clicked(name: str | None, section: str | None, words: str, base: str, event: gr.EventData) -> tuple[Any, ...]:
        action, key = event_of(event)
        page.together.must_keep(page.path(name), section, words, base)
        return page.view(name, key) if action == "go" else page.inserted(name, section, key)

    @guarded
    def taken_over(name: str | None, section: str | None) -> tuple[Any, ...]:
        page.together.take_over(page.path(name), section or "")
        return page.view(name, section)

    @guarded
    def answered(name: str | None, section: str | None, words: str, event: gr.EventData) -> tuple[Any, ...]:
        return page.answered(name, section, words, *event_of(event))

    def named(words: str) -> str:
        page.together.call_me(words)
        return words

    def left(request: gr.Request) -> None:
        page.together.gone(str(request.session_hash))

    @guarded
    def exported(name: str | None, section: str | None, words: str, base: str, layout: str, edition: str) -> Any:
        path = page.path(name)
        page.together.must_keep(path, section, words, base)
        chosen = "" if layout == "按类型" else layout
        data = drafts.export_stored(workspace, path.stem, layout=chosen, edition=edition)
        told(data["notices"])
        return gr.File(str(data["path"]), visible=True)

    create.click(created, [base, plan_type, level, sheet, *fields], [name, new_panel], **quietly)
    sample.click(with_sample, None, [base, plan_type, level, *fields], **quietly)
    name.change(opened, name, shown, **quietly)
    outline.input(selected, [name, outline], shown, show_progress="hidden", **quietly)
    editor.focus(guarded(page.begun), written, shown, show_progress="hidden", **quietly)
    editor.blur(guarded(page.autosaved), written, [progress_line, clash, kept_text], show_progress="hidden", **quietly)
    keep.click(guarded(page.saved), written, shown, **quietly)
    finish.click(finished, written, shown, **quietly)
    fill.click(guarded(page.filled), [*written, outline], shown, **quietly)
    fill_rest.click(filled_rest, written, shown, **quietly)
    desk.click(clicked, written, shown, **quietly)
    together.click(taken_over, [name, current], shown, **quietly)
    clash.click(answered, [name, current, editor], shown, **quietly)
    export.click(exported, [*written, layout, edition], file, **quietly)
    gr.Timer(_LISTEN).tick(
        guarded(page.heard),
        [*written, known_others, together],
        [*shown, known_others],
        show_progress="hidden",
        **quietly,
    )
    who.change(named, who, known_name, show_progress="hidden", **quietly)
    app.load(lambda words: words, known_name, who, show_progress="hidden", **quietly)

    def arrived(tab: str, request: gr.Request) -> Any:
        """The drafts, the one that the address names opened."""
        page.together.came_back(tab or "")
        wanted, known = links.asked(request, "write").get("draft"), drafts.stored_names(workspace)
        if wanted and wanted not in known:
            gr.Warning(f"没有找到草稿《{text(wanted)}》：可能已改名或删去。", title="链接已失效")
        return gr.Dropdown(known, value=wanted if wanted in known else None)

    tab = gr.Textbox("", visible="hidden", elem_id="browser-tab")
    app.load(arrived, tab, name, js="() => window.yuanfang.tab", show_progress="hidden", **quietly)
    app.unload(left)


__all__ = ["build"]
