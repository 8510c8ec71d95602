"""The named endpoints over a running workspace: typed parameters, uploads, the command's JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import FLOOD


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from gradio_client import Client

    from ui.web.access import Access
    from ui.web.app import build_app, launch_options
    from ui.workspace import Workspace

    workspace = Workspace(tmp_path_factory.mktemp("资料 库"))
    access = Access.to(workspace, login=False)
    app = build_app(workspace, access)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, **launch_options(app, access))
    yield Client(url, verbose=False)
    app.close(verbose=False)


@pytest.fixture
def upload(tmp_path: Path) -> Any:
    from gradio_client import handle_file

    path = tmp_path / "柳河镇防汛预案.txt"
    path.write_text(FLOOD, encoding="utf-8")
    return handle_file(str(path))


def test_the_endpoints_are_named_like_the_commands(client: Any) -> None:
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) >= {
        "/search",
        "/ingest",
        "/check",
        "/draft_new",
        "/draft_section",
        "/export",
        "/batch",
        "/incidents",
    }
    names = {parameter["parameter_name"] for parameter in named["/search"]["parameters"]}
    assert {"query", "k", "kind", "plan_type", "response_level", "samples"} <= names


def test_ingest_search_check(client: Any, upload: Any) -> None:
    taken = client.predict(paths=[upload], api_name="/ingest")
    assert [row["status"] for row in taken["documents"]] == ["added"]
    assert client.predict(paths=[upload], api_name="/ingest")["documents"][0]["status"] == "unchanged"
    found = client.predict(query="24小时应急值班", api_name="/search")
    assert found["hits"][0]["text"].startswith("镇应急办")
    checked = client.predict(paths=[upload], plan_type="SDC", api_name="/check")
    assert checked["summary"]["missing"] > 0


def test_incidents(client: Any) -> None:
    found = client.predict(query="山洪 转移群众", k=3, samples=True, api_name="/incidents")
    assert set(found) >= {"query", "answerable", "incidents"}
    assert set(found["incidents"][0]) >= {"incident_id", "title", "doc_id", "clause_id", "score", "measures", "lessons"}


def test_draft_and_export(client: Any) -> None:
    facts = {"unit": {"name": "青山县人民政府", "short": "青山县", "level": "县"}, "plan": {"hazard": "防汛抗旱"}}
    made = client.predict(facts=None, plan_type="SDC", fields=facts, api_name="/draft_new")
    section = next(section for section in made["sections"] if section["items"])
    saved = client.predict(
        draft=made["draft"], section=section["id"], text="为做好防汛工作，制定本预案。", api_name="/draft_section"
    )
    assert saved["text"] == "为做好防汛工作，制定本预案。"
    data, file = client.predict(draft=made["draft"], api_name="/export")
    assert data["title"] in Path(file).name
    assert Path(file).read_bytes()[:2] == b"PK"


def test_a_batch_comes_back_as_manifest_and_archive(client: Any, tmp_path: Path) -> None:
    import zipfile

    import openpyxl
    from gradio_client import handle_file

    book = openpyxl.Workbook()
    for row in (["unit.name", "plan.title"], ["上坪村村民委员会", "上坪村防汛预案"], ["下坪村村民委员会", "=1+"]):
        book.active.append(row)
    book.save(tmp_path / "各 村.xlsx")
    sent = handle_file(str(tmp_path / "各 村.xlsx"))
    data, file = client.predict(units=sent, facts=None, plan_type="VIL", api_name="/batch")
    assert [plan["status"] for plan in data["plans"]] == ["done", "failed"]
    assert data["plans"][1]["error"]["cell"] == "Sheet!B3"
    names = {Path(name).name for name in zipfile.ZipFile(file).namelist()}
    assert {"上坪村防汛预案.docx", "manifest.json", "manifest.xlsx"} <= names


def test_errors_are_chinese_sentences(client: Any) -> None:
    with pytest.raises(Exception, match="没有名为"):
        client.predict(draft="../settings", section="1", api_name="/draft_section")
    with pytest.raises(Exception, match="没有代码为"):
        client.predict(paths=[], plan_type="XYZ", api_name="/check")
