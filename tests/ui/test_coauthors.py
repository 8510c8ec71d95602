"""Two windows on one draft file: what each may save, what goes aside, who holds what."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.drafting import locks, versions
from kb.drafting.files import load, save
from kb.drafting.model import Draft, DraftSection
from kb.errors import InputError
from kb.facts.sheet import facts_from_mapping
from ui.coauthors import Clash, Desk, Writer

ONE, TWO = Writer("张编制", "w1"), Writer("李编制", "w2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "两人.json"
    facts, _ = facts_from_mapping({"unit": {"name": "青山县人民政府"}})
    sections = (DraftSection("s1", "1", "总则", 1, "第一句。第二句。"), DraftSection("s2", "2", "职责", 1))
    save(Draft(facts, "SDC", {}, sections), file)
    return file


def test_ones_own_saves_are_no_clash_even_from_the_old_base(path: Path) -> None:
    desk = Desk()
    assert desk.keep(path, "s1", "改一。", "第一句。第二句。", ONE)[1] is None
    assert desk.keep(path, "s1", "改二。", "第一句。第二句。", ONE)[1] is None
    assert load(path).section("s1").text == "改二。"


def test_a_reserved_section_is_not_written_and_nothing_changes(path: Path) -> None:
    desk = Desk()
    desk.keep(path, "s1", "张的文字。", "第一句。第二句。", ONE)
    with pytest.raises(InputError) as caught:
        desk.keep(path, "s1", "李的文字。", "张的文字。", TWO)
    assert caught.value.code == "section_locked"
    assert caught.value.params["owner"] == "张编制"
    assert load(path).section("s1").text == "张的文字。"


def test_a_clash_keeps_both_texts_and_names_the_other(path: Path) -> None:
    desk = Desk()
    desk.keep(path, "s1", "第一句。张加的。", "第一句。第二句。", ONE)
    locks.release_all(path, ONE.name)
    draft, clash = desk.keep(path, "s1", "第一句。李加的。", "第一句。第二句。", TWO)
    assert clash is not None
    assert (clash.by, clash.stored, clash.mine) == ("张编制", "第一句。张加的。", "第一句。李加的。")
    assert draft.section("s1").text == "第一句。张加的。"
    assert [e.text for e in load(path).history if e.action == "aside"] == ["第一句。李加的。"]
    theirs, mine = clash.columns
    assert [words for words, differs in (*theirs, *mine) if differs] == ["张加的。", "李加的。"]
    assert clash.both == "第一句。张加的。\n李加的。"


def test_undo_leaves_what_another_wrote(path: Path) -> None:
    desk = Desk()
    desk.keep(path, "s2", "李写的二。", "", TWO)
    desk.keep(path, "s1", "张写的一。", "第一句。第二句。", ONE)
    after = versions.undo(load(path), by=TWO.name)
    assert after.section("s1").text == "张写的一。"
    assert after.section("s2").text == ""


def test_taking_over_a_reservation_does_not_lift_the_guard(path: Path) -> None:
    desk = Desk()
    desk.keep(path, "s1", "张改。", "第一句。第二句。", ONE)
    locks.take_over(path, "s1", TWO.name)
    assert desk.keep(path, "s1", "李改。", "第一句。第二句。", TWO)[1] is not None
    assert desk.keep(path, "s1", "李改。", "张改。", TWO)[1] is None


def test_both_texts_as_one_repeat_nothing() -> None:
    clash = Clash("s", "1", "甲。乙。", "乙。丙。\n甲。", "", "")
    assert clash.both == "甲。乙。\n丙。"
