"""Every door of a running workspace: rights of every endpoint by role, file names that attack, text that would be markup."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ui.settings import Settings
from ui.workspace import Workspace

PASSWORD = "青河流域2026安澜"
ROLES = {"管理员": "admin", "编制员": "writer", "审查员": "reviewer", "培训员": "trainer", "只读员": "reader"}
ALL, WRITERS, CHECKERS = set(ROLES), {"管理员", "编制员"}, {"管理员", "编制员", "审查员"}
ENDPOINTS: dict[str, tuple[set[str], dict[str, Any]]] = {
    "search": (ALL, {"query": "应急值班"}),
    "open": (ALL, {"clause_id": "没有#1"}),
    "ask": (ALL, {"question": "谁启动响应"}),
    "incidents": (ALL, {"query": "山洪"}),
    "ingest": (WRITERS, {"paths": []}),
    "check": (CHECKERS, {"paths": []}),
    "check_files": (CHECKERS, {"paths": []}),
    "impact": (CHECKERS, {"law": "突发事件应对法"}),
    "draft_new": (WRITERS, {"facts": None, "plan_type": "SDC", "fields": {}}),
    "draft_section": (WRITERS, {"draft": "没有", "section": "1"}),
    "export": (WRITERS, {"draft": "没有"}),
    "batch": (WRITERS, {"units": None, "facts": None}),
}  # fmt: skip
"""Who may call what, with arguments that do nothing."""


class Running:
    """A workspace with login, and a session for every role."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.home = home
        self.sessions = {name: self._session(name) for name in ROLES}

    def _session(self, name: str) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=60)
        assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 200
        return client

    def call(self, who: str, name: str, **arguments: Any) -> str:
        """The answer of an endpoint as text, the error's words where it failed."""
        client = self.sessions[who]
        asked = client.post(f"/gradio_api/call/v2/{name}", json=arguments)
        if asked.status_code != 200:
            return asked.text
        kind = ""
        with client.stream("GET", f"/gradio_api/call/{name}/{asked.json()['event_id']}") as answer:
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: ") and kind in ("complete", "error"):
                    return f"{kind} {json.loads(line[6:])}"
        return "error"

    def page(self, who: str, elem_id: str, window: str, *values: Any) -> str:
        """The answer of the event that a press of a page's button sets off, as that window's browser asks for it."""
        client = self.sessions[who]
        config = client.get("/config").json()
        (component,) = (each["id"] for each in config["components"] if each["props"].get("elem_id") == elem_id)
        event = next(each for each in config["dependencies"] if any(component in target for target in each["targets"]))
        kinds = {each["id"]: each["type"] for each in config["components"]}
        given = iter(values)
        data = [None if kinds[each] == "state" else next(given) for each in event["inputs"]]
        asked = {"data": data, "fn_index": event["id"], "session_hash": window, "trigger_id": component}
        client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        with client.stream("GET", f"/gradio_api/queue/data?session_hash={window}") as answer:
            for line in answer.iter_lines():
                if line.startswith("data: ") and json.loads(line[6:])["msg"] == "process_completed":
                    return str(json.loads(line[6:])["output"])
        return "error"

    def upload(self, who: str, name: str, content: bytes) -> httpx.Response:
        return self.sessions[who].post("/gradio_api/upload", files={"files": (name, content)})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    from ui.people.users import Users
    from ui.web.access import Access
    from ui.web.app import build_app, launch_options

    home = tmp_path_factory.mktemp("门") / "库"
    for name, role in ROLES.items():
        Users(home).add(name, role, PASSWORD)
    Settings(show_samples=False).save(home)
    workspace = Workspace(home)
    access = Access.to(workspace, login=True)
    app = build_app(workspace, access)
    _, address, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, **launch_options(app, access))
    yield Running(address.rstrip("/"), home)
    app.close(verbose=False)


# ----------------------------------------------------------------------------- rights


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_endpoint_answers_those_whose_role_allows_it(running: Running, name: str) -> None:
    allowed, arguments = ENDPOINTS[name]
    refused = {who for who in ROLES if "您的角色" in running.call(who, name, **arguments)}
    assert ALL - refused == allowed


def test_the_table_names_every_endpoint(running: Running) -> None:
    named = running.sessions["管理员"].get("/gradio_api/info").json()["named_endpoints"]
    assert {name.lstrip("/") for name in named} == set(ENDPOINTS)


def test_the_internal_view_is_for_those_it_was_given_to() -> None:
    from ui.people.roles import RIGHTS, Right
    from ui.people.users import User

    assert all(Right.INTERNAL not in rights for rights in RIGHTS.values())
    for role in RIGHTS:
        assert Right.INTERNAL in User("甲", role, "x", internal=True).rights
        assert Right.INTERNAL not in User("甲", role, "x").rights


