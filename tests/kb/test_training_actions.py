"""Prescribed acts read from invented plans: who, what, when, on what condition, in which phase and at which level."""

from __future__ import annotations

import pytest

from kb.model import Clause, Document, Kind
from kb.training.extract import extract
from kb.training.limits import minutes, time_limits
from kb.training.model import Action, ActorSource, Phase
from kb.training.stretches import stretches


def plan(*clauses: tuple[str, str] | tuple[str, str, bool]) -> Document:
    """A plan of clauses, each a heading path (``a > b``) and a text; a third True makes it a table row."""
    made = tuple(
        Clause(f"p#{n}", tuple(each[0].split(" > ")), each[1], table_row=len(each) > 2)
        for n, each in enumerate(clauses, 1)
    )
    return Document("p", "青山县洪水应急预案", Kind.PLAN, (), made)


def acts(path: str, text: str) -> list[Action]:
    return list(extract(plan((path, text))).actions)


def brief(actions: list[Action]) -> list[tuple[str, str]]:
    return [(action.actor, action.text) for action in actions]


def test_doer_verb_and_limit_are_told_apart():
    (first, second) = acts("5 信息报告", "县水利局接报后20分钟内电话报告县防办，1小时内书面报告。")
    assert (first.actor, first.time_limit, first.receivers) == ("县水利局", "20分钟内", ("县防办",))
    assert (second.actor, second.actor_source, second.time_limit) == ("县水利局", ActorSource.INHERITED, "1小时内")
    assert first.phase is second.phase is Phase.REPORT


def test_every_act_stands_verbatim_in_its_clause():
    text = "（1）人员转移。乡镇政府组织受威胁群众转移；必要时，县公安局可强制带离。"
    for action in acts("6 应急响应 > 6.3 处置措施", text):
        assert action.text in text
        assert text[action.start : action.end].endswith(action.text)
        assert action.quote in text


def test_conditions_are_kept_word_for_word():
    first, second, third = acts(
        "6 应急响应 > 6.2 启动程序",
        "经县长同意后，由指挥长启动一级响应。必要时，县防办请求市防汛抗旱指挥部支援。情况紧急时，乡镇长可先下令转移。",
    )
    assert (first.actor, first.condition) == ("指挥长", "经县长同意后")
    assert second.condition.startswith("必要时")
    assert second.receivers == ("市防汛抗旱指挥部",)
    assert (third.actor, third.condition) == ("乡镇长", "情况紧急时")


def test_aims_contents_and_posts_are_no_acts():
    found = acts(
        "6 应急响应 > 6.3 处置措施",
        "县交通局抢通受损道路，确保救援车辆通行。报告内容包括：时间、地点、伤亡情况，已采取的措施。组长由分管副县长担任。",
    )
    assert brief(found) == [("县交通局", "抢通受损道路")]


def test_general_parts_prescribe_nothing():
    document = plan(
        ("1 总则 > 1.1 编制目的", "县政府统一领导防汛工作，及时处置险情。"),
        ("8 附则", "县应急局负责解释本预案。"),
        ("7 保障措施 > 7.1 队伍保障", "县应急局每月点验队伍。"),
    )
    assert extract(document).actions == ()


def test_doer_is_inherited_from_lead_in_and_heading():
    document = plan(
        ("2 组织体系 > （1） 抢险救援组", "主要职责：组织抢险队伍封堵决口；负责被困人员搜救。"),
        ("6 应急响应 > 6.1 先期处置", "事发单位立即做三件事：切断电源，清点人数，派人引导救护车。"),
    )
    assert brief(list(extract(document).actions)) == [
        ("抢险救援组", "组织抢险队伍封堵决口"),
        ("抢险救援组", "负责被困人员搜救"),
        ("事发单位", "切断电源"),
        ("事发单位", "清点人数"),
        ("事发单位", "派人引导救护车"),
    ]
    assert [action.time_limit for action in extract(document).actions][2:] == ["立即"] * 3


