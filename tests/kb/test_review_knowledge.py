"""What every expert knows of the world: safety, units, hot lines, colours — told where a plan says the opposite, silent otherwise."""

from __future__ import annotations

import pytest

from kb.phrases import Phrase
from tests.kb.review_world import findings, lists


def told(rule: str, sentence: str, code: str, head: str = "4 应急处置") -> list[str]:
    return [
        "；".join(each.message.params.values())
        for each in findings(f"# {head}\n{sentence}\n", rule)
        if each.message.code == code
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("人员朝上风向撤离，不得朝下风向撤离。", "人员朝下风向撤离，不得朝上风向撤离。"),
        ("严禁乘坐电梯，从疏散楼梯下楼。", "人员应当乘坐电梯下楼，不得走疏散楼梯。"),
        ("配电间起火，先切断总电源，后用水扑救。", "配电间起火，先用水扑救，后切断总电源。"),
        ("先转移老弱病残，后转移青壮年。", "转移时先青壮年、后老弱病残。"),
        ("进入窨井前应先通风、检测，佩戴呼吸器。", "未经检测即可进入窨井施救。"),
        ("遇泥石流向沟谷两侧高处转移，不得顺沟撤离。", "遇泥石流沿沟道向下游方向撤离。"),
        ("扑火时不得从火头正面扑打。", "扑火队员应从火头正面进攻。"),
        ("锅炉严重缺水时，严禁立即上水。", "锅炉严重缺水时，应立即上水。"),
        ("可疑食物应予封存，不得销毁剩余食物。", "发生食物中毒后，立即销毁剩余食物并清洗厨房。"),
        ("昏迷的伤员不得喂水。", "对昏迷的伤员应给予喂水、喂药。"),
        ("接触网停电后方可下轨疏散乘客。", "乘客先下轨疏散，再对接触网断电。"),
        ("瓦斯超限应停电撤人。", "瓦斯浓度超限时可继续作业，无需撤出人员。"),
        ("学生全部离开后教师撤离。", "教师先行撤离，再组织学生疏散。"),
        ("疏散后应清点人数。", "疏散后无需清点人数，可自行离开。"),
        ("保护好事故现场，未经同意不得清理现场。", "险情排除后应立即清理事故现场，不必保护现场。"),
    ],
)
def test_the_opposite_of_what_is_safe_is_told(right: str, wrong: str) -> None:
    assert told("QC-SAFE", right, "wrong_way") == []
    assert told("QC-SAFE", wrong, "wrong_way")


@pytest.mark.parametrize(
    "sentence",
    [
        "组织警戒区下风向的居民向上风方向疏散。",
        "对使用电梯逃生的人员应予劝阻。",
        "因疏散时乘坐电梯造成伤亡的，追究责任。",
        "疏散通道上锁的，责令改正。",
        "禁止事项：乘坐电梯下楼。",
        "环境监测组在下风向500米处布设监测点。",
        "严禁携带火种，开启电灯。",
        "要防止群众自行返回取物。",
    ],
)
def test_what_is_forbidden_or_only_spoken_of_is_left_alone(sentence: str) -> None:
    assert told("QC-SAFE", sentence, "wrong_way") == []


def test_nothing_is_told_under_a_heading_of_what_may_go_wrong() -> None:
    sentence = "人员立即乘坐电梯下楼。"
    assert told("QC-SAFE", sentence, "wrong_way")
    assert told("QC-SAFE", sentence, "wrong_way", head="4.1 禁止行为") == []
    assert told("QC-SAFE", f"严禁下列行为：\n（1）{sentence}", "wrong_way") == []


