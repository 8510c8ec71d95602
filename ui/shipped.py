"""What ships with the product as data: checklists, registers, forms, outlines, fact fields, samples and the model's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kb.checklists import Checklists
    from kb.citations import Register
    from kb.drafting.outline import Outlines
    from kb.facts.fields import FactGroup
    from kb.ledger.model import Duty
    from kb.reporting.forms import Form


class Corpus(Protocol):
    """How the data is reached; the package ``corpus`` itself is one."""

    def texts(self, folder: str) -> Mapping[str, str]:
        """File name → text of the folder's files."""

    def resource(self, *parts: str) -> Traversable:
        """One file or folder."""

    def folder(self, name: str) -> Path:
        """The same as a path on disk."""


class Shipped:
    """The data of ``corpus``, each part read when first asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def checklists(self) -> Checklists:
        """The checklists of all plan types."""
        from kb.checklist_files import load

        learned = (self._corpus.resource("checklists", name).read_bytes() for name in ("_likeness.npz", "_duties.npz"))
        return load(self._corpus.texts("checklists"), *learned)

    @cached_property
    def register(self) -> Register:
        """The register of laws and standards with their status."""
        from kb.citations import load

        return load(self._corpus.resource("citations.toml").read_text(encoding="utf-8"))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What is to be done with a plan, and when."""
        from kb.ledger.due import load_duties

        return load_duties(self._corpus.resource("ledger", "duties.toml").read_text(encoding="utf-8"))

    @property
    def holidays(self) -> str:
        """The holiday table that ships with the product, as TOML."""
        return self._corpus.resource("ledger", "holidays.toml").read_text(encoding="utf-8")

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The official review forms."""
        from kb.reporting.forms import load

        return load(self._corpus.texts("forms"))

    @cached_property
    def outlines(self) -> Outlines:
        """The outlines of plans by type."""
        from kb.drafting.outline import load_outlines

        return load_outlines(self._corpus.texts("outlines"))

    @cached_property
    def outlines_identity(self) -> str:
        """A hash of the outlines, so that what was made from other ones can be told."""
        texts = self._corpus.texts("outlines")
        return hashlib.sha256("".join(texts[name] for name in sorted(texts)).encode()).hexdigest()[:16]

    @cached_property
    def fact_groups(self) -> tuple[FactGroup, ...]:
        """The fields of a fact sheet with their Chinese labels."""
        from kb.facts.fields import load_fields

        return load_fields(self._corpus.resource("facts", "fields.toml").read_text(encoding="utf-8"))

    @property
    def default_model_folder(self) -> Path:
        """Where the model that ships with the product lies."""
        return self._corpus.folder("model")

    @property
    def sample_files(self) -> tuple[Path, ...]:
        """The documents of the starter library."""
        root = self._corpus.folder("samples")
        return tuple(sorted(path for path in root.glob("*/*") if path.suffix in {".docx", ".md", ".txt"}))

    def sample_facts(self, name: str) -> Path:
        """A fact sheet of a sample unit."""
        return self._corpus.folder("facts") / f"{name}.toml"
