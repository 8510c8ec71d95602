"""Commands: the workspace as a whole: tour, pages, model."""

from __future__ import annotations

import argparse

from ui import handlers
from ui.commands.result import Reporter, Result, open_workspace


def demo(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The headless tour."""
    from ui.demo import tour

    return tour(options.out, reporter)


def ui(options: argparse.Namespace, reporter: Reporter) -> Result:
    """The web workspace, until interrupted."""
    from ui.web import serve

    serve(open_workspace(options, reporter), options.host, options.port, login=options.login, mcp=options.mcp)
    return Result({"stopped": True}, "工作台已关闭。")


def model(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Show, change or copy the embedding model."""
    workspace = open_workspace(options, reporter)
    if options.action == "import":
        data = handlers.model_import(workspace, options.folder)
    elif options.action == "export":
        data = handlers.model_export(workspace, options.folder)
        return Result(data, f"模型已复制到 {data['folder']}。")
    else:
        data = handlers.model_status(workspace)
    kind = "自带模型" if data["default"] else f"模型文件夹 {data['folder']}"
    return Result(data, f"{kind}：{data['model']}，{data['dimension']} 维。")
