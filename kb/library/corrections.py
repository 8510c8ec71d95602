"""What people correct of a document's description; kept when the file is read again, and taken back on request."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.errors import InputError
from kb.ledger.calendar import latest_day
from kb.model import PLAN_LEVELS, Document, Hazard, Kind, PlanTypeGuess, Validity
from kb.taxonomy import hazard_names

SCHEMA = """CREATE TABLE corrections (doc_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, as_read TEXT NOT NULL,
 PRIMARY KEY (doc_id, field)) WITHOUT ROWID"""
FIELDS = ("title", "kind", "plan_type", "plan_level", "hazard", "region", "issuer", "doc_number", "date", "validity")
_LONGEST = 200
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field as somebody said it, and as the text was read."""

    value: str
    as_read: str


def fields_of(document: Document) -> dict[str, str]:
    """The description of a document as texts, empty where there is none; the hazard as its code."""
    return {
        "title": document.title, "kind": document.kind.value, "plan_type": document.plan_type or "",
        "plan_level": document.plan_level or "", "hazard": document.hazard.code if document.hazard else "",
        "region": document.region, "issuer": document.issuer, "doc_number": document.doc_number, "date": document.date,
        "validity": document.validity.value,
    }  # fmt: skip


def checked(field: str, value: str) -> str:
    """The value as it is kept. Raises InputError("bad_metadata") for what the closed lists do not hold, or is no date."""
    value = value.strip()
    if "\n" in value or len(value) > _LONGEST or (field == "title" and not value):
        raise _bad(field, value)
    allowed: Mapping[str, tuple[str, ...]] = {
        "kind": tuple(Kind), "plan_level": ("", *PLAN_LEVELS), "validity": tuple(Validity), "hazard": ("", *hazard_names()),
    }  # fmt: skip
    if field == "hazard" and value in hazard_names().values():
        value = next(code for code, name in hazard_names().items() if name == value)
    if field in allowed and value not in allowed[field]:
        raise _bad(field, value)
    if field == "date" and value and not (_DATE.fullmatch(value) and latest_day(value)):
        raise _bad(field, value)
    if field not in FIELDS:
        raise _bad(field, value)
    return value


def _bad(field: str, value: str) -> InputError:
    return InputError("bad_metadata", field=field, value=value[:60])


def corrected(document: Document, values: Mapping[str, str]) -> Document:
    """The document with its description as people say it."""
    changes: dict[str, Any] = {}
    for field, value in values.items():
        if field == "plan_type":
            others = tuple(guess for guess in document.plan_types if guess.code != value)
            changes["plan_types"] = (PlanTypeGuess(value, 1.0), *others) if value else ()
        elif field == "hazard":
            changes["hazard"] = Hazard(value, hazard_names()[value]) if value else None
        elif field == "plan_level":
            changes["plan_level"] = value or None
        else:
            changes[field] = {"kind": Kind, "validity": Validity}.get(field, str)(value)
    return replace(document, **changes)


# --------------------------------------------------------------------------- in the library's database


def of(connection: sqlite3.Connection, doc_id: str) -> dict[str, Correction]:
    """The corrections of one document by field."""
    rows = connection.execute("SELECT field, value, as_read FROM corrections WHERE doc_id=?", (doc_id,))
    return {field: Correction(value, as_read) for field, value, as_read in rows}


def fields_by_document(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Which fields of which documents were corrected."""
    found: dict[str, tuple[str, ...]] = {}
    for doc_id, field in connection.execute("SELECT doc_id, field FROM corrections ORDER BY doc_id, field"):
        found[doc_id] = (*found.get(doc_id, ()), field)
    return found


def keep(connection: sqlite3.Connection, doc_id: str, known: Mapping[str, Correction]) -> None:
    """Replace the corrections of one document."""
    connection.execute("DELETE FROM corrections WHERE doc_id=?", (doc_id,))
    rows = [(doc_id, field, each.value, each.as_read) for field, each in known.items()]
    connection.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?)", rows)


def applied(connection: sqlite3.Connection, document: Document) -> Document:
    """A document just read, with the corrections made earlier, which now remember what was read this time."""
    known = of(connection, document.doc_id)
    if not known:
        return document
    read = fields_of(document)
    keep(connection, document.doc_id, {field: Correction(each.value, read[field]) for field, each in known.items()})
    return corrected(document, {field: each.value for field, each in known.items()})


def merged(
    document: Document, known: Mapping[str, Correction], changes: Mapping[str, str | None]
) -> tuple[dict[str, Correction], Document]:
    """What is corrected after ``changes`` (None takes a correction back), and the document as it then is."""
    shown = fields_of(document)
    after = dict(known)
    values: dict[str, str] = {}
    for field, value in changes.items():
        as_read = known[field].as_read if field in known else shown[field]
        wanted = as_read if value is None else value
        values[field] = wanted
        if wanted == as_read:
            after.pop(field, None)
        else:
            after[field] = Correction(wanted, as_read)
    return after, corrected(document, values)
