"""Heads and their deputies in the table of who holds what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.review.facts.table import VICE, Held
from kb.review.text import Body

_NEAR = 6
"""Lines between a head and the deputies of one section."""


def pairs(body: Body, table: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    """Every deputy of the text with the head whose deputy it is: the nearest of the same post in the section, before it if there is one."""
    at = {id(line): number for number, line in enumerate(body.lines)}
    heads: dict[tuple[str, int], list[Held]] = defaultdict(list)
    for each in table:
        if each.post and "副" not in each.post:
            heads[each.post, each.line.section].append(each)
    for deputy in table:
        noun = re.sub(f"^{VICE}", "", deputy.post)
        if noun == deputy.post:
            continue
        here = at[id(deputy.line)], deputy.start
        near = [
            each
            for each in heads[noun, deputy.line.section]
            if each.listed == deputy.listed
            and abs(at[id(each.line)] - here[0]) <= _NEAR
            and (not deputy.organ or not each.organ or each.organ == deputy.organ)
        ]
        before = [each for each in near if (at[id(each.line)], each.start) <= here]
        if near:
            yield (before[-1] if before else near[0]), deputy
