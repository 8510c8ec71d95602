"""The ledger on disk: ``ledger.json`` in the library folder holds what people entered; the library's plans fill the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from kb.errors import InputError
from kb.files import write_atomically
from kb.ledger.model import ENTRY_FIELDS, LedgerEntry
from kb.library.store import DocumentRecord

FILE = "ledger.json"


def load_entries(home: Path) -> dict[str, LedgerEntry]:
    """What people entered, by id. Raises InputError("bad_ledger")."""
    from pydantic import TypeAdapter, ValidationError

    file = home / FILE
    if not file.exists():
        return {}
    try:
        entries = TypeAdapter(tuple[LedgerEntry, ...]).validate_json(file.read_bytes())
    except (ValidationError, OSError) as error:
        raise InputError("bad_ledger", path=file) from error
    return {entry.id: entry for entry in entries}


def save_entries(home: Path, entries: Iterable[LedgerEntry]) -> None:
    """Write the ledger as a whole."""
    import json

    rows = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.id)]
    write_atomically(home / FILE, json.dumps(rows, ensure_ascii=False, indent=1).encode())


def merged(entered: dict[str, LedgerEntry], records: Sequence[DocumentRecord]) -> tuple[LedgerEntry, ...]:
    """Every plan once: those of the library with what people entered about them, then those entered by hand alone."""
    plans = [record for record in records if record.plan_type and not record.sample]
    known = {record.doc_id for record in plans}
    of_library = [_filled(entered.get(record.doc_id), record) for record in plans]
    return (*of_library, *(entry for id_, entry in entered.items() if id_ not in known))


def _filled(entry: LedgerEntry | None, record: DocumentRecord) -> LedgerEntry:
    read = LedgerEntry(
        record.doc_id, record.title, record.plan_type or "", record.plan_level or "", record.hazard_code,
        issued=record.date, issued_by_text=bool(record.date),
    )  # fmt: skip
    if entry is None:
        return read
    gaps = {name: getattr(read, name) for name in ENTRY_FIELDS if not getattr(entry, name)}
    gaps["issued_by_text"] = not entry.issued and read.issued_by_text
    return replace(entry, **gaps)
