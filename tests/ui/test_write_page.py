"""What the page 写预案 hears of other windows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kb.drafting.model import DraftSection, State
from kb.facts.sheet import load_facts
from ui import drafts
from ui.web.write_page import Page, glyphs
from ui.workspace import Workspace


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(Workspace(tmp_path / "库"))


@pytest.fixture
def name(page: Page) -> str:
    facts, _ = load_facts(page.workspace.sample_facts("青山县防汛抗旱"))
    return str(drafts.new_stored(page.workspace, facts, "SDC")["draft"])


@contextmanager
def window(name: str) -> Iterator[None]:
    from gradio.context import LocalContext

    token = LocalContext.request.set(SimpleNamespace(session_hash=name, username=None))
    try:
        yield
    finally:
        LocalContext.request.reset(token)


def shown(view: tuple[Any, ...]) -> tuple[bool, str]:
    """Whether the editor may be written in, and what stands above it."""
    return view[1]._constructor_args[0].get("interactive", True), view[6]


def test_a_section_opens_again_when_the_window_that_held_it_has_closed(page: Page, name: str) -> None:
    with window("aaaa"):
        page.together.hold(page.path(name), "scope")
    with window("bbbb"):
        view = page.view(name, "scope")
        text = view[5]
    may_write, told = shown(view)
    assert not may_write
    assert "正在写本节" in told

    page.together.gone("aaaa")  # before the first look of the new window, which knows of nobody
    with window("bbbb"):
        heard = page.heard(name, "scope", text, text, "", told)
    assert shown(heard) == (True, "")


def test_nothing_is_shown_anew_while_nothing_changed(page: Page, name: str) -> None:
    with window("bbbb"):
        text = page.view(name, "scope")[5]
        heard = page.heard(name, "scope", text, text, "", "")
    assert all(isinstance(each, dict) and each.get("__type__") == "update" for each in heard[:-1])


def test_a_heading_is_as_far_as_what_stands_below_it() -> None:
    def signs(*states: str) -> list[str]:
        written = [DraftSection(f"s{n}", f"1.{n}", "节", 2, "文", state=State(each)) for n, each in enumerate(states)]
        return glyphs([DraftSection("h", "1", "总则", 1, "", state=State.DONE), *written])

    assert signs("done", "done")[0] == "●"
    assert signs("done", "empty")[0] == "◐"
    assert signs("empty", "empty")[0] == "○"
    assert signs("draft", "draft")[0] == "◐"
    assert signs()[0] == "●", "nothing is to be written there"
