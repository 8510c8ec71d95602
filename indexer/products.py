"""Inner products in one thread: the threads of a BLAS library keep turning for milliseconds after each call, waiting for the next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors


def products(rows: NDArray[np.float32], vectors: Vectors) -> NDArray[np.float32]:
    """Inner products of ``rows`` (n, dimension) with ``vectors`` (m, dimension), shape (n, m)."""
    found = np.empty((len(rows), len(vectors)), np.float32)
    for at, vector in enumerate(vectors):
        np.einsum("ij,j->i", rows, vector, out=found[:, at])
    return found
