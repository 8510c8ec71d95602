"""The JSON of the contract: dataclasses in, plain dictionaries out. Fields may be added, never renamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kb.errors import YuanfangError
from kb.library.store import DocumentRecord
from kb.model import (
    Clause,
    Document,
    ElementVerdict,
    Finding,
    Hazard,
    Hit,
    Incident,
    Label,
    Notice,
    Parsed,
    Place,
    PlanTypeGuess,
    Review,
    SearchResult,
    Statement,
)
from kb.statements import checks_of
from ui import labels

if TYPE_CHECKING:
    from indexer.incidents import FoundIncident, IncidentResult

Json = dict[str, Any]


def notice(item: Notice) -> Json:
    """One notice with its Chinese sentence."""
    return {
        "severity": item.severity.value,
        "code": item.code,
        "message": labels.notice_text(item),
        "location": item.location,
    }


def failure(error: YuanfangError) -> Json:
    """The notice of a file that could not be read or taken in."""
    message, hint = labels.error_text(error)
    return {"severity": "error", "code": error.code, "message": message + hint, "location": ""}


def hazard(item: Hazard | None) -> Json | None:
    """A hazard's code and name."""
    return {"code": item.code, "name": item.name} if item else None


def plan_types(guesses: tuple[PlanTypeGuess, ...]) -> list[Json]:
    """Plan type guesses, best first."""
    return [{"code": guess.code, "confidence": round(guess.confidence, 3)} for guess in guesses]


def clause(item: Clause) -> Json:
    """One clause."""
    return {
        "id": item.id, "path": list(item.path), "text": item.text, "page": item.page,
        "page_label": item.page_label, "line": item.line,
    }  # fmt: skip


def incident(item: Incident) -> Json:
    """One past event."""
    return {
        "title": item.title,
        "event_time": item.event_time,
        "place": item.place,
        "hazard": hazard(item.hazard),
        "casualties": item.casualties,
        "agencies": list(item.agencies),
        "measures": [{"text": measure.text, "clause_id": measure.clause_id} for measure in item.measures],
        "outcome": item.outcome,
        "lessons": list(item.lessons),
        "clause_id": item.clause_id,
        "lines": list(item.lines) if item.lines else None,
    }


def found_incident(item: FoundIncident) -> Json:
    """One past event that a search found, with where it is told."""
    record = item.record
    return {
        **incident(item.incident),
        "incident_id": item.incident_id,
        "title": item.incident.title,
        "doc_id": record.doc_id,
        "score": round(item.score, 4),
        "grade": item.grade or None,
        "doc_title": record.title,
        "doc_path": record.source_path,
        "region": record.region or None,
        "date": record.date or None,
        "sample": record.sample,
    }


def incident_result(item: IncidentResult) -> Json:
    """The answer to a query for past events."""
    return {
        "query": item.query,
        "answerable": item.answerable,
        "incidents": [found_incident(each) for each in item.found],
        "milliseconds": item.milliseconds,
    }


def statement(item: Statement) -> Json:
    """One number that a report states; ``part_of`` is an index into the same list."""
    return {
        "subject": item.subject,
        "value": item.value,
        "unit": item.unit,
        "qualifier": item.qualifier or None,
        "scope": item.scope or None,
        "text": item.text,
        "quote": item.quote,
        "clause_id": item.clause_id,
        "part_of": item.part_of,
        "action": item.action or None,
    }


def document(item: Document) -> Json:
    """One document as ``outline`` prints it."""
    return {
        "doc_id": item.doc_id,
        "title": item.title,
        "issuer": item.issuer or None,
        "doc_number": item.doc_number or None,
        "date": item.date or None,
        "date_text": item.date_text or None,
        "effective": item.effective or None,
        "region": item.region or None,
        "kind": item.kind.value,
        "genre": item.genre,
        "plan_type": item.plan_type,
        "plan_types": plan_types(item.plan_types),
        "plan_level": item.plan_level,
        "hazard": hazard(item.hazard),
        "validity": item.validity.value,
        "lines": list(item.lines) if item.lines else None,
        "headings": [
            {"level": section.level, "number": section.number, "text": section.text} for section in item.sections
        ],
        "clauses": [clause(each) for each in item.clauses],
        "incidents": [incident(each) for each in item.incidents],
        "statements": [statement(each) for each in item.statements],
        "statement_checks": [asdict(each) for each in checks_of(item.statements)],
        "notices": [notice(each) for each in item.notices],
    }


