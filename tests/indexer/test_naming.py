"""Laws and plans that questions name, found in the words and looked for among the titles of a library."""

from __future__ import annotations

import pytest

from indexer import naming
from indexer.reference import NamedDocument
from indexer.titles import Titles
from indexer.tokens import Tokens, fold

TITLES = (
    "国家森林火灾应急预案",
    "中华人民共和国消防法",
    "危险化学品安全管理条例",
    "青山县防汛抗旱应急预案",
    "广东省自然灾害救助应急预案",
)


def named(asked: str) -> str:
    folded = fold(asked)
    return naming.named(folded, tuple(Tokens().pieces(folded)))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("违反消防法怎么罚", "消防法"),
        ("按照渔港管理条例 第八条", "渔港管理条例"),
        ("《灯塔维护条例》谁来执行", "灯塔维护条例"),
        ("广东省台风应急预案里渔船几点回港", "广东省台风应急预案"),
        ("国家海冰应急预案响应分几级", "国家海冰应急预案"),
        ("村里的预案多久改一次", ""),
        ("有什么办法把水排掉", ""),
        ("法律责任有哪些", ""),
        ("依法处置要注意什么", ""),
        ("管理条例", ""),
        ("全国性启动海冰预案 最后谁批", ""),
        ("按两个条例等级不一样 听哪个", ""),
    ],
)
def test_the_name_in_a_question(asked: str, name: str) -> None:
    assert named(asked) == name


@pytest.mark.parametrize(
    ("name", "called", "held"),
    [
        ("消防法", (), True),
        ("危化品条例", (), True),
        ("危化品条例", ("危险化学品安全管理条例",), True),
        ("渔港管理条例", (), False),
        ("国务院危化品条例", (), True),
        ("防火法", (), True),
        ("渔业法", (), False),
        ("食品安全法", (), False),
        ("广东省自然灾害救助预案", (), True),
        ("湖南省自然灾害救助预案", (), False),
        ("湖南省救灾预案", ("自然灾害救助应急预案",), False),
        ("国家海冰应急预案", (), False),
        ("国家自然灾害救助应急预案", (), False),
        ("国家防汛抗旱应急预案", (), False),
        ("国家森林火灾应急预案", (), True),
        ("国家森林草原火灾预案", (), False),
    ],
)
def test_held_when_a_title_bears_place_kind_and_nearly_all_characters(
    name: str, called: tuple[str, ...], held: bool
) -> None:
    titles = Titles([NamedDocument(title, title, (), "", True) for title in TITLES])
    assert naming.is_held(name, called, titles, ()) is held


def test_a_method_is_spoken_of_where_a_law_is_quoted() -> None:
    assert naming.is_spoken_of("海姆立克法", "异物卡喉时用海姆立克法施救")
    assert not naming.is_spoken_of("渔业法", "根据《渔业法》和《中华人民共和国渔业法》制定")


def test_headings_name_the_laws_of_a_collection() -> None:
    titles = Titles([NamedDocument("汇编", "", (), "", True)])
    assert naming.is_held("渔港管理条例", (), titles, ["渔港管理条例 第一章"])
    assert not naming.is_held("渔港管理条例", (), titles, ["灯塔维护条例 第一章"])
