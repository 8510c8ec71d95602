"""The strict rule for gold quotes: the window that holds the quote must hold all its numbers and levels too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from indexer import evaluation
from indexer.evaluation import Judged, holds_quote
from kb.model import Hit

_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十]+级|(?<![A-Za-z])(?:IV|III|II|I|V)(?=级)")


def holds_strictly(quote: str, clause: str) -> bool:
    """Whether a window of the clause half longer than the quote holds it, numbers included. Both are ``normalised``."""
    if not holds_quote(quote, clause):
        return False
    numbers, size = set(_NUMBER.findall(quote)), int(len(quote) * 1.5) + 1
    starts = range(0, max(1, len(clause) - len(quote) // 2), max(3, len(quote) // 8))
    windows = (clause[start : start + size] for start in starts)
    return quote in clause or any(
        numbers <= set(_NUMBER.findall(window)) and holds_quote(quote, window) for window in windows
    )


def judge(hits: Sequence[Hit], gold: Sequence[Mapping[str, Any]]) -> Judged:
    """As ``indexer.evaluation.judge``, strictly."""
    return evaluation.judge(hits, gold, holds_strictly)
