"""``build_app``: the four pages and the API endpoints over one workspace."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from ui.web import api, find, review, shelf, write
from ui.web.page import ChinesePage
from ui.workspace import Workspace


def build_app(workspace: Workspace) -> gr.Blocks:
    """The four pages and the API endpoints over one workspace."""
    with gr.Blocks(title="预案坊", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as app:
        gr.HTML("<h1>预案坊</h1><p>查条款、写预案、查缺项。文件都留在这台机器上。</p>", elem_id="masthead")
        with gr.Tabs(selected="find", elem_id="pages") as tabs:
            with gr.Tab("找条款", id="find"):
                find.build(workspace, app)
            with gr.Tab("写预案", id="write"):
                write.build(workspace, app)
            with gr.Tab("查缺项", id="review"):
                review.build(workspace)
            with gr.Tab("资料库", id="shelf") as shelf_tab:
                shelf.build(workspace, app, shelf_tab)
        app.load(_page_asked_for, None, tabs, api_visibility="private")
        api.build(workspace)
    return app


def _page_asked_for(request: gr.Request) -> Any:
    """``?page=write`` opens that page."""
    page = dict(request.query_params).get("page", "")
    return gr.Tabs(selected=page) if page in {"find", "write", "review", "shelf"} else gr.skip()


def launch_options() -> dict[str, Any]:
    """What ``Blocks.launch`` needs: our look, no fonts or scripts from elsewhere, no sharing."""
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
    return {
        "theme": theme,
        "css": files("ui.web").joinpath("style.css").read_text(encoding="utf-8"),
        "app_kwargs": {"middleware": [Middleware(ChinesePage)], "docs_url": None, "redoc_url": None},
        "share": False,
        "quiet": True,
        "show_error": True,
        "footer_links": [],
        "ssr_mode": False,
        "pwa": False,
        "enable_monitoring": False,
        "max_file_size": "200mb",
        "i18n": None,
    }
