"""QC-CONS: a name one character off the usual one of the same person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name, name_at
from kb.review.facts.table import Held
from kb.review.making import finding, place
from kb.review.text import Body, Line

_HAN = "[\u4e00-\u9fff]"
_AROUND = 14
_SHARED = 4
"""Characters in a row beside two short names that show one person is meant."""
_MOST_IN_LINE = 3
"""A line with more names is a list of people, among whom two may well be called alike."""


def namesake_findings(body: Body, table: Sequence[Held], checklists: Checklists) -> Iterator[Finding]:
    """One finding for each pair of names that mean one person."""
    people: dict[str, list[Held]] = defaultdict(list)
    for each in table:
        if each.name:
            people[each.name].append(each)
    for usual, other, where in _slips(body, people):
        message = Message("name_slip", {"one": other, "other": usual})
        places = [where, _name_in(people[usual][0])]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _slips(body: Body, people: dict[str, list[Held]]) -> Iterator[tuple[str, str, Place]]:
    """The usual name, the one that differs from it, and where that stands."""
    told: set[frozenset[str]] = set()
    for usual in [name for name in people if 2 <= len(name) <= 3]:
        for line, at in _alike(body, usual):
            other = line.text[at : at + len(usual)]
            pair = frozenset((usual, other))
            if pair not in told and _one_person(body, people, usual, other, line, at):
                told.add(pair)
                yield usual, other, place(line, at, at + len(other))


def _name_in(one: Held) -> Place:
    """The name where it stands."""
    at = max(0, one.line.text.find(one.name, one.start))
    return place(one.line, at, at + len(one.name))


def _titles(one: Held) -> list[str]:
    return [title for title in (one.office, (one.organ or one.group) + one.post if one.post else "") if title]


def _alike(body: Body, name: str) -> Iterator[tuple[Line, int]]:
    forms = [name[:-1] + _HAN] if len(name) == 2 else [name[:at] + _HAN + name[at + 1 :] for at in range(3)]
    source = re.compile("|".join(forms))
    for found in source.finditer(body.whole):
        if found[0] == name or body.whole.count(found[0]) != 1:
            continue
        for line in body.lines:
            at = line.text.find(found[0])
            if at >= 0:
                yield line, at


def _one_person(body: Body, people: dict[str, list[Held]], usual: str, other: str, line: Line, at: int) -> bool:
    if not can_be_name(other) or usual in line.text:
        return False
    if other not in people and name_at(line.text, at, prior=0.3) != other:
        return False
    if sum(name in line.text for name in people) > _MOST_IN_LINE and not line.clause.table_row:
        return _same_office(people, usual, other)
    own, their = ({title for each in people.get(name, ()) for title in _titles(each)} for name in (other, usual))
    if own and their:
        return _same_office(people, usual, other)
    if all(any(each.listed for each in people.get(name, ())) for name in (usual, other)):
        return False
    if len(usual) == 3:
        return body.whole.count(usual) > 1
    around = _context(line, at, len(other))
    return any(_share(around, _context(each.line, each.line.text.find(usual), len(usual))) for each in people[usual])


def _same_office(people: dict[str, list[Held]], usual: str, other: str) -> bool:
    """Whether the titles of two names share a body (``县气象局局长``, ``县气象局现场负责人``)."""
    mine, theirs = ({title for each in people.get(name, ()) for title in _titles(each)} for name in (other, usual))
    return any(_share(one, two) for one in mine for two in theirs)


def _context(line: Line, at: int, size: int) -> str:
    return line.text[max(0, at - _AROUND) : at] + "\n" + line.text[at + size : at + size + _AROUND]


def _share(one: str, other: str) -> bool:
    runs = {one[at : at + _SHARED] for at in range(len(one) - _SHARED + 1)}
    return any(re.fullmatch(rf"{_HAN}+", run) and run in other for run in runs)
