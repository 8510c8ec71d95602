"""Work that goes with another kind of body than the one named, by learned likeness; members of whom nothing more is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.review.duties.bodies import duty_rows
from kb.review.duties.swapped import strange_duties
from kb.review.duties.work import Work
from kb.review.text import Body
from tests.kb.review_world import findings, lists, plan

ROWS = """# 2 组织指挥
## 2.2 成员单位职责
景区派出所：{one}
景区卫生站：{other}
索道公司：负责索道检查和停运疏导。
旅游服务处：安抚游客，办理退票。
"""
GUARD, CARE = "维持秩序、管制道路，查找走失游客。", "包扎急救，护送伤员就医。"


def told(text: str) -> list[str]:
    return [each.message.code for each in findings(text, "QC-RACI")]


def test_bodies_that_no_pattern_knows_are_told_when_their_work_is_exchanged() -> None:
    assert "strange_duty" in told(ROWS.format(one=CARE, other=GUARD))
    assert "strange_duty" not in told(ROWS.format(one=GUARD, other=CARE))


@pytest.mark.parametrize(
    ("line", "strange"),
    [
        ("堵漏时轮机长为甲板现场指挥，大副为机舱现场指挥。", True),
        ("堵漏时大副为甲板现场指挥，轮机长为机舱现场指挥。", False),
        ("民政部门负责拨付救灾经费，财政部门负责安置特困老人。", True),
        ("财政部门负责拨付救灾经费，民政部门负责安置特困老人。", False),
    ],
)
def test_two_of_one_line(line: str, strange: bool) -> None:
    assert ("strange_duty" in told(f"# 3 处置\n{line}")) is strange


def test_fits_are_shares_and_the_own_row_fits_best() -> None:
    model = lists().work
    assert model is not None
    rows = duty_rows(Body.of(plan(ROWS.format(one=GUARD, other=CARE))))
    fits = Work(rows, model).fits
    assert fits.shape == (4, 4)
    assert fits.min() >= 0
    assert fits.max() <= 1.001
    assert fits[0, 0] + fits[1, 1] > fits[0, 1] + fits[1, 0]


def test_without_the_learned_part_only_patterns_judge() -> None:
    body = Body.of(plan(ROWS.format(one=CARE, other=GUARD)))
    assert list(strange_duties(body, duty_rows(body), (), replace(lists(), work=None))) == []


MEMBERS = """# 2 组织指挥
成员单位：县水利局、县公安局、县财政局、县档案馆。
# 3 处置
县水利局加固堤防，县公安局维护秩序，县财政局拨付经费。
"""


def test_a_member_of_whom_nothing_more_is_said() -> None:
    found = [each for each in findings(MEMBERS, "QC-RACI") if each.message.code == "member_without_duty"]
    assert [each.message.params["names"] for each in found] == ["县档案馆"]
    assert "member_without_duty" not in told(MEMBERS + "县档案馆保护库房。")
    several = MEMBERS.replace("县档案馆", "县档案馆、县统计局")
    assert "member_without_duty" not in told(several)


@pytest.mark.parametrize(
    ("line", "nobody"),
    [
        ("应当组织受威胁的群众转移到安置点。", True),
        ("发现险情时，要及时划定危险区并设置标志。", True),
        ("负责发放救助资金和组织过渡安置。", True),
        ("发现重大隐患的，应当立即停止使用。", False),
        ("县民政局负责发放救助资金和组织过渡安置。", False),
        ("接到报告的单位，应当在两小时内核实情况。", False),
        ("应当坚持实事求是、公开透明的原则。", False),
    ],
)
def test_duties_of_nobody(line: str, nobody: bool) -> None:
    found = [each.message.code for rule in ("QC-OPER", "QC-TEXT") for each in findings(f"# 5 善后\n{line}", rule)]
    told = [code for code in found if code in ("order_without_actor", "subject_lost")]
    assert len(told) == nobody


def test_what_alone_a_school_leaves_out_of_its_interfaces_is_told_low() -> None:
    text = "# 4 处置\n发现火情立即报告区教育局。值班教师设置警戒线，引导学生疏散到操场。"
    found = findings(text, "QC-ITF", "SCH", title="青柳区第二小学突发事件应急预案", plan_level="学校")
    assert [(each.message.params["names"], each.severity.value) for each in found] == [("指挥权移交", "low")]
    assert not findings("# 4 处置\n大家往高处跑。", "QC-ITF", "VIL", title="石桥镇上河村应急预案", plan_level="村社区")


@pytest.mark.parametrize(
    ("line", "weak"),
    [
        ("各级政府可以根据法律规定，做好物资储备和避难场所建设。", True),
        ("值班员方便时可以将进展上报县防办。", True),
        ("可以动员孕妇、未成年人参加扑救。", True),
        ("释放气体前无需通知人员撤离。", True),
        ("不得动员孕妇、未成年人参加扑救。", False),
        ("可以根据需要请求驻军支援。", False),
    ],
)
def test_duties_worded_as_leave(line: str, weak: bool) -> None:
    assert bool(findings(f"# 5 处置\n{line}", "QC-MODAL")) is weak


def test_hours_at_the_head_of_paragraphs_are_no_numbers() -> None:
    text = "# 3 演练\n14时05分，发出准备信号。\n14时20分，下令转移。\n14时39分，最后一户离家。\n15时20分，点评。"
    assert findings(text, "QC-XREF") == []
    assert findings("# 3 经过\n1. 先报警。\n2. 6时，清点人数。\n3. 7时20分，供水恢复。\n4. 点评。", "QC-XREF") == []


def test_a_plan_with_hardly_anything_of_its_own() -> None:
    empty = "# 3 处置\n" + "接到报告后，值班人员核实情况，通知有关人员到岗，组织抢险和救护，控制事态。\n" * 40
    assert [each.message.code for each in findings(empty, "QC-SPEC")] == ["hardly_local"]
    assert not [each for each in findings(empty, "QC-SPEC", plan_level="省") if each.message.code == "hardly_local"]
    own = empty + "石桥镇青年路口设沙袋300条，抢险队20人，电话0000-0001101。\n" * 3
    assert not [each for each in findings(own, "QC-SPEC") if each.message.code == "hardly_local"]


def test_citations_of_long_ago() -> None:
    cited = "# 1 依据\n依据示政办发〔2012〕15号、示政发〔2014〕3号、示应急〔{}〕7号编制。"
    old = [each for each in findings(cited.format(2016), "QC-AGE") if each.message.code == "citations_old"]
    assert [each.message.params["year"] for each in old] == ["2016"]
    assert not [each for each in findings(cited.format(2024), "QC-AGE") if each.message.code == "citations_old"]


def test_an_annex_pointed_to_by_the_name_of_another() -> None:
    annexes = "# 附件1 应急通讯录\n值班室0000-0001101。\n# 附件2 应急物资清单\n编织袋。\n# 附件3 联动协议名录\n白鹤县。"
    wrong = findings(f"# 7 保障\n建立联动机制，协议名录见附件1。\n{annexes}", "QC-XREF")
    assert [each.message.code for each in wrong] == ["annex_title_other"]
    assert not findings(f"# 7 保障\n建立联动机制，协议名录见附件3，物资清单见附件2。\n{annexes}", "QC-XREF")


def test_the_first_part_of_a_chapter_is_gone() -> None:
    text = "# 一、 总则\n## （一） 目的\n为了快。\n# 二、 组织\n{}## （二） 办公室\n值守。\n# 三、 响应\n## （一） 报告\n先报。"
    whole = "## （一） 指挥部\n指挥长：县长。\n"
    assert [each.message.code for each in findings(text.format(""), "QC-XREF")] == ["number_skipped"]
    assert not findings(text.format(whole), "QC-XREF")