def test_what_has_no_doer_stays_without_one():
    found = acts("6 应急响应 > 6.3 分级行动", "一级响应：低洼区村庄全部撤离；县公安局封闭沿河道路；开放3处避难场所。")
    assert brief(found) == [("", "低洼区村庄全部撤离"), ("县公安局", "封闭沿河道路"), ("", "开放3处避难场所")]
    assert all(action.levels == (1,) for action in found)


def test_levels_come_from_headings_too():
    (found,) = acts("5 应急响应 > 5.2 Ⅱ级响应", "指挥长到现场指挥。")
    assert found.levels == (2,)


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("指挥部办公室结束三级或四级应急响应。", (3, 4)),
        ("由市指挥部启动一级应急响应。", (1,)),
        ("二级响应由指挥长启动。", (2,)),
    ],
)
def test_an_act_belongs_to_the_level_it_begins_or_ends(sentence: str, levels: tuple[int, ...]):
    found = acts("5 应急响应 > 5.5 响应结束", sentence)
    assert found[0].levels == levels


def test_prohibitions_are_marked():
    found = acts("6 应急响应 > 6.3 处置措施", "救援人员进入现场前佩戴呼吸器，不得单独行动。")
    assert [(action.text, action.forbidden) for action in found] == [
        ("进入现场前佩戴呼吸器", False),
        ("不得单独行动", True),
    ]


def test_duty_table_gives_doer_task_and_limit():
    document = plan(
        ("附件1 任务分工表", "单位：县气象局；任务：每小时通报雨情，发布暴雨预警；时限：30分钟内", True),
        ("附件1 任务分工表", "单位：县民政局；任务：开放安置点；时限：1小时内", True),
    )
    found = list(extract(document).actions)
    assert brief(found) == [
        ("县气象局", "每小时通报雨情"),
        ("县气象局", "发布暴雨预警"),
        ("县民政局", "开放安置点"),
    ]
    assert [action.time_limit for action in found] == ["每小时", "30分钟内", "1小时内"]


def test_a_lead_in_repeated_in_every_item_counts_once():
    lead = "启动二级响应时，县防办应报告县政府，并开展以下工作："
    document = plan(
        ("6 应急响应 > 6.2 响应措施", lead + "（1）县水利局巡查堤防。"),
        ("6 应急响应 > 6.2 响应措施", lead + "（2）县公安局管制道路。"),
    )
    assert brief(list(extract(document).actions)) == [
        ("县防办", "应报告县政府"),
        ("县水利局", "巡查堤防"),
        ("县公安局", "管制道路"),
    ]


def test_missing_punctuation_between_two_offices():
    found = acts(
        "5 应急响应 > 5.1 响应措施",
        "省农业农村厅组织指导受灾地区开展灾后农业生产恢复省通信管理局组织电信企业抢修受损通信设施做好保障工作。",
    )
    assert [action.actor for action in found] == ["省农业农村厅", "省通信管理局"]


def test_stretches_hold_brackets_and_numbers_together():
    assert [s.text for s in stretches("甲（乙，丙）办，1,200人到场；（1）丁。")] == [
        "甲（乙，丙）办",
        "1,200人到场",
        "丁",
    ]


def test_time_limits_and_their_length():
    assert time_limits("接报后30分钟内以电话、1小时内以书面报告") == ("30分钟内", "1小时内")
    assert time_limits("24小时内5例以上病例") == ()
    assert time_limits("每日8时、18时各报一次") == ("每日8时、18时",)
    assert (minutes("立即"), minutes("半小时内"), minutes("2小时内"), minutes("每2小时")) == (0, 30, 120, None)


def test_odd_texts_do_no_harm():
    for text in ("", "。", "；；；", "，" * 500, "由由由由", "“没有关上", "（" * 50, "a" * 3000, "县" * 400):
        assert isinstance(acts("6 应急响应 > 6.3 处置措施", text), list)


