from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kb.errors import InputError
from ui import ledger
from ui.workspace import Workspace

TODAY = date(2026, 11, 26)
PLAN = """石桥镇防汛应急预案

石桥镇人民政府
2026年11月2日

1 总则
1.1 编制目的
为做好本镇防汛工作，制定本预案。
2 组织体系
镇人民政府设立防汛指挥部，镇长任指挥长。
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    from ui import handlers

    file = tmp_path / "石桥镇防汛应急预案.txt"
    file.write_text(PLAN, encoding="utf-8")
    made = Workspace(tmp_path / "库")
    handlers.ingest(made, [file], 1)
    return made


def only(data: ledger.Json) -> ledger.Json:
    (plan,) = data["plans"]
    return dict(plan)


def test_a_plan_of_the_library_is_in_the_ledger_with_the_date_it_bears(workspace: Workspace) -> None:
    plan = only(ledger.ledger(workspace, today=TODAY))
    assert plan["title"] == "石桥镇防汛应急预案"
    assert (plan["issued"], plan["issued_by_text"]) == ("2026-11-02", True)
    assert any(due["duty"] == "publication" and due["day"] == "2026-11-30" for due in plan["due"])


def test_due_shows_only_what_is_urgent(workspace: Workspace) -> None:
    assert only(ledger.ledger(workspace, 30, TODAY))["due"][0]["duty"] == "publication"
    ledger.change(workspace, {"石桥镇防汛应急预案": {"published": "2026年11月20日"}})
    assert ledger.ledger(workspace, 30, TODAY)["plans"] == []


def test_a_round_trip_through_excel_enters_nothing_and_changes_come_back(workspace: Workspace, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "台账 表.xlsx"
    ledger.export_sheet(workspace, path)
    before = ledger.ledger(workspace, today=TODAY)
    assert ledger.import_sheet(workspace, path) == {"path": str(path), "plans": 1, "failed": []}
    assert ledger.ledger(workspace, today=TODAY) == before
    book = load_workbook(path)
    sheet = book["台账"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("上次演练") + 1).value = date(2026, 6, 5)
    sheet.cell(2, head.index("责任单位") + 1).value = "=1+1 石桥镇应急办"
    sheet.append(["", "石桥镇森林防火应急预案", "TWN", *[""] * 5, "2026/3/1"])
    sheet.append(["", "坏行", "TWN", *[""] * 5, "去年"])
    book.save(path)
    taken = ledger.import_sheet(workspace, path)
    assert taken["plans"] == 2
    assert [row["row"] for row in taken["failed"]] == [4]
    assert "印发" in taken["failed"][0]["message"]
    plans = {plan["title"]: plan for plan in ledger.ledger(workspace, today=TODAY)["plans"]}
    assert plans["石桥镇防汛应急预案"]["drilled"] == "2026-06-05"
    assert plans["石桥镇森林防火应急预案"]["issued"] == "2026-03-01"


def test_odd_rows_fail_alone_and_nothing_of_a_date_is_dropped(workspace: Workspace, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["编号", "预案名称", "层级", "印发"])
    days = {
        "甲": "二〇二四年三月",
        "乙": "2024-05-06 00:00:00",
        "丙": "2024/13/45",
        "丁": "2024年2月31日",
        "戊": "45000",
    }
    for name, day in days.items():
        book.active.append([name, name, "县", day])
    book.active.append(["己", "己", "月球", ""])
    book.active.append(["甲", "甲又一次", "县", "2024-04"])
    book.save(tmp_path / "怪.xlsx")
    taken = ledger.import_sheet(workspace, tmp_path / "怪.xlsx")
    assert taken["plans"] == 2
    assert [row["row"] for row in taken["failed"]] == [4, 5, 6, 7]
    plans = {plan["id"]: plan for plan in ledger.ledger(workspace, today=TODAY)["plans"]}
    assert (plans["甲"]["issued"], plans["乙"]["issued"]) == ("2024-04", "2024-05-06")


def test_text_never_becomes_a_formula(workspace: Workspace, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    ledger.change(workspace, {"石桥镇防汛应急预案": {"body": "=cmd|'/c calc'!A1"}})
    ledger.export_sheet(workspace, tmp_path / "t.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "t.xlsx")["台账"] for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=cmd|'/c calc'!A1" in [cell.value for cell in cells]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", "编号,名称".encode()])
def test_a_file_that_is_no_ledger_is_refused(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    with pytest.raises(InputError) as refused:
        ledger.import_sheet(workspace, file)
    assert refused.value.code == "bad_ledger_sheet"


def test_a_damaged_ledger_is_said(workspace: Workspace) -> None:
    (workspace.home / "ledger.json").write_text(json.dumps([{"id": 1}]))
    with pytest.raises(InputError) as refused:
        ledger.ledger(workspace)
    assert refused.value.code == "bad_ledger"


def test_the_users_holidays_are_read_before_they_are_kept(workspace: Workspace) -> None:
    with pytest.raises(InputError):
        ledger.set_holidays(workspace, "[2027]\noff = [1]")
    assert not ledger.holiday_file(workspace).exists()
    ledger.set_holidays(workspace, '[2026]\noff = ["11-27"]\n')
    plan = only(ledger.ledger(workspace, today=TODAY))
    assert next(due["day"] for due in plan["due"] if due["duty"] == "publication") == "2026-12-01"
