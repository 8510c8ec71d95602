"""Titles of laws and regulations: without the name of the republic, and the one meant where a title was written wrong."""

from __future__ import annotations

import re
from collections.abc import Collection

NATION = "中华人民共和国"


def bare_title(title: str) -> str:
    """A title without 中华人民共和国 and with half-width brackets."""
    return title.removeprefix(NATION).replace("（", "(").replace("）", ")")


_KIND = re.compile(
    r"(?:实施条例|实施办法|实施细则|暂行办法|暂行规定|管理条例|管理办法|管理规定|条例|办法|规定|规则|细则|法)$"
)
_LEAST_STEM = 5
_LEAST_NATIONAL = 2
_LEAST_TITLE = 6


def near_title(title: str, known: Collection[str], *, national: bool = False) -> str:
    """The title meant by one that nobody gave: another kind on the same words, or one character more, less or other; else empty.

    Short words are taken for those of a known title only where the whole is ``national``, said to be of the republic.
    """
    if title in known or (len(title) < _LEAST_TITLE and not national):
        return ""
    stem = _KIND.sub("", title)
    for other in sorted(known):
        least = _LEAST_NATIONAL if national else _LEAST_STEM if other.endswith("法") else _LEAST_STEM - 1
        same_words = len(stem) >= least and stem != title and _KIND.sub("", other) == stem
        if same_words or (len(other) >= _LEAST_TITLE and _one_slip(title, other)):
            return other
    return ""


def _one_slip(one: str, other: str) -> bool:
    """Whether two texts differ in one character, none at the edge of a name that another place or kind would change."""
    if abs(len(one) - len(other)) > 1:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head >= 1 and max(len(one), len(other)) - head - tail == 1
