"""A run of Chinese characters cut into the most probable words, and what that costs: words by how often jieba's corpus has them."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache

_LONGEST = 6
_MODERN = 300
"""How often a word is taken to occur that newer texts use and the dictionary lacks."""
_UNKNOWN = 2.0


@cache
def vocabulary() -> dict[str, int]:
    """jieba's dictionary: word → how often its corpus has it; beginnings of words are in it with 0."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.initialize()
    found: dict[str, int] = jieba.dt.FREQ
    return found


@cache
def _total() -> float:
    import jieba

    vocabulary()
    return math.log(jieba.dt.total)


def cut(run: str, modern: Collection[str] = ()) -> list[tuple[int, int]]:
    """The bounds of the words of the cheapest cut."""
    return cheapest(run, modern)[1]


def cheapest(run: str, modern: Collection[str]) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest cut: what it costs, and the bounds of its words."""
    words, total = vocabulary(), _total()
    best, back = [0.0] + [math.inf] * len(run), [0] * (len(run) + 1)
    for start in range(len(run)):
        reached = best[start] + total
        for end in range(start + 1, min(len(run), start + _LONGEST) + 1):
            word = run[start:end]
            known = words.get(word)
            often = max(known or 0, _MODERN if word in modern else 0)
            if often or end - start == 1:
                price = reached + (-math.log(often) if often else _UNKNOWN)
                if price < best[end]:
                    best[end], back[end] = price, start
            if known is None and not modern:
                break  # the vocabulary has every beginning of its words
    bounds: list[tuple[int, int]] = []
    end = len(run)
    while end:
        bounds.append((back[end], end))
        end = back[end]
    return best[-1], bounds[::-1]
