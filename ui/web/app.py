"""``build_app``: the pages and the API endpoints over one workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from ui.people.roles import Right
from ui.web import api, find, home, learn, ledger, libraries, look, review, settings, sharing, shelf, statistics, write
from ui.web.access import Access
from ui.web.failing import SaidPlainly
from ui.web.gate import LoginGate
from ui.web.page import ChinesePage
from ui.web.sessions import CAPACITY, keep_small
from ui.workspace import Workspace

_TABS: dict[str, tuple[str, Right]] = {
    "home": ("首页", Right.READ),
    "find": ("找条款", Right.READ),
    "write": ("写预案", Right.DRAFT),
    "review": ("查缺项", Right.CHECK),
    "learn": ("学预案", Right.READ),
    "shelf": ("资料库", Right.READ),
    "settings": ("设置", Right.MANAGE),
}
"""Pages in order: what each is called and the right that its events ask for."""
PAGES = tuple(_TABS)
_AT_ONCE = 8
"""Requests of one kind answered at the same time; further ones wait in line."""


def build_app(workspace: Workspace, access: Access | None = None) -> gr.Blocks:
    """The pages and the API endpoints; without ``access`` everybody may do everything."""
    access = access or Access.to(workspace, login=False)
    keep_small()
    with gr.Blocks(title="预案坊", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as app:
        gr.HTML("<h1>预案坊</h1>", elem_id="masthead", apply_default_css=False)
        gr.HTML('<button type="button">深色</button>', elem_id="scheme", apply_default_css=False, js_on_load="")
        with access.page(app, Right.READ):  # first, so that no event of a page takes the name of an endpoint
            api.build(workspace)
        if access.users is not None:
            with access.page(app, Right.READ):
                libraries.choice(workspace, app, access)
        with gr.Tabs(selected="home", elem_id="pages") as pages:
            tabs = {page: gr.Tab(name, id=page) for page, (name, _) in _TABS.items()}

        @contextmanager
        def page(name: str) -> Iterator[gr.Tab]:
            with tabs[name], access.page(app, _TABS[name][1]):
                yield tabs[name]

        with page("home") as tab:
            home.build(workspace, app, pages, tab, lambda: _pages_of(access))
        with page("find") as tab:
            find.build(workspace, app, tab, access)
        with page("write") as tab:
            write.build(workspace, app)
            if access.users is not None:
                sharing.build(workspace, app, tab, sharing.of_drafts(workspace))
        with page("review"):
            review.build(workspace, app)
        with page("learn") as tab:
            learn.build(workspace, app, tab)
        with page("shelf") as tab, gr.Tabs():
            with gr.Tab("文件"):
                shelf.build(workspace, app, tab)
            with gr.Tab("预案台账") as inner:
                ledger.build(workspace, app, inner)
            with gr.Tab("统计", id="statistics") as inner:
                statistics.build(workspace, inner)
            if access.users is not None:
                with gr.Tab("各资料库", id="libraries") as inner:
                    libraries.build(workspace, app, access, inner)
        with page("settings") as tab:
            settings.build(workspace, app, tab, shared=access.users is not None)
        with access.page(app, Right.READ):
            quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
            app.load(_asked_for(access), None, pages, **quiet)
            hidden = gr.HTML("", elem_id="not-yours", apply_default_css=False)
            app.load(lambda: _hiding(_pages_of(access)), None, hidden, **quiet)
    app.queue(default_concurrency_limit=_AT_ONCE)
    return app


def _pages_of(access: Access) -> tuple[str, ...]:
    """The pages that the user may work with."""
    rights = access.rights()
    return tuple(page for page, (_, right) in _TABS.items() if right in rights)


def _hiding(allowed: Sequence[str]) -> str:
    """A style that hides the tabs of other pages, since Gradio shows a tab on whatever an event says of it; the names are for its menu."""
    others = [page for page in PAGES if page not in allowed]
    if not others:
        return ""
    tabs, names = ", ".join(f'[data-tab-id="{page}"]' for page in others), "、".join(_TABS[page][0] for page in others)
    return f'<i data-names="{names}"></i><style>{tabs} {{ display: none !important; }}</style>'


def _asked_for(access: Access) -> Callable[[gr.Request], Any]:
    """``?open=write`` opens that page; ``page`` is a word of Gradio's own."""

    def opened(request: gr.Request) -> Any:
        page = dict(request.query_params).get("open", "")
        return gr.Tabs(selected=page) if page in _pages_of(access) else gr.skip()

    return opened


def read_only_tools(app: gr.Blocks) -> None:
    """Leave only endpoints that change nothing among the documented ones, which are what MCP offers as tools."""
    for event in app.fns.values():
        if event.api_visibility == "public" and event.api_name not in api.READ_ONLY:
            event.api_visibility = "undocumented"


def launch_options(app: gr.Blocks, access: Access) -> dict[str, Any]:
    """What ``Blocks.launch`` needs: our look, no fonts or scripts from elsewhere, no sharing; a login where there are users."""
    gate = [Middleware(LoginGate, tokens=lambda: app.app.tokens)] if access.users is not None else []
    return {
        "theme": look.theme(),
        "css": look.css(),
        "app_kwargs": {
            "middleware": [Middleware(SaidPlainly), *gate, Middleware(ChinesePage, head=look.head(PAGES))],
            "docs_url": None,
            "redoc_url": None,
        },
        "auth": access.admits if access.users is not None else None,
        "auth_message": "预案坊 · 请用管理员给您的用户名和密码登录。" if access.users is not None else None,
        "share": False,
        "quiet": True,
        "show_error": True,
        "footer_links": [],
        "ssr_mode": False,
        "pwa": False,
        "run_history": False,
        "enable_monitoring": False,
        "state_session_capacity": CAPACITY,
        "max_file_size": "200mb",
        "i18n": None,
    }
