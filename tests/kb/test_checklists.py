from __future__ import annotations

import re

import pytest

import corpus
from kb.checklist_files import load
from kb.checklists import FORCES
from kb.errors import InputError
from kb.model import Label
from tests.kb.review_world import lists, register


def test_all_types_and_items_are_there() -> None:
    assert len(lists().types) == 23
    assert len(lists().items) == len({item.id for item in lists().items}) == 102
    assert next(iter(lists().types)) == "T"


def test_a_folder_and_its_texts_give_the_same() -> None:
    assert load(corpus.resource("checklists")) == lists()


def test_every_need_names_an_item_and_every_type_has_some() -> None:
    known = {item.id for item in lists().items}
    for kind in lists().plan_types.values():
        assert kind.items
        assert kind.needs.keys() <= known
        assert set(kind.needs.values()) <= set(FORCES)
        assert [item.id for item in kind.items] == [item.id for item in lists().items if item.id in kind.needs]


def test_every_pattern_compiles_and_is_written_for_normalised_text() -> None:
    every = [*lists().items, *(item for kind in lists().plan_types.values() for item in kind.items)]
    for item in every:
        patterns = [*item.heads, *item.signs, *item.mask]
        patterns += [text for slot in (*item.core, *item.optional) for text in (*slot.patterns, *slot.below)]
        for text in patterns:
            re.compile(text)
            assert not re.search(r"[（），：；Ⅰ-Ⅹ]", text), (item.id, text)
            assert not re.search(r"<[A-Z]+>", text), (item.id, text)
        for slot in (*item.core, *item.optional):
            assert slot.at_least <= len(slot.patterns), (item.id, slot.name)


def test_every_item_has_signs_advice_and_criteria() -> None:
    for item in lists().items:
        assert item.heads or item.cues
        assert item.advice.endswith("。"), item.id
        assert item.core, item.id
        assert item.absent in (Label.MISSING, Label.NOT_APPLICABLE)


def test_rules_cited_are_rules_and_fit_the_type() -> None:
    for kind in lists().plan_types.values():
        for item in kind.items:
            for basis in item.basis_for(kind.code, kind.force(item.id), "参照"):
                assert not re.search(r"\[[VM]|未核|记忆", basis)
                if kind.code in ("T", "SDN", "SDP", "SDC", "VIL"):
                    assert "29639" not in basis
                    assert "安全事故应急预案管理办法" not in basis


def test_what_the_law_asks_for_has_a_law_to_cite() -> None:
    for code in ("SDC", "EC", "T", "SDP"):
        kind = lists().for_type(code)
        for item in kind.items:
            if kind.force(item.id) in ("L", "N"):
                assert item.basis_for(code, kind.force(item.id), "参照"), (code, item.id)


def test_an_unknown_type_is_named_with_those_that_exist() -> None:
    with pytest.raises(InputError) as caught:
        lists().for_type("XX")
    assert caught.value.params["code"] == "XX"
    assert "VIL" in caught.value.params["known"]


def test_overrides_leave_the_item_itself_alone() -> None:
    own = next(item for item in lists().for_type("VIL").items if item.id == "EL-403")
    assert own.core != lists().item("EL-403").core
    assert own.heads == lists().item("EL-403").heads


def test_the_register_holds_no_contradiction() -> None:
    titles = [entry.title for entry in register().entries]
    assert len(titles) == len(set(titles))
    for entry in register().entries:
        assert not set(entry.old_numbers) & {entry.number} or entry.for_types
        assert bool(entry.now) == bool(entry.old_titles or entry.old_numbers or entry.old_years), entry.title
    for standard in register().standards:
        assert standard.year not in standard.old_years
