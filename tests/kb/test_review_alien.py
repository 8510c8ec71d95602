"""What belongs to another plan or another kind of text: sentences, events, bodies of other provinces, meanings turned round."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PLAN = """# 4 应急响应
## 4.1 先期处置
青山县人民政府负责组织抢险救援，县应急管理局立即启动应急响应，通知各成员单位到岗。
县水利局组织专业队伍加固堤防，县公安局维护现场秩序，县卫生健康局救治伤员。
"""


def told(line: str, rule: str, title: str = "青山县防汛抗旱应急预案", **fields: object) -> list[str]:
    return [each.message.code for each in findings(PLAN + line, rule, title=title, **fields)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "misplaced"),
    [
        ("电梯维保人员接报后盘车放人。", True),
        ("教务处组织晨午检，登记缺课学生。", True),
        ("井下人员佩戴自救器沿避灾路线升井。", True),
        ("本店新品上市，扫码领取满减券。", True),
        ("哈哈，今天先到这里，晚安。", True),
        ("县教育局负责指导学校停课、复课。", False),
        ("冲锋舟由县水利局调用，巡堤查险由沿河村负责。", False),
    ],
)
def test_a_sentence_of_another_trade(line: str, misplaced: bool) -> None:
    assert ("sentence_misplaced" in told(line, "QC-COPY")) is misplaced


def test_a_trade_that_the_plan_speaks_of_is_its_own() -> None:
    line = "护林员巡山。\n扑火队携带风力灭火机到场，护林员带路。"
    assert "sentence_misplaced" not in told(line, "QC-COPY", title="青山县森林火灾应急预案")


@pytest.mark.parametrize(
    ("line", "title", "stray"),
    [
        ("为规范应对森林火灾事件，提高处置能力，制定本预案。", "青山县防汛抗旱应急预案", True),
        ("县政府要建立突发重污染天气调查制度。", "青山县突发地质灾害应急预案", True),
        ("洪水可能引发危险化学品事故，由县应急管理局处置。", "青山县防汛抗旱应急预案", False),
        ("森林火灾、地质灾害等按各自预案处置。", "青山县防汛抗旱应急预案", False),
        ("应对森林火灾时由县林业局牵头。", "青山县突发事件总体应急预案", False),
    ],
)
def test_the_event_of_another_plan(line: str, title: str, stray: bool) -> None:
    assert ("event_stray" in told(line, "QC-COPY", title=title)) is stray


@pytest.mark.parametrize(
    ("line", "foreign"),
    [
        ("武警甘肃省总队根据有关联动机制参加抢险。", True),
        ("物资调拨由江苏省交通运输厅负责。", True),
        ("县政府与毗邻的甘肃省应急管理厅签订互助协议。", False),
    ],
)
def test_a_body_of_another_province(line: str, foreign: bool) -> None:
    fields = {"region": "陕西省", "issuer": "陕西省人民政府", "plan_level": "省"}
    assert ("foreign_place" in told(line, "QC-COPY", title="陕西省防汛抗旱应急预案", **fields)) is foreign


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("现场设置警戒线，欢迎无关人员进入。", True),
        ("任何单位和个人得迟报、瞒报灾情。", True),
        ("任何单位和个人可以传播未经核实的灾情。", True),
        ("险情发生后，不得立即组织群众转移。", True),
        ("各村应当不及时报告险情。", True),
        ("学校安排在暴雨时段放学。", True),
        ("任何单位和个人可以向县防指报告险情。", False),
        ("任何单位和个人不得迟报、瞒报灾情。", False),
        ("采取措施防止次生灾害，主要次生灾害源由县应急管理局登记。", False),
        ("未经许可擅自进入危险区的，依法处理。", False),
    ],
)
def test_meanings_turned_round(line: str, wrong: bool) -> None:
    assert ("wrong_way" in told(line, "QC-SAFE")) is wrong


@pytest.mark.parametrize(
    ("line", "title", "level", "odd"),
    [
        ("各分行营业网点柜员应当登记现金。", "青山县防汛抗旱应急预案", "县", True),
        ("护士长安排病区护士巡视。", "青山县石桥镇防汛应急预案", "乡镇", True),
        ("事故情况同时提交监事会审议。", "青山县道路交通事故应急预案", "县", True),
        ("车间主任安排停炉检修。", "石桥中学突发事件应急预案", "学校", True),
        ("机关各处室汇总情况后报厅党组。", "石桥村防汛应急预案", "村社区", True),
        ("有关企业董事会应当配合调查。", "青山县道路交通事故应急预案", "县", False),
        ("定点医院护士长带队接收伤员。", "青山县石桥镇防汛应急预案", "乡镇", False),
        ("车间主任安排停炉检修。", "青山化工有限公司生产安全事故应急预案", "企业", False),
    ],
)
def test_a_sentence_of_another_institution(line: str, title: str, level: str, odd: bool) -> None:
    assert ("sentence_misplaced" in told(line, "QC-COPY", title=title, plan_level=level)) is odd


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("All visitors must sign in at the gate before entering. 县气象局发布预警。", True),
        ("县气象局发布预警,please keep the doors closed at all times.", True),
        ("县气象局用 GIS 和 LED 屏发布预警。", False),
        ("标准的英文名称为(guidelines for the use of flood maps in towns)。", False),
    ],
)
def test_a_sentence_in_another_language(line: str, odd: bool) -> None:
    assert ("sentence_misplaced" in told(line, "QC-COPY", plan_level="县")) is odd


@pytest.mark.parametrize(
    ("line", "stray"),
    [
        ("本预案所称电梯事故是指轿厢困人、坠落的情形。", True),
        ("本预案所称踩踏事件，是指人群拥挤造成的伤亡。", True),
        ("本预案所称洪涝灾害是指暴雨造成的江河洪水和内涝。\n洪涝灾害由县防汛指挥部处置。", False),
        ("本预案所称突发事件是指突然发生的事件。", False),
    ],
)
def test_a_definition_of_what_is_never_spoken_of(line: str, stray: bool) -> None:
    assert ("event_stray" in told(line, "QC-COPY", plan_level="县")) is stray
