"""How long acts of the first hours are given, what follows what, and amounts that cannot be."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def codes(line: str, rule: str) -> set[str]:
    return {each.message.code for each in findings(f"# 4 信息报告\n{line}", rule)}


@pytest.mark.parametrize(
    ("line", "slow"),
    [
        ("相关单位要在30小时内反馈情况。", True),
        ("相关单位要在30分钟内反馈情况。", False),
        ("接报后15分钟内电话报告，5日内报送书面材料。", True),
        ("有关人员应三个月内上岗到位。", True),
        ("险情发生后24日内，由县防指组成工作组，赴现场查看。", True),
        ("灾情发生重大变化时，县应急管理局应在30天内向县委、县政府报告。", True),
        ("县防办在24天内向成员单位发送预警终止文件。", True),
        ("县应急管理局接报灾情后72小时内审核、汇总并上报。", True),
        ("响应终止后15个工作日内提交评估报告。", False),
        ("问题在3日内整改反馈。", False),
        ("自事故发生之日起30日内伤亡人数变化的，当日补报。", False),
        ("储备库接令后48小时内完成物资发运。", False),
    ],
)
def test_acts_with_far_too_long(line: str, slow: bool) -> None:
    assert ("act_slow" in codes(line, "QC-TIME")) is slow


@pytest.mark.parametrize(
    ("line", "late"),
    [
        ("县应急管理局接报后择期报告县政府。", True),
        ("发现人员待处置完毕后报告村委会。", True),
        ("达到响应启动条件的，可择期启动应急响应。", True),
        ("抢险结束后报告处置情况。", False),
        ("发现人员立即报告村委会。", False),
    ],
)
def test_put_off(line: str, late: bool) -> None:
    assert ("report_put_off" in codes(line, "QC-TIME")) is late


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("预计过去24小时将有暴雨。", True),
        ("过去24小时出现暴雨，预计未来24小时仍将出现。", False),
        ("各乡镇每日11:00前报告一次灾情。县防办每日08:00前汇总灾情。", True),
        ("各乡镇每日11:00前报告一次灾情。县防办每日12:00前汇总灾情。", False),
        ("县民政局每年9月开始调查冬春困难。乡镇应当在每年8月中旬前统计需求。", True),
        ("县民政局每年9月开始调查冬春困难。乡镇应当在每年10月中旬前统计需求。", False),
        ("接到通知后，乡镇应在12小时前启动预警。", True),
    ],
)
def test_sequence(line: str, wrong: bool) -> None:
    assert ("time_order" in codes(line, "QC-TIME")) is wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("每日34小时监测雨情。", True),
        ("汛期实行42小时值班。", True),
        ("汛期实行24小时值班。", False),
        ("物资完好率达到百分之一百二十。", True),
        ("物资完好率达到百分之九十五。", False),
        ("降雨量较常年增加120%。", False),
        ("封闭-2小时后检查。", True),
        ("旱情：5至3个乡镇受旱。", True),
    ],
)
def test_amounts(line: str, wrong: bool) -> None:
    assert ("amount_impossible" in codes(line, "QC-NUM")) is wrong


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("抢险队150分钟内到位。", True),
        ("公路局30小时内抢通道路。", True),
        ("接到申请后24天内答复。", True),
        ("抢险队30分钟内到位。", False),
        ("公路局48小时内抢通道路。", False),
        ("演练后30天内整改。", False),
    ],
)
def test_limits_that_nobody_writes_so(line: str, odd: bool) -> None:
    assert (codes(line, "QC-TIME") & {"limit_unusual", "act_slow"} != set()) is odd
