"""QC-CONS: persons told in two ways: a name one character off the usual one, an office that the list of contacts gives otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name, name_at
from kb.review.facts.entries import TITLE, Entry, entries, is_name, named, words
from kb.review.facts.phone_book import PHONE
from kb.review.making import finding, place
from kb.review.text import Body, Line

_HAN = "[\u4e00-\u9fff]"
_AROUND = 14
_ROW = 50
"""Characters that a line of a list of contacts has at most."""
_SHARED = 4
"""Characters in a row beside two short names that show one person is meant."""
_MOST_IN_LINE = 3
"""A line with more names is a list of people, among whom two may well be called alike."""
_TITLES = re.compile(rf"[\u4e00-\u9fff、]*{TITLE}")
_DEPUTIES = re.compile(r"副(?P<post>总指挥长?|指挥长|组长|队长)(?:\([^()]*\))?[:由为](?P<holders>[^。;\n]{2,160})")
_OF_BODY = re.compile(
    r"^(?P<body>[\u4e00-\u9fff]{2,}?)(?P<rank>局长|厅长|部长|科长|处长|所长|站长|院长|[总副]?经理|主任|书记)$"
)
_COMPARED = frozenset(["局长", "厅长", "部长", "科长", "处长", "所长", "站长", "院长"])
"""Ranks of which hardly anybody holds two."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A person with the titles beside the name in one place."""

    name: str
    titles: tuple[str, ...]
    line: Line
    listed: bool

    def where(self) -> Place:
        """The name where it stands."""
        at = max(0, self.line.text.find(self.name))
        return place(self.line, at, at + len(self.name))


def namesake_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each pair of names that mean one person, one for each person of two offices."""
    people: dict[str, list[_Told]] = defaultdict(list)
    for each in _people(body):
        people[each.name].append(each)
    for usual, other, where in _slips(body, people):
        message = Message("name_slip", {"one": other, "other": usual})
        places = [where, people[usual][0].where()]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)
    for name, one, other, found in (*_ranks(body, people), *_offices(people)):
        message = Message("office_conflict", {"name": name, "one": one, "other": other})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, found, checklists, confidence=0.6)


def _people(body: Body) -> Iterator[_Told]:
    for entry in entries(body):
        cells = _cells(entry)
        if cells:
            names = [cell for cell in cells if is_name(cell)]
            titles = [part for cell in cells if _TITLES.fullmatch(cell) for part in cell.split("、")]
            if len(names) == 1:
                yield _Told(names[0], tuple(titles), entry.line, listed=True)
            continue
        for word in words(re.sub(r"\([^()]*\)", "", entry.text)):
            name, rest = named(word)
            if name and name in entry.line.text:
                yield _Told(name, (rest,) if _TITLES.fullmatch(rest) else (), entry.line, listed=False)


def _cells(entry: Entry) -> list[str]:
    """The cells of a table's row, or the words of a line of a list with a phone; none for a sentence."""
    if entry.line.clause.table_row:
        return [cell.rpartition(":")[2] for cell in entry.text.split(";")]
    return words(entry.text) if PHONE.search(entry.text) and len(entry.text) < _ROW else []


# --------------------------------------------------------------------------- names one character off


def _slips(body: Body, people: dict[str, list[_Told]]) -> Iterator[tuple[str, str, Place]]:
    """The usual name, the one that differs from it, and where that stands."""
    told: set[frozenset[str]] = set()
    for usual in [name for name in people if 2 <= len(name) <= 3]:
        for line, at in _alike(body, usual):
            other = line.text[at : at + len(usual)]
            pair = frozenset((usual, other))
            if pair not in told and _one_person(body, people, usual, other, line, at):
                told.add(pair)
                yield usual, other, place(line, at, at + len(other))


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


