"""Texts that are one another's copies: a signature of 64 numbers a document, compared in one step with all others.

MinHash (Broder 1997) over runs of five characters, figures all alike and white space gone: the share of equal numbers estimates how much
of two texts is the same. Copies of a template under another place's name keep most of their runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIZE = 64
_RUN = 5
_LEAST = 200
_SAMPLER = np.uint64(0x9E3779B97F4A7C15)
"""Spreads the runs; of four, the same one is kept in every text."""
NEAR = 0.5
"""From this share on, texts are told as near duplicates."""
_FIGURES = re.compile(r"[0-9]+")
_DROPPED = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Twin:
    """A document whose text is much the same; ``similarity`` 0–1 estimates the share of equal runs."""

    doc_id: str
    similarity: float


def signature(texts: Sequence[str]) -> tuple[int, ...]:
    """The signature of a document's clause texts; empty when there is too little text to compare."""
    plain = _FIGURES.sub("0", _DROPPED.sub("", unicodedata.normalize("NFKC", "".join(texts))))
    if len(plain) < _LEAST:
        return ()
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = np.zeros(len(codes) - _RUN + 1, dtype=np.uint64)
    for place in range(_RUN):
        runs = runs * np.uint64(1_000_003) + codes[place : len(codes) - _RUN + 1 + place]
    runs = np.unique(runs * _SAMPLER)
    runs = runs[runs >> np.uint64(62) == 0]
    if not len(runs):
        return ()
    factors, offsets = _permutations()
    least = np.empty(SIZE, dtype=np.uint64)
    for order in range(SIZE):
        least[order] = ((runs * factors[order] + offsets[order]) >> np.uint64(33)).min()
    return tuple(int(number) for number in least)


def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    made = np.random.default_rng(20261126)
    factors = made.integers(1, 2**62, SIZE, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, made.integers(0, 2**62, SIZE, dtype=np.uint64)


def twins(doc_id: str, signatures: Mapping[str, tuple[int, ...]]) -> tuple[Twin, ...]:
    """The documents much the same as one, most alike first; parts of the same file are left out."""
    mine = signatures.get(doc_id, ())
    others = [name for name, numbers in signatures.items() if name != doc_id and numbers]
    if not mine or not others:
        return ()
    table = np.array([signatures[name] for name in others], dtype=np.uint64)
    shares = (table == np.array(mine, dtype=np.uint64)).mean(axis=1)
    found = [Twin(others[i], round(float(shares[i]), 2)) for i in np.flatnonzero(shares >= NEAR)]
    return tuple(sorted(found, key=lambda twin: (-twin.similarity, twin.doc_id)))


def groups(signatures: Mapping[str, tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
    """Documents that are near duplicates of one another, each group of two or more in the order of their ids."""
    parent = {name: name for name in signatures}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    buckets: dict[tuple[int, tuple[int, ...]], str] = {}
    for name, numbers in signatures.items():
        for band in range(0, SIZE if numbers else 0, 4):
            first = buckets.setdefault((band, numbers[band : band + 4]), name)
            if first != name and np.mean(np.array(signatures[first]) == np.array(numbers)) >= NEAR:
                parent[max(root(name), root(first))] = min(root(name), root(first))
    made: dict[str, list[str]] = {}
    for name in sorted(signatures):
        made.setdefault(root(name), []).append(name)
    return tuple(tuple(names) for names in made.values() if len(names) > 1)
