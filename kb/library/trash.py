"""Removed files, kept as they were until the trash is emptied: the rows of the library's tables, packed."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import dataclass
from typing import Any

from kb.errors import LibraryError

SCHEMA = """CREATE TABLE trash (id INTEGER PRIMARY KEY AUTOINCREMENT, doc_id TEXT NOT NULL, title TEXT NOT NULL, documents INTEGER NOT NULL,
 sha256 TEXT NOT NULL, removed_at TEXT NOT NULL, removed_by TEXT NOT NULL, packed BLOB NOT NULL)"""
_TABLES = ("files", "documents", "clauses", "corrections")
"""In the order in which rows are put back."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A file in the trash: its id there, the document id and title of its (first) document, how many it held, when and by whom removed."""

    id: int
    doc_id: str
    title: str
    documents: int
    sha256: str
    removed_at: str
    removed_by: str


def put_away(connection: sqlite3.Connection, sha256: str, at: str, by: str) -> tuple[str, ...]:
    """Move a file with its documents into the trash; returns the document ids."""
    ids = [
        str(row[0])
        for row in connection.execute("SELECT doc_id FROM documents WHERE sha256=? ORDER BY part", (sha256,))
    ]
    marks = ",".join("?" * len(ids))
    rows = {
        "files": _rows(connection, "SELECT * FROM files WHERE sha256=?", sha256),
        "documents": _rows(connection, "SELECT * FROM documents WHERE sha256=? ORDER BY part", sha256),
        "clauses": _rows(connection, f"SELECT * FROM clauses WHERE doc_id IN ({marks}) ORDER BY doc_id, position", *ids),
        "corrections": _rows(connection, f"SELECT * FROM corrections WHERE doc_id IN ({marks})", *ids),
    }  # fmt: skip
    packed = zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)
    first = rows["documents"][0]
    values = (rows["files"][0]["doc_id"], first["title"], len(ids), sha256, at, by, packed)
    connection.execute(
        "INSERT INTO trash (doc_id, title, documents, sha256, removed_at, removed_by, packed) VALUES (?, ?, ?, ?, ?, ?, ?)", values
    )  # fmt: skip
    connection.execute("DELETE FROM files WHERE sha256=?", (sha256,))
    connection.execute(f"DELETE FROM corrections WHERE doc_id IN ({marks})", ids)
    return tuple(ids)


def _rows(connection: sqlite3.Connection, query: str, *values: str) -> list[dict[str, Any]]:
    found = connection.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def listed(connection: sqlite3.Connection) -> tuple[Removed, ...]:
    """What is in the trash, the last removed first."""
    rows = connection.execute(
        "SELECT id, doc_id, title, documents, sha256, removed_at, removed_by FROM trash ORDER BY id DESC"
    )
    return tuple(Removed(*row) for row in rows)


def put_back(connection: sqlite3.Connection, id_: int, revision: int) -> tuple[str, ...]:
    """Take a file out of the trash, as it was; its documents get ``revision``, so that the index follows.

    Raises LibraryError: ``not_in_trash``, ``already_back`` (the same file was taken in again), ``name_taken`` (another has its name).
    """
    row = connection.execute("SELECT packed, title FROM trash WHERE id=?", (id_,)).fetchone()
    if row is None:
        raise LibraryError("not_in_trash", id=id_)
    rows: dict[str, list[dict[str, Any]]] = json.loads(zlib.decompress(row[0]))
    file = rows["files"][0]
    if connection.execute("SELECT 1 FROM files WHERE sha256=?", (file["sha256"],)).fetchone():
        raise LibraryError("already_back", title=row[1])
    if connection.execute("SELECT 1 FROM files WHERE doc_id=?", (file["doc_id"],)).fetchone():
        raise LibraryError("name_taken", title=row[1], doc_id=file["doc_id"])
    for document in rows["documents"]:
        document["revision"] = revision
    for table in _TABLES:
        for values in rows[table]:
            names, marks = ",".join(values), ",".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
    connection.execute("DELETE FROM trash WHERE id=?", (id_,))
    return tuple(str(document["doc_id"]) for document in rows["documents"])


def emptied(connection: sqlite3.Connection, ids: tuple[int, ...]) -> tuple[str, ...]:
    """Forget files of the trash for good; returns the hashes of originals that nothing needs any more."""
    gone = []
    for id_ in ids:
        row = connection.execute("SELECT sha256 FROM trash WHERE id=?", (id_,)).fetchone()
        if row is None:
            raise LibraryError("not_in_trash", id=id_)
        connection.execute("DELETE FROM trash WHERE id=?", (id_,))
        gone.append(str(row[0]))
    return tuple(sha for sha in dict.fromkeys(gone) if not _needed(connection, sha))


def _needed(connection: sqlite3.Connection, sha256: str) -> bool:
    query = "SELECT 1 FROM files WHERE sha256=? UNION SELECT 1 FROM trash WHERE sha256=?"
    return connection.execute(query, (sha256, sha256)).fetchone() is not None


def originals(connection: sqlite3.Connection) -> frozenset[str]:
    """Hashes of the originals that the trash still needs."""
    return frozenset(str(row[0]) for row in connection.execute("SELECT sha256 FROM trash"))
