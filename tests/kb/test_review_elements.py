from __future__ import annotations

from dataclasses import replace

import pytest

from kb.errors import InputError
from kb.model import Kind, Label
from kb.review import review
from tests.kb.review_world import TODAY, check, lists, plan, register, verdict

FILLER = "# 1 总则\n各单位照此执行，切实抓好落实，确保各项工作有序开展。\n"


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (
            "EL-405",
            "# 4 监测预警\n## 4.6 调整解除\n水位回落到警戒线以下且六小时无强降雨的，由原签发人批准解除，并在十分钟内通过原渠道发布。",
        ),
        ("EL-502", "# 5 信息报告\n乡镇接报后30分钟内电话报告县防汛办，1小时内补报书面材料。"),
        (
            "EL-615",
            "# 6 应急响应\n## 6.9 响应终止\n险情排除、受灾群众得到安置后，由启动响应的领导批准，县指挥部宣布终止响应，转入恢复工作。",
        ),
        ("EL-613", "# 6 社会动员\n县指挥部可以征用车辆和场地，开具清单，用后七日内返还，毁损的照价补偿。"),
        ("EL-1003", "# 9 管理\n## 9.2 演练\n县防汛办每年汛前组织一次演练，演练后十五日内评估并整改。"),
        (
            "EL-902",
            "# 8 应急保障\n## 8.2 物资\n编织袋12000条、冲锋舟6艘，存放在城关镇仓库，保管员为县应急管理局物资科。",
        ),
    ],
)
def test_a_full_text_is_present(item: str, text: str) -> None:
    found = verdict(FILLER + text, item)
    assert found.label is Label.PRESENT, found.reason
    assert found.quote in text


@pytest.mark.parametrize(
    ("item", "text", "lacking"),
    [
        ("EL-502", "发生险情要立即向上级报告，不得拖延，各单位务必遵守。", "数字时限"),
        (
            "EL-1003",
            "# 9 管理\n## 9.2 演练\n各单位要定期组织演练，不断提高应急处置水平，做到常备不懈。",
            "频次（数字）",
        ),
        (
            "EL-902",
            "# 8 保障\n## 8.2 物资保障\n储备必要的应急物资，专人保管，确保随时调用，平时注意检查。",
            "品名和数量",
        ),
        ("EL-405", "# 4 预警\n## 4.5 预警解除\n危险消除后，及时解除预警，恢复正常的生产生活秩序和交通秩序。", "权限"),
        (
            "EL-615",
            "# 6 响应\n## 6.9 应急结束\n应急处置工作结束后，应急响应终止，各单位转入正常工作状态。",
            "决定（宣布）权限",
        ),
        ("EL-615", "# 6 响应\n## 6.9 应急结束\n应急处置工作结束后，应急响应终止，各单位转入正常工作状态。", "条件"),
    ],
)
def test_a_thin_text_is_weak_and_says_what_is_lacking(item: str, text: str, lacking: str) -> None:
    found = verdict(FILLER + text, item)
    assert found.label is Label.WEAK
    assert lacking in found.reason.params["lacking"].split("、")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("EL-204", "必要时成立现场指挥机构。"),
        ("EL-613", "所需车辆依法征用。"),
        ("EL-616", "注意照顾老年人和残疾人。"),
        ("EL-806", "有关文件要及时归档。"),
    ],
)
def test_one_related_sentence_is_never_missing(item: str, text: str) -> None:
    assert verdict(FILLER + text, item).label is not Label.MISSING


def test_missing_names_what_was_searched_and_the_nearest_clauses() -> None:
    found = verdict(FILLER + "# 6 响应\n财产损失由保险公司理赔补偿。", "EL-613")
    assert found.label is Label.MISSING
    assert not found.quote
    assert not found.clause_id
    assert "征用" in found.searched
    assert "1 总则" in found.searched
    assert found.nearest


@pytest.mark.parametrize(
    ("item", "deceiving"),
    [
        ("EL-208", "医务人员到达后接替救治，现场人员撤离到安全地带。"),
        ("EL-613", "造成他人损失的，应当依法承担补偿责任，并接受处理。"),
        ("EL-405", "旱情解除后，各地要认真总结，做好下一年度的抗旱准备工作。"),
    ],
)
def test_deceiving_signs_do_not_count(item: str, deceiving: str) -> None:
    assert verdict(FILLER + deceiving, item).label is Label.MISSING


def test_a_contents_page_is_no_evidence() -> None:
    contents = "1 总则 2 组织指挥 3 现场指挥部 4 征用与补偿 5 应急结束\n"
    text = (
        "# 1 总则\n"
        + contents
        + FILLER.split("\n")[1]
        + "\n# 2 组织指挥\n由县长任总指挥。\n# 3 现场指挥部\n# 4 征用与补偿\n# 5 应急结束\n"
    )
    assert verdict(text, "EL-204").label is not Label.PRESENT


