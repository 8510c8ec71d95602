"""Duties under another body's name: told where two names fit each other's duties, silent where they fit their own."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

SENTENCES = """
# 4 应急响应
## 4.1 暴雨
{one}负责受灾群众的紧急转移安置，提供基本生活救助。
{other}巡查城市公共设施，加固临时建筑和工地围挡。
"""
GROUPS = """
# 2 组织机构
## 2.1 工作组
指挥部下设五个工作组：
（1）综合协调组：由办公室主任任组长。负责文电和会务。
（2）{one}组：由科技科科长任组长，通信站参加。负责信息系统和电视电话会议的通信保障。
（3）{other}组：由服务中心主任任组长。负责值守人员的后勤服务和食宿。
"""
SECTIONS = """
# 1 机构分工
## 1.1 {one}组
职责：守住现场警戒区，防止坏人进入。
## 1.2 {other}组
职责：急救受伤人员，避免二次伤害，做好救护。
## 1.3 灭火组
职责：扑灭初期火灾。
"""


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (SENTENCES, "县民政局", "县住房城乡建设局组织"),
        (GROUPS, "通信保障", "后勤保障"),
        (SECTIONS, "安全保卫", "医疗救护"),
    ],
)
def test_exchanged_names_are_told_and_right_ones_are_not(text: str, one: str, other: str) -> None:
    def told(first: str, second: str) -> list[str]:
        found = findings(text.format(one=first, other=second), "QC-RACI")
        return [str(each.message.params["names"]) for each in found if each.message.code == "strange_duty"]

    assert told(one, other) == []
    if text is SENTENCES:
        one, other = "县民政局组织", "县住房城乡建设局"
    (names,) = told(other, one)
    assert one.removesuffix("组织") in names
    assert other.removesuffix("组织") in names


def test_a_body_may_do_what_a_group_is_named_for() -> None:
    rows = "# 2 职责\n## 2.1 成员单位职责\n武警中队：负责受困人员的转移和疏散，抢运救灾物资。\n县财政局：安排应急资金预算。\n"
    assert [each for each in findings(rows, "QC-RACI") if each.message.code == "strange_duty"] == []
