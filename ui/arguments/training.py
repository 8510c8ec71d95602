"""Arguments of the training desk."""

from __future__ import annotations

from ui.arguments.parser import Commands


def add_commands(commands: Commands) -> None:
    """Add ask."""
    ask = commands.add("ask", "问程序：谁、在什么时候、做什么，逐步带出处", "training:ask")
    ask.add_argument("question", metavar="QUESTION", help="要问的话，例如：森林火灾一级响应启动后前两小时各部门干什么")
    for option, meaning in (
        ("doc", "只看这份预案（编号或名称）"),
        ("hazard", "灾种代码、名称或说法"),
        ("response-level", "响应级别：一级 二级 三级 四级"),
        ("actor", "只看这个部门或岗位"),
    ):
        ask.add_argument(f"--{option}", metavar="值", default="", help=meaning)
    ask.add_argument("--samples", action="store_true", help="也看示例（虚构）资料库")
