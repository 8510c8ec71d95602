"""Commands: the people who may use a shared workspace."""

from __future__ import annotations

import argparse
import sys

from kb.errors import InputError
from ui import labels
from ui.commands.result import Reporter, Result, home_of
from ui.people.log import AccessLog
from ui.people.users import Users


def user(options: argparse.Namespace, reporter: Reporter) -> Result:
    """Add, change, list or remove users, or show the access log."""
    del reporter
    users = Users(home_of(options))
    if options.action == "add":
        made = users.add(options.name, options.role, _password(options), internal=options.internal)
        return Result({"name": made.name, "role": made.role.value}, f"已添加{labels.word(made.role)} {made.name}。")
    if options.action == "passwd":
        users.set_password(options.name, _password(options))
        return Result({"name": options.name}, f"已更改 {options.name} 的密码。")
    if options.action == "role":
        made = users.set_role(options.name, options.role, internal=options.internal)
        return Result({"name": made.name, "role": made.role.value}, f"{made.name} 现在是{labels.word(made.role)}。")
    if options.action == "remove":
        users.remove(options.name)
        return Result({"removed": options.name}, f"已移除 {options.name}。")
    if options.action == "log":
        return _log(options)
    rows = [
        {"name": each.name, "role": each.role.value, "internal": each.internal, "locked": users.locked(each)}
        for each in users.all().values()
    ]
    lines = [f"{row['name']}  {labels.word(str(row['role']))}{'  已锁定' if row['locked'] else ''}" for row in rows]
    return Result({"users": rows}, "\n".join(lines) or "还没有用户；只在本机使用时不需要。")


def _log(options: argparse.Namespace) -> Result:
    entries = list(AccessLog(home_of(options)).entries())[-options.last :]
    rows = [
        {"at": each.at, "user": each.user, "action": each.action, "target": each.target, "intact": each.intact}
        for each in entries
    ]
    lines = [
        f"{each.at}  {each.user}  {labels.word('log_' + each.action)}  {each.target}{'' if each.intact else '  ← 记录被改动过'}"
        for each in entries
    ]
    return Result({"entries": rows}, "\n".join(lines) or "还没有记录。", any(not each.intact for each in entries))


def _password(options: argparse.Namespace) -> str:
    """From the password file (its first line), else asked for twice; never from the command line, where others could see it."""
    if options.password_file is not None:
        if not options.password_file.is_file():
            raise InputError("no_such_file", path=options.password_file)
        lines = options.password_file.read_text(encoding="utf-8-sig").splitlines()
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    first = getpass("密码：")
    if getpass("再输一次：") != first:
        raise InputError("passwords_differ")
    return first
