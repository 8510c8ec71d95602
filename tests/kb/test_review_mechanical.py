"""What is wrong on the face of a text: marks, repeats, amounts, years, numbers, signs of other provinces."""

from __future__ import annotations

import pytest

from tests.kb.review_world import check, findings

PLAN = """
# 1 总则
## 1.1 编制依据
依据《中华人民共和国突发事件应对法》制定本预案。{basis}
# 2 职责
县防汛抗旱指挥部统一指挥抢险工作。
# 3 处置
县应急局接到报告后，立即组织会商。
{line}
"""


def codes(line: str = "", basis: str = "") -> set[str]:
    return {each.message.code for each in check(PLAN.format(line=line, basis=basis)).findings}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("乡镇政府（含街道办事处组织转移。", "mark_unpaired"),
        ("值班员按照“先报告、后核实的要求报送信息。", "mark_unpaired"),
        ("县水利局负责水库大坝巡查和险情监测。县水利局负责水库大坝巡查和险情监测。", "sentence_twice"),
        ("县水利局派人巡查，发现险情立即报告，发现险情立即报告，并组织抢护。", "sentence_twice"),
        ("第九条县水利局派人巡查，发现险情立即报告。\n县水利局派人巡查，发现险情立即报告。", "sentence_twice"),
        ("（3）检修各村水泵。\n（4）检修各村水泵。", "sentence_twice"),
        ("三、信息报送\n三、信息报送\n各村每日报告。", "sentence_twice"),
        ("9.1 培训\n每年办一期培训班。\n9.1 培训\n每年办一期培训班。", "sentence_twice"),
        ("名称\t数量\t地点\n冲锋舟\t6艘\t石桥镇仓库\n冲锋舟\t6艘\t石桥镇仓库", "sentence_twice"),
        ("县公安局设置警戒区，并。", "sentence_cut"),
        ("县民政局做好群众安置，确保。", "sentence_cut"),
        ("储备点的看守人员年龄为55~20岁。", "amount_impossible"),
        ("预报24小时降雨量达到120厘米以上。", "amount_impossible"),
        ("受灾人口达到30亿人以上。", "amount_impossible"),
        ("县应急局在20天内决定是否启动二级应急响应。", "act_slow"),
        ("工作组由县长带队，灾情发生后24日内，赶赴灾区。", "act_slow"),
        ("每年15月下旬开展隐患排查。", "date_impossible"),
        ("物资包括生活物资和抢险物资三类。", "count_wrong"),
        ("预警由低到高分为五级，即一级、二级、三级、四级。", "count_wrong"),
        ("全县15所学校（小学6所、中学7所）设有应急广播。", "sum_wrong"),
        ("落水人员由当地的210急救中心送医。", "phone_service"),
        ("值班电话：010-6529。", "phone_length"),
        ("乡镇政府可在险情发生后1小时内报告县防指办公室。", "duty_weakened"),
        ("原则上可以组织危险区群众转移。", "duty_weakened"),
        ("其余按本预案第三章和7.8款执行。", "target_absent"),
    ],
)
def test_what_is_wrong_in_a_sentence(line: str, code: str) -> None:
    assert code in codes(line)


@pytest.mark.parametrize(
    "line",
    [
        "乡镇政府（含街道办事处）组织转移：1）老人；2）儿童。",
        "县水利局负责水库大坝巡查。县水利局负责河道堤防巡查。",
        "附件7 物资清单\n物资清单\n水泵6台，编织袋900条。",
        "名称\t数量\t地点\n冲锋舟\t6艘\t石桥镇仓库\n冲锋舟\t6艘\t青山县仓库",
        "县水利局派人巡查，每小时报告一次，险情加剧时每小时报告两次。",
        "震级与震源深度有关。各项支出之和不超过预算。",
        "看守人员年龄为20~55岁，夜间22-6时加岗。",
        "预报24小时降雨量达到120毫米以上，积雪深度达到15厘米。",
        "评估组在20天内提出启动修订的建议。",
        "物资包括生活物资和抢险物资两类。",
        "预警分为一级、二级、三级、四级，响应与预警级别一致。",
        "全县15所学校（其中小学6所）设有应急广播。",
        "落水人员由当地的120急救中心送医，内线拨打600。",
        "情况紧急的，可以越级上报。",
    ],
)
def test_what_is_right_in_a_sentence(line: str) -> None:
    wrong = "mark_unpaired sentence_twice sentence_cut amount_impossible act_slow date_impossible count_wrong sum_wrong phone_service phone_length"
    assert not codes(line) & {*wrong.split(), "duty_weakened", "target_absent"}


