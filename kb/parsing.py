"""The way from a file to documents: read, split, structure, clauses, metadata, incidents."""

from __future__ import annotations

from pathlib import Path

from kb.clauses import build_clauses
from kb.model import Document, Kind, Parsed
from kb.readers import read
from kb.structure import items_of, outline

PARSER_VERSION = "1"
"""Raised whenever clause ids or texts may change for unchanged bytes."""


def parse(path: Path, *, doc_id: str | None = None) -> Parsed:
    """The documents of one file; ReadError when nothing usable could be read (see ``kb.readers.read``)."""
    source = read(path)
    base = doc_id or path.stem
    items, notices = items_of(source)
    found = outline(items)
    clauses = build_clauses(base, found)
    document = Document(base, found.title or base, Kind.OTHER, found.sections, clauses)
    return Parsed((document,), (*source.notices, *notices))
