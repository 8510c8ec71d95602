"""Search filters: documents are sifted by what the library knows of them, clauses by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.segments import CONTEXT, GRAMS, Segment
from indexer.tokens import bigrams, fold
from kb.errors import InputError
from kb.library.store import DocumentRecord
from kb.model import Clause, Kind, SearchFilters, Validity
from kb.taxonomy import hazards_of_word

Cues = Mapping[str, Sequence[str]]
"""Checklist item id → words that tell of it."""
PLAN_LEVELS = ("国家", "省", "市", "县", "乡镇", "村社区", "企业", "学校")
RESPONSE_LEVELS = ("一级", "二级", "三级", "四级")
_DATE_PREFIX = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DATE_FORM = "YYYY, YYYY-MM, YYYY-MM-DD"
_LEVELS = {"1": "一", "2": "二", "3": "三", "4": "四", "i": "一", "ii": "二", "iii": "三", "iv": "四"}


def document_allowed(record: DocumentRecord, filters: SearchFilters) -> bool:
    """Whether a document satisfies every filter that concerns documents."""
    checks = (
        (filters.kind, lambda value: record.kind == value),
        (filters.plan_type, lambda value: record.plan_type == value),
        (filters.level, lambda value: record.plan_level == value),
        (filters.validity, lambda value: record.validity == value),
        (filters.hazard, lambda value: _hazard(record, value)),
        (filters.doc, lambda value: _named(record, value)),
        (filters.region, lambda value: value in record.region),
        (filters.since, lambda value: since(record.date, value)),
    )
    return all(check(value) for value, check in checks if value)


def _hazard(record: DocumentRecord, value: str) -> bool:
    """A code, the code above it (``ND``), words of the name, or a word for such events (防汛, 台风)."""
    return bool(record.hazard_code) and (
        record.hazard_code == value
        or any(hazard.code == record.hazard_code for hazard in hazards_of_word(value))
        or record.hazard_code.startswith(f"{value}-")
        or value in record.hazard_name
        or (bool(record.hazard_name) and record.hazard_name in value)
    )


def _named(record: DocumentRecord, value: str) -> bool:
    wanted = fold(value)
    return record.doc_id == value or wanted in fold(record.title) or wanted in fold(record.base_name)


def since(date: str, value: str) -> bool:
    """ISO dates of different precision compare by what both state; a document without a date is left out."""
    shared = min(len(date), len(value))
    return shared >= 4 and date[:shared] >= value[:shared]


def level_word(value: str) -> str:
    """一级 for 1, Ⅰ, I级, 一级响应 … Unknown values come back folded."""
    folded = fold(value).strip()
    match = re.match("[一二三四]级", folded)
    if match:
        return match[0]
    bare = _LEVELS.get(folded.removesuffix("级"), folded.removesuffix("级"))
    return f"{bare}级" if bare in "一二三四" else folded


class ClauseFilter:
    """The filters that look into clauses: response level and checklist element."""

    def __init__(self, filters: SearchFilters, cues: Cues) -> None:
        self._level = level_word(filters.response_level) if filters.response_level else ""
        self._pattern = re.compile(f"(?<!十){re.escape(self._level)}") if self._level else None
        self._cues = tuple(fold(cue) for cue in cues.get(filters.element, ())) if filters.element else ()
        self._element = filters.element or ""

    @property
    def active(self) -> bool:
        """Whether any clause is sifted at all."""
        return bool(self._level or self._element)

    def mask(self, segment: Segment) -> NDArray[np.bool_]:
        """Rows that may pass: their postings hold the bigrams asked for."""
        allowed = np.ones(segment.rows, bool)
        if self._level:
            allowed &= _holds(segment, self._level)
        if self._element:
            found = np.zeros(segment.rows, bool)
            for cue in self._cues:
                found |= _holds(segment, cue)
            allowed &= found
        return allowed

    def passes(self, clause: Clause) -> bool:
        """Whether a clause, with the headings above it, satisfies the filters."""
        text = fold(" ".join((*clause.path, clause.text)))
        if self._pattern is not None and not self._pattern.search(text):
            return False
        return not self._element or any(cue in text for cue in self._cues)


def _holds(segment: Segment, phrase: str) -> NDArray[np.bool_]:
    """Rows whose text and headings together hold every bigram of a phrase."""
    found = np.ones(segment.rows, bool)
    for gram in bigrams(phrase):
        rows = np.zeros(segment.rows, bool)
        for family in (GRAMS, CONTEXT):
            rows |= _rows_with(segment, family, gram)
        found &= rows
    return found


def _rows_with(segment: Segment, family: str, term: str) -> NDArray[np.bool_]:
    from indexer.bm25 import term_key

    postings = segment.postings[family]
    rows = np.zeros(segment.rows, bool)
    rows[postings.rows[postings.find(term_key(term))]] = True
    return rows


def allowed_documents(records: Iterable[DocumentRecord], filters: SearchFilters) -> frozenset[str]:
    """Ids of the documents that satisfy the filters."""
    return frozenset(record.doc_id for record in records if document_allowed(record, filters))


def check(filters: SearchFilters) -> None:
    """Tell a slip of the pen from a search that finds nothing.

    ``kind``, ``level``, ``response_level``, ``validity`` must be of their closed lists, ``since`` an ISO date prefix; a ``doc``,
    ``hazard`` or ``region`` that the library has not is no error. Raises InputError("bad_filter").
    """
    response = filters.response_level and level_word(filters.response_level)
    closed: tuple[tuple[str, str | None, str | None, Iterable[str]], ...] = (
        ("kind", filters.kind, filters.kind, Kind),
        ("level", filters.level, filters.level, PLAN_LEVELS),
        ("response_level", filters.response_level, response, RESPONSE_LEVELS),
        ("validity", filters.validity, filters.validity, Validity),
    )
    for name, value, meant, known in closed:
        if value and meant not in tuple(known):
            raise _bad_filter(name, value, known)
    if filters.since and not _DATE_PREFIX.fullmatch(filters.since):
        raise _bad_filter("since", filters.since, (_DATE_FORM,))


def _bad_filter(name: str, value: str, known: Iterable[str]) -> InputError:
    return InputError("bad_filter", name=name, value=value, known=" ".join(known))
