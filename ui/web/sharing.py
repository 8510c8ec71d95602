"""Who may open a draft or a library: a small panel, where people log in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import draft_sources, drafts, labels
from ui.people.roles import Right
from ui.people.sharing import Sharing, Visibility
from ui.people.users import Users
from ui.people.viewer import viewer, viewer_name
from ui.web.access import needs
from ui.web.common import guarded, text
from ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared: its kind as ``Sharing`` knows it, how panel and box are called, the names a user may open, and the check of one name.

    ``allowed`` raises where a name must not be opened to people. ``words`` begins the codes of the three states in ``ui.texts``.
    """

    kind: str
    title: str
    label: str
    words: str
    right: Right
    names: Callable[[], list[str]]
    required: Callable[[str], object]
    allowed: Callable[[str, str, Sequence[str]], None] = lambda _name, _visibility, _people: None


def of_drafts(workspace: Workspace) -> Shared:
    """The drafts of a workspace."""

    def allowed(name: str, visibility: str, people: Sequence[str]) -> None:
        owner = Sharing(workspace.home, "drafts").of(name).owner
        draft_sources.require_own(workspace, drafts.stored(workspace, name), owner, visibility, people)

    return Shared(
        "drafts", "谁能打开草稿", "草稿", "visibility", Right.DRAFT,
        lambda: drafts.stored_names(workspace), lambda name: drafts.stored(workspace, name), allowed,
    )  # fmt: skip


def build(workspace: Workspace, app: Any, tab: Any, shared: Shared) -> Any:
    """Lay out the panel and wire it; returns the box of names."""
    choices = [(labels.word(f"{shared.words}_{each}"), each.value) for each in Visibility]
    called = "sharing" if shared.kind == "drafts" else f"sharing-{shared.kind}"
    with gr.Accordion(shared.title, open=False, elem_id=called), gr.Row():
        box = gr.Dropdown([], label=shared.label, elem_id=f"{called}-name", interactive=True)
        visibility = gr.Radio(choices, value=None, label="谁能打开和修改", elem_id=f"{called}-visibility")
        people = gr.Dropdown([], label="分享给", multiselect=True, elem_id=f"{called}-people", interactive=True)
        save = gr.Button("保存", elem_id=f"{called}-save", min_width=80, scale=0)
    state = gr.HTML("", elem_id=f"{called}-state", apply_default_css=False)

    def offered() -> tuple[Any, Any]:
        others = [name for name in Users(workspace.home).all() if name != viewer_name()]
        return gr.Dropdown(shared.names(), value=None), gr.Dropdown(others, value=[])

    @guarded
    def shown(name: str | None) -> tuple[Any, Any, str]:
        if not name:
            return None, [], ""
        shared.required(name)
        share = Sharing(workspace.home, shared.kind).of(name)
        owner = f"由 {text(share.owner)} 所有" if share.owner else "没有所有人"
        return share.visibility.value, list(share.people), f"<p class='quiet'>{owner}。</p>"

    @needs(shared.right, "sharing")
    @guarded
    def kept(name: str | None, visibility: str | None, people: list[str] | None) -> str:
        if not name or not visibility:
            raise InputError("nothing_chosen")
        shared.required(name)
        shared.allowed(name, visibility, people or [])
        share = Sharing(workspace.home, shared.kind).change(name, viewer(), visibility, people or [])
        with_ = f"：{text('、'.join(share.people))}" if share.people else ""
        words = labels.word(f"{shared.words}_{share.visibility}")
        return f"<p class='quiet'>“{text(name)}”现在{text(words)}{with_}。</p>"

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    gr.on([app.load, tab.select], offered, None, [box, people], **quiet)
    box.input(shown, box, [visibility, people, state], **quiet)
    save.click(kept, [box, visibility, people], state, **quiet)
    return box
