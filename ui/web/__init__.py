"""The web workspace: ``build_app`` makes the pages, ``serve`` runs them on this machine only."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from ui.workspace import Workspace

if TYPE_CHECKING:
    import gradio as gr


def _gradio() -> Any:
    """Gradio with everything that could leave the machine switched off, before its first import."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import gradio

    return gradio


def build_app(workspace: Workspace) -> gr.Blocks:
    """The four pages and the API endpoints over one workspace."""
    gr = _gradio()
    from ui.web import api, find, review, shelf, write

    with gr.Blocks(title="预案坊", analytics_enabled=False, fill_width=True) as app:
        gr.HTML("<h1>预案坊</h1><p>查条款、写预案、查缺项。文件都留在这台机器上。</p>", elem_id="masthead")
        with gr.Tabs(selected="find", elem_id="pages") as tabs:
            with gr.Tab("找条款", id="find"):
                find.build(workspace)
            with gr.Tab("写预案", id="write"):
                write.build(workspace, app)
            with gr.Tab("查缺项", id="review"):
                review.build(workspace)
            with gr.Tab("资料库", id="shelf") as shelf_tab:
                shelf.build(workspace, app, shelf_tab)
        app.load(_page_asked_for, None, tabs, api_visibility="private")
        api.build(workspace)
    return app


def _page_asked_for(request: Any) -> Any:
    """``?page=write`` opens that page."""
    gr = _gradio()
    page = dict(request.query_params).get("page", "find") if request else "find"
    return gr.Tabs(selected=page if page in {"find", "write", "review", "shelf"} else "find")


def launch_options() -> dict[str, Any]:
    """What ``Blocks.launch`` needs: our look, no fonts or scripts from elsewhere, no sharing."""
    gr = _gradio()
    fonts = ["system-ui", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif"]
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=fonts, font_mono=["Consolas", "monospace"])
    return {
        "theme": theme,
        "css": files("ui.web").joinpath("style.css").read_text(encoding="utf-8"),
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


def require_free(host: str, port: int) -> None:
    """Say in one sentence why the address cannot be used, before anything heavy is loaded."""
    try:
        loopback = ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except OSError as error:
        raise InputError("bad_host", host=host, reason=error.strerror or error) from error
    if not loopback:
        raise InputError("host_needs_login", host=host)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise InputError("port_taken", host=host, port=port) from error


def serve(workspace: Workspace, host: str, port: int) -> None:
    """Open the workspace and block until interrupted."""
    require_free(host, port)
    print("正在打开工作台……", file=sys.stderr, flush=True)
    workspace.own  # noqa: B018  the library is opened, and its faults told, before the page
    if workspace.shows_samples():
        workspace.samples  # noqa: B018
    app = build_app(workspace)
    app.launch(
        server_name=host, server_port=port, prevent_thread_lock=True, inbrowser=_has_desktop(), **launch_options()
    )
    print(f"工作台已打开：http://{host}:{port} （按 Ctrl+C 关闭）", file=sys.stderr, flush=True)
    try:
        app.block_thread()
    finally:
        app.close(verbose=False)


def _has_desktop() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
