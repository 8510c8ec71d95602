"""Taking odd files in by the command line: each with its own reason, internal marks kept and respected."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import FLOOD, Run


def rows(data: Any) -> dict[str, tuple[str, str]]:
    """Base name → status and code of the first notice."""
    return {
        Path(row["path"].rpartition("!")[2] or row["path"]).name: (
            row["status"],
            (row["notices"] or [{"code": ""}])[0]["code"],
        )
        for row in data["documents"]
    }


def test_every_file_says_what_became_of_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "收 件"
    folder.mkdir()
    (folder / "好.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "空.docx").write_bytes(b"")
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    (folder / "旧.ceb").write_bytes(b"Founder CEB \x01" + bytes(range(256)) * 8)
    (folder / "密.txt").write_text(f"机密★5年\n{FLOOD}", encoding="utf-8")
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("内/预案.txt", FLOOD.replace("柳河", "石桥"))
        archive.writestr("内/半.pdf", b"%PDF-1.4\n%broken")
    code, data = run("ingest", folder)
    assert code == 1
    assert rows(data) == {
        "好.txt": ("added", ""),
        "预案.txt": ("added", ""),
        "空.docx": ("failed", "no_text"),
        "图.png": ("failed", "needs_ocr"),
        "旧.ceb": ("failed", "needs_export"),
        "密.txt": ("failed", "secret_mark"),
        "半.pdf": ("failed", "truncated"),
    }
    assert "机密" not in json.dumps(run("search", "机密")[1]["hits"], ensure_ascii=False)


def test_words_of_internal_papers_stay_out_of_public_editions(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "内部稿.txt"
    paper.write_text(f"内部资料\n{FLOOD}", encoding="utf-8")
    clause = f"{run('ingest', paper)[1]['documents'][0]['doc_id']}#一"
    facts, draft = tmp_path / "事实.toml", tmp_path / "稿.json"
    facts.write_text('[unit]\nname = "上河村村民委员会"\n[plan]\ntype = "VIL"\n', encoding="utf-8")
    run("draft", "new", "--facts", facts, "-o", draft)
    kept = json.loads(draft.read_text(encoding="utf-8"))
    kept["sections"][0]["citations"] = [{"clause_id": clause, "quote": "为做好防汛工作"}]
    draft.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    assert run("export", draft, "-o", tmp_path / "内.docx", "--edition", "内部")[0] == 0
    code, data = run("export", draft, "-o", tmp_path / "公.docx", "--edition", "公开")
    assert (code, data["error"]["code"]) == (2, "internal_sources")
    assert not (tmp_path / "公.docx").exists()


@pytest.mark.slow
def test_a_scan_read_again_with_recognition_stays_read(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    from tests.kb.test_ocr import scan

    path = scan(tmp_path / "扫描.png")
    assert rows(run("ingest", path)[1])["扫描.png"] == ("failed", "needs_ocr")
    assert rows(run("ingest", path, "--ocr")[1])["扫描.png"][0] == "added"
    assert rows(run("ingest", path)[1])["扫描.png"][0] == "unchanged"
