from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.facts.fields import key_of_label, load_fields
from kb.facts.sheet import (
    LISTS,
    TABLES,
    dump_facts,
    facts_from_mapping,
    level_of,
    load_facts,
    parse_facts,
    unflatten,
    with_type,
)

from .drafting_world import CORPUS, facts

MINIMAL = '[unit]\nname = "柳河镇人民政府"\n'


def test_only_the_name_is_needed() -> None:
    sheet, notices = parse_facts(MINIMAL)
    assert sheet.unit.level == "乡镇"
    assert sheet.plan.type == ""
    assert notices == ()


def test_toml_dates_become_iso_text_and_single_texts_lists() -> None:
    sheet, _ = parse_facts(MINIMAL + '[plan]\neffective = 2027-01-01\nsuperior = "临江市预案"\n')
    assert sheet.plan.effective == "2027-01-01"
    assert sheet.plan.superior == ("临江市预案",)


def test_unknown_keys_are_reported_with_their_line_and_kept() -> None:
    sheet, notices = parse_facts(MINIMAL + 'colour = "红"\n[extra_table]\na = 1\n')
    assert [(n.code, n.params["key"], n.location) for n in notices] == [
        ("unknown_key", "unit.colour", "3"),
        ("unknown_key", "extra_table", "4"),
    ]
    again, _ = parse_facts(dump_facts(sheet))
    assert again == sheet
    assert again.extra["unit"] == {"colour": "红"}


@pytest.mark.parametrize(
    ("text", "key", "expected", "line"),
    [
        ("[office]\nduty_phone = 119\n", "office.duty_phone", "text", "4"),
        ('[[team]]\nname = "甲"\n[[team]]\nname = "乙"\nsize = [3]\n', "team.2.size", "amount", "7"),
        ("[unit.more]\nx = 1\n[plan]\nsuperior = [1]\n", "plan.superior.1", "text", "6"),
    ],
)
def test_a_wrong_type_names_key_kind_and_line(text: str, key: str, expected: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_facts(MINIMAL + text)
    assert caught.value.code == "bad_facts"
    assert (caught.value.params["key"], caught.value.params["expected"], caught.value.params["line"]) == (
        key,
        expected,
        line,
    )


@pytest.mark.parametrize(
    ("text", "key", "expected", "line"),
    [
        ('[plan]\neffective = "明年"\n', "plan.effective", "date", "4"),
        ('[issue]\ndate = "2026-13-01"\n', "issue.date", "date", "4"),
        ('[issue]\ndate = "2026-02-30"\n', "issue.date", "date", "4"),
    ],
)
def test_what_is_no_date_is_refused(text: str, key: str, expected: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_facts(MINIMAL + text)
    shown = caught.value.params
    assert (caught.value.code, shown["key"], shown["expected"], shown["line"]) == ("bad_facts", key, expected, line)
    assert shown["reason"] == f"expected {expected}"


@pytest.mark.parametrize("text", ["2026", "2026-12", "2026-12-08", "2026年12月8日", "2026-12-08T00:00:00"])
def test_dates_as_precise_as_known(text: str) -> None:
    assert facts_from_mapping({"unit": {"name": "青山县"}, "issue": {"date": text}})[0].issue.date == text


@pytest.mark.parametrize("name", ["青" * 201, "青山县\n人民政府", "青山县\r人民政府"])
def test_unit_names_that_are_no_names(name: str) -> None:
    with pytest.raises(InputError) as caught:
        facts_from_mapping({"unit": {"name": name}})
    assert (caught.value.code, caught.value.params["key"]) == ("bad_facts", "unit.name")
    assert facts_from_mapping({"unit": {"name": "青" * 200}})[0].unit.name


@pytest.mark.parametrize("data", ['[unit]\nname = "青山县"\n'.encode("gbk"), b"PK\x03\x04\x00\x00", b"\xff\xfe[\x00"])
def test_a_sheet_that_is_no_utf8_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f.toml").write_bytes(data)
    with pytest.raises(InputError, match="facts_encoding"):
        load_facts(tmp_path / "f.toml")


@pytest.mark.parametrize(
    ("text", "code"),
    [("[unit\n", "facts_syntax"), ("[plan]\n", "facts_missing"), ('[unit]\nname = ""\n', "facts_missing")],
)
def test_unusable_sheets(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_facts(text)
    assert caught.value.code == code


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="facts_unreadable"):
        load_facts(tmp_path / "none.toml")


def test_round_trip_through_toml() -> None:
    assert parse_facts(dump_facts(facts()))[0] == facts()


def test_the_type_of_the_command_line_wins_with_a_notice() -> None:
    changed, notices = with_type(facts(), "T")
    assert changed.plan.type == "T"
    assert [n.code for n in notices] == ["plan_type_overridden"]
    assert with_type(facts(), "SDC") == (facts(), ())
    assert with_type(replace(facts(), plan=replace(facts().plan, type="")), "T")[1] == ()


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("青山县人民政府", "县"),
        ("上河村村民委员会", "村社区"),
        ("石桥镇中心小学", "学校"),
        ("恒达化工有限公司", "企业"),
        ("临江市", "市"),
        ("某单位", ""),
    ],
)
def test_level_from_the_name(name: str, level: str) -> None:
    assert level_of(name) == level


def test_dotted_workbook_keys() -> None:
    nested = unflatten(
        {"unit.name": "上河村", "command.2.post": "副组长", "command.1.post": "组长", "office.fax": None}
    )
    sheet, _ = facts_from_mapping(nested)
    assert [post.post for post in sheet.command] == ["组长", "副组长"]


def test_every_field_has_a_label_and_every_label_a_field() -> None:
    groups = load_fields((CORPUS / "facts" / "fields.toml").read_text(encoding="utf-8"))
    kinds = {**TABLES, **LISTS}
    assert {group.key for group in groups} == set(kinds)
    for group in groups:
        assert {field.key for field in group.fields} == set(kinds[group.key].__dataclass_fields__)
        assert group.list == (group.key in LISTS)


def test_header_cells() -> None:
    groups = load_fields((CORPUS / "facts" / "fields.toml").read_text(encoding="utf-8"))
    assert key_of_label("单位名称", groups) == "unit.name"
    assert key_of_label("应急队伍·人数", groups) == "team.size"
    assert key_of_label("command.1.holder", groups) == "command.1.holder"
    assert key_of_label("电话", groups) == "unit.phone"
    assert key_of_label("天气", groups) == ""


@pytest.mark.parametrize(
    "path", [p for p in sorted((CORPUS / "facts").glob("*.toml")) if p.name != "fields.toml"], ids=lambda p: p.stem
)
def test_sample_sheets_are_clean(path: Path) -> None:
    sheet, notices = load_facts(path)
    assert notices == ()
    assert sheet.unit.sample
