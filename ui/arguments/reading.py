"""Arguments of reading one file."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add outline."""
    outline = commands.add("outline", "只读出一份文件的结构，不动资料库", "reading:outline")
    outline.add_argument("file", type=Path, metavar="FILE", help="文件")
