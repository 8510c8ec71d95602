"""Arguments of the commands on people."""

from __future__ import annotations

from pathlib import Path

from ui.arguments.parser import Commands, Parser

_ROLES = "admin 管理员、writer 编制、reviewer 审查、trainer 培训、reader 只读"


def add_commands(commands: Commands) -> None:
    """Add user."""
    actions = commands.actions(commands.add("user", "管理多人共用时的用户（只在本机使用时不需要）", "people:user"))
    added = actions.add("add", "添加用户")
    _name(added)
    added.add_argument("--role", default="writer", help=f"角色：{_ROLES}（默认 writer）")
    added.add_argument("--internal", action="store_true", help="可以看个人信息的内部视图")
    changed = actions.add("passwd", "更改密码，并解除锁定")
    _name(changed)
    for each in (added, changed):
        each.add_argument("--password-file", type=Path, metavar="FILE", help="密码在文件第一行（默认当面询问）")
    role = actions.add("role", "更改角色")
    _name(role)
    role.add_argument("role", metavar="ROLE", help=_ROLES)
    internal = role.add_mutually_exclusive_group()
    internal.add_argument("--internal", action="store_true", default=None, help="可以看内部视图")
    internal.add_argument("--no-internal", dest="internal", action="store_false", help="不可以看内部视图")
    _name(actions.add("remove", "移除用户"))
    actions.add("list", "列出用户")
    actions.add("log", "谁在何时做了什么").add_argument("--last", type=int, default=100, help="最近多少条（默认 100）")


def _name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="用户名")
