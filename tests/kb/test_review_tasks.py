"""Work, filings, reports and seats against the bodies that they are given to, in plans of governments, companies, schools and hospitals."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

HEAD = "# 2 组织机构和职责\n"
ALIEN = [
    "县公安局负责医疗救治和卫生防疫。",
    "县卫生健康局负责交通管制和治安警戒。",
    "县气象局负责水库调度，下达闸门启闭指令。",
    "县水利局负责天气预报和人工影响天气作业。",
    "医疗救护组：由县财政局牵头，县卫生健康局参加。",
    "新闻宣传组：县农业农村局牵头，县融媒体中心参加。负责新闻发布。",
    "安保交通组：由县气象局牵头，县公安局参加。",
    "县文化和旅游局负责抢修受损公路，组织应急运力。",
    "县教育局负责动物疫情处置和畜禽无害化处理。",
    "县商务局负责突发环境事件应急监测。",
    "县统计局负责拨付救灾资金。",
    "县财政局负责伤员救治、卫生防疫工作，安排应急资金。",
    "县民政局：负责受灾人员生活救助；负责抢修供电线路；做好遇难人员善后。",
    "供电公司负责组织学校停课。",
    "由县司法局组织地质灾害隐患点巡查。",
    "县市场监督管理局负责航班保障。",
    "警戒疏散组：由财务部牵头，负责设置警戒区。",
    "医疗救护组：由销售部负责，做好伤员救治。",
    "财务部负责扑救初起火灾。",
    "人力资源部负责环境监测，采集水样。",
    "后勤保障组负责灭火救援和堵漏。",
    "通讯联络组负责抢救伤员。",
    "疏散引导组负责新闻发布和媒体接待。",
    "医疗救护组负责设置警戒区，疏导交通。",
    "财务室负责晨午检和因病缺课追踪。",
    "感染控制组：财务科牵头，检验科参加。",
    "保卫科负责院内感染监测和消毒消杀。",
    "药剂科负责治安保卫、疏导交通。",
]
OWN = [
    "县公安局负责现场警戒、交通管制，协助医疗救治人员通行。",
    "县卫生健康局负责医疗救治，配合公安机关维护现场秩序。",
    "县气象局负责天气预报，为水库调度提供雨情。",
    "县财政局负责安排医疗救治、抢修道路等经费。",
    "县民政局负责受灾人员生活救助，会同县财政局拨付救助资金。",
    "县交通运输局负责抢修公路，协助公安实施交通管制。",
    "医疗救护组：由县卫生健康局牵头，县财政局、县医保局参加。",
    "新闻宣传组：由县委宣传部牵头，县公安局、县气象局参加。",
    "县农业农村局负责农田排涝和动物疫病防控。",
    "县市场监督管理局负责特种设备事故处置和食品安全监管。",
    "县教育局负责停课通知，组织师生疏散。",
    "县应急管理局负责医疗救治力量协调和物资调拨。",
    "县文化和旅游局负责关闭景区，疏散游客，做好旅游新闻发布。",
    "县民政局负责因灾死亡人员遗体处置。",
    "警戒疏散组：由保卫部牵头，负责设置警戒区。",
    "财务部负责筹措应急资金，做好保险理赔。",
    "后勤保障组负责应急物资供应和人员食宿，配合医疗救护组转运伤员。",
    "生产部负责切断电源，组织工艺处置。",
    "设备部负责堵漏和设备抢修。",
    "安全环保部负责环境监测和现场警戒。",
    "疏散引导组负责引导师生疏散。",
    "德育处负责组织学生疏散，维护秩序。",
    "总务处负责物资保障和切断电源。",
    "感染控制组：院感科牵头，检验科、护理部参加。",
    "保卫科负责警戒和疏导交通。",
    "信息科负责通信保障和信息系统恢复。",
]


def told(line: str, code: str, **fields: object) -> bool:
    return any(each.message.code == code for each in findings(HEAD + line, "QC-RACI", **fields))


@pytest.mark.parametrize("line", ALIEN)
def test_work_of_quite_another_body_is_told(line: str) -> None:
    assert told(line, "strange_duty")


@pytest.mark.parametrize("line", OWN)
def test_work_that_a_body_may_have_is_not(line: str) -> None:
    assert not told(line, "strange_duty")


FIRM = {
    "title": "临江市宏源化工有限公司生产安全事故综合应急预案",
    "plan_level": "企业",
    "plan_type": "EC",
    "hazard": None,
}
SCHOOL = {"title": "临江市育才小学突发事件应急预案", "plan_level": "学校", "plan_type": "SCH", "hazard": None}
HOTEL = {"title": "临江宾馆火灾事故应急预案", "plan_level": "企业", "plan_type": "ES", "hazard": None}
TOWN = {"title": "青山县石桥镇突发事件总体应急预案", "plan_level": "乡镇", "plan_type": "TWN", "hazard": None}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (FIRM, "本预案经总经理批准后发布，报临江市气象局备案。"),
        (FIRM, "主要负责人接到事故报告后，应当于1小时内向临江市文化和旅游局报告。"),
        (FIRM, "发生死亡事故的，立即向市统计局和负有安全生产监督管理职责的部门报告。"),
        (SCHOOL, "本预案报市交通运输局备案。"),
        (SCHOOL, "发生事故后30分钟内向市税务局报告。"),
        (HOTEL, "本预案报市农业农村局备案，每三年修订一次。"),
        (TOWN, "本预案由镇应急办负责解释，报县文化和旅游局备案。"),
        (TOWN, "发生突发事件后，立即向县档案局报告。"),
        ({}, "本预案报临江市审计局备案。"),
    ],
)
def test_filings_and_reports_to_those_who_have_nothing_to_do_with_it(fields: dict[str, object], line: str) -> None:
    assert told(line, "recipient_odd", **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (FIRM, "本预案报临江市应急管理局备案，并抄送园区管委会。"),
        (FIRM, "主要负责人应当于1小时内向市应急管理局和负有安全生产监督管理职责的有关部门报告。"),
        (FIRM, "环境污染事件同时报市生态环境局。"),
        (SCHOOL, "本预案报市教育局备案。"),
        (SCHOOL, "发现传染病聚集疫情，2小时内向区疾控中心和教育局报告。"),
        (HOTEL, "旅游团队游客伤亡的，立即向市文化和旅游局报告。"),
        (TOWN, "本预案报县人民政府备案。"),
        (TOWN, "灾情损失情况每日向县统计局报送。"),
        ({}, "各成员单位的行动方案报县防汛抗旱指挥部办公室备案。"),
        ({}, "县水利局的保障预案报县水利局备案。"),
    ],
)
def test_filings_and_reports_that_are_right(fields: dict[str, object], line: str) -> None:
    assert not told(line, "recipient_odd", **fields)


def test_the_seat_is_held_against_a_head_who_is_named() -> None:
    line = "指挥部办公室设在县民政局，主任由县应急管理局局长周启明兼任，承担日常工作。"
    found = findings(HEAD + line, "QC-CONS")
    assert [each.message.code for each in found] == ["seat_conflict"]
    right = "指挥部办公室设在县应急管理局，主任由周启明兼任，副主任由县水利局副局长彭海担任。"
    assert findings(HEAD + right, "QC-CONS") == []
