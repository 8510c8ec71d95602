"""Thresholds of levels that annexes part into sections, between two numbers, and those of which less is graver."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

RAIN = """
# 1 总则
为做好暴雨应对，制定本预案。
#附件1 预警标准
## 一 暴雨蓝色预警
当日预报雨量介于20—40毫米。
## 二 暴雨黄色预警
当日预报雨量介于40—80毫米之间。
## 三 暴雨橙色预警
当日预报雨量介于80—160毫米之间。
## 四 暴雨红色预警
当日预报雨量大于160毫米。
"""
COLD = """
# 3 预警
## 3.1 二级预警
预计最低气温降至-8摄氏度以下。
预计能见度降至50米以下。
## 3.2 三级预警
预计能见度降至200米以下。
"""


def codes(text: str) -> list[str]:
    return [
        each.message.code for each in findings(text, "QC-LVL") if each.message.code in ("level_overlap", "level_gap")
    ]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("介于80—160", "介于60—160", "level_overlap"),
        ("介于80—160", "介于100—160", "level_gap"),
        ("大于160", "大于200", "level_gap"),
    ],
)
def test_bounds_in_the_sections_of_an_annex(before: str, after: str, code: str) -> None:
    assert codes(RAIN) == []
    assert codes(RAIN.replace(before, after)) == [code]


def test_a_lesser_level_asks_no_more_than_a_graver_one() -> None:
    assert codes(COLD) == []
    assert codes(COLD.replace("200米", "30米")) == ["level_overlap"]


ROADS = """
#附件1 分级标准
|等级：二级；情形：造成干线不通，抢通要22小时以上，40小时以下的。
|等级：三级；情形：造成干线不通，抢通要8小时以上，22小时以下的。{two}
|等级：四级；情形：造成小路不通，抢通要12小时以上，20小时以下的。
"""


def test_a_row_that_measures_two_things_alike_is_no_step_of_one_scale() -> None:
    assert codes(ROADS.format(two="造成小路不通，抢通要20小时以上的。")) == []
    assert codes(ROADS.format(two="")) == ["level_overlap"]
