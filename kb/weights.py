"""A logistic regression as data: a weight for every named feature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FAR = 2.0
"""Beyond so many spreads from the mean a feature counts no more: nothing was learned of what is farther off."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The bias and, by feature, its mean, its spread and the weight of its distance from the mean in spreads."""

    bias: float
    features: dict[str, tuple[float, float, float]]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Weights:
        """From ``bias`` and ``features`` (name → [mean, spread, weight])."""
        features = {
            str(name): (float(mean), float(spread), float(weight))
            for name, (mean, spread, weight) in table["features"].items()
        }
        return cls(float(table["bias"]), features)

    def chance(self, named: Mapping[str, float]) -> float:
        """The chance, 0–1. Raises KeyError when a feature is not given."""
        total = self.bias + sum(
            weight * max(-FAR, min(FAR, (named[name] - mean) / spread))
            for name, (mean, spread, weight) in self.features.items()
        )
        return 1 / (1 + math.exp(-total))
