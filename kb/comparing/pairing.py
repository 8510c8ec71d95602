"""Pairs of things in two plans that say the same: each at most once, the most alike first, equally alike ones in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_MOST = 400
"""Things of one plan that are paired at most: no plan has more, and the work grows with the product."""
PAIRED = 0.6
"""From which likeness of their words on two are taken for a pair."""


def pairs(mine: Sequence[T], theirs: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[T, T, float]]:
    """Pairs with their likeness 0–1; 0 says that two can be no pair."""
    scored = sorted(
        (
            (found, -at, -to)
            for at, one in enumerate(mine[:_MOST])
            for to, other in enumerate(theirs[:_MOST])
            if (found := likeness(one, other)) >= PAIRED
        ),
        reverse=True,
    )
    used_mine, used_theirs = set[int](), set[int]()
    chosen = []
    for found, at, to in scored:
        if at not in used_mine and to not in used_theirs:
            used_mine.add(at)
            used_theirs.add(to)
            chosen.append((mine[-at], theirs[-to], found))
    return chosen


def masked(text: str) -> str:
    """The Chinese words of a normalised text without its numbers and punctuation."""
    return re.sub(r"[^\u4e00-\u9fff]", "", re.sub(r"\d+(?:\.\d+)?[百千万亿]?", "", text))
