from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import indexer.index as index_module
import indexer.ranking as ranking_module
from indexer.index import HybridIndex
from kb.errors import IndexingError, InputError
from kb.model import Kind, SearchFilters
from tests.indexer.conftest import PLAN, REPORT, document
from tests.indexer.memory import MemoryLibrary


def ids(index: HybridIndex, query: str, **filters: str) -> list[str]:
    return [hit.clause_id for hit in index.search(query, 10, SearchFilters(**filters)).hits]


def test_finds_the_clause_with_place_and_highlights(index: HybridIndex) -> None:
    result = index.search("应急值班制度")
    first = result.hits[0]
    assert result.answerable
    assert first.clause_id == "青山县防汛预案#3.1"
    assert [first.text[a:b] for a, b in first.highlights][:1] == ["应急值班制度"]
    assert (first.rank, first.doc_title, first.doc_path) == (1, PLAN.title, "/in/青山县防汛预案.docx")


def test_identical_texts_are_one_hit(index: HybridIndex) -> None:
    hits = index.search("应急值班制度").hits
    assert [other.clause_id for other in hits[0].same_text_in] == ["演练总结#2"]
    assert "演练总结#2" not in [hit.clause_id for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("灯塔保护法第七条", "灯塔保护法_2024#第七条"),
        ("灯塔法 7条", "灯塔保护法_2024#第七条"),
        ("灯塔保护法2007 第七条", "灯塔保护法_2007#第七条"),
        ("灯塔保护法第103条", "灯塔保护法_2024#第一百零三条"),
        ("25号令第七条", "灯塔保护法_2024#第七条"),
        ("青山县防汛预案 4.2", "青山县防汛预案#4.2"),
        ("青山县防汛抗旱应急预案 附件四", "青山县防汛预案#附件4"),
    ],
)
def test_looks_up_places_by_number(index: HybridIndex, query: str, expected: str) -> None:
    result = index.search(query)
    assert result.hits[0].clause_id == expected
    assert result.answerable


def test_prefers_the_edition_in_force(index: HybridIndex) -> None:
    found = ids(index, "灯塔看守人每夜巡查")
    assert found.index("灯塔保护法_2024#第七条") < found.index("灯塔保护法_2007#第七条")


def test_mends_what_sounds_alike(index: HybridIndex) -> None:
    assert index.question("县防讯指挥部").text == "县防汛指挥部"
    assert index.question("训练").text == "训练"


def test_knows_other_words_for_it(index: HybridIndex) -> None:
    assert ids(index, "撤离")[0] == "演练总结#1"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "report"}, {"演练总结"}),
        ({"doc": "演练总结"}, {"演练总结"}),
        ({"doc": "石桥镇"}, {"演练总结"}),
        ({"region": "青山县"}, {"青山县防汛预案"}),
        ({"level": "县"}, {"青山县防汛预案"}),
        ({"since": "2026"}, {"青山县防汛预案"}),
        ({"validity": "现行"}, {"灯塔保护法_2024"}),
        ({"hazard": "ND"}, set()),
        ({"plan_type": "SDC"}, set()),
    ],
)
def test_filters_documents(index: HybridIndex, filters: dict[str, str], expected: set[str]) -> None:
    assert {found.split("#")[0] for found in ids(index, "值班 巡查 演练 指挥长", **filters)} == expected


@pytest.mark.parametrize("level", ["一级", "Ⅰ级", "I级", "1"])
def test_filters_response_level_however_written(index: HybridIndex, level: str) -> None:
    assert ids(index, "谁决定启动响应", response_level=level) == ["青山县防汛预案#4.1"]


def test_filters_by_the_cues_of_an_element(index: HybridIndex) -> None:
    assert ids(index, "报告", element="EL-502") == ["青山县防汛预案#3.1"]
    assert ids(index, "报告", element="EL-999") == []


@pytest.mark.parametrize(
    "query", ["的", "啊", "a", "疏" * 10_000, "\x00值\x07班\u200b", "第条", "4.2", "〔〕《》 x", "𠮷", "\ud800值班"]
)
def test_odd_queries_never_fail(index: HybridIndex, query: str) -> None:
    index.search(query)


@pytest.mark.parametrize("query", ["", "  ", "？！", "\x00\x01", "🙂🚒"])
def test_empty_queries_are_named(index: HybridIndex, query: str) -> None:
    with pytest.raises(InputError) as caught:
        index.search(query)
    assert caught.value.code == "empty_query"