@pytest.mark.parametrize(
    ("basis", "code"),
    [
        ("《中华人民共和国突发事件应对法》（1979年）一并执行。", "citation_year"),
        ("《中华人民共和国乡镇抢险救灾奖励法》一并执行。", "citation_law"),
        ("省政府办公厅某政办发〔2050〕12号文件一并执行。", "citation_future"),
    ],
)
def test_citations_that_cannot_be(basis: str, code: str) -> None:
    assert code in codes(basis=basis)


def test_laws_in_the_list_are_known() -> None:
    assert not codes(basis="《中华人民共和国邮政法》（2015年修正）一并执行。") & {"citation_law", "citation_year"}


@pytest.mark.parametrize("line", ["协调驻冀部队参加抢险。", "依据《山西省防汛抗旱应急预案》开展处置。"])
def test_the_sign_of_another_province(line: str) -> None:
    text = PLAN.format(line=line, basis="")
    own = {"region": "浙江省杭州市桐庐县", "title": "浙江省防汛抗旱应急预案", "plan_level": "省"}
    found = [each for each in findings(text, "QC-COPY", **own) if each.message.code == "foreign_place"]
    assert found


def test_a_heading_that_falls_back() -> None:
    text = "# 1 总则\n## 1.1 目的\n防灾。\n## 1.4 依据\n依法。\n## 1.3 原则\n快速。\n# 2 职责\n县政府负责。"
    steps = [
        each.message.params["steps"] for each in findings(text, "QC-XREF") if each.message.code == "number_skipped"
    ]
    assert steps
    assert steps[0] == "1.1之后是1.4"


def test_a_phone_that_differs_beside_one_name() -> None:
    text = (
        PLAN.format(line="石桥镇人民政府值班室电话0000-3456789。", basis="")
        + "|单位：石桥镇人民政府；电话：0000-3486789"
    )
    assert any(each.message.code == "phone_conflict" for each in findings(text, "QC-CONS"))


@pytest.mark.parametrize("line", ["负责本预案的修订，并报县政府批准。", "灾情稳定后，决定响应的终止。"])
def test_a_sentence_without_its_subject(line: str) -> None:
    assert "subject_lost" in codes(line)


@pytest.mark.parametrize(
    "line",
    ["负责水库安全的部门应当每日巡查。", "灾情稳定后，由县防指决定响应的终止。", "（1）负责联络。"],
)
def test_a_sentence_with_its_subject(line: str) -> None:
    assert "subject_lost" not in codes(line)


LEVELS = "# 4 响应\n## 4.1 启动\n由{first}决定启动一级响应。\n由县政府分管副县长决定启动二级响应。\n由县应急局报县政府办公室主任决定启动三级响应。"


@pytest.mark.parametrize(("first", "told"), [("县长", False), ("乡镇政府", True)])
def test_deciders_rise_with_the_levels(first: str, told: bool) -> None:
    found = {each.message.code for each in findings(LEVELS.format(first=first), "QC-LVL")}
    assert ("decider_order" in found) is told


def test_groups_with_each_others_duties() -> None:
    text = """
# 2 组织体系
## 2.1 工作组
### （1） 通信保障组
县工信局牵头。
主要职责：组织召开新闻发布会，回应媒体关切。
### （2） 新闻宣传组
县委宣传部牵头。
主要职责：保障电视电话会议通信和现场通讯畅通。
### （3） 后勤保障组
县政府办公室牵头。
主要职责：负责食宿、车辆和物资供应。
"""
    found = [each for each in findings(text, "QC-RACI") if each.message.code == "strange_duty"]
    assert found
    assert "通信保障组" in found[0].message.params["names"]


