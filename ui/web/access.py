"""Rights on the page: every event of every page and endpoint asks before it works, and the log tells who did what."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any, TypeVar

import gradio as gr
from gradio.context import LocalContext

from kb.errors import InputError, YuanfangError
from ui import labels, libraries
from ui.libraries import using
from ui.people.log import AccessLog
from ui.people.roles import EVERY_RIGHT, Right
from ui.people.users import User, Users
from ui.people.viewer import seen_by
from ui.web.windows import Windows
from ui.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
_NEEDS = "__needs_right__"
_LOGGED = "__logged_as__"
_ACROSS = "__goes_across__"
_LIBRARY = "library"
_BY_ITSELF = ("load", "select", "tick", "change", "then", "success")
"""Events that a page sets off without anybody pressing anything."""
_END = object()


def needs(right: Right, logged_as: str = "") -> Callable[[F], F]:
    """Mark an event's function: the right it asks, where it differs from its page's, and the name under which it is logged."""

    def mark(function: F) -> F:
        setattr(function, _NEEDS, right)
        setattr(function, _LOGGED, logged_as)
        return function

    return mark


def goes_across(function: F) -> F:
    """Mark an endpoint's function that may be asked of several libraries at once, and finds them itself (``ui.libraries.named``)."""
    setattr(function, _ACROSS, True)
    return function


@dataclass(frozen=True, slots=True)
class Access:
    """Who is asking. Without ``users`` there is no login and everything is allowed: the workspace answers on loopback only."""

    users: Users | None
    log: AccessLog
    windows: Windows

    @staticmethod
    def to(workspace: Workspace, *, login: bool) -> Access:
        """The access to a library, with or without login."""
        return Access(Users(workspace.home) if login else None, AccessLog(workspace.home), Windows(workspace.home))

    def user(self) -> User | None:
        """The user whose request is being answered; None without login. Raises InputError("not_logged_in")."""
        if self.users is None:
            return None
        request = LocalContext.request.get(None)
        name = getattr(request, "username", None)
        user = self.users.get(name) if name else None
        if user is None:
            raise InputError("not_logged_in")
        return user

    def admits(self, name: str, password: str) -> bool:
        """Whether somebody may log in; both answers are logged."""
        if self.users is None:
            return False
        admitted = self.users.admits(name, password)
        self.log.add(name[:32], "login" if admitted else "refused")
        return admitted

    def rights(self) -> frozenset[Right]:
        """What the asking user may do."""
        user = self.user()
        return EVERY_RIGHT if user is None else user.rights

    def require(self, right: Right) -> None:
        """Raise InputError("not_allowed") unless the asking user has the right."""
        user = self.user()
        if user is not None and right not in user.rights:
            raise InputError("not_allowed", role=labels.word(user.role), right=labels.word(f"right_{right}"))

    def note(self, action: str, target: str = "") -> None:
        """Write a line in the log, when there is a login."""
        user = self.user()
        if user is not None:
            self.log.add(user.name, action, target)

    def library(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
        """The library to work in: the one that an endpoint's parameter ``library`` names, else the window's.

        Raises InputError: ``unknown_library``, ``one_library``.
        """
        names = list(inspect.signature(function).parameters)
        if _LIBRARY not in names:
            request = LocalContext.request.get(None)
            return self.windows.library(str(getattr(request, "session_hash", None) or ""), self.user())
        at = names.index(_LIBRARY)
        name = str(arguments[at] or "") if at < len(arguments) else ""
        if getattr(function, _ACROSS, False):
            libraries.named(self.windows.home, [name], self.user())  # told at the door when one of them is not open
            return libraries.PUBLIC
        return libraries.only(self.windows.home, [name], self.user())

    @contextmanager
    def page(self, app: gr.Blocks, right: Right) -> Iterator[None]:
        """Everything wired within asks for ``right``, or for what its function is marked with."""
        before = set(app.fns)
        yield
        for key in app.fns.keys() - before:
            event = app.fns[key]
            if event.fn is not None:
                event.fn = self._asking(event, right)

    def _asking(self, event: Any, right: Right) -> Callable[..., Any]:
        function: Callable[..., Any] = event.fn
        asked: Right = getattr(function, _NEEDS, right)
        logged: str = getattr(function, _LOGGED, "")
        unasked = bool(event.targets) and all(name in _BY_ITSELF for _, name in event.targets)

        def admit(arguments: tuple[Any, ...]) -> str | None:
            """The library to work in; None where nothing is to be done."""
            try:
                self.require(asked)
                library = self.library(function, arguments)
            except InputError as error:
                if unasked:  # a page that opens with the workspace says nothing to those it is not for
                    return None
                message, hint = labels.error_text(error)
                raise gr.Error(f"{message}{hint}", title="没有完成", print_exception=False) from error
            if logged:
                self.note(logged, _told(arguments))
            return library

        if inspect.isgeneratorfunction(function):

            @wraps(function)
            def stream(*arguments: Any, **named: Any) -> Iterator[Any]:
                library = admit(arguments)
                if library is None:
                    return
                steps, user = function(*arguments, **named), self.user()
                while True:
                    with seen_by(user), using(library), _in_chinese():  # each step may run in another thread
                        step = next(steps, _END)
                    if step is _END:
                        return
                    yield step

            return stream

        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            library = admit(arguments)
            if library is None:
                return _unchanged(len(event.outputs))
            with seen_by(self.user()), using(library), _in_chinese():
                return function(*arguments, **named)

        return call


@contextmanager
def _in_chinese() -> Iterator[None]:
    """What no page foresaw is told in Chinese as well, and stands in full in the server's log."""
    try:
        yield
    except gr.Error:
        raise
    except YuanfangError as error:
        raise gr.Error(escape("".join(labels.error_text(error))), title="没有完成", print_exception=False) from error
    except Exception as error:
        traceback.print_exc()
        words = "".join(labels.error_text(YuanfangError("internal", reason=f"{type(error).__name__}: {error}")))
        raise gr.Error(escape(words), title="没有完成", print_exception=False) from error


def _unchanged(outputs: int) -> Any:
    return gr.skip() if outputs == 1 else tuple(gr.skip() for _ in range(outputs)) or None


def _told(arguments: tuple[Any, ...]) -> str:
    """The short texts among an event's arguments: names of drafts, documents, files."""
    flat = (part for value in arguments for part in (value if isinstance(value, list) else [value]))
    return "、".join(part.rsplit("/", 1)[-1][:80] for part in flat if isinstance(part, str) and 0 < len(part) < 300)[
        :300
    ]
