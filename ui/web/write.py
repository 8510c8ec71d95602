"""写预案: the outline at the left, the section in the middle, requirements, past clauses and gaps at the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from kb.drafting.draft import insert_candidate
from kb.drafting.files import load, save
from kb.drafting.locks import exclusive
from kb.drafting.model import Draft
from kb.errors import InputError
from kb.facts import FactSheet, facts_from_mapping, facts_to_mapping, load_facts, unflatten
from kb.model import PLAN_LEVELS
from ui import drafts, labels
from ui.web import batch, write_more
from ui.web.common import CLICKS, badge, empty, event_of, guarded, told
from ui.web.desk import desk_html
from ui.workspace import Workspace

_GLYPHS = {"empty": "○", "draft": "◐", "done": "●"}
_SAMPLE = "青山县防汛抗旱"


_FORM = (
    "unit.name", "unit.short", "unit.region", "plan.hazard", "plan.title", "plan.superior", "issue.body", "office.body",
    "office.duty_phone", "command.1.post", "command.1.holder",
)  # fmt: skip
"""The facts asked for on the page; the others come with an uploaded fact sheet."""


def _form(workspace: Workspace) -> list[Any]:
    asked = {f"{group.key}.{field.key}": field for group in workspace.fact_groups for field in group.fields}
    boxes = []
    for key in _FORM:
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
        with gr.Column(scale=4, min_width=280):
            name = gr.Dropdown([], show_label=False, container=False, elem_id="draft-name", interactive=True)
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
                empty("选一节开始。"),
                js_on_load=CLICKS,
                elem_id="desk",
                elem_classes="pane tall",
                apply_default_css=False,
            )

    page = _Page(workspace)
    current = gr.Textbox(
        "", visible="hidden", elem_id="current-section"
    )  # whose text the editor holds, as the browser has it
    shown = [outline, editor, desk, progress_line, current]
    quietly: dict[str, Any] = {"api_visibility": "private"}

    def shown_of(name: str | None, section: str | None) -> tuple[Any, ...]:
        draft = page.draft(name)
        known = {each.id for each in draft.sections}
        return page.view(draft, section if section in known else draft.sections[0].id)

    write_more.build(workspace, name, current, shown, shown_of)
    batch.build(workspace, types)

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
        return (mapping, facts.plan.type, facts.unit.level, *(_value(mapping, key) for key in _FORM))

    @guarded
    def opened(name: str | None) -> tuple[Any, ...]:
        if not name:
            return (gr.Radio([], value=None), "", empty("先新建或选择一份草稿。"), "", "")
        draft = load(drafts.stored(workspace, name))
        first = next((each.id for each in draft.sections if each.state == "empty"), draft.sections[0].id)
        return page.view(draft, first)

    @guarded
    def selected(name: str | None, section: str | None) -> tuple[Any, ...]:
        draft = page.draft(name)
        return page.view(draft, section or draft.sections[0].id)

    @guarded
    def saved(name: str | None, section: str | None, words: str) -> tuple[Any, ...]:
        return page.saved(name, section, words, None)

    @guarded
    def finished(name: str | None, section: str | None, words: str) -> tuple[Any, ...]:
        return page.saved(name, section, words, "done")

    @guarded
    def filled(name: str | None, section: str | None) -> tuple[Any, ...]:
        path = page.path(name)
        if not section:
            raise InputError("nothing_chosen")
        drafts.fill(workspace, path, section)
        return page.view(load(path), section)

    @guarded
    def filled_rest(name: str | None, section: str | None, progress: Any = gr.Progress()) -> tuple[Any, ...]:  # noqa: B008
        path = page.path(name)
        progress(0.05, desc="正在按资料库写初稿")
        drafts.fill(workspace, path)
        draft = load(path)
        return page.view(draft, section or draft.sections[0].id)

    @guarded
    def clicked(name: str | None, section: str | None, words: str, event: gr.EventData) -> tuple[Any, ...]:
        action, key = event_of(event)
        if action == "go":
            page.keep(name, section, words)
            return page.view(page.draft(name), key)
        page.keep(name, section, words)
        return page.inserted(name, section, key)

    @guarded
    def exported(name: str | None, section: str | None, words: str, layout: str, edition: str) -> Any:
        page.keep(name, section, words)
        chosen = "" if layout == "按类型" else layout
        data = drafts.export_stored(workspace, page.path(name).stem, layout=chosen, edition=edition)
        told(data["notices"])
        return gr.File(str(data["path"]), visible=True)

    create.click(created, [base, plan_type, level, sheet, *fields], [name, new_panel], **quietly)
    sample.click(with_sample, None, [base, plan_type, level, *fields], **quietly)
    name.change(opened, name, shown, **quietly)
    outline.input(selected, [name, outline], shown, show_progress="hidden", **quietly)
    editor.blur(page.autosaved, [name, current, editor], progress_line, show_progress="hidden", **quietly)
    keep.click(saved, [name, current, editor], shown, **quietly)
    finish.click(finished, [name, current, editor], shown, **quietly)
    fill.click(filled, [name, current], shown, **quietly)
    fill_rest.click(filled_rest, [name, current], shown, **quietly)
    desk.click(clicked, [name, current, editor], shown, **quietly)
    export.click(exported, [name, current, editor, layout, edition], file, **quietly)
    app.load(listed, None, name, show_progress="hidden", **quietly)


def _value(mapping: dict[str, Any], key: str) -> str:
    value: Any = mapping
    for part in key.split("."):
        if isinstance(value, list):
            value = value[int(part) - 1] if part.isdigit() and int(part) <= len(value) else ""
        else:
            value = value.get(part, "") if isinstance(value, dict) else ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


class _Page:
    """What the page does with drafts; every method reads the file anew, so that nothing is kept in the browser alone."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def facts(
        self, base: dict[str, Any], sheet: str | None, plan_type: str, level: str, values: tuple[str, ...]
    ) -> FactSheet:
        """The fact sheet of the form: an uploaded or sample sheet beneath, the form's fields above."""
        under = facts_to_mapping(load_facts(Path(sheet))[0]) if sheet else dict(base)
        row: dict[str, object] = {"unit.level": level, "plan.type": plan_type}
        row.update({key: value.strip() for key, value in zip(_FORM, values, strict=True) if value and value.strip()})
        return facts_from_mapping(_laid_over(under, unflatten(row)))[0]

    def path(self, name: str | None) -> Path:
        if not name:
            raise InputError("no_draft")
        return drafts.stored(self.workspace, name)

    def draft(self, name: str | None) -> Draft:
        return load(self.path(name))

    def keep(self, name: str | None, section: str | None, words: str) -> None:
        """Save the editor's text if it differs from the file."""
        from kb.drafting.draft import set_section

        path = self.path(name)
        with exclusive(path):
            draft = load(path)
            if section and draft.section(section).text != words.strip("\n"):
                save(set_section(draft, section, text=words), path)

    def autosaved(self, name: str | None, section: str | None, words: str) -> str:
        """Save when the editor loses the focus."""
        if not name or not section:
            return ""
        self.keep(name, section, words)
        return self.progress(self.draft(name))

    def saved(self, name: str | None, section: str | None, words: str, state: str | None) -> tuple[Any, ...]:
        if not section:
            raise InputError("nothing_chosen")
        path = self.path(name)
        drafts.set_section(self.workspace, path, section, words, state)
        return self.view(load(path), section)

    def inserted(self, name: str | None, section: str | None, clause_id: str) -> tuple[Any, ...]:
        path = self.path(name)
        key = section or ""
        with exclusive(path):
            draft = load(path)
            for candidate in drafts.candidates(self.workspace, draft, key):
                if candidate.hit.clause_id == clause_id:
                    draft = insert_candidate(draft, key, candidate)
                    save(draft, path)
        return self.view(draft, key)

    def view(self, draft: Draft, section: str) -> tuple[Any, ...]:
        """Everything the page shows of one section."""
        chosen = draft.section(section)
        choices = [
            (f"{_GLYPHS[each.state.value]} {'　' * (each.level - 1)}{each.heading}", each.id) for each in draft.sections
        ]
        return (
            gr.Radio(choices, value=chosen.id),
            chosen.text,
            desk_html(self.workspace, draft, chosen),
            self.progress(draft),
            chosen.id,
        )

    def progress(self, draft: Draft) -> str:
        """One line: sections done, elements, open slots, foreign names, conflicts."""
        status = drafts.status_of(self.workspace, draft)
        written = [section for section in draft.sections if section.requirement or section.items]
        done = sum(1 for section in written if section.state.value == "done")
        parts = [badge(f"完成 {done}/{len(written)} 节")]
        parts += [badge(f"{labels.word(label)} {n}", label) for label, n in status["elements"].items() if n]
        parts.append(badge(f"待补充 {len(status['slots'])}", "weak" if status["slots"] else "good"))
        for key, words in (("foreign_names", "外地名称"), ("conflicts", "冲突")):
            if status[key]:
                parts.append(badge(f"{words} {len(status[key])}", "bad"))
        return f"<p>{''.join(parts)}</p>"


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two fact mappings as one; the later wins field by field, also inside list entries."""
    merged = dict(under)
    for key, value in over.items():
        known = merged.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            merged[key] = _laid_over(known, value)
        elif (
            isinstance(value, list)
            and isinstance(known, list)
            and all(isinstance(each, dict) for each in (*value, *known))
        ):
            merged[key] = [_laid_over(old, new) for old, new in zip(known, value, strict=False)] + [
                *known[len(value) :],
                *value[len(known) :],
            ]
        else:
            merged[key] = value
    return merged


__all__ = ["build"]
