from __future__ import annotations

import pytest

from indexer.norms import is_norm, rank


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国灯塔保护法", "statute"),
        ("灯塔法典第十二条", "statute"),
        ("最高人民法院关于审理灯塔纠纷案件适用法律若干问题的规定第三条之一", "interpretation"),
        ("灯塔管理条例", "regulation"),
        ("灯塔看守办法（试行）", "rules"),
        ("示例省实施《灯塔保护法》办法", "rules"),
    ],
)
def test_tells_the_rank_from_the_title(title: str, kind: str) -> None:
    found = rank(title)
    kinds = ("statute", "interpretation", "regulation", "rules")
    assert [name for name in kinds if found[name]] == [kind]


def test_local_and_trial_norms_are_marked() -> None:
    assert rank("示例省灯塔管理条例")["local_norm"] == 1
    assert rank("灯塔管理条例")["local_norm"] == 0
    assert rank("灯塔看守办法（试行）")["trial_norm"] == 1
    assert rank("灯塔保护法")["long_title"] < rank("灯塔保护区水下遗迹管理暂行办法")["long_title"]


@pytest.mark.parametrize("title", ["青山县防汛抗旱应急预案", "", "《》", "关于演练情况的报告"])
def test_other_texts_have_no_rank(title: str) -> None:
    assert not any(rank(title).values())


@pytest.mark.parametrize(
    ("title", "norm"), [("示例省防汛条例", True), ("示例法第十二条", True), ("青山县防汛预案", False), ("", False)]
)
def test_legal_texts_are_told_from_plans(title: str, norm: bool) -> None:
    assert is_norm(title) is norm
