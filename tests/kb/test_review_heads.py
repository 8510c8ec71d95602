"""Two at the head, deputies with the head's powers, days that no calendar has, numbers of another service."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def codes(line: str, rule: str) -> list[str]:
    return [each.message.code for each in findings(f"# 2 组织指挥\n## 2.1 县级\n{line}", rule)]


@pytest.mark.parametrize(
    "line",
    [
        "应急指挥部由镇长、镇党委副书记共同任总指挥。",
        "指挥部设总指挥2名。",
        "总指挥：县长。\n总指挥：县委副书记。",
        "组长：全面负责应急指挥。\n副组长：全面负责应急指挥，决定启动预案。",
    ],
)
def test_two_at_the_head(line: str) -> None:
    assert "two_heads" in codes(line, "QC-RACI")


@pytest.mark.parametrize(
    "line",
    [
        "应急指挥部由镇长任总指挥，副镇长任副总指挥。",
        "校长、书记分别任总指挥、副总指挥。",
        "总指挥：县长。\n副总指挥：县委副书记。",
        "副组长：协助组长工作，组长不在时决定启动预案。",
    ],
)
def test_one_at_the_head(line: str) -> None:
    assert "two_heads" not in codes(line, "QC-RACI")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("本预案自2026年11月31日起实施。", True),
        ("二〇二六年十三月一日", True),
        ("2025年2月29日修订。", True),
        ("每日25时70分报送。", True),
        ("2024年2月29日修订，每日8时30分报送，10月1日至次年5月31日为防火期。", False),
        ("每3个月检查一次，前15日汇总。", False),
    ],
)
def test_days_and_hours(line: str, wrong: bool) -> None:
    assert ("date_impossible" in codes(line, "QC-DATE")) is wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("伤员由现场人员呼叫110急救中心送医。", True),
        ("群众通过114接处警电话报告。", True),
        ("火警电话：119\n急救电话：120", False),
        ("火警电话119急救电话120，通过110接处警电话报告。", False),
    ],
)
def test_numbers_of_another_service(line: str, wrong: bool) -> None:
    assert ("phone_service" in codes(line, "QC-PHONE")) is wrong


@pytest.mark.parametrize(
    ("line", "weak"),
    [
        ("各乡镇可以将应急经费视财力情况纳入本级预算。", True),
        ("村委会可视情况决定是否报告镇政府。", True),
        ("值班人员应尽量避免迟报、漏报。", True),
        ("应急电话原则上白天开机。", True),
        ("县防指在1小时内决定是否启动响应。", False),
        ("可以预警的灾害即将发生时发布预警。", False),
    ],
)
def test_duties_left_to_choice(line: str, weak: bool) -> None:
    assert ("duty_weakened" in codes(line, "QC-MODAL")) is weak


@pytest.mark.parametrize(
    ("line", "two"),
    [
        ("指挥长由副县长和县政府办公室主任共同担任。", True),
        ("总指挥：总经理、安全总监。", True),
        ("总指挥由县委书记、县长共同担任。", False),
        ("指挥长由副县长担任。", False),
    ],
)
def test_one_post_filled_with_two(line: str, two: bool) -> None:
    assert any(each.message.code == "two_heads" for each in findings(f"# 2 组织\n{line}", "QC-RACI")) is two
