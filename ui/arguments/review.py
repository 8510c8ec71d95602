"""Arguments of checking plans."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add check."""
    check = commands.add("check", "查缺项：对照清单检查预案", "review:check")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="预案文件或文件夹")
    check.add_argument("--type", dest="plan_type", metavar="CODE", help="预案类型代码（默认自动判断）")
