"""Reports put off, sentences that break off, counts beside lists, names of other places and former departments."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings


def codes(line: str, rule: str, **fields: object) -> list[str]:
    return [each.message.code for each in findings(f"# 4 应急响应\n## 4.1 信息报告\n{line}", rule, **fields)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "late"),
    [
        ("事故发生后，学校应在15天内写出书面报告。", True),
        ("险情查清后再向县防指报告。", True),
        ("接警后3小时内打电话、1小时内交书面材料向市防指报告。", True),
        ("发现火情后应在30分钟内向消防控制室报告。", True),
        ("接警后30分钟内打电话、1小时内交书面材料向市防指报告。", False),
        ("灾情稳定后，10日内审核汇总灾情数据并报告。", False),
        ("响应终止后15日内报送总结评估报告。", False),
    ],
)
def test_reports_put_off(line: str, late: bool) -> None:
    assert ("report_put_off" in codes(line, "QC-TIME")) is late


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("民政部门要加强对。", True),
        ("公安部门做好灾区治安和、服务等工作。", True),
        ("县司法局指导基层做好因灾。", True),
        ("县防指统筹应对。险情由县防指应对。理由存在，行为涉及面广。", False),
        ("氯气泄漏用碱液中和。", False),
    ],
)
def test_sentences_that_break_off(line: str, cut: bool) -> None:
    assert ("sentence_cut" in codes(line, "QC-TEXT")) is cut


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("成立抢险救援组、转移安置组、医疗救治组、后勤保障组等3个工作组。", True),
        ("成立抢险救援组、转移安置组、医疗救治组、后勤保障组等4个工作组。", False),
        ("成立抢险救援组、转移安置组、医疗救治组等8个工作组。", False),
        ("每日提供4次（8时、14时、20时）水情。", True),
        ("每日提供3次（8时、14时、20时）水情。", False),
    ],
)
def test_counts_beside_lists(line: str, wrong: bool) -> None:
    assert ("count_wrong" in codes(line, "QC-NUM")) is wrong


@pytest.mark.parametrize(
    ("line", "old"),
    [
        ("向国家防办、水利电力部报告。", True),
        ("县国土房管局负责巡查。", True),
        ("向水利部、自然资源部门报告。", False),
    ],
)
def test_former_departments(line: str, old: bool) -> None:
    assert ("former_office" in codes(line, "QC-ORG")) is old


@pytest.mark.parametrize(
    ("line", "foreign"),
    [("立即报告宁波海事局。", True), ("由密云区人民政府组织转移。", True), ("立即报告大港海事局。", False)],
)
def test_places_of_other_provinces(line: str, foreign: bool) -> None:
    told = codes(line, "QC-COPY", title="天津市滨海新区防汛应急预案", region="天津市滨海新区")
    assert ("foreign_place" in told) is foreign
