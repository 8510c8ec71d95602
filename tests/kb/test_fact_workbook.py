from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from kb.drafting import fill_all, new_draft
from kb.drafting.needs import asked_facts, missing_facts
from kb.errors import InputError
from kb.facts.fields import load_fields
from kb.facts.template import HELP, UNITS, safe_rows, template_workbook
from kb.facts.workbook import UnitRow, header_key, read_units

from .drafting_world import CORPUS, facts, outlines

GROUPS = load_fields((CORPUS / "facts" / "fields.toml").read_text(encoding="utf-8"))


def book(path: Path, rows: list[list[object]], **lists: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "单位"
    for row in rows:
        made.active.append(row)
    for name, entries in lists.items():
        sheet = made.create_sheet(name)
        for row in entries:
            sheet.append(row)
    made.save(path)
    return path


def units(path: Path, **labels: str) -> tuple[UnitRow, ...]:
    return read_units(path, GROUPS, labels)[0]


def test_keys_and_labels_name_columns_and_lists_follow_their_unit(tmp_path: Path) -> None:
    path = book(
        tmp_path / "单位 表.xlsx",
        [
            ["石桥镇各村"],
            ["unit.name", "编制单位·简称", "24小时值班电话", "command.1.holder", "上位预案", "转移信号"],
            ["上坪村", "上坪", 1001, "村支书", "甲预案；乙预案", "敲锣"],
            ["下坪村"],
        ],
        team=[["unit.name", "队伍名称", "size"], ["上坪村", "民兵排", 12], ["下坪村", "巡查队", "约5"]],
        应急物资=[["编制单位·单位名称", "物资名称", "数量"], ["上坪村", "铜锣", 4]],
    )
    one, two = units(path, 转移信号="thresholds.signal")
    assert one.data == {
        "unit": {"name": "上坪村", "short": "上坪"},
        "office": {"duty_phone": "1001"},
        "command": [{"holder": "村支书"}],
        "plan": {"superior": ["甲预案", "乙预案"]},
        "thresholds": {"signal": "敲锣"},
        "team": [{"name": "民兵排", "size": 12}],
        "supply": [{"name": "铜锣", "quantity": 4}],
    }
    assert one.cells["team.1.size"] == "team!C2"
    assert (two.row, two.data["team"]) == (4, [{"name": "巡查队", "size": "约5"}])


def test_dates_numbers_and_texts_that_look_like_formulas(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    safe_rows(
        sheet,
        [
            ["unit.name", "issue.date", "unit.people", "unit.profile"],
            ["=丁村 <&>\"'🚒", datetime(2027, 1, 5), 1284.0, "=cmd|' /C calc'!A0"],
        ],
    )
    made.save(tmp_path / "u.xlsx")
    (unit,) = units(tmp_path / "u.xlsx")
    assert unit.error is None
    assert unit.data["unit"] == {"name": "=丁村 <&>\"'🚒", "people": 1284, "profile": "=cmd|' /C calc'!A0"}
    assert unit.data["issue"] == {"date": "2027-01-05"}


def test_a_formula_without_value_spoils_its_row_only(tmp_path: Path) -> None:
    path = book(
        tmp_path / "u.xlsx", [["unit.name", "unit.short"], ["甲村", "=cmd|' /C calc'!A0"], ["乙村", "乙"], [None, "丙"]]
    )
    one, two, three = units(path)
    assert (one.error.code, one.error.params["cell"]) == ("bad_cell", "单位!B2")  # type: ignore[union-attr]
    assert two.error is None
    assert three.error is not None
    assert three.error.params["reason"] == "no_unit_name"


def test_what_cannot_be_placed_is_told_with_its_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "u.xlsx",
        [["unit.name", "颜色"], ["甲村", "红"]],
        risk=[["unit.name", "风险点"], ["别村", "沟口"]],
        team=[["队伍名称"], ["无主队"]],
    )
    _, notices = read_units(path, GROUPS)
    assert [(n.code, n.location) for n in notices] == [
        ("unknown_column", "单位!B1"), ("entry_without_unit", "risk!A2"), ("list_without_unit", "team"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "bad_workbook"), (b"PK\x03\x04 not a zip", "bad_workbook"), (b"unit.name\n", "bad_workbook")],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "u.xlsx").write_bytes(content)
    with pytest.raises(InputError) as caught:
        units(tmp_path / "u.xlsx")
    assert caught.value.code == code


def test_a_workbook_without_units(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_unit_column"):
        units(book(tmp_path / "a.xlsx", [["简称"], ["甲"]]))
    with pytest.raises(InputError, match="no_units"):
        units(book(tmp_path / "b.xlsx", [["unit.name"]]))


@pytest.mark.parametrize("code", sorted(outlines().types))
def test_every_header_of_a_template_is_understood(tmp_path: Path, code: str) -> None:
    asked = asked_facts(outlines(), code)
    made = openpyxl.load_workbook(io.BytesIO(template_workbook(GROUPS, asked)))
    labels = {label: key for key, label in asked.items() if key.startswith("thresholds.") and label}
    heads = [cell.value for cell in made[UNITS][1]]
    assert len(heads) == len(set(heads))
    assert all(header_key(head, GROUPS, labels) for head in heads)
    for sheet in made.sheetnames:
        if sheet not in (UNITS, HELP):
            group = next(g for g in GROUPS if g.label == sheet)
            assert all(header_key(c.value, GROUPS, {}, group.key) for c in made[sheet][1][1:])


def test_missing_facts_are_told_by_how_many_sections_wait() -> None:
    draft = fill_all(new_draft(facts(), "SDC", outlines()), outlines())
    found = missing_facts(draft, outlines())
    assert [entry["count"] for entry in found] == sorted((entry["count"] for entry in found), reverse=True)
    keys = {entry["key"]: entry for entry in found}
    assert "member" in keys
    assert "thresholds.response_1" not in keys
    assert keys["thresholds.response_2"]["label"] == "二级响应启动条件"
