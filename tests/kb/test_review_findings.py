from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model import FindingSeverity, Hazard, PlanTypeGuess
from kb.review import review
from tests.kb.review_world import TODAY, findings, lists, plan, register

HIGH, MEDIUM, LOW = FindingSeverity.HIGH, FindingSeverity.MEDIUM, FindingSeverity.LOW


# --------------------------------------------------------------------------- placeholders


@pytest.mark.parametrize(
    "left",
    [
        "组长由×××担任。",
        "值班电话：______。",
        "〔待补充：安置点容量〕",
        "〔待补充：四级响应行动（会商频次、派出力量）〕",
        "【待核实】",
        "自201X年起施行。",
        "印发日期为20××年×月×日。",
        "联系人（待定）。",
        "由XX局负责巡查。",
    ],
)
def test_what_was_left_to_fill_in_is_found(left: str) -> None:
    found = findings(f"# 1 总则\n{left}", "QC-PH")
    assert [each.severity for each in found][:1] == [HIGH]
    assert found[0].quote in left


@pytest.mark.parametrize(
    "ordinary",
    [
        "堤顶宽3×2米，高程51.9米。",
        "医院用X射线和X光机检查伤员。",
        "某些地段、某种情况下可以提前转移。",
        "水泵型号为XBD-6/20，数量4台。",
        "第一、二、三……各组依次撤离。",
    ],
)
def test_ordinary_uses_of_the_same_signs_are_not(ordinary: str) -> None:
    assert findings(f"# 1 总则\n{ordinary}", "QC-PH") == []


def test_blanks_of_a_form_are_no_placeholders() -> None:
    form = "# 附件4 关于启动三级响应的通知\nXX：\n经研究，决定自____年__月__日__时起启动三级响应。"
    assert findings(form, "QC-PH") == []


def test_one_defect_is_one_finding_with_all_places() -> None:
    found = findings("# 1 总则\n组长：×××，负责总体指挥。\n# 2 值班\n副组长：×××，协助组长工作。", "QC-PH")
    assert len(found) == 1
    assert [place.clause_id for place in found[0].places] == ["预案#¶0", "预案#¶1"]


# --------------------------------------------------------------------------- citations


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ("依据《国家突发公共事件总体应急预案》制定本预案。", "citation_repealed"),
        ("按国办发〔2013〕101号文件的要求管理预案。", "citation_superseded"),
        ("依据GB/T29639-2013编制。", "citation_superseded"),
        ("依据GB/T 6441—1986分类。", "citation_superseded"),
        ("依据《中华人民共和国突发事件应对法》（2007年）制定。", "citation_amended"),
        ("依据《中华人民共和国突发事件应对法》（主席令第六十九号）制定。", "citation_amended"),
        ("按《应急响应分级标准》（GB/T 29639-2020）分级。", "citation_mismatch"),
    ],
)
def test_outdated_citations(cited: str, code: str) -> None:
    found = findings(f"# 1 总则\n{cited}", "QC-CIT")
    assert [each.message.code for each in found] == [code]
    assert found[0].quote in cited


@pytest.mark.parametrize(
    "cited",
    [
        "依据《中华人民共和国突发事件应对法》《中华人民共和国防洪法》制定。",
        "依据《中华人民共和国安全生产法》（2021年修正）制定。",
        "依据《突发事件应急预案管理办法》（国办发〔2024〕5号）制定。",
        "依据《国家防汛抗旱应急预案》和《临江市突发公共事件总体应急预案》制定。",
        "《国家突发公共事件总体应急预案》同时废止。",
        "按《生产经营单位生产安全事故应急预案编制导则》（GB/T 29639-2020）编制。",
    ],
)
def test_valid_citations_are_no_finding(cited: str) -> None:
    assert findings(f"# 1 总则\n{cited}", "QC-CIT") == []


def test_a_plan_older_than_the_new_edition_is_less_serious() -> None:
    text = "# 1 总则\n依据《国家突发公共事件总体应急预案》制定本预案。"
    assert findings(text, "QC-CIT", date="2026-03-01")[0].severity is HIGH
    assert findings(text, "QC-CIT", date="2023-01")[0].severity is MEDIUM


def test_what_the_register_does_not_hold_is_at_most_a_low_hint() -> None:
    found = findings("# 1 总则\n执行国办发〔2019〕88号和GB/T 99999-2011的要求。", "QC-CIT")
    assert [(each.message.code, each.severity) for each in found] == [("citation_unlisted", LOW)]
    assert len(found[0].places) == 1 or len(found[0].places) == 2


