"""People who log in: a link leads through the login, each sees the pages of their role, a private library stays private, a session ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.e2e.conftest import serving, shot, window
from tests.e2e.soundness import faults
from tests.ui.conftest import FLOOD

pytestmark = pytest.mark.browser
PASSWORD = "青河流域2026安澜"
SECRET = "白鹤县化工园区应急处置规定\n\n白鹤县应急管理局\n2026年3月1日\n\n第一条 园区氯气泄漏时，由园区消防站立即到场警戒。\n"
SLOW = 60_000


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with login: a writer, a reader, one plan in the public library."""
    from ui import handlers
    from ui.people.users import Users
    from ui.workspace import Workspace

    home = tmp_path_factory.mktemp("共用") / "库"
    for name, role in (("管理员", "admin"), ("编制员", "writer"), ("只读员", "reader")):
        Users(home).add(name, role, PASSWORD)
    file = home.parent / "柳河镇防汛预案.txt"
    file.write_text(FLOOD, encoding="utf-8")
    workspace = Workspace(home)
    handlers.ingest(workspace, [file], 1)
    workspace.own.library.close()
    with serving(home, 0, "--login") as url:
        yield url


@contextmanager
def visitor(chromium: Any, url: str, name: str, query: str) -> Iterator[Any]:
    """A browser of somebody who follows a link and logs in on the way."""
    with window(chromium) as page:
        page.goto(f"{url}/{query}")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.locator("#pages > .tab-wrapper [role=tab][aria-selected=true]").wait_for(timeout=SLOW)
        page.locator("body:not(.is-asking)").wait_for(timeout=SLOW)
        yield page


def hits(page: Any, query: str) -> str:
    """What a search on the page shows."""
    page.locator("[data-tab-id=find]").first.click()
    page.locator("body:not(.is-asking)").wait_for(timeout=SLOW)
    page.locator("#query input").fill(query)
    with page.expect_response(lambda response: "/queue/join" in response.url):
        page.locator("#search").click()
    page.locator("body:not(.is-asking)").wait_for(timeout=SLOW)
    return str(page.locator("#hits").inner_text())


def test_a_link_leads_through_the_login_to_its_place(chromium: Any, shared: str) -> None:
    with visitor(chromium, shared, "只读员", f"?open=find&q={quote('应急值班')}") as page:
        page.locator("#hits .hit").first.wait_for(timeout=SLOW)
        assert "24小时应急值班制度" in page.locator("#hits").inner_text()
        page.locator("[data-tab-id=write]:visible").wait_for(state="detached", timeout=SLOW)
        tabs = page.locator("#pages > .tab-wrapper [role=tab]:visible").all_inner_texts()
        assert [each for each in tabs if each in ("写预案", "查缺项", "设置")] == [], (
            "a reader is offered what a reader may do"
        )
        assert page.locator(".toast-body").count() == 0, "nothing is refused that nobody asked for"
        assert not (told := faults(page, "login-find")), "\n".join(told)
        page.context.clear_cookies()
        page.locator("#query input").fill("指挥长")
        page.locator("#search").click()
        page.get_by_text("登录已过期").wait_for(timeout=SLOW)
        shot(page, "登录已过期")


def test_a_library_of_ones_own_is_made_filled_and_found_by_nobody_else(
    chromium: Any, shared: str, tmp_path: Path
) -> None:
    file = tmp_path / "园区规定.txt"
    file.write_text(SECRET, encoding="utf-8")
    with visitor(chromium, shared, "编制员", "?open=shelf") as page:
        page.get_by_role("tab", name="各资料库").click()
        page.get_by_label("新资料库的名称").fill("处室资料")
        with page.expect_navigation(timeout=SLOW):
            page.locator("#library-make").click()
        page.locator("#library input").wait_for(timeout=SLOW)
        page.wait_for_function("document.querySelector('#library input').value.startsWith('处室资料')", timeout=SLOW)
        page.locator("#ingest-files input[type=file]").set_input_files(str(file))
        page.locator("#ingest-files").get_by_text("园区规定").first.wait_for(timeout=SLOW)
        page.locator("#ingest").click()
        page.locator("#holdings").get_by_text("白鹤县化工园区应急处置规定").first.wait_for(timeout=SLOW)
        assert not (told := faults(page, "login-shelf")), "\n".join(told)
        assert "园区消防站" in hits(page, "氯气泄漏谁警戒")
        shot(page, "自己的资料库")
        page.locator("#library input").click()
        with page.expect_navigation(timeout=SLOW):
            page.get_by_role("option", name="公共库").click()
        page.wait_for_function("document.querySelector('#library input')?.value.startsWith('公共库')", timeout=SLOW)
        assert "园区消防站" not in hits(page, "氯气泄漏谁警戒")
        page.locator("#everywhere input").check()
        assert "园区消防站" in hits(page, "氯气泄漏谁警戒")
        assert page.locator("#hits .badge.library").first.inner_text() == "处室资料"
        page.locator("#hits .hit", has_text="园区消防站").first.click()
        page.locator("#context #here").get_by_text("园区消防站").wait_for(timeout=SLOW)
        page.wait_for_function("location.search.includes('library=')", timeout=SLOW)
        address = page.url
        assert not (told := faults(page, "login-across")), "\n".join(told)
        page.locator("[data-tab-id=shelf]").first.click()
        page.get_by_role("tab", name="各资料库").click()
        page.get_by_text("谁能打开资料库").click()
        page.locator("#sharing-libraries-name input").click()
        page.get_by_role("option", name="处室资料").click()
        page.get_by_label("选定的资料库改名为").fill("防办资料")
        with page.expect_navigation(timeout=SLOW):
            page.locator("#library-rename").click()
        page.locator("#library input").wait_for(timeout=SLOW)
        page.locator("body:not(.is-asking)").wait_for(timeout=SLOW)
        page.locator("#library input").click()
        page.get_by_role("option", name="防办资料").wait_for(timeout=SLOW)
    with visitor(chromium, shared, "只读员", address[address.index("?") :]) as page:
        page.get_by_text("不在资料库里了").wait_for(timeout=SLOW)
        assert "园区消防站" not in page.locator("body").inner_text()
    with visitor(chromium, shared, "只读员", "?open=find") as page:
        assert "园区消防站" not in hits(page, "氯气泄漏谁警戒")
        page.locator("#library input").click()
        page.get_by_role("option").first.wait_for(timeout=SLOW)
        assert page.get_by_role("option").count() == 1
        assert "公共库（所有人）" in page.get_by_role("option").inner_text()