@pytest.mark.parametrize("k", [0, -3])
def test_counts_below_one_are_named(index: HybridIndex, k: int) -> None:
    with pytest.raises(InputError) as caught:
        index.search("值班", k)
    assert (caught.value.code, caught.value.params) == ("bad_count", {"value": str(k)})


def test_first_hits_and_answer_do_not_depend_on_the_count(index: HybridIndex, library: MemoryLibrary) -> None:
    many = (f"第{n}号仓库由{n % 7}班看守，存放沙袋{n}条、铁锹{n % 11}把。" for n in range(700))
    library.put(document("仓库", "石桥镇仓库名册", *many))
    index.refresh()
    for query in ("仓库存放沙袋", "谁看守仓库", "红烧排骨放几条沙袋"):
        results = [index.search(query, k) for k in (1, 10, 120, 400, 100_000)]
        assert len({result.answerable for result in results}) == 1
        longest = [(hit.clause_id, hit.score) for hit in results[-1].hits]
        assert len(longest) >= 400
        for result in results:
            assert [(hit.clause_id, hit.score) for hit in result.hits] == longest[: len(result.hits)]
        scores = [score for _, score in longest]
        assert scores == sorted(scores, reverse=True)


def test_reading_no_more_clauses_than_needed_changes_no_hit(
    monkeypatch: pytest.MonkeyPatch, index: HybridIndex, library: MemoryLibrary
) -> None:
    texts = [f"第{n}号灯塔由第{n % 7}组应急值班，{n % 9}分钟内报告，夜间由看守人巡查{n}次。" for n in range(120)]
    library.put(document("值守表", "灯塔值守表", *texts))
    index.refresh()
    read = list[int]()
    monkeypatch.setattr(library, "clauses", lambda ids, all_of=library.clauses: read.append(len(ids)) or all_of(ids))
    found = {}
    for at_once in (1000, 3):
        monkeypatch.setattr(ranking_module, "_READ_AT_ONCE", at_once)
        read.clear()
        for query in ("应急值班由谁负责", "灯塔看守人夜间巡查", "青山县防汛预案 指挥长", "值守表 几分钟内报告"):
            found[at_once, query] = index.search(query, 5).hits
            assert found[1000, query] == found[at_once, query]
        found[at_once] = sum(read)
    assert found[3] < found[1000]


def test_a_bare_lead_in_is_followed_by_its_items(index: HybridIndex, library: MemoryLibrary) -> None:
    items = ("9/（一）", "待命：看守人到岗。"), ("9/（二）", "点灯：两盏齐明。")
    others = (f"灯塔值守状态记录第{n}页，灯塔值守状态正常。" for n in range(20))
    library.put(document("灯塔", "灯塔预案", *others, ("9", "灯塔值守状态分为下列两级："), *items))
    index.refresh()
    for k in (3, 10):
        assert [hit.clause_id for hit in index.search("灯塔值守状态分为几级", k).hits[:3]] == [
            "灯塔#9",
            "灯塔#9/（一）",
            "灯塔#9/（二）",
        ]


@pytest.mark.parametrize("query", ["量子计算机原理", "股票投资建议", "如何申请护照", "天津地铁票价"])
@pytest.mark.parametrize("k", [1, 10])
def test_foreign_questions_are_not_answerable(index: HybridIndex, query: str, k: int) -> None:
    assert not index.search(query, k).answerable


def test_unrelated_question_is_not_answerable(index: HybridIndex) -> None:
    assert not index.search("红烧排骨用什么锅").answerable


def test_empty_library(tmp_path: Path, make_index: Callable[..., HybridIndex], library: MemoryLibrary) -> None:
    empty = make_index()
    assert empty.search("值班").hits == ()
    for doc_id in library.revisions():
        library.remove(doc_id)
    empty.refresh()
    result = empty.search("值班")
    assert result.hits == ()
    assert not result.answerable


def test_refresh_follows_the_library(index: HybridIndex, library: MemoryLibrary) -> None:
    assert not index.is_behind()
    assert not index.refresh()
    library.put(document("新预案", "白鹤县预案", "白鹤县设立应急广播站。"))
    library.remove("演练总结")
    assert index.is_behind()
    assert index.search("演练转移群众").hits[0].doc_id != "演练总结"
    assert index.refresh()
    assert ids(index, "应急广播站")[0] == "新预案#1"
    assert index.search("应急值班制度").hits[0].same_text_in == ()
    status = index.status()
    assert (status["fresh"], status["segments"], status["dead"]) == (True, 2, len(REPORT.clauses))


