"""A library in memory with what ``indexer.index`` asks of one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb.library.store import DocumentRecord
from kb.model import Clause, Document, Incident


class MemoryLibrary:
    def __init__(self, documents: Iterable[tuple[Document, str]] = ()) -> None:
        self._documents: dict[str, tuple[Document, str, int]] = {}
        self.sequence = 0
        self._by_id: tuple[int, dict[str, Clause]] = (-1, {})
        for document, base_name in documents:
            self.put(document, base_name)

    @classmethod
    def of_folder(cls, folder: Path) -> MemoryLibrary:
        from kb.errors import ReadError
        from kb.parsing import parse

        library = cls()
        for file in sorted(folder.iterdir()):
            try:
                parsed = parse(file)
            except ReadError:
                continue
            for document in parsed.documents:
                library.put(document, file.name)
        return library

    def put(self, document: Document, base_name: str = "") -> None:
        self.sequence += 1
        self._documents[document.doc_id] = (document, base_name or f"{document.doc_id}.md", self.sequence)

    def put_all(self, other: MemoryLibrary) -> None:
        for document, base_name, _ in other._documents.values():
            self.put(document, base_name)

    def remove(self, doc_id: str) -> None:
        self.sequence += 1
        del self._documents[doc_id]

    def revisions(self) -> dict[str, int]:
        return {doc_id: revision for doc_id, (_, _, revision) in self._documents.items()}

    def document_records(self) -> tuple[DocumentRecord, ...]:
        return tuple(
            DocumentRecord(
                d.doc_id, d.title, d.kind, d.plan_types, d.plan_level, d.hazard.code if d.hazard else "",
                d.hazard.name if d.hazard else "", d.region, d.date, d.validity, f"/in/{name}", name, len(d.clauses),
                len(d.incidents), revision,
            )
            for d, name, revision in self._documents.values()
        )  # fmt: skip

    def document(self, doc_id: str) -> Document:
        return self._documents[doc_id][0]

    def clauses_of(self, doc_id: str) -> tuple[Clause, ...]:
        return self._documents[doc_id][0].clauses

    def incidents_of(self, doc_id: str) -> tuple[Incident, ...]:
        return self._documents[doc_id][0].incidents

    def clauses(self, clause_ids: Iterable[str]) -> dict[str, Clause]:
        if self._by_id[0] != self.sequence:
            every = {c.id: c for d, _, _ in self._documents.values() for c in d.clauses}
            self._by_id = (self.sequence, every)
        known = self._by_id[1]
        return {clause_id: known[clause_id] for clause_id in clause_ids if clause_id in known}
