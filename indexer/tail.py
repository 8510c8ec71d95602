"""The order further down: past the first hits, what has the meaning and stands beside the best ones comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

HEAD = 20
"""The first so many are never moved."""
_COMPANY, _MEANING = 1.5, 2.0
"""What standing in the documents of the first ones and the nearness in meaning add at most; chosen on statute questions."""
_SOFTENED = 3


def reordered(
    scores: NDArray[np.float64], dense: NDArray[np.float64], documents: Sequence[Hashable]
) -> NDArray[np.float64]:
    """New scores for candidates given best first; those of the first ``HEAD`` stay, no other rises above them.

    ``dense``: the nearness in meaning, 0 to 1; ``documents``: where each candidate stands.
    """
    company = defaultdict[Hashable, float](float)
    for rank, document in enumerate(documents[:HEAD]):
        company[document] += 1 / (rank + _SOFTENED)
    total = sum(company.values())
    found = scores.copy()
    beside = np.array([company.get(document, 0.0) / total for document in documents[HEAD:]])
    found[HEAD:] = np.minimum(found[HEAD:], found[HEAD - 1 : HEAD])
    found[HEAD:] += _COMPANY * beside + _MEANING * np.clip(dense[HEAD:], 0, 1) - _COMPANY - _MEANING
    return found
