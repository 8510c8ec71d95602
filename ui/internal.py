"""The internal view: a document read again from its kept original with personal data left readable, for those allowed; nothing is stored."""

from __future__ import annotations

from kb.errors import InputError
from kb.model import Document
from ui.reading import ReadPlan
from ui.sources import ReadJob
from ui.workspace import Workspace


def unmasked(workspace: Workspace, doc_id: str) -> Document:
    """The document as its file has it. Raises LibraryError("unknown_document"), InputError("original_gone"), or the reader's error."""
    original = workspace.open_library().original_of(doc_id)
    if original is None:
        raise InputError("original_gone", doc_id=doc_id)
    file_id = doc_id.partition("/")[0]
    job = ReadJob(original, str(original), original.name, file_id)
    for _, outcome in workspace.read([job], ReadPlan(internal=True)):
        if not hasattr(outcome, "documents"):
            raise outcome
        for document in outcome.documents:
            if document.doc_id == doc_id:
                return document
    raise InputError("original_gone", doc_id=doc_id)
