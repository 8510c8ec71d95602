"""Drafts that are private, shared or public, and sessions that stay small."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.facts.sheet import facts_from_mapping
from ui import drafts
from ui.people.sharing import Sharing, Visibility
from ui.people.users import User, Users
from ui.people.viewer import seen_by
from ui.workspace import Workspace

PASSWORD = "青河流域2026安澜"
FACTS = {"unit": {"name": "青山县人民政府", "short": "青山县", "level": "县"}, "plan": {"hazard": "防汛抗旱"}}


@pytest.fixture
def people(tmp_path: Path) -> dict[str, User]:
    users = Users(tmp_path)
    for name, role in (("管理员", "admin"), ("甲", "writer"), ("乙", "writer"), ("丙", "writer")):
        users.add(name, role, PASSWORD)
    return users.all()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def new_draft(workspace: Workspace, user: User | None) -> str:
    with seen_by(user):
        return str(drafts.new_stored(workspace, facts_from_mapping(FACTS)[0], "SDC")["draft"])


def names(workspace: Workspace, user: User | None) -> list[str]:
    with seen_by(user):
        return drafts.stored_names(workspace)


def test_a_new_draft_is_its_makers_alone(workspace: Workspace, people: dict[str, User]) -> None:
    name = new_draft(workspace, people["甲"])
    assert {who: names(workspace, user) for who, user in people.items()} == {
        "管理员": [],
        "甲": [name],
        "乙": [],
        "丙": [],
    }
    with seen_by(people["乙"]), pytest.raises(InputError, match="unknown_draft"):
        drafts.stored(workspace, name)
    with seen_by(people["甲"]):
        assert drafts.stored(workspace, name).is_file()
    assert names(workspace, None) == [name], "on one's own machine everything is one's own"


def test_shared_with_some_then_public_then_private_again(workspace: Workspace, people: dict[str, User]) -> None:
    name, sharing = new_draft(workspace, people["甲"]), Sharing(workspace.home, "drafts")
    sharing.change(name, people["甲"], "shared", ["乙"])
    assert [who for who, user in people.items() if names(workspace, user)] == ["甲", "乙"]
    with pytest.raises(InputError, match="not_yours"):
        sharing.change(name, people["乙"], "public")
    sharing.change(name, people["甲"], "public")
    assert all(names(workspace, user) for user in people.values())
    sharing.change(name, people["甲"], "private")
    assert names(workspace, people["乙"]) == []
    assert sharing.of(name).people == ()


def test_what_nobody_owns_is_public_and_what_is_left_behind_is_the_administrators(
    workspace: Workspace, people: dict[str, User]
) -> None:
    old = new_draft(workspace, None)
    assert all(old in names(workspace, user) for user in people.values())
    name = new_draft(workspace, people["丙"])
    Users(workspace.home).remove("丙")
    assert name in names(workspace, people["管理员"])
    assert name not in names(workspace, people["甲"])


def test_wrong_wishes_and_damage_are_said(workspace: Workspace, people: dict[str, User]) -> None:
    name, sharing = new_draft(workspace, people["甲"]), Sharing(workspace.home, "drafts")
    for visibility, whom, code in (("secret", [], "bad_visibility"), ("shared", ["无此人"], "unknown_user")):
        with pytest.raises(InputError, match=code):
            sharing.change(name, people["甲"], visibility, whom)
    assert sharing.of(name).visibility is Visibility.PRIVATE
    (workspace.home / "sharing.json").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match="bad_sharing"):
        names(workspace, people["乙"])


def test_a_session_is_small(workspace: Workspace) -> None:
    from gradio.state_holder import StateHolder

    from ui.web.app import build_app

    app, holder = build_app(workspace), StateHolder()
    holder.set_blocks(app)
    session = holder["one call"]
    some = next(key for key, block in app.blocks.items() if not block.stateful)
    session[some] = app.blocks[some]
    session._update_value_in_config(some, "x" * 1_000_000)
    assert len(pickle.dumps(session.config_values)) < 100
    assert session[some] is app.blocks[some]
