"""What was lost from a plan: numbers that skip, and parts that have no place of their own."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PARTS = {
    "总则": "本预案根据《中华人民共和国突发事件应对法》制定，适用于青山县内的水旱灾害。坚持以人为本、分级负责的原则。",
    "组织指挥体系": "县防指由县长任指挥长，办公室设在县应急局。",
    "监测预警": "县气象局发布暴雨预警。",
    "信息报告": "乡镇接报后30分钟内向县防指办公室报告。",
    "应急响应": "达到条件的由县防指启动响应，各单位按职责行动。",
    "信息发布": "灾情由县委宣传部统一发布。",
    "响应终止": "险情消除后由县防指宣布终止响应。",
    "善后处置": "县民政局救助受灾群众。",
    "应急保障": "县消防救援大队60人随时待命。",
    "预案演练": "县防指办公室每年组织一次演练。",
    "宣传培训": "县应急局每年培训一次基层干部。",
    "责任与奖惩": "对失职的依法追究责任，对有功的给予表彰。",
    "附则": "本预案由县应急局负责解释，自印发之日起实施。",
}


def told(text: str, rule: str, code: str, param: str, plan_type: str = "SDC") -> list[str]:
    found = findings(text, rule, plan_type)
    return [str(each.message.params[param]) for each in found if each.message.code == code]


def without(*gone: str) -> str:
    kept = [name for name in PARTS if name not in gone]
    return "\n".join(f"# {number} {name}\n{PARTS[name]}" for number, name in enumerate(kept, 1))


def test_a_plan_with_all_parts_lacks_none() -> None:
    assert told(without(), "QC-ELEM", "part_absent", "parts") == []
    assert told(without(), "QC-ELEM", "part_scattered", "parts") == []


@pytest.mark.parametrize(("gone", "named"), [("预案演练", "预案演练"), ("责任与奖惩", "奖励与责任追究")])
def test_a_part_of_which_nothing_is_left(gone: str, named: str) -> None:
    assert told(without(gone), "QC-ELEM", "part_absent", "parts", "SUP") == [named]


def test_a_verdict_that_says_missing_is_enough() -> None:
    assert told(without("预案演练"), "QC-ELEM", "part_absent", "parts") == []


def test_a_part_that_a_paragraph_opens_with_is_there() -> None:
    text = without("预案演练").replace(
        "自印发之日起实施。", "自印发之日起实施。\n预案演练：县防指办公室每年组织一次演练。"
    )
    assert told(text, "QC-ELEM", "part_absent", "parts") == []


def test_a_number_cut_off_from_the_mark_before_it_is_not_lost() -> None:
    text = "# 1 应急响应\n出现下列情况之一的启动响应：（1）死亡10人以上（含本数，下同）；8（2）转移5万人以上；（3）倒房1万间以上。"
    assert told(text, "QC-XREF", "number_skipped", "steps") == []
    assert told(text.replace("8（2）转移5万人以上；", ""), "QC-XREF", "number_skipped", "steps") == ["1之后是3"]


def test_few_parts_make_no_structure_to_ask_for() -> None:
    assert (
        told("# 1 总则\n本预案适用于青山县。\n# 2 应急响应\n由县防指启动响应。", "QC-ELEM", "part_absent", "parts")
        == []
    )


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("# 4 应急响应\n## 4.1 信息报告\n报告。\n## 4.3 响应终止\n终止。", ["4.1之后是4.3"]),
        ("# 4 应急响应\n## 4.2 响应启动\n启动。\n## 4.3 响应终止\n终止。", ["从4.2开始"]),
        ("# 一 总则\n总则。\n# 三 应急响应\n响应。", ["一之后是三"]),
        ("# 2 职责\n（1）县应急局：牵头。\n（2）县水利局：抢险。\n（4）县公安局：警戒。", ["（2）之后是（4）"]),
        ("# 2 职责\n按以下步骤：①上报；②核实；④处置。", ["2之后是4"]),
        ("# 2 名单\n|序号:1;单位:县应急局\n|序号:3;单位:县水利局", ["1之后是3"]),
    ],
)
def test_numbers_that_skip(text: str, steps: list[str]) -> None:
    assert told(text, "QC-XREF", "number_skipped", "steps") == steps


@pytest.mark.parametrize(
    "text",
    [
        "# 2 职责\n（1）县应急局：牵头；（2）县水利局：抢险。\n（3）县公安局：警戒。",
        "# 2 职责\n（1）县应急局：牵头。\n（3）县水利局：抢险。（2）县公安局：警戒。",
        "# 2 职责\n## 2.1 县级\n1．牵头。\n2．抢险。\n## 2.2 乡镇\n1．转移。\n2．上报。",
        "# 3 预警\n3月1日至6月1日为防火期。\n5月至9月为汛期。",
    ],
)
def test_numbers_that_go_on_elsewhere(text: str) -> None:
    assert told(text, "QC-XREF", "number_skipped", "steps") == []
