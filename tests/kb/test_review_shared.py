from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import FindingSeverity, Label
from tests.bench.review import check_file, gold_rows

pytestmark = pytest.mark.data


def test_labels_of_real_plans(shared_data: Path) -> None:
    from tests.bench.review import measure

    rows, _ = measure()
    scored = [row for row in rows if row.confidence == "high" and row.gold != "not_applicable"]
    assert sum(row.right for row in scored) / len(scored) >= 0.85
    assert [(row.doc, row.item) for row in rows if row.gold == "present" and row.label == "missing"] == []
    assert len(rows) == len(gold_rows())


@pytest.mark.parametrize("name", ["GP01", "GP04", "GP09", "GP12", "EP03"])
def test_untouched_plans_have_quotes_in_place_and_no_false_alarm(shared_data: Path, name: str) -> None:
    from kb.parsing import parse

    path = next((shared_data / "documents").glob(f"{name}_*"))
    checked, _, _ = check_file(path, None)
    document = parse(path).documents[0]
    texts = {clause.id: clause.text for clause in document.clauses}
    headings = {section.label for section in document.sections}
    for each in checked.elements:
        if each.label not in (Label.MISSING, Label.NOT_APPLICABLE):
            assert each.quote
            assert each.quote in texts[each.clause_id]
    for finding in checked.findings:
        assert finding.places
        assert all(place.quote in (headings if place.heading else texts[place.clause_id]) for place in finding.places)
        assert finding.severity is not FindingSeverity.HIGH
