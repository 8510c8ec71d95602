"""Stores: one module a vector engine, imported late."""

from __future__ import annotations

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


def build_store(folder: Path, vectors: NDArray[np.float16]) -> None:
    """Write the vectors of a segment, and an inverted file beside them when they are many."""
    np.save(folder / VECTORS_FILE, vectors)
    if len(vectors) >= IVF_ROWS:
        from indexer.stores.ivf import IvfStore

        IvfStore.build(vectors, folder / IVF_FILE)


def open_store(folder: Path) -> FilteredStore:
    """The store of a segment folder, chosen by what stands in it."""
    if (folder / IVF_FILE).exists():
        from indexer.stores.ivf import IvfStore

        return IvfStore.open(folder / IVF_FILE)
    from indexer.stores.flat import FlatStore

    return FlatStore.open(folder / VECTORS_FILE)
