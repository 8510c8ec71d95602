"""Who holds the power that a question asks for, told from texts that name other powers and other levels."""

from __future__ import annotations

import pytest

from indexer import decisions
from indexer.tokens import fold

LADDER = "四级由县防办主任批准启动；三级由副指挥长批准；二级由指挥长批准；一级报县委主要负责人同意后宣布。"
ELLIPTIC = "批准权限为：四级县林火办主任，三级常务副指挥长，二级指挥长。"


def told(question: str, text: str, above: str = "") -> float:
    return decisions.told(fold(text), fold(above), fold(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("一级响应由谁批准启动", LADDER),
        ("四级响应谁说了算", LADDER),
        ("三级响应哪个领导批准", ELLIPTIC),
        ("Ⅱ级响应由谁决定", "指挥部决定启动、调整和终止Ⅱ级、Ⅰ级响应。"),
        ("红色预警谁签发", "蓝、黄预警由局长签发，橙色由指挥长签发，红色由县长签发。"),
        ("黄色预警谁签发", "蓝、黄预警由局长签发，橙色由指挥长签发，红色由县长签发。"),
        ("预警由谁发布", "暴雨预警由县气象局发布。"),
        ("谁担任指挥长", "指挥长由县长担任。"),
        ("指挥部办公室主任由谁兼任", "办公室设在县应急局，主任由局长兼任。"),
        ("医疗组由谁组成", "医疗组：县卫健局牵头，县医院参加。"),
        ("哪个单位牵头排险", "排险组：县消防大队牵头。"),
    ],
)
def test_the_holder_of_the_power_is_told(question: str, text: str) -> None:
    assert told(question, text) == 1.0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("一级响应由谁批准启动", "总指挥批准对外信息；Ⅰ级响应信息由县人民政府发布，公司不接受采访。"),
        ("一级响应由谁批准启动", "三级由副指挥长批准；二级由指挥长批准。"),
        ("谁担任指挥长", "副指挥长由副县长担任。"),
        ("预警由谁发布", "预警内容包括类别、级别和起始时间。"),
        ("响应终止由谁决定", "险情排除后转入恢复阶段。"),
    ],
)
def test_other_powers_and_other_levels_are_no_answer(question: str, text: str) -> None:
    assert told(question, text) == 0.0


def test_a_level_in_the_heading_counts_where_the_text_names_none() -> None:
    assert told("一级响应谁批准", "由指挥长批准启动。", "5.1 一级响应") == 1.0
    assert told("一级响应谁批准", "由指挥长批准启动。", "5.2 二级响应") == 0.0


def test_questions_for_something_else_ask_for_no_holder() -> None:
    assert decisions.wanted("帐篷有多少顶") is None
    assert told("帐篷有多少顶", LADDER) == 0.0
