from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ui.batches import BatchOptions
from ui.batches import run as run_batch
from ui.web.batch import outcome_html
from ui.workspace import Workspace

from .conftest import Run

COMMON = '[plan]\nhazard = "防汛"\ntitle = "{unit.short}防汛应急预案"\n[office]\nduty_phone = "0000-0007001"\n'


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return units(tmp_path / "单位 表.xlsx", ["上坪村", "下坪村", "坏村"])


def units(path: Path, names: list[str]) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "单位"
    made.active.append(["unit.name", "unit.short", "unit.region", "issue.date"])
    for name in names:
        made.active.append([f"{name}村民委员会", name, "江南省临江市青山县石桥镇", "哪天" if name == "坏村" else None])
    made.save(path)
    return path


@pytest.fixture
def common(tmp_path: Path) -> Path:
    path = tmp_path / "common.toml"
    path.write_text(COMMON, encoding="utf-8")
    return path


def test_a_bad_row_fails_alone_with_its_cell(run: Run, workbook: Path, common: Path, tmp_path: Path) -> None:
    out = tmp_path / "成 果"
    code, data = run("batch", workbook, "--type", "VIL", "--facts", common, "-o", out, "--jobs", "1")
    assert code == 1
    assert data["counts"] == {"done": 2, "unchanged": 0, "kept": 0, "failed": 1}
    good, _, bad = data["plans"]
    assert (bad["row"], bad["error"]["cell"]) == (4, "单位!D4")
    assert good["file"] == "上坪村防汛应急预案.docx"
    assert (out / good["file"]).exists()
    assert (out / good["draft"]).exists()
    assert good["slots"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["plans"] == data["plans"]
    assert set(manifest["files"]) == {"上坪村防汛应急预案.docx", "下坪村防汛应急预案.docx"}
    sheet = openpyxl.load_workbook(out / "manifest.xlsx").active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        "上坪村村民委员会",
        "下坪村村民委员会",
        "坏村村民委员会",
    ]


def test_nothing_is_overwritten_unless_asked(run: Run, workbook: Path, common: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "上坪村防汛应急预案.docx").write_text("别人的文件", encoding="utf-8")
    words = ("batch", workbook, "--type", "VIL", "--facts", common, "-o", out, "--jobs", "1")
    _, data = run(*words)
    assert data["plans"][0]["error"]["code"] == "output_exists"
    assert (out / "上坪村防汛应急预案.docx").read_text(encoding="utf-8") == "别人的文件"
    assert run(*words)[1]["error"]["code"] == "batch_exists"
    edited = out / data["plans"][1]["file"]
    edited.write_bytes(edited.read_bytes() + b"edited")
    _, again = run(*words, "--resume")
    assert [plan["status"] for plan in again["plans"]] == ["failed", "kept", "failed"]
    assert edited.read_bytes().endswith(b"edited")
    _, forced = run(*words, "--force")
    assert forced["counts"]["done"] == 2