# --------------------------------------------------------------------------- departments


def test_former_names_of_departments() -> None:
    [found] = findings("# 2 职责\n县安监局、县国土资源局、县环保局按职责分工做好工作。", "QC-ORG")
    assert found.severity is MEDIUM
    assert found.message.code == "former_offices"
    assert [place.note.params["old"] for place in found.places if place.note] == ["安监局", "国土资源局", "环保局"]


def test_former_names_of_one_department_and_of_another_time() -> None:
    found = findings("# 2 职责\n县卫计委、县卫生局负责救治。\n县银保监局协调理赔。", "QC-ORG")
    assert [(each.message.code, each.message.params["old"]) for each in found] == [
        ("former_office", "卫计委、卫生局"),
        ("former_office", "银保监局"),
    ]
    assert [len(each.places) for each in found] == [2, 1]


@pytest.mark.parametrize(
    "right",
    [
        "县应急管理局、县自然资源局、市生态环境局青山分局、县农业农村局。",
        "原县安监局的职责划入县应急管理局。",
        "《青山县国土资源局工作规则》继续有效。",
        "环境保护主管部门依法监管。",
    ],
)
def test_names_of_today_and_history_are_no_finding(right: str) -> None:
    assert findings(f"# 2 职责\n{right}", "QC-ORG") == []


def test_old_names_were_right_in_an_old_plan() -> None:
    assert findings("# 2 职责\n县国土资源局负责监测。", "QC-ORG", date="2016-05-01")[0].severity is LOW


def test_the_quote_begins_at_the_name_and_ends_with_its_part() -> None:
    text = "成员单位：县水利局、县国土资源局、县公安局、县民政局、县交通运输局等单位。\n县国土资源局负责地质灾害监测，逐日报告。"
    (found,) = findings(f"# 2 职责\n{text}", "QC-ORG")
    assert [place.quote for place in found.places] == ["国土资源局、县公安局", "国土资源局负责地质灾害监测"]


def test_a_former_name_at_the_end_is_widened_backwards() -> None:
    (found,) = findings("# 2 职责\n由县公安局会同、县环保局。", "QC-ORG")
    assert found.quote.endswith("环保局。")
    assert len(found.quote) >= 8


def test_former_bodies_that_became_one_are_one_finding() -> None:
    found = findings("# 2 职责\n市质监局、市食药监局、市工商局负责市场检查，市质监局汇总。", "QC-ORG")
    assert [(each.message.params["old"], len(each.places)) for each in found] == [("质监局、工商局、食药监局", 4)]


# --------------------------------------------------------------------------- plan types


@pytest.mark.parametrize(("second", "asked", "count"), [(0.4, None, 1), (0.2, None, 0), (0.4, "SUP", 0)])
def test_a_close_runner_up_is_named(second: float, asked: str | None, count: int) -> None:
    guesses = (PlanTypeGuess("SUP", 0.5), PlanTypeGuess("SDP", second))
    document = replace(plan("# 1 总则\n本预案适用于救助。"), plan_types=guesses)
    found = [
        each
        for each in review(document, lists(), register(), plan_type=asked, today=TODAY, whole=False).findings
        if each.rule == "QC-TYPE"
    ]
    assert len(found) == count
    assert all(
        (each.message.code, each.message.params["other"], each.severity) == ("type_close", "SDP", LOW) for each in found
    )


# --------------------------------------------------------------------------- time limits


@pytest.mark.parametrize(
    ("plan_type", "hazard", "text"),
    [
        ("EC", None, "公司负责人接到事故报告后，应当在3小时内向县应急管理局报告。"),
        ("EC", None, "事故发生后单位负责人最迟不超过二小时向县应急管理局报告。"),
        ("SDC", Hazard("AD-HC", "危险化学品事故"), "县应急管理局接到事故报告后，6小时内上报市应急管理局。"),
        ("SDC", Hazard("PH-ID", "传染病疫情"), "医疗机构发现疫情后24小时内向县疾控中心报告。"),
        (
            "SDC",
            Hazard("ND-WD", "水旱灾害"),
            "灾害发生后，县应急管理局应在半天内研判，并于12小时内将灾情报告市应急管理局。",
        ),
    ],
)
def test_limits_longer_than_the_law_allows(plan_type: str, hazard: Hazard | None, text: str) -> None:
    found = findings(f"# 5 信息报告\n{text}", "QC-TIME", plan_type, hazard=hazard)
    assert [each.severity for each in found] == [HIGH]
    assert found[0].basis


