from __future__ import annotations

import re

import pytest

from kb.drafting import adapt
from kb.drafting.context import context_of
from kb.drafting.model import OriginKind
from kb.drafting.places import local_names, names_in_title, source_names
from kb.facts.sheet import facts_from_mapping
from kb.model import Kind

from .drafting_world import facts, hit, outlines


def adapted(text: str, title: str = "白鹤县防汛抗旱应急预案", **other: object) -> str:
    return adapt(hit(text, title, **other), context_of(facts(), outlines())).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("白鹤县防汛抗旱指挥部负责组织抢险。", "青山县防汛抗旱指挥部负责组织抢险。"),
        ("（二）由总指挥决定启动一级响应。", "由指挥长决定启动一级响应。"),
        ("4.2.1 现场总指挥统一指挥抢险队伍。", "现场总指挥统一指挥抢险队伍。"),
        ("转移龙湾水库下游群众。", "转移〔待补充：水库〕下游群众。"),
        (
            "组织开展江河洪水、山洪灾害和城市内涝防御，保护农村和灾区群众。",
            "组织开展江河洪水、山洪灾害和城市内涝防御，保护农村和灾区群众。",
        ),
        ("接报后15分钟内电话报告。", "接报后〔待补充：时限（分钟）〕内电话报告。"),
        ("水位超过54.10米时转移。", "水位超过54.10米时转移。"),
        ("水位超过31.50米时转移。", "水位超过〔待补充：数值（米）〕时转移。"),
        ("实行24小时值班，火警拨打119。", "实行24小时值班，火警拨打119。"),
        ("值班电话0571-88990011，联系人：张建国。", "值班电话0000-0001100，联系人：〔待补充：姓名〕。"),
        ("联系电话13900001234。", "联系电话〔待补充：电话〕。"),
        (
            "依据《白鹤县水库调度规程》和《中华人民共和国防洪法》执行。",
            "依据《〔待补充：相关文件名称〕》和《中华人民共和国防洪法》执行。",
        ),
        ("鹤政办发〔2023〕8号同时废止，详见附件3。", "〔待补充：文号〕同时废止，详见〔待补充：对应条款或附件〕。"),
        ("云岭区防汛办接报后通报。", "云岭区防汛办接报后通报。"),
    ],
)
def test_what_belongs_to_the_other_place_is_replaced(text: str, expected: str) -> None:
    assert adapted(text) == expected


def test_a_plan_from_below_in_the_own_county_is_not_the_units_own() -> None:
    result = adapted("上河村组织青山县上河村群众转移。", "上河村防汛应急预案", region="江南省临江市青山县上河村")
    assert "上河村" not in result
    assert "龙湾水库" in adapted("巡查龙湾水库。", "青山县防汛抗旱应急预案", region="江南省临江市青山县")


def test_level_words_follow_the_unit() -> None:
    text = "市应急管理局会同市水利局报市人民政府，各县（市、区）人民政府做好全市转移工作。"
    result = adapted(text, "长汀市防汛抗旱应急预案")
    assert result == "县应急管理局会同县水利局报县人民政府，各乡镇人民政府（街道办事处）做好全县转移工作。"


def test_bodies_that_need_not_exist_here_become_slots() -> None:
    assert adapted("由市地质环境监测总站负责。", "长汀市地质灾害应急预案") == "由〔待补充：承担单位〕负责。"


def test_laws_keep_words_and_numbers() -> None:
    text = "第九条 单位负责人接到报告后，应当于1小时内报告。"
    assert adapted(text, "事故报告条例", kind=Kind.LAW) == "单位负责人接到报告后，应当于1小时内报告。"


def test_names_given_away_by_other_clauses() -> None:
    result = adapt(hit("加强鹤鸣消防救援站建设。"), context_of(facts(), outlines()), also={"鹤鸣"})
    assert result.text == "加强〔待补充：地名〕消防救援站建设。"


def test_every_piece_has_an_origin_and_every_number_a_source() -> None:
    source = hit("白鹤县在2小时内调集60人，指挥长到场。")
    result = adapt(source, context_of(facts(), outlines()))
    assert "".join(piece.text for piece in result.line) == result.text
    clause_text = "".join(p.text for p in result.line if p.kind is OriginKind.CLAUSE)
    assert not re.search(r"\d", clause_text)
    assert all(part in source.text for part in (p.text for p in result.line if p.kind is OriginKind.CLAUSE))
    assert result.slots == ("时限（小时）", "人数（人）")
    assert ("白鹤县", "青山县") in result.replaced


@pytest.mark.parametrize(
    ("title", "chain", "level"),
    [
        ("白鹤县防汛抗旱应急预案", ("白鹤县",), "县"),
        ("示例省临江市地震应急预案", ("示例省", "临江市"), "市"),
        ("国家地震应急预案", (), "国家"),
        ("防汛手册", (), ""),
        ("白鹤县新源化工有限公司综合应急预案", ("白鹤县", "白鹤县新源化工有限公司"), "企业"),
    ],
)
def test_source_of_a_plan(title: str, chain: tuple[str, ...], level: str) -> None:
    source = source_names(title)
    assert (source.chain, source.level) == (chain, level)


def test_general_words_are_no_names() -> None:
    for text in (
        "受灾地区",
        "各乡镇和农业农村部门",
        "病险水库",
        "有关医院和学校",
        "危险区、警戒区和安置区",
        "沿江沿河",
        "城市社区",
    ):
        assert local_names(text) == (), text


def test_the_units_own_plan_keeps_its_places_and_numbers() -> None:
    text = "（3）石桥镇2小时内转移79户267人至龙湾学校，详见附件3。"
    assert (
        adapted(text, "青山县防汛抗旱应急预案")
        == "石桥镇2小时内转移79户267人至龙湾学校，详见〔待补充：对应条款或附件〕。"
    )
    assert adapted("白鹤县通报青山县。", "青山县白鹤县青河流域联合应急预案") == "白鹤县通报青山县。"


def test_lead_ins_and_line_breaks_are_left_out() -> None:
    assert adapted("县指挥部采取以下措施：（6）加强堤防\n巡查。") == "加强堤防巡查。"


def test_a_company_never_takes_the_place_of_a_county() -> None:
    sheet, _ = facts_from_mapping(
        {"unit": {"name": "青山县恒达化工有限公司", "short": "恒达化工", "region": "江南省临江市青山县"}}
    )
    context = context_of(sheet, outlines())
    assert (
        adapt(hit("送白鹤县人民医院救治。", "白鹤县危险化学品事故应急预案"), context).text
        == "送〔待补充：地名〕人民医院救治。"
    )
    other = hit("白鹤县新源化工有限公司总经理任总指挥。", "白鹤县新源化工有限公司综合应急预案")
    assert adapt(other, context).text == "恒达化工总经理任总指挥。"


def test_names_that_a_title_gives_away() -> None:
    names = names_in_title("白鹤县宏远化工有限公司液氯泄漏事故专项应急预案")
    assert {"白鹤县", "宏远化工"} <= names
    assert not names & {"化工", "有限公司", "液氯泄漏事故"}
