from __future__ import annotations

import pytest

from kb.incidents.scale import Toll, grade, toll


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("造成3人死亡、2人重伤，直接经济损失1200万元", Toll(3, 2, 1200.0)),
        ("死亡和失踪12人", Toll(12)),
        ("1名群众遇难，另有三人失联", Toll(3)),
        ("死亡10人，其中当场死亡8人", Toll(10)),
        ("直接经济损失约1.2亿元", Toll(loss=12000.0)),
        ("经济损失35000元", Toll(loss=3.5)),
        ("未造成人员伤亡，转移群众86人", Toll()),
        ("", Toll()),
    ],
)
def test_the_numbers_a_text_tells(text: str, expected: Toll) -> None:
    assert toll(text) == expected


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (Toll(), ""),
        (Toll(hurt=1), "一般"),
        (Toll(dead=2), "一般"),
        (Toll(dead=3), "较大"),
        (Toll(hurt=10), "较大"),
        (Toll(loss=4999.0), "较大"),
        (Toll(loss=5000.0), "重大"),
        (Toll(dead=10), "重大"),
        (Toll(dead=29, hurt=99), "重大"),
        (Toll(dead=30), "特别重大"),
    ],
)
def test_grades_begin_at_their_limits(harm: Toll, expected: str) -> None:
    assert grade(harm) == expected
