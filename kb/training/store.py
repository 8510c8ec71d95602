"""Procedures kept beside a library, so that a plan is read once: one JSON file a document, named by its id and revision."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.files import write_atomically
from kb.model import Document
from kb.training.extract import extract
from kb.training.model import EXTRACTOR_VERSION, Action, ActorSource, Phase, Procedure

_KEPT = 64


class ProcedureStore:
    """The procedures of one library. A folder that cannot be written only costs time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"procedures-{EXTRACTOR_VERSION}"
        self._recent: OrderedDict[tuple[str, int], Procedure] = OrderedDict()

    def get(self, doc_id: str, revision: int) -> Procedure | None:
        """The procedure of a document as it stands, None when it was not read yet."""
        key = (doc_id, revision)
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key]
        try:
            procedure = _loaded(json.loads(self._file(doc_id, revision).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._remember(key, procedure)
        return procedure

    def put(self, document: Document, revision: int) -> Procedure:
        """Read a document's procedure and keep it; older revisions go."""
        procedure = extract(document)
        file = self._file(document.doc_id, revision)
        with contextlib.suppress(OSError, InputError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob(f"{_stem(document.doc_id)}-*.json"):
                old.unlink(missing_ok=True)
            write_atomically(file, json.dumps(asdict(procedure), ensure_ascii=False).encode())
        self._remember((document.doc_id, revision), procedure)
        return procedure

    def _file(self, doc_id: str, revision: int) -> Path:
        return self._folder / f"{_stem(doc_id)}-{revision}.json"

    def _remember(self, key: tuple[str, int], procedure: Procedure) -> None:
        self._recent[key] = procedure
        while len(self._recent) > _KEPT:
            self._recent.popitem(last=False)


def _stem(doc_id: str) -> str:
    return hashlib.sha256(doc_id.encode()).hexdigest()[:20]


def _loaded(data: dict[str, Any]) -> Procedure:
    return Procedure(data["doc_id"], data["title"], tuple(_action(row) for row in data["actions"]))


def _action(row: dict[str, Any]) -> Action:
    row = {**row, "actor_source": ActorSource(row["actor_source"]), "phase": Phase(row["phase"])}
    row["levels"], row["receivers"] = tuple(row["levels"]), tuple(row["receivers"])
    return Action(**row)
