"""A plan beside the plan above, its last edition or a past incident: found, compared, and shown as JSON with Chinese sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kb.comparing import impact
from kb.comparing import incident as from_incident
from kb.comparing import previous as last_edition
from kb.comparing import upper as above
from kb.errors import InputError, LibraryError
from kb.model import Document, Incident, Kind, Message, Place
from ui import handlers, labels
from ui.workspace import Workspace

Json = dict[str, Any]
_NUMERALS = ("", "一级", "二级", "三级", "四级")
_GRADES = ("", "特别重大", "重大", "较大", "一般")
_GOVERNMENT_RULE = "国办发〔2024〕5号第三十六条"
_ENTERPRISE_RULE = "《生产安全事故应急预案管理办法》第三十七条"
_ENTERPRISE = frozenset({"EC", "ES", "EF", "CARD"})


def find_document(workspace: Workspace, name: str) -> Document:
    """The document that a name stands for: a file, else a document id of the library.

    Of a file with several parts the plan is taken, else the first. Raises InputError("unknown_comparison") or the file's own error.
    """
    path = Path(name).expanduser()
    if _is_file(path):
        parts = handlers.parse_one(workspace, path).documents
        return next((part for part in parts if part.kind is Kind.PLAN), parts[0])
    try:
        return workspace.open_library().document(name)
    except LibraryError as error:
        if error.code != "unknown_document":
            raise
        raise InputError("unknown_comparison", name=name) from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def find_incident(workspace: Workspace, incident_id: str) -> tuple[str, Incident]:
    """The document id and the incident for an id ``doc_id@n`` (n counts from 1). Raises InputError("unknown_incident")."""
    doc_id, mark, number = incident_id.strip().rpartition("@")
    try:
        incidents = workspace.open_library().incidents_of(doc_id) if mark else ()
    except LibraryError as error:
        raise InputError("unknown_incident", incident=incident_id) from error
    if not number.isdigit() or not 1 <= int(number) <= len(incidents):
        raise InputError("unknown_incident", incident=incident_id)
    return doc_id, incidents[int(number) - 1]


# --------------------------------------------------------------------------- the three comparisons


def against(workspace: Workspace, draft: Document, upper: Document) -> Json:
    """衔接: levels, thresholds, limits, bodies and bases side by side."""
    found = above.compare(draft, upper, impact.former_titles(upper.title, workspace.register))
    counted = Counter(row.status for row in found.rows)
    return {
        "doc_id": found.doc_id,
        "title": found.title,
        "doubts": [labels.message_text(doubt) for doubt in found.doubts],
        "rows": [_row(row) for row in found.rows],
        "summary": {status.value: counted[status] for status in above.Status},
    }


def _row(row: above.Row) -> Json:
    return {
        "aspect": row.aspect,
        "topic": _sentence(row.topic),
        "status": row.status.value,
        "message": _sentence(row.message),
        "draft": _places(row.draft),
        "upper": _places(row.upper),
    }


def previous(draft: Document, old: Document, plan_type: str | None) -> Json:
    """What changed since the last edition, and whether the whole procedure is needed."""
    found = last_edition.compare(draft, old)
    changes = [change for section in found.sections for change in section.changes]
    majors = found.majors
    rule = _ENTERPRISE_RULE if plan_type in _ENTERPRISE else _GOVERNMENT_RULE
    code = "previous_whole" if majors else ("previous_simple" if changes else "previous_same")
    named = "、".join(labels.word(f"major_{major.value}") for major in majors)
    counted = Counter(change.kind for change in changes)
    return {
        "doc_id": found.doc_id,
        "title": found.title,
        "doubts": [labels.message_text(doubt) for doubt in found.doubts],
        "whole_procedure": bool(majors),
        "majors": [major.value for major in majors],
        "basis": rule,
        "message": labels.message_text(Message(code, {"majors": named, "basis": rule})),
        "sections": [
            {"heading": section.heading, "changes": [_change(change) for change in section.changes]}
            for section in found.sections
        ],
        "summary": {"same": found.same, **{kind.value: counted[kind] for kind in last_edition.ChangeKind}},
    }


def _change(change: last_edition.Change) -> Json:
    return {
        "kind": change.kind.value,
        "major": change.major.value if change.major else None,
        "weighs": change.weighs,
        "wording_only": change.wording,
        "old": _place(change.old),
        "new": _place(change.new),
    }


def incident(workspace: Workspace, draft: Document, incident_id: str) -> Json:
    """Which measures and lessons of an incident the draft answers."""
    from indexer.tokens import fold

    doc_id, event = find_incident(workspace, incident_id)
    tokens = workspace.tokens
    found = from_incident.compare(
        draft, event, incident_id, doc_id, workspace.embedder, lambda text: tokens.content_words(fold(text))
    )
    counted = Counter(point.answer for point in found.points)
    counts = {answer.value: counted[answer] for answer in from_incident.Answer}
    code = "incident_points" if found.points else "incident_empty"
    params = {"count": str(len(found.points)), **{name: str(count) for name, count in counts.items()}}
    return {
        "incident_id": found.incident_id,
        "title": found.title,
        "doc_id": found.doc_id,
        "message": labels.message_text(Message(code, params)),
        "points": [_point(point) for point in found.points],
        "summary": counts,
    }


def _point(point: from_incident.Point) -> Json:
    answered = point.answer is not from_incident.Answer.OPEN
    return {
        "kind": point.kind,
        "answer": point.answer.value,
        "incident": _place(point.incident),
        "draft": _place(point.draft) if answered else None,
        "nearest": None if answered else _place(point.draft),
        "shared": list(point.shared),
    }


# --------------------------------------------------------------------------- shapes


def _place(place: Place | None) -> Json | None:
    return {"clause_id": place.clause_id, "quote": place.quote} if place else None


def _places(places: Iterable[Place]) -> list[Json]:
    return [{"clause_id": place.clause_id, "quote": place.quote} for place in places]


def _sentence(message: Message) -> str:
    """The sentence of a message whose parameters may be codes themselves."""
    params = dict(message.params)
    if "level" in params:
        names = _GRADES if message.code.endswith("_grade") else _NUMERALS
        params["level"] = names[int(params["level"])]
    if "measure" in params:
        unit = f"（{params['unit']}）" if params.get("unit") in ("间", "户") else ""
        params["measure"] = labels.word(f"of_{params['measure']}") + unit
    return labels.message_text(Message(message.code, params))