def test_what_lies_in_another_volume_is_elsewhere() -> None:
    text = "# 2.2 水上事故专项预案\n## 2.2.3 应急组织机构及职责\n应急组织机构与职责见第一章总则1.3。\n## 2.2.4 处置\n发现人员立即报告项目部。"
    for item in ("EL-201", "EL-203"):
        found = verdict(text, item, "ES", title="临江港航道工程水上事故专项应急预案", hazard=None)
        assert found.label is Label.ELSEWHERE, item
        assert "第一章总则1.3" in found.reason.params["target"]


def test_a_reference_to_a_chapter_that_is_there_is_not_elsewhere() -> None:
    text = (
        "# 第一章 总则\n本预案适用于青山县范围内的洪涝灾害应对工作。\n# 第二章 组织机构\n组织机构与职责见第一章总则。"
    )
    assert verdict(text, "EL-201").label is not Label.ELSEWHERE


def test_an_annex_of_which_only_the_title_is_left_cannot_be_decided() -> None:
    text = (
        FILLER
        + "# 9 附则\n本预案自印发之日起施行，附件与正文同时生效。\n# 附件1 应急响应流程图\n# 附件2 其他\n略述于此。"
    )
    found = verdict(text, "EL-1102")
    assert found.label is Label.UNDECIDABLE
    assert found.quote


def test_annexes_merely_listed_are_elsewhere() -> None:
    text = FILLER + "# 9 附则\n附件：1．应急物资储备情况表\n2．防汛责任人通讯录"
    assert verdict(text, "EL-1103").label is Label.ELSEWHERE


def test_relief_plans_need_no_grades_of_events() -> None:
    assert verdict(FILLER, "EL-106").label is Label.MISSING
    assert verdict(FILLER, "EL-106", title="青山县自然灾害救助应急预案").label is Label.NOT_APPLICABLE


def test_filing_is_a_hint_and_never_missing() -> None:
    assert verdict(FILLER, "EL-1002").label is Label.NOT_APPLICABLE


def test_crumbs_all_over_a_plan_make_no_element() -> None:
    scattered = "# 2 甲\n现场指挥部要听从安排。\n# 3 乙\n任现场总指挥的人要熟悉情况。\n# 4 丙\n设立现场指挥部要有通知。\n# 5 丁\n现场指挥部撤销后资料移交。"
    together = "# 2 甲\n由县政府设立现场指挥部，县长指定现场总指挥，统一指挥各队伍，任务完成后撤销。"
    assert verdict(FILLER + together, "EL-204").label is Label.PRESENT
    assert verdict(FILLER + scattered, "EL-204").quote


def test_village_plans_are_judged_by_their_own_short_list() -> None:
    checked = check("# 一 总则\n为了应对洪水制定本预案。", "VIL", title="石桥镇上河村防汛应急预案", plan_level="村社区")
    ids = {each.id for each in checked.elements}
    assert "EL-210" in ids
    assert not ids & {"EL-106", "EL-206", "EL-1005"}


def test_every_label_but_two_has_a_quote_that_stands_in_its_clause() -> None:
    text = (
        FILLER
        + "# 2 组织\n县长任总指挥，副县长任副总指挥。\n# 5 报告\n立即报告。\n# 附件1 通讯录\n|单位：县应急管理局；电话：0000-0000119"
    )
    document = plan(text)
    by_id = {clause.id: clause.text for clause in document.clauses}
    for each in review(document, lists(), register(), today=TODAY).elements:
        if each.label in (Label.MISSING, Label.NOT_APPLICABLE):
            assert not each.quote
        else:
            assert each.quote
            assert each.quote in by_id[each.clause_id]
            assert len(each.quote) >= min(8, len(by_id[each.clause_id]))


def test_full_width_signs_and_blanks_do_not_matter() -> None:
    text = "# 4 预 警\n## 4.2 预警 级别\n预警分为Ⅰ级（红 色）、Ⅱ级（橙色）、Ⅲ级（黄色）、Ⅳ级（蓝色），预报24小时雨量达到１００毫米以上时发布。"
    found = verdict(text, "EL-402")
    assert found.label is Label.PRESENT
    assert found.quote in text


def test_a_report_is_no_plan() -> None:
    report = replace(plan(FILLER), kind=Kind.REPORT, plan_types=())
    checked = review(report, lists(), register(), today=TODAY)
    assert checked.elements == ()
    assert [each.message.code for each in checked.findings] == ["not_a_plan"]


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        review(plan(FILLER), lists(), register(), plan_type="QQ", today=TODAY)
    assert caught.value.code == "unknown_plan_type"
    assert "SDC" in caught.value.params["known"]


