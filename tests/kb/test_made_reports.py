"""Incidents of invented reports in many layouts; the figures are ``python -m tests.bench.incidents``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.incidents import judge
from tests.bench.made_reports import Report, reports

_ALL = [*reports(), *reports(later=True)]


@pytest.mark.parametrize("report", _ALL, ids=[report.name for report in _ALL])
def test_every_event_is_found_and_nothing_else(report: Report, tmp_path: Path) -> None:
    events, found, returned, wanted, right = judge(report, tmp_path)
    assert (found, returned) == (events, events)
    assert right >= 0.8 * wanted
