"""The bench's floors over real documents, where those lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import reading

pytestmark = [pytest.mark.data, pytest.mark.slow]


def test_headings_and_metadata(shared_data: Path) -> None:
    rows = list(reading.outlines())
    assert sum(row["f1"] for row in rows) / len(rows) >= 0.97
    assert min(row["f1"] for row in rows) >= 0.90
    assert sum(sum(row["metadata"].values()) for row in rows) >= 0.9 * 7 * len(rows)


def test_the_compilation(shared_data: Path) -> None:
    found = reading.seed()
    assert found["boundaries"] == found["gold"] == found["found"]


def test_incidents(shared_data: Path) -> None:
    for row in reading.incidents():
        assert row["recall"] >= 0.9
        assert row["precision"] >= 0.9


def test_lossless_variants_agree(shared_data: Path) -> None:
    rows = list(reading.variants(without=(".doc", ".odt", ".rtf")))
    assert rows
    assert all(row["equal"] for row in rows if row["lossless"])
