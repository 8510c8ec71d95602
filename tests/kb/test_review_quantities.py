"""One quantity told with two numbers, and numbers that differ rightly."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def told(*lines: str) -> list[str]:
    text = "\n".join(f"# {number} 第{number}部分\n{line}" for number, line in enumerate(lines, 1))
    return [
        str(each.message.params["numbers"])
        for each in findings(text, "QC-CONS")
        if each.message.code == "number_differs"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("抢险冲锋舟的使用年限不超过6年，到期更换。", "县水利局每年检查一次，使用年限超过9年的冲锋舟抢险前予以更换。"),
        ("技术人员汛期常驻石桥水库观测点12名。", "县水利局汛期要保持20名技术人员常驻石桥水库观测点。"),
        ("学校发生疫情后，校长应在2小时内书面向县教育局报告。", "校长得知疫情后，应当在12小时内书面向县教育局报告。"),
    ],
)
def test_two_numbers_for_one_thing(one: str, other: str) -> None:
    assert len(told(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一级响应期间，县防指办公室每2小时汇总一次灾情信息。", "二级响应期间，县防指办公室每6小时汇总一次灾情信息。"),
        ("乡镇政府接报后30分钟内电话报告县防指办公室。", "县防指办公室接报后60分钟内电话报告市防指办公室。"),
        ("县消防救援大队42人，冲锋舟6艘。", "县消防救援大队10人驾驶冲锋舟2艘先行出动。"),
        ("城东安置点可容纳受灾群众300人。", "城西安置点可容纳受灾群众500人。"),
        ("技术人员汛期常驻石桥水库观测点12名。", "县水利局汛期要保持12人常驻石桥水库观测点，均为技术人员。"),
    ],
)
def test_numbers_that_differ_rightly(one: str, other: str) -> None:
    assert told(one, other) == []
