"""The impact list: every stored document and clause that cites a law, with the law's status of today."""

from __future__ import annotations

from typing import Any

from kb.comparing import impact as impacts
from kb.errors import InputError
from kb.law_titles import bare_title
from kb.model import Kind, Message, Validity
from ui import labels
from ui.places import place_name
from ui.workspace import Workspace

Json = dict[str, Any]
_LONGEST = 200


def impact(workspace: Workspace, law: str) -> Json:
    """Who cites ``law``, by document, plans first. Raises InputError("empty_law" | "vague_law")."""
    if not law.strip(" 《》\t\n"):
        raise InputError("empty_law")
    if impacts.is_vague(law[:_LONGEST]):
        raise InputError("vague_law", law=law.strip())
    library = workspace.open_library()
    found = impacts.identify(law[:_LONGEST], workspace.register)
    kinds = {record.doc_id: record.kind for record in library.document_records()}
    status, held = _status(workspace, found)
    documents = []
    for doc_id, title, clauses in library.documents_citing(impacts.needles(found)):
        cited = [_clause(mention) for mention in impacts.mentions(clauses, found, workspace.register)]
        if cited and doc_id not in held:
            documents.append({"doc_id": doc_id, "title": title, "kind": kinds[doc_id].value, "clauses": cited})
    documents.sort(key=lambda document: document["kind"] != Kind.PLAN.value)
    return {
        "law": found.title,
        "status": status.value,
        "now": found.now or None,
        "since": found.since or None,
        "listed": found.listed,
        "held": list(held),
        "similar": list(found.others),
        "message": _message(found, status, documents),
        "documents": documents,
    }


def _status(workspace: Workspace, law: impacts.Law) -> tuple[Validity, tuple[str, ...]]:
    """The register's status, else that of the library's own copy; and the ids of the copies."""
    records = workspace.open_library().document_records()
    names = {impacts.plain(name) for name in (law.title, *law.names)}
    held = [
        record
        for record in records
        if record.kind in (Kind.LAW, Kind.STANDARD)
        and bare_title(impacts.plain(record.title)).partition("(")[0] in names
    ]
    status = law.status
    if status is Validity.UNKNOWN:
        status = next((record.validity for record in held if record.validity is not Validity.UNKNOWN), status)
    return status, tuple(record.doc_id for record in held)


def _clause(mention: impacts.Mention) -> Json:
    clause, defect = mention.clause, mention.defect
    message = ""
    if defect is not None:
        params = {"cited": defect.cited, "now": defect.now, "since": defect.since}
        message = labels.message_text(Message(defect.defect.value, params))
    return {
        "id": clause.id, "clause_id": clause.id, "path": list(clause.path), "text": clause.text, "page": clause.page,
        "place": place_name(clause), "quote": _quote(clause.text, mention.words), "cited": mention.words,
        "outdated": defect is not None, "message": message,
    }  # fmt: skip


def _quote(text: str, words: str) -> str:
    """The verbatim sentence that cites."""
    for sentence in text.replace("\n", "。\n").split("。"):
        if words in impacts.plain(sentence):
            shown = sentence.strip()
            return shown if shown in text else text
    return text


def _message(law: impacts.Law, status: Validity, documents: list[Json]) -> str:
    outdated = sum(clause["outdated"] for document in documents for clause in document["clauses"])
    code = "impact_found" if documents else "impact_none"
    if not law.listed and status is Validity.UNKNOWN:
        code = "impact_unlisted" if documents else "impact_unlisted_none"
    count = sum(len(document["clauses"]) for document in documents)
    if law.others:
        code = "impact_ambiguous"
    params = {
        "similar": "、".join(f"《{title}》" for title in law.others[:6]),
        "law": law.title,
        "documents": str(len(documents)),
        "clauses": str(count),
        "outdated": str(outdated),
    }
    return labels.message_text(Message(code, params))
