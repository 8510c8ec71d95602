"""What an office reports of its plans, by invented plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kb.errors import InputError
from ui import handlers, ledger
from ui.statistics.coverage import Plan, covered, read_units, units_in
from ui.statistics.figures import statistics
from ui.statistics.files import written
from ui.statistics.tables import tables
from ui.workspace import Workspace

TODAY = date(2026, 11, 26)


def plan(title: str, body: str, issuer: str, day: str) -> str:
    return (
        f"{title}\n\n{issuer}\n{day}\n\n1 总则\n1.1 编制目的\n为做好相关工作，制定本预案。\n1.2 编制依据\n{body}\n"
        "2 组织体系\n2.1 指挥机构\n设立指挥部，负责统一领导突发事件应对处置。\n"
    )


PLANS = {
    "青山县突发事件总体应急预案": (
        "依据《中华人民共和国突发事件应对法》制定。",
        "青山县人民政府办公室",
        "2025年3月2日",
    ),
    "青山县防汛抗旱应急预案": ("依据《国家突发公共事件总体应急预案》制定。", "青山县人民政府办公室", "2019年5月6日"),
    "石桥镇防汛应急预案": ("依据有关法律制定。", "石桥镇人民政府", "2026年6月1日"),
    "石桥镇上坪村防汛应急预案": ("依据有关法律制定。", "上坪村村民委员会", "2026年6月1日"),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("统 计")
    files = []
    for title, (body, issuer, day) in PLANS.items():
        files.append(folder / f"{title}.txt")
        files[-1].write_text(plan(title, body, issuer, day), encoding="utf-8")
    made = Workspace(folder / "库")
    handlers.ingest(made, files, 1)
    return made


@pytest.fixture(scope="module")
def data(workspace: Workspace) -> dict[str, Any]:
    return statistics(workspace, ("石桥镇人民政府", "柳河镇人民政府", "上坪村村民委员会"), TODAY)


def test_plans_are_counted_by_class_level_and_hazard(data: dict[str, Any]) -> None:
    crossed = data["by_class_and_level"]
    assert (crossed["总体"], crossed["专项"]) == ({"县": 1}, {"县": 1})
    assert crossed["基层"] == {"乡镇": 1, "村社区": 1}
    assert sum(sum(row.values()) for row in data["by_hazard_and_class"].values()) == data["plans"] == 4


def test_age_and_outdated_citations(data: dict[str, Any]) -> None:
    assert data["by_age"] == {"1年以内": 2, "1至3年": 1, "5年以上": 1}
    assert [each["title"] for each in data["old_plans"]] == ["青山县防汛抗旱应急预案"]
    assert [each["title"] for each in data["citations"]["plans"]] == ["青山县防汛抗旱应急预案"]
    assert data["citations"]["read"] == 4


def test_a_village_plan_is_not_the_towns(data: dict[str, Any]) -> None:
    owned = {each["unit"]: [found["title"] for found in each["plans"]] for each in data["coverage"]["rows"]}
    assert owned == {
        "石桥镇人民政府": ["石桥镇防汛应急预案"], "柳河镇人民政府": [], "上坪村村民委员会": ["石桥镇上坪村防汛应急预案"],
    }  # fmt: skip
    assert data["coverage"]["share"] == 0.6667


def test_a_plan_of_an_unlisted_village_counts_for_nobody() -> None:
    plans = [Plan("a", "石桥镇上坪村防汛应急预案"), Plan("b", "石桥镇农村饮水应急预案"), Plan("c", "防汛应急预案", "青山县石桥镇人民政府")]  # fmt: skip
    (town,) = covered(("石桥镇人民政府",), plans)
    assert [each.doc_id for each in town.plans] == ["b", "c"]


def test_drills_of_the_ledger_are_counted_by_year(workspace: Workspace) -> None:
    ledger.change(workspace, {"石桥镇防汛应急预案": {"drilled": "2026-05-01"}})
    assert statistics(workspace, today=TODAY)["drills"] == {"total": 1, "by_year": {"2026": 1}}


def test_the_workbook_holds_every_table_and_the_pictures(data: dict[str, Any], tmp_path: Path) -> None:
    written(data, tmp_path / "统计.xlsx")
    book = openpyxl.load_workbook(tmp_path / "统计.xlsx")
    assert book.sheetnames == [table.title for table in tables(data)]
    assert book["预案体系"]["A1"].value == "类别"
    assert book["预案体系"]._images
    written(data, tmp_path / "统计.png")
    assert (tmp_path / "统计.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(InputError, match="output_exists"):
        written(data, tmp_path / "统计.png")
    with pytest.raises(InputError, match="bad_statistics_name"):
        written(data, tmp_path / "统计.pdf")


def test_a_name_that_looks_like_a_formula_stays_text(workspace: Workspace, tmp_path: Path) -> None:
    made = statistics(workspace, ('=HYPERLINK("http://x")', "+86", "@甲乙"), TODAY)
    written(made, tmp_path / "统计.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "统计.xlsx")["覆盖"].iter_rows(min_row=2, max_row=4)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]


def test_an_empty_library_has_empty_figures(tmp_path: Path) -> None:
    made = statistics(Workspace(tmp_path / "空"), today=TODAY)
    assert made["plans"] == 0
    written(made, tmp_path / "空.xlsx")
    written(made, tmp_path / "空.png")


@pytest.mark.parametrize(
    ("name", "content"),
    [("单位.txt", "序号、单位名称\n1. 石桥镇人民政府\n2、柳河镇人民政府\n\n石桥镇人民政府\n"), ("单位.csv", "单位名称\n石桥镇人民政府,\n柳河镇人民政府,\n")],
)  # fmt: skip
def test_a_list_of_units_is_read_from_text(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_bytes(content.encode("gb18030"))
    found = read_units(tmp_path / name)
    assert [unit for unit in found if unit != "序号"] == ["石桥镇人民政府", "柳河镇人民政府"]


def test_a_list_of_units_is_read_from_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["青山县乡镇名单"],
        ["序号", "单位名称", "电话"],
        [1, "石桥镇人民政府", "x"],
        [2, "柳河镇人民政府", None],
        [3, None, None],
    ):
        book.active.append(row)  # fmt: skip
    book.save(tmp_path / "名 单.xlsx")
    assert read_units(tmp_path / "名 单.xlsx") == ("石桥镇人民政府", "柳河镇人民政府")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04half", b"\x00" * 50])
def test_a_list_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(InputError, match="bad_unit_list"):
        read_units(tmp_path / "x.xlsx")
    with pytest.raises(InputError, match="bad_unit_list"):
        units_in([" ", "1"])


def test_the_command_writes_the_report(run: Callable[..., tuple[int, Any]], tmp_path: Path) -> None:
    code, made = run("stats")
    assert "report" not in made
    code, made = run("stats", "-o", tmp_path / "统计.xlsx")
    assert (code, made["documents"], made["report"]["plans"]) == (0, 0, 0)
    assert (tmp_path / "统计.xlsx").is_file()
    assert run("stats", "-o", tmp_path / "统计.xlsx")[1]["error"]["code"] == "output_exists"
