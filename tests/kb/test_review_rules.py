"""The rules on levels, duties, consistency, numbers, wording and persons: one defect, one finding, quoted where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model import FindingSeverity, Kind
from kb.review import review
from tests.kb.review_world import TODAY, check, findings, lists, plan, register

LEVELS = """
# 1 应急响应
应急响应分为四级，一级最高。
## 1.1 响应分级
|级别：一级；启动条件：死亡30人以上；紧急转移人数：5000人以上
|级别：二级；启动条件：死亡10人以上30人以下；紧急转移人数：1000人以上5000人以下
|级别：三级；启动条件：死亡3人以上10人以下；紧急转移人数：500人以上1000人以下
|级别：四级；启动条件：死亡3人以下；紧急转移人数：100人以上500人以下
## 1.2 响应措施
一级响应：县长到现场指挥，县水利局全员上堤，县公安局封闭沿河道路。
二级响应：副县长坐镇指挥，县水利局派3个组巡堤。
三级响应：县应急管理局局长组织会商，乡镇干部进村入户。
四级响应：县应急管理局加强值守，每6小时会商一次。
"""
DUTIES = """
# 2 组织指挥
## 2.1 成员单位
成员单位包括县应急管理局、县公安局、县财政局、县水利局、县气象局、县卫生健康局、县教育局、县民政局。
## 2.2 职责分工
县应急管理局：组织抢险救援综合协调，调拨救灾物资。
县公安局：维护社会治安秩序，实施交通管制。
县财政局：安排应急资金预算并及时拨付。
县水利局：监测洪水和水库水位，组织堤防抢险。
县气象局：提供天气预报和气象监测信息。
县卫生健康局：组织医疗救治和卫生防疫。
县教育局：组织学校停课和师生转移。
县民政局：组织特困人员救助和捐赠。
## 2.3 工作组
综合协调组：由县应急管理局牵头，县财政局参加，负责会商和文电。
抢险救援组：由县水利局牵头，县公安局参加，负责堤防抢险。
医疗防疫组：由县卫生健康局牵头，县民政局参加，负责伤员救治。
"""


def codes(text: str, rule: str) -> list[str]:
    return [each.message.code for each in findings(text, rule)]


def test_sound_levels_and_duties_bring_no_finding() -> None:
    done = check(LEVELS + DUTIES)
    assert [each for each in done.findings if each.rule in ("QC-LVL", "QC-RACI", "QC-CONS", "QC-NUM", "QC-TEXT")] == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("10人以上30人以下", "10人以上40人以下", "level_overlap"),
        ("10人以上30人以下", "10人以上20人以下", "level_gap"),
        ("|级别：三级；启动条件：死亡3人以上10人以下；紧急转移人数：500人以上1000人以下\n", "", "level_lacking"),
        ("二级响应：副县长坐镇指挥，县水利局派3个组巡堤。", "二级响应：", "level_without_measures"),
        ("三级响应：县应急", "黄色响应：县应急", "level_names_mixed"),
    ],
)
def test_defects_of_levels(before: str, after: str, code: str) -> None:
    assert before in LEVELS
    assert code in codes(LEVELS.replace(before, after), "QC-LVL")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("一级预警（红色）、二级预警（橙色）、三级预警（黄色）、四级预警（蓝色）。", False),
        ("一级预警（橙色）、二级预警（红色）、三级预警（黄色）、四级预警（蓝色）。", True),
        ("预警分为一级、二级、三级和四级，分别用红色、橙色、黄色和蓝色标示。", False),
        ("预警分为一级、二级、三级和四级，分别用红色、黄色、橙色和蓝色标示。", True),
        ("|预警级别：二级；颜色：黄色；触发条件：日雨量100毫米", True),
    ],
)
def test_colours_go_with_their_levels(said: str, wrong: bool) -> None:
    assert ("colour_wrong" in codes(f"# 1 预警\n## 1.1 预警分级\n{said}", "QC-LVL")) is wrong


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("由县水利局牵头，", "", "no_lead"),
        ("由县水利局牵头", "由县水利局、县气象局牵头", "two_leads"),
        ("县民政局：组织特困人员救助和捐赠。\n", "", "member_without_duty"),
        ("、县教育局、", "、", "duty_without_membership"),
        ("县公安局：维护社会治安秩序，实施交通管制。\n县财政局：", "县财政局：维护社会治安秩序，实施交通管制。\n县公安局：", "strange_duty"),
    ],
)  # fmt: skip
def test_defects_of_duties(before: str, after: str, code: str) -> None:
    assert before in DUTIES
    assert code in codes(DUTIES.replace(before, after), "QC-RACI")


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("指挥部办公室设在县应急管理局。", "指挥部办公室设在县水利局，负责日常工作。", "post_conflict"),
        ("县应急管理局值班电话0315-7654321。", "县应急管理局值班电话0315-7654821。", "phone_conflict"),
    ],
)
def test_one_thing_told_in_two_ways(one: str, other: str, code: str) -> None:
    found = findings(f"# 1 组织\n{one}\n# 2 值守\n{other}", "QC-CONS")
    assert [each.message.code for each in found] == [code]
    assert {place.clause_id for place in found[0].places} == {"预案#¶0", "预案#¶1"}


def test_phones_of_two_bodies_may_be_alike() -> None:
    text = "# 1 组织\n县应急管理局值班电话0315-7654321。\n# 2 值守\n县水利局值班电话0315-7654821。"
    assert findings(text, "QC-CONS") == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("全县共有队员120人，其中专职50人、兼职40人、志愿者30人。", False),
        ("全县共有队员125人，其中专职50人、兼职40人、志愿者30人。", True),
        ("现有专职50人、兼职40人，共计90人。", False),
        ("现有专职50人、兼职40人，共计80人。", True),
        ("共有队伍12支，其中专业队伍3支。", False),
        ("共有隐患点80处，已治理60处，占75%。", False),
        ("共有隐患点80处，已治理60处，占57%。", True),
        ("降雨量达到50毫米，概率为60%。", False),
    ],
)
def test_sums_and_percentages(said: str, wrong: bool) -> None:
    assert bool(findings(f"# 1 资源\n{said}", "QC-NUM")) is wrong


def test_the_row_of_totals_is_added_up() -> None:
    rows = "# 1 物资清单\n|名称：帐篷；数量：30\n|名称：棉被；数量：50\n|名称：合计；数量：{total}"
    assert findings(rows.format(total=80), "QC-NUM") == []
    assert findings(rows.format(total=90), "QC-NUM")[0].quote.endswith("90")


@pytest.mark.parametrize(
    ("said", "weak"),
    [
        ("事发单位可以向主管部门报告事故情况。", True),
        ("现场人员不宜迟报、瞒报险情。", True),
        ("险情扩大的，宜组织受威胁人员转移。", True),
        ("必要时可以越级报告。", False),
        ("县人民政府可以依法征用车辆。", False),
        ("预案原则上每三年评估一次。", False),
        ("因地制宜开展演练。", False),
        ("提出启动响应的建议，报指挥长批准。", False),
    ],
)
def test_duties_worded_as_leave(said: str, weak: bool) -> None:
    assert bool(findings(f"# 1 总则\n{said}", "QC-MODAL")) is weak


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("县应急管理局锟斤拷锟斤拷组织抢险。", "text_broken"),
        ("县应急管理局负责\ufffd\ufffd\ufffd\ufffd工作。", "text_broken"),
        ("县应急管理局及时及时组织抢险。", "word_twice"),
    ],
)
def test_broken_text(said: str, code: str) -> None:
    found = findings(f"# 1 处置\n{said}", "QC-TEXT")
    assert [each.message.code for each in found] == [code]
    assert found[0].quote in said


@pytest.mark.parametrize("said", ["县消防救援大队大队长到场。", "村党组织组织群众转移。", "逐级逐级上报。"])
def test_words_that_run_into_each_other_are_not_twice(said: str) -> None:
    assert findings(f"# 1 处置\n{said}", "QC-TEXT") == []


def test_a_wrong_character_is_told_with_what_is_usual() -> None:
    usual = "\n".join(f"应急指挥部第{number}次会商由应急指挥部主持。" for number in range(6))
    found = findings(f"# 1 会商\n{usual}\n由应急指辉部签发命令。", "QC-TEXT")
    assert [each.message.code for each in found] == ["word_wrong"]


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ("按《突发事件应急预案管理办法》（国办发〔2024〕15号）编制。", "citation_number"),
        ("按《突发事件应急预案管理办法》（国办发〔2024〕5号）编制。", None),
        ("依据《中华人民共和国突发事件应对法》第一百五十条制定。", "citation_article"),
        ("依据《中华人民共和国突发事件应对法》第六十三条制定。", None),
        ("依据《生产安全事故应急条例》（国务院令第718号）制定。", "citation_number"),
    ],
)
def test_numbers_and_articles_of_citations(cited: str, code: str | None) -> None:
    assert codes(f"# 1 总则\n{cited}", "QC-CIT") == ([code] if code else [])


@pytest.mark.parametrize(
    ("said", "absent"),
    [
        ("按照本预案9.9规定执行。", True),
        ("按照本预案1.1规定执行。", False),
        ("详见本预案第十九章。", True),
        ("详见表17。", True),
    ],
)
def test_references_to_sections_and_tables(said: str, absent: bool) -> None:
    text = f"# 1 总则\n## 1.1 目的\n为应对洪涝灾害，制定本预案。\n## 1.2 原则\n{said}"
    assert ("target_absent" in codes(text, "QC-XREF")) is absent


def test_personal_data_is_high_in_a_public_edition() -> None:
    text = "（此件公开发布）\n# 1 案例\n遇难者李建国，身份证号110101197003072310。"
    assert [each.severity for each in findings(text, "QC-PII")] == [FindingSeverity.HIGH]
    assert [each.severity for each in findings(text.partition("\n")[2], "QC-PII")] == [FindingSeverity.MEDIUM]


def test_sections_that_fit_any_plan() -> None:
    empty = "有关部门要高度重视，切实加强组织领导，进一步做好各项工作。相关单位要密切配合，及时有效地开展处置。要科学施救，妥善处置，最大限度减少损失。"
    done = findings(f"# 1 处置措施\n{empty}", "QC-SPEC")
    assert [each.message.code for each in done] == ["section_empty"]
    full = "县水利局30分钟内派3人到老码头巡堤，发现管涌立即用反滤围井处置。县公安局封闭滨江路，县应急管理局调舟艇6艘到石桥镇。"
    assert findings(f"# 1 处置措施\n{full}", "QC-SPEC") == []


def test_drills_rarer_than_the_rules_allow() -> None:
    assert codes("# 1 管理\n本预案每5年至少组织一次演练。", "QC-FREQ") == ["drill_rare"]
    assert codes("# 1 管理\n本预案每2年至少组织一次演练。", "QC-FREQ") == []


def test_old_terms_are_low_and_titles_keep_theirs() -> None:
    found = findings("# 1 总则\n县域内突发公共事件由县政府处置。依据《青山县突发公共事件管理规定》办理。", "QC-TERM")
    assert [(each.severity, len(each.places)) for each in found] == [(FindingSeverity.LOW, 1)]


def test_reports_without_any_limit() -> None:
    assert "limit_absent" in codes("# 1 信息报告\n事故发生后，村委会及时向镇政府报告。", "QC-TIME")
    assert "limit_absent" not in codes("# 1 信息报告\n事故发生后，村委会30分钟内向镇政府报告。", "QC-TIME")


def test_interfaces_with_the_plans_above() -> None:
    found = findings("# 1 总则\n本预案适用于本县洪涝灾害的应对。", "QC-ITF")
    assert found[0].message.params["names"] == "信息报告、响应分级、指挥权移交、警戒疏散"
    assert found[0].basis == ""


def test_every_place_is_quoted_verbatim() -> None:
    text = (LEVELS + DUTIES).replace("10人以上30人以下", "10人以上40人以下").replace("由县水利局牵头，", "")
    from tests.kb.review_world import plan

    texts = {clause.id: clause.text for clause in plan(text).clauses}
    places = [place for each in check(text).findings for place in each.places]
    assert places
    assert all(place.quote and place.quote in texts[place.clause_id] for place in places)


# --------------------------------------------------------------------------- the library, add-ons, compliance

_PARAGRAPHS = (
    "接到橙色预警后，抢险救援组组长在十分钟内到县应急指挥中心报到，领取对讲机和现场地图，沿河岸自上而下逐段查看险工。",
    "安置点负责人核对名册，给每户登记床位和联系电话，发放被褥、饮用水和一次餐食，晚上十点前向办公室报人数和缺口物资。",
    "供水中断超过六小时的，水务站每日早晚各送水一次，优先保障卫生院、养老院和学校食堂，送水路线由站长前一晚排定。",
)


def test_paragraphs_of_another_plan_are_told_with_their_places() -> None:
    from kb.review import review
    from kb.review.origins.copies import PlanShelf
    from tests.kb.review_world import TODAY, lists, plan, register

    text = "# 1 处置措施\n" + "\n".join(_PARAGRAPHS)
    shelf = PlanShelf()
    shelf.add("邻县预案", "白鹤县防汛抗旱应急预案", plan(text).clauses)
    done = review(plan(text), lists(), register(), today=TODAY, others=shelf)
    copied = [each for each in done.findings if each.message.code == "copied"]
    assert [len(each.places) for each in copied] == [3]
    assert copied[0].message.params["title"] == "白鹤县防汛抗旱应急预案"
    same = review(plan(text, title="白鹤县防汛抗旱应急预案"), lists(), register(), today=TODAY, others=shelf)
    assert [each for each in same.findings if each.message.code == "copied"] == []


def test_hazards_add_items_to_the_list_of_the_type() -> None:
    from kb.model import Hazard, Label

    done = check(
        "# 1 处置\n疫情发生后，县疾控中心2小时内网络直报并开展流行病学调查。", hazard=Hazard("PH-ID", "传染病疫情")
    )
    added = {each.id: each for each in done.elements if each.id.startswith("HZ-")}
    assert added["HZ-PH1"].label is Label.PRESENT
    assert added["HZ-PH1"].quote
    assert added["HZ-PH2"].label is Label.MISSING
    assert added["HZ-PH5"].basis == ("《突发公共卫生事件应急条例》第二十条",)


def test_an_added_item_names_the_part_that_lacks_and_does_not_take_scope_or_resources_for_an_answer() -> None:
    from kb.model import Hazard, Label

    fire = Hazard("ND-FF", "森林草原火灾")
    text = """
    # 1 总则
    ## 1.6 应急资源概况
    全县有蓄水池12处，可开设防火隔离带的山脊8条。
    # 6 应急响应
    ## 6.7 扑救
    经县指挥部决定开设防火隔离带，由县公安局在上山路口实行交通管制。
    """
    added = {each.id: each for each in check(text, hazard=fire).elements}
    assert added["HZ-FF6"].label is Label.WEAK
    assert added["HZ-FF6"].reason.params["lacking"] == "应急取水"
    assert "指挥部决定开设" in added["HZ-FF6"].quote
    scope = (
        "# 1 总则\n## 1.6 应急资源概况\n全县有蓄水池12处，可开设防火隔离带的山脊8条。\n# 6 应急响应\n县指挥部组织扑救。"
    )
    assert {each.id: each for each in check(scope, hazard=fire).elements}["HZ-FF6"].label is Label.MISSING


def test_filing_and_publishing_are_a_low_finding_and_no_gap() -> None:
    found = findings("# 1 总则\n为应对洪涝灾害，制定本预案。", "QC-FILE")
    assert [each.severity for each in found] == [FindingSeverity.LOW]
    assert "备案" in found[0].message.params["names"]


def test_layout_against_the_standard() -> None:
    from kb.model import Layout

    text = "# 1 总则\n为应对洪涝灾害，制定本预案。"

    def told(layout: Layout | None) -> list[str]:
        done = check(text, layout=layout)
        return [each.message.params["what"] for each in done.findings if each.rule == "QC-FMT"]

    assert told(Layout((210, 297), (37, 35, 28, 26), "仿宋_GB2312", 16.0, 28.95)) == []
    assert told(None) == []
    assert told(Layout((210, 297), (25, 25, 32, 32), "宋体", 12.0, 0.0)) == [
        "页边距毫米数上25（37）、下25（35）、左32（28）、右32（26）；正文字体宋体（仿宋）；正文字号12磅（三号，16磅）"
    ]


@pytest.mark.parametrize("text", ["", "本预案。", "This plan applies to floods. " * 30])
def test_texts_that_cannot_be_judged_are_said_to_be_so(text: str) -> None:
    done = review(plan(text), lists(), register(), today=TODAY)
    assert done.elements == ()
    told = [(each.message.code, each.severity.value) for each in done.findings if each.rule == "QC-KIND"]
    assert told == [("text_none", "high")]


def test_a_page_that_is_hardly_enough_is_judged_with_a_warning() -> None:
    done = review(
        plan("村主任负责喊人撤离，先到村小学操场集合，点名后报镇政府。" * 6), lists(), register(), today=TODAY
    )
    assert done.elements
    assert [each.message.code for each in done.findings if each.rule == "QC-KIND"] == ["text_too_little"]


def test_a_report_is_told_what_is_wrong_with_its_text_and_nothing_else() -> None:
    text = "# 1 总体情况\n全县建成避难场所××处，其中城区3处、乡镇4处，共9处。\n各单位要加强领导，及时报告。"
    done = review(replace(plan(text), kind=Kind.REPORT, plan_types=()), lists(), register(), today=TODAY)
    assert done.elements == ()
    assert done.findings[0].message.code == "not_a_plan"
    assert {each.rule for each in done.findings[1:]} == {"QC-NUM", "QC-PH"}
    assert all(each.severity is not FindingSeverity.HIGH for each in done.findings)


def test_a_road_kept_open_is_no_doubled_word() -> None:
    assert findings("# 1 处置\n组织做好抢通保通保运工作。", "QC-TEXT") == []


# --------------------------------------------------------------------------- slips of the pen and things told in two ways

USUAL = "县应急指挥部负责指挥。县应急指挥部组织抢险救援。县应急指挥部开展应急处置。应急处置结束后县应急指挥部总结。"


@pytest.mark.parametrize(
    "slip",
    ["县应急指辉部开展先期工作。", "县应急挥指部开展先期工作。", "各组立即开展应急处直工作。", "人员疏敬到安全地带。"],
)
def test_slips_of_sound_shape_and_order(slip: str) -> None:
    found = findings(f"# 1 处置\n{USUAL}\n{slip}疏散人员。疏散群众。疏散路线。", "QC-TEXT")
    assert [each.message.code for each in found] == ["word_wrong"]
    assert found[0].places[0].quote in slip


@pytest.mark.parametrize(
    "said", ["坚持群防群控、先发后报。", "由鹰嘴山护林员蒋某值守。", "相应应急响应按行为为准。", "各级依法依规追责。"]
)
def test_figures_names_and_chance_are_no_slips(said: str) -> None:
    assert findings(f"# 1 处置\n{USUAL}\n{said}", "QC-TEXT") == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("事件分为特别重大、重大、较大、一般三级。", True),
        ("健全省、市、县、乡、村五级队伍。", False),
        ("落实“四查”制度（汛前排查、汛中巡查、汛后核查）。", True),
        ("签约企业24家，其中客运15家、货运11家。", True),
        ("签约企业26家，其中客运15家、货运11家。", False),
    ],
)
def test_numbers_beside_lists(said: str, wrong: bool) -> None:
    assert bool(findings(f"# 1 总则\n{said}", "QC-NUM")) is wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("经指挥部办公室主任（县水利局局长）同意后结束。", True),
        ("经指挥部办公室主任（县应急管理局局长）同意后结束。", False),
        ("经指挥部办公室主任（县应急管理局主要负责同志）同意后结束。", False),
    ],
)
def test_holder_in_brackets(said: str, wrong: bool) -> None:
    text = f"# 1 组织\n办公室设在县应急管理局，办公室主任由县应急管理局局长兼任。\n# 2 响应\n{said}"
    assert bool(findings(text, "QC-CONS")) is wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("预警分为四级，分别用红色、黄色、橙色、蓝色标示。", True),
        ("预警级别由低到高依次用红色、橙色、黄色、蓝色表示。", True),
        ("预警级别由低到高依次用蓝色、黄色、橙色、红色表示。", False),
    ],
)
def test_colours_in_order(said: str, wrong: bool) -> None:
    assert bool(findings(f"# 1 预警\n{said}", "QC-LVL")) is wrong


def test_emergency_numbers_of_another_service() -> None:
    found = findings("# 1 通信\n火警电话：120，急救电话：119。", "QC-PHONE")
    assert [each.message.code for each in found] == ["phone_service"]


def test_duty_left_to_means() -> None:
    found = findings("# 1 保障\n应急管理部门可视经费情况为救援人员投保人身意外险。", "QC-MODAL")
    assert [each.severity.value for each in found] == ["medium"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("发现险情的，应适时向县应急管理局报告。", "limit_late"),
        ("应当在72小时内举行首场新闻发布会。", "limit_press"),
    ],
)
def test_reports_put_off(said: str, code: str) -> None:
    text = f"# 4 信息报告\n县应急管理局接报后30分钟内报告县政府。\n{said}"
    assert code in [each.message.code for each in findings(text, "QC-TIME")]


def test_limit_of_days_after_the_event_is_too_long() -> None:
    text = "# 4 信息报告\n事故发生后，乡镇应急办应当在2个工作日内向县应急管理局报告。"
    assert [each.message.code for each in findings(text, "QC-TIME")] == ["limit_exceeded"]


def test_a_headquarters_without_a_head() -> None:
    text = "# 2 组织\n## 2.1 指挥部\n副指挥长：县应急管理局局长。\n成员：县公安局、县水利局负责人。"
    assert "no_head" in [each.message.code for each in findings(text, "QC-RACI")]
    sound = text.replace("副指挥长：", "指挥长：副县长。\n副指挥长：")
    assert "no_head" not in [each.message.code for each in findings(sound, "QC-RACI")]


def test_a_group_that_is_listed_and_not_described() -> None:
    groups = "\n".join(
        f"{name}：由县应急管理局牵头，负责有关工作。"
        for name in ("综合协调组", "抢险救援组", "医疗救护组", "后勤保障组")
    )
    text = f"# 2 工作组\n指挥部下设综合协调组、抢险救援组、新闻宣传组、医疗救护组、后勤保障组。\n{groups}"
    found = [each for each in findings(text, "QC-RACI") if each.message.code == "group_not_described"]
    assert [dict(each.message.params)["names"] for each in found] == ["新闻宣传组"]


@pytest.mark.parametrize(("level", "said", "wrong"), [("省", "我县各部门", True), ("县", "我县各部门", False)])
def test_words_of_a_lower_level(level: str, said: str, wrong: bool) -> None:
    found = findings(f"# 1 总则\n{said}应当遵守本预案。", "QC-COPY", "SDP", plan_level=level)
    assert bool(found) is wrong


def test_a_section_of_slogans() -> None:
    text = "# 5 后期处置\n各级各部门要高度重视，加强领导，狠抓落实，切实做好各项工作，确保取得实效。"
    assert [each.message.code for each in findings(text, "QC-SPEC")] == ["section_empty"]
