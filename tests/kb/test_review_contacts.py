"""The list of contacts held against the text: who holds a post, and the duty phone."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PLAN = """# 2 组织体系
青山县防汛抗旱指挥部由县长任指挥长。
指挥长：{chief}（县长）。
指挥部办公室设在县应急管理局，主任由县应急管理局局长{office}担任，实行24小时值班，值班电话：{phone}。
## 2.1 工作组
指挥部下设2个工作组：（1）抢险救援组：由县应急管理局牵头，组长为{leader}，负责抢险。
#附件1 通讯录
罗建国　指挥长　0000-6600001
何秀兰　指挥部办公室主任　0000-6600003
马志强　抢险救援组组长　0000-6600005
指挥部办公室值班电话　0000-6600119
"""
RIGHT = {"chief": "罗建国", "office": "何秀兰", "leader": "马志强", "phone": "0000-6600119"}


def told(**changed: str) -> list[dict[str, str]]:
    return [
        each.message.params
        for each in findings(PLAN.format(**{**RIGHT, **changed}), "QC-CONS")
        if each.message.code in {"post_conflict", "phone_conflict"}
    ]


def test_a_text_that_agrees_with_its_contacts_is_left_alone() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("post", "changed"),
    [
        ("指挥长", {"chief": "罗建军"}),
        ("办公室主任", {"office": "何秀英"}),
        ("抢险救援组组长", {"leader": "赵海涛"}),
    ],
)
def test_another_holder_than_in_the_contacts_is_told(post: str, changed: dict[str, str]) -> None:
    assert [each["post"] for each in told(**changed)] == [post]


def test_another_duty_phone_than_in_the_contacts_is_told() -> None:
    assert len(told(phone="0000-6600191")) == 1


def test_a_duty_phone_that_is_somebody_elses_in_the_contacts_is_told() -> None:
    assert len(told(phone="0000-6600001")) == 1
