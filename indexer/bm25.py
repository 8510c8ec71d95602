"""Our lexical index: BM25 over immutable postings in term-major sparse rows, statistics global over all segments.

A term is known by 64 bits of its BLAKE2 hash, so that nothing but a few memory-mapped arrays is needed to look it up. How
often a term stands in a row and how long that row is stand together in one code of 16 bits, so that what an entry adds to a
score is one look into a table made for the mean length of today: about five nanoseconds an entry in numpy.
Searching is exact and yet skips many entries of frequent words (MaxScore, Turtle & Flood 1995): the terms that can add most
are taken first, and once those left cannot lift a row never seen into the best, they are looked up for few rows only.
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

from indexer.mapped import open_array

K1 = 1.2
B = 0.6
MOST_COUNT, MOST_LENGTH = 63, 1023
"""What occurs more often, and what is longer, counts as this."""
_COUNT_BITS = 6
_ARRAYS = ("terms", "starts", "rows", "codes", "lengths", "tops")
_LONG = 20_000
"""Postings of so many rows are worth a look whether they can be skipped."""
_LOOKING_UP = 16
"""Looking up one row costs as much as adding so many entries."""
_SETS = 64
_ROUNDED = 1 + 1e-4
"""Sums in single precision may fall short of their bounds by so much."""


@lru_cache(maxsize=200_000)
def term_key(term: str) -> int:
    """64 bits that stand for a term."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Postings:
    """``terms`` ascending uint64 (T,), ``starts`` int64 (T+1,), ``rows`` int32 and ``codes`` uint16 (entries,), ``lengths`` int32 (N,).

    A code is the length of the row, up to ``MOST_LENGTH``, and below it in ``_COUNT_BITS`` bits the count, up to ``MOST_COUNT``.
    ``tops`` uint16 (T,) are codes of the greatest count and the least length of each term: what they stand for bounds what the
    term can add to a score. ``tokens`` is the sum of all lengths.
    """

    terms: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    codes: NDArray[np.uint16]
    lengths: NDArray[np.int32]
    tops: NDArray[np.uint16]
    tokens: int

    def find(self, key: int) -> slice:
        """Where the entries of a term stand; an empty slice when it does not occur."""
        at = self._at(key)
        return slice(0, 0) if at < 0 else slice(int(self.starts[at]), int(self.starts[at + 1]))

    def top(self, key: int) -> int:
        """The code that bounds a term; 0 when it does not occur."""
        at = self._at(key)
        return 0 if at < 0 else int(self.tops[at])

    def _at(self, key: int) -> int:
        at = int(self.terms.searchsorted(np.uint64(key)))
        return at if at < len(self.terms) and int(self.terms[at]) == key else -1

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as ``name.*.npy``."""
        for part in _ARRAYS:
            np.save(folder / f"{name}.{part}.npy", getattr(self, part))

    @classmethod
    def open(cls, folder: Path, name: str) -> Postings:
        """The arrays memory-mapped, read-only."""
        arrays = {part: open_array(folder / f"{name}.{part}.npy") for part in _ARRAYS}
        return cls(**arrays, tokens=int(arrays["lengths"].sum(dtype=np.int64)))


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
    holders = np.bincount(pairs // max(len(per_row), 1), minlength=len(keys))
    starts = np.concatenate([[0], np.cumsum(holders)]).astype(np.int64)
    rows = (pairs % max(len(per_row), 1)).astype(np.int32)
    return _complete(keys[order], starts, rows, _codes(counts, per_row[rows]), np.array(per_row))


def _codes(counts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.uint16]:
    small = np.minimum(lengths, MOST_LENGTH).astype(np.uint16) << _COUNT_BITS
    return np.asarray(small | np.minimum(counts, MOST_COUNT).astype(np.uint16), np.uint16)


def _complete(
    keys: NDArray[np.uint64],
    starts: NDArray[np.int64],
    rows: NDArray[np.int32],
    codes: NDArray[np.uint16],
    lengths: NDArray[np.int32],
) -> Postings:
    """Postings with the bounds worked out; every term has an entry."""
    tops = np.zeros(0, np.uint16)
    if len(keys):
        most = np.maximum.reduceat(codes & np.uint16(MOST_COUNT), starts[:-1])
        shortest = np.minimum.reduceat(codes >> _COUNT_BITS, starts[:-1])
        tops = _codes(most, shortest)
    return Postings(keys, starts, rows, codes, lengths, tops, int(lengths.sum(dtype=np.int64)))


def merge(parts: Sequence[tuple[Postings, NDArray[np.bool_]]]) -> Postings:
    """One set of postings of the rows marked alive in each part, numbered on from part to part.

    Parts follow one another, so every entry's place is its term's start plus what earlier parts hold of the term: no sorting.
    """
    living = [_living(postings, alive) for postings, alive in parts]
    terms = np.unique(np.concatenate([postings.terms[held > 0] for (postings, _), (_, held) in zip(parts, living, strict=True)]))  # fmt: skip
    places = [np.searchsorted(terms, postings.terms) for postings, _ in parts]
    sizes = np.zeros(len(terms), np.int64)
    for place, (_, held) in zip(places, living, strict=True):
        sizes[place[held > 0]] += held[held > 0]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rows, codes = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    filled, offset, lengths = starts[:-1].copy(), 0, []
    for (postings, alive), place, (kept, held) in zip(parts, places, living, strict=True):
        some = held > 0
        first = np.cumsum(held) - held
        target = np.arange(int(held.sum())) + np.repeat((filled[place[some]] - first[some]), held[some])
        number = (np.cumsum(alive) - 1 + offset).astype(np.int32)
        rows[target], codes[target] = number[postings.rows[kept]], postings.codes[kept]
        filled[place[some]] += held[some]
        offset += int(alive.sum())
        lengths.append(postings.lengths[alive])
    return _complete(terms, starts, rows, codes, np.concatenate(lengths))


def _living(postings: Postings, alive: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which entries are of living rows, and how many of them each term has."""
    kept = alive[postings.rows]
    before = np.concatenate([[0], np.cumsum(kept)])
    return kept, np.diff(before[postings.starts])


