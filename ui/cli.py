"""The command line: parses, calls a handler, prints JSON or a short Chinese text, returns the contract's exit code.

Exit 0 done · 1 finished but a file or row failed, or ``check`` found a missing element or a finding of severity high ·
2 nothing could be done. Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NoReturn

from kb.errors import InputError, LibraryError, YuanfangError
from kb.model import SearchFilters

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command made: the JSON of the contract, the text for people, and whether a part failed."""

    data: Json
    text: str
    failed: bool = False


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese; a usage error is an InputError so that it can be printed as JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _Formatter})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本帮助")

    def error(self, message: str) -> NoReturn:
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


class Reporter:
    """Progress on stderr: one line per stage, redrawn at most ten times a second, with the time left once it is known."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = self._drawn = 0.0
        self._terminal = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage has come."""
        from ui.labels import stage_text

        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._drawn = stage, now, 0.0
        finished = done >= total
        if now - self._drawn < (0.1 if self._terminal else 5.0) and not finished:
            return
        self._drawn = now
        left = (now - self._began) / done * (total - done) if done else 0.0
        tail = f"，约剩 {left:.0f} 秒" if left >= 2 else ""
        end = "\n" if finished or not self._terminal else ""
        lead = "\r\x1b[K" if self._terminal else ""
        print(f"{lead}{stage_text(stage)} {done}/{total}{tail}", end=end, file=sys.stderr, flush=True)


# --------------------------------------------------------------------------- parser


def build_parser() -> argparse.ArgumentParser:
    """The whole command line of the contract that this version offers."""
    shared: Any = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--home", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="资料库文件夹（默认 ~/.yuanfang）"
    )
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="在标准输出只打印一个 JSON 文档")
    parser = _Parser(prog="yuanfang", description="预案坊：应急预案知识库与编制工作台", parents=[shared])
    parser.add_argument("--version", action="version", version=_version(), help="显示版本")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", title="命令")

    def command(name: str, summary: str) -> _Parser:
        return commands.add_parser(name, help=summary, description=summary, parents=[shared])

    demo = command("demo", "不开网页走一遍：查条款→起草→检查→导出 Word")
    demo.add_argument("--out", type=Path, default=Path("yuanfang-demo"), help="输出文件夹（默认 ./yuanfang-demo）")

    page = command("ui", "打开网页工作台")
    page.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    page.add_argument("--port", type=int, default=7860, help="端口（默认 7860）")

    ingest = command("ingest", "把文件、文件夹或 zip 收进资料库")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件、文件夹或 zip")
    ingest.add_argument("--jobs", type=int, help="同时读取的进程数（默认为处理器核数）")

    remove = command("remove", "从资料库移除文件")
    remove.add_argument("doc_ids", nargs="+", metavar="DOC_ID", help="文件编号（见 stats）")

    outline = command("outline", "只读出一份文件的结构，不动资料库")
    outline.add_argument("file", type=Path, metavar="FILE", help="文件")

    search = command("search", "查条款")
    search.add_argument("query", metavar="QUERY", help="要查的话，例如：信息报告时限")
    search.add_argument("-k", type=int, default=10, help="返回条数（默认 10）")
    _add_filters(search)
    search.add_argument("--samples", action="store_true", help="查示例（虚构）资料库")

    check = command("check", "查缺项：对照清单检查预案")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="预案文件或文件夹")
    check.add_argument("--type", dest="plan_type", metavar="CODE", help="预案类型代码（默认自动判断）")

    _add_draft(command("draft", "起草预案"), shared)

    export = command("export", "把草稿导出为 Word")
    export.add_argument("draft", type=Path, metavar="DRAFT.json", help="草稿文件")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="PLAN.docx", help="Word 文件")
    export.add_argument("--layout", choices=["政府", "企业"], help="版式（默认按预案类型）")
    export.add_argument("--template", type=Path, metavar="F.docx", help="以本单位的 Word 文件为样式模板")
    export.add_argument("--edition", choices=["内部", "公开"], default="内部", help="版本（默认 内部）")
    export.add_argument("--marks", choices=["none", "comments"], default="none", help="是否用批注标出来源")
    export.add_argument(
        "--numbering", choices=["literal", "word"], default="literal", help="题号写成文字或 Word 自动编号"
    )
    export.add_argument("--pdf", action="store_true", help="同时用 LibreOffice 生成 PDF（装有时）")

    evaluate = command("eval", "用自己的问题测一测检索")
    evaluate.add_argument(
        "questions", nargs="?", type=Path, metavar="QUERIES.jsonl", help="带答案原文的问题，一行一个 JSON"
    )
    evaluate.add_argument("--details", type=Path, metavar="OUT.jsonl", help="把每个问题的命中写入文件")
    for option, meaning in (("corpus", "BEIR 语料"), ("queries", "BEIR 问题"), ("qrels", "BEIR 相关性表")):
        evaluate.add_argument(f"--{option}", type=Path, metavar="FILE", help=f"{meaning}（三项一起给，在临时索引里测）")

    model = command("model", "查看或更换向量模型")
    actions = model.add_subparsers(dest="action", required=True, metavar="操作", title="操作")
    for name, summary, argument in (
        ("status", "当前模型和索引", None),
        ("import", "改用一个 sentence-transformers 模型文件夹（default 表示换回自带模型）", "FOLDER"),
        ("export", "把当前模型复制到文件夹，便于带到别的机器", "DIR"),
    ):
        sub = actions.add_parser(name, help=summary, description=summary, parents=[shared])
        if argument:
            sub.add_argument("folder", type=Path, metavar=argument, help="文件夹")

    verify = command("verify", "检查资料库和索引是否完好")
    verify.add_argument("--repair", action="store_true", help="修复能修复的（重建索引、清理残留）")

    command("stats", "资料库统计")
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    for option, meaning in (
        ("kind", "文件种类：plan report law standard other"),
        ("hazard", "灾种代码或名称"),
        ("plan-type", "预案类型代码"),
        ("level", "预案层级：国家 省 市 县 乡镇 村社区 企业 学校"),
        ("response-level", "响应级别：一级 二级 三级 四级"),
        ("element", "清单要素编号，如 EL-604"),
        ("doc", "文件编号或名称"),
        ("region", "地区"),
        ("since", "这一日期以后，如 2024 或 2024-01"),
        ("validity", "效力：现行 已废止 被替代 未知"),
    ):
        parser.add_argument(f"--{option}", metavar="值", help=meaning)


