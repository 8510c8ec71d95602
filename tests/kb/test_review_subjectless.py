"""Single orders that nobody is told to carry out."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

PLAN = """
# 4 应急响应
县防指启动四级响应，通知成员单位到岗。县应急局组织会商。县水利局加强水库调度。
县公安局设置警戒区域。县交通运输局组织抢修道路。县卫生健康局组织医疗救治。
## 4.1 先期处置
乡镇政府组织群众转移。村委会通知受威胁群众撤离。县消防救援大队赶赴现场开展搜救。
县防指采取以下措施：
（1）调集抢险队伍。
（2）封锁危险路段。
## 4.2 处置措施
{line}
"""


def count(line: str) -> int:
    found = findings(PLAN.format(line=line), "QC-OPER")
    return sum(len(each.places) for each in found if each.message.code == "order_without_actor")


@pytest.mark.parametrize(
    "line",
    [
        "险情发生后，立即组织群众转移，封锁危险路段。",
        "（1）安排24小时值班值守，报告县防指办公室。",
        "迅速向县防指办公室报告险情。",
    ],
)
def test_an_order_to_nobody(line: str) -> None:
    assert count(line) == 1


@pytest.mark.parametrize(
    "line",
    [
        "险情发生后，石桥镇政府立即组织群众转移，封锁危险路段。",
        "石桥镇政府负责先期处置。组织群众转移，封锁危险路段。",
        "险情由县水利局负责抢险。",
        "县防指办公室安排值班：组织人员24小时值守。",
        "预警信息包括险情、范围和应采取的措施。",
    ],
)
def test_orders_with_a_subject(line: str) -> None:
    assert count(line) == 0


def test_items_of_a_report_are_no_orders() -> None:
    report = "报告内容包括：（1）事发时间和地点；（2）采取的措施；（3）撤离人数、转移路线；（4）设置警戒区的情况。"
    text = f"# 4 信息报告与处置\n{report}\n" + "县应急管理局组织抢险。县公安局设置警戒区。县水利局开展巡查。" * 3
    assert not [each for each in findings(text, "QC-OPER") if each.message.code == "order_without_actor"]
