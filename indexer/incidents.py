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
from indexer.question import Frequency, Question, understand
from indexer.tokens import Tokens, bigrams, fold
from kb.errors import InputError
from kb.incident_scale import Toll, grade, toll
from kb.library import DocumentRecord
from kb.model import Hazard, Incident
from kb.ports import Embedder, Vectors
from kb.taxonomy import hazard_in_text

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
_DEATHS = re.compile(r"(?:死亡|遇难|死)\s*(?:了)?\s*(\d+)\s*人\s*(以上)?")


class IncidentShelf(Protocol):
    """What the search asks of a library; ``kb.library.Library`` has it."""

    @property
    def sequence(self) -> int:
        """Number of changes so far."""

    def document_records(self) -> tuple[DocumentRecord, ...]:
        """All documents without their texts."""

    def incidents_of(self, doc_id: str) -> tuple[Incident, ...]:
        """The past events that a document tells."""


@dataclass(frozen=True, slots=True)
class IncidentFilters:
    """What cases must satisfy; empty fields do not filter. ``since`` is a year, ``dead`` the least number of dead and missing."""

    hazard: str | None = None
    place: str | None = None
    agency: str | None = None
    since: str | None = None
    dead: int | None = None


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
    """A case prepared: its folded text, the text of its head (title, time, place), its kind with the kinds above, and its toll."""

    incident_id: str
    record: DocumentRecord
    incident: Incident
    head: str
    text: str
    toll: Toll


class IncidentSearch:
    """The cases of one library. Cards are made anew when the library changes; vectors come from the embedder's cache."""

    def __init__(self, library: IncidentShelf, embedder: Embedder, tokens: Tokens) -> None:
        self._library = library
        self._embedder = embedder
        self._tokens = tokens
        self._loaded: tuple[int, tuple[_Card, ...], Vectors, Vectors] | None = None

    def search(self, query: str, k: int = 10, filters: IncidentFilters | None = None) -> IncidentResult:
        """The best ``k`` cases. Raises InputError: ``empty_query``, ``bad_count``, ``bad_filter``."""
        if k < 1:
            raise InputError("bad_count", value=k)
        started = time.perf_counter()
        _check(filters)
        cards, heads, stories = self._cards()
        question = understand(query, self._tokens, self._tokens.synonyms, _frequency(cards))
        rows = [row for row, card in enumerate(cards) if _passes(card, filters)]
        found, answerable = list[FoundIncident](), False
        if rows:
            vector = self._embedder.embed_queries([question.text])[0]
            cosine = np.maximum(heads @ vector, stories @ vector)[rows]
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

    def _cards(self) -> tuple[tuple[_Card, ...], Vectors, Vectors]:
        sequence = self._library.sequence
        if self._loaded is None or self._loaded[0] != sequence:
            cards = tuple(
                _card(record, number, incident)
                for record in self._library.document_records()
                if record.incident_count
                for number, incident in enumerate(self._library.incidents_of(record.doc_id), start=1)
            )
            heads = self._embedder.embed_passages([_head(card.incident) for card in cards])
            stories = self._embedder.embed_passages([_story(card.incident) for card in cards])
            self._loaded = (sequence, cards, heads, stories)
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


def _passes(card: _Card, filters: IncidentFilters | None) -> bool:
    if filters is None:
        return True
    incident, hazard = card.incident, card.incident.hazard
    checks = (
        not filters.hazard
        or (hazard is not None and (_same_kind(filters.hazard, hazard.code) or filters.hazard in hazard.name)),
        not filters.place or filters.place in f"{incident.place} {incident.title} {card.record.region}",
        not filters.agency
        or any(filters.agency in agency for agency in incident.agencies)
        or filters.agency in card.text,
        not filters.since or _year(card) >= filters.since[:4],
        not filters.dead or card.toll.dead >= filters.dead,
    )
    return all(checks)


def _year(card: _Card) -> str:
    """The year of the event, else that of its report; empty when neither is told."""
    told = re.search(r"(?:19|20)\d\d", card.incident.event_time) or re.search(r"(?:19|20)\d\d", card.incident.title)
    return told[0] if told else card.record.date[:4]


def _check(filters: IncidentFilters | None) -> None:
    if filters is not None and filters.since and not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", filters.since):
        raise InputError("bad_filter", name="since", value=filters.since, known="YYYY")
