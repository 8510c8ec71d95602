"""What a reader would call a false alarm: right sentences that look like faults, and faults that weigh less than they seem."""

from __future__ import annotations

import pytest

from kb.model import FindingSeverity
from kb.people import private_names
from tests.kb.review_world import findings

ROWS = "\n".join(
    f"{number}.{name}：{body}牵头，县财政局参加。"
    for number, name, body in (
        (1, "抢险救援组", "县消防救援大队"),
        (2, "医疗防疫组", "县卫生健康局"),
        (3, "转移安置组", "县民政局"),
    )
)
JOINED = "4.治安交通组：县公安局牵头，县交通运输局参加。5.新闻宣传组：县委宣传部牵头，县融媒体中心参加。"


@pytest.mark.parametrize(
    ("rule", "code", "text", "plan_type"),
    [
        ("QC-RACI", "two_leads", f"# 2 指挥体系\n## 2.1 工作组\n{ROWS}\n{JOINED}", "SDC"),
        ("QC-PHONE", "phone_service", "# 1 风险概况\n|名称：甲醇；最大储存量（吨）：120；主要危害：火灾", "EC"),
        ("QC-FREQ", "drill_rare", "# 7 保障\n学校应急经费每年6万元，其中物资更新3万元、演练培训2万元。", "SCH"),
        ("QC-RACI", "minor_authority", "# 5 响应\n险情排除后，由启动响应的人员宣布响应终止。", "SCH"),
        ("QC-TEXT", "subject_lost", "# 3 预警\n险情消除后，由发布预警的应急指挥部办公室宣布解除。", "EC"),
        ("QC-TEXT", "subject_lost", "# 3.2 总指挥职责\n决定启动和终止一级响应；批准请求外部支援。", "EC"),
        ("QC-TIME", "time_unusual", "# 3 预防\n各部门建立风险监测会商制度，每季度会商1次。", "SDC"),
        ("QC-TIME", "limit_long", "# 4 报告\n发生5例以上疑似医院感染暴发，医院应当在12小时内报告县卫生健康局。", "ORG"),
        ("QC-NUM", "amount_impossible", "# 7 保障\n应急避难场所按人均有效面积2平方米计算。", "SDC"),
        ("QC-SAFE", "wrong_way", "# 5 处置\n食品安全事故由县市场监管局召回、下架、封存、销毁问题食品。", "SDC"),
        ("QC-MODAL", "duty_weakened", "# 5 响应\n情况紧急时，值班领导可以先行决定疏散人员。", "EVT"),
        ("QC-MODAL", "duty_weakened", "# 5 响应\n对受灾特别严重的乡镇，可酌情降低启动标准。", "SDC"),
    ],
)
def test_right_sentences_are_not_told(rule: str, code: str, text: str, plan_type: str) -> None:
    assert code not in {each.message.code for each in findings(text, rule, plan_type)}


def test_weather_and_earthquakes_are_no_strangers_in_a_plan_on_roads() -> None:
    text = "# 5 处置\n5.1 抢修\n低温雨雪冰冻灾害发生后，县交通运输局组织力量清除路面结冰积雪。"
    assert not [
        each
        for each in findings(text, "QC-COPY", title="青山县道路交通事故应急预案")
        if each.message.code == "event_stray"
    ]


def test_who_serves_on_a_headquarters_is_no_private_person_and_victims_are() -> None:
    assert list(private_names("组长：林志远。成员：程立新、祝明华、章国庆。")) == []
    assert "程立新" in set(private_names("遇难者程立新系该厂职工，家属已到县医院。"))


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("小班班主任柯岚负责本班疏散，手机13900000011。", FindingSeverity.LOW),
        ("患者柯某家属电话13900000011。", FindingSeverity.MEDIUM),
        ("管水员身份证号110101199001011234。", FindingSeverity.MEDIUM),
    ],
)
def test_phones_of_those_who_have_a_task_are_a_reminder_only(text: str, severity: FindingSeverity) -> None:
    assert {each.severity for each in findings(f"# 4 处置\n{text}", "QC-PII")} == {severity}


def test_duty_phones_of_offices_are_no_personal_data() -> None:
    for text in ("燃气科应急手机13900000011。", "抢修电话13900000011，24小时值守。"):
        assert not findings(f"# 4 处置\n{text}", "QC-PII")


def test_one_interface_alone_weighs_little() -> None:
    text = (
        "# 1 总则\n本预案与临江市防汛抗旱应急预案相衔接。\n# 4 报告\n县防指立即向市防指报告。\n"
        "# 5 响应\n超出本县处置能力时请求市级支援。组织群众转移疏散，对危险路段实行交通管制。"
    )
    assert [each.severity for each in findings(text, "QC-ITF")] == [FindingSeverity.LOW]


@pytest.mark.parametrize(
    "text",
    [
        "全镇储备帐篷【  】顶、折叠床【  】张。",
        "接报后（  ）小时内补报文字说明。",
        "本预案自    年  月  日起施行。",
        "本预案自2027年  月  日起施行。",
    ],
)
def test_brackets_and_dates_with_nothing_in_them_are_blanks(text: str) -> None:
    assert findings(f"# 1 总则\n{text}", "QC-PH")


@pytest.mark.parametrize(
    "text",
    [
        "附件目录按年月日顺序归档。",
        "联系人林志远，身份证号110101************。",
        "家庭住址：青山县石桥镇幸福小区***，由社区登记。",
        "响应（启动）后组织疏散。",
    ],
)
def test_what_is_covered_or_full_is_no_blank(text: str) -> None:
    assert not findings(f"# 1 总则\n{text}", "QC-PH")


def test_illness_of_named_pupils_is_personal() -> None:
    told = set(private_names("需要照看的学生（二年级2班沈小禾，癫痫；一年级1班罗子凡，哮喘），由任课教师带离。"))
    assert told == {"沈小禾", "罗子凡"}
    assert not list(private_names("对患高血压、心脏病的学生由校医重点照看，药物过敏者登记造册。"))


def test_numbers_of_cards_are_personal_even_in_a_list_of_contacts() -> None:
    text = "# 附件1 应急通讯录\n|姓名：林志远；职务：指挥长；身份证号：110101199001011234；卡号：6222020000000000017"
    assert findings(text, "QC-PII")
    assert findings("# 4 处置\n收款账户6222 0200 0000 0000 017。", "QC-PII")


def test_the_number_of_an_order_beside_another_title_is_told() -> None:
    (told,) = [
        each
        for each in findings("# 1 总则\n根据《校园欢乐运动会组织指南》（公安部令第61号）制定。", "QC-CIT")
        if each.message.code == "citation_mismatch"
    ]
    assert "消防安全管理规定" in told.message.params["now"]
    assert not findings(
        "# 1 总则\n根据《机关、团体、企业、事业单位消防安全管理规定》（公安部令第61号）制定。", "QC-CIT"
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("震感停止后疏散到操场，经确认安全后可以返回教室。", "震感停止后全部疏散到操场，清点后应当返回教室。"),
        ("严禁直接向液氨储罐泄漏处喷水。", "抢险人员应当直接向液氨储罐泄漏处喷水。"),
    ],
)
def test_prohibitions_turned_round_are_told(right: str, wrong: str) -> None:
    title = {"title": "青山县地震应急预案"}
    assert not findings(f"# 5 地震和泄漏处置\n{right}", "QC-SAFE", **title)
    assert findings(f"# 5 地震和泄漏处置\n{wrong}", "QC-SAFE", **title)
