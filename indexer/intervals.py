"""How sure a measured figure is: 95 % intervals of means and of shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_Z = 1.96
_RESAMPLES = 2_000


def bootstrap(values: Sequence[float]) -> list[float]:
    """Percentile interval of the mean over resampled queries, the same for equal values; [0, 0] for none."""
    if not values:
        return [0.0, 0.0]
    random = np.random.default_rng(0)
    drawn = random.integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.percentile(np.asarray(values, float)[drawn].mean(axis=1), [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def wilson(successes: int, count: int) -> list[float]:
    """Wilson's score interval of a share (Wilson 1927); [0, 1] when nothing was counted."""
    if not count:
        return [0.0, 1.0]
    share, spread = successes / count, _Z * _Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * float(np.sqrt(share * (1 - share) / count + spread / (4 * count))) / (1 + spread)
    return [round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)]