def _add_draft(parser: argparse.ArgumentParser, shared: Any) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="操作", title="操作")

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary, parents=[shared])
        if name not in ("new", "facts"):
            sub.add_argument("draft", type=Path, metavar="DRAFT.json", help="草稿文件")
        return sub

    facts = action("facts", "从旧预案读出事实表，供核对")
    facts.add_argument("old", type=Path, metavar="OLD.docx", help="旧预案")
    facts.add_argument("-o", "--output", type=Path, required=True, metavar="FACTS.toml", help="事实表")
    new = action("new", "由事实表新建草稿")
    new.add_argument("--type", dest="plan_type", metavar="CODE", help="预案类型代码（默认取事实表的 plan.type）")
    new.add_argument("--facts", type=Path, required=True, metavar="FACTS.toml", help="事实表")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="DRAFT.json", help="草稿文件")
    fill = action("fill", "按资料库中的条款写出初稿")
    fill.add_argument("--section", metavar="ID", help="只写这一节（默认写所有空节）")
    fill.add_argument("--samples", action="store_true", help="准许引用示例（虚构）资料库，仅供试用")
    put = action("set", "写入一节的文字或状态")
    put.add_argument("--section", required=True, metavar="ID", help="章节编号")
    what = put.add_mutually_exclusive_group(required=True)
    what.add_argument("--text", type=Path, metavar="FILE", help="文字所在的文件（- 为标准输入）")
    what.add_argument("--state", choices=["empty", "draft", "done"], help="状态")
    edited = action("import", "把同事改过的 Word 收回草稿")
    edited.add_argument("edited", type=Path, metavar="EDITED.docx", help="改过的 Word 文件")
    action("status", "草稿的缺项、待补充和冲突")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("yuanfang")
    except PackageNotFoundError:
        return "0"


# --------------------------------------------------------------------------- commands


def _run(options: argparse.Namespace) -> Result:
    from ui import commands

    name = {"eval": "evaluate"}.get(options.command, options.command)
    handler: Callable[[argparse.Namespace, Reporter], Result] = getattr(commands, name)
    return handler(options, Reporter())


def search_filters(options: argparse.Namespace) -> SearchFilters:
    """The search options as filters."""
    return SearchFilters(**{field.name: getattr(options, field.name, None) for field in fields(SearchFilters)})


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the command ``yuanfang``; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    wants_json = "--json" in words
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        options = build_parser().parse_args(words)
        options.json = wants_json
        result = _run(options)
    except YuanfangError as error:
        return _fail(error, wants_json)
    except KeyboardInterrupt:
        return _fail(InputError("interrupted"), wants_json)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _fail(
            LibraryError("cannot_write", path=error.filename or "", reason=error.strerror or error), wants_json
        )
    except Exception as error:  # the promise is: never a traceback
        if os.environ.get("YUANFANG_DEBUG"):
            raise
        return _fail(YuanfangError("internal", reason=f"{type(error).__name__}: {error}"), wants_json)
    try:
        print(json.dumps(result.data, ensure_ascii=False) if wants_json else result.text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1 if result.failed else 0


def _fail(error: YuanfangError, wants_json: bool) -> int:
    from ui.labels import error_text

    message, hint = error_text(error)
    if wants_json:
        body = {"error": {"code": error.code, "message": message, "hint": hint}}
        print(json.dumps(body, ensure_ascii=False), flush=True)
    print(f"{message}{hint}", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
