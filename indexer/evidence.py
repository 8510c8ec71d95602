"""How far the best hits answer a question: the numbers on which ``answerable`` is decided."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.candidates import Candidates
from indexer.question import Question
from indexer.tokens import bigrams, fold
from kb.model import Clause

TOP = 5
EVIDENCE = ("coverage", "best_coverage", "cosine", "words", "grams", "content")


def evidence(question: Question, hits: Sequence[tuple[Clause, str]], found: Candidates) -> dict[str, float]:
    """``coverage``: share of the question's content, weighted by length, that the best hits hold together, itself or by
    another name; ``best_coverage``: that of the best one alone; ``cosine``, ``words``, ``grams``: best of all candidates.
    """
    texts = [fold(" ".join((title, *clause.path, clause.text))) for clause, title in hits[:TOP]]
    shares = [_coverage(question, [text]) for text in texts]
    return {
        "coverage": _coverage(question, texts),
        "best_coverage": max(shares, default=0.0),
        "cosine": float(found.cosine.max()) if len(found.cosine) else 0.0,
        "words": float(found.column("words").max()) if len(found.row) else 0.0,
        "grams": float(found.column("grams").max()) if len(found.row) else 0.0,
        "content": min(len(question.content), 8) / 8,
    }


def _coverage(question: Question, texts: Sequence[str]) -> float:
    total = held = 0.0
    for word, others in question.content.items():
        weight = float(len(word))
        total += weight
        held += weight * max((_held(word, others, text) for text in texts), default=0.0)
    return held / total if total else 0.0


def _held(word: str, others: Sequence[str], text: str) -> float:
    """1 when a text holds the word, .8 another name of it, else half the share of its bigrams."""
    if word in text:
        return 1.0
    if any(other in text for other in others):
        return 0.8
    grams = tuple(bigrams(word))
    return 0.5 * sum(gram in text for gram in grams) / len(grams) if len(word) > 2 else 0.0
