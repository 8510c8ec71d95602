"""A clause in its document: what stands before and after it, and the document's outline."""

from __future__ import annotations

from typing import Any

from kb.errors import InputError
from ui import shapes
from ui.workspace import Workspace

Json = dict[str, Any]
_REACH = 20


def opened(workspace: Workspace, clause_id: str, reach: int = 5) -> Json:
    """The clause with ``reach`` neighbours at most on both sides, from the user's library or the samples. Raises InputError("unknown_clause")."""
    libraries = [workspace.open_library(), *([workspace.samples.library] if workspace.shows_samples() else [])]
    for library in libraries:
        clause = library.clauses([clause_id]).get(clause_id)
        if clause is None:
            continue
        doc_id = clause_id.partition("#")[0]
        document = library.document(doc_id)
        before, after = library.neighbours(clause_id, max(0, min(reach, _REACH)))
        headings = [{"level": each.level, "number": each.number, "text": each.text} for each in document.sections]
        return {
            **shapes.clause(clause), "doc_id": doc_id, "doc_title": document.title, "validity": document.validity.value,
            "before": [shapes.clause(each) for each in before], "after": [shapes.clause(each) for each in after],
            "headings": headings, "sample": library.samples,
        }  # fmt: skip
    raise InputError("unknown_clause", clause_id=clause_id)
