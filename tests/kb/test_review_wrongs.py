"""Instructions that endanger: told where they are given, not where they are forbidden."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def codes(sentence: str) -> list[str]:
    return [str(each.message.params["what"]) for each in findings(f"# 4 应急处置\n{sentence}\n", "QC-SAFE")]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("听到警报后，请尽快乘坐电梯到一楼集合。", "电梯"),
        ("请不要惊慌，请优先乘坐电梯下楼。", "电梯"),
        ("组织群众向下风方向疏散。", "下风"),
        ("机舱值班员释放二氧化碳后，再通知机舱人员撤离。", "灭火气体"),
        ("发现配电间起火，立即用水扑救带电设备。", "断电"),
        ("监护人迅速进入有限空间救人。", "有限空间"),
    ],
)
def test_a_dangerous_instruction_is_told(sentence: str, code: str) -> None:
    told = codes(sentence)
    assert len(told) == 1
    assert code in told[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "疏散时不要乘坐电梯，严禁使用电梯。",
        "群众不得向下风方向疏散，应向上风方向疏散。",
        "释放二氧化碳前，通知机舱人员撤离。",
        "流程：报警→切断电源→救治伤员→送医。",
        "严禁用水扑救带电设备。",
        "严禁盲目进入有限空间救人。",
        "止血带不要直接扎在皮肤上。",
    ],
)
def test_what_forbids_it_is_in_order(sentence: str) -> None:
    assert codes(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("征用的财产毁损的，由所有人自行承担。", True),
        ("征用的财产毁损的，按规定给予补偿。", False),
        ("其他单位和个人也可自行发布气象预警信息。", True),
        ("相关乡镇人民政府宣布进入紧急防汛期。", True),
        ("县级以上防汛指挥机构宣布进入紧急防汛期。", False),
    ],
)
def test_the_opposite_of_a_statute(sentence: str, told: bool) -> None:
    found = findings(f"# 4 应急处置\n{sentence}\n", "QC-LAW")
    assert bool(found) is told
    assert all(each.basis and each.advice for each in found)
