"""A writer killed at any moment leaves a library that answers and that verify proves sound."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.conftest import Run

pytestmark = pytest.mark.slow


def test_killed_while_taking_in(run: Run, home: Path, tmp_path: Path) -> None:
    base = tmp_path / "值班办法.txt"
    base.write_text("青山县值班办法\n一、值守\n青山县实行昼夜应急值班制度。\n", encoding="utf-8")
    assert run("ingest", base)[0] == 0
    chance = random.Random(11)
    for attempt in range(6):
        folder = tmp_path / f"第{attempt}批"
        folder.mkdir()
        for n in range(4):
            lines = "\n".join(f"第{attempt}{n}{m}号仓库存放沙袋{m}百条，由看守组巡查。" for m in range(30))
            (folder / f"仓库{attempt}-{n}.txt").write_text(
                f"仓库名册{attempt}{n}\n一、仓库\n{lines}\n", encoding="utf-8"
            )
        command = [sys.executable, "-m", "ui.cli", "ingest", str(folder), "--home", str(home), "--json"]
        writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.5, 6.0))
        os.killpg(writer.pid, signal.SIGKILL)
        writer.wait(timeout=30)
        code, found = run("search", "昼夜应急值班制度")
        assert code == 0
        assert found["hits"][0]["doc_id"] == "值班办法"
        code, report = run("verify", "--repair")
        assert (code, report["ok"]) == (0, True), report
        documents = run("stats")[1]
        indexed = run("model", "status")[1]["index"]
        assert indexed["clauses"] == documents["clauses"], "all that is stored can be found, nothing else"
        assert indexed["fresh"]
