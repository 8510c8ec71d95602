"""Levels that are only named, lists shorter than announced, bounds that do not say again what they measure."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def codes(text: str) -> set[str]:
    return {each.message.code for each in findings(text, "QC-LVL")}


SECTIONS = """
# 4 预警行动
## 4.1 红色预警
转移全部低洼处群众，停课停工。
## 4.2 橙色预警
{orange}
## 4.3 黄色预警
加密巡查，抢险队集结待命。
"""


def test_a_heading_of_a_level_without_a_word_below() -> None:
    assert "level_without_measures" in codes(SECTIONS.format(orange=""))
    assert "level_without_measures" not in codes(SECTIONS.format(orange="转移危险处群众，关闭景区。"))


@pytest.mark.parametrize(
    ("items", "lacks"),
    [
        ("（1）Ⅲ级响应：一般事故；（2）Ⅱ级响应：较大事故；（3）Ⅰ级响应：重大事故。", False),
        ("（1）Ⅲ级响应：一般事故；（3）Ⅰ级响应：重大事故。", True),
    ],
)
def test_a_list_with_fewer_levels_than_announced(items: str, lacks: bool) -> None:
    assert ("level_lacking" in codes(f"# 5 响应\n将应急响应分为三级：{items}")) is lacks


ROW = "|类型：洪涝；特别重大：转移2万人以上；重大：{low}人以上2万人以下；较大：1000人以上5000人以下；一般：1000人以下"


@pytest.mark.parametrize(("low", "code"), [(5000, ""), (3000, "level_overlap"), (8000, "level_gap")])
def test_cells_of_levels_that_name_their_measure_once(low: int, code: str) -> None:
    told = codes(f"# 附件1 分级标准\n{ROW.format(low=low)}")
    assert ({"level_overlap", "level_gap"} & told) == ({code} if code else set())


@pytest.mark.parametrize(("high", "wrong"), [("54.10", False), ("55.30", True)])
def test_the_last_step_of_a_scale_is_open(high: str, wrong: bool) -> None:
    rows = "\n".join(
        f"|水位：{each}；巡查：每日2次"
        for each in ("51.80米以上52.30米以下", "52.30米以上53.20米以下", f"53.20米以上{high}米以下", "54.10米以上")
    )
    assert bool({"level_overlap", "level_gap"} & codes(f"# 6 巡查\n{rows}")) is wrong
