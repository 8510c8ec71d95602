"""Parts a plan promises and does not bring: annexes called by name, one level's measures, a level beside its fellows."""

from __future__ import annotations

import pytest

from tests.kb.review_world import findings

LEVELS = """
# 5 应急响应
应急响应分为四级：一级、二级、三级、四级。
## 5.1 一级响应
### 5.1.1 启动条件
县城进水，由县长启动。
### 5.1.2 响应措施
县水利局全员上堤，县公安局封路。
## 5.2 二级响应
### 5.2.1 启动条件
堤防出现险情，由副县长启动。
### 5.2.2 响应措施
县水利局派三个组巡堤。
## 5.3 三级响应
### 5.3.1 启动条件
水位超过警戒，由局长启动。
### 5.3.2 响应措施
乡镇干部进村入户。
## 5.4 四级响应
### 5.4.1 启动条件
发布蓝色预警，由值班主任启动。
### 5.4.2 响应措施
县应急管理局加强值守。
## 5.5 响应结束
县指挥部宣布结束三级或四级响应。
"""


def codes(text: str, rule: str) -> list[str]:
    return [each.message.code for each in findings(text, rule)]


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("### 5.3.2 响应措施\n乡镇干部进村入户。\n", "level_without_measures"),
        (LEVELS[LEVELS.index("## 5.4") : LEVELS.index("## 5.5")], "level_lacking"),
    ],
)
def test_what_one_level_lacks_beside_the_others(gone: str, code: str) -> None:
    assert code not in codes(LEVELS, "QC-LVL")
    assert code in codes(LEVELS.replace(gone, ""), "QC-LVL")


@pytest.mark.parametrize(
    ("said", "annex"),
    [
        ("附件：县水灾处置单位职责\n", "\n# 县水灾处置单位职责\n县水利局：巡堤。\n"),
        ("值班室播放疏散广播词（广播词附后）。\n", "\n附：疏散广播词\n请从最近的出口撤离。\n"),
    ],
)
def test_an_annex_called_by_name_is_missed(said: str, annex: str) -> None:
    plan = "# 1 总则\n为做好水灾处置，制定本预案。\n# 2 附则\n" + said
    assert "annex_named_absent" in codes(plan, "QC-XREF")
    assert "annex_named_absent" not in codes(plan + annex, "QC-XREF")


def test_annexes_listed_in_one_line_are_counted() -> None:
    listed = "# 1 总则\n制定本预案。\n附件：1.分级标准\n2.响应流程图3.物资清单\n\n# 附件1 分级标准\n一级：县城进水。\n\n# 附件2 响应流程图\n接报、研判、启动。\n"
    found = [each for each in findings(listed, "QC-XREF") if each.message.code == "annex_only_listed"]
    assert [each.message.params["numbers"] for each in found] == ["3"]
