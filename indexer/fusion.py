"""Fusion of the engines: a learned weighted sum whose weights shift with how much of the query the texts literally hold.

Weights and what tells of ``answerable`` are JSON beside this module, made by ``python -m tests.bench.train_fusion`` and ``train_answer``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.candidates import FEATURES, Candidates
from kb.ports import Vectors

WEIGHTS_FILE = "fusion.json"
_IN_NORMS = "_norm"
SIGNALS = (
    "dense", "words", "grams", "context", "dense_rank", "words_rank", "dense_cover", "grams_cover", "table_row", "fragment",
    "short", "dense_norm", "dense_rank_norm", "grams_norm", "context_norm", "words_rank_norm",
)  # fmt: skip
"""What the sum is made of; ``…_cover`` is the score times the best share of the query's bigrams that any clause holds, ``…_norm``
the score in legal texts only: there the wording is further from what people ask, and titles tell less."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the vector of a question alone tells of whether plans, laws and reports answer it: its field and the kind of detail.

    Learned from vectors of the model ``model_id`` and meaningless with another; ``weights`` has one number for each dimension.
    """

    model_id: str
    weights: NDArray[np.float32]
    offset: float

    def of(self, vector: Vectors) -> float:
        """Log odds to be added."""
        return float(vector @ self.weights) + self.offset


@dataclass(frozen=True, slots=True)
class Fusion:
    """``weights`` of the signals, ``adjustments`` for what is known of clause and document, ``answer`` a logistic model with ``meaning``."""

    weights: Mapping[str, float]
    adjustments: Mapping[str, float]
    answer: Mapping[str, float]
    meaning: Meaning | None = None

    def used_with(self, model_id: str) -> Fusion:
        """This with what was learned from vectors of that model only."""
        return self if self.meaning is None or self.meaning.model_id == model_id else replace(self, meaning=None)

    def combine(self, found: Candidates) -> NDArray[np.float32]:
        """One score a candidate, comparable within a query only."""
        weights = np.array([self.weights.get(name, 0.0) for name in SIGNALS], np.float32)
        return np.asarray(signals(found) @ weights, np.float32)

    def adjustment(self, facts: Mapping[str, float]) -> float:
        """What the facts of a clause add to its score."""
        return sum([self.adjustments.get(name, 0.0) * value for name, value in facts.items()])

    def answers(self, evidence: Mapping[str, float], vector: Vectors) -> float:
        """Probability that the best hits answer the query of this vector, shape (dimension,)."""
        total = self.answer.get("bias", 0.0) + sum(
            self.answer.get(name, 0.0) * value for name, value in evidence.items()
        )
        total += self.meaning.of(vector) if self.meaning else 0.0
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def signals(found: Candidates) -> NDArray[np.float32]:
    """Shape (candidates, len(SIGNALS))."""
    grams = found.column("grams")
    cover = float(grams.max()) if len(grams) else 0.0
    columns = {name: found.column(name) for name in FEATURES}
    columns["dense_cover"] = columns["dense"] * cover
    columns["grams_cover"] = grams * cover
    for name in SIGNALS:
        if name.endswith(_IN_NORMS):
            columns[name] = columns[name.removesuffix(_IN_NORMS)] * columns["norm"]
    return np.stack([columns[name] for name in SIGNALS], 1)


@cache
def default_fusion() -> Fusion:
    """The weights that ship with the package."""
    data = json.loads(files("indexer").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
    return Fusion(data["weights"], data["adjustments"], data["answer"], _meaning(data.get("meaning")))


def _meaning(data: Mapping[str, Any] | None) -> Meaning | None:
    """As it is written: whole numbers in one line, times ``scale``."""
    if data is None:
        return None
    weights = np.array(data["weights"].split(), np.float32) * np.float32(data["scale"])
    return Meaning(data["model_id"], weights, float(data["offset"]))
