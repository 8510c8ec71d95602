"""The web workspace: ``serve`` opens it, beyond this machine only with a login; ``ui.web.app`` makes the pages."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from contextlib import suppress
from threading import Thread

from kb.errors import InputError, MissingExtra
from ui.workspace import Workspace

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address. Raises InputError("bad_host")."""
    try:
        return ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except OSError as error:
        raise InputError("bad_host", host=host, reason=error.strerror or error) from error


def require_admin(workspace: Workspace, host: str) -> None:
    """A workspace that others can reach needs somebody to answer for it. Raises InputError("no_admin")."""
    from ui.people.roles import Role
    from ui.people.users import Users

    if not any(user.role is Role.ADMIN for user in Users(workspace.home).all().values()):
        raise InputError("no_admin", host=host)


def require_mcp() -> None:
    """Raise MissingExtra("mcp") unless the MCP library is installed."""
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise MissingExtra("mcp")


def require_free(host: str, port: int) -> None:
    """Say in one sentence why the address cannot be used, before anything heavy is loaded."""
    if not 0 < port < 65536:
        raise InputError("bad_port", port=port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError("port_taken", host=host, port=port) from error


def serve(workspace: Workspace, host: str, port: int, *, login: bool = False, mcp: bool = False) -> None:
    """Open the workspace and block until interrupted; beyond loopback, or when asked, people must log in."""
    login = login or not is_loopback(host)
    if login:
        require_admin(workspace, host)
    if mcp:
        require_mcp()
    require_free(host, port)
    _few_arenas()
    print("正在打开工作台……", file=sys.stderr, flush=True)
    from ui.web.access import Access
    from ui.web.app import build_app, launch_options, read_only_tools
    from ui.workers import Workers

    workspace.own  # noqa: B018  the library is opened, and its faults told, before the page
    if workspace.shows_samples():
        workspace.samples  # noqa: B018
    workspace.workers = Workers()
    Thread(target=workspace.workers.warm, args=(workspace.home,), daemon=True).start()
    access = Access.to(workspace, login=login)
    app = build_app(workspace, access)
    if mcp:
        read_only_tools(app)
    app.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        inbrowser=_has_desktop(),
        mcp_server=mcp,
        **launch_options(app, access),
    )
    print(f"工作台已打开：http://{host}:{port} （按 Ctrl+C 关闭）", file=sys.stderr, flush=True)
    try:
        app.block_thread()
    finally:
        app.close(verbose=False)
        workspace.workers.close()


def _few_arenas() -> None:
    """Keep glibc from giving every thread a heap of its own, which memory would never come back from; elsewhere nothing is done."""
    import ctypes

    arena_max, few = -8, 2
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(arena_max, few)


def _has_desktop() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