class Search:
    """BM25 of weighted query terms over all rows of all segments, with document frequencies over all of them.

    ``ideal`` is what a perfect text could reach.
    """

    def __init__(self, segments: Sequence[Postings], query: Mapping[str, float]) -> None:
        self._segments = segments
        count = sum(len(segment.lengths) for segment in segments)
        self._table = _table(max(sum(segment.tokens for segment in segments) / max(count, 1), 1.0))
        keys = [term_key(term) for term in query]
        self._places = [[segment.find(key) for key in keys] for segment in segments]
        frequencies = [sum(places[at].stop - places[at].start for places in self._places) for at in range(len(keys))]
        self._gains = [
            weight * idf(frequency, count) * (K1 + 1)
            for weight, frequency in zip(query.values(), frequencies, strict=True)
        ]
        self._keys = keys
        self.ideal = sum(self._gains)
        self._sums: dict[int, tuple[NDArray[np.float32], list[int]]] = {}
        self._best, self._reached = np.zeros(0, np.float32), 0.0

    def best(self, number: int, depth: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of one segment with the best ``depth`` scores above 0 among those ``allowed``, in no order.

        Rows that the segments asked before surpass ``depth`` times are left out.
        """
        total, left = self._summed(number, depth, allowed)
        bounds = self._bounds(number, left)
        floor = max(_floor(total, depth, allowed), self._reached)
        seen = _rows_from(total, floor - bounds.sum() * _ROUNDED, allowed)
        scores = total[seen]
        for at, term in enumerate(left):
            if len(seen) > depth:
                limit = np.partition(scores, -depth)[-depth] - bounds[at:].sum() * _ROUNDED
                kept = scores >= limit
                seen, scores = seen[kept], scores[kept]
            scores = scores + self._part(number, term, seen)
        if len(seen) > depth:
            kept = np.argpartition(-scores, depth)[:depth]
            seen, scores = seen[kept], scores[kept]
        self._note(scores, depth)
        return np.asarray(seen[scores >= self._reached], np.int64)

    def _note(self, scores: NDArray[np.float32], depth: int) -> None:
        """Remember the score that ``depth`` rows reach in the segments searched so far."""
        every = np.concatenate([self._best, scores])
        if len(every) >= depth:
            every = np.partition(every, -depth)[-depth:]
            self._reached = float(every.min())
        self._best = every

    def at(self, number: int, rows: NDArray[Any]) -> NDArray[np.float32]:
        """Scores of some rows of a segment."""
        total, left = self._sums.get(number) or (None, list(range(len(self._keys))))
        scores = np.zeros(len(rows), np.float32) if total is None else total[rows]
        for term in left:
            scores += self._part(number, term, rows)
        return scores

    def _part(self, number: int, term: int, rows: NDArray[Any]) -> NDArray[np.float32]:
        """What one term adds in some rows."""
        segment, place = self._segments[number], self._places[number][term]
        held = segment.rows[place]
        if not len(held):
            return np.zeros(len(rows), np.float32)
        at = held.searchsorted(rows.astype(np.int32))
        at[at == len(held)] = 0
        found = np.where(held[at] == rows, self._table[segment.codes[place][at]], 0)
        return np.asarray(found * self._gains[term], np.float32)

    def _summed(
        self, number: int, depth: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.float32], list[int]]:
        """Sums over the telling terms for every row, and the terms left out."""
        segment, places = self._segments[number], self._places[number]
        total = np.zeros(len(segment.lengths), np.float32)
        terms = [term for term, place in enumerate(places) if place.stop > place.start]
        bounds = self._bounds(number, terms)
        order = [terms[at] for at in np.argsort(-bounds, kind="stable")]
        left_bound = np.concatenate([np.cumsum(np.sort(bounds))[::-1], [0.0]]) * _ROUNDED
        done = 0
        for done, term in enumerate(order):
            place = places[term]
            if done and place.stop - place.start > _LONG:
                floor = max(_floor(total, depth, allowed), self._reached)
                entries = sum(places[other].stop - places[other].start for other in order[done:])
                if left_bound[done] < floor and (
                    np.count_nonzero(total >= np.float32(floor - left_bound[done])) * (len(order) - done) * _LOOKING_UP
                    < entries
                ):
                    break
            rows = segment.rows[place].astype(np.int64)  # what add.at would do slowly by itself
            np.add.at(total, rows, self._table.take(segment.codes[place], mode="wrap") * self._gains[term])
        else:
            done = len(order)
        self._sums[number] = (total, order[done:])
        return total, order[done:]

    def _bounds(self, number: int, terms: Sequence[int]) -> NDArray[np.float64]:
        """The most that each of these terms can add in a segment."""
        segment = self._segments[number]
        return np.array([self._gains[term] * self._table[segment.top(self._keys[term])] for term in terms], np.float64)


@lru_cache(maxsize=16)
def _table(mean: float) -> NDArray[np.float32]:
    """What every code comes to, 0 to 1, where rows have this length on average."""
    codes = np.arange((MOST_LENGTH + 1) << _COUNT_BITS)
    counts, lengths = codes & MOST_COUNT, codes >> _COUNT_BITS
    return np.asarray(counts / (counts + K1 * (1 - B + B * lengths / mean)), np.float32)


def _floor(scores: NDArray[np.float32], depth: int, allowed: NDArray[np.bool_] | None) -> float:
    """A score that at least ``depth`` of the rows reach, not far below the best so many; 0 when it is not worth knowing."""
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(0))
    size = len(scores) // _SETS
    if size <= depth:
        return float(np.partition(scores, -depth)[-depth]) if len(scores) > depth else 0.0
    best_of_sets = scores[: size * _SETS].reshape(_SETS, size).max(0)
    return float(np.partition(best_of_sets, -depth)[-depth])


def _rows_from(scores: NDArray[np.float32], least: float, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """The allowed rows that score above 0 and not less than this."""
    found = scores >= np.float32(least) if least > 0 else scores > 0
    return np.flatnonzero(found if allowed is None else found & allowed)


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
