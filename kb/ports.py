"""The seams: what the layers ask of each other. Adapters are chosen in ``ui.workspace`` only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.model import SearchFilters, SearchResult

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Called as ``progress(stage_code, done, total)``; ``ui.labels`` names the stage."""


class Embedder(Protocol):
    """Turns texts into unit vectors of ``dimension`` float32 values; queries and passages are embedded differently."""

    @property
    def model_id(self) -> str:
        """Identity recorded in an index: name and content hash."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""


class VectorStore(Protocol):
    """Nearest neighbours by inner product over one immutable segment."""

    def search(self, vectors: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Scores and row numbers, each of shape (queries, k); rows past the end are -1."""


class ClauseSearch(Protocol):
    """What drafting needs of retrieval."""

    def search(self, query: str, k: int = 10, filters: SearchFilters | None = None) -> SearchResult:
        """The best ``k`` clauses for ``query``."""
