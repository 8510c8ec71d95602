"""Libraries that are private, shared or public: nothing of one is seen from another, at any door."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kb.drafting.files import load
from kb.errors import InputError, LibraryError
from kb.facts.sheet import facts_from_mapping
from tests.ui.conftest import FLOOD
from ui import (
    across,
    baskets,
    care,
    drafts,
    finding,
    handlers,
    holdings,
    impacts,
    kept,
    kept_checks,
    keys,
    ledger,
    libraries,
    opening,
    past,
    renaming,
    reviews,
    training,
)
from ui.libraries import PUBLIC, using
from ui.page_images import page_image
from ui.people.sharing import Sharing
from ui.people.users import User, Users
from ui.people.viewer import seen_by
from ui.reviews import CheckOptions
from ui.statistics.figures import statistics
from ui.web import links
from ui.web.finding_state import Asked, Finder
from ui.web.reading_view import context_html
from ui.web.sharing import of_drafts
from ui.web.windows import Windows
from ui.web.write_page import Page
from ui.workers import Workers
from ui.workspace import Workspace

PASSWORD = "青河流域2026安澜"
SECRET = """白鹤县化工园区应急处置规定

白鹤县应急管理局
2026年3月1日

第一条 园区氯气泄漏时，由园区消防站立即到场警戒，县应急局30分钟内报告县政府。
第二条 依据《中华人民共和国突发事件应对法》制定本规定。
"""


@pytest.fixture
def people(tmp_path: Path) -> dict[str, User]:
    users = Users(tmp_path / "库")
    for name, role in (("管理员", "admin"), ("甲", "writer"), ("乙", "writer"), ("丙", "reader")):
        users.add(name, role, PASSWORD)
    return users.all()


@pytest.fixture
def workspace(tmp_path: Path, people: dict[str, User]) -> Workspace:
    """A flood plan in the public library, a rule on chlorine in 甲's own."""
    made = Workspace(tmp_path / "库")
    for name, words, library in (
        ("柳河镇防汛预案", FLOOD, PUBLIC),
        ("园区规定", SECRET, libraries.create(made.home, "甲的库", people["甲"])),
    ):
        file = tmp_path / f"{name}.txt"
        file.write_text(words, encoding="utf-8")
        with using(library):
            handlers.ingest(made, [file], 1)
    return made


def test_each_library_knows_only_its_own(workspace: Workspace, tmp_path: Path) -> None:
    def seen() -> dict[str, Any]:
        return {
            "search": {hit["doc_id"] for hit in handlers.search(workspace, "氯气泄漏由谁警戒", 20)["hits"]},
            "unheard": "氯气" in "".join(finding.unheard(workspace, "氯气泄漏", samples=False)),
            "stats": [row["doc_id"] for row in handlers.stats(workspace)["items"]],
            "statistics": statistics(workspace)["documents"],
            "ledger": [row["id"] for row in ledger.ledger(workspace)["plans"]],
            "impact": [row["doc_id"] for row in impacts.impact(workspace, "突发事件应对法")["documents"]],
            "past": past.incidents(workspace, "氯气泄漏", 5, {})["incidents"],
            "ask": "园区规定" in str(training.ask(workspace, "氯气泄漏谁警戒")),
            "places": "白鹤县" in str(workspace.place_names_of_library()),
            "home": Path(handlers.stats(workspace)["home"]),
        }  # fmt: skip

    outside = seen()
    with using("甲的库"):
        inside = seen()
    assert outside["search"] == {"柳河镇防汛预案"}
    assert inside["search"] == {"园区规定"}
    assert (outside["unheard"], inside["unheard"]) == (True, False)
    assert (outside["stats"], inside["stats"]) == (["柳河镇防汛预案"], ["园区规定"])
    assert (outside["statistics"], inside["statistics"]) == (1, 1)
    assert (outside["ledger"], inside["ledger"]) == (["柳河镇防汛预案"], [])
    assert (outside["impact"], inside["impact"]) == ([], ["园区规定"])
    assert outside["ask"] is False
    assert inside["home"] == workspace.home / "libraries" / "甲的库"
    with using("甲的库"):
        clause = workspace.own.library.clauses_of("园区规定")[0].id
        assert opening.opened(workspace, clause)["doc_id"] == "园区规定"
    with pytest.raises(InputError, match="unknown_clause"):
        opening.opened(workspace, clause)
    with pytest.raises(LibraryError, match="unknown_document"):
        finding.clause_of(workspace, f"o|{clause}")
    for act in (holdings.describe, lambda space, doc: handlers.remove(space, [doc])):
        with pytest.raises(LibraryError, match="unknown_document"):
            act(workspace, "园区规定")


