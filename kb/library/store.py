"""The library: documents and clauses in SQLite, originals by content hash; one writer, any number of readers.

Layout of a library folder::

    library.db      documents, clauses, the sequence number that every change raises
    originals/      the files as they came, named by SHA-256
    index/          owned by ``indexer.index``
    write.lock      held while somebody writes; ``write.owner`` says who
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import LibraryError
from kb.library import corrections, trash
from kb.library.connections import Connections
from kb.library.database import opened
from kb.library.editions import settled
from kb.library.health import problems
from kb.library.originals import Originals
from kb.library.records import WITH_OCR as WITH_OCR
from kb.library.records import Arrival as Arrival
from kb.library.records import DocumentRecord as DocumentRecord
from kb.library.records import Intake as Intake
from kb.library.records import file_sha256 as file_sha256
from kb.model import Clause, Document, Incident, Kind, Notice, PlanTypeGuess, Validity

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_CLAUSE_COLUMNS = "clause_id, path, text, section, line, page, page_label, table_row, fragment"


@cache
def _document_adapter() -> TypeAdapter[Document]:
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


class Library:
    """One library folder. Reading needs no lock; writing takes the lock or raises ``LibraryError("library_locked")``.

    ``samples`` marks every record as a sample of ours.
    Raises LibraryError: ``library_unwritable``, ``library_damaged``, ``library_newer``.
    """

    def __init__(self, home: Path, *, samples: bool = False) -> None:
        self.home = home
        self.samples = samples
        self._originals = Originals(home)
        self._records: tuple[int, tuple[DocumentRecord, ...]] | None = None
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._connections = Connections(lambda: opened(home))
            self._connections.get()
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryError("library_unwritable", path=home, reason=error) from error
        except sqlite3.DatabaseError as error:
            raise LibraryError("library_damaged", path=home / "library.db") from error

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._connections.get()

    def close(self) -> None:
        """Release the database."""
        self._connections.close()

    # ------------------------------------------------------------------ writing

    @contextmanager
    def writing(self, wait: float = 5.0) -> Iterator[None]:
        """Hold the library's write lock, waiting up to ``wait`` seconds for it; the owner is shown to the next writer."""
        from filelock import FileLock, Timeout

        owner = self.home / "write.owner"
        lock = FileLock(self.home / "write.lock", is_singleton=True)
        try:
            with lock.acquire(timeout=wait):
                owner.write_text(f"{socket.gethostname()} pid {os.getpid()}", encoding="utf-8")
                yield
        except Timeout as error:
            held_by = owner.read_text(encoding="utf-8") if owner.exists() else "?"
            raise LibraryError("library_locked", owner=held_by) from error
        except PermissionError as error:
            raise LibraryError("library_unwritable", path=self.home, reason=error.strerror) from error

    def plan(self, arrivals: Sequence[Arrival], parser_version: str) -> tuple[Intake, ...]:
        """Say what adding each of these files would do, in order; ids given to one are taken for the next."""
        taken = {row[0] for row in self._connection.execute("SELECT doc_id FROM files")}
        planned: dict[str, Intake] = {}
        intakes = []
        for arrival in arrivals:
            earlier = planned.get(arrival.sha256)
            if earlier is not None:
                intakes.append(Intake("duplicate", earlier.doc_id))
                continue
            intake = self._intake(arrival, parser_version, taken)
            taken.add(intake.doc_id)
            planned[arrival.sha256] = intake
            intakes.append(intake)
        return tuple(intakes)

    def _intake(self, arrival: Arrival, parser_version: str, taken: set[str]) -> Intake:
        known = self._connection.execute(
            "SELECT source, base_name, doc_id, parser_version FROM files WHERE sha256=?", (arrival.sha256,)
        ).fetchone()
        if known:
            source, name, doc_id, version = known
            if version not in (parser_version, parser_version + WITH_OCR):
                return Intake("updated", doc_id, replaces=doc_id)
            same = source == arrival.source or name == arrival.base_name
            return Intake("unchanged" if same else "duplicate", doc_id)
        older = self._connection.execute("SELECT doc_id FROM files WHERE source=?", (arrival.source,)).fetchone()
        if older:
            return Intake("updated", older[0], replaces=older[0])
        return Intake("added", _free_id(Path(arrival.base_name).stem, taken))

    def store(
        self, documents: Sequence[Document], intake: Intake, arrival: Arrival, file: Path, parser_version: str
    ) -> None:
        """Put the documents of one file into the library, in one transaction, and keep the original."""
        try:
            with self.writing():
                self._originals.keep(file, arrival.sha256)
                with self._connection:
                    revision = self._next_sequence()
                    if intake.replaces is not None:
                        self._connection.execute("DELETE FROM files WHERE doc_id=?", (intake.replaces,))
                    now = datetime.now(UTC).isoformat(timespec="seconds")
                    size = file.stat().st_size
                    row = (arrival.sha256, arrival.source, arrival.base_name, intake.doc_id, size, parser_version, now)
                    self._connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                    for part, document in enumerate(documents):
                        self._insert(document, arrival.sha256, part, revision)
        except sqlite3.OperationalError as error:
            raise LibraryError("library_unwritable", path=self.home, reason=error) from error

    def _insert(self, document: Document, sha256: str, part: int, revision: int) -> None:
        document = corrections.applied(self._connection, document)
        bare = _document_adapter().dump_json(replace(document, clauses=())).decode()
        self._connection.execute(
            f"INSERT INTO documents VALUES ({','.join('?' * 16)})",
            (
                document.doc_id, sha256, part, *_description(document), len(document.clauses), len(document.incidents),
                revision, bare,
            ),
        )  # fmt: skip
        self._connection.executemany(
            f"INSERT INTO clauses VALUES ({','.join('?' * 11)})",
            (
                (
                    clause.id, document.doc_id, position, json.dumps(clause.path, ensure_ascii=False), clause.text,
                    clause.section, clause.line, clause.page, clause.page_label, clause.table_row, clause.fragment,
                )
                for position, clause in enumerate(document.clauses)
            ),
        )  # fmt: skip

    def remove(self, doc_id: str, by: str = "") -> tuple[str, ...]:
        """Put a document, with all parts of its file, into the trash; returns the document ids, empty when unknown."""
        with self.writing(), self._connection:
            row = self._connection.execute("SELECT sha256 FROM documents WHERE doc_id=?", (doc_id,)).fetchone()
            if row is None:
                return ()
            gone = trash.put_away(self._connection, row[0], datetime.now(UTC).isoformat(timespec="seconds"), by)
            self._next_sequence()
            return gone

    def put_back(self, id_: int) -> tuple[str, ...]:
        """Bring a file back from the trash as it was; returns its document ids. Raises as ``kb.library.trash.put_back``."""
        with self.writing(), self._connection:
            return trash.put_back(self._connection, id_, self._next_sequence())

    def empty_trash(self, ids: Sequence[int] | None = None) -> int:
        """Forget removed files for good, all of them unless ``ids`` names some; returns how many."""
        with self.writing():
            with self._connection:
                chosen = tuple(each.id for each in self.trash()) if ids is None else tuple(ids)
                unneeded = trash.emptied(self._connection, chosen)
            for sha in unneeded:
                self._originals.forget(sha)
            return len(chosen)

    def correct(self, doc_id: str, changes: Mapping[str, str | None]) -> tuple[str, ...]:
        """Put a document's description right; None takes a correction back. Returns the fields that changed.

        Raises LibraryError("unknown_document"), InputError("bad_metadata"); all or nothing is changed.
        """
        asked = {
            field: None if value is None else corrections.checked(field, value) for field, value in changes.items()
        }
        with self.writing(), self._connection:
            before = self._bare(doc_id)
            known, after = corrections.merged(before, corrections.of(self._connection, doc_id), asked)
            fields = corrections.fields_of(before)
            changed = tuple(field for field, value in corrections.fields_of(after).items() if value != fields[field])
            if changed:
                corrections.keep(self._connection, doc_id, known)
                self._describe(after, self._next_sequence())
            return changed

    def _describe(self, document: Document, revision: int) -> None:
        values = (*_description(document), revision, _document_adapter().dump_json(document).decode(), document.doc_id)
        self._connection.execute(
            "UPDATE documents SET title=?, kind=?, plan_types=?, plan_level=?, hazard_code=?, hazard_name=?, region=?, date=?,"
            " validity=?, revision=?, data=? WHERE doc_id=?", values,
        )  # fmt: skip

    def _next_sequence(self) -> int:
        self._connection.execute("UPDATE meta SET value=CAST(value AS INTEGER)+1 WHERE key='sequence'")
        return self.sequence

    # ------------------------------------------------------------------ reading

    @property
    def sequence(self) -> int:
        """Number of changes so far; the index compares it with its own."""
        return int(self._connection.execute("SELECT value FROM meta WHERE key='sequence'").fetchone()[0])

    def revisions(self) -> dict[str, int]:
        """Revision of every document; a revision changes whenever its document does."""
        return dict(self._connection.execute("SELECT doc_id, revision FROM documents"))

    def document_records(self) -> tuple[DocumentRecord, ...]:
        """All documents without their texts, in the order of their ids."""
        sequence = self.sequence
        if self._records is None or self._records[0] != sequence:
            rows = self._connection.execute(
                "SELECT d.doc_id, d.title, d.kind, d.plan_types, d.plan_level, d.hazard_code, d.hazard_name, d.region,"
                " d.date, d.validity, f.source, f.base_name, d.clause_count, d.incident_count, d.revision"
                " FROM documents d JOIN files f USING (sha256) ORDER BY d.doc_id"
            )
            said = corrections.fields_by_document(self._connection)
            found = [self._record(row) for row in rows]
            if said:
                found = [replace(each, corrected=said.get(each.doc_id, ())) for each in found]
            self._records = (sequence, settled(found))
        return self._records[1]

    def signatures(self) -> dict[str, tuple[int, ...]]:
        """What compares the texts of all documents (``kb.duplicates``)."""
        rows = self._connection.execute("SELECT doc_id, json_extract(data, '$.signature') FROM documents")
        return {str(doc_id): tuple(json.loads(numbers)) for doc_id, numbers in rows if numbers}

    def trash(self) -> tuple[trash.Removed, ...]:
        """What was removed and can be brought back, the last removed first."""
        return trash.listed(self._connection)

    def corrections_of(self, doc_id: str) -> dict[str, corrections.Correction]:
        """What people corrected of a document, by field."""
        return corrections.of(self._connection, doc_id)

    def description(self, doc_id: str) -> dict[str, str]:
        """The description of a document by field. Raises LibraryError("unknown_document")."""
        return corrections.fields_of(self._bare(doc_id))

    def original_of(self, doc_id: str) -> Path | None:
        """The kept original of a document's file; None where it is gone. Raises LibraryError("unknown_document")."""
        row = self._connection.execute(
            "SELECT f.sha256, f.base_name FROM documents d JOIN files f USING (sha256) WHERE d.doc_id=?", (doc_id,)
        ).fetchone()
        if row is None:
            raise LibraryError("unknown_document", doc_id=doc_id)
        kept = self._originals.path(str(row[0]), Path(str(row[1])).suffix)
        return kept if kept.is_file() else None

    def issuers(self) -> dict[str, str]:
        """Who issued each document, as its text or the user says; documents without issuer are left out."""
        rows = self._connection.execute("SELECT doc_id, json_extract(data, '$.issuer') FROM documents")
        return {str(doc_id): str(issuer) for doc_id, issuer in rows if issuer}

    def _record(self, row: Sequence[object]) -> DocumentRecord:
        (doc_id, title, kind, guesses, level, code, name, region, date, validity, source, base, clauses, incidents, revision) = row  # fmt: skip
        return DocumentRecord(
            str(doc_id), str(title), Kind(str(kind)),
            tuple(PlanTypeGuess(c, p) for c, p in json.loads(str(guesses))),
            str(level) if level else None, str(code or ""), str(name or ""), str(region), str(date),
            Validity(str(validity)), str(source), str(base), int(str(clauses)), int(str(incidents)), int(str(revision)),
            self.samples,
        )  # fmt: skip

    def document(self, doc_id: str) -> Document:
        """A document with all its clauses. Raises LibraryError("unknown_document")."""
        return replace(self._bare(doc_id), clauses=self.clauses_of(doc_id))

    def _bare(self, doc_id: str) -> Document:
        row = self._connection.execute("SELECT data FROM documents WHERE doc_id=?", (doc_id,)).fetchone()
        if row is None:
            raise LibraryError("unknown_document", doc_id=doc_id)
        return _document_adapter().validate_json(row[0])

    def notices_of(self, doc_id: str) -> tuple[Notice, ...]:
        """What was said of a document when it was read. Raises LibraryError("unknown_document")."""
        return self._bare(doc_id).notices

    def incidents_of(self, doc_id: str) -> tuple[Incident, ...]:
        """The past events that a document tells. Raises LibraryError("unknown_document")."""
        return self._bare(doc_id).incidents

    def clauses_of(self, doc_id: str) -> tuple[Clause, ...]:
        """The clauses of a document in reading order."""
        rows = self._connection.execute(
            f"SELECT {_CLAUSE_COLUMNS} FROM clauses WHERE doc_id=? ORDER BY position", (doc_id,)
        )
        return tuple(_clause(row) for row in rows)

    def clauses(self, clause_ids: Iterable[str]) -> dict[str, Clause]:
        """The clauses with these ids; unknown ids are left out."""
        ids, found = list(clause_ids), dict[str, Clause]()
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            query = f"SELECT {_CLAUSE_COLUMNS} FROM clauses WHERE clause_id IN ({','.join('?' * len(some))})"
            found.update((row[0], _clause(row)) for row in self._connection.execute(query, some))
        return found

    def documents_citing(self, words: Sequence[str]) -> Iterator[tuple[str, str, tuple[Clause, ...]]]:
        """Id, title and all clauses of every document of which a clause contains one of ``words``, blanks aside."""
        asked = tuple(f"%{_like(word)}%" for word in words if word)
        if not asked:
            return
        bare = "replace(replace(replace(text, ' ', ''), char(10), ''), char(12288), '')"
        where = " OR ".join(f"{bare} LIKE ? ESCAPE '!'" for _ in asked)
        rows = self._connection.execute(
            f"SELECT doc_id, title FROM documents WHERE doc_id IN (SELECT doc_id FROM clauses WHERE {where}) ORDER BY doc_id",
            asked,
        ).fetchall()
        for doc_id, title in rows:
            yield str(doc_id), str(title), self.clauses_of(doc_id)

    def neighbours(self, clause_id: str, reach: int = 1) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
        """The clauses before and after one in its document, ``reach`` each at most; none for an unknown id."""
        around = f"SELECT {_CLAUSE_COLUMNS} FROM clauses WHERE doc_id=? AND position BETWEEN ? AND ? ORDER BY position"
        place = self._connection.execute(
            "SELECT doc_id, position FROM clauses WHERE clause_id=?", (clause_id,)
        ).fetchone()
        if place is None:
            return (), ()
        doc_id, at = place
        before = self._connection.execute(around, (doc_id, at - reach, at - 1))
        after = self._connection.execute(around, (doc_id, at + 1, at + reach))
        return tuple(map(_clause, before)), tuple(map(_clause, after))

    def clause_count(self) -> int:
        """Number of clauses of all documents."""
        return int(self._connection.execute("SELECT COALESCE(SUM(clause_count), 0) FROM documents").fetchone()[0])

    # ------------------------------------------------------------------ health

    def problems(self, *, repair: bool = False) -> tuple[str, ...]:
        """Faults found in the database and the kept originals, as ``code:detail``; ``repair`` removes leftovers."""
        return problems(self._connection, self.home, self._originals.fetch_again, repair=repair)


def _description(document: Document) -> tuple[str | None, ...]:
    """The columns of ``documents`` that describe, from ``title`` to ``validity``."""
    guesses = json.dumps([[guess.code, guess.confidence] for guess in document.plan_types])
    hazard = document.hazard
    return (
        document.title, document.kind, guesses, document.plan_level, hazard.code if hazard else None,
        hazard.name if hazard else None, document.region, document.date, document.validity,
    )  # fmt: skip


def _like(word: str) -> str:
    """A word as the inside of a LIKE pattern."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _free_id(stem: str, taken: set[str]) -> str:
    stem = stem.replace("#", "＃").replace("/", "／") or "document"
    candidate, n = stem, 2
    while candidate in taken:
        candidate, n = f"{stem}~{n}", n + 1
    return candidate


def _clause(row: Sequence[Any]) -> Clause:
    clause_id, path, text, section, line, page, page_label, table_row, fragment = row
    return Clause(clause_id, _path(path), text, section, line, page, page_label, bool(table_row), bool(fragment))


@lru_cache(maxsize=20_000)
def _path(text: str) -> tuple[str, ...]:
    """The headings above a clause; neighbours share them."""
    return tuple(json.loads(text))
