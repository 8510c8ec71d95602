"""Places looked up by number: the clauses at an article, section or annex, in the documents named or in all that have it."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer import reference
from indexer.filters import ClauseFilter
from indexer.reference import Reference
from indexer.segments import Segment
from indexer.tokens import fold
from kb.library.store import DocumentRecord
from kb.model import Clause

SURE = 0.62
"""From here on a document counts as named together with a place in it; below, words merely resemble a title."""
_AS_SURE = 0.02
"""Documents named as surely as the best but for this are all meant."""
_CLAUSES, _CLAUSES_EACH, _DOCUMENTS = 40, 3, 200
"""Clauses shown of the one document meant, of each where there are several, and documents at most."""
_ARTICLE = re.compile("第(.+)条(之.)?$")


class ClauseSource(Protocol):
    """Where texts of clauses come from."""

    def clauses_of(self, doc_id: str) -> tuple[Clause, ...]:
        """The clauses of a document in reading order."""

    def clauses(self, clause_ids: Sequence[str]) -> dict[str, Clause]:
        """Clauses by id."""


def in_documents(
    path: str, named: Iterable[tuple[DocumentRecord, float]], source: ClauseSource, sieve: ClauseFilter
) -> list[tuple[Clause, DocumentRecord]]:
    """The clauses at a place of the documents named, the surest that have it; of editions of one title only the first.

    Where one document is meant all its clauses there, else the first few of each, those that come first in each before the rest.
    """
    places, best, titles = list[tuple[DocumentRecord, tuple[Clause, ...]]](), 0.0, set[str]()
    for record, surely in itertools.islice(named, _DOCUMENTS):
        title = reference.bare_title(record.title)
        if surely < best - _AS_SURE or title in titles:
            continue
        clauses = reference.clauses_at(path, source.clauses_of(record.doc_id))
        clauses = tuple(clause for clause in clauses if not sieve.active or sieve.passes(clause))
        if clauses:
            best = max(best, surely)
            titles.add(title)
            places.append((record, clauses))
    if len(places) == 1:
        record, clauses = places[0]
        return [(clause, record) for clause in clauses[:_CLAUSES]]
    return [(clauses[at], record) for at in range(_CLAUSES_EACH) for record, clauses in places if at < len(clauses)]


def everywhere(
    path: str,
    segments: Sequence[Segment],
    masks: Sequence[NDArray[np.bool_] | None],
    records: Mapping[str, DocumentRecord],
    first: Callable[[DocumentRecord], tuple[bool, ...]],
) -> list[tuple[str, DocumentRecord]]:
    """Ids of the first clauses at this number in each document that has it, documents in the order of ``first``.

    The first of every document come before the second of any.
    """
    found: dict[str, list[str]] = defaultdict(list)
    needles = _written(path)
    exact = re.compile("[#/](?:" + "|".join(map(re.escape, needles)) + ")(?![0-9之])")
    for segment, mask in zip(segments, masks, strict=True):
        for row in segment.rows_with([needle.encode() for needle in needles]):
            doc_id = segment.parts[segment.part_of_row[row]].doc_id
            if (mask is None or mask[row]) and len(found[doc_id]) < _CLAUSES_EACH:
                clause_id = segment.clause_id(int(row))
                if exact.search(clause_id[len(doc_id) :]):
                    found[doc_id].append(clause_id)
    documents = sorted((records[doc_id] for doc_id, ids in found.items() if ids and doc_id in records), key=first)
    return [
        (found[record.doc_id][at], record)
        for at in range(_CLAUSES_EACH)
        for record in documents[:_DOCUMENTS]
        if at < len(found[record.doc_id])
    ]


def _written(path: str) -> list[str]:
    """A number as clause ids may bear it: articles in Chinese or Arabic figures, brackets of either width."""
    match = _ARTICLE.match(path)
    if "(" in path:
        return [path, path.replace("(", "（").replace(")", "）")]
    return [path, *([f"第{reference.numeral_value(match[1])}条{match[2] or ''}"] if match else [])]


def only_the_number(place: Reference, content: Iterable[str]) -> bool:
    """Whether a query says nothing but a place: no document, nothing asked about it."""
    said = fold(place.rest) if reference.is_generic(place.name) else fold(place.name + place.rest)
    return not any(word in said for word in content)
