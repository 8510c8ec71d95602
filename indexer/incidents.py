"""Past events searched as whole cases: by what happened, where, when, how gravely, who acted and what was done."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.bm25 import idf
from indexer.filters import since as dated_since
from indexer.products import products
from indexer.question import Frequency, Question, understand
from indexer.tokens import Tokens, bigrams, fold
from kb.dates import dates_in
from kb.errors import InputError
from kb.incidents.scale import GRADES, Toll, grade, toll
from kb.library.store import DocumentRecord
from kb.model import Hazard, Incident
from kb.ports import Embedder, Progress, Vectors
from kb.taxonomy import hazard_by_code, hazard_by_name, hazard_in_text

_PASSAGE = 400
_WORDS, _MEANING, _KIND, _SCALE, _YEAR = 1.0, 1.0, 0.6, 0.6, 0.6
"""What the shares of words and of meaning, and an agreeing kind, scale and year, add to a score."""
_ENOUGH_WORDS, _ENOUGH_MEANING = 0.5, 0.84
_GENERIC = frozenset(
    ("案例", "事故", "事件", "灾害", "灾情", "险情", "突发", "发生", "处置", "经验", "教训", "过程", "以前", "过去", "历史", "类似", "曾经", "应急",
     "处理", "次", "起")
)  # fmt: skip
"""Words that ask for cases as such; they tell none from another."""
_GRADED = re.compile(r"(特别重大|重大|较大|一般)(?=[\u4e00-\u9fff]{0,8}事故)")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LEAST = re.compile(r"(?:死亡|遇难|死)?(\d{1,5})人?(?:以上)?")
_DEATHS = re.compile(r"(?:死亡|遇难|死)\s*(?:了)?\s*(\d+)\s*人\s*(以上)?")


class IncidentShelf(Protocol):
    """What the search asks of a library; ``kb.library.store.Library`` has it."""

    @property
    def sequence(self) -> int:
        """Number of changes so far."""

    def document_records(self) -> tuple[DocumentRecord, ...]:
        """All documents without their texts."""

    def incidents_of(self, doc_id: str) -> tuple[Incident, ...]:
        """The past events that a document tells."""


@dataclass(frozen=True, slots=True)
class IncidentFilters:
    """What cases must satisfy; empty fields do not filter.

    ``hazard`` is a code, a name or a word for a kind of event; ``scale`` a grade (较大) or the least number of dead and missing
    (``3``); ``since`` an ISO date prefix.
    """

    hazard: str | None = None
    place: str | None = None
    scale: str | None = None
    agency: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """One case with the document it comes from. ``incident_id`` is ``doc_id@n``, n counting the document's cases from 1."""

    incident_id: str
    record: DocumentRecord
    incident: Incident
    score: float
    grade: str


