"""Who is asking, for the length of one request: set at the door of every event, read where something belongs to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ui.people.users import User

_VIEWER: ContextVar[User | None] = ContextVar("viewer", default=None)


def viewer() -> User | None:
    """The user who asks; None on one's own machine, where everything is one's own."""
    return _VIEWER.get()


def viewer_name() -> str:
    """The user's name, empty on one's own machine."""
    user = viewer()
    return user.name if user else ""


@contextmanager
def seen_by(user: User | None) -> Iterator[None]:
    """What is asked within is asked by this user."""
    token = _VIEWER.set(user)
    try:
        yield
    finally:
        _VIEWER.reset(token)