def test_the_same_file_in_two_libraries_is_new_in_both(workspace: Workspace, tmp_path: Path) -> None:
    """Else the answer "you have this already" would tell what another keeps."""
    taken = handlers.ingest(workspace, [tmp_path / "园区规定.txt"], 1)["documents"][0]
    assert (taken["status"], taken["doc_id"], taken["near_duplicates"]) == ("added", "园区规定", [])


def test_ledger_trash_and_basket_belong_to_a_library(workspace: Workspace) -> None:
    with using("甲的库"):
        ledger.change(workspace, {"外来预案": {"title": "外来预案", "note": "内"}})
        handlers.remove(workspace, ["园区规定"])
        kept.put(workspace.place, "甲", "o|园区规定#第一条")
        assert len(holdings.trash(workspace)["trash"]) == 1
    assert [row["id"] for row in ledger.ledger(workspace)["plans"]] == ["柳河镇防汛预案"]
    assert holdings.trash(workspace)["trash"] == []
    assert kept.load(workspace.place, "甲").basket == ()


def test_private_shared_public(workspace: Workspace, people: dict[str, User]) -> None:
    home, sharing = workspace.home, Sharing(workspace.home, libraries.KIND)

    def may() -> list[str]:
        return [who for who, user in people.items() if "甲的库" in libraries.open_to(home, user)]

    assert may() == ["甲"]
    with pytest.raises(InputError, match="unknown_library"):
        libraries.required(home, "甲的库", people["管理员"])
    sharing.change("甲的库", people["甲"], "shared", ["丙"])
    assert may() == ["甲", "丙"]
    with pytest.raises(InputError, match="not_yours"):
        sharing.change("甲的库", people["丙"], "public")
    sharing.change("甲的库", people["甲"], "public")
    assert may() == list(people)
    sharing.change("甲的库", people["甲"], "private")
    Users(home).remove("甲")
    del people["甲"]
    assert may() == ["管理员"], "what somebody who is gone has left is looked after"
    assert libraries.open_to(home, None) == ("甲的库",), "on one's own machine everything is one's own"


@pytest.mark.parametrize(
    "name",
    ["", "  ", "..", ".", "../外", "a/b", "a\\b", "CON", "nul.txt", ".hidden", "x" * 60, "a\x00b", "<b>", "尾 .", "C:"],
)
def test_a_name_never_chooses_another_folder(workspace: Workspace, people: dict[str, User], name: str) -> None:
    with pytest.raises(InputError, match="bad_library_name"):
        libraries.create(workspace.home, name, people["乙"])
    if name:
        with pytest.raises(InputError, match="unknown_library"):
            libraries.required(workspace.home, name, None)


def test_a_taken_name_gets_a_number_and_an_empty_library_can_go(workspace: Workspace, people: dict[str, User]) -> None:
    name = libraries.create(workspace.home, "甲的库", people["乙"])
    assert name == "甲的库-2"
    assert libraries.open_to(workspace.home, people["乙"]) == (name,)
    with pytest.raises(InputError, match="library_not_empty"):
        holdings.drop_library(workspace, "甲的库")
    with using(name):
        assert handlers.stats(workspace)["documents"] == 0
    holdings.drop_library(workspace, name)
    assert libraries.names(workspace.home) == ("甲的库",)
    assert libraries.create(workspace.home, "甲的库", people["丙"]) == name, "nothing of the one that is gone is left"
    assert libraries.open_to(workspace.home, people["乙"]) == ()


