"""QC-LAW: numbers that rules fix (``kb.known``) and a plan tells otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.known import Known
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern


def fixed_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each thing that rules fix otherwise."""
    hits: dict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)
    for known in checklists.known:
        if known.types and plan_type not in known.types:
            continue
        for at in body.lines_having(known.phrase.keys):
            if not body.lines[at].contents:
                hits[known.say, known.basis] += _in_line(body.lines[at], known, body.title)
    for (say, basis), found in hits.items():
        if found:
            message = Message(
                "fixed_number", {"said": "、".join(dict.fromkeys(said for said, _ in found)), "right": say}
            )
            yield finding(
                "QC-LAW",
                FindingSeverity.MEDIUM,
                message,
                [at for _, at in found],
                checklists,
                basis=basis,
                confidence=0.7,
            )


def _in_line(line: Line, known: Known, title: str) -> Iterator[tuple[str, Place]]:
    where = pattern(known.where).search
    for found in known.phrase.pattern.finditer(line.text):
        number = next(value for value in found.groups() if value)
        first, last = line.sentence(found.start())
        in_context = not known.where or where(line.text[first:last]) or where(title) or any(map(where, line.heads))
        if in_context and not known.allows(float(number)):
            yield found[0][-24:], place(line, *found.span())