def test_a_finding_has_the_words_the_basis_and_the_advice() -> None:
    sentence = "扑火队员应从火头正面进攻。"
    found = findings(f"# 4 应急处置\n{sentence}\n", "QC-SAFE")
    assert len(found) == 1
    assert found[0].places[0].quote in sentence
    assert found[0].basis
    assert found[0].advice


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("警戒水位58.50米。", "警戒水位58.50厘米。"),
        ("教学楼建筑面积8600平方米。", "教学楼建筑面积8600平方公里。"),
        ("积尘厚度超过3毫米时清扫。", "积尘厚度超过3米时清扫。"),
        ("每份食品留样量不少于125克。", "每份食品留样量不少于125千克。"),
        ("流域面积58平方公里。", "流域面积58平方米。"),
        ("最大坝高32米。", "最大坝高32公里。"),
        ("总库容120万立方米。", "总库容120立方米。"),
        ("能见度不足50米。", "能见度不足50克。"),
        ("行驶时车速不超过40公里。", "行驶时车速不超过400公里/小时。"),
        ("安全照明电压不超过36伏。", "安全照明电压不超过36千克。"),
    ],
)
def test_units_and_sizes_that_cannot_be(right: str, wrong: str) -> None:
    assert told("QC-NUM", right, "amount_impossible") == []
    assert told("QC-NUM", wrong, "amount_impossible")


def test_the_unit_of_a_column_goes_for_its_cells() -> None:
    right, wrong = "|名称:中心广场;面积(平方米):19500", "|名称:中心广场;面积(公顷):19500"
    head = "附件3 避难场所一览表"
    assert told("QC-NUM", right, "amount_impossible", head) == []
    assert told("QC-NUM", wrong, "amount_impossible", head)


def test_one_number_in_two_units() -> None:
    assert told("QC-CONS", "防火隔离带净宽25米。\n开设防火隔离带净宽25厘米。", "units_differ")
    assert told("QC-CONS", "防火隔离带净宽25米。\n开设防火隔离带净宽25米。", "units_differ") == []


def test_every_phrase_knows_a_word_that_its_matches_have() -> None:
    for statement in lists().statements:
        for phrase in (*statement.never, *statement.needless, *statement.reversed):
            assert phrase.keys, phrase.source
    assert Phrase("(?:甲|乙丙)丁?(?:戊己|庚)").keys == {"戊己", "庚"} or Phrase("(?:甲|乙丙)丁?(?:戊己|庚)").keys == {
        "甲",
        "乙丙",
    }
    assert Phrase("不(?!得)准|严禁").keys == {"不准", "严禁"} or Phrase("不(?!得)准|严禁").keys == {"不", "严禁"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("发生火灾立即拨打119，有人受伤拨打120。", "发生火灾立即拨打120，有人受伤拨打119。"),
        ("|单位：青山县消防救援大队；职务：—；电话：119", "|单位：青山县消防救援大队；职务：—；电话：120"),
        ("|单位：青山县人民医院；用途：急救；电话：120", "|单位：青山县人民医院；用途：急救；电话：110"),
        ("停电故障拨打供电热线95598。", "停电故障拨打供电热线12345。"),
        ("举报事故隐患请拨打安全生产举报热线12350。", "举报事故隐患请拨打安全生产举报热线12369。"),
        ("向市民服务热线12345反映。", "向市民服务热线12395反映。"),
        ("停电时打95598找供电所。", "停电时打95589找供电所。"),
        ("|单位:县消防救援站；电话：119", "|单位:县消防救援站；电话：911"),
    ],
)
def test_a_hot_line_beside_the_name_of_another_service(right: str, wrong: str) -> None:
    assert told("QC-PHONE", right, "phone_service") == []
    assert told("QC-PHONE", wrong, "phone_service")


