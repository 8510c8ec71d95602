from __future__ import annotations

from pathlib import Path

from tests.kb.reading import document

REPORT = """青山县柳河镇“6·18”山洪灾害应急处置情况报告
青山县应急管理局
2026年6月30日
一、基本情况
2026年6月18日21时许，柳河镇双河村突发山洪，造成2人受伤、倒塌房屋5间，直接经济损失120万元。
二、处置经过
县应急管理局接报后立即启动三级响应，调集县消防救援大队赶赴现场。柳河镇政府组织转移群众86人。
截至19日6时，险情解除，未造成人员死亡。
三、经验教训
一是预警发布及时，转移早。二是通信备份不足，应当加强卫星电话配备。
"""


def test_a_report_about_one_event(tmp_path: Path) -> None:
    (event,) = document(tmp_path, REPORT).incidents
    assert event.event_time == "2026年6月18日21时许"
    assert event.place == "青山县柳河镇"
    assert event.hazard is not None
    assert event.hazard.code == "ND-WD"
    assert event.casualties == "造成2人受伤、倒塌房屋5间，直接经济损失120万元"
    assert "县应急管理局" in event.agencies
    assert [measure.text for measure in event.measures][-1] == "柳河镇政府组织转移群众86人。"
    assert all(measure.clause_id.startswith("样#二") for measure in event.measures)
    assert event.outcome == "截至19日6时，险情解除，未造成人员死亡"
    assert event.lessons == ("一是预警发布及时，转移早。", "二是通信备份不足，应当加强卫星电话配备。")
    assert event.lines == (1, 10)


def test_a_collection_of_cases(tmp_path: Path) -> None:
    case = "地点：示例省青山县{0}村\n时间：2026年7月{1}日\n灾害概况：{0}村后山发生滑坡，损毁房屋3间。\n避险经过：镇政府接到预警后立即组织撤离群众40人，未造成人员伤亡。\n经验启示：一是监测到位。二是撤离果断。\n"
    text = (
        "地质灾害避险案例选编\n一、青山县上河村滑坡成功避险案例\n"
        + case.format("上河", 5)
        + "二、青山县下坪村“7·9”滑坡灾害\n"
        + case.format("下坪", 9)
    )
    events = document(tmp_path, text).incidents
    assert [event.event_time for event in events] == ["2026年7月5日", "2026年7月9日"]
    assert [event.place for event in events] == ["示例省青山县上河村", "示例省青山县下坪村"]
    assert [event.lines for event in events] == [(2, 7), (8, 13)]
    assert events[0].lessons == ("一是监测到位。", "二是撤离果断。")


def test_events_told_in_passing_but_not_mentions(tmp_path: Path) -> None:
    text = """青山县应急联动机制建设情况汇报
近年来我县与周边县市签订了协议，成功处置了多起突发事件。
XX年8月3日凌晨2时许，一辆油罐车在省道石桥镇段侧翻，造成柴油泄漏。
县应急管理局立即组织消防、环保人员赶赴现场处置。
经过6个小时的努力，险情得到控制。
2003年我县成功应对非典疫情以后，预案体系建设进入新阶段。
如遇突发事件发生后，各单位要立即启动预案。
"""
    (event,) = document(tmp_path, text).incidents
    assert event.event_time == "XX年8月3日凌晨2时许"
    assert event.lines is not None
    assert event.lines[0] == 3
    assert event.outcome == "经过6个小时的努力，险情得到控制"


def test_drills_and_plans_tell_no_events(tmp_path: Path) -> None:
    drill = REPORT.replace("应急处置情况报告", "应急演练总结").replace("“6·18”", "")
    assert document(tmp_path, drill, "演练.txt").incidents == ()
    assert document(tmp_path, REPORT.replace("应急处置情况报告", "应急预案"), "预案.txt").incidents == ()
