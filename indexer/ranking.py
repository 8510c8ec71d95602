"""From candidates to hits: fusion, what is known of documents, references looked up, identical texts as one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer import answers, candidates, decisions, facts, lookup, naming, norms, reference, tail
from indexer.candidates import Candidates
from indexer.evidence import TOP, Best, evidence, unheard_of
from indexer.filters import ClauseFilter, document_allowed
from indexer.fusion import Fusion
from indexer.highlights import highlights
from indexer.lookup import ClauseSource
from indexer.products import products
from indexer.question import Question
from indexer.reference import NamedDocument, Reference
from indexer.segments import Segment, text_key
from indexer.synonyms import Synonyms
from indexer.titles import Titles
from indexer.tokens import fold, fold_heading
from kb.library.store import DocumentRecord
from kb.model import Clause, Hit, Kind, SameText, SearchFilters, Validity
from kb.ports import Vectors
from kb.regions import bare_name, region_parts

_READING_ORDER = 0.3
"""What a paragraph further down loses among those of one place."""
_READ_AT_ONCE = 30
"""Clauses read before it is asked whether more are needed."""
NEAREST = 30
"""Of so many, the best by the engines' scores, it counts how much of the question the text holds."""
_FURTHER = 250
"""Of so many, the best by the engines' scores, come the hits further down."""
_ROUNDING = 1e-4
_ITEMS = 6
"""Items that follow a lead-in at most."""
_LEAD_IN = re.compile(r"[:：]\s*$")
_EDITION = re.compile(r"[（(]?(?:19|20)\d{2}年?(?:修订|修正|版|本)?[）)]?$|[（(](?:修订|修正|试行)[）)]$")


class Catalogue:
    """The library's documents by id, with older editions told from the present one."""

    def __init__(self, records: Sequence[DocumentRecord], names: Mapping[str, tuple[str, ...]]) -> None:
        self.records = {record.doc_id: record for record in records}
        newest: dict[str, str] = defaultdict(str)
        for record in records:
            title = _edition_free(record.title)
            newest[title] = max(newest[title], record.date)
        self.old = frozenset(
            record.doc_id
            for record in records
            if record.kind in (Kind.LAW, Kind.STANDARD) and record.date < newest[_edition_free(record.title)]
        )
        self.regions = frozenset(name for record in records for name in map(bare_name, region_parts(record.region)))
        self.named = Titles(
            [NamedDocument(r.doc_id, r.title, names.get(r.doc_id, ()), r.date, self.in_force(r)) for r in records]
        )

    def in_force(self, record: DocumentRecord) -> bool:
        """Neither repealed nor replaced, by its own metadata or by a newer edition in the library."""
        return record.validity not in (Validity.REPEALED, Validity.SUPERSEDED) and record.doc_id not in self.old


def _edition_free(title: str) -> str:
    return reference.bare_title(_EDITION.sub("", title))


@dataclass(slots=True)
class _Ranked:
    """One clause on its way to a hit."""

    clause: Clause
    record: DocumentRecord
    score: float
    key: int | None = None
    grams: float = 0.0
    dense: float = 0.0
    place: int = 0
    text: str = ""
    """Folded, where it has been needed already."""
    same: list[tuple[str, str]] = field(default_factory=list)

    def best(self) -> Best:
        """What tells whether this answers the query."""
        text = self.text or fold(self.clause.text)
        return Best(fold_heading(self.record.title), facts.headings(self.clause), text, self.score, self.grams)