def test_a_window_keeps_its_library_until_it_is_opened_anew(workspace: Workspace, people: dict[str, User]) -> None:
    windows, user = Windows(workspace.home), people["甲"]
    assert windows.library("一", user) == PUBLIC
    windows.choose("甲的库", user)
    assert windows.library("一", user) == PUBLIC, "what it shows is of the public library"
    assert windows.library("二", user) == "甲的库"
    assert windows.library("二", people["乙"]) == PUBLIC, "the name of a window is no key"
    assert windows.library("二", None) == PUBLIC
    Sharing(workspace.home, libraries.KIND).change("甲的库", user, "shared", ["乙"])
    windows.choose("甲的库", people["乙"])
    assert windows.library("三", people["乙"]) == "甲的库"
    Sharing(workspace.home, libraries.KIND).change("甲的库", user, "private")
    with pytest.raises(InputError, match="unknown_library"):
        windows.library("三", people["乙"])
    assert windows.library("四", people["乙"]) == PUBLIC
    with pytest.raises(InputError, match="unknown_library"):
        windows.choose("甲的库", people["乙"])
    (workspace.home / "sharing.json").write_text("[", encoding="utf-8")
    assert windows.library("五", people["丙"]) == PUBLIC, (
        "a damaged record shuts the shared libraries, not the public one"
    )
    with pytest.raises(InputError, match="bad_sharing"):
        windows.library("二", user)


def _held(workspace: Workspace) -> list[str]:
    return [record.doc_id for record in workspace.open_library().document_records()]


def test_jobs_and_workers_go_on_in_the_library_they_began_in(workspace: Workspace) -> None:
    from ui.jobs import owner

    with using("甲的库"):
        mine = owner()
        job = workspace.jobs.start("ingest", mine, lambda _job: _held(workspace))
    job.wait(30)
    assert job.result == ["园区规定"]
    assert workspace.jobs.last("ingest", owner()) is None, "another library, another panel"
    workspace.workers = Workers(1)
    try:
        assert workspace.apart(_held) == ["柳河镇防汛预案"]
        with using("甲的库"):
            assert workspace.apart(_held) == ["园区规定"]
    finally:
        workspace.workers.close()


def test_a_backup_brings_every_library_back(workspace: Workspace, tmp_path: Path, people: dict[str, User]) -> None:
    with using("甲的库"):
        before = handlers.search(workspace, "氯气泄漏", 3)["hits"][0]["text"]
    care.backup(workspace, tmp_path / "备份.zip")
    with zipfile.ZipFile(tmp_path / "备份.zip") as archive:
        assert "libraries/甲的库/library.db" in archive.namelist()
        assert not any("/index/" in f"/{name}" or name.endswith(("-wal", "write.lock")) for name in archive.namelist())
    again = Workspace(tmp_path / "另一处")
    care.restore(again, tmp_path / "备份.zip")
    assert handlers.verify(again)["ok"]
    with using("甲的库"):
        assert handlers.search(again, "氯气泄漏", 3)["hits"][0]["text"] == before
        assert handlers.verify(again)["ok"]
    assert libraries.open_to(again.home, people["乙"]) == ()
    assert libraries.open_to(again.home, people["甲"]) == ("甲的库",)


