"""Past events found as whole cases: by words, kind, place, scale, agency and year."""

from __future__ import annotations

import pytest

from indexer.incidents import IncidentFilters, IncidentSearch
from indexer.tokens import Tokens
from kb.errors import InputError
from kb.model import Hazard, Incident, Kind, Measure
from tests.indexer.conftest import HashedEmbedder, document
from tests.indexer.memory import MemoryLibrary


def case(title: str, when: str, place: str, hazard: Hazard, harm: str, *measures: str, agencies: tuple[str, ...] = (), outcome: str = "") -> Incident:  # fmt: skip
    told = tuple(Measure(text, "汇编#1") for text in measures)
    return Incident(title, when, place, hazard, harm, agencies, told, outcome, ("要早转移。",), "汇编#1")


SLIDE = case(
    "上河村滑坡成功避险", "2025年7月9日6时", "青山县石桥镇上河村", Hazard("ND-GH", "地质灾害"), "房屋倒塌5间",
    "监测员敲锣通知群众转移。", "镇政府组织撤离86人。", agencies=("石桥镇政府",), outcome="未造成人员伤亡",
)  # fmt: skip
LEAK = case(
    "恒达化工氯气泄漏事故", "2023年11月6日", "青山县工业园区", Hazard("AD-HC", "危险化学品事故"), "造成3人死亡、12人轻伤",
    "县消防救援大队堵漏稀释。", agencies=("县消防救援大队",), outcome="3小时后完成堵漏",
)  # fmt: skip
BUS = case(
    "省道客车翻坠事故", "2024年1月12日", "青山县松岭乡", Hazard("AD-TR", "交通运输事故"), "11人死亡",
    "县公安局封闭道路，县医院收治伤员。", agencies=("县公安局",),
)  # fmt: skip
OLD_SLIDE = case(
    "下坪村滑坡灾害", "7月3日", "白鹤县竹溪乡下坪村", Hazard("ND-GH", "地质灾害"), "2人失踪", "乡政府搜救被埋人员。"
)  # fmt: skip


@pytest.fixture
def shelf() -> MemoryLibrary:
    many = document("汇编", "案例汇编", "正文。", kind=Kind.REPORT, date="2025-12", incidents=(SLIDE, LEAK, BUS))
    one = document("旧报告", "下坪村报告", "正文。", kind=Kind.REPORT, date="2019-08", incidents=(OLD_SLIDE,))
    return MemoryLibrary([(many, ""), (one, ""), (document("预案", "防汛预案", "无案例。"), "")])


@pytest.fixture
def search(shelf: MemoryLibrary, tokens: Tokens) -> IncidentSearch:
    return IncidentSearch([shelf], HashedEmbedder(), tokens)


def titles(search: IncidentSearch, query: str, **filters: str) -> list[str]:
    return [each.incident.title for each in search.search(query, 10, IncidentFilters(**filters)).found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("敲锣通知群众转移", SLIDE),
        ("氯气泄漏怎么堵漏", LEAK),
        ("松岭乡翻车", BUS),
        ("死亡10人以上的事故", BUS),
        ("较大事故", LEAK),
        ("2023年的事故", LEAK),
        ("下坪村 滑坡", OLD_SLIDE),
        ("县公安局封闭道路", BUS),
    ],
)
def test_the_case_asked_for_comes_first(search: IncidentSearch, query: str, expected: Incident) -> None:
    result = search.search(query)
    assert result.found[0].incident == expected
    assert [each.score for each in result.found] == sorted((each.score for each in result.found), reverse=True)


def test_what_was_prepared_is_not_embedded_again(shelf: MemoryLibrary, tokens: Tokens) -> None:
    embedder = HashedEmbedder()
    prepared = IncidentSearch([shelf], embedder, tokens)
    prepared.prepare()
    before = embedder.embedded
    assert before > 0
    assert prepared.search("上河村滑坡").found
    assert embedder.embedded == before


def test_ids_and_grades(search: IncidentSearch) -> None:
    found = {each.incident.title: each for each in search.search("事故").found}
    assert found[BUS.title].incident_id == "汇编@3"
    assert (found[BUS.title].grade, found[LEAK.title].grade) == ("重大", "较大")
    assert found[OLD_SLIDE.title].grade == "", "only production accidents have this grade"
    assert len({each.incident_id for each in found.values()}) == 4


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"hazard": "ND-GH"}, {SLIDE, OLD_SLIDE}),
        ({"hazard": "ND"}, {SLIDE, OLD_SLIDE}),
        ({"hazard": "滑坡"}, {SLIDE, OLD_SLIDE}),
        ({"hazard": "危险化学品事故"}, {LEAK}),
        ({"hazard": "海啸"}, set()),
        ({"hazard": "不知道的词"}, set()),
        ({"place": "白鹤县"}, {OLD_SLIDE}),
        ({"scale": "重大"}, {BUS}),
        ({"scale": "较大事故"}, {LEAK}),
        ({"scale": "3"}, {LEAK, BUS}),
        ({"scale": "死亡10人以上"}, {BUS}),
        ({"agency": "消防"}, {LEAK}),
        ({"since": "2024"}, {SLIDE, BUS}),
        ({"since": "2024-02"}, {SLIDE}),
        ({"since": "2019", "place": "下坪村"}, {OLD_SLIDE}),
        ({"hazard": "ND", "since": "2026"}, set()),
    ],
)
def test_filters(search: IncidentSearch, filters: dict[str, str], expected: set[Incident]) -> None:
    assert set(titles(search, "处置经过", **filters)) == {each.title for each in expected}


@pytest.mark.parametrize("filters", [{"scale": "很大"}, {"since": "去年"}, {"since": "2024-13"}])
def test_filters_that_cannot_be_are_named(search: IncidentSearch, filters: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        titles(search, "滑坡", **filters)
    assert (caught.value.code, caught.value.params["name"]) == ("bad_filter", next(iter(filters)))


@pytest.mark.parametrize("query", ["火星殖民计划", "红烧排骨"])
def test_foreign_questions_have_no_case(search: IncidentSearch, query: str) -> None:
    assert not search.search(query).answerable


@pytest.mark.parametrize(
    "query", ["的", "🙂灾", "'; DROP TABLE incidents;--", "<b>滑坡</b>", "疏" * 10_000, "\x00滑\x07坡"]
)
def test_odd_queries_never_fail(search: IncidentSearch, query: str) -> None:
    search.search(query)


def test_empty_things(search: IncidentSearch, tokens: Tokens) -> None:
    for query, count, code in (("  ", 10, "empty_query"), ("滑坡", 0, "bad_count")):
        with pytest.raises(InputError) as caught:
            search.search(query, count)
        assert caught.value.code == code
    nothing = IncidentSearch([MemoryLibrary()], HashedEmbedder(), tokens).search("滑坡")
    assert (nothing.answerable, nothing.found) == (False, ())


def test_follows_the_library_and_embeds_once(shelf: MemoryLibrary, tokens: Tokens) -> None:
    embedder = HashedEmbedder()
    search = IncidentSearch([shelf, MemoryLibrary()], embedder, tokens)
    search.search("滑坡")
    search.search("事故")
    assert embedder.embedded == 8
    shelf.remove("汇编")
    assert titles(search, "滑坡") == [OLD_SLIDE.title]