def _one_person(body: Body, people: dict[str, list[_Told]], usual: str, other: str, line: Line, at: int) -> bool:
    if not can_be_name(other) or usual in line.text:
        return False
    if other not in people and name_at(line.text, at, prior=0.3) != other:
        return False
    if sum(name in line.text for name in people) > _MOST_IN_LINE and not line.clause.table_row:
        return _same_office(people, usual, other)
    own, their = ({title for each in people.get(name, ()) for title in each.titles} for name in (other, usual))
    if own and their:
        return _same_office(people, usual, other)
    if all(any(each.listed for each in people.get(name, ())) for name in (usual, other)):
        return False
    if len(usual) == 3:
        return body.whole.count(usual) > 1
    around = _context(line, at, len(other))
    return any(_share(around, _context(each.line, each.line.text.find(usual), len(usual))) for each in people[usual])


def _same_office(people: dict[str, list[_Told]], usual: str, other: str) -> bool:
    """Whether two names bear one title that names a body (``县气象局局长``), in a list and in the text."""
    mine, theirs = ({title for each in people.get(name, ()) for title in each.titles} for name in (other, usual))
    return any(len(title) >= _SHARED for title in mine & theirs)


def _context(line: Line, at: int, size: int) -> str:
    return line.text[max(0, at - _AROUND) : at] + "\n" + line.text[at + size : at + size + _AROUND]


def _share(one: str, other: str) -> bool:
    runs = {one[at : at + _SHARED] for at in range(len(one) - _SHARED + 1)}
    return any(re.fullmatch(rf"{_HAN}+", run) and run in other for run in runs)


# --------------------------------------------------------------------------- offices


def _ranks(body: Body, people: dict[str, list[_Told]]) -> Iterator[tuple[str, str, str, list[Place]]]:
    """Deputies of the text whom the list of contacts has as heads."""
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        for found in _DEPUTIES.finditer(line.text):
            holders = re.split(r"成员|[正]?组长:", found["holders"])[0]
            for name, told in people.items():
                if name not in holders:
                    continue
                for each in told:
                    if each.listed and found["post"] in each.titles:
                        at = line.text.find(name, found.start())
                        yield name, f"副{found['post']}", found["post"], [each.where(), place(line, at, at + len(name))]


def _offices(people: dict[str, list[_Told]]) -> Iterator[tuple[str, str, str, list[Place]]]:
    """Heads of two bodies at once, and two persons whose offices list and text exchange."""
    apart: list[tuple[_Told, _Told]] = []
    for told in people.values():
        texts = [each for each in told if each.titles and not each.listed and _OF_BODY.match(each.titles[0])]
        rows = [each for each in told if each.titles and each.listed]
        if len(texts) != 1 or len(rows) != 1:
            continue
        text, row = texts[0], rows[0]
        offices = [title for title in row.titles if _OF_BODY.match(title)]
        if offices and not any(_agree(text.titles[0], office) for office in offices):
            apart.append((text, row))
            if any(_two_bodies(text.titles[0], office) for office in offices):
                yield text.name, text.titles[0], "、".join(offices), [row.where(), text.where()]
                return
    for (text, row), (text2, row2) in combinations(apart, 2):
        if any(_agree(text.titles[0], office) for office in row2.titles) and any(
            _agree(text2.titles[0], office) for office in row.titles
        ):
            for one, other in ((text, row), (text2, row2)):
                yield one.name, one.titles[0], "、".join(other.titles), [other.where(), one.where()]


def _agree(one: str, other: str) -> bool:
    return one in other or other in one


def _two_bodies(one: str, other: str) -> bool:
    """Whether two titles of one rank name two bodies."""
    mine, theirs = _OF_BODY.match(one), _OF_BODY.match(other)
    if not mine or not theirs or mine["rank"] != theirs["rank"] or mine["rank"] not in _COMPARED:
        return False
    bodies = [re.sub(r"^[\u4e00-\u9fff]{0,4}?[省市县区镇乡]", "", each["body"]) for each in (mine, theirs)]
    return "副" not in one + other and not _agree(*bodies)
