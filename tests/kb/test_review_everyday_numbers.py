"""Numbers, days and levels of everyday plans: each pair is one text with a slip and the same text without it."""

from __future__ import annotations

import pytest

from tests.kb.review_world import check

LEVELS = "# 1 启动条件\n一级响应：石桥站水位达到{}米；\n二级响应：石桥站水位达到61.20米；\n三级响应：石桥站水位达到60.40米；\n四级响应：石桥站水位达到59.80米。"
ROADS = "# 1 分级\n一级：造成主干道中断，抢通时间预计在{}以上的。\n二级：造成主干道中断，抢通时间预计在12小时以上的。\n三级：造成主干道中断，抢通时间预计在6小时以上的。"
RADII = "# 1 警戒\n|事故类型：低压管线泄漏；警戒半径（米）：80\n|事故类型：中压管线泄漏；警戒半径（米）：150\n|事故类型：高压管线泄漏；警戒半径（米）：{}"
CROWD = "# 1 客流\n客流达到70%时发布黄色预警；达到85%时发布橙色预警；达到95%时发布{}预警。"
CAPACITY = "# 1 人数\n体育馆额定最大容纳人数为{}人。\n# 2 控制\n达到额定人数的80%（1600人）时限流，达到90%（1800人）时停止入场。"
SIGNED = "# 1 历史\n{}年6月后山滑坡，压坏了两间房。\n# 2 附则\n本预案自2026年3月1日起施行。"
ACTIVITY = "# 1 概况\n（二）时间：2026年5月1日至{}，地点在体育馆。\n# 2 准备\n活动前，于{}组织演练。"
ARTICLES = "# 第一条 目的\n为了安全。\n# 第二条 报告\n发生{}所列情形时立即报告。\n# 第三条 附则\n印发之日起施行。"
SECTIONS = (
    "# 1 总则\n## 1.1 目的\n为了安全。\n## 1.2 终止\n按照本方案{}的规定宣布终止。\n# 2 组织\n## 2.1 领导\n组长负责。"
)
GAS = "# 1 液氯的性质\n|项目：沸点；内容：{}℃"

CASES = (
    ("level_order", LEVELS, ("60.90",), ("62.00",)),
    ("level_order", ROADS, ("24分钟",), ("24小时",)),
    (
        "level_order",
        "# 1 条件\n一、一级响应，有下列情形之一的启动：（1）造成干线停运，恢复时间预计在{}以上的；\n二、二级响应，有下列情形之一的启动：（1）造成干线停运，恢复时间预计在8小时以上的；",
        ("5小时",),
        ("12小时",),
    ),
    ("level_order", RADII, ("60",), ("300",)),
    ("colour_wrong", CROWD, ("蓝色",), ("红色",)),
    ("share_wrong", CAPACITY, ("2300",), ("2000",)),
    ("date_order", SIGNED, ("2034",), ("2024",)),
    ("date_order", ACTIVITY, ("4月5日", "4月28日"), ("5月5日", "4月28日")),
    ("date_order", ACTIVITY, ("5月5日", "5月28日"), ("5月5日", "4月28日")),
    ("date_order", "# 1 汛期\n汛期为每年4月1日至9月30日，其中{}为主汛期。", ("11月至12月",), ("6月至8月",)),
    ("target_absent", ARTICLES, ("第四十条",), ("第一条",)),
    ("target_absent", SECTIONS, ("8.2",), ("2.1",)),
    ("amount_impossible", "# 1 分级\n受灾人口占总人口{}以上、20%以下。", ("35%",), ("15%",)),
    ("amount_impossible", "# 1 报告\n实行灾情{}小时零报告制度。", ("72",), ("24",)),
    ("amount_impossible", "# 1 附则\n本预案自印发之日起施行，有效期{}年。", ("15",), ("5",)),
    ("amount_impossible", "# 1 撤离\n浓度达到爆炸下限的{}%时撤离。", ("150",), ("25",)),
    ("amount_impossible", "# 1 留样\n留样食品每个品种不少于{}。", ("200千克",), ("200克",)),
    ("amount_impossible", GAS, ("34.6",), ("-34.6",)),
    ("amount_impossible", "# 1 性质\n|项目：职业接触限值；内容：MAC {}", ("1g/m³",), ("1mg/m³",)),
    ("amount_impossible", "# 1 概况\n会场区域面积3.5万{}。", ("平方公里",), ("平方米",)),
    ("sum_wrong", "# 1 罐区\n设氧气储罐3台，单台最大储量8吨，库区最大储量{}吨。", ("32",), ("24",)),
    ("count_wrong", "# 1 场馆\n场馆设东口、南口、西口{}个出入口。", ("五",), ("三",)),
    ("count_wrong", "# 1 医疗\n码头、广场、桥头各设2个，共{}个。", ("7",), ("6",)),
    ("time_unusual", "# 1 巡查\n平时每天巡堤一次，大雨时每{}巡堤一次。", ("三天",), ("2小时",)),
    ("time_unusual", "# 1 监测\n强降雨期间，水情信息每{}小时更新一次。", ("36",), ("2",)),
)


def codes(text: str) -> set[str]:
    return {each.message.code for each in check(text).findings}


@pytest.mark.parametrize(("code", "text", "wrong", "right"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_a_slip_is_told_and_the_text_without_it_is_not(
    code: str, text: str, wrong: tuple[str, ...], right: tuple[str, ...]
) -> None:
    assert code in codes(text.format(*wrong))
    assert code not in codes(text.format(*right))


@pytest.mark.parametrize(
    "text",
    [
        "# 1 防火期\n森林防火期为2026年11月1日至4月30日。",
        "# 1 供暖\n供暖期为11月15日至3月15日，其中12月至1月为严寒期。",
        "# 1 规划\n2035年6月前建成滑坡监测站。\n# 2 附则\n本预案自2026年3月1日起施行。",
        "# 1 分级\n一级：一小时降雨量达到80毫米以上。\n二级：24小时降雨量达到150毫米以上。",
        "# 1 分级\n一级响应：水库水位低于20.5米。\n二级响应：水库水位低于22.0米。",
    ],
)
def test_seasons_plans_and_falling_scales_are_left_alone(text: str) -> None:
    assert not codes(text) & {"date_order", "date_impossible", "level_order"}