@dataclass(frozen=True, slots=True)
class IncidentResult:
    """The answer to a query; ``answerable`` is False when no case is about it and ``found`` are merely nearest."""

    query: str
    answerable: bool
    found: tuple[FoundIncident, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Card:
    """A case prepared: the folded text of its head (title, time, place, kind, harm) and of all of it, and its toll."""

    incident_id: str
    record: DocumentRecord
    incident: Incident
    head: str
    text: str
    toll: Toll


class IncidentSearch:
    """The cases of some libraries. Cards are made anew when a library changes; vectors come from the embedder's cache."""

    def __init__(self, shelves: Sequence[IncidentShelf], embedder: Embedder, tokens: Tokens) -> None:
        self._shelves = tuple(shelves)
        self._embedder = embedder
        self._tokens = tokens
        self._loaded: tuple[tuple[int, ...], tuple[_Card, ...], Vectors, Vectors] | None = None

    def search(
        self, query: str, k: int = 10, filters: IncidentFilters | None = None, progress: Progress | None = None
    ) -> IncidentResult:
        """The best ``k`` cases. Raises InputError: ``empty_query``, ``bad_count``, ``bad_filter``."""
        if k < 1:
            raise InputError("bad_count", value=k)
        started = time.perf_counter()
        sieve = _Sieve(filters or IncidentFilters())
        cards, heads, stories = self._cards(progress)
        question = understand(query, self._tokens, self._tokens.synonyms, _frequency(cards))
        rows = [row for row, card in enumerate(cards) if sieve.passes(card)]
        found, answerable = list[FoundIncident](), False
        if rows:
            vector = self._embedder.embed_queries([question.text])
            cosine = np.maximum(products(heads, vector), products(stories, vector))[rows, 0]
            words = np.array([_coverage(question, cards[row], cards) for row in rows])
            asked = _Asked.of(question)
            facets = np.array([asked.agreement(cards[row]) for row in rows])
            span = max(float(cosine.max() - cosine.min()), 0.05)
            scores = _WORDS * words + _MEANING * (cosine - cosine.min()) / span + facets
            best = np.argsort(-scores, kind="stable")[:k]
            found = [_found(cards[rows[at]], float(scores[at])) for at in best]
            answerable = bool(_answers(words[best], cosine[best]).any())
        elapsed = (time.perf_counter() - started) * 1000
        return IncidentResult(query, answerable, tuple(found), round(elapsed, 1))

    def prepare(self, progress: Progress | None = None) -> None:
        """Read and embed the cases, so that the first search need not."""
        self._cards(progress)

    def _cards(self, progress: Progress | None) -> tuple[tuple[_Card, ...], Vectors, Vectors]:
        sequences = tuple(shelf.sequence for shelf in self._shelves)
        if self._loaded is None or self._loaded[0] != sequences:
            cards = tuple(
                _card(record, number, incident)
                for shelf in self._shelves
                for record in shelf.document_records()
                if record.incident_count
                for number, incident in enumerate(shelf.incidents_of(record.doc_id), start=1)
            )
            texts = [_head(card.incident) for card in cards] + [_story(card.incident) for card in cards]
            vectors = self._embedder.embed_passages(texts, progress)
            self._loaded = (sequences, cards, vectors[: len(cards)], vectors[len(cards) :])
        return self._loaded[1:]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a query asks beyond its words."""

    hazard: Hazard | None
    grade: str
    dead: int
    at_least: bool
    years: frozenset[str]

    @classmethod
    def of(cls, question: Question) -> _Asked:
        graded, deaths = _GRADED.search(question.folded), _DEATHS.search(question.folded)
        return cls(
            hazard_in_text([question.folded], least=0),
            graded[1] if graded else "",
            int(deaths[1]) if deaths else 0,
            bool(deaths and deaths[2]),
            question.years,
        )

    def agreement(self, card: _Card) -> float:
        """What kind, scale and year add; as much is taken off when one asked for differs."""
        total = 0.0
        if self.hazard is not None and card.incident.hazard is not None:
            total += _KIND if _same_kind(self.hazard.code, card.incident.hazard.code) else -_KIND / 2
        if self.grade:
            total += _SCALE if self.grade == grade(card.toll) else -_SCALE
        if self.dead:
            agrees = card.toll.dead >= self.dead if self.at_least else card.toll.dead == self.dead
            total += _SCALE if agrees else -_SCALE
        if self.years:
            total += _YEAR if any(year in card.head for year in self.years) else -_YEAR
        return total


def _same_kind(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _card(record: DocumentRecord, number: int, incident: Incident) -> _Card:
    head = fold(_head(incident))
    text = fold(" ".join((_head(incident), *incident.agencies, _story(incident, limit=False), *incident.lessons)))
    harm = toll(" ".join((incident.casualties, incident.outcome)))
    return _Card(f"{record.doc_id}@{number}", record, incident, head, text, harm)


def _head(incident: Incident) -> str:
    kind = incident.hazard.name if incident.hazard else ""
    return " ".join(filter(None, (incident.title, incident.event_time, incident.place, kind, incident.casualties)))


def _story(incident: Incident, *, limit: bool = True) -> str:
    story = "".join((*(measure.text for measure in incident.measures), incident.outcome)) or incident.title
    return story[:_PASSAGE] if limit else story


def _frequency(cards: Sequence[_Card]) -> Frequency:
    known: dict[str, int] = {}

    def frequency(pair: str) -> int:
        if pair not in known:
            known[pair] = sum(pair in card.text for card in cards)
        return known[pair]

    return frequency


def _coverage(question: Question, card: _Card, cards: Sequence[_Card]) -> float:
    """Share of the query's telling words that a case holds, rare ones first; words of its head count fully, of its story .8."""
    total = held = 0.0
    for word, others in question.content.items():
        if word in _GENERIC:
            continue
        weight = idf(min(question.seen[word], len(cards)), len(cards)) * min(len(word), 4) ** 0.5
        total += weight
        held += weight * _held((word, *others), card)
    return held / total if total else 0.0


def _held(names: Iterable[str], card: _Card) -> float:
    word, *others = names
    if word in card.head:
        return 1.0
    if word in card.text or any(other in card.head for other in others):
        return 0.8
    if any(other in card.text for other in others):
        return 0.7
    grams = tuple(bigrams(word))
    return 0.5 * sum(gram in card.text for gram in grams) / len(grams) if len(word) > 2 else 0.0


def _answers(words: NDArray[np.float64], cosine: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether cases are about the query: enough of its words, or near in meaning with some of them."""
    return (words >= _ENOUGH_WORDS) | ((cosine >= _ENOUGH_MEANING) & (words >= _ENOUGH_WORDS / 2))


def _found(card: _Card, score: float) -> FoundIncident:
    graded = card.incident.hazard is not None and card.incident.hazard.code.startswith("AD")
    return FoundIncident(card.incident_id, card.record, card.incident, score, grade(card.toll) if graded else "")


class _Sieve:
    """Filters understood. Raises InputError("bad_filter") for a scale or date that cannot be."""

    def __init__(self, filters: IncidentFilters) -> None:
        self._place = fold(filters.place or "")
        self._agency = fold(filters.agency or "")
        self._since = filters.since or ""
        self._hazard = _hazard_code(filters.hazard or "")
        self._grade, self._dead = _scale(filters.scale or "")
        if self._since and not _DATE.fullmatch(self._since):
            raise InputError("bad_filter", name="since", value=self._since, known="YYYY, YYYY-MM, YYYY-MM-DD")

    def passes(self, card: _Card) -> bool:
        """Whether a case satisfies every filter."""
        hazard = card.incident.hazard
        checks = (
            not self._hazard or (hazard is not None and _same_kind(self._hazard, hazard.code)),
            not self._place or self._place in f"{card.head} {fold(card.record.region)}",
            not self._agency or self._agency in card.text,
            not self._since or dated_since(_date(card), self._since),
            not self._grade or grade(card.toll) == self._grade,
            card.toll.dead >= self._dead,
        )
        return all(checks)


def _hazard_code(words: str) -> str:
    """The code that a filter means; a word that names no kind of event passes nothing."""
    if not words or hazard_by_code(words) is not None:
        return words
    hazard = hazard_by_name(words) or hazard_in_text([words], least=0)
    return hazard.code if hazard else words


def _scale(words: str) -> tuple[str, int]:
    """A grade, or the least number of dead and missing."""
    if not words:
        return "", 0
    if words.removesuffix("事故") in GRADES:
        return words.removesuffix("事故"), 0
    number = _LEAST.fullmatch(fold(words))
    if number is None:
        raise InputError("bad_filter", name="scale", value=words, known=f"{' '.join(GRADES)} 3 死亡3人以上")
    return "", int(number[1])


def _date(card: _Card) -> str:
    """ISO date of the event, else of its title, else of the report; empty when none is told."""
    told = [date.iso for text in (card.incident.event_time, card.incident.title) for date in dates_in(text)]
    return told[0] if told else card.record.date
