from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.drafting import Draft, facts_from_document, fill_all, load, new_draft, save, set_section
from kb.drafting.locks import check, exclusive, release, reservations, reserve, unseen
from kb.drafting.model import OriginKind
from kb.drafting.outline_edit import add_section, drop_section, move_section, outlined, rename_section
from kb.drafting.refresh import refreshed
from kb.drafting.versions import difference, keep_version, restore, undo, version_of, versions
from kb.errors import InputError
from kb.facts.sheet import FactSheet, facts_from_mapping, facts_to_mapping
from kb.parsing import parse

from .drafting_world import facts, outlines


def draft(code: str = "SDC") -> Draft:
    return fill_all(new_draft(facts(), code, outlines()), outlines())


def other_facts(**changes: object) -> FactSheet:
    data = facts_to_mapping(facts())
    for key, value in changes.items():
        table, _, name = key.partition("__")
        if name:
            data[table][name] = value
        else:
            data[table] = value
    return facts_from_mapping(data)[0]


def numbers(plan: Draft) -> list[str]:
    return [section.number for section in plan.sections]


# --------------------------------------------------------------------------- outline


def test_an_added_section_is_numbered_and_the_rest_follows() -> None:
    plan = draft()
    after = add_section(plan, "特别规定", outlines(), after="scope")
    made = after.section("own-1")
    assert (made.number, made.level) == ("1.4", 2)
    assert after.section("principles").number == "1.5"
    assert after.section("principles").text == plan.section("principles").text
    block = add_section(plan, "", outlines(), after="scope", block="v_report")
    assert block.section("v_report").requirement


def test_moving_takes_what_is_below_along() -> None:
    plan = draft()
    first = plan.sections[0]
    moved = move_section(plan, first.id, after=next(s.id for s in plan.sections if s.number == "2"))
    assert moved.section(first.id).number == "2"
    assert moved.section("purpose").number == "2.1"
    assert sorted(s.id for s in moved.sections) == sorted(s.id for s in plan.sections)
    with pytest.raises(InputError, match="move_into_itself"):
        move_section(plan, first.id, after="purpose")


def test_dropping_says_what_the_checklist_loses_and_can_be_undone() -> None:
    plan = draft()
    after, lost = drop_section(plan, "report_time")
    assert set(plan.section("report_time").items) & set(lost)
    assert "report_time" not in [s.id for s in after.sections]
    assert undo(after).sections == plan.sections
    assert rename_section(plan, "scope", "适用").section("scope").number == plan.section("scope").number


@pytest.mark.parametrize(("title", "level", "code"), [(" ", 2, "no_title"), ("x", 9, "bad_section_level")])
def test_what_cannot_be_added(title: str, level: int, code: str) -> None:
    with pytest.raises(InputError, match=code):
        add_section(draft(), title, outlines(), level=level)


def test_an_outline_is_taken_from_a_document_they_like(tmp_path: Path) -> None:
    path = tmp_path / "好预案.txt"
    path.write_text(
        "某县防汛应急预案\n一、总则\n（一）编制目的\n为做好防汛工作，制定本预案。\n（二）适用范围\n本县范围。\n二、我们的特色\n另有要求。\n附件：通讯录\n",
        encoding="utf-8",
    )
    plan = outlined(new_draft(facts(), "SDC", outlines()), parse(path).documents[0], outlines())
    titles = {section.title: section for section in plan.sections}
    assert titles["编制目的"].id == "purpose"
    assert titles["编制目的"].number == "（一）"
    assert titles["我们的特色"].number == "二、"
    filled = fill_all(plan, outlines())
    assert "青山县" in filled.section("scope").text


# --------------------------------------------------------------------------- facts


def test_a_changed_fact_goes_everywhere_and_what_a_writer_added_stays() -> None:
    plan = draft()
    plan = set_section(plan, "scope", text=plan.section("scope").text + "\n另有规定的从其规定。")
    after, changed = refreshed(
        plan,
        other_facts(unit__short="柏山县", unit__name="柏山县人民政府", office__duty_phone="0000-0009999"),
        outlines(),
    )
    text = "\n".join(section.text for section in after.sections)
    assert "0000-0001100" not in text
    assert "0000-0009999" in text
    assert after.section("scope").text.startswith("本预案适用于柏山县行政区域")
    assert after.section("scope").text.endswith("另有规定的从其规定。")
    assert "scope" in changed
    assert all(p.end <= len(s.text) for s in after.sections for p in s.origin)


