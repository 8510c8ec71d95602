"""Windows that write: a tab that is loaded anew keeps its own, a browser that is killed does not keep a section for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from gradio.context import LocalContext

from kb.drafting import locks
from kb.drafting.files import save
from kb.drafting.model import Draft, DraftSection
from kb.facts.sheet import facts_from_mapping
from ui.web.write_together import Together


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "同写.json"
    facts, _ = facts_from_mapping({"unit": {"name": "青山县人民政府"}})
    save(
        Draft(facts, "SDC", {}, (DraftSection("s1", "1", "总则", 1, "第一句。"), DraftSection("s2", "2", "职责", 1))),
        file,
    )
    return file


@contextmanager
def window(name: str, user: str | None = None) -> Iterator[None]:
    token = LocalContext.request.set(SimpleNamespace(session_hash=name, username=user))
    try:
        yield
    finally:
        LocalContext.request.reset(token)


@pytest.mark.parametrize("gone_first", [False, True])
def test_a_tab_loaded_anew_is_not_locked_out(path: Path, gone_first: bool) -> None:
    together = Together()
    with window("old1"):
        together.came_back("secret")
        together.hold(path, "s1")
    if gone_first:
        together.gone("old1")
    with window("new2"):
        together.came_back("secret")
        assert together.others(path) == {}
        together.hold(path, "s1")
    together.gone("old1")
    with window("new2"):
        together.must_be_free(path, "s1")
    assert list(locks.held(path)) == ["s1"], "the end of the old window takes nothing from the new one"


def test_a_name_given_again_keeps_what_is_held(path: Path) -> None:
    together = Together()
    with window("old1"):
        together.came_back("secret")
        together.call_me("张编制")
        together.hold(path, "s1")
    with window("new2"):
        together.came_back("secret")
        together.call_me("张编制")
        assert together.me().name == "张编制"
    assert [entry.owner for entry in locks.held(path).values()] == ["张编制"]
    with window("new2"):
        together.call_me("李编制")
    assert locks.held(path) == {}


def test_another_tab_and_another_person_are_others(path: Path) -> None:
    together = Together()
    with window("one1"):
        together.came_back("secret")
        together.hold(path, "s1")
    for tab, user in (("other", None), ("", None), ("secret", "乙")):
        with window(f"w{tab}{user}", user):
            together.came_back(tab)
            assert list(together.others(path)) == ["s1"], (tab, user)


def test_a_killed_browsers_section_opens_after_its_lease(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(locks.time, "time", lambda: now)
    together = Together()
    with window("old1"):
        together.hold(path, "s1")
        since = locks.held(path)["s1"].since
        for _ in range(10):  # a page behind others tells itself once a minute
            now += 60
            together.still_here(path)
        assert list(locks.held(path)) == ["s1"]
        assert locks.held(path)["s1"].since == since, "others read since when it has been written on"
        now += locks.SECONDS + 1
        assert locks.held(path) == {}
    assert locks.SECONDS > 120, "a browser lets a hidden page's clock tick once a minute"
