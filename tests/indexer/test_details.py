"""The detail a question asks for, told from texts that have it and texts that have another."""

from __future__ import annotations

import pytest

from indexer import details
from indexer.tokens import fold


@pytest.mark.parametrize(
    ("asked", "has", "lacks"),
    [
        ("消防车多少钱一辆", "每辆采购价80万元", "消防车停在车库"),
        ("救灾帐篷储备了多少顶", "帐篷200顶", "帐篷存放在三楼"),
        ("地震死了几个人", "死亡人数/人：2；受伤人数/人：9", "震级：5.9"),
        ("值班电话是多少", "值班电话：0000-0000119", "值班电话由办公室公布"),
        ("监测仪是哪个厂家的", "由青山仪器有限公司提供", "监测仪装在坡顶"),
        ("水位多少米要撤", "水位达到51.60米时撤离", "水位上涨时撤离"),
        ("几天内要备案", "自公布之日起20个工作日内备案", "应当及时备案"),
        ("消防日是几月几号", "每年11月9日为消防日", "每年开展消防宣传"),
        ("百分之几的村有广播", "覆盖率达到98%", "村村有广播"),
        ("多久演练一次", "每年至少组织一次演练", "应当组织演练"),
        ("值班室面积多大", "不小于20平方米", "值班室在一楼"),
    ],
)
def test_a_sentence_with_the_detail_is_told(asked: str, has: str, lacks: str) -> None:
    wanted = details.details(fold(asked))
    assert wanted
    assert list(details.told(wanted, fold(f"{lacks}。{has}。")))
    assert not list(details.told(wanted, fold(lacks)))


@pytest.mark.parametrize(
    "asked",
    ["谁来指挥", "报告要写哪几块", "指挥部在哪里", "接到电话先干什么", "咨询台接待多少家长怎么排", "厂家能不给资料吗"],
)
def test_other_questions_want_no_measure(asked: str) -> None:
    assert all("元" not in pattern.pattern and "家" not in pattern.pattern for pattern in details.details(asked))


def test_a_told_sentence_comes_with_the_one_before_it() -> None:
    assert list(details.told(details.details("帐篷有多少顶"), "帐篷在县仓库。共200顶。")) == ["帐篷在县仓库。共200顶。"]


def test_a_name_is_asked_for() -> None:
    assert details.asks_name("指挥长姓什么")
    assert not details.asks_name("指挥长由谁担任")


def test_places_of_the_country_and_of_the_library() -> None:
    assert details.places("海南省台风停课", ()) == ("海南",)
    assert details.places("深圳和石桥的响应", ("石桥", "临江")) == ("深圳", "石桥")
    assert not details.places("值班电话", ("石桥",))


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("2019年滑坡死了几人", "2019年滑坡无人死亡", True),
        ("2019年滑坡死了几人", "2020年滑坡无人死亡", False),
        ("简报第16期讲什么", "第15期 安全生产简报", False),
        ("倒了2000间房算几级", "倒塌房屋一千间", True),
        ("滑坡死了几人", "滑坡", True),
    ],
)
def test_dated_like_the_question(asked: str, text: str, expected: bool) -> None:
    assert details.dated(fold(asked), [text]) is expected


def test_how_often_is_told_without_a_number() -> None:
    assert list(details.told(details.details("几年检测一次"), "每年至少检测一次。"))
    assert list(details.told(details.details("一天点几次名"), "早晚各清点人数。"))


def test_a_row_of_a_table_is_one_sentence() -> None:
    row = "品名:防护服;规格:连体;存放地:县库;数量:200套"
    assert list(details.told(details.details("防护服有多少套"), row)) == [row]
    assert list(details.sentences("先撤人;再断料:不等。")) == ["先撤人;", "再断料:不等。"]
