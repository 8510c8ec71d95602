"""Working days: weekends and the holidays that the State Council announces for each year."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta

from kb.errors import InputError


@dataclass(frozen=True, slots=True)
class Workdays:
    """``off`` are days without work, ``work`` weekends with work, ``years`` those that the table covers."""

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself does not count (民法典 第201条)."""
        while count:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def covers(self, first: date, last: date) -> bool:
        """Whether the table holds every year from ``first`` to ``last``."""
        return set(range(first.year, last.year + 1)) <= self.years


def load_workdays(*tables: str) -> Workdays:
    """Read holiday tables in TOML; a year of a later table takes the place of the same year of an earlier one.

    Raises InputError("bad_holidays").
    """
    years: dict[int, tuple[frozenset[date], frozenset[date]]] = {}
    for table in tables:
        try:
            for year, lists in tomllib.loads(table).items():
                off, work = (_days(int(year), lists.get(name, [])) for name in ("off", "work"))
                years[int(year)] = (off, work)
        except (tomllib.TOMLDecodeError, ValueError, TypeError, AttributeError) as error:
            raise InputError("bad_holidays", reason=error) from error
    off = frozenset[date]().union(*(days for days, _ in years.values()))
    work = frozenset[date]().union(*(days for _, days in years.values()))
    return Workdays(off, work, frozenset(years))


def _days(year: int, days: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month (民法典 第202条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def latest_day(text: str) -> date | None:
    """The last day that an ISO date as precise as known can mean; None when it is no date."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(*numbers)
        if len(numbers) == 2:
            return date(numbers[0], numbers[1], calendar.monthrange(*numbers)[1])
        return date(numbers[0], 12, 31) if len(numbers) == 1 else None
    except (ValueError, calendar.IllegalMonthError):
        return None
