"""The exact store: numpy over float16 vectors on disk. Reference for the others, and what small segments use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.products import products
from kb.ports import Vectors

_BLOCK = 65_536


class FlatStore:
    """Exact inner products over the rows of one segment."""

    def __init__(self, vectors: NDArray[np.float16]) -> None:
        self._vectors = np.asarray(vectors, np.float32)

    @classmethod
    def open(cls, file: Path) -> FlatStore:
        """The vectors of ``file`` (.npy, float16)."""
        return cls(np.load(file, allow_pickle=False))

    def search(
        self, vectors: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Best ``k`` rows of those ``allowed`` for each vector; past the end score −inf and row −1."""
        scores = np.full((len(vectors), k), -np.inf, np.float32)
        rows = np.full((len(vectors), k), -1, np.int64)
        for start in range(0, len(self._vectors), _BLOCK):
            block = self._vectors[start : start + _BLOCK]
            found = products(block, vectors).T
            if allowed is not None:
                found[:, ~allowed[start : start + _BLOCK]] = -np.inf
            numbers = np.broadcast_to(np.arange(start, start + len(block)), found.shape)
            scores, rows = _best(np.hstack([scores, found]), np.hstack([rows, numbers]), k)
        rows[np.isneginf(scores)] = -1
        return scores, rows


def _best(scores: Vectors, rows: NDArray[np.int64], k: int) -> tuple[Vectors, NDArray[np.int64]]:
    if scores.shape[1] > 4 * k:
        some = np.argpartition(-scores, k, axis=1)[:, :k]
        some.sort(axis=1)
        scores, rows = np.take_along_axis(scores, some, 1), np.take_along_axis(rows, some, 1)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(scores, order, 1), np.take_along_axis(rows, order, 1)
