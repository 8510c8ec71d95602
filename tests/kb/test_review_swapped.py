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


def codes(text: str) -> set[str]:
    return {each.message.code for each in findings(text, "QC-RACI")}


LIST = """
# 2 职责
县公安局：负责{police}。
县气象局：负责{weather}。
县水利局：负责水库和堤防巡查。
县财政局：负责资金安排。
县民政局：负责困难群众救助。
县教育局：负责学校停课。
# 5 响应
县公安局在路口疏导车流，封闭桥面，劝返车辆。
县气象局加密雷达会商，每小时发布短临预报。
"""


@pytest.mark.parametrize(
    ("police", "weather", "wrong"),
    [
        ("封闭桥面、疏导车流、劝返车辆", "雷达会商、短临预报", False),
        ("雷达会商、短临预报", "封闭桥面、疏导车流、劝返车辆", True),
    ],
)
def test_duties_that_elsewhere_are_each_others(police: str, weather: str, wrong: bool) -> None:
    assert ("strange_duty" in codes(LIST.format(police=police, weather=weather))) is wrong


def test_a_body_twice_in_one_list_of_duties() -> None:
    text = LIST.format(police="封闭桥面", weather="短临预报")
    assert "duty_twice" not in codes(text)
    assert "duty_twice" in codes(text.replace("县水利局：", "县气象局："))


def test_a_group_of_which_only_the_members_are_told() -> None:
    groups = (
        "# 3 工作组\n抢险组：由张三任组长，负责堵漏。\n医疗组：由李四任组长，负责救治。\n宣传组：由王五任组长{duty}。"
    )
    assert "member_without_duty" not in codes(groups.format(duty="，负责新闻发布"))
    assert "member_without_duty" in codes(groups.format(duty="，县融媒体中心人员参加，成员五名"))
