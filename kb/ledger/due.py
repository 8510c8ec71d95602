"""What is due, when, and by which article."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kb.ledger.calendar import Workdays, add_months, latest_day
from kb.ledger.model import Due, DueState, Duty, LedgerEntry, LedgerRow

_URGENCY = (DueState.OVERDUE, DueState.SOON, DueState.UNKNOWN, DueState.OPEN, DueState.LATE, DueState.DONE)
_PLANNED = {"drilled": "next_drill", "evaluated": "next_evaluation"}


def load_duties(text: str) -> tuple[Duty, ...]:
    """The rules of ``duties.toml``."""
    return tuple(_duty(row) for row in tomllib.loads(text)["duty"])


def _duty(row: dict[str, Any]) -> Duty:
    lists: dict[str, Any] = {name: tuple(row.pop(name, ())) for name in ("hazards", "other_hazards")}
    return Duty(types=frozenset(row.pop("types")), **row, **lists)


def ledger(
    entries: Iterable[LedgerEntry], duties: Sequence[Duty], workdays: Workdays, today: date, soon: int = 30
) -> tuple[LedgerRow, ...]:
    """All plans with their duties, the most urgent plan first; ``soon`` days count as due."""
    rows = [_row(entry, duties, workdays, today, soon) for entry in entries]
    return tuple(sorted(rows, key=lambda row: (*_urgency(row.dues[0] if row.dues else None), row.entry.title)))


def _row(entry: LedgerEntry, duties: Sequence[Duty], workdays: Workdays, today: date, soon: int) -> LedgerRow:
    dues = [_due(duty, entry, workdays, today, soon) for duty in duties if duty.binds(entry)]
    return LedgerRow(entry, tuple(sorted(dues, key=_urgency)))


def _urgency(due: Due | None) -> tuple[int, int]:
    if due is None:
        return len(_URGENCY), 0
    return _URGENCY.index(due.state), due.days_left if due.days_left is not None else 0


def _due(duty: Duty, entry: LedgerEntry, workdays: Workdays, today: date, soon: int) -> Due:
    since = entry.date_of(duty.after) or (entry.issued if duty.recurs else "")
    begun = latest_day(since)
    planned = entry.date_of(_PLANNED[duty.done]) if duty.done in _PLANNED else ""
    done = "" if duty.recurs else entry.date_of(duty.done)
    if begun is None:
        return Due(duty, DueState.DONE if done else DueState.UNKNOWN, planned=planned)
    day = workdays.after(begun, duty.workdays) if duty.workdays else add_months(begun, duty.months)
    by_weekends = bool(duty.workdays) and not workdays.covers(begun, day)
    left = (day - today).days
    return Due(duty, _state(done, day, left, soon), day, left, planned, since, by_weekends)


def _state(done: str, day: date, left: int, soon: int) -> DueState:
    if done:
        finished = latest_day(done)
        return DueState.LATE if finished is not None and finished > day else DueState.DONE
    if left < 0:
        return DueState.OVERDUE
    return DueState.SOON if left <= soon else DueState.OPEN
