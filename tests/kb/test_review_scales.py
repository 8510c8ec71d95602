"""What is said level by level and does not rise with the levels; who starts a response."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

LEVELS = """
# 4 应急响应
## 4.1 一级响应
发生特别重大灾害。达到红色预警。由县防指启动一级响应，每日会商{a}次，抢险队集结。
## 4.2 二级响应
发生重大灾害。达到橙色预警。由县防指启动二级响应，每日会商{b}次，抢险队集结。
## 4.3 三级响应
发生{grade}灾害。达到{colour}预警。由县防指启动{level}响应，每日会商{c}次，抢险队集结。
"""
FACTS = {"a": 6, "b": 4, "c": 2, "grade": "较大", "colour": "黄色", "level": "三级"}


def told(text: str, rule: str, code: str) -> bool:
    return any(each.message.code == code for each in findings(text, rule))


def test_levels_in_order() -> None:
    assert not told(LEVELS.format(**FACTS), "QC-LVL", "level_order")


@pytest.mark.parametrize("change", [{"grade": "特别重大"}, {"colour": "红色"}, {"level": "一级"}, {"b": 8}])
def test_one_level_out_of_order(change: dict[str, object]) -> None:
    assert told(LEVELS.format(**{**FACTS, **change}), "QC-LVL", "level_order")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("预警分为四级，一级为最低级别。", True),
        ("多灾并发时，按照最低预警级别启动响应。", True),
        ("较大、一般灾害分别由县级、市级政府指挥应对。", True),
        ("较大、一般灾害分别由市级、县级政府指挥应对。", False),
        ("预警分为四级，一级为最高级别。", False),
        ("（1）Ⅰ级响应：发生一般事故；（2）Ⅱ级响应：发生较大事故；（3）Ⅲ级响应：发生重大事故。", True),
    ],
)
def test_said_the_wrong_way_round(line: str, wrong: bool) -> None:
    assert told(f"# 4 应急响应\n{line}", "QC-LVL", "level_order") is wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("由后勤保障组签署应急结束指令。", True),
        ("由地质环境处启动一级应急响应。", True),
        ("由县防汛抗旱指挥部启动一级应急响应。", False),
        ("由领导小组组长宣布应急结束。", False),
    ],
)
def test_who_starts_and_ends(line: str, wrong: bool) -> None:
    assert told(f"# 4 应急响应\n{line}", "QC-RACI", "minor_authority") is wrong
