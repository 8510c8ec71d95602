"""Arguments of the commands that look after what the library holds."""

from __future__ import annotations

from ui.arguments.parser import Commands

_FIELDS = (
    ("--title", "title", "题名"),
    ("--kind", "kind", "种类：plan、report、law、standard、other"),
    ("--type", "plan_type", "预案类型代码（空为不是预案）"),
    ("--level", "plan_level", "层级：国家、省、市、县、乡镇、村社区、企业、学校"),
    ("--hazard", "hazard", "灾种名称或代码"),
    ("--region", "region", "地区"),
    ("--issuer", "issuer", "印发机关"),
    ("--number", "doc_number", "文号"),
    ("--date", "date", "日期，如 2026-11-26 或 2026-11"),
    ("--validity", "validity", "效力：现行、已废止、被替代、未知"),
)


def add_commands(commands: Commands) -> None:
    """Add edit and trash."""
    edit = commands.add("edit", "更正一份文件的题名、种类、层级、效力等（重新收进时保留）", "holdings:edit")
    edit.add_argument("doc_id", metavar="DOC_ID", help="文件编号（见 stats）")
    for option, name, words in _FIELDS:
        edit.add_argument(option, dest=name, metavar="值", help=words)
    edit.add_argument(
        "--reset", nargs="*", metavar="项", help="恢复成从文件里读到的（不写项为全部），如 --reset title date"
    )

    actions = commands.actions(commands.add("trash", "移除的文件：查看、放回、清空", "holdings:trash"))
    actions.add("list", "列出移除的文件")
    back = actions.add("restore", "放回移除的文件，和移除前一样")
    back.add_argument("names", nargs="+", metavar="ID", help="回收站编号或文件编号")
    gone = actions.add("empty", "彻底删除移除的文件")
    gone.add_argument("names", nargs="*", metavar="ID", help="只删这些（默认全部）")