# ----------------------------------------------------------------------------- libraries


SECRET = "白鹤县化工园区应急处置规定\n\n白鹤县应急管理局\n2026年3月1日\n\n第一条 园区氯气泄漏时，由园区消防站立即到场警戒。\n"
_SEARCH = ["", "条款", False, False, *["不限"] * 3, "", "不限", "不限", "", "", "", "不限", "", "", ""]


@pytest.fixture(scope="module")
def private(running: Running) -> str:
    """A library of 编制员 alone, with a rule on chlorine in it."""
    from ui import libraries
    from ui.people.users import Users

    name = libraries.create(running.home, "编制员的库", Users(running.home).get("编制员"))
    (path,) = running.upload("编制员", "园区规定.txt", SECRET.encode()).json()
    sent = {"path": path, "orig_name": "园区规定.txt", "meta": {"_type": "gradio.FileData"}}
    assert "'status': 'added'" in running.call("编制员", "ingest", paths=[sent], library=name)
    return name


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_private_library_answers_its_owner_at_no_other_hand(running: Running, private: str, name: str) -> None:
    allowed, arguments = ENDPOINTS[name]
    for who in allowed:
        words = running.call(who, name, **arguments, library=private)
        assert ("没有资料库" in words) == (who != "编制员"), (who, words[:200])


def test_what_lies_in_a_private_library_is_found_there_only(running: Running, private: str) -> None:
    assert "园区消防站" in running.call("编制员", "search", query="氯气泄漏谁警戒", library=private)
    for who in ROLES:
        assert "园区消防站" not in running.call(who, "search", query="氯气泄漏谁警戒")
        assert "园区消防站" not in running.call(who, "open", clause_id="园区规定#第一条")


def test_all_libraries_are_those_of_who_asks(running: Running, private: str) -> None:
    for who in ROLES:
        for name in ("search", "incidents"):
            asked = running.call(who, name, query="氯气泄漏谁警戒", library="全部")
            assert asked.startswith("complete")
            assert ("园区消防站" in asked) == (who == "编制员" and name == "search")
    for name in ("search", "incidents"):
        assert "没有资料库" in running.call("只读员", name, query="氯气", library=f"公共库、{private}")
    assert "一次只能用一个资料库" in running.call("编制员", "ask", question="氯气泄漏谁警戒", library="全部")


def test_the_page_finds_in_the_library_of_its_window(running: Running, private: str) -> None:
    from ui import kept, libraries
    from ui.people.sharing import Sharing
    from ui.people.users import Users

    asked = ["氯气泄漏谁警戒", *_SEARCH[1:]]
    assert "园区消防站" not in running.page("编制员", "search", "before", *asked)
    assert "not in the list of choices" in running.page("只读员", "library", "reader", private)
    kept.choose_library(running.home, "编制员", private)
    assert "园区消防站" not in running.page("编制员", "search", "before", *asked), "a window stays where it was opened"
    assert "园区消防站" in running.page("编制员", "search", "after", *asked)
    kept.choose_library(running.home, "只读员", private)
    assert "园区消防站" not in running.page("只读员", "search", "reader", *asked)
    assert "园区消防站" not in running.page("只读员", "search", "after", *asked), "another's window is no way in"
    owner = Users(running.home).get("编制员")
    Sharing(running.home, libraries.KIND).change(private, owner, "shared", ["只读员"])
    assert "园区消防站" in running.page("只读员", "search", "shared", *asked)
    Sharing(running.home, libraries.KIND).change(private, owner, "private")
    assert "没有资料库" in running.page("只读员", "search", "shared", *asked)
    kept.choose_library(running.home, "编制员", "")


# ----------------------------------------------------------------------------- files


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "{home}/users.json", "{home}/library.db", "{home}/settings.toml",
     "{home}/drafts/../users.json", "pyproject.toml", "/proc/self/environ", "C:\\Windows\\win.ini", "file:///etc/passwd", "http://127.0.0.1:1/x",
     "//etc/passwd", "/dev/zero", "%00"],
)  # fmt: skip
def test_no_file_of_this_machine_is_handed_out(running: Running, path: str) -> None:
    asked = path.replace("{home}", str(running.home))
    for route in (
        "/gradio_api/file=",
        "/gradio_api/file/",
        "/file=",
        "/static/",
        "/assets/",
        "/gradio_api/custom_component/",
    ):
        answer = running.sessions["管理员"].get(f"{route}{asked}")
        assert answer.status_code in (400, 401, 403, 404, 405, 414, 422, 431, 500), (route, answer.status_code)
        assert b"root:" not in answer.content
        assert b"argon2" not in answer.content


