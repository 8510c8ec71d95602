"""A workspace with login, as others on the network meet it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.ui.conftest import FLOOD

PASSWORD = "青河流域2026安澜"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ui.people.users import Users

    folder = tmp_path_factory.mktemp("共用 资料库")
    users = Users(folder)
    for name, role in (("管理员", "admin"), ("编制员", "writer"), ("审查员", "reviewer"), ("只读员", "reader")):
        users.add(name, role, PASSWORD)
    return folder


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    from ui.web.access import Access
    from ui.web.app import build_app, launch_options
    from ui.workspace import Workspace

    workspace = Workspace(home)
    access = Access.to(workspace, login=True)
    app = build_app(workspace, access)
    _, address, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, **launch_options(app, access))
    yield address.rstrip("/")
    app.close(verbose=False)


@pytest.fixture
def upload(tmp_path: Path) -> Any:
    from gradio_client import handle_file

    path = tmp_path / "柳河镇防汛预案.txt"
    path.write_text(FLOOD, encoding="utf-8")
    return handle_file(str(path))


def client(url: str, name: str) -> Any:
    from gradio_client import Client

    return Client(url, auth=(name, PASSWORD), verbose=False)


def test_without_a_login_nothing_but_the_login_page_answers(url: str) -> None:
    assert httpx.get(url).status_code == 200
    for path in ("/gradio_api/info", "/gradio_api/upload", "/gradio_api/queue/data", "/gradio_api/runs", "/config"):
        assert httpx.get(url + path).status_code == 401, path
    assert httpx.post(url + "/gradio_api/upload", files={"files": b"x"}).status_code == 401
    wrong = httpx.post(url + "/login", data={"username": "管理员", "password": "不对不对不对不对"})
    assert wrong.status_code == 400


def test_every_event_asks_for_a_right(home: Path) -> None:
    from ui.web.access import Access
    from ui.web.app import build_app
    from ui.workspace import Workspace

    workspace = Workspace(home)
    app = build_app(workspace, Access.to(workspace, login=True))
    unasked = [
        event.name
        for event in app.fns.values()
        if event.fn is not None and "_asking" not in event.fn.__code__.co_qualname
    ]
    assert unasked == []


def test_endpoints_keep_to_the_role(url: str, upload: Any) -> None:
    writer = client(url, "编制员")
    assert writer.predict(paths=[upload], api_name="/ingest")["documents"][0]["status"] == "added"
    reader = client(url, "只读员")
    assert reader.predict(query="24小时应急值班", api_name="/search")["hits"]
    for arguments in (
        {"paths": [upload], "api_name": "/ingest"},
        {"paths": [upload], "plan_type": "SDC", "api_name": "/check"},
        {"facts": None, "plan_type": "SDC", "fields": {"unit": {"name": "青山县"}}, "api_name": "/draft_new"},
    ):
        with pytest.raises(Exception, match="只读"):
            reader.predict(**arguments)
    reviewer = client(url, "审查员")
    assert reviewer.predict(paths=[upload], plan_type="SDC", api_name="/check")["summary"]
    with pytest.raises(Exception, match="审查"):
        reviewer.predict(paths=[upload], api_name="/ingest")


def test_a_removed_user_is_out_at_once(url: str, home: Path) -> None:
    from ui.people.users import Users

    Users(home).add("临时工", "reader", PASSWORD)
    temporary = client(url, "临时工")
    assert temporary.predict(query="值班", api_name="/search")
    Users(home).remove("临时工")
    with pytest.raises(Exception, match="登录已失效"):
        temporary.predict(query="值班", api_name="/search")


def test_the_log_tells_who_did_what(url: str, home: Path, upload: Any) -> None:
    from ui.people.log import AccessLog

    client(url, "管理员").predict(paths=[upload], api_name="/ingest")
    done = [(entry.user, entry.action) for entry in AccessLog(home).entries()]
    assert ("管理员", "login") in done
    assert ("管理员", "ingest") in done
    assert all(entry.intact for entry in AccessLog(home).entries())


def test_assistants_are_offered_only_what_changes_nothing(home: Path) -> None:
    from ui.web.api import READ_ONLY
    from ui.web.app import build_app, read_only_tools
    from ui.workspace import Workspace

    app = build_app(Workspace(home))
    read_only_tools(app)
    offered = {event.api_name for event in app.fns.values() if event.api_visibility == "public"}
    assert {"search", "check"} <= offered <= set(READ_ONLY)


def test_home_offers_only_the_pages_a_role_may_work_with(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.people.users import Users
    from ui.web import home as home_page
    from ui.web.access import Access
    from ui.web.app import _pages_of
    from ui.workspace import Workspace

    workspace = Workspace(home)
    access = Access.to(workspace, login=True)

    def offered(name: str) -> str:
        monkeypatch.setattr(Access, "user", lambda _: Users(home).get(name))
        return home_page.home_html(workspace, _pages_of(access))

    assert 'data-key="write"' in offered("编制员")
    assert 'data-key="write"' not in offered("只读员")
    assert 'data-key="find"' in offered("只读员")
