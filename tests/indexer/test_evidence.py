"""What is asked in vain, and that words held and missing decide about an answer."""

from __future__ import annotations

import pytest

from indexer.answers import unmet


@pytest.mark.parametrize(
    ("asked", "text", "kind"),
    [
        ("消防车多少钱一辆", "消防车停在车库", "price_unmet"),
        ("应急软件哪个好", "应急平台每天巡检", "trade_unmet"),
        ("海南省台风停课", "青山县遇台风停课", "place_unmet"),
        ("日本海啸标准", "海啸预警标准", "place_unmet"),
    ],
)
def test_what_is_asked_in_vain(asked: str, text: str, kind: str) -> None:
    assert [name for name, value in unmet(asked, [text]).items() if value] == [kind]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("违规要罚多少钱", "处五百元以上二千元以下罚款"),
        ("广西的台风停课", "广西壮族自治区遇台风停课"),
        ("值班电话", "值班室"),
    ],
)
def test_what_is_there_or_not_asked(asked: str, text: str) -> None:
    assert not any(unmet(asked, [text]).values())
