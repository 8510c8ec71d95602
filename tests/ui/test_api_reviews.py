"""``/check`` with its comparisons, ``/check_files`` and ``/impact`` over a running workspace."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.test_reviews import PLAN, UPPER, word


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


def sent(path: Path, lines: tuple[str, ...]) -> Any:
    from gradio_client import handle_file

    return handle_file(str(word(path, lines)))


def test_comparisons_files_and_impact(client: Any, tmp_path: Path) -> None:
    draft, upper = sent(tmp_path / "青山县 预案.docx", PLAN), sent(tmp_path / "临江市预案.docx", UPPER)
    plain = client.predict(paths=[draft], plan_type="SDC", api_name="/check")
    assert "against" not in plain
    compared = client.predict(paths=[draft], plan_type="SDC", against_file=upper, api_name="/check")
    assert "conflict" in {row["status"] for row in compared["against"]["rows"]}
    data, file = client.predict(paths=[draft], plan_type="SDC", previous_file=draft, api_name="/check_files")
    assert data["previous"]["sections"] == []
    names = zipfile.ZipFile(file).namelist()
    assert {"审查报告.docx", "审查结果.xlsx", "青山县 预案-批注.docx"} <= set(names)
    client.predict(paths=[draft], api_name="/ingest")
    cited = client.predict(law="国家突发公共事件总体应急预案", api_name="/impact")
    assert [len(document["clauses"]) for document in cited["documents"]] == [1]


def test_texts_from_outside_never_name_files_of_this_machine(client: Any, tmp_path: Path) -> None:
    draft = sent(tmp_path / "甲.docx", PLAN)
    for name in (str(tmp_path / "甲.docx"), "../settings.toml", "/etc/passwd"):
        with pytest.raises(Exception, match="找不到"):
            client.predict(paths=[draft], against=name, api_name="/check")
        with pytest.raises(Exception, match="找不到"):
            client.predict(paths=[draft], previous=name, api_name="/check_files")