def test_annexes_in_files_of_their_own_count() -> None:
    annex = plan("# 附件1 通讯录\n|单位：县水利局；岗位：值班室；电话：0000-0003321")
    alone = review(plan(FILLER), lists(), register(), today=TODAY, whole=False)
    together = review(plan(FILLER), lists(), register(), today=TODAY, companions=[annex], whole=False)
    label = {
        checked: next(e.label for e in each.elements if e.id == "EL-1103")
        for checked, each in (("a", alone), ("b", together))
    }
    assert label == {"a": Label.MISSING, "b": Label.PRESENT}


def test_practice_is_never_shown_as_a_rule() -> None:
    by_id = {each.id: each for each in check(FILLER).elements}
    assert by_id["EL-201"].force == "L"
    assert by_id["EL-201"].basis[0].startswith("《中华人民共和国突发事件应对法》")
    assert by_id["EL-206"].force == "P"
    assert all(basis.startswith("参照") for basis in by_id["EL-206"].basis)


# --------------------------------------------------------------------------- what was left to be filled in


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("EL-203", "# 2 组织\n## 2.3 成员单位职责\n〔待补充：县水利局、县公安局、县民政局等各成员单位的名称和职责〕"),
        ("EL-608", "# 6 响应\n## 6.5 转移疏散\n触发条件：____。由××××组织群众转移，沿××××撤到××××安置点。"),
        ("EL-901", "# 8 保障\n## 8.1 队伍\n【待补充：县消防救援大队30人、民兵应急分队50人】"),
        ("EL-201", "# 2 组织\n## 2.1 指挥部\n指挥长由×××担任，副指挥长由×××担任，成员单位由××××××组成，负责××××。"),
        (
            "EL-605",
            "# 6 响应\n## 6.3 分级响应措施\n二级响应：〔待补充：二级响应行动（会商、派出队伍、转移安置）〕。\n"
            "一级响应：〔待补充：一级响应行动（会商、派出队伍、转移安置）〕。",
        ),
        ("EL-1103", "# 附件1 通讯录\n|单位：县水利局；值班室电话：××××××××"),
    ],
)
def test_blanks_are_no_evidence(item: str, text: str) -> None:
    found = verdict(FILLER + text, item)
    assert found.label is Label.WEAK, found.reason
    assert found.reason.code == "element_unfilled"
    assert found.reason.params["lacking"]
    assert found.quote in text


def test_a_section_left_open_is_weak_though_other_sections_mention_it() -> None:
    crumbs = "# 6 响应\n由县武装部组织民兵110人上堤抢险。"
    full = "# 8 保障\n## 8.1 队伍保障\n县消防救援大队30人驻城关镇，负责人为大队长。"
    blank = "# 8 保障\n## 8.1 队伍保障\n〔待补充：应急救援队伍的名称、人数和联系人〕"
    assert verdict(FILLER + crumbs + "\n" + full, "EL-901").label is Label.PRESENT
    assert verdict(FILLER + crumbs + "\n" + blank, "EL-901").reason.code == "element_unfilled"


def test_one_blank_beside_the_content_does_not_undo_it() -> None:
    text = "# 8 应急保障\n## 8.2 物资\n编织袋12000条、冲锋舟6艘，存放在城关镇仓库，保管员由县应急管理局物资科担任，值班电话：____。"
    assert verdict(FILLER + text, "EL-902").label is Label.PRESENT


# --------------------------------------------------------------------------- signs


@pytest.mark.parametrize(
    "text",
    [
        "# 2 组织\n## 2.3 日常管理机构\n县交通运输局设立路网运行中心，作为县级日常管理机构，中心负责人由局长指定，承担信息汇总等职责。",
        "# 2 组织\n县指挥部的常设工作机构为县防汛中心，中心主任由县水利局局长兼任，负责上传下达。",
        "# 2 组织\n指挥部日常工作由县应急管理局负责，承办文电会务。",
    ],
)
def test_standing_bodies_by_any_name_are_offices(text: str) -> None:
    assert verdict(FILLER + text, "EL-202").label in (Label.PRESENT, Label.WEAK)


@pytest.mark.parametrize(
    ("item", "unrelated"),
    [
        ("EL-102", "各乡镇应当根据有关法律、法规的规定，规划建设避难场所，做好维护工作。"),
        ("EL-109", "各单位应当对管理人员进行培训，提高其应急能力和协同水平。"),
        ("EL-206", "情况变化后，由县防汛办组织有关部门和专家评估，及时修订完善本预案。"),
        ("EL-903", "建立乡镇之间的对口支援机制，提供人力、物力、财力等各种形式的支援。"),
        ("EL-209", "健全指挥平台，完善监测预警、应急值守、视频会商和资源管理等功能。"),
    ],
)
def test_a_bare_cue_in_an_unrelated_sentence_is_no_evidence(item: str, unrelated: str) -> None:
    assert verdict(FILLER + "# 9 其他\n" + unrelated, item).label is Label.MISSING


