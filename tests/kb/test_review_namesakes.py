"""Persons told in two ways: names one character off, offices that list and text give differently."""

from __future__ import annotations

from datetime import date

import pytest

from kb.review import review
from tests.kb.review_world import lists, plan, register

TEXT = """# 1 总则
本预案适用于青山县行政区域内的防汛抗旱工作，由县防汛抗旱指挥部办公室负责解释，自印发之日起施行。
# 2 组织体系
指挥长：县长宋立平。副指挥长：县水利局局长何春生、县气象局局长苏敏。
指挥长不在时，由何春生代行指挥长职责，负责调度队伍、物资和车辆，组织转移受威胁的群众，并向市防汛抗旱指挥部报告。
# 3 通讯录
|姓名：宋立平；职务：指挥长、县长；电话：0000-0001101
|姓名：何春生；职务：副指挥长、县水利局局长；电话：0000-0001103
|姓名：苏敏；职务：副指挥长、县气象局局长；电话：0000-0001105
|姓名：宋立群；职务：石桥镇镇长；电话：0000-0001109
"""


def told(text: str) -> list[tuple[str, str]]:
    found = review(plan(text, title="青山县防汛抗旱应急预案"), lists(), register(), today=date(2026, 11, 1)).findings
    return [
        (each.message.code, each.message.params.get("one", ""))
        for each in found
        if each.message.code in ("name_slip", "office_conflict")
    ]


def test_persons_told_in_one_way_and_persons_called_alike_are_left_alone() -> None:
    assert told(TEXT) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("由何春生代行", "由何春升代行", "name_slip"),
        ("由何春生代行", "由郑春生代行", "name_slip"),
        ("：苏敏；", "：苏明；", "name_slip"),
        ("：副指挥长、县水利局", "：指挥长、县水利局", "office_conflict"),
        ("、县水利局局长；", "、县交通运输局局长；", "office_conflict"),
    ],
)
def test_a_name_or_an_office_changed_in_one_place_is_told(before: str, after: str, code: str) -> None:
    assert TEXT.count(before) == 1
    assert code in [found for found, _ in told(TEXT.replace(before, after))]
