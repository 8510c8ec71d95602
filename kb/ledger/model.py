"""What the ledger keeps of a plan, and what it works out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

DATE_FIELDS = ("approved", "issued", "filed", "published", "drilled", "next_drill", "evaluated", "next_evaluation")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One plan. Dates are ISO, as precise as known (``2024-05``), empty when not recorded.

    ``id`` is the document id of a plan of the library, else a name of the user's. ``body`` is the responsible body;
    ``high_risk`` marks units of 国务院令第708号 第8条 (hazardous goods, mines, crowded places …) and key fire units.
    ``issued_by_text`` tells that the date of issue was read out of the plan and not entered by anybody.
    """

    id: str
    title: str
    plan_type: str = ""
    plan_level: str = ""
    hazard: str = ""
    body: str = ""
    high_risk: bool = False
    approved: str = ""
    issued: str = ""
    filed: str = ""
    published: str = ""
    drilled: str = ""
    next_drill: str = ""
    evaluated: str = ""
    next_evaluation: str = ""
    note: str = ""
    issued_by_text: bool = False

    def date_of(self, field: str) -> str:
        """The recorded date of one of ``DATE_FIELDS``."""
        return str(getattr(self, field))


ENTRY_FIELDS = tuple(field.name for field in fields(LedgerEntry))


class DueState(StrEnum):
    """How a duty stands."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule of ``corpus/ledger/duties.toml``: within ``workdays`` or ``months`` of ``after``, ``done`` is to be recorded."""

    id: str
    name: str
    types: frozenset[str]
    after: str
    done: str
    force: str
    basis: str
    workdays: int = 0
    months: int = 0
    risk: bool | None = None
    hazards: tuple[str, ...] = ()
    other_hazards: tuple[str, ...] = ()

    @property
    def recurs(self) -> bool:
        """Whether the duty begins anew each time it is done."""
        return self.after == self.done

    def binds(self, entry: LedgerEntry) -> bool:
        """Whether the rule is about this plan."""
        return (
            entry.plan_type in self.types
            and (self.risk is None or self.risk == entry.high_risk)
            and (not self.hazards or entry.hazard.startswith(self.hazards))
            and (not self.other_hazards or not entry.hazard.startswith(self.other_hazards))
        )


@dataclass(frozen=True, slots=True)
class Due:
    """One duty of one plan: the day it falls due (None when nothing tells) and the days left, negative when past.

    ``planned`` is the user's own date for it; ``since`` the record it was reckoned from; ``by_weekends`` tells that the
    holiday table does not reach so far and only weekends were taken off.
    """

    duty: Duty
    state: DueState
    day: date | None = None
    days_left: int | None = None
    planned: str = ""
    since: str = ""
    by_weekends: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A plan with all its duties, the most urgent first."""

    entry: LedgerEntry
    dues: tuple[Due, ...]
