"""QC-ORG: departments called by names that they no longer bear."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.checklists import Checklists, Office
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding
from kb.review.text import MAX_QUOTE, MIN_QUOTE, Body, Line, pattern

_TITLES = re.compile(r"《[^《》]*》")
_EDGE = re.compile(r"[,。;、:|]")
_HISTORY = re.compile(r"原(?:国家|省|市|县|区|来的?)?$|[(]原[^)]*$")


def office_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for the former names that became old at one time, each place with its own name.

    Ways of writing one name are one name; a name within another is told with that alone.
    """
    groups: dict[tuple[FindingSeverity, str], list[tuple[str, Office, Place]]] = defaultdict(list)
    for line in body.lines:
        for office in checklists.offices:
            severity = _severity(office, body.document.date)
            groups[severity, office.since] += [(name, office, at) for name, at in _in_line(line, office)]
    for (severity, _), hits in groups.items():
        if hits:
            message = _message(hits)
            several = message.code == "former_offices"
            places = [replace(at, note=_one(name, office)) if several else at for name, office, at in hits]
            yield finding("QC-ORG", severity, message, places, checklists, confidence=0.85)


def _one(names: str, office: Office) -> Message:
    return Message("former_office", {"old": names, "now": office.now, "since": office.since})


def _message(hits: Sequence[tuple[str, Office, Place]]) -> Message:
    """What one finding says: of one body its names, of several each name with what it is now."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, office, _ in hits:
        if name not in names[office.now]:
            names[office.now].append(name)
    office = hits[0][1]
    if len(names) == 1:
        return _one("、".join(names[office.now]), office)
    pairs = "；".join(f"“{'、'.join(old)}”现为{now}" for now, old in names.items())
    return Message("former_offices", {"count": str(len(names)), "pairs": pairs, "since": office.since})


def _in_line(line: Line, office: Office) -> Iterator[tuple[str, Place]]:
    text = _TITLES.sub(lambda found: "\0" * len(found[0]), line.text)
    for found in pattern(office.old).finditer(text):
        if not _HISTORY.search(text[: found.start()]):
            yield found[0], _at_name(line, found.start(), found.end())


def _at_name(line: Line, start: int, end: int) -> Place:
    """The words from the name to the end of its part of the sentence; short ones go on to the next part, or begin earlier."""
    edges = [edge.start() for edge in _EDGE.finditer(line.text, end)] + [len(line.text)]
    last = next((edge for edge in edges if edge - start >= MIN_QUOTE), len(line.text))
    last = min(last, max(start + MAX_QUOTE, end))
    if last - start < MIN_QUOTE:
        before = [edge.end() for edge in _EDGE.finditer(line.text, 0, start) if last - edge.end() >= MIN_QUOTE]
        start = before[-1] if before else 0
    return Place(line.clause.id, line.verbatim(start, last))


def _severity(office: Office, issued: str) -> FindingSeverity:
    """Low where the plan was issued before the change: the name was right then."""
    before = bool(issued and office.since_date and issued < office.since_date)
    return FindingSeverity.LOW if before else FindingSeverity.MEDIUM
