"""Who answers for which unit, and offices led by the head of another department."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

LEADERS = "各组组长负责本组：东坡组周建国、西坡组吴志强、河口组郑海燕。\n"


def told(text: str, code: str, **fields: object) -> bool:
    return any(each.message.code == code for each in findings(text, "QC-CONS", **fields))


@pytest.mark.parametrize(
    ("row", "odd"),
    [
        ("|小组：东坡组；户数：12；负责人：周建国", False),
        ("|小组：东坡组；户数：12；负责人：吴志强", True),
        ("|小组：河口组；户数：7；负责人：周建国", True),
        ("|小组：河口组；户数：7；负责人：李秋平", False),
        ("|小组：南坡组；户数：9；负责人：周建国", False),
    ],
)
def test_the_row_of_a_unit_with_the_person_of_another(row: str, odd: bool) -> None:
    assert told(LEADERS + row, "post_conflict", title="石桥村防汛应急预案") is odd


@pytest.mark.parametrize(
    ("tasks", "odd"),
    [
        ("副组长周建国负责转移；副组长吴志强负责抢险。", False),
        ("副组长周建国负责转移；副组长周建国负责抢险。", True),
        ("副组长周建国负责转移，并协助组长。", False),
    ],
)
def test_a_deputy_told_in_the_place_of_the_other(tasks: str, odd: bool) -> None:
    text = f"组长：村支部书记郑海燕；副组长：村委会副主任周建国、民兵连长吴志强。\n{tasks}"
    assert told(text, "post_conflict", title="石桥村防汛应急预案") is odd


@pytest.mark.parametrize(
    ("head", "odd"),
    [
        ("县林业局局长兼任办公室主任。", False),
        ("县交通运输局局长兼任办公室主任。", True),
        ("县交通运输局局长担任办公室副主任，县林业局局长担任办公室主任。", False),
    ],
)
def test_an_office_led_from_another_department(head: str, odd: bool) -> None:
    text = f"# 2 组织体系\n县指挥部办公室设在县林业局，承担日常工作，{head}"
    assert any("seat" in each.message.code for each in findings(text, "QC-CONS")) is odd
