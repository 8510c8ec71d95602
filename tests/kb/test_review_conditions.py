"""Conditions said level by level in the same words, where nothing names the level of a line."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def told(*lines: str) -> list[str]:
    text = "# 3 预警\n## 3.1 分级标准\n" + "\n".join(lines)
    codes = ("level_overlap", "level_gap")
    return [each.message.code for each in findings(text, "QC-LVL") if each.message.code in codes]


WORDS = "青河大桥中断，造成大量旅客滞留，恢复通行预计在{bounds}的。"


@pytest.mark.parametrize(
    ("bounds", "codes"),
    [
        (("48小时以上", "24小时以上48小时以下", "12小时以上24小时以下"), []),
        (("48小时以上", "24小时以上36小时以下", "12小时以上24小时以下"), ["level_gap"]),
        (("48小时以上", "24小时以上60小时以下", "12小时以上24小时以下"), ["level_overlap"]),
        (("48小时以上", "48小时以上", "12小时以上"), ["level_overlap"]),
        (("48小时以上", "24小时以上", "12小时以上"), []),
    ],
)
def test_steps_of_one_scale(bounds: tuple[str, ...], codes: list[str]) -> None:
    assert told(*(WORDS.format(bounds=each) for each in bounds)) == codes
