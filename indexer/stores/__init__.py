"""Stores: one module a vector engine, imported late; an engine makes and opens the stores of a library's segments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors

IVF_ROWS = 10_000
"""From so many rows on a segment gets an inverted file; below, the exact search takes two milliseconds."""
VECTORS_FILE = "vectors.npy"
IVF_FILE = "vectors.faiss"


class FilteredStore(Protocol):
    """A ``kb.ports.VectorStore`` that can be told which rows may be found."""

    def search(
        self, vectors: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Scores and row numbers, each (queries, k); ``allowed`` has one truth value a row."""


class VectorEngine(Protocol):
    """Makes and opens stores. The vectors themselves always lie in ``vectors.npy`` of the segment's folder."""

    def build(self, folder: Path, vectors: NDArray[np.float16]) -> None:
        """Write what the engine keeps in a segment's folder."""

    def open(self, folder: Path) -> FilteredStore:
        """The store of a segment."""

    def remove(self, names: Iterable[str]) -> None:
        """Forget segments that nobody needs any more."""


class LocalEngine:
    """The default: numpy for small segments, FAISS for large ones, everything in the segment's folder."""

    def build(self, folder: Path, vectors: NDArray[np.float16]) -> None:
        """An inverted file when the vectors are many."""
        if len(vectors) >= IVF_ROWS:
            from indexer.stores.ivf import IvfStore

            IvfStore.build(vectors, folder / IVF_FILE)

    def open(self, folder: Path) -> FilteredStore:
        """Chosen by what stands in the folder."""
        if (folder / IVF_FILE).exists():
            from indexer.stores.ivf import IvfStore

            return IvfStore.open(folder / IVF_FILE)
        from indexer.stores.flat import FlatStore

        return FlatStore.open(folder / VECTORS_FILE)

    def remove(self, names: Iterable[str]) -> None:
        """Nothing: all of it went with the folders."""


LOCAL = LocalEngine()