def test_a_changed_row_is_made_again_and_the_others_are_left(run: Run, common: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("--type", "VIL", "--facts", common, "-o", out, "--jobs", "1")
    run("batch", units(tmp_path / "a.xlsx", ["上坪村", "下坪村"]), *words)
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    made.active["D2"] = "2027-03-01"
    made.save(tmp_path / "a.xlsx")
    _, data = run("batch", tmp_path / "a.xlsx", *words, "--resume")
    assert [plan["status"] for plan in data["plans"]] == ["done", "unchanged"]
    assert data["plans"][1]["sha256"]


def test_two_units_of_one_name_and_a_wrong_type(run: Run, common: Path, tmp_path: Path) -> None:
    path = units(tmp_path / "a.xlsx", ["上坪村", "上坪村"])
    _, data = run("batch", path, "--type", "VIL", "--facts", common, "-o", tmp_path / "o", "--jobs", "1")
    assert data["plans"][1]["error"]["code"] == "unit_twice"
    assert run("batch", path, "--type", "XYZ", "-o", tmp_path / "p")[1]["error"]["code"] == "unknown_plan_type"
    assert run("batch", path, "-o", tmp_path / "q", "--jobs", "1")[1]["counts"]["failed"] == 2
    assert run("batch", "--type", "VIL")[1]["error"]["code"] == "usage"


def test_the_template_can_be_filled_and_used(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    assert run("batch", "--template", path, "--type", "VIL")[0] == 0
    assert run("batch", "--template", path, "--type", "VIL")[1]["error"]["code"] == "output_exists"
    made = openpyxl.load_workbook(path)
    sheet = made["单位"]
    values = {
        "编制单位·单位名称": "上坪村村民委员会",
        "预案·预案名称": "上坪村防汛预案",
        "演练次数和时间": "每年4月一次",
    }
    for cell in sheet[1]:
        sheet.cell(2, cell.column, values.get(str(cell.value)))
    made["应急队伍" if "应急队伍" in made.sheetnames else "风险点"].append(["上坪村村民委员会", "沟口"])
    made.save(path)
    code, data = run("batch", path, "--type", "VIL", "-o", tmp_path / "o", "--jobs", "1")
    assert code == 0
    text = (tmp_path / "o" / data["plans"][0]["draft"]).read_text(encoding="utf-8")
    assert "每年4月一次" in text
    assert "沟口" in text


def test_a_stopped_batch_keeps_what_was_made_and_is_resumed(common: Path, tmp_path: Path) -> None:
    path, out = units(tmp_path / "four.xlsx", ["上坪村", "中坪村", "下坪村", "河口村"]), tmp_path / "out"
    told: list[tuple[str, int, int]] = []
    options = BatchOptions("VIL", common, jobs=1, stopped=lambda: bool(told))
    data = run_batch(Workspace(tmp_path / "home"), path, out, options, lambda *step: told.append(step))
    assert told == [("batch", 1, 4)]
    assert [plan["status"] for plan in data["plans"]] == ["done", "waiting", "waiting", "waiting"]
    assert len(list(out.glob("*.docx"))) == 1
    assert "没有做 3 份" in outcome_html(data)
    again = replace(options, resume=True, stopped=lambda: False)
    data = run_batch(Workspace(tmp_path / "home"), path, out, again)
    assert data["counts"] == {"done": 3, "unchanged": 1, "kept": 0, "failed": 0}


@pytest.mark.slow
def test_a_killed_batch_is_resumed(workbook: Path, common: Path, tmp_path: Path) -> None:
    path = units(tmp_path / "many.xlsx", [f"第{n}村" for n in range(1, 25)])
    out, home = tmp_path / "out", tmp_path / "home"
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "--json", "batch", str(path), "--type", "VIL", "--facts", str(common), "-o", str(out), "--jobs", "2"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    for _ in range(600):
        if len(list(out.glob("*.docx"))) >= 3 or process.poll() is not None:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = {file.name: file.stat().st_mtime_ns for file in out.glob("*.docx")}
    assert before
    done = subprocess.run([*command, "--resume"], capture_output=True, check=False)
    data = json.loads(done.stdout)
    assert data["counts"]["failed"] == 0
    assert len(list(out.glob("*.docx"))) == 24
    assert all(openpyxl.load_workbook(out / "manifest.xlsx").active.cell(n, 4).value for n in range(2, 26))


def test_papers_of_a_draft(run: Run, common: Path, tmp_path: Path) -> None:
    run(
        "batch",
        units(tmp_path / "a.xlsx", ["上坪村"]),
        "--type",
        "VIL",
        "--facts",
        common,
        "-o",
        tmp_path / "o",
        "--jobs",
        "1",
    )
    draft = next((tmp_path / "o" / "drafts").glob("*.json"))
    code, data = run("papers", draft, "-o", tmp_path / "p")
    assert code == 0
    assert {paper["name"] for paper in data["papers"]} >= {"应急处置卡", "明白卡", "送审稿", "简本"}
    assert all(Path(paper["path"]).exists() for paper in data["papers"])
    assert [item["name"] for item in data["skipped"]] == ["应急联动协议"]
    assert run("papers", draft, "-o", tmp_path / "p")[1]["error"]["code"] == "output_exists"
    assert run("papers", draft, "-o", tmp_path / "q", "--only", "奖状")[1]["error"]["code"] == "unknown_paper"
