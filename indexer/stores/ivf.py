"""FAISS for large segments: an inverted file over 8-bit scalars, about 0.4 KB a clause, approximate.

HNSW was left out on purpose: its links double the memory and its building takes minutes on two cores, while the inverted
file is built in seconds and reaches the same recall at our sizes (tests/indexer/test_stores.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors

_TRAINING_ROWS_PER_LIST = 48
_LARGE = 200_000


class IvfStore:
    """``IndexIVFScalarQuantizer`` by inner product; probes a third of the lists, a sixth of a large index, at least 24.

    One thread a query: waiting for a second one costs more than it saves (tests/bench/scale.py).
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def open(cls, file: Path) -> IvfStore:
        """The index of ``file``, its lists memory-mapped."""
        import faiss

        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC))

    @classmethod
    def build(cls, vectors: NDArray[np.float16], file: Path) -> IvfStore:
        """Train and fill an index and write it to ``file``; deterministic for equal vectors."""
        import faiss

        count, dimension = vectors.shape
        lists = max(8, int(2 * np.sqrt(count)))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dimension), dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.niter = 8
        step = max(1, count // (lists * _TRAINING_ROWS_PER_LIST))
        index.train(np.ascontiguousarray(vectors[::step], np.float32))
        for start in range(0, count, 65_536):
            index.add(np.ascontiguousarray(vectors[start : start + 65_536], np.float32))
        faiss.write_index(index, str(file))
        return cls(index)

    def search(
        self, vectors: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Nearly the best ``k`` rows of those ``allowed``; past the end score −inf and row −1."""
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = min(
            self._index.nlist, max(24, self._index.nlist // (6 if self._index.ntotal >= _LARGE else 3))
        )
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters.sel = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
        scores, rows = self._index.search(np.ascontiguousarray(vectors, np.float32), k, params=parameters)
        scores[rows < 0] = -np.inf
        return scores, rows
