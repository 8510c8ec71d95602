"""Which library each window works in."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from ui import kept, libraries
from ui.people.users import User

_MOST = 5_000


class Windows:
    """A window keeps the library that its user had chosen last when it was opened; another choice holds for windows opened after it.

    So two windows of one user may work in two libraries, and what a window shows is never of another library than it says.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._library: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._lock = Lock()

    def library(self, window: str, user: User | None) -> str:
        """The window's library; the public one without login. Raises InputError("unknown_library") when it is no longer open to the user."""
        if user is None:
            return libraries.PUBLIC
        key = (user.name, window)
        with self._lock:
            if key not in self._library:
                self._library[key] = self._chosen(user)
            self._library.move_to_end(key)
            if len(self._library) > _MOST:
                self._library.popitem(last=False)
            name = self._library[key]
        return libraries.required(self.home, name, user)

    def renamed(self, name: str, new: str) -> None:
        """Windows that work in a library go on in it under its other name."""
        with self._lock:
            self._library.update({key: new for key, library in self._library.items() if library == name})

    def choose(self, name: str, user: User) -> None:
        """The library of the user's next windows. Raises InputError("unknown_library")."""
        kept.choose_library(self.home, user.name, libraries.required(self.home, name, user))

    def _chosen(self, user: User) -> str:
        name = kept.load(self.home, user.name).library
        return name if name and name in libraries.open_to(self.home, user) else libraries.PUBLIC
