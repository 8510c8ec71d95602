"""How far the best hits answer a question: the numbers on which ``answerable`` is decided."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.bm25 import idf
from indexer.question import Question
from indexer.tokens import bigrams, fold
from kb.model import Clause

TOP = 5
"""Hits looked at, whatever number is asked for."""
EVIDENCE = ("best_coverage", "content", "first", "kind", "heading", "score")


@dataclass(frozen=True, slots=True)
class Best:
    """One of the best hits: its clause and document title, its score, what the ranking knows of it."""

    clause: Clause
    title: str
    score: float
    facts: Mapping[str, float]


def evidence(question: Question, hits: Sequence[Best], rows: int) -> dict[str, float]:
    """Numbers of about 0 to 1 from the first ``TOP`` hits in an index of so many ``rows``.

    ``best_coverage``: share of the question's content, weighted by length, that one hit holds, itself or by another name;
    ``first``: that of the first hit, weighted by rarity as well; ``content``: how many words are asked; ``kind`` and
    ``heading``: the best of those facts; ``score``: of the first hit.
    """
    hits = hits[:TOP]
    long = {word: float(len(word)) for word in question.content}
    rare = {word: _rarity(question.seen[word], rows) * min(len(word), 4) ** 0.5 for word in question.content}
    held = [_held_by(question, hit) for hit in hits] or [dict.fromkeys(question.content, 0.0)]
    return {
        "best_coverage": max(_share(long, words) for words in held),
        "content": min(len(question.content), 8) / 8,
        "first": _share(rare, held[0]),
        "kind": max((hit.facts["answer_kind"] for hit in hits), default=0.0),
        "heading": max((hit.facts["heading"] for hit in hits), default=0.0),
        "score": hits[0].score / 10 if hits else 0.0,
    }


def _rarity(seen: int, rows: int) -> float:
    """1 for a word that stands nowhere, 0 for one that stands everywhere."""
    return idf(min(seen, rows), rows) / math.log1p((rows + 0.5) / 0.5)


def _share(weights: Mapping[str, float], held: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight * held[word] for word, weight in weights.items()) / total if total else 0.0


def _held_by(question: Question, hit: Best) -> dict[str, float]:
    text = fold(" ".join((hit.title, *hit.clause.path, hit.clause.text)))
    return {word: _held(word, others, text) for word, others in question.content.items()}


def _held(word: str, others: Sequence[str], text: str) -> float:
    """1 when a text holds the word, .8 another name of it, else half the share of its bigrams."""
    if word in text:
        return 1.0
    if any(other in text for other in others):
        return 0.8
    grams = tuple(bigrams(word))
    return 0.5 * sum(gram in text for gram in grams) / len(grams) if len(word) > 2 else 0.0