@pytest.mark.parametrize(
    "name",
    ["../../逃走.txt", "..\\..\\逃走.txt", "/tmp/逃走.txt", "CON.txt", "a\x00b.txt", "<img src=x onerror=alert(1)>.txt", "长" * 300 + ".txt", "..", ".", "=1+1.txt"],
)  # fmt: skip
def test_an_uploaded_name_never_chooses_where_it_is_written(running: Running, name: str) -> None:
    answer = running.upload("编制员", name, "测试办法\n第一条 本条为测试内容，由水管站负责落实。\n".encode())
    assert answer.status_code in (200, 400, 422, 500)
    if answer.status_code == 200:
        (path,) = answer.json()
        assert "gradio" in path
        assert ".." not in Path(path).parts
        sent = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        words = running.call("编制员", "ingest", paths=[sent])
        assert "Traceback" not in words
    assert not list(running.home.parent.glob("逃走*"))
    assert all(each.parent.parent == running.home / "originals" for each in running.home.rglob("*逃走*"))


def test_a_name_longer_than_the_system_takes_is_said_in_chinese(running: Running) -> None:
    for route in ("/gradio_api/file=/tmp/", "/gradio_api/file="):
        answer = running.sessions["编制员"].get(f"{route}{'x' * 5000}.txt")
        assert answer.status_code in (400, 403, 404), answer.status_code
        assert "Internal Server Error" not in answer.text
    assert running.upload("编制员", "长" * 300 + ".txt", b"x").status_code == 200, (
        "an upload's name is cut, not refused"
    )


@pytest.mark.parametrize("path", ["/etc/passwd", "{home}/users.json", "/proc/self/environ", "../../etc/passwd"])
@pytest.mark.parametrize("name", ["ingest", "check", "check_files"])
def test_a_path_that_was_not_uploaded_is_not_read(running: Running, name: str, path: str) -> None:
    sent = {
        "path": path.replace("{home}", str(running.home)),
        "orig_name": "x.txt",
        "meta": {"_type": "gradio.FileData"},
    }
    words = running.call("管理员", name, paths=[sent])
    assert "error" in words
    assert "root:" not in words
    assert "argon2" not in words


