"""Whether a law or plan is in force, as far as its own text and known newer editions tell."""

from __future__ import annotations

import re

from kb.model import Validity

_NEWER: tuple[tuple[str, str, Validity], ...] = (
    ("突发事件应对法", "2024-06-28", Validity.SUPERSEDED),
    ("突发事件应急预案管理办法", "2024-01-31", Validity.SUPERSEDED),
    ("生产安全事故应急预案管理办法", "2019-07-11", Validity.SUPERSEDED),
    ("国家突发公共事件总体应急预案", "2025-02-25", Validity.REPEALED),
    ("国家突发事件总体应急预案", "2025-02-25", Validity.SUPERSEDED),
    ("国家地震应急预案", "2025-10-11", Validity.SUPERSEDED),
    ("国家自然灾害救助应急预案", "2024-01-20", Validity.SUPERSEDED),
    ("国家森林火灾应急预案", "2020-10-26", Validity.REPEALED),
    ("全国草原火灾应急预案", "2020-10-26", Validity.REPEALED),
    ("国家防汛抗旱应急预案", "2022-05-30", Validity.SUPERSEDED),
)
"""Title (without 中华人民共和国), date of the edition in force, what older ones are; each verified in domain/citations.json."""
_SAYS_REPEALED = re.compile(
    r"^[（(]?(?:本(?:法|条例|办法|规定|预案|文件))?(?:已|现已|于.{4,12})?(?:被)?(?:废止|失效)|[（(](?:已)?(?:废止|失效)[）)]"
)
_CURRENT = re.compile(r"(?:现行有效|有效性[：:]\s*有效)")


def validity_of(title: str, date: str, front: str) -> Validity:
    """``date`` is the ISO date of this edition, ``front`` the text around the title."""
    bare = re.sub(r"^中华人民共和国|[《》\s]", "", title)
    if _SAYS_REPEALED.search(title) or any(_SAYS_REPEALED.search(line) for line in front.split("\n")):
        return Validity.REPEALED
    for name, since, state in _NEWER:
        if bare != name:
            continue
        if state is Validity.REPEALED or (date and date < since[: len(date)]):
            return state
        return Validity.IN_FORCE if date else Validity.UNKNOWN
    if _CURRENT.search(front):
        return Validity.IN_FORCE
    return Validity.UNKNOWN
