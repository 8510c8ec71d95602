"""Places asked for by number over a small library of invented laws and plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.index import HybridIndex
from indexer.tokens import fold, numeral
from kb.model import Kind, SearchFilters
from tests.indexer.conftest import document
from tests.indexer.memory import MemoryLibrary


@pytest.fixture
def wide(make_index: Callable[..., HybridIndex], library: MemoryLibrary) -> HybridIndex:
    library.put(
        document(
            "示例省实施灯塔法办法",
            "示例省实施《中华人民共和国灯塔保护法》办法",
            ("第七条", "各县设灯塔管理所。"),
            ("第八条", "管理所昼夜有人。"),
            kind=Kind.LAW,
        )
    )
    library.put(
        document(
            "灯具法",
            "灯具法",
            ("第三条", "灯具分两类。"),
            ("第三条¶2", "下列灯具免检："),
            ("第三条¶2/（一）", "提灯；"),
            ("第三条¶2/（二）", "灯笼。"),
            kind=Kind.LAW,
        )
    )
    library.put(document("灯塔条例", "灯塔条例", ("第七条", "灯塔管理人员的奖励。"), kind=Kind.LAW))
    library.put(document("临江市灯塔条例", "临江市灯塔条例", ("第七条", "区政府检修灯塔。"), kind=Kind.LAW))
    library.put(document("民用灯典", "民用灯典", ("第一千零一十二条", "灯具每年检验一次。"), kind=Kind.LAW))
    library.put(
        document(
            "白鹤县防汛预案", "白鹤县防汛抗旱应急预案", ("4.2", "白鹤县四级响应由局长决定。"), ("4.21", "另一节。")
        )
    )
    library.put(document("9月总结", "九月演练总结", ("4.2", "演练分两段。"), kind=Kind.REPORT))
    made = make_index()
    made.refresh()
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("示例省实施《中华人民共和国灯塔保护法》办法第七条", "示例省实施灯塔法办法#第七条"),
        ("《示例省实施〈灯塔保护法〉办法》 7条", "示例省实施灯塔法办法#第七条"),
        ("灯塔保护法第七条", "灯塔保护法_2024#第七条"),
        ("第七条 灯塔保护法", "灯塔保护法_2024#第七条"),
        ("07年的灯塔保护法7条", "灯塔保护法_2007#第七条"),
        ("2007年灯塔保护法第七条", "灯塔保护法_2007#第七条"),
        ("临江灯塔条例 第七条", "临江市灯塔条例#第七条"),
        ("灯塔条例第七条", "灯塔条例#第七条"),
        ("灯具法第三条", "灯具法#第三条"),
        ("灯具法第三条第一款", "灯具法#第三条"),
        ("灯具法第3条第2款", "灯具法#第三条¶2"),
        ("灯具法第三条第二款第（二）项", "灯具法#第三条¶2/（二）"),
        ("灯具法第三条第一项 免检", "灯具法#第三条¶2/（一）"),
        ("民用灯典第1012条", "民用灯典#第一千零一十二条"),
        ("民用灯典第一千零一十二条", "民用灯典#第一千零一十二条"),
        ("白鹤县防汛预案第4.2节", "白鹤县防汛预案#4.2"),
        ("白鹤防汛预案4.2", "白鹤县防汛预案#4.2"),
    ],
)
def test_the_document_named_comes_first(wide: HybridIndex, query: str, expected: str) -> None:
    result = wide.search(query)
    assert result.hits[0].clause_id == expected
    assert result.answerable


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("4.2", {"青山县防汛预案#4.2", "白鹤县防汛预案#4.2", "9月总结#4.2"}),
        ("应急预案4.2", {"青山县防汛预案#4.2", "白鹤县防汛预案#4.2", "9月总结#4.2"}),
        (
            "第七条",
            {
                "灯塔保护法_2024#第七条",
                "灯塔保护法_2007#第七条",
                "示例省实施灯塔法办法#第七条",
                "灯塔条例#第七条",
                "临江市灯塔条例#第七条",
            },
        ),
        ("附件4", {"青山县防汛预案#附件4"}),
    ],
)
def test_a_bare_number_finds_every_document_that_has_it(wide: HybridIndex, query: str, expected: set[str]) -> None:
    hits = wide.search(query, 20).hits
    assert {hit.clause_id for hit in hits[: len(expected)]} == expected


def test_in_force_before_superseded_and_plans_before_reports(wide: HybridIndex) -> None:
    assert wide.search("第七条").hits[-1].clause_id != "灯塔保护法_2024#第七条"
    found = [hit.clause_id for hit in wide.search("4.2").hits]
    assert found.index("白鹤县防汛预案#4.2") < found.index("9月总结#4.2")


def test_the_filter_names_the_document(wide: HybridIndex) -> None:
    for doc in ("示例省实施灯塔法办法", "示例省"):
        hits = wide.search("第8条", 3, SearchFilters(doc=doc)).hits
        assert hits[0].clause_id == "示例省实施灯塔法办法#第八条"


def test_a_number_nobody_has_is_no_look_up(wide: HybridIndex) -> None:
    assert not wide.search("量子计算机原理 第九十九条").answerable


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (10, "十"),
        (12, "十二"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1012, "一千零一十二"),
        (1260, "一千二百六十"),
    ],
)
def test_numerals(number: int, written: str) -> None:
    assert numeral(number) == written
    assert fold(f"第 {number} 条") == f"第{written}条"
