"""Work that a stopped server left is found, done again with its files and options, and forgotten once it has ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kb.errors import InputError
from tests.ui.conftest import FLOOD
from ui import care, kept_checks, libraries, unfinished
from ui.jobs import Job, Jobs
from ui.reviews import CheckOptions
from ui.unfinished import Task
from ui.web.batch import _made_again
from ui.web.home import home_html
from ui.web.review_session import checked_again, files_again, task_of
from ui.web.settings import _care_again
from ui.web.shelf import _ingest_again
from ui.workspace import Workspace

BEGIN = """
import json, sys, time
from pathlib import Path
from ui import unfinished
home, kind, files, asked = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4])
task = unfinished.Task({purpose: [Path(each) for each in names] for purpose, names in files.items()}, asked)
held = unfinished.begin(home, kind, "", "", task)
print("begun", flush=True)
time.sleep(60)
"""


def killed(home: Path, kind: str, task: Task) -> None:
    """Work that begins in a process of its own, which is then killed."""
    files = json.dumps({purpose: [str(file) for file in files] for purpose, files in task.files.items()})
    command = [sys.executable, "-c", BEGIN, str(home), kind, files, json.dumps(task.asked)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    assert unfinished.left(home, "") == (), "what is being done is not left"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=30)


def done_again(workspace: Workspace, again: Any) -> Any:
    """What comes of the one piece of work that was left; the uploads are gone by then."""
    (left,) = unfinished.left(workspace.home, "")
    held = unfinished.taken_up(workspace.home, "", left.id)
    with pytest.raises(InputError, match="unknown_work"):
        unfinished.taken_up(workspace.home, "", left.id)
    work = again(workspace, held)
    try:
        return work(Job(left.kind, "|"))
    finally:
        held.end()
        assert unfinished.left(workspace.home, "") == ()
        assert list((workspace.home / unfinished.FOLDER).iterdir()) == []


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home)


def test_taking_files_in(workspace: Workspace, plan: Path) -> None:
    killed(workspace.home, "ingest", Task({"files": [plan]}, {"ocr": False}))
    plan.unlink()
    assert "收进资料库没有做完" in home_html(workspace, ("shelf",))
    row = done_again(workspace, _ingest_again)["documents"][0]
    assert (row["status"], row["doc_id"]) == ("added", plan.stem)
    assert "收进资料库没有做完" not in home_html(workspace, ("shelf",))


def test_a_check_with_its_options_and_the_plan_above(workspace: Workspace, plan: Path, tmp_path: Path) -> None:
    above = tmp_path / "上位预案.txt"
    above.write_text(FLOOD.replace("柳河镇", "青山县"), encoding="utf-8")
    options = CheckOptions("TWN", "柳河镇人民政府", against=str(above))
    killed(workspace.home, "check", task_of([str(plan)], options))
    plan.unlink()
    above.unlink()
    session = done_again(workspace, checked_again)
    assert session.item["plan_type"] == "TWN"
    assert session.options.unit == "柳河镇人民政府"
    assert "against" in session.item
    assert kept_checks.find(workspace.home, session.check).plans == 1
    task = Task(asked={"check": session.check})
    killed(workspace.home, "reports", task)
    assert any(file.name.startswith("审查报告") for file in done_again(workspace, files_again))


def test_a_batch_goes_on_with_the_plans_that_are_not_made(workspace: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "村.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["unit.name", "unit.region"])
    for name in ("石桥镇上坪村村民委员会", "石桥镇下坪村村民委员会"):
        book.active.append([name, "示例省临江市青山县石桥镇"])
    book.save(table)
    task = Task({"units": [table], "common": []}, {"plan_type": "VIL"})
    killed(workspace.home, "batch", task)
    table.unlink()
    data, packed = done_again(workspace, _made_again)
    assert data["counts"]["done"] == 2
    assert sum(name.endswith(".docx") for name in zipfile.ZipFile(packed).namelist()) == 2


def test_indexes_made_anew(workspace: Workspace, plan: Path) -> None:
    from ui import handlers

    handlers.ingest(workspace, [plan], 1)
    killed(workspace.home, "care", Task(asked={"what": "reindex"}))
    assert done_again(workspace, _care_again) == {"ok": True, "repaired": False, "problems": []}
    assert handlers.search(workspace, "应急值班", 1)["hits"]


def test_it_belongs_to_whoever_began_it_and_to_their_library(workspace: Workspace, plan: Path) -> None:
    home = workspace.home
    held = unfinished.begin(home, "ingest", "甲", "甲的库", Task({"files": [plan]}))
    held._lock.release()
    assert unfinished.left(home, "乙") == ()
    (mine,) = unfinished.left(home, "甲")
    assert (mine.library, mine.files) == ("甲的库", {"files": (plan.name,)})
    with pytest.raises(InputError, match="unknown_work"):
        unfinished.drop(home, "乙", mine.id)
    unfinished.drop(home, "甲", mine.id)
    assert list((home / unfinished.FOLDER).iterdir()) == []


def test_what_is_old_or_damaged_is_not_offered(workspace: Workspace, plan: Path) -> None:
    home = workspace.home
    held = unfinished.begin(home, "ingest", "", libraries.PUBLIC, Task({"files": [plan]}))
    held._lock.release()
    told = held.folder / "asked.json"
    data = json.loads(told.read_text(encoding="utf-8"))
    long_ago = datetime.now(UTC) - timedelta(days=40)
    told.write_text(json.dumps(data | {"began": long_ago.isoformat()}), encoding="utf-8")
    assert unfinished.left(home, "") == ()
    assert not held.folder.exists()
    broken = home / unfinished.FOLDER / "x"
    broken.mkdir()
    (broken / "asked.json").write_text("{", encoding="utf-8")
    assert unfinished.left(home, "") == ()


def test_no_backup_holds_it(workspace: Workspace, plan: Path, tmp_path: Path) -> None:
    from ui import handlers

    handlers.ingest(workspace, [plan], 1)
    unfinished.begin(workspace.home, "ingest", "", "", Task({"files": [plan]}))._lock.release()
    made = care.backup(workspace, tmp_path / "备份.zip")
    assert not [name for name in zipfile.ZipFile(made["path"]).namelist() if unfinished.FOLDER in name]


def test_a_job_that_ends_in_any_way_leaves_nothing(workspace: Workspace, plan: Path) -> None:
    from ui.web.jobs import _to_the_end

    for outcome in (lambda job: 1, lambda job: 1 / 0):
        held = unfinished.begin(workspace.home, "ingest", "", "", Task({"files": [plan]}))
        job = Jobs().start("ingest", "|", lambda job, held=held, outcome=outcome: _to_the_end(held, outcome, job))
        job.wait(30)
        assert list((workspace.home / unfinished.FOLDER).iterdir()) == []
