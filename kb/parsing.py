"""The way from a file to documents: read, split, structure, clauses, metadata, incidents, personal data masked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kb.clauses import build_clauses
from kb.duplicates import signature
from kb.errors import ReadError
from kb.incidents.cases import find_incidents
from kb.metadata import metadata_of
from kb.model import Document, Kind, Notice, Parsed, Severity
from kb.privacy import mask_personal
from kb.readers import ReadOptions, read
from kb.secrecy import has_secret_mark, internal_notices
from kb.statements import statements_in
from kb.structure import Role, items_of, outline
from kb.structure.compilation import Part, split_compilation
from kb.structure.front import is_garbled, names_document

PARSER_VERSION = "4"
"""Raised whenever clause ids or texts may change for unchanged bytes."""


def parse(path: Path, *, doc_id: str | None = None, options: ReadOptions | None = None) -> Parsed:
    """The documents of one file, several when it is a compilation.

    Raises ReadError when nothing usable could be read (see ``kb.readers.read``), ``secret_mark`` when page one bears a secrecy mark
    (GB/T 9704-2012 7.2.2). ``doc_id`` defaults to the file name without its extension; parts are ``doc_id/07``.
    Personal data is masked unless ``options.internal`` opens the owner's view, which nothing stores.
    """
    source = read(path, options=options)
    if has_secret_mark(source):
        raise ReadError("secret_mark")
    base = doc_id or path.stem
    items, notices = items_of(source)
    parts = split_compilation(items) if source.format != "pptx" else [Part(tuple(items), slides=True)]
    if len(parts) == 1:
        documents = [_document(base, parts[0], path.stem, whole=True)]
    else:
        documents = [_document(f"{base}/{order:02}", part, path.stem) for order, part in enumerate(parts, 1)]
    if not any(document.clauses for document in documents):
        notices.append(Notice(Severity.WARNING, "no_clauses", {}))
    documents = [
        replace(found, notices=(*found.notices, *internal_notices(source)), layout=source.layout) for found in documents
    ]
    if options is not None and options.internal:
        notices.append(Notice(Severity.WARNING, "internal_view", {}))
    else:
        documents = list(map(mask_personal, documents))
    return Parsed(tuple(documents), (*source.notices, *notices))


def _document(doc_id: str, part: Part, name: str, *, whole: bool = False) -> Document:
    found = outline(part.items)
    title = part.title or found.title or _named(name)
    if is_garbled(title) and names_document(_named(name)):
        title = _named(name)
        found = replace(found, title=title)
    clauses = build_clauses(doc_id, found, truncated=part.truncated, slides=part.slides)
    about = metadata_of(found, name, slides=part.slides)
    told = about.kind is Kind.REPORT or (about.kind is Kind.OTHER and not about.genre)
    incidents = find_incidents(found, clauses) if told else ()
    lines = [item.line for item in part.items if item.line] + [item.last_line for item in part.items if item.last_line]
    return Document(
        doc_id,
        title,
        about.kind,
        found.sections,
        clauses,
        about.genre,
        about.issuer,
        about.doc_number,
        about.date,
        about.date_text,
        about.region,
        about.plan_types,
        about.plan_level,
        about.hazard,
        about.validity,
        (min(lines), max(lines)) if lines and not whole else (1, max(lines)) if lines else None,
        incidents,
        part.notices,
        statements_in(clauses) if told else (),
        () if part.slides else signature([clause.text for clause in clauses]),
        about.effective,
        contents=tuple(
            item.text for item, mark in zip(found.items, found.marks, strict=True) if mark.role is Role.CONTENTS
        ),
    )


def _named(name: str) -> str:
    """A title from a file name: without a shelf mark before and a year behind."""
    return re.sub(r"^[A-Za-z]{1,4}\d{1,4}[_-]|[_-]?(?:19|20)\d{2,6}$|__.*$", "", name) or name
