"""A disk that fills and a kill in the middle: real processes, after which the draft and all earlier outputs are whole."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kb.drafting.files import load
from kb.parsing import parse

from .conftest import Run
from .test_draft_changes import FACTS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")]


def command(home: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "ui.cli", "--home", str(home), "--json", *map(str, words)]


def on_a_full_disk(home: Path, *words: object, room: int) -> tuple[int, dict[str, object], str]:
    """Run a command in a process whose files cannot grow beyond ``room`` bytes."""
    done = subprocess.run(
        command(home, *words),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "f.toml").write_text(FACTS, encoding="utf-8")
    path = tmp_path / "草 稿.json"
    assert run("draft", "new", "--facts", tmp_path / "f.toml", "-o", path)[0] == 0
    assert run("draft", "fill", path)[0] == 0
    return path


def leavings(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.endswith(".part")]


@pytest.mark.parametrize("room", [0, 4_096, 20_000])
def test_an_export_on_a_full_disk_leaves_the_earlier_file(
    run: Run, draft: Path, home: Path, tmp_path: Path, room: int
) -> None:
    out = tmp_path / "预案.docx"
    assert run("export", draft, "-o", out)[0] == 0
    before, kept = out.read_bytes(), draft.read_bytes()
    code, data, stderr = on_a_full_disk(home, "export", draft, "-o", out, room=room)
    assert code == 2
    assert data["error"]["code"] == "not_writable"  # type: ignore[index]
    assert "Traceback" not in stderr
    assert (out.read_bytes(), draft.read_bytes()) == (before, kept)
    assert leavings(tmp_path) == []
    assert all(zipfile.ZipFile(file).testzip() is None for file in tmp_path.glob("*.docx"))


@pytest.mark.parametrize("room", [0, 4_096])
def test_a_change_on_a_full_disk_leaves_the_draft(run: Run, draft: Path, home: Path, tmp_path: Path, room: int) -> None:
    (tmp_path / "新.txt").write_text("新写的一节。" * 50, encoding="utf-8")
    before = draft.read_bytes()
    section = next(s.id for s in load(draft).sections if s.text)
    code, data, stderr = on_a_full_disk(
        home, "draft", "set", draft, "--section", section, "--text", tmp_path / "新.txt", room=room
    )
    assert code == 2
    assert data["error"]["code"] == "not_writable"  # type: ignore[index]
    assert "Traceback" not in stderr
    assert draft.read_bytes() == before
    assert leavings(tmp_path) == []
    assert load(draft).section(section).text


def test_a_batch_on_a_full_disk_leaves_what_was_made(run: Run, home: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["unit.name", "unit.short"])
    for n in range(1, 5):
        book.active.append([f"第{n}村村民委员会", f"第{n}村"])
    book.save(tmp_path / "单位.xlsx")
    out = tmp_path / "成果"
    assert run("batch", tmp_path / "单位.xlsx", "--type", "VIL", "-o", out, "--jobs", 1)[0] == 0
    made = {file.name: file.read_bytes() for file in out.iterdir() if file.suffix in (".docx", ".json")}
    code, data, stderr = on_a_full_disk(
        home, "batch", tmp_path / "单位.xlsx", "--type", "VIL", "-o", out, "--jobs", 1, "--force", room=4_096
    )
    assert code in (1, 2)
    assert "Traceback" not in stderr
    assert "error" in data or data["counts"]["failed"] == 4  # type: ignore[index]
    left = {file.name: file.read_bytes() for file in out.iterdir() if file.name in made}
    assert {name: words for name, words in left.items() if name.endswith(".docx")} == {
        name: words for name, words in made.items() if name.endswith(".docx")
    }
    assert all(json.loads(words) for name, words in left.items() if name.endswith(".json"))


def test_a_kill_in_the_middle_of_an_export_leaves_a_whole_file(
    run: Run, draft: Path, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "预案.docx"
    assert run("export", draft, "-o", out)[0] == 0
    kept = draft.read_bytes()
    began = time.monotonic()
    subprocess.run(command(home, "export", draft, "-o", out), capture_output=True, check=True)
    whole = time.monotonic() - began
    for part in range(1, 6):
        process = subprocess.Popen(
            command(home, "export", draft, "-o", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole * part / 6)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert parse(out).documents[0].sections, f"killed after {part}/6 of the time"
        assert draft.read_bytes() == kept
    assert run("export", draft, "-o", out)[0] == 0
