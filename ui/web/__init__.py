"""The web workspace: ``serve`` opens it on this machine only; ``ui.web.app`` makes the pages."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

from kb.errors import InputError
from ui.workspace import Workspace

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def require_free(host: str, port: int) -> None:
    """Say in one sentence why the address cannot be used, before anything heavy is loaded."""
    try:
        loopback = ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except OSError as error:
        raise InputError("bad_host", host=host, reason=error.strerror or error) from error
    if not loopback:
        raise InputError("host_needs_login", host=host)
    if not 0 < port < 65536:
        raise InputError("bad_port", port=port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError("port_taken", host=host, port=port) from error


def serve(workspace: Workspace, host: str, port: int) -> None:
    """Open the workspace and block until interrupted."""
    require_free(host, port)
    print("正在打开工作台……", file=sys.stderr, flush=True)
    from ui.web.app import build_app, launch_options

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
