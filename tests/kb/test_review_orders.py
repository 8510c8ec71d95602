"""Levels in one paragraph, series of levels and colours out of order, headings of several levels."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def told(text: str) -> set[str]:
    return {each.message.code for each in findings(text, "QC-LVL")}


LEVELS = (
    "# 5 响应\n响应分为三级：1.三级响应：受伤或者患病3人以下的。2.二级响应：受伤或者患病3人以上{high}人以下的。"
    "3.一级响应：受伤、患病10人以上的，或者有人员死亡的。"
)


@pytest.mark.parametrize(("high", "code"), [("10", None), ("20", "level_overlap"), ("5", "level_gap")])
def test_bounds_of_levels_in_one_paragraph(high: str, code: str | None) -> None:
    codes = told(LEVELS.format(high=high)) & {"level_overlap", "level_gap"}
    assert codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("蓝色对应四级、黄色对应三级、橙色对应二级、红色对应一级。", False),
        ("蓝色对应四级、黄色对应二级、橙色对应三级、红色对应一级。", True),
        ("应急响应由高到低分为Ⅱ级、Ⅲ级、Ⅳ级。", False),
        ("应急响应由低到高分为Ⅱ级、Ⅲ级、Ⅳ级。", True),
        ("突发事件由高到低分为特别重大、重大、较大、一般四级。", False),
        ("突发事件由低到高分为特别重大、重大、较大、一般四级。", True),
        ("森林火险等级由低到高分为一级、二级、三级、四级。", False),
        ("预警分为蓝色、黄色、橙色、红色四级，红色为最高级别。", False),
    ],
)
def test_series_of_levels_and_colours(line: str, wrong: bool) -> None:
    assert ("colour_wrong" in told(f"# 3 预警\n{line}")) is wrong


def test_levels_that_a_county_does_not_have_are_not_lacking() -> None:
    text = "# 5 响应\n## 5.1 级别\n县级响应由高到低分为Ⅱ级、Ⅲ级、Ⅳ级。\n"
    parts = [
        f"## 5.{at} {level}级响应\n{level}级响应由指挥长决定启动，组织队伍赶赴现场救援。\n"
        for at, level in enumerate("ⅣⅢⅡ", 2)
    ]
    assert "level_lacking" not in told(text + "".join(parts))
    assert "level_lacking" in told(text + parts[0] + parts[2])
