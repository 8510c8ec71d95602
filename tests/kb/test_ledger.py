from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import corpus
from kb.errors import InputError
from kb.ledger.calendar import Workdays, add_months, latest_day, load_workdays
from kb.ledger.due import ledger, load_duties
from kb.ledger.model import Due, DueState, LedgerEntry

TABLE = '[2027]\noff = ["01-01", "01-04"]\nwork = ["01-09"]\n'
TODAY = date(2026, 11, 26)
DUTIES = load_duties(corpus.resource("ledger", "duties.toml").read_text(encoding="utf-8"))
HOLIDAYS = corpus.resource("ledger", "holidays.toml").read_text(encoding="utf-8")


@pytest.fixture
def workdays() -> Workdays:
    return load_workdays(HOLIDAYS)


def dues(entry: LedgerEntry, workdays: Workdays, today: date = TODAY) -> dict[str, Due]:
    return {due.duty.id: due for due in ledger([entry], DUTIES, workdays, today)[0].dues}


COUNTY = LedgerEntry("a", "青山县防汛抗旱应急预案", "SDC", "县", "ND-WD", issued="2026-11-02")


def test_working_days_skip_weekends_and_holidays_and_count_shifted_workdays() -> None:
    days = load_workdays(TABLE)
    assert days.after(date(2026, 12, 31), 1) == date(2027, 1, 5)  # 1st off, 2nd–3rd weekend, 4th off
    assert days.after(date(2027, 1, 8), 1) == date(2027, 1, 9)  # a Saturday with work
    assert days.covers(date(2027, 1, 1), date(2027, 2, 1))
    assert not days.covers(date(2026, 12, 31), date(2027, 1, 5))


def test_a_year_of_the_users_table_takes_the_place_of_ours() -> None:
    days = load_workdays(TABLE, '[2027]\noff = ["01-01"]\n')
    assert days.is_workday(date(2027, 1, 4))
    assert not days.is_workday(date(2027, 1, 9))


@pytest.mark.parametrize("table", ["[2027", "[abc]\noff = []", '[2027]\noff = ["13-40"]', "[2027]\noff = [1]", "x = 1"])
def test_a_table_that_cannot_be_read_is_refused(table: str) -> None:
    with pytest.raises(InputError):
        load_workdays(table)


def test_months_end_on_the_last_day_there_is() -> None:
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 36) == date(2029, 11, 30)


def test_a_date_is_as_late_as_it_can_mean() -> None:
    assert [latest_day(text) for text in ("2026-02", "2026", "2026-02-03", "", "2026-13", "无")] == [
        date(2026, 2, 28), date(2026, 12, 31), date(2026, 2, 3), None, None, None,
    ]  # fmt: skip


def test_filing_and_publication_are_due_twenty_working_days_after_issue(workdays: Workdays) -> None:
    found = dues(COUNTY, workdays)
    assert found["filing"].day == found["publication"].day == date(2026, 11, 30)
    assert found["filing"].state is DueState.SOON
    assert found["filing"].days_left == 4


def test_holidays_put_the_day_off(workdays: Workdays) -> None:
    assert dues(replace(COUNTY, issued="2026-09-18"), workdays)["filing"].day == date(2026, 10, 22)


def test_a_recorded_filing_is_done_or_late(workdays: Workdays) -> None:
    assert dues(replace(COUNTY, filed="2026-11-30"), workdays)["filing"].state is DueState.DONE
    assert dues(replace(COUNTY, filed="2026-12-01"), workdays)["filing"].state is DueState.LATE


def test_a_drill_is_due_again_after_the_last_one(workdays: Workdays) -> None:
    assert dues(COUNTY, workdays)["drill"].day == date(2029, 11, 2)
    assert dues(replace(COUNTY, drilled="2023-11-25"), workdays)["drill"].state is DueState.OVERDUE


def test_nothing_recorded_is_said_and_not_guessed(workdays: Workdays) -> None:
    found = dues(replace(COUNTY, issued=""), workdays)
    assert {due.state for due in found.values()} == {DueState.UNKNOWN}
    assert all(due.day is None for due in found.values())


def test_rules_differ_by_hazard_and_risk(workdays: Workdays) -> None:
    chemical = dues(replace(COUNTY, hazard="AD-HC"), workdays)["drill"].duty
    flood = dues(COUNTY, workdays)["drill"].duty
    assert (chemical.months, flood.months) == (24, 36)
    works = LedgerEntry("b", "恒达化工综合应急预案", "EC", "企业", issued="2026-05-06")
    assert dues(works, workdays)["drill"].duty.months == 12
    risky = dues(replace(works, high_risk=True), workdays)
    assert risky["drill"].duty.months == 6
    assert {"filing", "evaluation"} <= risky.keys()
    assert "filing" not in dues(works, workdays)


def test_a_year_without_holiday_table_is_told(workdays: Workdays) -> None:
    found = dues(replace(COUNTY, issued="2028-03-01"), workdays, date(2028, 3, 2))
    assert found["filing"].by_weekends


def test_the_most_urgent_plan_comes_first(workdays: Workdays) -> None:
    late = replace(COUNTY, id="c", title="乙", issued="2020-01-01")
    rows = ledger([COUNTY, late], DUTIES, workdays, TODAY)
    assert [row.entry.id for row in rows] == ["c", "a"]


def test_every_rule_names_its_article_and_its_force() -> None:
    assert all(duty.basis and duty.force in "LNSDARP" and bool(duty.workdays) != bool(duty.months) for duty in DUTIES)
