"""What the library knows of one document, to be put right: a form above the table of holdings; and its internal view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from kb.library.corrections import FIELDS
from kb.model import PLAN_LEVELS, Kind, Validity
from kb.taxonomy import hazard_names
from ui import holdings, internal, labels
from ui.people.roles import Right
from ui.people.viewer import viewer_name
from ui.web import shelf_html as show
from ui.web.access import needs
from ui.web.common import guarded, text
from ui.workspace import Workspace

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_NONE = "（无）"


class Description:
    """The form of the chosen document; ``parts`` are what an event has to update from ``shown`` or ``hidden``."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        types = [(f"{name}（{code}）", code) for code, name in workspace.checklists.types.items()]
        lists: dict[str, list[Any]] = {
            "kind": [(labels.word(kind), kind.value) for kind in Kind],
            "plan_type": [(_NONE, ""), *types],
            "plan_level": [(_NONE, ""), *((level, level) for level in PLAN_LEVELS)],
            "hazard": [(_NONE, ""), *((name, code) for code, name in hazard_names().items())],
            "validity": [(each.value, each.value) for each in Validity],
        }
        with gr.Group(visible=False, elem_id="about") as self.group:
            self.head = gr.HTML("", elem_id="about-head", apply_default_css=False)
            with gr.Row():
                self.fields = {field: _field(field, lists.get(field)) for field in FIELDS}
            with gr.Row():
                self.save = gr.Button("保存更正", variant="primary", elem_id="about-save", min_width=100)
                self.reset = gr.Button("恢复读到的", elem_id="about-reset", min_width=100)
                self.inside = gr.Button("内部视图（含个人信息）", elem_id="about-internal", min_width=100)
                self.remove = gr.Button("移除", variant="stop", elem_id="remove", min_width=100)
            self.view = gr.HTML("", visible=False, elem_id="about-view", elem_classes="pane", apply_default_css=False)

    @property
    def parts(self) -> list[Any]:
        """Group, head, inner view and fields."""
        return [self.group, self.head, self.view, *self.fields.values()]

    def hidden(self) -> tuple[Any, ...]:
        """Nothing chosen."""
        return gr.Group(visible=False), "", gr.HTML("", visible=False), *("" for _ in FIELDS)

    def shown(self, doc_id: str) -> tuple[Any, ...]:
        """The form of a document."""
        data = holdings.describe(self._workspace, doc_id)
        said = "；".join(
            f"{labels.word('field_' + field)}原为“{each['as_read'] or '空'}”"
            for field, each in data["corrected"].items()
        )
        head = f"<h3>{text(data['fields']['title'])}</h3><p class='quiet'>{text(doc_id)}{text('　更正过：' + said) if said else ''}</p>"
        values = [data["fields"][field] for field in FIELDS]
        return gr.Group(visible=True), head, gr.HTML("", visible=False), *values

    def wire(
        self, chosen: Any, take_out: Callable[..., Any], words: list[Any], all_out: list[Any],
        held: Callable[[str], tuple[str, str]], lists: list[Any],
    ) -> None:  # fmt: skip
        """``take_out`` removes the chosen document and updates ``all_out``; ``held`` gives ``lists`` anew after a change."""

        @needs(Right.INGEST)
        @guarded
        def correct(doc_id: str, wanted: str, *values: str) -> tuple[Any, ...]:
            now = holdings.describe(self._workspace, doc_id)["fields"]
            changes = {
                field: value or "" for field, value in zip(FIELDS, values, strict=True) if (value or "") != now[field]
            }
            holdings.correct(self._workspace, doc_id, changes, viewer_name() or holdings.HERE)
            gr.Info(f"已保存 {len(changes)} 项更正。" if changes else "没有改动。")
            return (*self.shown(doc_id), *held(wanted))

        @needs(Right.INGEST)
        @guarded
        def restore(doc_id: str, wanted: str) -> tuple[Any, ...]:
            said = dict.fromkeys(holdings.describe(self._workspace, doc_id)["corrected"])
            holdings.correct(self._workspace, doc_id, said, viewer_name() or holdings.HERE)
            return (*self.shown(doc_id), *held(wanted))

        @needs(Right.INTERNAL, "internal")
        @guarded
        def look_inside(doc_id: str) -> Any:
            document = internal.unmasked(self._workspace, doc_id)
            clauses = [(" › ".join(clause.path), clause.text) for clause in document.clauses]
            return gr.HTML(show.internal_html(document.title, clauses), visible=True)

        self.save.click(correct, [chosen, *words, *self.fields.values()], [*self.parts, *lists], **_QUIET)
        self.reset.click(restore, [chosen, *words], [*self.parts, *lists], **_QUIET)
        self.inside.click(look_inside, chosen, self.view, api_visibility="private")
        self.remove.click(take_out, [chosen, *words], all_out, **_QUIET)


def _field(field: str, choices: list[Any] | None) -> Any:
    words = labels.word(f"field_{field}")
    if choices is None:
        return gr.Textbox(label=words, max_lines=1, min_width=180, scale=2 if field == "title" else 1, elem_id=f"about-{field}")  # fmt: skip
    return gr.Dropdown(choices, label=words, min_width=140, elem_id=f"about-{field}")
