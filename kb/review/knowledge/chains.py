"""QC-NUM: quantities of one thing that are told the wrong way round: a warning level of water above the guaranteed one, more homes than people.

Only numbers of one sentence or one row of a table are compared: other places speak of other things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.phrases import Phrase
from kb.review.making import finding, place
from kb.review.text import Body, Line

_VALUE = r"(?:\([^()\d]{1,8}\))?(?:约|为|是|达|:|=|分别为)*(?P<number>-?\d{1,9}(?:\.\d+)?)(?P<unit>[百千万亿]{0,2}[\u4e00-\u9fff℃]{0,4})"
_BESIDE = r"(?<![超过于距离达至到低高近])"
_HOMES = re.compile(
    r"(?<![\d.])(?P<homes>\d{1,6})户[,、]?(?:共|计|共计|约|合计|总计)?(?<![\d.])(?P<people>\d{1,7})(?:余)?人(?![次均])"
)


def chain_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all pairs of quantities of which the smaller is told to be the greater."""
    hits: list[tuple[str, Place]] = []
    for names in checklists.chains:
        lines = [set(body.lines_having(Phrase(name).keys)) for name in names]
        shared = {at for one, other in combinations(lines, 2) for at in one & other}
        for at in sorted(shared):
            if not body.lines[at].contents:
                hits += _turned(body.lines[at], names)
    for at in body.lines_having({"户"}):
        hits += _homes(body.lines[at])
    if hits:
        message = Message("amount_turned", {"amounts": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _turned(line: Line, names: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    spans = [(0, len(line.text))] if line.clause.table_row else list(line.sentences())
    for first, last in spans:
        text = line.text[first:last]
        told = [list(_named(name).finditer(text)) for name in names]
        for low, high in combinations([each[0] for each in told if len(each) == 1], 2):
            if low["unit"][:2] == high["unit"][:2] and float(low["number"]) > float(high["number"]):
                start, end = min(low.start(), high.start()), max(low.end("number"), high.end("number"))
                yield f"{low[0]}、{high[0]}", place(line, first + start, first + end)


def _homes(line: Line) -> Iterator[tuple[str, Place]]:
    for found in _HOMES.finditer(line.text):
        if float(found["homes"]) > float(found["people"]) > 0:
            yield found[0], place(line, *found.span())


@cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(f"{_BESIDE}(?:{name}){_VALUE}")