def test_a_zip_never_writes_outside_and_links_are_not_followed(running: Running, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        text = "测试办法\n第一条 本条为测试内容，由水管站负责落实。\n"
        for name in ("../../逃走.txt", "/tmp/逃走.txt", "..\\逃走.txt", "好.txt"):
            archive.writestr(name, text)
        link = zipfile.ZipInfo("链接.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (path,) = running.upload("编制员", "包.zip", packed.getvalue()).json()
    words = running.call(
        "编制员", "ingest", paths=[{"path": path, "orig_name": "包.zip", "meta": {"_type": "gradio.FileData"}}]
    )
    assert "root:" not in words
    assert not Path("/tmp/逃走.txt").exists()
    assert not list(running.home.parent.glob("逃走*"))


@pytest.mark.parametrize("name", ["../users", "../../x", "/etc/passwd", "a/b", "..", "", "a\x00b", "x" * 5000])
def test_a_draft_name_cannot_leave_its_folder(running: Running, name: str) -> None:
    for endpoint, arguments in (("draft_section", {"section": "1"}), ("export", {})):
        words = running.call("编制员", endpoint, draft=name, **arguments)
        assert "error" in words
        assert "argon2" not in words


# ----------------------------------------------------------------------------- text


HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>**粗**[点](javascript:alert(3)){{7*7}}${7*7}"


def test_hostile_text_is_text_in_everything_that_pages_show(tmp_path: Path) -> None:
    from ui import handlers, holdings, ledger
    from ui.statistics.figures import statistics
    from ui.web import shelf_html
    from ui.web import statistics as page
    from ui.web.ledger import ledger_html

    file = tmp_path / "恶意.txt"
    file.write_text(
        f"石桥镇防汛应急预案\n\n石桥镇人民政府\n2026年5月1日\n\n1 总则\n1.1 编制目的\n{HOSTILE}石桥镇防汛工作由镇应急办负责。\n2 组织体系\n镇长任指挥长。\n",
        encoding="utf-8",
    )
    workspace = Workspace(tmp_path / "库")
    taken = handlers.ingest(workspace, [file], 1)
    holdings.correct(workspace, "恶意", {"title": f"石桥镇预案{HOSTILE}", "region": HOSTILE, "issuer": HOSTILE})
    taken["documents"][0]["title"] = HOSTILE
    shown = [
        shelf_html.outcome_html(taken),
        shelf_html.holdings_html(handlers.stats(workspace), workspace.checklists.types),
        shelf_html.internal_html(HOSTILE, [(HOSTILE, HOSTILE)]),
        ledger_html(ledger.ledger(workspace)),
        page.statistics_html(statistics(workspace, (HOSTILE[:60],))),
    ]
    handlers.remove(workspace, ["恶意"], by=HOSTILE)
    shown.append(shelf_html.trash_html(holdings.trash(workspace)))
    for html in shown:
        assert "onerror" in html, "the text is there"
        assert "<img" not in html
        assert "<script" not in html
        assert "{{" not in html
        assert "${" not in html


def test_hostile_text_is_text_in_workbooks(tmp_path: Path) -> None:
    import openpyxl

    from ui import ledger
    from ui.statistics.figures import statistics
    from ui.statistics.files import written

    workspace = Workspace(tmp_path / "库")
    workspace.open_library()
    names = ('=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
    ledger.change(workspace, {name: {"title": name, "note": name} for name in names})
    ledger.export_sheet(workspace, tmp_path / "台账.xlsx")
    written(statistics(workspace, names), tmp_path / "统计.xlsx")
    for file in ("台账.xlsx", "统计.xlsx"):
        for sheet in openpyxl.load_workbook(tmp_path / file):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (file, cell.coordinate, cell.value)
                    if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@"):
                        assert cell.quotePrefix, (file, cell.coordinate)
    with zipfile.ZipFile(tmp_path / "台账.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def _sound_word(file: Path) -> str:
    """The running text of a Word file, after asserting that nothing in it acts: no fields of the text's making, no outside targets."""
    with zipfile.ZipFile(file) as package:
        parts = {
            name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith((".xml", ".rels"))
        }
    for name, part in parts.items():
        assert 'TargetMode="External"' not in part, (file.name, name)
        assert "alert(1)" not in re.sub(
            r"<w:(?:t|delText)(?: [^>]*)?>[^<]*</w:", "", re.sub(r"<dc:\w+>[^<]*<", "", part)
        ), (file.name, name)
        for field in re.findall(r"<w:instrText[^>]*>([^<]*)<", part):
            assert field.split()[0] in ("PAGE", "NUMPAGES", "TOC", "PAGEREF", "REF", "SEQ", "STYLEREF"), field
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", "".join(parts.values())))


def test_hostile_text_is_text_in_word_and_web_downloads(tmp_path: Path) -> None:
    from kb.facts.sheet import facts_from_mapping
    from tests.ui.test_training import PLAN
    from ui import drafts, handlers, holdings, reviews, training, training_material
    from ui.web.handing import handed_out

    acts = f'=HYPERLINK("http://x","y"){HOSTILE}'
    file = tmp_path / "恶意.txt"
    file.write_text(
        PLAN.replace("管制进山道路", f"管制进山道路{acts}").replace("制定本预案", f"制定本预案{acts}"), encoding="utf-8"
    )
    workspace = Workspace(tmp_path / "库")
    handlers.ingest(workspace, [file], 1)
    holdings.correct(workspace, "恶意", {"title": f"青山县预案{HOSTILE}"})
    options = reviews.CheckOptions(plan_type="SDC", unit=HOSTILE)
    made = handed_out(workspace, reviews.check(workspace, [file], options), options)
    for name, resident in (("卡.docx", False), ("卡.html", False)):
        training_material.cards(workspace, "恶意", resident=resident, out=tmp_path / name)
        made.append(tmp_path / name)
    answer = training.ask(workspace, "森林火灾一级响应谁做什么", doc="恶意")
    assert answer["answerable"]
    training.save_answer(answer, tmp_path / "程序.docx")
    sheet, _ = facts_from_mapping(
        {"unit": {"name": f"石桥镇{HOSTILE}"}, "plan": {"title": f"石桥镇预案{HOSTILE[:40]}"}}
    )
    draft = drafts.new_stored(workspace, sheet, "SDC")
    section = draft["sections"][1]["id"]
    drafts.set_section(workspace, drafts.stored(workspace, draft["draft"]), section, acts, "draft")
    made += [tmp_path / "程序.docx", Path(drafts.export_stored(workspace, draft["draft"])["path"])]
    words = [each for each in made if each.suffix == ".docx"]
    assert len(words) >= 5
    assert sum("onerror" in _sound_word(each) for each in words) >= 4, "the text is there"
    page = (tmp_path / "卡.html").read_text(encoding="utf-8")
    assert "onerror" in page
    for tag in ("<img", "<script>alert", 'href="javascript', "<b>粗", "<strong>粗"):
        assert tag not in page
