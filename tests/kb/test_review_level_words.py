"""Words for one level that contradict each other, who decides on which level, and offices led by another department."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

GRADES = "事件分为Ⅰ级（特别重大）、Ⅱ级（{b}）、Ⅲ级（较大）和Ⅳ级（{d}）。"
WARNINGS = """
# 3 预警
## 3.1 红色预警
预报雨量达到200毫米时，发布{one}预警。
## 3.2 橙色预警
预报雨量达到150毫米时，发布橙色预警。在{two}预警响应基础上，转移低洼处群众。
## 3.3 黄色预警
预报雨量达到100毫米时，发布黄色预警。
"""


def told(text: str, rule: str, code: str) -> list[str]:
    return [place.quote for each in findings(text, rule) if each.message.code == code for place in each.places]


@pytest.mark.parametrize(
    ("b", "d", "wrong"), [("重大", "一般", False), ("较大", "一般", True), ("重大", "特别重大", True)]
)
def test_grades_beside_numbers(b: str, d: str, wrong: bool) -> None:
    assert bool(told(f"# 1 分级\n{GRADES.format(b=b, d=d)}", "QC-LVL", "level_words")) is wrong


def test_three_levels_of_a_company_are_shifted_alike() -> None:
    assert not told("# 1 分级\n响应分为Ⅰ级（重大）、Ⅱ级（较大）、Ⅲ级（一般）。", "QC-LVL", "level_words")


@pytest.mark.parametrize(
    ("one", "two", "wrong"), [("红色", "黄色", False), ("蓝色", "黄色", True), ("红色", "红色", True)]
)
def test_acts_below_the_name_of_a_level(one: str, two: str, wrong: bool) -> None:
    assert bool(told(WARNINGS.format(one=one, two=two), "QC-LVL", "level_words")) is wrong


@pytest.mark.parametrize(("level", "wrong"), [("三级", False), ("二级", True)])
def test_two_sections_of_one_level(level: str, wrong: bool) -> None:
    text = f"# 5 响应\n## 5.1 一级响应\n县长指挥。\n## 5.2 二级响应\n副县长指挥。\n## 5.3 {level}响应\n局长指挥。"
    assert bool(told(text, "QC-LVL", "level_words")) is wrong


def test_a_colour_of_another_level_in_one_sentence() -> None:
    assert told("# 3 预警\n达到Ⅳ级预警条件的，由县防指发布红色预警。", "QC-LVL", "level_words")
    assert not told("# 3 预警\n达到Ⅳ级预警条件的，由县防指发布蓝色预警。", "QC-LVL", "level_words")


DECIDES = """
# 5 响应
（1）{four}决定启动四级响应；
（2）县防指副指挥长决定启动三级响应；
（3）{two}决定启动二级响应；
（4）县防指指挥长决定启动一级响应。
"""


@pytest.mark.parametrize(
    ("four", "two", "wrong"),
    [
        ("县防指办公室主任", "县防指指挥长", False),
        ("国务院", "县防指指挥长", True),
        ("县防指办公室主任", "镇人民政府", True),
    ],
)
def test_who_decides(four: str, two: str, wrong: bool) -> None:
    assert bool(told(DECIDES.format(four=four, two=two), "QC-LVL", "decider_order")) is wrong


def test_approval_by_a_lower_body() -> None:
    assert told("# 5 响应\n省防汛抗旱指挥部终止响应须经县人民政府同意。", "QC-LVL", "decider_order")
    assert not told("# 5 响应\n县防汛抗旱指挥部终止响应须经县人民政府同意。", "QC-LVL", "decider_order")


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        ("县应急管理局局长", False),
        ("县气象局局长", True),
        ("副县长", False),
        ("县气象局局长、县应急管理局局长", False),
        ("该局局长", False),
    ],
)
def test_seat_and_head_of_an_office(head: str, wrong: bool) -> None:
    text = f"# 2 组织\n县防指办公室设在县应急管理局，办公室主任由{head}担任。"
    assert bool(told(text, "QC-CONS", "seat_conflict")) is wrong


@pytest.mark.parametrize(("last", "wrong"), [("一级", False), ("四级", True)])
def test_one_level_twice_in_a_list(last: str, wrong: bool) -> None:
    rows = "\n".join(
        f"（{n}）{level}响应：{act}。"
        for n, (level, act) in enumerate(
            (("四级", "乡镇处置"), ("三级", "部门处置"), ("二级", "县级处置"), (last, "全县动员")), 1
        )
    )
    assert bool(told(f"# 5 响应\n{rows}", "QC-LVL", "level_words")) is wrong


@pytest.mark.parametrize(
    ("pair", "wrong"), [("橙色、红色", False), ("橙色、蓝色", True), ("一级、四级", True), ("三级和四级", False)]
)
def test_levels_named_together_are_neighbours(pair: str, wrong: bool) -> None:
    assert bool(told(f"# 5 响应\n{pair}预警期间加密巡查。", "QC-LVL", "level_words")) is wrong


def test_levels_without_a_noun_have_deciders_too() -> None:
    text = "# 5 启动\n应急响应：四级由{four}批准启动；三级由县防指副指挥长批准启动；二级由县防指指挥长批准启动。"
    assert not told(text.format(four="县防指办公室主任"), "QC-LVL", "decider_order")
    assert told(text.format(four="省人民政府"), "QC-LVL", "decider_order")
