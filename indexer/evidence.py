"""How far the best hits answer a question: the numbers on which ``answerable`` is decided."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer import coverage, definitions, details
from indexer.bm25 import idf
from indexer.candidates import Candidates
from indexer.question import Question
from kb.taxonomy import hazards_of_word

TOP = 5
"""Hits looked at, whatever number is asked for."""
_WORDS_AT_MOST = 8
_NEAR = 50
"""The place in the pool whose distance from the best tells how far the best stand out."""
EVIDENCE = (
    "words_held", "missing", "grams_missing", "cosine", "stands_out", "spread", "score", "beyond_chance", "unheard", "no_year",
    "no_place", "held", "lacking", "sentence", "no_detail", "detail_apart", "detail_lacking",
    "name_asked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Best:
    """One of the best hits: title, headings and text, all folded, its score, the share of the query's bigrams it holds."""

    title: str
    headings: str
    text: str
    score: float
    grams: float

    @property
    def context(self) -> str:
        """Title and headings."""
        return f"{self.title} {self.headings}"

    @property
    def everything(self) -> str:
        """Title, headings and text."""
        return f"{self.context} {self.text}"


def evidence(
    question: Question,
    hits: Sequence[Best],
    found: Candidates,
    background: NDArray[np.float32],
    rows: int,
    regions: Collection[str] = (),
) -> dict[str, float]:
    """Numbers of about 0 to 1 from the first ``TOP`` hits in an index of so many ``rows``, its documents about these ``regions``.

    ``words_held``: how many of the question's words one hit holds, itself or by another name; ``missing``: rarity of the rarest word
    that none holds; ``grams_missing``: weight of the question's bigrams that the best hit lacks; ``cosine``: of the nearest
    passage; ``stands_out``: the same above what any passage has, by ``background``, cosines of passages drawn evenly from the
    library, shape (n,); ``spread``: how far the nearest stands before the fiftieth; ``score``: of the first hit;
    ``beyond_chance`` as its function says; ``no_year``: none of the hits has the years and issues named; ``unheard``: how
    much says the longest word that stands nowhere in the library by any name; the rest as ``_of_details`` says.
    """
    hits = hits[:TOP]
    texts = [hit.everything for hit in hits]
    held = [{w: coverage.held(w, others, text) for w, others in question.content.items()} for text in texts]
    share = max((hit.grams for hit in hits), default=0.0)
    cosines = np.sort(found.cosines)[::-1]
    middle, width = float(background.mean()), float(background.std()) + 1e-3
    return {
        "words_held": min(max((_count(words) for words in held), default=0), _WORDS_AT_MOST) / 4,
        "missing": _missing(question, held, rows),
        "grams_missing": found.ideal * (1 - share) / 60,
        "cosine": (float(cosines[0]) - 0.5) * 4,
        "stands_out": (float(cosines[0]) - middle) / width / 6,
        "spread": float(cosines[0] - cosines[min(_NEAR, len(cosines)) - 1]) * 10,
        "score": hits[0].score / 10 if hits else 0.0,
        "beyond_chance": _beyond_chance(question, held, rows),
        "unheard": max(
            (coverage.size(word) for word, seen in question.seen.items() if not seen and len(word) > 1), default=0.0
        )
        / 2,
        "no_year": float(not details.dated(question.folded, texts)),
        **_of_details(question, hits, rows, regions),
    }


def unheard_of(question: Question, hits: Sequence[Best]) -> bool:
    """Whether the question is about a hazard, or for the meaning of a term, that stands nowhere in the library.

    Slang stands nowhere either, so that other words are weighed only; a hit that tells the meaning of another name will do.
    """
    return _hazard_unheard_of(question, hits) or _term_unheard_of(question, hits)


def _hazard_unheard_of(question: Question, hits: Sequence[Best]) -> bool:
    unseen = (word for word, count in question.seen.items() if not count and len(word) > 1 and hazards_of_word(word))
    return any(not any(word in hit.everything for hit in hits) for word in unseen)


def _term_unheard_of(question: Question, hits: Sequence[Best]) -> bool:
    words = [word for word in question.content if word in question.term and len(word) > 1]
    if not question.term or not question.unheard.intersection(words):
        return False
    others = [other for word in words for other in question.content[word]]
    return not any(definitions.told(others, hit.text) for hit in hits)


def _of_details(question: Question, hits: Sequence[Best], rows: int, regions: Collection[str]) -> dict[str, float]:
    """Whether one hit, about the place that is asked about, has the detail that is asked for beside the words asked with.

    ``no_place``: none names the places of the question (else only those that do are looked at); ``held``: weight of the words that one
    hit holds; ``lacking``: the weightiest word that each hit lacks, in the best of them; ``sentence``: as ``held`` in one sentence and
    its headings; ``no_detail``: no sentence has the detail; ``detail_apart``: how much of ``held`` the sentences with it are without;
    ``detail_lacking``: as ``lacking`` there, above it; ``name_asked``: a person's name is the detail.
    """
    weights = {word: _weight(question, word, rows) for word in question.content}
    named = details.places(question.folded, regions)
    texts = [(f"{hit.context} ", hit.text) for hit in hits]
    there = [text for text in texts if all(place in text[0] or place in text[1] for place in named)]
    looked_at = there or texts
    whole = [_held_and_lacking(question, weights, "".join(text)) for text in looked_at]
    held, lacking = max((h for h, _ in whole), default=0.0), min((m for _, m in whole), default=2.0)
    sentences = (context + one for context, text in looked_at for one in details.sentences(text))
    wanted = details.details(question.folded)
    told = [context + said for context, text in looked_at if wanted for said in details.told(wanted, text)]
    beside = [_held_and_lacking(question, weights, said) for said in told] or [(0.0, 2.0)]
    return {
        "no_place": float(bool(named) and not there),
        "held": held,
        "lacking": lacking,
        "sentence": max((_held_and_lacking(question, weights, one)[0] for one in sentences), default=0.0),
        "no_detail": float(bool(wanted) and not told),
        "detail_apart": held - max(h for h, _ in beside) if wanted else 0.0,
        "detail_lacking": min(m for _, m in beside) - lacking if wanted else 0.0,
        "name_asked": float(details.asks_name(question.folded)),
    }


def _held_and_lacking(question: Question, weights: Mapping[str, float], text: str) -> tuple[float, float]:
    """Share of the question's words by weight that a folded text holds, and the weight of the heaviest that it lacks."""
    held = {word: coverage.held(word, others, text) for word, others in question.content.items()}
    total = sum(weights.values())
    share = sum(weights[word] * part for word, part in held.items()) / total if total else 0.0
    return share, max((weights[word] * (1 - part) for word, part in held.items()), default=0.0)


def _weight(question: Question, word: str, rows: int) -> float:
    return _rarity(question.seen[word], rows) * coverage.size(word)


def _missing(question: Question, held: Sequence[Mapping[str, float]], rows: int) -> float:
    lacking = (
        _weight(question, word, rows) * (1 - max(words[word] for words in held)) if held else 2.0
        for word in question.content
    )
    return max(lacking, default=0.0 if held else 2.0)


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
