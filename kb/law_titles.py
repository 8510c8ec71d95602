"""Titles of laws and regulations: without the name of the republic, and the one meant where a title was written wrong."""

from __future__ import annotations

import re
from collections import Counter
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
_REGULATION, _LEFT_OUT, _SAME_BEGINNING = "条例", 3, 6


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
        if same_words or (len(other) >= _LEAST_TITLE and (_one_slip(title, other) or _misremembered(title, other))):
            return other
    return ""


def _misremembered(title: str, other: str) -> bool:
    """Whether a regulation is written with only some of the words of a known one, or with other words after a long beginning of it."""
    if not (title.endswith(_REGULATION) and other.endswith(_REGULATION)) or title[:2] != other[:2]:
        return False
    fewer = not Counter(title) - Counter(other) and 0 <= len(other) - len(title) <= _LEFT_OUT
    return fewer or title.startswith(other[:_SAME_BEGINNING])


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
