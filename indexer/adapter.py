"""The query adapter: a learned linear map that turns the vector of a lay question towards the texts that answer such questions.

Passage vectors stay what the model makes of them, so that an index never depends on the adapter. ``adapter.npz`` beside this
module is made by ``python -m tests.bench.train_adapter``; it belongs to one model and is left out with any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors

ADAPTER_FILE = "adapter.npz"


@dataclass(frozen=True, slots=True)
class QueryAdapter:
    """``weight`` (dimension, dimension) and ``bias`` (dimension,) for queries of the model ``model_id``."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    model_id: str

    def apply(self, vector: Vectors) -> Vectors:
        """The turned vector, of length 1. Shapes (dimension,) or (queries, dimension)."""
        turned = vector + np.einsum("...j,ji->...i", vector, self.weight) + self.bias
        return np.asarray(turned / np.linalg.norm(turned, axis=-1, keepdims=True), np.float32)


@cache
def adapter_of(model_id: str) -> QueryAdapter | None:
    """The adapter that ships with the package, None when it was learned for another model."""
    file = files("indexer").joinpath(ADAPTER_FILE)
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        if str(data["model_id"]) != model_id:
            return None
        return QueryAdapter(data["weight"].astype(np.float32), data["bias"].astype(np.float32), model_id)
