"""The command-line contract: shapes, exit codes, Chinese messages, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ui.conftest import FLOOD, Run
from ui.cli import main


def test_ingest_search_remove(run: Run, plan: Path) -> None:
    code, data = run("ingest", plan)
    assert code == 0
    row = data["documents"][0]
    assert set(row) >= {"path", "status", "doc_id", "title", "kind", "plan_type", "clauses", "incidents", "notices"}
    assert (row["status"], row["doc_id"], row["kind"]) == ("added", "柳河镇 防汛预案", "plan")
    assert row["clauses"] >= 4
    assert run("ingest", plan)[1]["documents"][0]["status"] == "unchanged"

    code, found = run("search", "谁来批准启动响应", "-k", 3)
    assert code == 0
    assert set(found) == {"query", "answerable", "hits", "milliseconds"}
    hit = found["hits"][0]
    assert set(hit) >= {
        "rank", "score", "clause_id", "doc_id", "doc_title", "doc_path", "kind", "validity", "path", "text", "page", "highlights", "same_text_in",
    }  # fmt: skip
    assert hit["rank"] == 1
    assert "指挥长批准启动" in hit["text"]
    assert hit["clause_id"].startswith("柳河镇 防汛预案#")
    assert all(0 <= a < b <= len(hit["text"]) for a, b in hit["highlights"])
    assert run("search", "24小时值班")[1]["hits"][0]["text"].startswith("镇应急办")

    plan.write_text(FLOOD.replace("镇长担任", "镇委书记担任"), encoding="utf-8")
    assert run("ingest", plan)[1]["documents"][0]["status"] == "updated"
    assert "镇委书记" in run("search", "指挥长由谁担任")[1]["hits"][0]["text"]

    assert run("remove", "柳河镇 防汛预案") == (0, {"removed": ["柳河镇 防汛预案"]})
    code, found = run("search", "24小时值班")
    assert (code, found["answerable"], found["hits"]) == (0, False, [])


def test_global_options_stand_before_or_after(home: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "--json", "ingest", str(plan)]) == 0
    assert main(["stats", "--json", "--home", str(home)]) == 0
    assert '"documents": 1' in capsys.readouterr().out.splitlines()[-1]


EVENT = """青山县柳河镇“6·18”山洪灾害应急处置情况报告
青山县应急管理局
2026年6月30日
一、基本情况
2026年6月18日21时许，柳河镇双河村突发山洪，造成2人受伤、倒塌房屋5间。
二、处置经过
县应急管理局接报后立即启动三级响应。柳河镇政府组织转移群众86人。
三、经验教训
一是预警发布及时，转移早。
"""


def test_incidents_are_found_as_cases(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "山洪报告.txt"
    report.write_text(EVENT, encoding="utf-8")
    run("ingest", report)
    code, data = run("incidents", "双河村山洪怎么处置的", "--hazard", "山洪", "--since", "2026")
    assert code == 0
    assert data["answerable"]
    (found,) = data["incidents"]
    assert set(found) >= {
        "incident_id", "title", "doc_id", "clause_id", "score", "event_time", "place", "hazard", "casualties", "agencies", "measures",
        "outcome", "lessons", "lines",
    }  # fmt: skip
    assert (found["doc_id"], found["incident_id"], found["sample"]) == ("山洪报告", "山洪报告@1", False)
    assert found["clause_id"].startswith("山洪报告#")
    assert run("incidents", "山洪", "--place", "白鹤县")[1]["incidents"] == []
    assert run("incidents", "山洪", "--samples")[1]["incidents"][-1]["sample"]
    code, data = run("incidents", "山洪", "--scale", "挺大")
    assert (code, data["error"]["code"]) == (2, "bad_filter")


def test_outline_touches_no_library(run: Run, plan: Path, home: Path) -> None:
    code, data = run("outline", plan)
    assert code == 0
    document = data["documents"][0]
    assert set(document) >= {
        "doc_id", "title", "issuer", "doc_number", "date", "kind", "genre", "plan_type", "plan_types", "plan_level", "hazard", "lines",
        "headings", "clauses", "incidents", "notices",
    }  # fmt: skip
    assert {"level": 1, "number": "一", "text": "总则"}.items() <= {**document["headings"][0], "number": "一"}.items()
    assert [h["text"] for h in document["headings"]] == [
        "总则", "编制目的", "适用范围", "组织体系", "镇防汛指挥部", "应急值守", "应急响应", "响应启动",
    ]  # fmt: skip
    assert len(document["plan_types"]) >= 2
    assert not home.exists()


def test_a_folder_and_a_zip_with_chinese_names(run: Run, plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收 文"
    folder.mkdir()
    (folder / "甲.md").write_text("# 甲镇值班办法\n\n## 第一条\n\n甲镇实行昼夜值班。\n", encoding="utf-8")
    (folder / "~$甲.docx").write_bytes(b"lock")
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.write(plan, "../../越界/柳河镇 防汛预案.txt")
    code, data = run("ingest", folder, tmp_path / "包.zip")
    assert code == 0
    assert [row["status"] for row in data["documents"]] == ["added", "added"]
    assert not (tmp_path.parent / "越界").exists()


def test_check_finds_what_is_missing(run: Run, plan: Path) -> None:
    code, data = run("check", plan, "--type", "SDC")
    assert code == 1
    assert set(data) >= {"title", "plan_type", "plan_types", "elements", "findings", "summary"}
    assert set(data["elements"][0]) >= {
        "id", "name", "weight", "force", "label", "quote", "clause_id", "reason", "searched", "nearest", "basis", "advice",
    }  # fmt: skip
    labels = {element["id"]: element["label"] for element in data["elements"]}
    assert labels["EL-903"] == "missing"
    assert labels["EL-101"] in {"present", "weak"}
    assert set(data["summary"]) >= {"present", "weak", "missing", "elsewhere", "not_applicable", "undecidable"}


def test_several_files_come_as_files(run: Run, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一份.txt"
    other.write_text(FLOOD.replace("柳河镇", "大湾镇"), encoding="utf-8")
    assert len(run("check", plan, other)[1]["files"]) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ingest", "没有这个文件.docx"], "no_such_file"),
        (["outline", "没有这个文件.docx"], "no_such_file"),
        (["check", "PLAN", "--type", "XYZ"], "unknown_plan_type"),
        (["search", "   "], "empty_query"),
        (["search", "值班", "--element", "EL-9999"], "unknown_element"),
        (["remove", "没有这份"], "unknown_document"),
        (["export", "没有.json", "-o", "x.docx"], "draft_unreadable"),
        (["draft", "new", "--facts", "没有.toml", "-o", "x.json"], "no_such_file"),
        (["serach", "值班"], "usage"),
        (["search"], "usage"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(run: Run, plan: Path, words: list[str], code: str) -> None:
    exit_code, data = run(*[str(plan) if word == "PLAN" else word for word in words])
    assert exit_code == 2
    assert data["error"]["code"] == code
    assert any("\u4e00" <= c <= "\u9fff" for c in data["error"]["message"])


def test_bad_files_fail_alone(run: Run, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "空.txt").write_bytes(b"")
    code, data = run("ingest", tmp_path / "坏.docx", tmp_path / "空.txt", plan)
    assert code == 1
    assert [row["status"] for row in data["documents"]] == ["failed", "failed", "added"]
    assert all(row["notices"][0]["severity"] == "error" for row in data["documents"][:2])
    assert run("stats")[1]["documents"] == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_permission(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "锁"
    folder.mkdir(mode=0o000)
    try:
        assert run("ingest", folder)[1]["error"]["code"] == "unreadable_folder"
    finally:
        folder.chmod(0o700)


def test_a_query_of_ten_thousand_characters(run: Run, plan: Path) -> None:
    run("ingest", plan)
    code, data = run("search", "应急值班" * 2500)
    assert code == 0
    assert data["hits"]


def test_fact_sheet_with_wrong_types(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "事实.toml"
    facts.write_text('[unit]\nname = ["不是", "文字"]\n[plan]\ntype = "SDC"\n', encoding="utf-8")
    code, data = run("draft", "new", "--facts", facts, "-o", tmp_path / "稿.json")
    assert (code, data["error"]["code"]) == (2, "bad_facts")
    assert not (tmp_path / "稿.json").exists()


def test_draft_to_word_and_back(run: Run, tmp_path: Path) -> None:
    facts, draft, word = tmp_path / "事实.toml", tmp_path / "稿.json", tmp_path / "预 案.docx"
    facts.write_text(
        '[unit]\nname = "青山县人民政府"\nshort = "青山县"\nregion = "示例省临江市青山县"\nlevel = "县"\n'
        '[plan]\ntype = "SDC"\nhazard = "防汛抗旱"\ntitle = "青山县防汛抗旱应急预案"\n',
        encoding="utf-8",
    )
    code, made = run("draft", "new", "--facts", facts, "-o", draft)
    assert code == 0
    assert made["format"] == 1
    assert set(made["sections"][0]) >= {
        "id",
        "number",
        "title",
        "level",
        "text",
        "origin",
        "items",
        "citations",
        "slots",
        "state",
    }
    before = run("draft", "status", draft)[1]
    assert set(before) >= {"sections", "done", "elements", "slots", "foreign_names", "conflicts"}
    assert run("draft", "fill", draft)[0] == 0
    after = run("draft", "status", draft)[1]
    assert after["elements"]["missing"] < before["elements"]["missing"]
    assert after["foreign_names"] == []
    section = next(s for s in made["sections"] if s["items"])
    text = tmp_path / "文字.txt"
    text.write_bytes("由县长任指挥长。".encode("gb18030"))
    code, saved = run("draft", "set", draft, "--section", section["id"], "--text", text)
    assert (code, saved["text"]) == (0, "由县长任指挥长。")
    assert run("draft", "set", draft, "--section", section["id"], "--state", "done")[1]["status"]["done"] >= 1
    assert run("draft", "set", draft, "--section", "没有", "--state", "done")[1]["error"]["code"] == "unknown_section"
    assert run("export", draft, "-o", word)[0] == 0
    headings = {(h["number"], h["text"]) for h in run("outline", word)[1]["documents"][0]["headings"]}
    assert {(s["number"], s["title"]) for s in made["sections"]} <= headings


def test_verify_and_model(run: Run, plan: Path, tmp_path: Path) -> None:
    run("ingest", plan)
    assert run("verify") == (0, {"ok": True, "repaired": False, "problems": []})
    code, status = run("model", "status")
    assert code == 0
    assert status["default"] is True
    assert run("model", "import", tmp_path / "没有")[0] == 2
    assert run("model", "export", tmp_path / "带走")[0] == 0
    assert run("model", "export", tmp_path / "带走")[1]["error"]["code"] == "output_exists"


def test_samples_only_when_asked(run: Run) -> None:
    assert run("search", "应急值班制度")[1]["hits"] == []
    hits = run("search", "应急值班制度", "--samples")[1]["hits"]
    assert hits
    assert all(hit["sample"] for hit in hits)
    assert run("stats")[1]["documents"] == 0


def test_help_answers_at_once_without_heavy_imports() -> None:
    script = "import sys; from ui.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"gradio", "torch", "faiss", "numpy", "docx", "jieba", "pydantic"} & set(loaded)


def test_searching_imports_neither_torch_nor_sklearn(run: Run, plan: Path, home: Path) -> None:
    run("ingest", plan)
    script = f"import sys; from ui.cli import main\nmain(['search', '值班', '--json', '--home', {str(home)!r}])\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "sklearn", "sentence_transformers", "transformers", "gradio"} & set(loaded)


def test_port_taken_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        assert main(["ui", "--port", str(busy.getsockname()[1]), "--home", str(home)]) == 2
    assert "已被占用" in capsys.readouterr().err
    assert main(["ui", "--host", "0.0.0.0", "--home", str(home)]) == 2
    assert "要有一位管理员" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_folder_is_not_followed(run: Run, tmp_path: Path) -> None:
    folder, outside = tmp_path / "夹", tmp_path / "外面.txt"
    folder.mkdir()
    outside.write_text(FLOOD, encoding="utf-8")
    (folder / "链接.txt").symlink_to(outside)
    (folder / "自己.txt").write_text("值班办法\n第一条 昼夜值班。\n", encoding="utf-8")
    _, data = run("ingest", folder)
    assert [Path(row["path"]).name for row in data["documents"]] == ["自己.txt"]


def test_verify_repairs_what_it_can_and_says_what_it_did(run: Run, plan: Path, home: Path) -> None:
    run("ingest", plan)
    next(home.glob("originals/*/*")).write_text("改过", encoding="utf-8")
    code, data = run("verify")
    assert (code, data["ok"], [p["code"] for p in data["problems"]]) == (1, False, ["original_changed"])
    code, data = run("verify", "--repair")
    assert (code, data["ok"], data["problems"][0]["repaired"]) == (0, True, True)
    assert run("verify")[1]["problems"] == []
    plan.unlink()
    next(home.glob("originals/*/*")).unlink()
    code, data = run("verify", "--repair")
    assert (code, data["ok"], data["problems"][0]["repaired"]) == (1, False, False)


def test_an_interrupted_ingest_is_told_and_healed(run: Run, plan: Path, home: Path) -> None:
    run("ingest", plan)
    with sqlite3.connect(home / "library.db") as connection:
        connection.execute("UPDATE meta SET value=value+1 WHERE key='sequence'")
    assert [problem["code"] for problem in run("verify")[1]["problems"]] == ["behind"]
    assert run("verify", "--repair")[1]["ok"] is True
    assert run("verify")[1]["ok"] is True


def test_exporting_again_keeps_the_earlier_file(run: Run, tmp_path: Path) -> None:
    facts, draft, word = tmp_path / "事实.toml", tmp_path / "稿.json", tmp_path / "预案.docx"
    facts.write_text('[unit]\nname = "上河村村民委员会"\n[plan]\ntype = "VIL"\n', encoding="utf-8")
    run("draft", "new", "--facts", facts, "-o", draft)
    word.write_bytes(b"a colleague's work")
    code, data = run("export", draft, "-o", word)
    assert code == 0
    assert "old_kept" in [notice["code"] for notice in data["notices"]]
    assert (tmp_path / "预案.bak.docx").read_bytes() == b"a colleague's work"


def test_reasons_of_the_system_are_said_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "文件").write_text("")
    assert main(["stats", "--home", str(tmp_path / "文件" / "库")]) == 2
    said = capsys.readouterr().err
    assert "路径中有一段不是文件夹" in said
    assert "Errno" not in said


def test_several_libraries_are_searched_when_asked(run: Run, home: Path, plan: Path, tmp_path: Path) -> None:
    from ui import libraries

    run("ingest", plan)
    libraries.create(home, "处室资料", None)
    rule = tmp_path / "园区规定.txt"
    rule.write_text("园区处置规定\n第一条 园区氯气泄漏时，由园区消防站立即到场警戒。\n", encoding="utf-8")
    assert run("ingest", rule, "--library", "处室资料")[0] == 0
    for words in (("--library", "全部"), ("--library", "公共库", "--library", "处室资料")):
        found = run("search", "氯气泄漏谁警戒", *words)[1]
        assert (found["hits"][0]["library"], found["libraries"]) == ("处室资料", ["", "处室资料"])
    assert run("incidents", "氯气泄漏", "--library", "全部")[1]["libraries"] == ["", "处室资料"]
    assert "libraries" not in run("search", "氯气泄漏谁警戒")[1]
    assert run("stats", "--library", "全部")[1]["error"]["code"] == "one_library"
    assert run("search", "氯气", "--library", "没有的")[1]["error"]["code"] == "unknown_library"