def test_posts_blanks_and_leads_are_no_acts():
    found = acts("1 组织指挥", "指挥联络组：组长办公室主任，成员德育主任、校医，负责电话和记录。")
    found += acts("1 组织指挥", "组长：×××。")
    found += acts("2 信息报告", "下列火情，由县森防办立即报市森防办：火场跨县界的。")
    texts = {action.text for action in found}
    assert not {"德育主任", "校医", "×××", "下列火情"} & texts
    assert "负责电话和记录" in texts


def test_qualified_names_and_places_act():
    found = acts(
        "5 应急响应 > 5.2 处置措施",
        "受灾地区的各级人民政府组织力量抢救人员。事故现场的操作人员应立即撤离。"
        "乡镇（街道）和村（社区）统筹调配物资。启动响应的单位终止响应。财政部门组织有关单位的人员核实损失。",
    )
    assert [action.actor for action in found] == [
        "受灾地区的各级人民政府",
        "事故现场的操作人员",
        "乡镇（街道）和村（社区）",
        "启动响应的单位",
        "财政部门",
    ]


def test_items_belong_to_the_doer_of_their_lead_in():
    lead = "当县指挥部启动二级响应时，应报告县政府，并开展以下工作："
    document = plan(
        ("5 应急响应 > 5.2 二级响应", lead + "（1）指挥部办公室安排人员值守；"),
        ("5 应急响应 > 5.2 二级响应", lead + "（2）组织有关单位会商。"),
    )
    assert brief(list(extract(document).actions)) == [
        ("县指挥部", "应报告县政府"),
        ("指挥部办公室", "安排人员值守"),
        ("县指挥部", "组织有关单位会商"),
    ]


def test_duties_behind_a_label_belong_to_its_post():
    found = acts("7 处置方案 > （一） 工作职责", "组长职责：主持现场救援，组织善后。成员职责：隔离现场，抢救伤员。")
    assert [action.actor for action in found] == ["组长", "组长", "成员", "成员"]


def test_cases_grounds_and_things_are_no_acts():
    found = acts(
        "5 应急响应 > 5.2 处置措施",
        "在事故救援中，各救援组服从统一指挥。险情得到控制，隐患消除后，指挥部决定终止响应。"
        "为防止火势蔓延，抢险组开辟隔离带。指挥部办公室经分析研判，提出启动建议。"
        "县应急局根据灾情，调运物资。按照“谁启动、谁终止”的原则，指挥部宣布终止。",
    )
    assert brief(found) == [
        ("各救援组", "服从统一指挥"),
        ("指挥部", "决定终止响应"),
        ("抢险组", "开辟隔离带"),
        ("指挥部办公室", "提出启动建议"),
        ("县应急局", "调运物资"),
        ("指挥部", "宣布终止"),
    ]


def test_gradings_keep_what_they_order():
    found = acts(
        "5 应急响应 > 5.1 响应分级",
        "响应分为四级。洪水达到警戒水位后，县防指立即启动四级响应，并报告市防指。",
    )
    assert brief(found) == [("县防指", "立即启动四级响应"), ("县防指", "报告市防指")] or brief(found) == [
        ("县防指", "立即启动四级响应"),
        ("县防指", "并报告市防指"),
    ]
    assert acts("附件4 关于启动二级响应的通知", "各有关单位：请立即开展处置工作。") == []


def test_clock_times_are_limits_and_no_lead_ins():
    text = "县民政局每日09:00前报告灾情，重大情况随时报告。"
    document = plan(("5 响应 > 5.1 Ⅰ级响应措施", text), ("5 响应 > 5.2 Ⅱ级响应措施", text))
    found = list(extract(document).actions)
    assert [(action.time_limit, action.levels) for action in found] == [
        ("每日09:00前", (1,)),
        ("随时", (1,)),
        ("每日09:00前", (2,)),
        ("随时", (2,)),
    ]
    assert time_limits("报告当日值班领导") == ()
