"""How much of a question one text holds, word by word: itself, by another name, or in part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.tokens import bigrams

Words = Mapping[str, Sequence[str]]
"""Words of a question with what else each may be called."""
_ANOTHER_NAME, _IN_PART = 0.8, 0.5
_LONG = 4
"""Longer words say no more than one of so many characters."""


def held(word: str, others: Sequence[str], folded: str) -> float:
    """1 when a folded text holds the word, less for another name of it, least for some of its bigrams."""
    if word in folded:
        return 1.0
    if any(other in folded for other in others):
        return _ANOTHER_NAME
    grams = tuple(bigrams(word))
    return _IN_PART * sum(gram in folded for gram in grams) / len(grams) if len(word) > 2 else 0.0


def size(word: str) -> float:
    """How much a word says by its length: a character 1, four and more 2."""
    return float(min(len(word), _LONG) ** 0.5)


def share(words: Words, folded: str) -> float:
    """Share of the words that a folded text holds, 0 to 1, long words counting more."""
    total = sum(map(size, words))
    return sum(size(word) * held(word, others, folded) for word, others in words.items()) / total if total else 0.0
