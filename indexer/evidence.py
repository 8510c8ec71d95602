"""How far the best hits answer a question: the numbers on which ``answerable`` is decided."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer import answers
from indexer.bm25 import idf
from indexer.candidates import Candidates
from indexer.question import Question
from indexer.tokens import bigrams, fold
from kb.model import Clause

TOP = 5
"""Hits looked at, whatever number is asked for."""
_WORDS_AT_MOST = 8
_NEAR = 50
"""The place in the pool whose distance from the best tells how far the best stand out."""
EVIDENCE = (
    "words_held", "missing", "grams_held", "grams_missing", "cosine", "stands_out", "turned_stands_out", "spread",
    "score", "beyond_chance", "heading", *answers.UNMET,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Best:
    """One of the best hits: its clause and document title, its score, the share of the query's bigrams it holds."""

    clause: Clause
    title: str
    score: float
    grams: float

    @property
    def everything(self) -> str:
        """Title, headings and text, folded."""
        return fold(" ".join((self.title, *self.clause.path, self.clause.text)))


def evidence(
    question: Question, hits: Sequence[Best], found: Candidates, background: NDArray[np.float32], rows: int
) -> dict[str, float]:
    """Numbers of about 0 to 1 from the first ``TOP`` hits in an index of so many ``rows``.

    ``words_held``: how many of the question's words one hit holds, itself or by another name; ``missing``: rarity of the rarest word
    that none holds; ``grams_…``: weight of the question's bigrams that the best hit holds and lacks; ``cosine``: of the nearest
    passage; ``…stands_out``: the same above what any passage has, by ``background``, cosines of passages drawn evenly from the
    library, shape (n, 2); ``spread``: how far the nearest stands before the fiftieth; ``score``: of the first hit;
    ``beyond_chance`` and ``heading`` as their functions say; the names in ``answers.UNMET``: asked for and found in none.
    """
    hits = hits[:TOP]
    texts = [hit.everything for hit in hits]
    held = [{word: _held(word, others, text) for word, others in question.content.items()} for text in texts]
    share = max((hit.grams for hit in hits), default=0.0)
    plain = np.sort(found.cosines[:, 0])[::-1]
    middle, width = background.mean(0), background.std(0) + 1e-3
    nearest = found.cosines.max(0)
    out = (nearest - middle) / width / 6
    return {
        "words_held": min(max((_count(words) for words in held), default=0), _WORDS_AT_MOST) / 4,
        "missing": _missing(question, held, rows),
        "grams_held": found.ideal * share / 60,
        "grams_missing": found.ideal * (1 - share) / 60,
        "cosine": (float(nearest[0]) - 0.8) * 8,
        "stands_out": float(out[0]),
        "turned_stands_out": float(out[1]),
        "spread": float(plain[0] - plain[min(_NEAR, len(plain)) - 1]) * 20,
        "score": hits[0].score / 10 if hits else 0.0,
        "beyond_chance": _beyond_chance(question, held, rows),
        "heading": max((named_by(question, fold(" ".join(hit.clause.path))) for hit in hits), default=0.0),
        **answers.unmet(question.folded, texts),
    }


def _missing(question: Question, held: Sequence[Mapping[str, float]], rows: int) -> float:
    lacking = (
        _rarity(question.seen[word], rows) * min(len(word), 4) ** 0.5 * (1 - max(words[word] for words in held))
        for word in question.content
    )
    return max(lacking, default=0.0) if held else 2.0


def _beyond_chance(question: Question, held: Sequence[Mapping[str, float]], rows: int) -> float:
    """How much likelier than by chance one text of so many holds what the best one holds, in logarithms."""
    rare = {word: math.log(rows / (min(question.seen[word], rows) + 1) + 1) for word in question.content}
    most = max((sum(rare[word] * share for word, share in words.items()) for words in held), default=0.0)
    return min(most - math.log(rows + 1), math.log(rows + 1)) / 10


def named_by(question: Question, headings: str) -> float:
    """Share of the question's content, by length, that the headings above a clause name."""
    total = sum(len(word) for word in question.content)
    named = sum(
        len(word) for word, others in question.content.items() if any(name in headings for name in (word, *others))
    )
    return named / total if total else 0.0


def _count(held: Mapping[str, float]) -> int:
    return sum(share >= 0.8 for share in held.values())


def _rarity(seen: int, rows: int) -> float:
    """1 for a word that stands nowhere, 0 for one that stands everywhere."""
    return idf(min(seen, rows), rows) / math.log1p((rows + 0.5) / 0.5)


def _held(word: str, others: Sequence[str], text: str) -> float:
    """1 when a text holds the word, .8 another name of it, else half the share of its bigrams."""
    if word in text:
        return 1.0
    if any(other in text for other in others):
        return 0.8
    grams = tuple(bigrams(word))
    return 0.5 * sum(gram in text for gram in grams) / len(grams) if len(word) > 2 else 0.0
