"""QC-CONS: who answers for which unit, told by an enumeration and by a table, and one deputy told twice in the place of two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.facts.entries import is_name
from kb.review.facts.table import Held
from kb.review.making import finding, place
from kb.review.text import Body

_ENUMERATED = re.compile(
    r"(?:(?<=[、,;:。])|^)(?P<unit>[\u4e00-\u9fff]{1,6}?(?:组|村|队|班|片区?|社区|小区|车间|工段|楼|院))"
    r"(?:组长|队长|班长|负责人|责任人|主任|书记|楼长)?[:由为是]?(?P<name>[\u4e00-\u9fff]{2,4})(?=[、,;。(]|$)"
)
_ROW = re.compile(r"(?:^|;)(?:[^:;]*:)?(?P<cell>[^:;]+)")
_LEAST = 2
"""One pair alone may be anything."""


def unit_findings(body: Body, table: Sequence[Held], checklists: Checklists) -> Iterator[Finding]:
    """One finding for each unit that a table gives to another unit's person, one for each deputy told twice."""
    for what, one, other, places in (*_rows(body), *_twice(table)):
        message = Message("post_conflict", {"post": what, "one": one, "other": other})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _rows(body: Body) -> Iterator[tuple[str, str, str, list[Place]]]:
    """Rows whose one person is, by the text, in charge of another unit, while the text names somebody else for this one."""
    told = _enumerated(body)
    for line in body.lines if told else []:
        if not line.clause.table_row or line.contents:
            continue
        cells = [(found["cell"], found.start("cell")) for found in _ROW.finditer(line.text)]
        units = [cell for cell, _ in cells if cell in told]
        names = [(cell, at) for cell, at in cells if is_name(cell)]
        if len(units) != 1 or len(names) != 1:
            continue
        (name, at), (right, where) = names[0], told[units[0]]
        others = [unit for unit, (person, _) in told.items() if person == name]
        if others and name != right and units[0] not in others:
            yield f"{units[0]}负责人", right, name, [where, place(line, at, at + len(name))]


def _enumerated(body: Body) -> dict[str, tuple[str, Place]]:
    """The person of each unit by the enumerations of the text, where these agree."""
    told: dict[str, dict[str, Place]] = defaultdict(dict)
    for line in body.lines:
        if line.contents or line.clause.table_row:
            continue
        pairs = [found for found in _ENUMERATED.finditer(line.text) if is_name(found["name"])]
        if len({found["name"] for found in pairs}) >= _LEAST:
            for found in pairs:
                told[found["unit"]].setdefault(found["name"], place(line, *found.span()))
    return {unit: next(iter(people.items())) for unit, people in told.items() if len(people) == 1}


def _twice(table: Sequence[Held]) -> Iterator[tuple[str, str, str, list[Place]]]:
    """Two tasks of a line given to one deputy by name, while another who holds the same post has none in it."""
    holders: dict[str, dict[str, Held]] = defaultdict(dict)
    by_line: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for each in table:
        if not (each.name and "副" in each.post):
            continue
        if each.office:
            holders[each.post].setdefault(each.name, each)
        elif not each.listed:
            by_line[each.post, each.line.clause.id].append(each)
    for (post, clause), here in by_line.items():
        counted = Counter(each.name for each in here)
        known = [each for each in holders[post].values() if each.line.clause.id != clause]
        left = [each for each in known if each.name not in here[0].line.text]
        double = [name for name, count in counted.items() if count > 1 and any(each.name == name for each in known)]
        if len(double) == 1 and len(left) == 1 and _apart(here, double[0]):
            told = [each.where for each in here if each.name == double[0]][1:]
            yield post, left[0].name, double[0], [left[0].where, *told]


def _apart(here: Sequence[Held], name: str) -> bool:
    """Whether each mention of the deputy begins a part of the line."""
    starts = [each.start for each in here if each.name == name]
    return all(at == 0 or here[0].line.text[at - 1] in ",;。:" for at in starts)
