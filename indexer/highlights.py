"""Where in a text the words that matter stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

Span = tuple[int, int]
_ORDER = "一二三四"
_LEVEL = re.compile(f"([{_ORDER}]级)")
_WHOLE = ("[0-9]", "[a-z]")
"""Characters that make one thing with their like beside them."""
_ONE_TO_ONE = re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001-\u3015\u2018-\u201d\n -~]*")
"""Texts of such characters keep their length when folded: Han, full-width forms, common marks, ASCII."""


def highlights(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Half-open code-point offsets of the words in ``text``, in order, joined where they touch.

    Words are folded already; text is compared after NFKC and lower-casing, character by character.
    """
    folded, origin = _with_origins(text)
    marked = [False] * len(text)
    for word in words:
        if len(word) < 2 and not word.isdigit():
            continue
        for match in _pattern(word).finditer(folded):
            for index in range(origin[match.start()], origin[match.end() - 1] + 1):
                marked[index] = True
    spans, start = list[Span](), None
    for index, on in enumerate([*marked, False]):
        if on and start is None:
            start = index
        elif not on and start is not None:
            spans.append((start, index))
            start = None
    return tuple(spans)


def _with_origins(text: str) -> tuple[str, Sequence[int]]:
    if _ONE_TO_ONE.fullmatch(text):
        return unicodedata.normalize("NFKC", text).lower(), range(len(text))
    folded = text.translate(_PIECES)
    if len(folded) == len(text):  # no piece is empty, so that each is one character
        return folded, range(len(text))
    pieces, origin = list[str](), list[int]()
    for index, character in enumerate(text):
        piece = _piece(character)
        pieces.append(piece)
        origin += [index] * len(piece)
    return "".join(pieces), origin


def _piece(character: str) -> str:
    return unicodedata.normalize("NFKC", character).lower()


class _Pieces(dict[int, str]):
    """What each code point becomes, worked out when first met."""

    def __missing__(self, point: int) -> str:
        self[point] = _piece(chr(point))
        return self[point]


_PIECES = _Pieces()


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """A word as a text may write it: levels also in Roman and Arabic figures; a number or Latin word is no part of a longer one."""
    parts = (_level(part) if _LEVEL.fullmatch(part) else re.escape(part) for part in _LEVEL.split(word))
    before, after = (next((kind for kind in _WHOLE if re.match(kind, end)), "") for end in (word[0], word[-1]))
    return re.compile((f"(?<!{before})" if before else "") + "".join(parts) + (f"(?!{after})" if after else ""))


def _level(word: str) -> str:
    at = _ORDER.index(word[0])
    return f"(?:(?<!十){word[0]}|(?<![a-z]){'i' * (at + 1) if at < 3 else 'iv'}|(?<![0-9.]){at + 1}) ?级"
