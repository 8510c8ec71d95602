"""Finding quotes of a review in the Word document that was reviewed.

A quote is verbatim text of a clause, but a clause may hold a lead-in from above, an automatic number, the heads of a table or masked
names that stand nowhere in the file like that; then the longest part that does stand there is taken, near the place of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Clause, Document, Section
from kb.reporting.stream import Stream, normalised

_PROBE = 30
_LEAST = 4
_AROUND = 12
_TRIED = 6
_NUMBER = re.compile(
    r"^(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第[一二三四五六七八九十百\d]+[条章节]|\d+(?:\.\d+)+)+"
)
_PARTS = re.compile(r"\n|(?<=[。;；！？!?])|(?=[(（]\d{1,2}[)）])")
_CELLS = re.compile(r"[;；\n]|(?<=[:：])")
_MASK = re.compile(r"\*{2,}|某某")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of the stream; ``exact`` tells that it is the whole quote."""

    start: int
    end: int
    exact: bool


class Anchors:
    """Looks up clauses, quotes and headings of the documents that were read from one file."""

    def __init__(self, stream: Stream, documents: Sequence[Document]) -> None:
        self.text = stream.text
        self.clauses: list[Clause] = [clause for document in documents for clause in document.clauses]
        self.order = {clause.id: at for at, clause in enumerate(self.clauses)}
        self._owners = {clause.id: document for document in documents for clause in document.clauses}
        self._documents = {document.doc_id: document for document in documents}
        self._places: dict[str, int | None] = {}

    def quote(self, clause_id: str, quote: str) -> Span | None:
        """Where a quote of a clause stands; a clause without a quote is found by its own text."""
        near = self._near(clause_id)
        wanted = normalised(quote)
        exact = self._closest(wanted, near) if wanted else None
        if exact is not None:
            return exact
        for part in _candidates(quote):
            found = self._closest(part, near) if len(part) >= _LEAST else None
            if found is not None:
                return Span(found.start, found.end, False)
        return self.clause(clause_id)

    def clause(self, clause_id: str) -> Span | None:
        """Where a clause begins."""
        place = self._place(clause_id)
        if place is None:
            return None
        probe = next(iter(_probes(self.clauses[self.order[clause_id]].text)), "")
        return Span(place, place + len(probe), False)

    def heading(self, doc_id: str, section: int) -> Span | None:
        """Where a heading stands: before the first clause below it, rather than in a contents page; -1 is the title."""
        document = self._documents.get(doc_id)
        if document is None:
            return None
        if section < 0 or section >= len(document.sections):
            return self._title(document)
        below = next((clause for clause in document.clauses if clause.section >= section), None)
        near = self._near(below.id) if below else len(self.text)
        for name in _names(document.sections[section]):
            found = self._closest(name, near, before=True)
            if found is not None:
                return found
        return self.clause(below.id) if below else self._title(document)

    def _title(self, document: Document) -> Span | None:
        title = normalised(document.title)
        near = self._near(document.clauses[0].id) if document.clauses else 0
        found = self._closest(title, near, before=True) if title else None
        return found or (Span(0, min(len(self.text), 20), True) if self.text else None)

    # ------------------------------------------------------------------ where clauses stand

    def _near(self, clause_id: str) -> int:
        place = self._place(clause_id)
        return 0 if place is None else place

    def _place(self, clause_id: str) -> int | None:
        """Where a clause begins: a text found once, else the one closest to a neighbour that is found once."""
        if clause_id not in self._places:
            self._places[clause_id] = self._located(clause_id)
        return self._places[clause_id]

    def _located(self, clause_id: str) -> int | None:
        at = self.order.get(clause_id)
        if at is None:
            return None
        unique = self._unique(at)
        if unique is not None:
            return unique
        near = self._neighbour(at)
        for probe in _probes(self.clauses[at].text):
            closest = self._closest(probe, near)
            if closest is not None:
                return closest.start
        return near

    def _unique(self, at: int) -> int | None:
        """Where a line or cell of a clause stands that stands nowhere else."""
        for probe in _probes(self.clauses[at].text):
            found = self.text.find(probe)
            if found >= 0 and self.text.find(probe, found + 1) < 0:
                return found
        return None

    def _neighbour(self, at: int) -> int:
        for distance in range(1, _AROUND + 1):
            for other in (at - distance, at + distance):
                found = self._unique(other) if 0 <= other < len(self.clauses) else None
                if found is not None:
                    return found
        return round(len(self.text) * at / max(1, len(self.clauses)))

    def _closest(self, wanted: str, near: int, *, before: bool = False) -> Span | None:
        """The occurrence closest to ``near``, with ``before`` the last that begins before it."""
        if not wanted:
            return None
        spans = list(self._occurrences(wanted))
        if before:
            spans = [span for span in spans if span.start < near] or spans
        return min(spans, key=lambda span: abs(span.start - near), default=None)

    def _occurrences(self, wanted: str) -> list[Span]:
        spans, at = [], self.text.find(wanted)
        while at >= 0:
            spans.append(Span(at, at + len(wanted), True))
            at = self.text.find(wanted, at + 1)
        if spans or not _MASK.search(wanted):
            return spans
        parts = [re.escape(part) for part in _MASK.split(wanted)]
        masks = [r".{1,3}" if mask == "某某" else rf".{{1,{len(mask) + 4}}}" for mask in _MASK.findall(wanted)]
        source = "".join(part + mask for part, mask in zip(parts, [*masks, ""], strict=True))
        return [Span(found.start(), found.end(), True) for found in re.finditer(source, self.text)]


def _candidates(quote: str) -> list[str]:
    """What of a quote may stand in the file, longest first: sentences and cells without numbers, a row's cells without its heads."""
    parts = [quote, *_PARTS.split(quote), *_CELLS.split(quote)]
    cells = [re.split(r"[:：]", cell)[-1] for cell in re.split(r"[;；]", quote)]
    row = "".join(dict.fromkeys(map(normalised, cells)))
    bare = {_NUMBER.sub("", normalised(part)) for part in parts}
    return sorted({*bare, row}, key=lambda each: (-len(each), each))


def _probes(text: str) -> list[str]:
    """The beginnings by which a clause is looked up: its lines and cells without numbers, the longest first."""
    parts = [normalised(part) for part in _CELLS.split(text)]
    bare = {_NUMBER.sub("", part)[:_PROBE] for part in parts if not _MASK.search(part)} or {
        part[:_PROBE] for part in parts
    }
    return sorted((part for part in bare if len(part) >= _LEAST), key=lambda part: (-len(part), part))[:_TRIED]


def _names(section: Section) -> list[str]:
    """What a heading reads like in the file: with its number, or without where that is automatic."""
    names = [normalised(section.label), normalised(section.number + section.text), normalised(section.text)]
    return [name for name in dict.fromkeys(names) if name]
