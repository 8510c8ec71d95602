"""A headquarters that gives orders once and is set up nowhere."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PLAN = """
# 2 组织指挥
县防汛抗旱指挥部（以下简称县防指）由县长任指挥长。县防汛抗旱指挥部下设办公室。
县防汛抗旱指挥部负责指挥全县防汛抗旱工作。县防汛抗旱指挥部成员单位按职责行动。
# 4 应急响应
达到条件的，由县防汛抗旱指挥部启动一级响应。各队伍服从现场指挥部统一指挥。
{line}
"""


def told(line: str) -> list[str]:
    found = findings(PLAN.format(line=line), "QC-CONS")
    return [str(each.message.params["names"]) for each in found if each.message.code == "headquarters_unknown"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("各队伍到场后听从青山县抢险救灾总指挥部的统一指挥。", "青山县抢险救灾总指挥部"),
        ("达到条件时，由县水灾处置领导小组启动二级响应。", "县水灾处置领导小组"),
    ],
)
def test_orders_of_a_headquarters_nobody_set_up(line: str, name: str) -> None:
    assert told(line) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "险情跨市的，服从省防汛救灾指挥部统一指挥。",
        "两案同时启动时由同一应急指挥部统一指挥。",
        "必要时成立县水灾处置领导小组，由县水灾处置领导小组统一指挥。",
        "各队伍听从县防汛抗旱指挥部的统一指挥。",
    ],
)
def test_orders_from_above_and_from_those_set_up_are_in_order(line: str) -> None:
    assert told(line) == []
