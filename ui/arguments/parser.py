"""argparse in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from kb.errors import InputError


class Parser(argparse.ArgumentParser):
    """argparse in Chinese; a usage error is an InputError so that it can be printed as JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _Formatter})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本帮助")

    def error(self, message: str) -> NoReturn:
        """Raise InputError("usage") with argparse's message in Chinese."""
        raise InputError("usage", reason=_in_chinese(message))


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _in_chinese(message: str) -> str:
    import re

    phrases = (
        (r"the following arguments are required: (.*)", r"缺少参数 \1"),
        (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
        (r"argument (.*): expected one argument", r"参数 \1 后面要跟一个值"),
        (r"argument (.*): expected at least one argument", r"参数 \1 后面至少要跟一个值"),
        (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"参数 \1 不能是 \2，可选：\3"),
        (r"argument (.*): invalid int value: (.*)", r"参数 \1 应为整数，不能是 \2"),
        (r"argument (.*): not allowed with argument (.*)", r"参数 \1 不能与 \2 同时使用"),
        (r"one of the arguments (.*) is required", r"下列参数必须给一个：\1"),
        (r"ambiguous option: (.*) could match (.*)", r"选项 \1 不明确，可能是 \2"),
    )
    for pattern, chinese in phrases:
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(chinese)
    return message


class Commands:
    """Adds commands to the command line; all of them take the global options too."""

    def __init__(self, version: str) -> None:
        shared: Any = argparse.ArgumentParser(add_help=False)
        shared.add_argument(
            "--home", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="资料库文件夹（默认 ~/.yuanfang）"
        )
        shared.add_argument(
            "--library", metavar="NAME", action="append", default=argparse.SUPPRESS,
            help="共用工作台里另建的资料库（默认公共库）；search、incidents 可写几次，或写“全部”",
        )  # fmt: skip
        shared.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="在标准输出只打印一个 JSON 文档"
        )
        self._shared = shared
        self.parser = Parser(prog="yuanfang", description="预案坊：应急预案知识库与编制工作台", parents=[shared])
        self.parser.add_argument("--version", action="version", version=version, help="显示版本")
        self._commands = self.parser.add_subparsers(dest="command", required=True, metavar="命令", title="命令")

    def add(self, name: str, summary: str, run: str) -> Parser:
        """A command; ``run`` names the function that carries it out, as ``module:function`` within ``ui.commands``."""
        made: Parser = self._commands.add_parser(name, help=summary, description=summary, parents=[self._shared])
        made.set_defaults(run=run)
        return made

    def actions(self, parent: Parser) -> Actions:
        """The actions of a command such as ``draft``."""
        return Actions(parent, self._shared)


class Actions:
    """Adds the actions of one command; the chosen one is ``options.action``."""

    def __init__(self, parent: Parser, shared: Any) -> None:
        self._shared = shared
        self._actions = parent.add_subparsers(dest="action", required=True, metavar="操作", title="操作")

    def add(self, name: str, summary: str) -> Parser:
        """One action."""
        made: Parser = self._actions.add_parser(name, help=summary, description=summary, parents=[self._shared])
        return made
