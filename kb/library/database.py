"""The library's SQLite file: its tables, and how a connection to it is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kb.errors import LibraryError
from kb.library import corrections, trash

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY, source TEXT NOT NULL, base_name TEXT NOT NULL, doc_id TEXT NOT NULL,
    size INTEGER NOT NULL, parser_version TEXT NOT NULL, added_at TEXT NOT NULL);
CREATE INDEX files_source ON files (source);
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL REFERENCES files (sha256) ON DELETE CASCADE, part INTEGER NOT NULL,
    title TEXT NOT NULL, kind TEXT NOT NULL, plan_types TEXT NOT NULL, plan_level TEXT, hazard_code TEXT,
    hazard_name TEXT, region TEXT NOT NULL, date TEXT NOT NULL, validity TEXT NOT NULL, clause_count INTEGER NOT NULL,
    incident_count INTEGER NOT NULL, revision INTEGER NOT NULL, data TEXT NOT NULL);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE TABLE clauses (
    clause_id TEXT PRIMARY KEY, doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
    position INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, section INTEGER NOT NULL, line INTEGER,
    page INTEGER, page_label TEXT, table_row INTEGER NOT NULL, fragment INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX clauses_doc ON clauses (doc_id, position);
"""


def opened(home: Path) -> sqlite3.Connection:
    """A connection to the database of a library folder, its tables made or extended where needed.

    Raises LibraryError("library_newer") for one made by a later version.
    """
    connection = sqlite3.connect(home / "library.db", timeout=30, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    if not _has_table(connection, "meta"):
        _create(connection)
    for name, schema in (("corrections", corrections.SCHEMA), ("trash", trash.SCHEMA)):  # missing in earlier versions
        if not _has_table(connection, name):
            connection.execute(schema.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1))
    version = int(connection.execute("SELECT value FROM meta WHERE key='schema'").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise LibraryError("library_newer", path=home)
    return connection


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name=?", (name,)).fetchone())


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if not _has_table(connection, "meta"):
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA_VERSION)), ("sequence", "0")])
    connection.commit()