@pytest.mark.parametrize(
    "sentence",
    [
        "发生火灾造成人员受伤的，拨打119、120。",
        "火灾伤员由120救护车转送。",
        "消防水池距厂房120米。",
        "公安指挥中心同步通知119、120。",
        "火灾事故中拨打120抢救伤员。",
        "医院应急床位911张。",
        "供电公司客户经理请拨打95533转账缴费。",
    ],
)
def test_numbers_that_are_no_other_service(sentence: str) -> None:
    assert told("QC-PHONE", sentence, "phone_service") == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("接到寒潮紫色以上预警时停课。", True),
        ("发布绿色、橙色预警时停止施工。", True),
        ("预警信号升级为黑色时撤离。", True),
        ("接到寒潮橙色以上预警时停课。", False),
        ("开辟抢险救灾绿色通道，发布红色预警。", False),
        ("森林火险等级一级为绿色，发布预警的为橙色、红色。", False),
        ("检伤分类用黑色、绿色标识，与预警颜色无关。", False),
    ],
)
def test_colours_that_warnings_do_not_have(sentence: str, wrong: bool) -> None:
    assert bool(told("QC-LVL", sentence, "colour_unknown")) is wrong


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("食品留样冷藏保存48小时以上。", "食品留样冷藏保存24小时以上。"),
        ("食品留样每份不少于125克。", "食品留样每份不少于25克。"),
        (
            "自事故发生之日起30日内伤亡人数发生变化的，及时补报。",
            "自事故发生之日起90日内伤亡人数发生变化的，及时补报。",
        ),
        ("预案印发后20个工作日内向上级备案。", "预案印发后60个工作日内向上级备案。"),
        ("实行24小时值班制度。", "实行20小时值班制度。"),
        ("氧气瓶与乙炔瓶间距不小于5米。", "氧气瓶与乙炔瓶间距不小于1米。"),
        ("特别重大事故，是指造成30人以上死亡的事故。", "特别重大事故，是指造成50人以上死亡的事故。"),
    ],
)
def test_numbers_that_rules_fix(right: str, wrong: str) -> None:
    assert told("QC-LAW", right, "fixed_number") == []
    assert told("QC-LAW", wrong, "fixed_number")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("警戒水位58.50米，保证水位61.00米。", "警戒水位61.00米，保证水位58.50米。"),
        (
            "|水库：石桥水库；汛限水位(米)：80；正常蓄水位(米)：82",
            "|水库：石桥水库；汛限水位(米)：85；正常蓄水位(米)：82",
        ),
        ("总库容120万立方米，兴利库容80万立方米。", "总库容120万立方米，兴利库容180万立方米。"),
        ("需转移36户108人。", "需转移108户36人。"),
        ("警戒水位58.50米；超警戒水位0.5米时启动响应，保证水位61.00米。", "设防水位60米、警戒水位58.50米。"),
    ],
)
def test_quantities_of_one_thing_the_wrong_way_round(right: str, wrong: str) -> None:
    assert told("QC-NUM", right, "amount_turned") == []
    assert told("QC-NUM", wrong, "amount_turned")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("储备柴油2吨、大米500公斤。", "柴油储备500米。"),
        ("盐酸（30%）储存量6吨。", "液氯最大储存量6平方米。"),
        ("距石桥小学220米、距县医院15分钟车程。", "距石桥小学220平方米。"),
        ("有限空间氧含量低于19.5%时不得进入。", "有限空间氧含量低于19.5米时不得进入。"),
    ],
)
def test_things_that_may_be_measured_in_several_ways(right: str, wrong: str) -> None:
    assert told("QC-NUM", right, "amount_impossible") == []
    assert told("QC-NUM", wrong, "amount_impossible")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("未经登记的人员不得进入警戒区。", "未经登记的人员可以进入警戒区。"),
        ("志愿者服从安排，不得单独进入险区。", "志愿者服从安排，可以单独进入险区。"),
        ("不得授意下级少报、压报。", "可以授意下级少报、压报。"),
        ("不得让学生返回教室拿书包。", "可以让学生返回教室拿书包。"),
        ("洗消水不得排入青河。", "洗消水可以排入青河。"),
        ("考核不合格者不得上岗。", "考核不合格者可以上岗。"),
        ("险情解除、经鉴定安全后，群众可以返回家中居住。", "水未退时可以返回家中居住。"),
    ],
)
def test_a_prohibition_turned_into_a_permission(right: str, wrong: str) -> None:
    assert told("QC-SAFE", right, "wrong_way") == []
    assert told("QC-SAFE", wrong, "wrong_way")