class Ranking:
    """One search over opened segments. ``masks`` say which rows may be found, ``sieve`` checks clause texts."""

    def __init__(
        self,
        segments: Sequence[Segment],
        masks: Sequence[NDArray[np.bool_] | None],
        sieve: ClauseFilter,
        source: ClauseSource,
        catalogue: Catalogue,
        fusion: Fusion,
    ) -> None:
        self.segments = segments
        self.masks = masks
        self._sieve = sieve
        self._source = source
        self._catalogue = catalogue
        self._fusion = fusion

    def run(
        self, question: Question, vector: Vectors | Future[Vectors], k: int, wanted: SearchFilters, synonyms: Synonyms
    ) -> tuple[tuple[Hit, ...], bool]:
        """Hits, best first, and whether they answer the question; neither the first hits nor the answer depend on ``k``."""
        named = self.named_documents(question, synonyms)
        found = candidates.gather(self.segments, self.masks, question, vector)
        enough = None if question.place or k > tail.HEAD else max(k, TOP)
        every = self._ranked(found, question, named, _FURTHER if k > tail.HEAD else candidates.DEPTH, enough)
        ranked = [item for item in every if item.place < candidates.DEPTH]
        looked_up = self._looked_up(question, named, wanted, ranked)
        ranked = [*ranked[:1], *self._items_announced(ranked), *ranked[1:]]
        grouped = self._grouped(_without_repeats([*looked_up, *ranked]))
        answerable = bool(looked_up) or (bool(grouped) and self._answered(question, vector, found, grouped, synonyms))
        if k > len(grouped) > 0 and 2 * k > candidates.DEPTH:
            found = candidates.gather(self.segments, self.masks, question, vector, 2 * k)
            deeper = self._ranked(found, question, named, 2 * k)
            every = [*every, *_below(deeper, every)]
        if k > tail.HEAD:
            grouped = _by_company(self._grouped(_without_repeats([*looked_up, *ranked, *every])))
        return tuple(self._hit(number, item, question) for number, item in enumerate(grouped[:k], 1)), answerable

    # ------------------------------------------------------------------ scores

    def _answered(
        self,
        question: Question,
        vector: Vectors | Future[Vectors],
        found: Candidates,
        grouped: Sequence[_Ranked],
        synonyms: Synonyms,
    ) -> bool:
        """Whether the best hits answer the question, by all that tells of it."""
        best = [item.best() for item in grouped[:TOP]]
        if not question.content or not self._has_named(question, best, synonyms) or unheard_of(question, best):
            return False
        known = vector.result() if isinstance(vector, Future) else vector
        background = products(np.concatenate([segment.sample for segment in self.segments]), known[None])[:, 0]
        rows = sum(segment.rows for segment in self.segments)
        told = evidence(question, best, found, background, rows, self._catalogue.regions)
        return self._fusion.answers(told, known) >= 0.5

    def _has_named(self, question: Question, best: Sequence[Best], synonyms: Synonyms) -> bool:
        """Whether the library has the law or plan that a question names; true when it names none."""
        if not question.document:
            return True
        if any(naming.is_spoken_of(question.document, hit.text) for hit in best):
            return True
        called = [title for _, title in synonyms.documents(question.document)]
        untitled = [hit.headings for hit in best if not hit.title]
        return naming.is_held(question.document, called, self._catalogue.named, untitled)

    def _ranked(
        self,
        found: Candidates,
        question: Question,
        named: Mapping[str, float],
        depth: int,
        enough: int | None = None,
    ) -> list[_Ranked]:
        """The best ``depth`` candidates, scored; a clause scores the same at every depth.

        Where the first ``enough`` different texts will do, no more clauses are read than settle them, and those alone come back.
        """
        scores, grams, dense = self._fusion.combine(found), found.column("grams"), found.column("dense")
        chosen = np.argsort(-scores, kind="stable")[:depth]
        bounds = scores[chosen] + self._most_of_facts(found, chosen, question, named)
        ranked, floor, order = list[_Ranked](), -np.inf, np.argsort(-bounds, kind="stable")
        for start in range(0, len(order), _READ_AT_ONCE):
            floor = float(bounds[order[start]])
            if enough is not None and len({item.key for item in ranked if item.score >= floor}) >= enough:
                break
            some = order[start : start + _READ_AT_ONCE]
            places = {int(chosen[at]): int(at) for at in some}
            for i, clause, record in self.texts(found, chosen[some]):
                text = fold(clause.text)
                known = self.facts(clause, text, record, question, named, near=places[i] < NEAREST)
                score = float(scores[i]) + self._fusion.adjustment(known)
                key = int(self.segments[found.segment[i]].numbers.text[found.row[i]])
                ranked.append(_Ranked(clause, record, score, key, float(grams[i]), float(dense[i]), places[i], text))
        else:
            floor = -np.inf
        ranked.sort(key=lambda item: (-item.score, item.place))
        return [item for item in ranked if item.score >= floor]

    def _most_of_facts(
        self, found: Candidates, chosen: NDArray[np.int64], question: Question, named: Mapping[str, float]
    ) -> NDArray[np.float64]:
        """What the facts of each of these candidates can add at most, before its text is read."""
        possible = {
            "level_same": bool(question.levels), "level_other": bool(question.levels), "answer_kind": bool(question.kinds),
            "heading": bool(question.content), "named_document": False, "held": False,
            "held_norm": False, "example": answers.asks_example(question.folded), "defined": bool(question.term),
            "decider": decisions.wanted(question.folded) is not None,
        }  # fmt: skip
        most = sum(max(weight, 0.0) * possible.get(name, True) for name, weight in self._fusion.adjustments.items())
        bounds = np.full(len(chosen), most + _ROUNDING)
        bounds[:NEAREST] += max(self._fusion.adjustments.get("held", 0.0), 0.0)
        if named:
            surely = [named.get(self._doc_id(found, int(number)), 0.0) for number in chosen]
            bounds += self._fusion.adjustments.get("named_document", 0.0) * np.array(surely)
        return bounds

    def _doc_id(self, found: Candidates, number: int) -> str:
        segment: Segment = self.segments[int(found.segment[number])]
        return str(segment.parts[segment.part_of_row[found.row[number]]].doc_id)

    def clause_id(self, found: Candidates, number: int) -> str:
        """The clause id of a candidate."""
        segment: Segment = self.segments[int(found.segment[number])]
        return segment.clause_id(int(found.row[number]))

    def texts(
        self, found: Candidates, order: Sequence[int] | NDArray[np.int64] | None = None
    ) -> Iterator[tuple[int, Clause, DocumentRecord]]:
        """Number, clause and document of the candidates in this order that the library still has and the filters pass."""
        numbers = range(len(found.row)) if order is None else order
        ids = {int(number): self.clause_id(found, int(number)) for number in numbers}
        clauses = self._source.clauses(list(ids.values()))
        for number, clause_id in ids.items():
            clause, record = clauses.get(clause_id), self._catalogue.records.get(self._doc_id(found, number))
            if clause is not None and record is not None and (not self._sieve.active or self._sieve.passes(clause)):
                yield number, clause, record

    def facts(
        self,
        clause: Clause,
        text: str,
        record: DocumentRecord,
        question: Question,
        named: Mapping[str, float],
        *,
        near: bool,
    ) -> dict[str, float]:
        """``indexer.facts`` of a clause, its text folded."""
        surely, in_force = named.get(record.doc_id, 0.0), self._catalogue.in_force(record)
        return facts.facts(clause, text, record, question, named=surely, in_force=in_force, near=near)

    # ------------------------------------------------------------------ references

    def named_documents(self, question: Question, synonyms: Synonyms) -> dict[str, float]:
        """Ids of the documents that the query names, with how surely (0–1)."""
        place = question.place
        name = (place.name or place.rest) if place else question.folded
        resolved = reference.resolve(question.folded, name, self._catalogue.named, synonyms)
        best = resolved[0][1] if resolved else 0.0
        return {document.doc_id: surely for document, surely in resolved if surely > best - 0.05 and surely >= 0.45}

    def _looked_up(
        self, question: Question, named: Mapping[str, float], wanted: SearchFilters, ranked: Sequence[_Ranked]
    ) -> list[_Ranked]:
        """The clauses at the place a query names: in the documents named, else, if it says no more, in all that have it."""
        place = question.place
        if place is None:
            return []
        documents = self._documents_meant(named, wanted)
        places = lookup.in_documents(place.path, documents, self._source, self._sieve)
        if not documents and lookup.only_the_number(place, question.content):
            places = self._everywhere(place)
        found = [_Ranked(clause, record, 0.0) for clause, record in places]
        if len(place.rest) >= 2:
            scores = {item.clause.id: item.score for item in ranked}
            one = len({item.record.doc_id for item in found}) == 1
            for at, item in enumerate(found):
                item.score = scores.get(item.clause.id, 0.0) - (_READING_ORDER * min(at, 5) if one else 0.0)
            found.sort(key=lambda item: -item.score)
        found.sort(key=lambda item: not reference.is_part(item.clause.id, place))
        top = max((item.score for item in ranked), default=0.0)
        for at, item in enumerate(found):
            item.score = top + 1 + (len(found) - at) * 1e-3
        return found

    def _documents_meant(self, named: Mapping[str, float], wanted: SearchFilters) -> list[tuple[DocumentRecord, float]]:
        """Documents with how surely they are meant, best first; the filter settles it."""
        records = self._catalogue.records
        if wanted.doc:
            some = [records[wanted.doc]] if wanted.doc in records else records.values()
            return [(record, 1.0) for record in some if document_allowed(record, wanted)]
        found = ((records[doc_id], surely) for doc_id, surely in named.items() if surely >= lookup.SURE)
        return [(record, surely) for record, surely in found if document_allowed(record, wanted)]

    def _everywhere(self, place: Reference) -> list[tuple[Clause, DocumentRecord]]:
        """The clauses at a number in all documents: those in force first, laws by article, plans by section or annex."""
        usual = Kind.LAW if place.path.endswith("条") else Kind.PLAN

        def first(record: DocumentRecord) -> tuple[bool, ...]:
            return not self._catalogue.in_force(record), record.kind is not usual

        found = lookup.everywhere(place.path, self.segments, self.masks, self._catalogue.records, first)
        clauses = self._source.clauses([clause_id for clause_id, _ in found])
        return [
            (clauses[clause_id], record)
            for clause_id, record in found
            if clause_id in clauses and (not self._sieve.active or self._sieve.passes(clauses[clause_id]))
        ]

    def _items_announced(self, ranked: Sequence[_Ranked]) -> list[_Ranked]:
        """The items that the best clause announces when it is no more than their lead-in, scored like it."""
        if not ranked or not _LEAD_IN.search(ranked[0].clause.text):
            return []
        first = ranked[0]
        keys = {item.clause.id: item.key for item in ranked}
        items = [
            clause
            for clause in self._source.clauses_of(first.record.doc_id)
            if clause.id.startswith(f"{first.clause.id}/") and (not self._sieve.active or self._sieve.passes(clause))
        ]
        return [
            _Ranked(clause, first.record, first.score, keys.get(clause.id) or text_key(clause.text))
            for clause in items[:_ITEMS]
        ]

    # ------------------------------------------------------------------ hits

    def _grouped(self, ranked: Sequence[_Ranked]) -> list[_Ranked]:
        """Clauses of equal text as one, the best first; the others stand in ``same``."""
        groups: dict[int | str, _Ranked] = {}
        for item in ranked:
            first = groups.setdefault(item.key if item.key is not None else item.clause.id, item)
            if first is not item:
                first.same.append((item.clause.id, item.record.doc_id))
        return list(groups.values())

    def _hit(self, rank: int, item: _Ranked, question: Question) -> Hit:
        record, clause = item.record, item.clause
        words = [*question.content, *(other for others in question.content.values() for other in others)]
        return Hit(
            rank=rank,
            score=round(item.score, 4),
            clause_id=clause.id,
            doc_id=record.doc_id,
            doc_title=record.title,
            doc_path=record.source_path,
            kind=record.kind,
            validity=record.validity,
            path=clause.path,
            text=clause.text,
            page=clause.page,
            highlights=highlights(clause.text, words),
            same_text_in=self._elsewhere(item),
            region=record.region,
            date=record.date,
            sample=record.sample,
            superseded_by=record.superseded_by,
        )

    def _elsewhere(self, item: _Ranked) -> tuple[SameText, ...]:
        """All other clauses of the same text that may be found, whether ranked or not."""
        found = dict(item.same)
        if item.key is not None:
            for segment, mask in zip(self.segments, self.masks, strict=True):
                for row in segment.rows_with_text(item.key):
                    if mask is None or mask[row]:
                        found[segment.clause_id(row)] = segment.parts[segment.part_of_row[row]].doc_id
        found.pop(item.clause.id, None)
        records = self._catalogue.records
        return tuple(
            SameText(doc_id, records[doc_id].base_name, clause_id)
            for clause_id, doc_id in found.items()
            if doc_id in records
        )


def _by_company(grouped: Sequence[_Ranked]) -> list[_Ranked]:
    """The first hits as they are, then those of the same documents and of the same meaning."""
    places = [(i.record.doc_id, "" if i.record.title else norms.law(norms.named("", i.clause))) for i in grouped]
    scores = tail.reordered(np.array([i.score for i in grouped]), np.array([i.dense for i in grouped]), places)
    for item, score in zip(grouped, scores, strict=True):
        item.score = float(score)
    return sorted(grouped, key=lambda item: -item.score)


def _below(deeper: Sequence[_Ranked], ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """What a deeper look adds, kept below all that was ranked already."""
    known = {item.clause.id for item in ranked}
    floor = min((item.score for item in ranked), default=np.inf)
    added = [item for item in deeper if item.clause.id not in known]
    for item in added:
        item.score = min(item.score, floor)
    return added


def _without_repeats(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Each clause once; a clause looked up takes over the text key of its ranked self."""
    kept: dict[str, _Ranked] = {}
    for item in ranked:
        first = kept.setdefault(item.clause.id, item)
        if first.key is None:
            first.key = item.key
    return list(kept.values())
