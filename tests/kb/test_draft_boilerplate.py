"""The state of a draft tells what share of it would fit any plan, and does not take a fact's other wording for a changed fact."""

from __future__ import annotations

from datetime import date

from kb.drafting import Draft, conflicts, fill_all, new_draft, status
from kb.facts.sheet import facts_from_mapping
from kb.model import Finding, FindingSeverity, Message, Review
from tests.kb.drafting_world import outlines


def draft(name: str) -> Draft:
    sheet, _ = facts_from_mapping(
        {
            "unit": {"name": name, "short": "青山县", "region": "江南省临江市青山县", "level": "县"},
            "plan": {"type": "SDC", "hazard": "防汛抗旱", "title": "青山县防汛抗旱应急预案"},
        }
    )
    return fill_all(new_draft(sheet, "SDC", outlines()), outlines())


def test_a_place_and_its_government_are_one_fact() -> None:
    made = draft("青山县")
    assert any("青山县人民政府" in section.text for section in made.sections)
    assert conflicts(made) == []


def test_the_share_of_empty_talk_is_that_of_the_check() -> None:
    made = draft("青山县人民政府")
    message = Message("section_empty", {"sections": "“9.1队伍保障”", "share": "12%"})
    found = Finding("QC-SPEC", FindingSeverity.MEDIUM, message, ())
    review = Review("d", "", made.plan_type, (), (), (found,), date(2026, 11, 23))
    assert status(made, review)["boilerplate"] == {"sections": "“9.1队伍保障”", "share": "12%"}
    assert status(made)["boilerplate"]["share"] == "0%"
