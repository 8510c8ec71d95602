"""How much of a question one text holds, word by word: itself, by another name, or in part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from indexer.tokens import bigrams

Words = Mapping[str, Sequence[str]]
"""Words of a question with what else each may be called."""
_ANOTHER_NAME, _IN_PART = 0.8, 0.5
_LONG = 4
"""Longer words say no more than one of so many characters."""
_SIZES: tuple[float, ...] = tuple(length**0.5 for length in range(_LONG + 1))


def held(word: str, others: Sequence[str], folded: str) -> float:
    """1 when a folded text holds the word, less for another name of it, least for some of its bigrams."""
    if word in folded:
        return 1.0
    for other in others:
        if other in folded:
            return _ANOTHER_NAME
    if len(word) <= 2:
        return 0.0
    grams = _grams(word)
    return _IN_PART * sum([gram in folded for gram in grams]) / len(grams)


@lru_cache(maxsize=10_000)
def _grams(word: str) -> tuple[str, ...]:
    return tuple(bigrams(word))


def size(word: str) -> float:
    """How much a word says by its length: a character 1, four and more 2."""
    return _SIZES[min(len(word), _LONG)]


def share(words: Words, folded: str) -> float:
    """Share of the words that a folded text holds, 0 to 1, long words counting more."""
    total = sum(map(size, words))
    parts = [size(word) * held(word, others, folded) for word, others in words.items()]
    return sum(parts) / total if total else 0.0
