"""Where in a text the words that matter stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

Span = tuple[int, int]


def highlights(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Half-open code-point offsets of the words in ``text``, in order, joined where they touch.

    Words are folded already; text is compared after NFKC and lower-casing, character by character.
    """
    folded, origin = _with_origins(text)
    marked = [False] * len(text)
    for word in words:
        if len(word) < 2 and not word.isdigit():
            continue
        for variant in _variants(word):
            at = folded.find(variant)
            while at >= 0:
                for index in range(origin[at], origin[at + len(variant) - 1] + 1):
                    marked[index] = True
                at = folded.find(variant, at + 1)
    spans, start = list[Span](), None
    for index, on in enumerate([*marked, False]):
        if on and start is None:
            start = index
        elif not on and start is not None:
            spans.append((start, index))
            start = None
    return tuple(spans)


def _with_origins(text: str) -> tuple[str, list[int]]:
    pieces, origin = list[str](), list[int]()
    for index, character in enumerate(text):
        piece = unicodedata.normalize("NFKC", character).lower()
        pieces.append(piece)
        origin += [index] * len(piece)
    return "".join(pieces), origin


def _variants(word: str) -> tuple[str, ...]:
    """How a text may write a level: 一级, i级, 1级."""
    if len(word) == 2 and word[1] == "级" and word[0] in "一二三四":
        order = "一二三四".index(word[0])
        return word, ("i级", "ii级", "iii级", "iv级")[order], f"{order + 1}级"
    return (word,)