def test_a_final_count_after_days_is_no_late_first_report() -> None:
    line = "灾情稳定后，县应急局在5个工作日内核定灾情；市应急局接到报告后，应在3个工作日内审核汇总并向省应急厅报告。"
    assert not codes(line) & {"limit_exceeded", "limit_long"}


def test_a_covered_number_is_no_placeholder() -> None:
    assert "placeholder_marks" not in codes("联络员电话138****5678。")
    assert "placeholder_marks" in codes("联络员电话×××××××。")


@pytest.mark.parametrize(
    "left",
    [
        "（护林员姓名）负责东沟的巡查。",
        "市中心血站（电话TBC）。",
        "培训的安排见第X章X.X。",
        "储备的规模按上年数（尚未确定，需核实）。",
        "由【单位名称】提供水泵。",
        "护林员（护林员姓名）负责东沟，第2组（组长姓名）协助。",
    ],
)
def test_what_was_left_open_in_whatever_way(left: str) -> None:
    assert [each.rule for each in findings(f"# 1 总则\n{left}", "QC-PH")]


@pytest.mark.parametrize(
    "said", ["登记失踪人员（姓名、年龄、住址）。", "水泵型号X.5，见附件（联系电话）。", "负责人（签名）核对。"]
)
def test_words_that_only_name_a_field(said: str) -> None:
    assert findings(f"# 1 总则\n{said}", "QC-PH") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("上堤人员有条件时可以穿戴救生衣。", "duty_weakened"),
        ("在不影响生产进度的前提下组织工人撤离。", "duty_weakened"),
        ("必要时可请安全员检测井下浓度。", "duty_weakened"),
        ("张贴走失老人的住址和家属电话，请群众辨认。", "personal_shown"),
        ("溃口封堵失败后，再组织低处村民转移。", "unsafe"),
        ("发现有人触电，先把人拖离，再拉闸。", "unsafe"),
    ],
)
def test_leave_and_orders_that_no_plan_should_give(line: str, code: str) -> None:
    assert code in codes(line) or findings(PLAN.format(line=line, basis=""), "QC-SAFE")


@pytest.mark.parametrize(
    "line",
    [
        "有条件的村可以配备发电机。",
        "在不影响教学的前提下开展演练。",
        "不得公布伤员的住址和家属电话。",
        "必要时可请求上级增援。",
    ],
)
def test_leave_and_orders_that_plans_rightly_give(line: str) -> None:
    assert not codes(line) & {"duty_weakened", "personal_shown"}


@pytest.mark.parametrize(
    ("cited", "wrong"),
    [
        ("《铁路管安条例》", True),
        ("《内河交通安全处罚条例》", True),
        ("《临江市内河交通安全管理条例》", False),
        ("《内河交通安全管理条例》", False),
    ],
)
def test_regulations_misremembered(cited: str, wrong: bool) -> None:
    assert ("citation_name" in codes(basis=f"{cited}一并执行。")) is wrong


def test_homes_and_relatives_in_a_list_of_contacts() -> None:
    head = "# 附件2 通讯录\n姓名：李建国；电话：6655021"
    assert findings(f"{head}，妻子王芳手机13900001234", "QC-PII")
    assert findings(f"{head}，住柳林苑5栋301", "QC-PII")
    assert not findings(f"{head}，住院部5号楼", "QC-PII")


def test_the_one_item_that_breaks_off() -> None:
    items = "1．巡查堤防，记录水位。\n2．转移老人，锁好门窗。\n3．清点人数，逐户登记。\n4．检查电路，及时{end}\n"
    assert "sentence_cut" in codes(items.format(end=""))
    assert "sentence_cut" not in codes(items.format(end="维修。"))


def test_national_offices_of_before_the_reform() -> None:
    former = findings("# 2 职责\n国家食品药品监管总局、国家林业局按职责做好工作。", "QC-ORG")
    assert [each.message.code for each in former] == ["former_offices"]
    assert not findings("# 2 职责\n国家林业和草原局、县林业局按职责做好工作。", "QC-ORG")
