"""Who may open a draft: a small panel on the drafting page, where people log in."""

from __future__ import annotations

from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import drafts, labels
from ui.people.roles import Right
from ui.people.sharing import Sharing, Visibility
from ui.people.users import Users
from ui.people.viewer import viewer, viewer_name
from ui.web.access import needs
from ui.web.common import guarded, text
from ui.workspace import Workspace

_CHOICES = [(labels.word(f"visibility_{each}"), each.value) for each in Visibility]


def build(workspace: Workspace, app: Any, tab: Any) -> None:
    """Lay out the panel and wire it."""
    with gr.Accordion("谁能打开草稿", open=False, elem_id="sharing"), gr.Row():
        draft = gr.Dropdown([], label="草稿", elem_id="sharing-draft", interactive=True)
        visibility = gr.Radio(_CHOICES, value=None, label="谁能打开和修改", elem_id="sharing-visibility")
        people = gr.Dropdown([], label="分享给", multiselect=True, elem_id="sharing-people", interactive=True)
        save = gr.Button("保存", elem_id="sharing-save", min_width=80, scale=0)
    state = gr.HTML("", elem_id="sharing-state", apply_default_css=False)

    def offered() -> tuple[Any, Any]:
        others = [name for name in Users(workspace.home).all() if name != viewer_name()]
        return gr.Dropdown(drafts.stored_names(workspace), value=None), gr.Dropdown(others, value=[])

    @guarded
    def shown(name: str | None) -> tuple[Any, Any, str]:
        if not name:
            return None, [], ""
        drafts.stored(workspace, name)
        share = Sharing(workspace.home, "drafts").of(name)
        owner = f"由 {text(share.owner)} 所有" if share.owner else "没有所有人"
        return share.visibility.value, list(share.people), f"<p class='quiet'>{owner}。</p>"

    @needs(Right.DRAFT, "sharing")
    @guarded
    def kept(name: str | None, visibility: str | None, people: list[str] | None) -> str:
        if not name or not visibility:
            raise InputError("nothing_chosen")
        drafts.stored(workspace, name)
        share = Sharing(workspace.home, "drafts").change(name, viewer(), visibility, people or [])
        with_ = f"：{text('、'.join(share.people))}" if share.people else ""
        return f"<p class='quiet'>“{text(name)}”现在{text(labels.word('visibility_' + share.visibility))}{with_}。</p>"

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    gr.on([app.load, tab.select], offered, None, [draft, people], **quiet)
    draft.input(shown, draft, [visibility, people, state], **quiet)
    save.click(kept, [draft, visibility, people], state, **quiet)