def test_a_fact_that_becomes_known_fills_its_slots_also_in_edited_sections() -> None:
    plan = draft()
    edited = plan.section("report_followup").text.replace("信息报告分为", "信息报告共分为")
    plan = set_section(plan, "report_followup", text=edited)
    after, _ = refreshed(plan, other_facts(thresholds={"report_again": "每2小时一次"}), outlines())
    section = after.section("report_followup")
    assert "续报频次为：每2小时一次" in section.text
    assert any(p.kind is OriginKind.FACT and section.text[p.start : p.end] == "每2小时一次" for p in section.origin)
    assert undo(after).section("report_followup").text == edited


# --------------------------------------------------------------------------- origins, versions, locks


def test_sentences_kept_in_an_edited_line_keep_their_origin() -> None:
    plan = draft()
    old = plan.section("end").text
    first, rest = old.split("。", 1)
    after = set_section(plan, "end", text=f"{first}。这一句是新写的。{rest}").section("end")
    kinds = {after.text[p.start : p.end]: p.kind for p in after.origin}
    assert kinds["这一句是新写的。"] is OriginKind.WRITER
    assert sum(1 for p in after.origin if p.kind is OriginKind.WRITER) == 1
    assert all(after.text[p.start : p.end] for p in after.origin)


def test_versions_are_kept_compared_and_restored(tmp_path: Path) -> None:
    path = tmp_path / "稿 子.json"
    save(draft(), path)
    assert keep_version(path, "初稿/一").name == "初稿_一"
    changed = set_section(load(path), "scope", text="只管城区。")
    changed, _ = drop_section(changed, "terms")
    save(changed, path)
    found = {item["section"]: item for item in difference(version_of(path, 1), load(path))}
    assert found["scope"]["change"] == "changed"
    assert "+ 只管城区。" in found["scope"]["lines"]
    assert found["terms"]["change"] == "removed"
    back = restore(load(path), version_of(path, 1), "scope")
    assert back.section("scope") == version_of(path, 1).section("scope")
    assert restore(load(path), version_of(path, 1)).sections == version_of(path, 1).sections
    assert [v.number for v in versions(path)] == [1]
    with pytest.raises(InputError, match="unknown_version"):
        version_of(path, 7)


def test_undo_goes_back_step_by_step_through_a_saved_file(tmp_path: Path) -> None:
    plan = draft()
    one = set_section(plan, "scope", text="一。")
    two = set_section(set_section(one, "scope", text="二。"), "terms", text="三。")
    save(two, tmp_path / "d.json")
    again = undo(load(tmp_path / "d.json"), "scope")
    assert again.section("scope").text == "一。"
    assert again.section("terms").text == "三。"
    assert undo(again, "scope").section("scope") == plan.section("scope")
    with pytest.raises(InputError, match="nothing_to_undo"):
        undo(replace(plan, history=()))


def test_a_reserved_section_is_not_written_by_another(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    save(draft(), path)
    reserve(path, "scope", "甲")
    reserve(path, "scope", "甲")
    with pytest.raises(InputError, match="section_locked"):
        reserve(path, "scope", "乙")
    check(path, "terms", "乙")
    release(path, "scope", "乙")
    assert reservations(path) == {"scope": "甲"}
    release(path, "scope", "甲")
    assert reservations(path) == {}


def test_a_text_one_has_not_seen_is_not_overwritten() -> None:
    section = draft().section("scope")
    unseen(section, section.text, "新")
    unseen(section, "旧", section.text)
    with pytest.raises(InputError, match="section_conflict"):
        unseen(section, "旧", "新")


def test_changes_follow_one_another(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "d.json"
    save(draft(), path)

    def write(key: str) -> None:
        with exclusive(path):
            save(set_section(load(path), key, text=f"{key}写的。"), path)

    keys = ["scope", "terms", "end", "funds", "comms", "medical"]
    threads = [threading.Thread(target=write, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(load(path).section(key).text == f"{key}写的。" for key in keys)


def test_members_and_duties_are_read_out_of_an_old_plan(tmp_path: Path) -> None:
    path = tmp_path / "旧.txt"
    path.write_text(
        "柏山县防汛应急预案\n一、组织体系\n（一）成员单位职责\n1. 县水利局：负责水情监测；负责工程调度。\n2. 县公安局：负责警戒和交通管制。\n"
        "（二）工作要求\n各单位：应当做好准备工作，落实责任。\n",
        encoding="utf-8",
    )
    sheet = facts_from_document(parse(path).documents[0])
    assert [(m.body, m.duties) for m in sheet.member] == [
        ("县水利局", ("负责水情监测", "负责工程调度")), ("县公安局", ("负责警戒和交通管制",)),
    ]  # fmt: skip