@pytest.mark.parametrize(
    "text",
    [
        "公司负责人接到事故报告后，应当在1小时内向县应急管理局报告。",
        "事故现场持续观察30分钟，24小时内不得撤离看守人员。",
        "事故处置结束后30日内提交总结报告，报县应急管理局。",
        "事故发生后接报，每24小时续报一次，直至结束。",
        "事故报告后，1小时内电话报告，6小时内补报书面材料。",
        "发生事故后24小时内举行新闻发布会，向媒体通报情况。",
    ],
)
def test_limits_within_the_law_and_other_times_are_no_finding(text: str) -> None:
    assert findings(f"# 5 信息报告\n{text}", "QC-TIME", "EC", hazard=None) == []


# --------------------------------------------------------------------------- foreign names


@pytest.mark.parametrize(
    "left",
    ["由白鹤县应急管理局负责救灾物资发放。", "保定市人民政府统一领导抗洪抢险工作。", "由河北省人民政府决定启动。"],
)
def test_names_of_other_places(left: str) -> None:
    found = findings(f"# 2 职责\n县长任总指挥。\n{left}", "QC-COPY")
    assert len(found) == 1
    assert found[0].quote in left


@pytest.mark.parametrize(
    "right",
    [
        "由青山县应急管理局负责救灾物资发放。",
        "向毗邻的白鹤县应急管理局通报水情。",
        "报临江市人民政府批准后实施。",
        "办公室设在县应急管理局，通过县政府网站发布信息。",
        "各县人民政府、有关县应急管理局参照执行。",
        "《保定市人民政府防汛预案》可供参考。",
    ],
)
def test_own_places_neighbours_and_upper_levels_are_no_finding(right: str) -> None:
    assert findings(f"# 2 职责\n县长任总指挥。\n{right}", "QC-COPY") == []


def test_joint_plans_name_other_places_rightly() -> None:
    assert findings("# 2 职责\n由白鹤县应急管理局负责发放。", "QC-COPY", "JNT") == []


# --------------------------------------------------------------------------- references and age


def test_references_to_annexes_that_are_not_there() -> None:
    text = "# 8 保障\n队伍名单见附件3。\n物资见附件1。\n# 附件1 物资清单\n编织袋100条。"
    found = findings(text, "QC-XREF")
    assert [each.message.params for each in found] == [{"numbers": "3"}]
    assert found[0].severity is MEDIUM


def test_annexes_of_other_documents_are_not_asked_for() -> None:
    assert findings("# 8 保障\n队伍名单见综合预案附件3，流程见《临江市防汛预案》附件2。", "QC-XREF") == []


def test_annexes_listed_but_not_contained() -> None:
    found = findings("# 8 附则\n附件：1．物资清单\n2．通讯录", "QC-XREF")
    assert [(each.severity, each.message.code) for each in found] == [(LOW, "annex_only_listed")]


def test_an_old_plan_is_a_hint_only_when_its_date_is_known() -> None:
    assert findings("# 1 总则\n略。", "QC-AGE") == []
    assert findings("# 1 总则\n略。", "QC-AGE", date="2025-06-01") == []
    assert findings("# 1 总则\n略。", "QC-AGE", date="2023-01")[0].severity is LOW
    assert findings("# 1 总则\n略。", "QC-AGE", "EC", date="2019-01-01") == []


def test_a_place_left_in_a_copied_plan_is_foreign_to_the_unit_that_is_named() -> None:
    text = """# 1 总则
白鹤县人民政府负责本行政区域内的防汛抗旱工作。
# 2 组织体系
白鹤县应急管理局承担指挥部办公室工作。
# 3 保障措施
仓库储备编织袋、救生衣和抽水泵，每年五月底前清点一次，缺少的由保管员在十日内补齐，并登记造册；抢险队伍平时训练，汛期集中待命，随时听候调遣。
# 4 预案管理
每年汛期前组织一次演练，演练后评估，根据评估意见修改本预案。"""
    copied = plan(text, title="白鹤县防汛抗旱应急预案", region="示例省临江市白鹤县")
    assert not [each for each in review(copied, lists(), register(), today=TODAY).findings if each.rule == "QC-COPY"]
    named = review(copied, lists(), register(), today=TODAY, unit="示例省临江市青山县人民政府")
    assert [each.message.params["name"] for each in named.findings if each.rule == "QC-COPY"] == ["白鹤县"]
