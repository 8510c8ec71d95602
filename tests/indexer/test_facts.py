"""What is known of a clause beyond the engines' scores."""

from __future__ import annotations

import pytest

from indexer import facts
from indexer.tokens import fold


@pytest.mark.parametrize(
    "text",
    ["接报时间：；报告人：；地点：。", "经研判，决定自日时启动级响应，预计期限小时。", "值班电话：××××－×××××××。"],
)
def test_forms_yet_to_be_filled_in(text: str) -> None:
    assert facts.is_blank(fold(text))


@pytest.mark.parametrize(
    "text",
    ["值班电话：0000-0000119；值班员：办公室。", "指挥长启动四级响应后10分钟内报告。", "响应分为四级。", "成员单位："],
)
def test_filled_in_texts_are_no_forms(text: str) -> None:
    assert not facts.is_blank(fold(text))
