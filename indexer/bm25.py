"""Our lexical index: BM25 over immutable postings in term-major sparse rows, statistics global over all segments.

A term is known by 64 bits of its BLAKE2 hash, so that nothing but five memory-mapped arrays is needed to look it up.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.6
_ARRAYS = ("terms", "starts", "rows", "counts", "lengths")


@lru_cache(maxsize=200_000)
def term_key(term: str) -> int:
    """64 bits that stand for a term."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Postings:
    """``terms`` ascending uint64 (T,), ``starts`` int64 (T+1,), ``rows`` int32 and ``counts`` uint16 (entries,), ``lengths`` int32 (N,)."""

    terms: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    def find(self, key: int) -> slice:
        """Where the entries of a term stand; an empty slice when it does not occur."""
        at = int(np.searchsorted(self.terms, np.uint64(key)))
        if at == len(self.terms) or int(self.terms[at]) != key:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as ``name.*.npy``."""
        for part in _ARRAYS:
            np.save(folder / f"{name}.{part}.npy", getattr(self, part))

    @classmethod
    def open(cls, folder: Path, name: str) -> Postings:
        """The arrays memory-mapped, read-only."""
        terms, starts, rows, counts, lengths = (open_array(folder / f"{name}.{part}.npy") for part in _ARRAYS)
        return cls(terms, starts, rows, counts, lengths)


def open_array(file: Path) -> NDArray[Any]:
    """A .npy file memory-mapped; an empty one is read, as it cannot be mapped."""
    try:
        found: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except ValueError:
        found = np.load(file, allow_pickle=False)
    return found


def build(texts: Iterable[Iterable[str]]) -> Postings:
    """Postings of the token lists, one row each."""
    vocabulary: dict[str, int] = {}
    tokens, lengths = array("i"), array("i")
    for text in texts:
        before = len(tokens)
        tokens.extend([vocabulary.setdefault(token, len(vocabulary)) for token in text])
        lengths.append(len(tokens) - before)
    per_row = np.frombuffer(lengths, np.int32) if lengths else np.zeros(0, np.int32)
    owner = np.repeat(np.arange(len(per_row), dtype=np.int64), per_row)
    keys = np.fromiter((term_key(term) for term in vocabulary), np.uint64, len(vocabulary))
    place = np.empty(len(keys), np.int64)
    order = np.argsort(keys)
    place[order] = np.arange(len(keys))
    ids = place[np.frombuffer(tokens, np.int32)] if tokens else np.zeros(0, np.int64)
    pairs, counts = np.unique(ids * max(len(per_row), 1) + owner, return_counts=True)
    return _from_entries(keys[order], pairs // max(len(per_row), 1), pairs % max(len(per_row), 1), counts, per_row)


def _from_entries(
    keys: NDArray[np.uint64], ids: NDArray[Any], rows: NDArray[Any], counts: NDArray[Any], lengths: NDArray[np.int32]
) -> Postings:
    starts = np.searchsorted(ids, np.arange(len(keys) + 1)).astype(np.int64)
    small = np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16)
    return Postings(keys, starts, rows.astype(np.int32), small, np.array(lengths, np.int32))


def merge(parts: Sequence[tuple[Postings, NDArray[np.bool_]]]) -> Postings:
    """One set of postings of the rows marked alive in each part, numbered on from part to part."""
    keys, rows, counts, lengths, offset = [], [], [], [], 0
    for postings, alive in parts:
        number = np.cumsum(alive) - 1 + offset
        offset += int(alive.sum())
        kept = alive[postings.rows]
        keys.append(np.repeat(postings.terms, np.diff(postings.starts))[kept])
        rows.append(number[postings.rows][kept])
        counts.append(postings.counts[kept])
        lengths.append(postings.lengths[alive])
    every_key, every_row = np.concatenate(keys), np.concatenate(rows)
    terms, ids = np.unique(every_key, return_inverse=True)
    order = np.lexsort((every_row, ids))
    return _from_entries(
        terms, ids[order].astype(np.int64), every_row[order], np.concatenate(counts)[order], np.concatenate(lengths)
    )


@dataclass(frozen=True, slots=True)
class Scores:
    """``by_segment``: one float32 array a segment, 0 where no term occurs; ``ideal``: what a perfect text could reach."""

    by_segment: tuple[NDArray[np.float32], ...]
    ideal: float


def score(segments: Sequence[Postings], query: Mapping[str, float], k1: float = K1, b: float = B) -> Scores:
    """BM25 of the weighted query terms over all rows of all segments, with document frequencies over all of them."""
    totals = [np.zeros(len(segment.lengths), np.float32) for segment in segments]
    count = sum(len(segment.lengths) for segment in segments)
    if not count:
        return Scores(tuple(totals), 0.0)
    mean = max(sum(float(segment.lengths.sum()) for segment in segments) / count, 1.0)
    norms = [(k1 * (1 - b + b / mean * segment.lengths)).astype(np.float32) for segment in segments]
    ideal = 0.0
    for term, weight in query.items():
        places = [segment.find(term_key(term)) for segment in segments]
        frequency = sum(place.stop - place.start for place in places)
        gain = weight * idf(frequency, count) * (k1 + 1)
        ideal += gain
        for segment, place, total, norm in zip(segments, places, totals, norms, strict=True):
            rows = segment.rows[place]
            times = segment.counts[place].astype(np.float32)
            total[rows] += gain * times / (times + norm[rows])
    return Scores(tuple(totals), ideal)


def frequencies(segments: Sequence[Postings], terms: Iterable[str]) -> dict[str, int]:
    """In how many rows each term occurs."""
    found = {}
    for term in terms:
        places = [segment.find(term_key(term)) for segment in segments]
        found[term] = sum(place.stop - place.start for place in places)
    return found


def idf(frequency: int, count: int) -> float:
    """Inverse document frequency, Lucene's form, never negative."""
    return float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))
