"""One library folder of a workspace with everything that is made from it, each part when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import LibraryError
from kb.library.store import Library
from kb.ports import Progress

if TYPE_CHECKING:
    from indexer.incidents import IncidentSearch
    from indexer.index import HybridIndex
    from kb.training.store import ProcedureStore
    from ui.other_plans import OtherPlansCache


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library with its index."""

    library: Library
    index: HybridIndex


class OpenLibrary:
    """``shelf(home)`` opens library and index; ``progress`` is told of an index that has to be made."""

    def __init__(self, home: Path, shelf: Callable[[Path], Shelf], progress: Progress) -> None:
        self.home = home
        self._identity = _identity(home)
        self._shelf = shelf
        self._progress = progress
        self.incident_searches: dict[bool, IncidentSearch] = {}
        self.outdated_citations: dict[tuple[str, int], dict[str, int]] = {}

    def is_same(self) -> bool:
        """Whether the folder is still the one that was opened: it may have been renamed or given up, and another one have its name."""
        return _identity(self.home) == self._identity

    @cached_property
    def bare(self) -> Shelf:
        """Library and index as they stand."""
        return self._shelf(self.home)

    @cached_property
    def current(self) -> Shelf:
        """Library and index, the index brought up to date.

        Unless somebody is writing: then the last generation answers. A damaged index is made again from the library.
        """
        shelf = self.bare
        damaged = shelf.index.is_damaged()
        if not damaged and not shelf.index.is_behind():
            return shelf
        try:
            with shelf.library.writing(wait=0):
                if damaged:
                    shelf.index.verify(repair=True)
                shelf.index.refresh(self._progress)
        except LibraryError as error:
            if error.code != "library_locked":
                raise
        return shelf

    def refresh(self) -> None:
        """Bring the index up to date; holding the library's lock meanwhile tells readers to answer from the last generation."""
        with self.current.library.writing():
            self.current.index.refresh(self._progress)

    @cached_property
    def procedures(self) -> ProcedureStore:
        """What the library's plans prescribe, read once."""
        from kb.training.store import ProcedureStore

        return ProcedureStore(self.home / "training")

    @cached_property
    def other_plans(self) -> OtherPlansCache:
        """The library's plans as a check looks them up."""
        from ui.other_plans import OtherPlansCache

        return OtherPlansCache(self.home)

    def close(self) -> None:
        """Release the files."""
        if "bare" in self.__dict__:
            self.bare.index.close()
            self.bare.library.close()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        told = folder.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino
