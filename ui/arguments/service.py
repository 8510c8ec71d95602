"""Arguments of the tour, the pages and the model."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add demo, ui and model."""
    demo = commands.add("demo", "不开网页走一遍：查条款→起草→检查→导出 Word", "service:demo")
    demo.add_argument("--out", type=Path, default=Path("yuanfang-demo"), help="输出文件夹（默认 ./yuanfang-demo）")

    page = commands.add("ui", "打开网页工作台", "service:ui")
    page.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    page.add_argument("--port", type=int, default=7860, help="端口（默认 7860）")
    page.add_argument("--login", action="store_true", help="在本机也要求登录（其他地址总是要求）")
    page.add_argument("--mcp", action="store_true", help="同时作为 MCP 服务，供智能助手查条款、查案例、查缺项（只读）")

    actions = commands.actions(commands.add("model", "查看或更换向量模型", "service:model"))
    actions.add("status", "当前模型和索引")
    chosen = actions.add("import", "改用一个 sentence-transformers 模型文件夹（default 表示换回自带模型）")
    chosen.add_argument("folder", type=Path, metavar="FOLDER", help="文件夹")
    copied = actions.add("export", "把当前模型复制到文件夹，便于带到别的机器")
    copied.add_argument("folder", type=Path, metavar="DIR", help="文件夹")
