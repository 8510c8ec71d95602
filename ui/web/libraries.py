"""Libraries of a workspace with login: the choice at the top of every page, and who may open which."""

from __future__ import annotations

from typing import Any

import gradio as gr

from kb.errors import InputError
from ui import holdings, labels, libraries, renaming
from ui.libraries import in_use
from ui.people.roles import Right
from ui.people.sharing import Sharing
from ui.people.viewer import viewer
from ui.web import sharing
from ui.web.access import Access, needs
from ui.web.common import guarded, text
from ui.workspace import Workspace

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_ANEW = "() => setTimeout(() => location.reload(), 50)"


def choice(workspace: Workspace, app: gr.Blocks, access: Access) -> None:
    """The box at the top that says which library this window works in, and changes it."""
    box = gr.Dropdown([], label="资料库", elem_id="library", interactive=True, filterable=False, container=False)

    def shown() -> Any:
        return gr.Dropdown(_choices(workspace), value=in_use())

    @needs(Right.READ, "library")
    @guarded
    def chosen(name: str) -> None:
        user = viewer()
        if user is not None:
            access.windows.choose(name, user)

    app.load(shown, None, box, **_QUIET)
    box.input(chosen, box, None, **_QUIET).success(None, None, None, js=_ANEW)


def _choices(workspace: Workspace) -> list[tuple[str, str]]:
    further = libraries.open_to(workspace.home, viewer())
    return [(called(workspace, name), name) for name in (libraries.PUBLIC, *further)]


def called(workspace: Workspace, name: str) -> str:
    """A library with who may open it, in words."""
    return f"{name or '公共库'}（{labels.word('library_' + libraries.described(workspace.home, name))}）"


def build(workspace: Workspace, app: gr.Blocks, access: Access, tab: gr.Tab) -> None:
    """Where a library is made, shared, renamed and given up."""
    now = gr.HTML("", elem_id="library-now", apply_default_css=False)
    with gr.Row(equal_height=True):
        name = gr.Textbox(label="新资料库的名称", max_lines=1, elem_id="library-name", min_width=200)
        make = gr.Button("新建（先只有我能打开）", elem_id="library-make", min_width=160, scale=0)
    told = gr.HTML("", elem_id="library-told", apply_default_css=False)
    names = sharing.build(
        workspace, app, tab,
        sharing.Shared(
            libraries.KIND, "谁能打开资料库", "资料库", "library", Right.READ,
            lambda: list(libraries.open_to(workspace.home, viewer())),
            lambda name: libraries.required(workspace.home, name, viewer()),
        ),
    )  # fmt: skip
    with gr.Row(equal_height=True, elem_id="library-more"):
        other = gr.Textbox(label="选定的资料库改名为", max_lines=1, elem_id="library-new-name", min_width=200)
        rename = gr.Button("改名", elem_id="library-rename", min_width=100, scale=0)
        drop = gr.Button("移除选定的空资料库", elem_id="library-drop", min_width=160, scale=0)

    def where() -> str:
        return f"<p>这个窗口现在用的是<b>{text(called(workspace, in_use()))}</b>：查找、收文件、统计、台账都在这个库里。换库用页面上方的选择。</p>"

    @needs(Right.INGEST, "library_made")
    @guarded
    def made(wanted: str) -> tuple[str, str, Any]:
        user = viewer()
        new = libraries.create(workspace.home, wanted or "", user)
        if user is not None:
            access.windows.choose(new, user)
        known = list(libraries.open_to(workspace.home, user))
        return f"<p>已新建“{text(new)}”，正在换到这个库。</p>", "", gr.Dropdown(known, value=None)

    @needs(Right.INGEST, "library_dropped")
    @guarded
    def dropped(name: str | None) -> tuple[str, Any]:
        if not name:
            raise InputError("nothing_chosen")
        user = viewer()
        libraries.required(workspace.home, name, user)
        if not Sharing(workspace.home, libraries.KIND).may_share(name, user):
            raise InputError("not_yours", name=name)
        holdings.drop_library(workspace, name)
        left = list(libraries.open_to(workspace.home, user))
        return f"<p>已移除“{text(name)}”。</p>", gr.Dropdown(left, value=None)

    @needs(Right.INGEST, "library_renamed")
    @guarded
    def renamed(name: str | None, wanted: str) -> tuple[str, str, Any]:
        if not name:
            raise InputError("nothing_chosen")
        user = viewer()
        new = renaming.rename(workspace, name, wanted or "", user)
        access.windows.renamed(name, new)
        known = list(libraries.open_to(workspace.home, user))
        return f"<p>“{text(name)}”已改名为“{text(new)}”。</p>", "", gr.Dropdown(known, value=None)

    gr.on([app.load, tab.select], where, None, now, **_QUIET)
    make.click(made, name, [told, name, names], **_QUIET).success(None, None, None, js=_ANEW)
    rename.click(renamed, [names, other], [told, other, names], **_QUIET).success(None, None, None, js=_ANEW)
    drop.click(dropped, names, [told, names], **_QUIET)
