"""The candidates of a query: rows any engine finds, each described by the same named numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer import bm25
from indexer.products import products
from indexer.question import Question
from indexer.segments import CONTEXT, FAMILIES, GRAMS, WORDS, RowFlag, Segment
from kb.ports import Vectors

P = ParamSpec("P")
T = TypeVar("T")
DEPTH = 150
"""Rows each engine contributes at least; scores are relative to this depth, however deep one looks."""
_HALF = 10
_APPROXIMATE = 0.01
"""Cosines of large segments come from 8-bit vectors and may be wrong by so much."""
FEATURES = (
    "dense", "words", "grams", "context", "both", "table_row", "fragment", "short", "norm", "length",
    "dense_rank", "words_rank",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """``segment`` and ``row`` place each candidate; ``features`` has one column for every name in ``FEATURES``.

    ``dense`` is the cosine above the pool's floor as a share of its span; lexical scores are shares of what a text with every term
    could reach; ``…_rank`` falls from 1 with the place among the best ``DEPTH`` of an engine; ``cosines`` (n,) keeps the cosines,
    ``ideal`` is what a text with every bigram of the query could score.
    """

    segment: NDArray[np.int64]
    row: NDArray[np.int64]
    features: NDArray[np.float32]
    cosines: NDArray[np.float32]
    ideal: float

    def column(self, name: str) -> NDArray[np.float32]:
        """One feature of all candidates."""
        return self.features[:, FEATURES.index(name)]


def gather(
    segments: Sequence[Segment],
    masks: Sequence[NDArray[np.bool_] | None],
    question: Question,
    vector: Vectors | Future[Vectors],
    depth: int = DEPTH,
) -> Candidates:
    """The union of the best rows of each engine among the allowed ones, described.

    ``vector`` (dimension,): the query's. While it is on its way, and while vectors are searched, this thread searches the words.
    """
    near = aside(_nearest, segments, masks, vector, depth)
    lexical = lexical_scores(segments, question)
    worded = {
        number: [scores.best(number, depth, masks[number]) for scores in lexical.values()]
        for number in sorted(range(len(segments)), key=lambda number: -segments[number].rows)
    }
    known, nearest = near.result()
    places, rows = [], []
    for number in range(len(segments)):
        union = np.unique(np.concatenate([nearest[number], *worded[number]]))
        places.append(np.full(len(union), number, np.int64))
        rows.append(union)
    place, row = _join(places), _join(rows)
    cosines = np.zeros(len(row), np.float32)
    columns = {name: np.zeros(len(row), np.float32) for name in FEATURES}
    for number, segment in enumerate(segments):
        here = place == number
        some = row[here]
        cosines[here] = products(np.asarray(segment.vectors[some], np.float32), known[None])[:, 0]
        for family, scores in lexical.items():
            columns[family][here] = scores.at(number, some) / max(scores.ideal, 1e-6)
        flags = segment.numbers.flags[some]
        for flag in RowFlag:
            columns[str(flag.name).lower()][here] = (flags & flag) > 0
        columns["length"][here] = np.log1p(segment.numbers.length[some]) / 6
    columns["dense"] = _spread(cosines)
    for name in ("dense", "words"):
        columns[f"{name}_rank"] = _by_rank(columns[name])
    columns["both"] = columns["dense"] * columns["grams"]
    features = np.stack([columns[name] for name in FEATURES], 1)
    return _trimmed(Candidates(place, row, features, cosines, lexical[GRAMS].ideal), depth)


def aside(run: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
    """Run something in a thread beside this one; what is handed in first begins first."""
    return _beside().submit(run, *arguments, **named)


@cache
def _beside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "search")


def _nearest(
    segments: Sequence[Segment],
    masks: Sequence[NDArray[np.bool_] | None],
    vector: Vectors | Future[Vectors],
    depth: int,
) -> tuple[Vectors, list[NDArray[np.int64]]]:
    """The query's vector and the rows of each segment nearest to it."""
    known = vector.result() if isinstance(vector, Future) else vector
    found = [
        segment.nearest(known[None], min(depth, segment.rows), mask)
        for segment, mask in zip(segments, masks, strict=True)
    ]
    every = np.concatenate([scores[0] for scores, _ in found]) if found else np.zeros(0)
    floor = np.partition(every, -depth)[-depth] - _APPROXIMATE if len(every) > depth else -np.inf
    return known, [rows[0][(scores[0] >= floor) & (rows[0] >= 0)] for scores, rows in found]


def lexical_scores(segments: Sequence[Segment], question: Question) -> dict[str, bm25.Search]:
    """BM25 of every lexical family over all rows."""
    terms = {WORDS: question.words, GRAMS: question.grams, CONTEXT: question.context}
    return {
        family: bm25.Search([segment.postings[family] for segment in segments], terms[family]) for family in FAMILIES
    }


def _spread(cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    """0 at the cosine of rank ``DEPTH``, 1 at the best; never stretched by more than a narrow pool deserves."""
    if not len(cosine):
        return cosine
    floor = np.sort(cosine)[::-1][min(DEPTH, len(cosine)) - 1]
    return np.asarray((cosine - floor) / max(float(cosine.max() - floor), 0.02), np.float32)


def _by_rank(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 for the best, half at rank ``_HALF``, 0 past ``DEPTH`` and for what scores nothing; the same at every depth."""
    best = np.argsort(-scores, kind="stable")[:DEPTH]
    found = np.zeros(len(scores), np.float32)
    found[best] = _HALF / (_HALF + np.arange(len(best)))
    found[scores <= 0] = 0
    return found


def _trimmed(found: Candidates, depth: int) -> Candidates:
    """Only rows that are among the best ``depth`` of some engine over all segments."""
    if len(found.row) <= depth:
        return found
    keep = np.zeros(len(found.row), bool)
    for name in ("dense", *FAMILIES):
        keep[np.argsort(-found.column(name), kind="stable")[:depth]] = True
    return Candidates(found.segment[keep], found.row[keep], found.features[keep], found.cosines[keep], found.ideal)


def _join(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