def test_a_replaced_document_is_found_in_its_new_words_only(index: HybridIndex, library: MemoryLibrary) -> None:
    library.put(document("演练总结", "石桥镇防汛演练总结", "演练改期至明年举行。", kind=Kind.REPORT))
    index.refresh()
    assert ids(index, "演练", doc="演练总结") == ["演练总结#1"]
    assert index.search("演练改期").hits[0].text == "演练改期至明年举行。"


def test_many_small_segments_merge_and_answer_the_same(index: HybridIndex, library: MemoryLibrary) -> None:
    for number in range(10):
        library.put(document(f"文{number}", f"文件{number}", f"第{number}号仓库存放沙袋{number}百条。"))
        index.refresh()
    library.remove("文3")
    index.refresh()
    assert int(index.status()["segments"]) <= index_module._MANY_SEGMENTS
    assert set(ids(index, "仓库存放沙袋")) >= {f"文{n}#1" for n in range(10) if n != 3}
    assert "文3#1" not in ids(index, "仓库存放沙袋")
    before = index.search("应急值班制度").hits[0]
    index.rebuild()
    after = index.search("应急值班制度").hits[0]
    assert (before.clause_id, index.status()["segments"]) == (after.clause_id, 1)
    assert after.score == pytest.approx(before.score, abs=0.05)


@pytest.mark.parametrize(
    ("sizes", "most", "count"),
    [
        ([40, 40, 40, 50_000], None, 3),
        ([40, 160, 640, 2_560], None, 4),
        ([40, 5_000, 400_000], None, 2),
        ([40, 200, 300, 9_000, 9_000], 10_000, 3),
        ([50_000, 50_000, 50_000], 10_000, 0),
        ([50_000] * 9, None, 9),
        ([40], None, 0),
    ],
)
def test_small_segments_never_drag_a_large_one_into_a_merge(sizes: list[int], most: int | None, count: int) -> None:
    assert index_module._worth_merging(sizes, most) == count


def test_refuses_another_model_until_rebuilt(index: HybridIndex, make_index: Callable[..., HybridIndex]) -> None:
    other = make_index("hashed@2")
    for action in (lambda: other.search("值班"), other.refresh):
        with pytest.raises(IndexingError) as caught:
            action()
        assert caught.value.code == "index_other_model"
    assert other.verify() == ("other_model:hashed@1",)
    other.rebuild()
    assert other.search("应急值班").hits


def test_killed_before_publishing_leaves_the_last_generation(
    index: HybridIndex, library: MemoryLibrary, monkeypatch: pytest.MonkeyPatch, make_index: Callable[..., HybridIndex]
) -> None:
    library.put(document("新预案", "白鹤县预案", "白鹤县设立应急广播站。"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(index_module.generations, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            index.refresh()
    again = make_index()
    assert again.verify() == ()
    assert ids(again, "应急值班制度")[0] == "青山县防汛预案#3.1"
    again.refresh()
    assert ids(again, "应急广播站")[0] == "新预案#1"
    assert not list((again._folder).glob("*.part"))


@pytest.mark.parametrize("damage", ["missing", "short", "changed", "manifest", "card"])
def test_verify_finds_damage_and_repairs_it(
    tmp_path: Path, make_index: Callable[..., HybridIndex], damage: str
) -> None:
    index = make_index()
    index.refresh()
    segment = next((tmp_path / "index").glob("segment-*"))
    vectors = segment / "vectors.npy"
    if damage == "missing":
        vectors.unlink()
    elif damage == "short":
        vectors.write_bytes(vectors.read_bytes()[:-10])
    elif damage == "changed":
        data = bytearray(vectors.read_bytes())
        data[-3] ^= 0xFF
        vectors.write_bytes(bytes(data))
    elif damage == "card":
        (segment / "segment.json").write_text("{")
    else:
        next((tmp_path / "index").glob("generation-*.json")).write_text("{")
    opened = make_index()
    if damage != "changed":
        with pytest.raises(IndexingError) as caught:
            opened.search("值班")
        assert caught.value.code == "index_damaged"
    assert opened.verify()
    opened.verify(repair=True)
    assert make_index().verify() == ()
    assert ids(make_index(), "应急值班制度")[0] == "青山县防汛预案#3.1"


def test_vectors_of_the_segments_are_those_of_the_embedder(index: HybridIndex) -> None:
    view = index._open()
    for segment in view.segments:
        norms = np.linalg.norm(np.asarray(segment.vectors, np.float32), axis=1)
        assert norms == pytest.approx(np.ones(segment.rows), abs=1e-2)
