"""Who cites a law, under whatever name."""

from __future__ import annotations

import pytest

from kb.comparing.impact import identify, is_vague, mentions
from kb.model import Clause, Validity
from tests.kb.review_world import register


def cited(asked: str, *texts: str) -> list[str]:
    law = identify(asked, register())
    clauses = [Clause(f"甲#{at}", (), text) for at, text in enumerate(texts)]
    return [mention.words for mention in mentions(clauses, law, register())]


@pytest.mark.parametrize(
    "text",
    [
        "依据《中华人民共和国突发事件应对法》制定本预案。",
        "依据《突发事件应对法》（2007年）制定。",
        "按照突发事件应对法第二十八条的要求",
        "依据中华人民共和国突发事件应对法，结合实际",
        "依据《突发事件\n应对法》等法律",
    ],
)
def test_full_title_with_and_without_marks(text: str) -> None:
    assert cited("《中华人民共和国突发事件应对法》", text) == ["突发事件应对法"]


@pytest.mark.parametrize(
    "text",
    [
        "《青山省实施〈突发事件应对法〉办法》第三条",
        "青山省突发事件应对条例",
        "《突发事件应对法实施办法》",
        "依法应对突发事件，法治保障有力。",
    ],
)
def test_longer_titles_and_mere_words_are_no_citation(text: str) -> None:
    assert cited("突发事件应对法", text) == []


def test_a_declared_short_name_counts_in_the_whole_document() -> None:
    texts = (
        "依据《突发事件应急预案管理办法》（国办发〔2024〕5号，以下简称《办法》）编制。",
        "按《办法》第三十六条修订。",
        "考核办法另行制定。",
    )
    assert cited("突发事件应急预案管理办法", *texts) == ["突发事件应急预案管理办法", "办法"]


def test_numbers_and_old_titles_lead_to_the_law_of_today() -> None:
    law = identify("国办发[2013]101号", register())
    assert (law.status, law.names[0]) == (Validity.SUPERSEDED, "突发事件应急预案管理办法")
    assert cited("国办发[2013]101号", "根据国办发﹝2013﹞101号文件", "国办发（2013）101号") == [
        "国办发〔2013〕101号",
        "国办发(2013)101号",
    ]
    old = identify("国家突发公共事件总体应急预案", register())
    assert old.status is Validity.REPEALED
    assert "国家突发事件总体应急预案" in old.now


def test_standards_with_any_year_and_dash() -> None:
    law = identify("GB/T 29639-2013", register())
    assert (law.status, "2020" in law.now) == (Validity.SUPERSEDED, True)
    texts = ("按照GB/T 29639—2020编制", "按GB/T29639-2013编写", "GB/T 296390-2020")
    assert cited("GB/T 29639", *texts) == ["GB/T29639—2020", "GB/T29639-2013"]


def test_an_old_way_of_citing_is_told() -> None:
    law = identify("GB/T 29639", register())
    found = list(mentions([Clause("甲#1", (), "依据GB/T29639-2013编写")], law, register()))
    assert [(m.defect is not None and m.defect.now == law.now) for m in found] == [True]


def test_years_tell_the_edition_and_unknown_names_stay_unknown() -> None:
    assert identify("突发事件应对法（2007）", register()).status is Validity.SUPERSEDED
    assert identify("突发事件应对法（2024）", register()).status is Validity.IN_FORCE
    unknown = identify("青山县柳河管理办法", register())
    assert (unknown.status, unknown.listed, unknown.names) == (Validity.UNKNOWN, False, ("青山县柳河管理办法",))
    assert len(identify("应对法", register()).others) > 1


@pytest.mark.parametrize(
    "asked", ["突发事件应对法第二十八条", "2024年突发事件应对法", "突发事件应对法2024", "突发事件应对法（2024年修订）"]
)
def test_articles_and_years_beside_the_title_do_not_hide_the_law(asked: str) -> None:
    assert cited(asked, "依据《突发事件应对法》制定本预案。") == ["突发事件应对法"]


@pytest.mark.parametrize("asked", ["2007年突发事件应对法", "突发事件应对法2007年版"])
def test_an_old_year_makes_it_the_superseded_edition(asked: str) -> None:
    assert identify(asked, register()).status is Validity.SUPERSEDED


@pytest.mark.parametrize(
    ("asked", "vague"),
    [("办法", True), ("中华人民共和国", True), ("《条例》", True), ("防汛条例", False), ("消防法", False)],
)
def test_a_mere_kind_of_text_names_no_law(asked: str, vague: bool) -> None:
    assert is_vague(asked) is vague
