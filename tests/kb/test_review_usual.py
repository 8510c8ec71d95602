"""Times that no practice knows, levels that are given more time than lesser ones, days and hours that cannot be."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def told(text: str, rule: str = "QC-TIME") -> set[str]:
    return {each.message.code for each in findings(text, rule)}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("皮肤接触的，立即用清水冲洗至少15分钟。", "皮肤接触的，立即用清水冲洗至少15秒。"),
        ("明火扑灭后留足人员看守火场不少于24小时。", "明火扑灭后留足人员看守火场不少于24分钟。"),
        ("留样食品应当保存48小时以上。", "留样食品应当保存4小时以上。"),
        ("监控录像保存90日以上。", "监控录像保存90分钟以上。"),
        ("教学楼师生应当在3分钟内撤离到操场。", "教学楼师生应当在30分钟内撤离到操场。"),
        ("样品应当在采集后4小时内送实验室。", "样品应当在采集后4日内送实验室。"),
        ("处置过程中每2小时续报一次。", "处置过程中每2日续报一次。"),
        ("值守人员每8小时轮换一次。", "值守人员每80小时轮换一次。"),
        ("应急物资每半年检查一次。", "应急物资每6年检查一次。"),
        ("联系方式每半年更新通讯录。", "联系方式每5年更新通讯录。"),
        (
            "各村发现险情后应当立即向镇防指办公室报告，最迟不得超过10分钟。",
            "各村发现险情后应当立即向镇防指办公室报告，最迟不得超过2小时。",
        ),
    ],
)
def test_times_far_from_practice(right: str, wrong: str) -> None:
    unusual = {"time_unusual", "limit_long"}
    assert not told(f"# 4 处置\n{right}") & unusual
    assert told(f"# 4 处置\n{wrong}") & unusual


@pytest.mark.parametrize(
    "line",
    [
        "干旱灾害每10日续报一次灾情。",
        "每次吹气持续1秒以上。",
        "警报声持续鸣60秒以上。",
        "护林员每日巡护不少于6小时。",
        "堤防巡查每1小时一次。",
        "每3年评估一次。",
    ],
)
def test_usual_times_are_left_alone(line: str) -> None:
    assert "time_unusual" not in told(f"# 4 处置\n{line}")


def _levels(graver: str, lesser: str) -> str:
    return (
        f"# 5 响应\n## 5.1 Ⅱ级响应\n危险区群众应当在{lesser}内全部转移到安置点。每2小时会商一次。\n"
        f"## 5.2 Ⅰ级响应\n危险区群众应当在{graver}内全部转移。每1小时会商一次。\n"
    )


def test_a_graver_level_is_not_given_more_time() -> None:
    assert "level_order" not in told(_levels("1小时", "2小时"), "QC-LVL")
    assert "level_order" in told(_levels("12小时", "2小时"), "QC-LVL")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("瞭望塔每日7时至19时值守。", False),
        ("瞭望塔每日7时至26时值守。", True),
        ("2026年3月2日（星期一）印发。", False),
        ("2026年3月2日（星期三）印发。", True),
        ("截至2025年底有居民500户。", False),
        ("截至2035年底有居民500户。", True),
        ("每20时段轮换。", False),
    ],
)
def test_days_and_hours(line: str, wrong: bool) -> None:
    assert ("date_impossible" in told(f"# 1 总则\n{line}", "QC-DATE")) is wrong
