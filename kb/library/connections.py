"""One SQLite connection a thread over the same file: a reader never sees half of what another thread is writing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable


class Connections:
    """The connections that ``connect`` opens, one for each thread that asks; ``close`` closes those of all threads."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, sqlite3.Connection] = {}

    def get(self) -> sqlite3.Connection:
        """The connection of the calling thread; those of threads that have ended are closed."""
        thread = threading.current_thread()
        found = self._open.get(thread)
        if found is not None:
            return found
        made = self._connect()
        with self._lock:
            for ended in [each for each in self._open if not each.is_alive()]:
                self._open.pop(ended).close()
            self._open[thread] = made
        return made

    def close(self) -> None:
        """Release the file; the next question opens it anew."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()
