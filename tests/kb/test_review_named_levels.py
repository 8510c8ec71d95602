"""Levels: bounds in rows, items and columns, the level called highest, grades from the wrong end, levels that are not described."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

QUAKE = (
    "|响应级别：一级；初判指标：M≥7.0；批准：市委",
    "|响应级别：二级；初判指标：6.0≤M＜7.0；批准：指挥长",
    "|响应级别：三级；初判指标：5.0≤M＜6.0；批准：指挥长",
    "|响应级别：四级；初判指标：4.0≤M＜5.0；批准：副指挥长",
)
SCHOOL = (
    "学校应急响应分为一级、二级、三级，一级最高。",
    "（1）一级响应：10人以上受伤，由校长启动。",
    "（2）二级响应：3人以上10人以下受伤，由副校长启动。",
    "（3）三级响应：1至2人受伤，由值班领导启动。",
)
FOOD = (
    "|事故级别：特别重大；判定标准：一次事故中死亡30人以上，或者危害特别严重；响应：一级",
    "|事故级别：重大；判定标准：一次事故中死亡10人以上30人以下；响应：二级",
    "|事故级别：较大；判定标准：伤害人数100人以上且死亡3人以上10人以下；响应：三级",
)
FLOOD = (
    "预警分为蓝色、黄色、橙色、红色四级，红色最高。",
    "|预警级别：红色；标准：3小时降雨量100毫米以上",
    "|预警级别：橙色；标准：3小时降雨量50毫米以上100毫米以下",
    "|预警级别：黄色；标准：3小时降雨量30毫米以上50毫米以下",
    "|预警级别：蓝色；标准：3小时降雨量10毫米以上30毫米以下",
)
GRADED = ("事件分为Ⅰ级（特别重大）、Ⅱ级（重大）、Ⅲ级（较大）、Ⅳ级（一般）四级。",)


def told(*lines: str) -> set[str]:
    return {each.message.code for each in findings("# 4 响应分级\n" + "\n".join(lines), "QC-LVL")}


WRONG = {"level_gap", "level_overlap", "level_order", "level_lacking", "level_words"}


@pytest.mark.parametrize("lines", [QUAKE, SCHOOL, FOOD, FLOOD, GRADED])
def test_levels_that_rise_are_left_alone(lines: tuple[str, ...]) -> None:
    assert not told(*lines) & WRONG


@pytest.mark.parametrize(
    ("lines", "old", "new"),
    [
        (QUAKE, "6.0≤M＜7.0", "6.0≤M＜6.5"),
        (QUAKE, "M≥7.0", "M≥3.0"),
        (QUAKE, "5.0≤M＜6.0", "5.0≤M＜6.8"),
        (SCHOOL, "（2）二级响应：3人", "（2）二级响应：5人"),
        (SCHOOL, "（1）一级响应：10人", "（1）一级响应：5人"),
        (SCHOOL, "一级最高", "三级最高"),
        (SCHOOL, "一级、二级、三级，", "一级、二级、三级、四级，"),
        (SCHOOL, "（2）二级响应：3人以上10人以下受伤，由副校长启动。", ""),
        (FOOD, "死亡30人以上，", "死亡3人以上，"),
        (FOOD, "死亡10人以上30人以下", "死亡10人以上20人以下"),
        (FLOOD, "降雨量100毫米以上", "降雨量40毫米以上"),
        (FLOOD, "50毫米以上100毫米以下", "50毫米以上80毫米以下"),
        (FLOOD, "红色最高", "蓝色最高"),
        (
            GRADED,
            "Ⅰ级（特别重大）、Ⅱ级（重大）、Ⅲ级（较大）、Ⅳ级（一般）",
            "Ⅰ级（一般）、Ⅱ级（较大）、Ⅲ级（重大）、Ⅳ级（特别重大）",
        ),
    ],
)
def test_levels_that_do_not_are_told(lines: tuple[str, ...], old: str, new: str) -> None:
    wrong = tuple(line.replace(old, new) for line in lines)
    assert wrong != lines
    assert told(*wrong) & WRONG


def test_companies_may_count_from_the_lowest() -> None:
    lines = (
        "公司响应分为一级（班组级）、二级（车间级）、三级（公司级），三级最高。",
        "三级（公司级）响应由总经理启动。",
    )
    assert "level_order" not in told(*lines)


def test_two_levels_may_do_one_thing_in_other_numbers() -> None:
    text = "# 5 响应措施\n一级响应\n县减灾委办公室每日会商两次，通报受灾乡镇情况。\n二级响应\n县减灾委办公室每日会商一次，通报受灾乡镇情况。"
    assert not findings(text, "QC-CONS")


def test_conditions_joined_are_no_bounds_of_their_own() -> None:
    lines = (
        "（1）一级响应：死亡10人以上，由县长启动。",
        "（2）二级响应：死亡3人以上且转移30人以上，由副县长启动。",
    )
    assert not told(*lines) & {"level_gap", "level_overlap"}
