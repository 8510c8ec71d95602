from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import bm25

texts = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=8), min_size=1, max_size=12)


def reference(rows: list[list[str]], query: dict[str, float]) -> list[float]:
    """BM25 written out, one text at a time."""
    mean = max(sum(map(len, rows)) / len(rows), 1.0)
    scores = []
    for row in rows:
        counts, total = Counter(row), 0.0
        for term, weight in query.items():
            frequency = sum(term in other for other in rows)
            idf = math.log(1 + (len(rows) - frequency + 0.5) / (frequency + 0.5))
            norm = bm25.K1 * (1 - bm25.B + bm25.B * len(row) / mean)
            total += weight * idf * counts[term] * (bm25.K1 + 1) / (counts[term] + norm)
        scores.append(total)
    return scores


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(0, 12))
def test_scores_over_segments_are_those_of_one_collection(rows: list[list[str]], cut: int) -> None:
    parts = [bm25.build(rows[:cut]), bm25.build(rows[cut:])]
    query = {"甲": 1.0, "乙": 0.5, "癸": 1.0}
    search = bm25.Search(parts, query)
    found = np.concatenate([search.at(n, np.arange(len(part.lengths))) for n, part in enumerate(parts)])
    assert found == pytest.approx(reference(rows, query), rel=1e-4, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_merging_equals_building_from_the_living(rows: list[list[str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), bool)
    merged = bm25.merge([(bm25.build(rows[:cut]), alive[:cut]), (bm25.build(rows[cut:]), alive[cut:])])
    fresh = bm25.build([row for row, lives in zip(rows, alive, strict=True) if lives])
    query = {"甲": 1.0, "丙": 2.0}
    every = np.arange(len(fresh.lengths))
    assert bm25.Search([merged], query).at(0, every) == pytest.approx(bm25.Search([fresh], query).at(0, every))
    for part in bm25._ARRAYS:
        assert np.array_equal(getattr(merged, part), getattr(fresh, part)), part


def test_saved_and_opened_are_equal(tmp_path: Path) -> None:
    built = bm25.build([["甲", "乙", "甲"], [], ["乙"]])
    built.save(tmp_path, "words")
    opened = bm25.Postings.open(tmp_path, "words")
    for part in bm25._ARRAYS:
        assert np.array_equal(getattr(opened, part), getattr(built, part))
    bm25.build([]).save(tmp_path, "none")
    assert len(bm25.Postings.open(tmp_path, "none").lengths) == 0


def test_ideal_bounds_every_score() -> None:
    search = bm25.Search([bm25.build([["甲"] * 50, ["乙"]])], {"甲": 1.0, "乙": 1.0})
    assert float(search.at(0, np.arange(2)).max()) <= search.ideal


@pytest.mark.parametrize("filtered", [False, True])
def test_skipping_frequent_terms_loses_nothing(monkeypatch: pytest.MonkeyPatch, filtered: bool) -> None:
    monkeypatch.setattr(bm25, "_LONG", 5)
    monkeypatch.setattr(bm25, "_LOOKING_UP", 0)
    random = np.random.default_rng(3)
    share = 1 / np.arange(1, 41) ** 1.2
    rows = [
        [str(term) for term in random.choice(40, size=random.integers(1, 30), p=share / share.sum())]
        for _ in range(240)
    ]
    parts = [bm25.build(rows[:180]), bm25.build(rows[180:])]
    allowed = [random.random(180) < 0.5, random.random(60) < 0.5] if filtered else [None, None]
    skipped = 0
    for _ in range(25):
        query = {str(term): float(random.random() + 0.1) for term in random.choice(40, size=6, replace=False)}
        search, plain = bm25.Search(parts, query), reference(rows, query)
        found, expected = list[float](), list[float]()
        for number, (mask, scores) in enumerate(zip(allowed, (plain[:180], plain[180:]), strict=True)):
            may = np.array([score > 0 and (mask is None or mask[row]) for row, score in enumerate(scores)])
            best = search.best(number, 10, mask)
            assert may[best].all()
            assert len(best) <= 10
            found += search.at(number, best).tolist()
            expected += [score for score, ok in zip(scores, may, strict=True) if ok]
            every = np.arange(len(scores))
            assert search.at(number, every) == pytest.approx(scores, rel=1e-4, abs=1e-5)
            skipped += bool(search._sums[number][1])
        assert sorted(found, reverse=True)[:10] == pytest.approx(sorted(expected, reverse=True)[:10], rel=1e-4)
    assert skipped > 10


def test_many_rows_are_searched_like_few() -> None:
    random = np.random.default_rng(5)
    rows = [[str(term) for term in random.integers(0, 30, size=random.integers(1, 9))] for _ in range(2000)]
    search, few = bm25.Search([bm25.build(rows)], {"1": 1.0, "2": 0.7}), 5
    found = search.at(0, search.best(0, few))
    assert sorted(found, reverse=True) == pytest.approx(sorted(search.at(0, np.arange(2000)), reverse=True)[:few])


def test_long_rows_and_frequent_terms_keep_their_order() -> None:
    rows = [["甲"] * 200 + ["乙"] * 1800, ["甲", "丙"], ["丙"] * 5]
    scores = bm25.Search([bm25.build(rows)], {"甲": 1.0}).at(0, np.arange(3))
    assert scores[0] > 0
    assert scores[2] == 0
    assert np.isfinite(scores).all()
