"""Persons, posts, ranks and phones of six kinds of plans: what contradicts is told, what is only said otherwise is not."""

from __future__ import annotations

import pytest

from tests.kb.people_plans import PLANS, SOUND, WRONG
from tests.kb.review_world import findings

CODES = frozenset(
    ["post_conflict", "office_conflict", "name_slip", "deputies_wrong", "rank_order", "rank_staff", "phone_conflict"]
) | {"decider_order", "minor_authority"}
LEVEL = {"county": "县", "school": "学校", "hospital": None, "works": "企业", "village": "村社区", "event": "市"}


def told(name: str, text: str) -> list[str]:
    fields = {"plan_level": LEVEL[name]}
    made = (each for rule in ("QC-CONS", "QC-LVL", "QC-RACI") for each in findings(text, rule, **fields))
    return [each.message.code for each in made if each.message.code in CODES]


@pytest.mark.parametrize("name", PLANS)
def test_plans_that_agree_with_themselves_are_left_alone(name: str) -> None:
    assert told(name, PLANS[name]) == []


@pytest.mark.parametrize(("name", "before", "after", "code"), WRONG)
def test_what_contradicts_is_told(name: str, before: str, after: str, code: str) -> None:
    assert PLANS[name].count(before) == 1
    assert code in told(name, PLANS[name].replace(before, after))


@pytest.mark.parametrize(("name", "before", "after"), SOUND)
def test_what_is_only_said_otherwise_is_not_told(name: str, before: str, after: str) -> None:
    assert PLANS[name].count(before) == 1
    assert told(name, PLANS[name].replace(before, after)) == []
