"""Heavy work of the running workspace in processes of its own, so that a check or an export never keeps a search waiting."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import YuanfangError
from ui.libraries import in_use, using
from ui.reading import Failure, stand_back, worker_context

if TYPE_CHECKING:
    from ui.workspace import Workspace

SECONDS = 600
_TASKS = 200
"""A worker is replaced after so many pieces of work, which bounds what it can gather."""
_PRELOADED = ["kb.review", "kb.export", "ui.drafts", "ui.workspace"]


class Workers:
    """A few processes, each with a workspace of its own over the same library; they begin with the first piece of work."""

    def __init__(self, processes: int | None = None) -> None:
        self._processes = processes or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._lock = threading.Lock()
        self._pool: Any = None

    def run(self, home: Path, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """``work(workspace, …)`` in a worker and in the library in use here; all of it must be picklable, ``work`` a function of a module.

        Raises what the work raised, YuanfangError: ``work_timeout``, ``worker_died``.
        """
        from concurrent.futures import BrokenExecutor
        from concurrent.futures import TimeoutError as Late

        from pebble import ProcessExpired

        future = self._open().schedule(_worked, args=(home, in_use(), work, arguments, named), timeout=SECONDS)
        try:
            made = future.result()
        except Late as error:
            raise YuanfangError("work_timeout", seconds=SECONDS) from error
        except (ProcessExpired, BrokenExecutor, MemoryError) as error:
            raise YuanfangError("worker_died") from error
        if isinstance(made, Failure):
            raise made.revive()
        return made

    def _open(self) -> Any:
        from pebble import ProcessPool

        with self._lock:
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    max_workers=self._processes,
                    max_tasks=_TASKS,
                    context=worker_context(_PRELOADED),
                    initializer=stand_back,
                )
            return self._pool

    def warm(self, home: Path) -> None:
        """Begin the processes before somebody waits for them."""
        with suppress(YuanfangError):
            self.run(home, _warmed)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()
                self._pool = None


_workspaces: dict[Path, Workspace] = {}
"""In a worker: its workspaces by library folder."""


def _worked(
    home: Path, library: str, work: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    from ui.workspace import Workspace

    try:
        with using(library):
            return work(_workspaces.setdefault(home, Workspace(home)), *arguments, **named)
    except YuanfangError as error:
        return Failure(type(error).__name__, error.code, {name: str(value) for name, value in error.params.items()})


def alone(_workspace: Workspace, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Work that needs no workspace, as ``Workspace.apart`` takes it."""
    return work(*arguments, **named)


def _warmed(workspace: Workspace) -> None:
    """Read what every check needs."""
    _ = workspace.checklists, workspace.register, workspace.outlines
