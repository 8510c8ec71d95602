"""``build_app``: the pages and the API endpoints over one workspace."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from ui.people.roles import Right
from ui.web import api, find, review, shelf, write
from ui.web.access import Access
from ui.web.gate import LoginGate
from ui.web.page import ChinesePage
from ui.workspace import Workspace

PAGES = ("find", "write", "review", "shelf")


def build_app(workspace: Workspace, access: Access | None = None) -> gr.Blocks:
    """The pages and the API endpoints; without ``access`` everybody may do everything."""
    access = access or Access.to(workspace, login=False)
    with gr.Blocks(title="预案坊", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as app:
        gr.HTML("<h1>预案坊</h1><p>查条款、写预案、查缺项。文件都留在这台机器上。</p>", elem_id="masthead")
        with gr.Tabs(selected="find", elem_id="pages") as tabs:
            with gr.Tab("找条款", id="find"), access.page(app, Right.READ):
                find.build(workspace, app)
            with gr.Tab("写预案", id="write"), access.page(app, Right.DRAFT):
                write.build(workspace, app)
            with gr.Tab("查缺项", id="review"), access.page(app, Right.CHECK):
                review.build(workspace)
            with gr.Tab("资料库", id="shelf") as shelf_tab, access.page(app, Right.INGEST):
                shelf.build(workspace, app, shelf_tab)
        with access.page(app, Right.READ):
            app.load(_page_asked_for, None, tabs, api_visibility="private")
            api.build(workspace)
    return app


def _page_asked_for(request: gr.Request) -> Any:
    """``?page=write`` opens that page."""
    page = dict(request.query_params).get("page", "")
    return gr.Tabs(selected=page) if page in PAGES else gr.skip()


def read_only_tools(app: gr.Blocks) -> None:
    """Leave only endpoints that change nothing among the documented ones, which are what MCP offers as tools."""
    for event in app.fns.values():
        if event.api_visibility == "public" and event.api_name not in api.READ_ONLY:
            event.api_visibility = "undocumented"


def launch_options(app: gr.Blocks, access: Access) -> dict[str, Any]:
    """What ``Blocks.launch`` needs: our look, no fonts or scripts from elsewhere, no sharing; a login where there are users."""
    fonts = ["system-ui", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif"]
    theme = gr.themes.Base(
        primary_hue="teal",
        neutral_hue="slate",
        spacing_size="sm",
        radius_size="sm",
        font=fonts,
        font_mono=["Consolas", "monospace"],
    ).set(
        button_primary_background_fill="#0f766e",
        button_primary_background_fill_hover="#115e59",
        button_large_text_size="15px",
    )
    gate = [Middleware(LoginGate, tokens=lambda: app.app.tokens)] if access.users is not None else []
    return {
        "theme": theme,
        "css": files("ui.web").joinpath("style.css").read_text(encoding="utf-8"),
        "app_kwargs": {"middleware": [*gate, Middleware(ChinesePage)], "docs_url": None, "redoc_url": None},
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
        "max_file_size": "200mb",
        "i18n": None,
    }