def test_the_command_line_works_in_a_named_library(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from ui.cli import main

    found = {}
    for options in ([], ["--library", "甲的库"]):
        assert main(["--home", str(workspace.home), *options, "search", "氯气泄漏谁警戒", "--json"]) == 0
        found[bool(options)] = {hit["doc_id"] for hit in json.loads(capsys.readouterr().out)["hits"]}
    assert found == {False: {"柳河镇防汛预案"}, True: {"园区规定"}}
    assert main(["--home", str(workspace.home), "--library", "../外", "stats", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unknown_library"


def test_several_libraries_are_searched_at_once_by_those_who_may(workspace: Workspace, people: dict[str, User]) -> None:
    home = workspace.home
    assert libraries.named(home, ["全部"], people["甲"]) == (PUBLIC, "甲的库")
    assert libraries.named(home, ["全部"], people["乙"]) == (PUBLIC,)
    assert libraries.named(home, ["公共库、甲的库", "甲的库"], people["甲"]) == (PUBLIC, "甲的库")
    assert libraries.named(home, [""], people["乙"]) == (PUBLIC,)
    for asked in (["甲的库"], ["公共库，甲的库"], ["没有的库"]):
        with pytest.raises(InputError, match="unknown_library"):
            libraries.named(home, asked, people["乙"])
    with pytest.raises(InputError, match="one_library"):
        libraries.only(home, ["全部"], people["甲"])

    both = across.search(workspace, (PUBLIC, "甲的库"), "氯气泄漏由谁警戒", 20)
    assert both["answerable"]
    assert (both["hits"][0]["doc_id"], both["hits"][0]["library"]) == ("园区规定", "甲的库")
    assert {hit["library"] for hit in both["hits"]} == {PUBLIC, "甲的库"}
    assert [hit["rank"] for hit in both["hits"]] == list(range(1, len(both["hits"]) + 1))
    with using("甲的库"):
        alone = handlers.search(workspace, "氯气泄漏由谁警戒", 1)["hits"][0]
    assert alone["score"] == both["hits"][0]["score"], "a library answers as it does by itself"


def test_a_text_in_two_libraries_is_one_hit_that_names_both(workspace: Workspace, tmp_path: Path) -> None:
    handlers.ingest(workspace, [tmp_path / "园区规定.txt"], 1)
    hits = across.search(workspace, (PUBLIC, "甲的库"), "氯气泄漏由谁警戒", 20)["hits"]
    first = hits[0]
    assert len([hit for hit in hits if hit["text"] == first["text"]]) == 1
    (other,) = first["same_text_in"]
    assert (other["doc_id"], {first["library"], other["library"]}) == ("园区规定", {PUBLIC, "甲的库"})


def test_a_clause_of_another_library_opens_for_those_who_may(workspace: Workspace, people: dict[str, User]) -> None:
    hit = across.search(workspace, (PUBLIC, "甲的库"), "氯气泄漏由谁警戒", 5)["hits"][0]
    key = keys.key_of(hit)
    assert key.startswith("o@甲的库|")
    with seen_by(people["甲"]):
        assert "园区消防站" in finding.clause_of(workspace, key)["text"]
        assert "园区消防站" in context_html(workspace, key)
        assert "library=" in links.clause(key)
    kept.put(workspace.place, "乙", key)
    with seen_by(people["乙"]):
        finder = Finder(workspace, "乙")
        assert "园区消防站" not in finder.basket(kept.load(workspace.place, "乙"))
        for door in (finding.clause_of, context_html, page_image):
            with pytest.raises(InputError, match="unknown_library"):
                door(workspace, key)
        assert "不在资料库里了" in finder.arrive(Asked(), key, "")["context"]
        shown = finder.find(Asked("氯气泄漏由谁警戒", everywhere=True))["hits"]
    assert "园区消防站" not in shown


def test_the_page_says_which_library_a_hit_stands_in(workspace: Workspace, people: dict[str, User]) -> None:
    with seen_by(people["甲"]):
        finder = Finder(workspace, "甲")
        wide = finder.find(Asked("氯气泄漏由谁警戒", everywhere=True))
        assert '<span class="badge library">甲的库</span>' in wide["hits"]
        assert '<span class="badge library">公共库</span>' in wide["hits"]
        narrowed = finder.click(wide["asked"], "chip", "library=公共库")["hits"]
        assert "园区消防站" not in narrowed
        assert "badge library" not in finder.find(Asked("氯气泄漏由谁警戒"))["hits"]
        again = finder.click(Asked(), "repeat", "")
        assert again["everywhere"] is False


def test_a_library_gets_another_name_and_everything_follows(workspace: Workspace, people: dict[str, User]) -> None:
    home = workspace.home
    clause = across.search(workspace, ("甲的库",), "氯气泄漏由谁警戒", 1)["hits"][0]["clause_id"]
    kept.put(home, "甲", f"o@甲的库|{clause}")
    kept.choose_library(home, "甲", "甲的库")
    windows = Windows(home)
    assert windows.library("窗", people["甲"]) == "甲的库"
    Sharing(home, libraries.KIND).change("甲的库", people["甲"], "shared", ["丙"])
    with pytest.raises(InputError, match="not_yours"):
        renaming.rename(workspace, "甲的库", "丙的库", people["丙"])
    with pytest.raises(InputError, match="unknown_library"):
        renaming.rename(workspace, "甲的库", "乙的库", people["乙"])
    libraries.create(home, "别的", people["乙"])
    for wanted, code in (("别的", "library_exists"), ("../外", "bad_library_name"), ("全部", "bad_library_name")):
        with pytest.raises(InputError, match=code):
            renaming.rename(workspace, "甲的库", wanted, people["甲"])

    assert renaming.rename(workspace, "甲的库", " 处室  资料 ", people["甲"]) == "处室 资料"
    windows.renamed("甲的库", "处室 资料")
    assert windows.library("窗", people["甲"]) == "处室 资料"
    assert libraries.open_to(home, people["丙"]) == ("处室 资料",)
    mine = kept.load(home, "甲")
    assert (mine.basket, mine.library) == ((f"o@处室 资料|{clause}",), "处室 资料")
    with using("处室 资料"):
        assert handlers.search(workspace, "氯气泄漏由谁警戒", 1)["hits"][0]["clause_id"] == clause
    with pytest.raises(InputError, match="unknown_library"):
        libraries.required(home, "甲的库", people["甲"])


def test_a_library_in_which_work_goes_on_keeps_its_name(workspace: Workspace, people: dict[str, User]) -> None:
    go = threading.Event()
    job = workspace.jobs.start("ingest", "甲|甲的库", lambda job: go.wait(20))
    with pytest.raises(InputError, match="library_at_work"):
        renaming.rename(workspace, "甲的库", "处室资料", people["甲"])
    go.set()
    job.wait(20)
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with using("甲的库"), workspace.open_library().writing():
            held.set()
            done.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    held.wait(20)
    with pytest.raises(LibraryError, match="library_locked"):
        renaming.rename(workspace, "甲的库", "处室资料", people["甲"])
    done.set()
    writer.join(20)
    assert libraries.names(workspace.home) == ("甲的库",)


def test_another_library_under_an_old_name_is_not_taken_for_it(
    workspace: Workspace, people: dict[str, User], tmp_path: Path
) -> None:
    """A process that held the library open, as workers do, must not answer from it under its old name."""
    other = Workspace(workspace.home)
    with using("甲的库"):
        assert handlers.search(other, "氯气泄漏由谁警戒", 1)["hits"]
    renaming.rename(workspace, "甲的库", "处室资料", people["甲"])
    libraries.create(workspace.home, "甲的库", people["乙"])
    with using("甲的库"):
        assert handlers.stats(other)["documents"] == 0
        assert handlers.search(other, "氯气泄漏由谁警戒", 1)["hits"] == []


def test_a_draft_is_not_opened_to_those_who_may_not_open_what_it_quotes(
    workspace: Workspace, people: dict[str, User]
) -> None:
    facts = facts_from_mapping({"unit": {"name": "青山县人民政府", "short": "青山县", "level": "县"}})[0]
    with seen_by(people["甲"]), using("甲的库"):
        name = str(drafts.new_stored(workspace, facts, "SDC")["draft"])
        section = load(drafts.stored(workspace, name)).sections[1].id
        clause = across.search(workspace, ("甲的库",), "氯气泄漏由谁警戒", 1)["hits"][0]
        baskets.send(workspace, name, section, [f"o|{clause['clause_id']}"], "甲")
        path = drafts.stored(workspace, name)
    shared = of_drafts(workspace)
    with seen_by(people["甲"]):
        shared.allowed(name, "private", [])
        for visibility, who in (("public", []), ("shared", ["乙"])):
            with pytest.raises(InputError, match="draft_quotes_library"):
                shared.allowed(name, visibility, who)
        shared.allowed(name, "shared", ["丙"])  # a reader opens no draft
        Sharing(workspace.home, libraries.KIND).change("甲的库", people["甲"], "shared", ["乙"])
        shared.allowed(name, "shared", ["乙"])
        Sharing(workspace.home, "drafts").change(name, people["甲"], "shared", ["乙"])
        page = Page(workspace)
        assert page.lent(name, path) == ""
        Sharing(workspace.home, libraries.KIND).change("甲的库", people["甲"], "private")
        assert "“甲的库”：乙 打不开那个库" in page.lent(name, path)


def test_a_kept_check_opens_in_its_library_only(workspace: Workspace, people: dict[str, User], tmp_path: Path) -> None:
    plan = tmp_path / "柳河镇防汛预案.txt"
    options = CheckOptions()
    with using("甲的库"):
        outcome = reviews.check(workspace, [plan], options)
        check = kept_checks.keep(workspace.home, "甲", [plan], options, outcome)
        assert check is not None
        with seen_by(people["甲"]):
            assert kept_checks.find(workspace.home, check.id).library == "甲的库"
        assert len(kept_checks.of_owner(workspace.home, "甲")) == 1
    assert kept_checks.of_owner(workspace.home, "甲") == ()
    for who, code in (("甲", "check_elsewhere"), ("乙", "unknown_check")):
        with seen_by(people[who]), pytest.raises(InputError, match=code):
            kept_checks.find(workspace.home, check.id)
