from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputError
from ui.people.log import AccessLog
from ui.people.roles import RIGHTS, Right, Role
from ui.people.users import ATTEMPTS, LOCKED_FOR, Users
from ui.web.gate import IDLE_SECONDS, LONGEST_SECONDS, LoginGate

GOOD = "青河流域2026安澜"


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(InputError) as refused:
        call(*arguments, **named)
    return refused.value.code


@pytest.fixture
def users(tmp_path: Path) -> Users:
    made = Users(tmp_path)
    made.add("管理员甲", "admin", GOOD)
    return made


# ----------------------------------------------------------------------------- users


def test_only_the_right_password_gets_in(users: Users, tmp_path: Path) -> None:
    assert users.admits("管理员甲", GOOD)
    assert not users.admits("管理员甲", GOOD + "x")
    assert not users.admits("没有这个人", GOOD)
    text = (tmp_path / "users.json").read_text(encoding="utf-8")
    assert GOOD not in text
    assert "$argon2id$" in text
    assert (tmp_path / "users.json").stat().st_mode & 0o077 == 0


def test_wrong_passwords_lock_the_name_for_a_while(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 26, 8, tzinfo=UTC)]
    users = Users(tmp_path, clock=lambda: now[0])
    users.add("乙", "writer", GOOD)
    for _ in range(ATTEMPTS):
        assert not users.admits("乙", "不对不对不对不对不对")
    assert not users.admits("乙", GOOD)
    now[0] += LOCKED_FOR + timedelta(seconds=1)
    assert users.admits("乙", GOOD)


def test_a_new_password_ends_the_lock_out(users: Users) -> None:
    for _ in range(ATTEMPTS):
        users.admits("管理员甲", "不对不对不对不对不对")
    users.set_password("管理员甲", GOOD + "新")
    assert users.admits("管理员甲", GOOD + "新")


@pytest.mark.parametrize("password", ["", "短", "aaaaaaaaaaaa", "乙乙乙乙乙乙乙乙乙乙乙", "x" * 500])
def test_weak_passwords_are_refused(users: Users, password: str) -> None:
    assert code(users.add, "乙", "writer", password) == "weak_password"


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 40, "<script>", "-x", "甲\n乙"])
def test_odd_names_are_refused(users: Users, name: str) -> None:
    assert code(users.add, name, "writer", GOOD) == "bad_user_name"


def test_the_last_admin_stays(users: Users) -> None:
    users.add("乙", "writer", GOOD)
    assert code(users.set_role, "管理员甲", "reader") == "last_admin"
    assert code(users.remove, "管理员甲") == "last_admin"
    users.set_role("乙", "admin")
    users.remove("管理员甲")
    assert list(users.all()) == ["乙"]


def test_unknown_names_and_roles_are_said(users: Users) -> None:
    assert code(users.set_password, "丙", GOOD) == "unknown_user"
    assert code(users.add, "丙", "king", GOOD) == "bad_role"
    assert code(users.add, "管理员甲", "writer", GOOD) == "user_exists"


def test_a_damaged_user_file_lets_nobody_in(users: Users, tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("[{")
    assert code(users.admits, "管理员甲", GOOD) == "bad_user_file"


def test_every_role_may_read_and_only_the_admin_manages() -> None:
    assert all(Right.READ in rights for rights in RIGHTS.values())
    assert [role for role, rights in RIGHTS.items() if Right.MANAGE in rights] == [Role.ADMIN]
    assert RIGHTS.keys() == set(Role)


# ----------------------------------------------------------------------------- log


def test_the_log_shows_a_changed_or_missing_line(tmp_path: Path) -> None:
    log = AccessLog(tmp_path)
    for target in ("甲.docx", "乙.docx", "丙.docx"):
        log.add("管理员甲", "export", target)
    assert [(entry.target, entry.intact) for entry in log.entries()] == [
        ("甲.docx", True), ("乙.docx", True), ("丙.docx", True),
    ]  # fmt: skip
    file = tmp_path / "access.log"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])
    assert [entry.intact for entry in log.entries()] == [True, False]
    file.write_bytes(lines[0].replace("甲.docx".encode(), "丁.docx".encode()) + lines[1])
    assert [entry.intact for entry in log.entries()] == [True, False]
    file.write_bytes(b"{\n" + lines[1])
    assert [entry.intact for entry in log.entries()] == [False, False]


# ----------------------------------------------------------------------------- gate


class Door:
    """The gate before an application that answers 200 to everything."""

    def __init__(self) -> None:
        self.now = 0.0
        self.tokens = {"good": "甲"}
        self.gate = LoginGate(self._app, lambda: self.tokens, lambda: self.now)

    @staticmethod
    async def _app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def status(self, path: str, cookie: str = "") -> int:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"cookie", f"access-token-unsecure-x={cookie}".encode())] if cookie else []
        asyncio.run(self.gate({"type": "http", "path": path, "headers": headers}, None, send))  # type: ignore[arg-type]
        return int(sent[0]["status"])


@pytest.mark.parametrize("path", ["/", "/login", "/assets/index.js", "/theme.css", "/gradio_api/startup-events"])
def test_the_login_page_is_open(path: str) -> None:
    assert Door().status(path) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/queue/join",
        "/gradio_api/stream/1",
        "/gradio_api/runs",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/mcp/",
        "/custom_component/1",
        "/monitoring",
    ],
)
def test_nothing_else_is_open_without_a_session(path: str) -> None:
    door = Door()
    assert door.status(path) == 401
    assert door.status(path, "forged") == 401
    assert door.status(path, "good") == 200


def test_sessions_end_when_idle_and_after_a_day() -> None:
    door = Door()
    step = IDLE_SECONDS - 1
    assert door.status("/x", "good") == 200
    door.now = IDLE_SECONDS + 1
    assert door.status("/x", "good") == 401
    assert door.tokens == {}
    door = Door()
    while door.now <= LONGEST_SECONDS:
        assert door.status("/x", "good") == 200
        door.now += step
    assert door.status("/x", "good") == 401


def test_a_refusal_is_chinese_json() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Door().gate({"type": "http", "path": "/x", "headers": []}, None, send))  # type: ignore[arg-type]
    assert json.loads(sent[1]["body"])["detail"]["error"] == "请先登录。"