@pytest.mark.parametrize("item", ["EL-102", "EL-109", "EL-202", "EL-1204"])
def test_what_a_type_need_not_have_is_never_a_gap(item: str) -> None:
    thin = FILLER + "# 2 组织\n县应急管理局承担县委应急委日常工作。\n# 3 准备\n制定本预案参考了应急资源调查。"
    found = verdict(thin, item, "T", title="青山县突发事件总体应急预案")
    assert found.label is Label.NOT_APPLICABLE


# --------------------------------------------------------------------------- what was mended after reading real plans


def test_numbers_masked_for_privacy_are_numbers_and_no_blanks() -> None:
    text = "# 1 责任人\n牛头坡滑坡点，责任人三组组长，电话139****0001；石板沟，责任人四组组长，电话139****0002。"
    found = verdict(text, "EL-210", "VIL")
    assert found.label is Label.PRESENT
    assert "139****0001" in found.quote


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("EL-1104", "# 1 保障\n救援物资的品种、数量和存放地点，按另行印发的《青山县抢险物资储备目录》执行。"),
        ("EL-908", "# 1 保障\n避难场所的名称、位置、容量和管理单位，见《青山县应急避难场所名录》。"),
        ("EL-912", "# 1 保障\n应急物资的调拨、领用，按照《青山县救灾物资管理办法》第三章办理，本预案不再重复。"),
    ],
)
def test_what_is_left_to_another_paper_is_elsewhere(item: str, text: str) -> None:
    found = verdict(text, item)
    assert found.label is Label.ELSEWHERE
    assert "《青山县" in found.reason.params["target"]
    assert found.quote


def test_a_paper_named_beside_the_matter_itself_leaves_nothing_elsewhere() -> None:
    text = (
        "# 1 避难场所\n城东小学为避难场所，可容纳600人，由校长管理，县民政局保障饮食；全部场所的地图见《青山县应急避难场所名录》。\n"
        "第二中学体育馆为避难场所，位于县城北路，可容纳900人，由后勤处管理，供水供餐。"
    )
    assert verdict(text, "EL-908").label is Label.PRESENT


def test_a_slot_that_asks_for_a_figure_is_not_filled_by_likeness_without_one() -> None:
    text = FILLER + "牵头部门定期组织预案演练，演练后作评估。\n有关情况变化的，应当及时修订。"
    assert verdict(text, "EL-1003").label is Label.WEAK


@pytest.mark.parametrize(
    "text",
    [
        "# 1 工作组\n抢险组：组长为设备科科长，成员为机修班，负责断电、堵漏。\n警戒组：组长为保卫科科长，负责拉警戒线、清点人数。\n"
        "救护组：组长为办公室主任，负责急救、送医。",
        "# 1 谁来管\n总务科：值守配电房和发电机，停电后手动启动。\n医务科：通知手术室转用备用电源，调配医师。\n护理部：清点使用呼吸机的病人，旁边留人。",
        "# 1 谁来管\n水利站盯雨水情；派出所管路口、不让人过漫水桥；卫生院备药、救伤；供电所保电，危险时断电。",
    ],
)
def test_duties_by_group_or_office_are_duties(text: str) -> None:
    assert verdict(text, "EL-203", "ORG").label is Label.PRESENT


def test_an_annex_on_risks_is_no_missing_list_of_risks() -> None:
    text = "# 1 总则\n本预案适用于本公司。\n#附件1 风险评估结果\n熔炼炉：铁水喷溅，可能造成烧伤，风险等级较大；调压站：泄漏爆炸，重大。"
    assert verdict(text, "EL-1108", "EC").label is not Label.MISSING
    assert verdict(text.replace("#附件1 ", "# 2 "), "EL-1108", "EC").label is Label.MISSING


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("EL-208", "# 1 保障\n县粮食和物资储备局24小时内物资调运到位。"),
        ("EL-806", "# 1 职责\n县自然资源局提供地理资料，建立隐患档案。"),
        ("EL-614", "# 1 预防\n完成3座水库加固、1座降级报废。"),
    ],
)
def test_words_that_deceive_are_no_element(item: str, text: str) -> None:
    assert verdict(text, item).label is Label.MISSING


def test_who_decides_on_a_response_may_stand_behind_a_colon() -> None:
    text = "# 4 响应\n## 4.1 一级响应\n启动：县应急管理局建议，县减灾委主任决定。\n措施：12小时内运送帐篷。"
    assert verdict(text, "EL-604").label is Label.PRESENT


def test_a_warning_sent_out_is_no_information_for_the_public() -> None:
    text = "# 3 预警\n气体报警的，由值班室用广播发布预警，写明险情。\n本预案经评审通过，现予发布。"
    assert verdict(text, "EL-701", "EC").label is Label.MISSING