def parsed(item: Parsed) -> Json:
    """A parsed file; notices on the file as a whole stand with its first document."""
    documents = [document(each) for each in item.documents]
    if documents:
        documents[0]["notices"] = [notice(each) for each in item.notices] + documents[0]["notices"]
    return {"documents": documents}


def hit(item: Hit) -> Json:
    """One hit."""
    return {
        "rank": item.rank,
        "score": round(item.score, 4),
        "clause_id": item.clause_id,
        "doc_id": item.doc_id,
        "doc_title": item.doc_title,
        "doc_path": item.doc_path,
        "kind": item.kind.value,
        "validity": item.validity.value,
        "superseded_by": item.superseded_by or None,
        "region": item.region or None,
        "date": item.date or None,
        "sample": item.sample,
        "path": list(item.path),
        "text": item.text,
        "page": item.page,
        "highlights": [list(span) for span in item.highlights],
        "same_text_in": [
            {"doc_id": same.doc_id, "doc": same.doc, "clause_id": same.clause_id} for same in item.same_text_in
        ],
    }


def neighbours(before: tuple[Clause, ...], after: tuple[Clause, ...]) -> Json:
    """What stands before and after a clause in its document."""
    return {
        side: [{"clause_id": each.id, "text": each.text} for each in clauses]
        for side, clauses in (("before", before), ("after", after))
    }


def search_result(item: SearchResult) -> Json:
    """The answer to a query."""
    return {
        "query": item.query,
        "answerable": item.answerable,
        "hits": [hit(each) for each in item.hits],
        "milliseconds": round(item.milliseconds, 1),
    }


def verdict(item: ElementVerdict) -> Json:
    """The verdict on one checklist item."""
    return {
        "id": item.id,
        "name": item.name,
        "group": item.group,
        "weight": item.weight,
        "force": item.force,
        "label": item.label.value,
        "quote": item.quote,
        "clause_id": item.clause_id or None,
        "reason": labels.message_text(item.reason),
        "searched": list(item.searched),
        "nearest": list(item.nearest),
        "basis": list(item.basis),
        "advice": item.advice,
    }


def finding(item: Finding) -> Json:
    """One finding."""
    return {
        "rule": item.rule,
        "severity": item.severity.value,
        "message": labels.message_text(item.message),
        "quote": item.quote,
        "clause_id": item.clause_id or None,
        "places": [_place(place) for place in item.places],
        "basis": item.basis,
        "advice": item.advice,
        "confidence": round(item.confidence, 3),
    }


def _place(item: Place) -> Json:
    """One place of a finding; ``note`` only where the finding is about several things, ``heading`` only where the quote is a heading."""
    note = {"note": labels.message_text(item.note)} if item.note else {}
    heading = {"heading": True} if item.heading else {}
    return {"clause_id": item.clause_id, "quote": item.quote, **note, **heading}


def label_counts(verdicts: tuple[ElementVerdict, ...]) -> dict[str, int]:
    """How often each of the six labels was given."""
    counted = Counter(item.label for item in verdicts)
    return {label.value: counted[label] for label in Label}


def review(item: Review) -> Json:
    """A checked plan."""
    by_severity = Counter(each.severity.value for each in item.findings)
    return {
        "doc_id": item.doc_id,
        "title": item.title,
        "plan_type": item.plan_type,
        "plan_types": plan_types(item.plan_types),
        "checked_on": item.checked_on.isoformat(),
        "elements": [verdict(each) for each in item.elements],
        "findings": [finding(each) for each in item.findings],
        "summary": {
            **label_counts(item.elements),
            "findings": {name: by_severity[name] for name in ("high", "medium", "low")},
        },
    }


def record(item: DocumentRecord) -> Json:
    """What the library shows of a document."""
    return {
        "doc_id": item.doc_id,
        "title": item.title,
        "kind": item.kind.value,
        "plan_type": item.plan_type,
        "plan_level": item.plan_level,
        "hazard": {"code": item.hazard_code, "name": item.hazard_name} if item.hazard_code else None,
        "region": item.region or None,
        "date": item.date or None,
        "validity": item.validity.value,
        "corrected": list(item.corrected),
        "superseded_by": item.superseded_by or None,
        "file": item.base_name,
        "clauses": item.clause_count,
        "incidents": item.incident_count,
        "sample": item.sample,
    }


def counts(values: Mapping[str, int]) -> dict[str, int]:
    """Counts, most frequent first."""
    return dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
