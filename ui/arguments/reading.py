"""Arguments of reading one file."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add outline."""
    outline = commands.add("outline", "只读出一份文件的结构，不动资料库", "reading:outline")
    outline.add_argument("file", type=Path, metavar="FILE", help="文件")
    outline.add_argument(
        "--ocr", action="store_true", help="对没有文字的扫描页做文字识别（需附加组件 ocr，每页约 6～8 秒）"
    )
    outline.add_argument("--internal", action="store_true", help="内部视图：不遮盖个人信息，只供资料所有人查看，不入库")
