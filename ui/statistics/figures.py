"""The figures: plans by class, level and hazard, their age, the outdated things they cite, drills and cases by year, coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.citations import Defect
from kb.ledger.calendar import latest_day
from kb.library.store import DocumentRecord
from kb.model import Validity
from ui.statistics.classes import UNKNOWN, class_of
from ui.statistics.coverage import Plan, covered
from ui.workspace import Workspace

Json = dict[str, Any]
AGES = ("1年以内", "1至3年", "3至5年", "5年以上", "没有日期")
OLD_YEARS = 3
"""Plans of governments are evaluated every three years in principle (国办发〔2024〕5号 第34条)."""
_OUTDATED = (Defect.REPEALED, Defect.SUPERSEDED, Defect.AMENDED)
_PAST = (Validity.REPEALED, Validity.SUPERSEDED)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """A plan in force with its class."""

    record: DocumentRecord
    group: str


def statistics(
    workspace: Workspace, units: Sequence[str] = (), today: date | None = None, stopped: Stopped = lambda: False
) -> Json:
    """All figures of the user's library; samples are never counted, editions no longer in force are told apart.

    ``units`` asks which of them have a plan. Citations are left out where ``stopped`` says so before all plans are read.
    """
    today = today or date.today()
    records = workspace.open_library().document_records()
    plans = [record for record in records if record.plan_type]
    issuers = workspace.open_library().issuers()
    now = [Counted(each, class_of(each, issuers.get(each.doc_id, ""))) for each in plans if each.validity not in _PAST]
    return {
        "date": today.isoformat(),
        "documents": len(records),
        "plans": len(now),
        "past_editions": len(plans) - len(now),
        "by_class_and_level": _crossed((each.group, each.record.plan_level or UNKNOWN) for each in now),
        "by_hazard_and_class": _crossed((_hazard(each), each.group) for each in now),
        "by_age": _counts(_age(each.record.date, today) for each in now),
        "old_plans": _old(now, today),
        "validity": _counts(each.validity.value for each in plans),
        "citations": _citations(workspace, [each.record for each in now], stopped),
        "drills": _drills(workspace),
        "cases": _cases(workspace, records),
        "coverage": _coverage(units, now, issuers) if units else None,
    }


def _hazard(plan: Counted) -> str:
    return plan.record.hazard_name or ("不分灾种" if plan.group == "总体" else UNKNOWN)


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _crossed(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = {}
    for row, column in pairs:
        table.setdefault(row, Counter())[column] += 1
    return {row: dict(counts) for row, counts in table.items()}


# --------------------------------------------------------------------------- age


def _years(text: str, today: date) -> float | None:
    day = latest_day(text)
    return None if day is None else max(0.0, (today - day).days / 365.25)


def _age(text: str, today: date) -> str:
    years = _years(text, today)
    if years is None:
        return AGES[-1]
    return next((name for limit, name in zip((1, 3, 5), AGES, strict=False) if years <= limit), AGES[3])


def _old(plans: Iterable[Counted], today: date) -> list[Json]:
    aged = [(years, each.record) for each in plans if (years := _years(each.record.date, today)) is not None]
    return [
        {"doc_id": record.doc_id, "title": record.title, "date": record.date, "years": round(years, 1)}
        for years, record in sorted(aged, key=lambda pair: -pair[0])
        if years > OLD_YEARS
    ]


# --------------------------------------------------------------------------- citations


def _citations(workspace: Workspace, plans: Sequence[DocumentRecord], stopped: Stopped) -> Json:
    """Which plans cite editions that are no longer in force, and what is cited so; ``read`` says how many were looked at."""
    by_law: Counter[str] = Counter()
    found: list[Json] = []
    read = 0
    for number, record in enumerate(plans, start=1):
        if stopped():
            break
        cited = outdated(workspace, record)
        read = number
        by_law.update(cited)
        if cited:
            found.append({"doc_id": record.doc_id, "title": record.title, "outdated": cited})
        workspace.progress("citations", number, len(plans))
    found.sort(key=lambda each: -sum(each["outdated"].values()))
    return {"read": read, "plans": found, "by_law": dict(by_law.most_common())}


def outdated(workspace: Workspace, record: DocumentRecord) -> dict[str, int]:
    """What a plan cites in an edition no longer in force (QC-CIT), as the name of today → places; kept until the plan changes."""
    key = record.doc_id, record.revision
    known = workspace.outdated_citations
    if key not in known:
        from kb.review.origins.cited import citation_findings
        from kb.review.text import Body

        body = Body.of(workspace.open_library().document(record.doc_id))
        findings = citation_findings(body, workspace.checklists, workspace.register, record.plan_type or "")
        counts: Counter[str] = Counter()
        for each in findings:
            if each.message.code in _OUTDATED:
                counts[each.message.params["now"] or each.message.params["cited"]] += len(each.places)
        known[key] = dict(counts)
    return known[key]


# --------------------------------------------------------------------------- drills and cases


def _drills(workspace: Workspace) -> Json:
    """Drills by year: those recorded by their summaries, and the last one that the ledger tells of each plan."""
    from kb.ledger.store import load_entries
    from ui.training_exercises import drills

    held = {(each["doc_id"], each["date"]) for each in drills(workspace)}
    held |= {(entry.id, entry.drilled) for entry in load_entries(workspace.place).values() if entry.drilled}
    return {"total": len(held), "by_year": _by_year(day for _, day in held)}


def _cases(workspace: Workspace, records: Sequence[DocumentRecord]) -> Json:
    library = workspace.open_library()
    told = [each for record in records if record.incident_count for each in library.incidents_of(record.doc_id)]
    return {
        "total": len(told),
        "by_year": _by_year(each.event_time for each in told),
        "by_hazard": _counts(each.hazard.name if each.hazard else UNKNOWN for each in told),
    }


def _by_year(texts: Iterable[str]) -> dict[str, int]:
    years = Counter((found[0] if (found := _YEAR.search(text)) else UNKNOWN) for text in texts)
    return {year: years[year] for year in sorted(years)}


# --------------------------------------------------------------------------- coverage


def _coverage(units: Sequence[str], plans: Sequence[Counted], issuers: dict[str, str]) -> Json:
    titled = {each.record.doc_id: each for each in plans}
    asked = [Plan(doc_id, each.record.title, issuers.get(doc_id, "")) for doc_id, each in titled.items()]
    found = covered(units, asked)
    rows = [
        {
            "unit": each.unit,
            "plans": [
                {"doc_id": plan.doc_id, "title": plan.title, "class": titled[plan.doc_id].group} for plan in each.plans
            ],
        }
        for each in found
    ]
    have = sum(1 for each in found if each.plans)
    return {"units": len(found), "covered": have, "share": round(have / len(found), 4), "rows": rows}
