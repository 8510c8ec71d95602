"""Arguments of searching and of measuring it."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from kb.model import SearchFilters
from ui.arguments.parser import Commands, Parser


def add_commands(commands: Commands) -> None:
    """Add search, incidents and eval."""
    search = commands.add("search", "查条款", "search:search")
    search.add_argument("query", metavar="QUERY", help="要查的话，例如：信息报告时限")
    search.add_argument("-k", type=int, default=10, help="返回条数（默认 10）")
    _add_filters(search)
    search.add_argument("--samples", action="store_true", help="查示例（虚构）资料库")
    search.set_defaults(across=True)

    incidents = commands.add("incidents", "查过往处置：按事件、地点、规模、部门找案例", "search:incidents")
    incidents.add_argument("query", metavar="QUERY", help="要查的话，例如：夜里山洪提前转移群众")
    incidents.add_argument("-k", type=int, default=10, help="返回个数（默认 10）")
    for option, meaning in (
        ("hazard", "灾种代码、名称或说法，如 ND-GH、滑坡"),
        ("place", "地点"),
        ("scale", "规模：特别重大 重大 较大 一般，或死亡失踪人数下限，如 3"),
        ("agency", "参与的部门或队伍"),
        ("since", "这一日期以后，如 2024 或 2024-01"),
    ):
        incidents.add_argument(f"--{option}", metavar="值", help=meaning)
    incidents.add_argument("--samples", action="store_true", help="查示例（虚构）资料库")
    incidents.set_defaults(across=True)

    evaluate = commands.add("eval", "用自己的问题测一测检索", "search:evaluate")
    evaluate.add_argument(
        "questions", nargs="?", type=Path, metavar="QUERIES.jsonl", help="带答案原文的问题，一行一个 JSON"
    )
    evaluate.add_argument("--details", type=Path, metavar="OUT.jsonl", help="把每个问题的命中写入文件")
    for option, meaning in (("corpus", "BEIR 语料"), ("queries", "BEIR 问题"), ("qrels", "BEIR 相关性表")):
        evaluate.add_argument(f"--{option}", type=Path, metavar="FILE", help=f"{meaning}（三项一起给，在临时索引里测）")


def _add_filters(parser: Parser) -> None:
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


def search_filters(options: argparse.Namespace) -> SearchFilters:
    """The search options as filters."""
    return SearchFilters(**{field.name: getattr(options, field.name, None) for field in fields(SearchFilters)})
