"""Phones, holders of posts and chains of deputies that two places of a plan tell in two ways."""

from __future__ import annotations

import pytest

from kb.review.facts.entries import named
from kb.review.facts.phone_book import phone_book
from kb.review.facts.posts import office_key, post_key
from kb.review.facts.table import held
from kb.review.text import Body
from tests.kb.review_world import findings, plan

PLAN = """# 2 组织体系
## 2.1 领导小组
组长：{chief}（校长）
副组长：{deputies}
组长不在时，由{first}代行职责；{absent}不在时，由{second}代行职责。
## 2.2 应急办公室
应急办公室设在安全处，主任由安全处主任{office}担任，实行24小时值班。值班电话：0000-6650110。
医疗组：组长为校医{doctor}，负责救治。
#附件1 联系电话
组长罗建国　0000-6650101
副组长何秀兰　0000-6650102
安全处主任高海峰　0000-6650105
校医唐玉敏　0000-6650120
应急办公室值班电话　{phone}
县教育局值班室　0000-6688600
"""
RIGHT = {
    "chief": "罗建国",
    "deputies": "何秀兰（副校长）、许志刚（副校长）",
    "first": "副组长何秀兰",
    "absent": "何秀兰",
    "second": "许志刚",
    "office": "高海峰",
    "doctor": "唐玉敏",
    "phone": "0000-6650110",
}


def told(**changed: str) -> list[str]:
    made = findings(PLAN.format(**{**RIGHT, **changed}), "QC-CONS")
    return [each.message.code for each in made]


def test_a_plan_that_agrees_with_itself_is_left_alone() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"chief": "罗建军"}, "post_conflict"),
        ({"office": "高海锋"}, "post_conflict"),
        ({"phone": "0000-6650101"}, "phone_conflict"),
        ({"phone": "0000-6650170"}, "phone_conflict"),
        ({"first": "副组长许志刚"}, "deputies_wrong"),
        ({"second": "何秀兰"}, "deputies_wrong"),
        ({"deputies": "何秀兰（副校长）、罗建国（校长）"}, "deputies_wrong"),
    ],
)
def test_what_two_places_tell_in_two_ways(changed: dict[str, str], code: str) -> None:
    assert code in told(**changed)


def test_everybody_in_a_list_has_a_phone_of_his_own() -> None:
    book = {each.digits: each.owner for each in phone_book(Body.of(plan(PLAN.format(**RIGHT))))}
    assert book["6650101"] == "罗建国"
    assert book["6650120"] == "唐玉敏"
    assert book["6650110"] == "own"
    assert book["6688600"] == "县教育局"


def test_posts_are_read_from_sentences_and_lists() -> None:
    table = held(Body.of(plan(PLAN.format(**RIGHT))))
    told = {(key, each.name) for each in table for key in (post_key(each), office_key(each)) if key}
    assert {("组长", "罗建国"), ("安全处主任", "高海峰"), ("办公室主任", "高海峰"), ("医疗组组长", "唐玉敏")} <= told


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("校医唐玉敏", "唐玉敏"),
        ("罗建国指挥长镇长", "罗建国"),
        ("安全处主任", ""),
        ("应急管理局", ""),
        ("何秀兰", "何秀兰"),
    ],
)
def test_names_in_words(word: str, name: str) -> None:
    assert named(word)[0] == name


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("单位：县林业局；电话：0000-6620366", "0000-6620386"),
        ("姓名：何秀兰；职务：副组长；电话：0000-6650102", "0000-6650192"),
    ],
)
def test_rows_are_held_against_sentences(row: str, number: str) -> None:
    who = "县林业局" if "林业" in row else "何秀兰"
    text = f"# 3 报告\n发现险情立即报告{who}（{number}）。\n#附件1 通讯录\n|{row}\n|单位：县公安局；电话：0000-6620110"
    assert [each.message.code for each in findings(text, "QC-CONS")] == ["phone_conflict"]


@pytest.mark.parametrize(("number", "wrong"), [("12119", False), ("12191", True), ("12345", False), ("12354", True)])
def test_five_digits_of_no_service(number: str, wrong: bool) -> None:
    made = findings(f"# 3 报告\n有疑问的可以拨打{number}。", "QC-PHONE")
    assert ("phone_service" in {each.message.code for each in made}) is wrong


def test_the_line_for_forest_fires_beside_a_forest_fire() -> None:
    made = findings("# 3 报告\n发现森林火情立即拨打12119报警。", "QC-PHONE")
    assert [each.message.code for each in made] == []


def test_more_of_a_team_sent_than_there_is() -> None:
    text = "# 4 响应\n橙色预警：县森林灭火应急队{sent}人前置松岭乡。\n# 6 队伍保障\n县森林灭火应急队60人，驻城关镇。"
    assert "number_differs" not in {each.message.code for each in findings(text.format(sent=30), "QC-CONS")}
    assert "number_differs" in {each.message.code for each in findings(text.format(sent=121), "QC-CONS")}
