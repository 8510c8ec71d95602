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
    found = np.concatenate(bm25.score(parts, query).by_segment)
    assert found == pytest.approx(reference(rows, query), rel=1e-4, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_merging_equals_building_from_the_living(rows: list[list[str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), bool)
    merged = bm25.merge([(bm25.build(rows[:cut]), alive[:cut]), (bm25.build(rows[cut:]), alive[cut:])])
    fresh = bm25.build([row for row, lives in zip(rows, alive, strict=True) if lives])
    query = {"甲": 1.0, "丙": 2.0}
    assert bm25.score([merged], query).by_segment[0] == pytest.approx(bm25.score([fresh], query).by_segment[0])


def test_saved_and_opened_are_equal(tmp_path: Path) -> None:
    built = bm25.build([["甲", "乙", "甲"], [], ["乙"]])
    built.save(tmp_path, "words")
    opened = bm25.Postings.open(tmp_path, "words")
    for part in ("terms", "starts", "rows", "counts", "lengths"):
        assert np.array_equal(getattr(opened, part), getattr(built, part))
    bm25.build([]).save(tmp_path, "none")
    assert len(bm25.Postings.open(tmp_path, "none").lengths) == 0


def test_ideal_bounds_every_score() -> None:
    scores = bm25.score([bm25.build([["甲"] * 50, ["乙"]])], {"甲": 1.0, "乙": 1.0})
    assert float(scores.by_segment[0].max()) <= scores.ideal
