from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

FACTS = '[unit]\nname = "上坪村村民委员会"\nshort = "上坪村"\n[plan]\ntype = "VIL"\nhazard = "防汛"\ntitle = "上坪村防汛应急预案"\n'


@pytest.fixture
def draft(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "f.toml").write_text(FACTS, encoding="utf-8")
    path = tmp_path / "草 稿.json"
    assert run("draft", "new", "--facts", tmp_path / "f.toml", "-o", path)[0] == 0
    assert run("draft", "fill", path)[0] == 0
    return path


def text_of(run: Run, draft: Path, section: str) -> Any:
    import json

    return next(s["text"] for s in json.loads(draft.read_text(encoding="utf-8"))["sections"] if s["id"] == section)


def test_missing_facts_are_told_and_an_update_fills_them(run: Run, draft: Path, tmp_path: Path) -> None:
    _, status = run("draft", "status", draft)
    wanted = {entry["key"]: entry for entry in status["missing_facts"]}
    assert wanted["office.duty_phone"]["sections"]
    (tmp_path / "g.toml").write_text(FACTS + '[office]\nduty_phone = "0000-0007002"\n', encoding="utf-8")
    code, data = run("draft", "update", draft, "--facts", tmp_path / "g.toml")
    assert code == 0
    assert "v_people" in data["changed"]
    assert "0000-0007002" in text_of(run, draft, "v_people")
    assert "office.duty_phone" not in {entry["key"] for entry in data["status"]["missing_facts"]}


def test_a_workbook_of_one_unit_is_a_fact_sheet(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["unit.name", "预案·预案名称", "转移信号的形式"], ["上坪村村民委员会", "上坪村防汛预案", "鸣锣"]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    code, data = run("draft", "new", "--type", "VIL", "--facts", tmp_path / "f.xlsx", "-o", tmp_path / "d.json")
    assert (code, data["title"]) == (0, "上坪村防汛预案")
    book.active.append(["下坪村村民委员会"])
    book.save(tmp_path / "f.xlsx")
    _, data = run("draft", "new", "--type", "VIL", "--facts", tmp_path / "f.xlsx", "-o", tmp_path / "e.json")
    assert data["error"]["code"] == "not_one_unit"


def test_outline_edits_versions_and_undo(run: Run, draft: Path) -> None:
    assert run("draft", "version", draft, "--name", "初稿")[1]["version"] == 1
    _, told = run("draft", "drop", draft, "--section", "v_report", "--preview")
    assert told["lost"]
    assert told["lost"][0]["name"]
    assert text_of(run, draft, "v_report")
    run("draft", "drop", draft, "--section", "v_report")
    _, added = run("draft", "add", draft, "--title", "村规民约", "--after", "v_scope")
    assert [s["number"] for s in added["sections"][:3]] == ["一、", "二、", "三、"]
    run("draft", "rename", draft, "--section", "own-1", "--title", "约定")
    run("draft", "move", draft, "--section", "own-1")
    _, diff = run("draft", "diff", draft, "--version", "1")
    assert {item["change"] for item in diff["sections"]} == {"removed", "added"}
    run("draft", "undo", draft)
    code, back = run("draft", "restore", draft, "--version", "1")
    assert code == 0
    assert "v_report" in {s["id"] for s in back["sections"]}
    assert run("draft", "versions", draft)[1]["steps"]


def test_a_locked_section_is_only_written_by_its_owner(run: Run, draft: Path, tmp_path: Path) -> None:
    words = tmp_path / "w.txt"
    words.write_text("新的正文。", encoding="utf-8")
    run("draft", "lock", draft, "--section", "v_scope", "--owner", "甲")
    code, data = run("draft", "set", draft, "--section", "v_scope", "--text", words, "--owner", "乙")
    assert (code, data["error"]["code"]) == (2, "section_locked")
    assert run("draft", "set", draft, "--section", "v_scope", "--text", words, "--owner", "甲")[0] == 0
    assert run("draft", "unlock", draft, "--section", "v_scope", "--owner", "甲")[1]["locks"] == {}


def test_an_edited_word_file_is_taken_back_section_by_section(run: Run, draft: Path, tmp_path: Path) -> None:
    import docx

    run("export", draft, "-o", tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith(("本预案适用于", "报告内容")):
            paragraph.text = paragraph.text + "同事加的话。"
    document.save(str(tmp_path / "改.docx"))
    _, told = run("draft", "import", draft, tmp_path / "改.docx", "--preview")
    assert set(told["changed"]) == {"v_scope", "v_report"}
    assert "同事加的话" not in draft.read_text(encoding="utf-8")
    _, data = run("draft", "import", draft, tmp_path / "改.docx", "--reject", "v_report")
    assert data["changed"] == ["v_scope"]
    assert text_of(run, draft, "v_scope").endswith("同事加的话。")
    assert "同事加的话" not in text_of(run, draft, "v_report")


def test_an_outline_from_a_word_file(run: Run, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text(FACTS, encoding="utf-8")
    code, data = run(
        "draft", "new", "--type", "TWN", "--facts", tmp_path / "f.toml", "--outline", plan, "-o", tmp_path / "d.json"
    )
    assert code == 0
    assert [s["title"] for s in data["sections"]][:3] == ["总则", "编制目的", "适用范围"]
