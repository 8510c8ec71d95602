"""What the library says of a document without its text, and of a file at the door."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb.model import Kind, PlanTypeGuess, Validity


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What the library knows of a document without its text; ``revision`` changes whenever the document does.

    ``corrected`` names the fields (``kb.library.corrections.FIELDS``) that people put right.
    """

    doc_id: str
    title: str
    kind: Kind
    plan_types: tuple[PlanTypeGuess, ...]
    plan_level: str | None
    hazard_code: str
    hazard_name: str
    region: str
    date: str
    validity: Validity
    source_path: str
    base_name: str
    clause_count: int
    incident_count: int
    revision: int
    sample: bool = False
    superseded_by: str = ""
    corrected: tuple[str, ...] = ()

    @property
    def plan_type(self) -> str | None:
        """The best plan type code, None when the document is no plan."""
        return self.plan_types[0].code if self.plan_types else None


WITH_OCR = "+ocr"
"""Ends the parser version of a file whose scanned pages were recognised; such a file is not read again without."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at the door. ``source`` identifies the place it came from (a path, an upload's name)."""

    source: str
    base_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What adding a file would do: its status, the document id it gets, and the document ids it replaces."""

    status: Literal["added", "updated", "unchanged", "duplicate"]
    doc_id: str
    replaces: str | None = None


def file_sha256(path: Path) -> str:
    """Content hash that identifies a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
