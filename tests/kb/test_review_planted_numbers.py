"""What others would break in the numbers of short plans of six kinds: told, and edits that break nothing are not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kb.model import Finding, FindingSeverity
from kb.parsing import parse
from kb.review import review
from tests.kb.planted_numbers import PLANS, SOUND, WRONG
from tests.kb.review_world import lists, register

_RULES = ("QC-NUM", "QC-LVL", "QC-CONS", "QC-TIME", "QC-DATE", "QC-XREF", "QC-RACI")


@cache
def told(text: str) -> frozenset[tuple[str, str, str]]:
    """The medium and high findings of the rules on numbers: rule, code and what they say."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "预案.txt"
        path.write_text(text, encoding="utf-8")
        [document] = parse(path).documents
    found = review(document, lists(), register(), today=date(2026, 11, 26), whole=False).findings
    return frozenset((each.rule, each.message.code, _said(each)) for each in found if _counts(each))


def _counts(found: Finding) -> bool:
    return found.rule in _RULES and found.severity is not FindingSeverity.LOW


def _said(found: Finding) -> str:
    return "；".join(f"{name}={value}" for name, value in sorted(found.message.params.items()) if name != "count")


@pytest.mark.parametrize("name", PLANS)
def test_the_plans_are_sound(name: str) -> None:
    assert not told(PLANS[name])


@pytest.mark.parametrize(("name", "old", "new"), WRONG)
def test_what_is_broken_is_told(name: str, old: str, new: str) -> None:
    assert PLANS[name].count(old) == 1
    assert told(PLANS[name].replace(old, new)) - told(PLANS[name])


@pytest.mark.parametrize(("name", "old", "new"), SOUND)
def test_what_is_changed_and_sound_is_not(name: str, old: str, new: str) -> None:
    assert old in PLANS[name]
    assert not told(PLANS[name].replace(old, new)) - told(PLANS[name])
