"""QC-CONS: one person with two offices that do not go together, and persons whose offices list and text exchange."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.duties.bodies import same, short
from kb.review.facts.posts import department
from kb.review.facts.table import Held
from kb.review.making import finding

_STAFF = re.compile(
    r"(?:信息|办事|业务|保管|管理|值班|监测|网格|技术|驾驶|炊事|护理|保洁|话务|调度)员$|干事$|科员$|护士$|厨师$|保安$|司机$"
)
_UNIT_DEPUTY = re.compile(r"^副(?:校长|院长|园长|总经理|厂长|矿长|镇长|乡长|县长|市长|区长|主席|经理|书记)$")
_LED = re.compile(r"(?P<body>[\u4e00-\u9fff]{2,14}?)(?:负责)?牵头,(?:由)?[^,。;]{0,12}?$")
_LEADING = re.compile(r"(?:领导小组|指挥部)$|^$")
_BODY = re.compile(r"(?:局|委|处|科|室|部|中心|所|站|大队|支队|院)$")

Pair = tuple[str, Held, str, Held, str]
"""A person, and two holdings with what each says of the person."""


def office_findings(table: Sequence[Held], checklists: Checklists, told: Collection[str] = ()) -> Iterator[Finding]:
    """One finding for each person of two offices, but those ``told`` already."""
    known = set(told)
    by_name: dict[str, list[Held]] = defaultdict(list)
    for each in table:
        if each.name:
            by_name[each.name].append(each)
    for name, one, words, other, theirs in (*_each(by_name, table), *_exchanged(by_name)):
        if name not in known:
            known.add(name)
            message = Message("office_conflict", {"name": name, "one": words, "other": theirs})
            yield finding(
                "QC-CONS", FindingSeverity.MEDIUM, message, [other.where, one.where], checklists, confidence=0.6
            )


def _each(by_name: dict[str, list[Held]], table: Sequence[Held]) -> Iterator[Pair]:
    for name, told in by_name.items():
        for one, other in combinations(told, 2):
            if one.line.clause.id == other.line.clause.id:
                continue
            words = (
                _deputy_and_head(one, other)
                or _two_departments(one, other)
                or _other_body(one, other)
                or _staff_and_head(one, other)
                or _two_groups(one, other)
            )
            if words:
                yield name, one, words[0], other, words[1]
                break
        else:
            yield from _no_deputy(name, told, table)


def _deputy_and_head(one: Held, other: Held) -> tuple[str, str] | None:
    """``副指挥长`` in the text and ``指挥长`` in the list of contacts."""
    if one.listed == other.listed or not one.post or not other.post:
        return None
    mine, theirs = (re.sub("^(?:常务|第一)?副", "", each.post) for each in (one, other))
    leading = all(_LEADING.search(each.organ or ("" if each.listed else each.group)) for each in (one, other))
    apart = ("副" in one.post) != ("副" in other.post)
    return (one.post, other.post) if mine == theirs and mine != "主任" and apart and leading else None


def _two_departments(one: Held, other: Held) -> tuple[str, str] | None:
    """Heads of two departments, of which neither can be the other in other words."""
    (mine, rank), (theirs, their_rank) = department(one.office), department(other.office)
    if not mine or not theirs or not _BODY.search(mine) or not _BODY.search(theirs):
        return None
    if rank != their_rank and {rank, their_rank} & {"书记", "院长", "校长", "经理", "主席", "会长"}:
        return None
    return None if _one(mine, theirs) else (one.office, other.office)


def _one(mine: str, theirs: str) -> bool:
    return same(mine, theirs) or mine in theirs or theirs in mine or short(mine) == short(theirs)


def _other_body(one: Held, other: Held) -> tuple[str, str] | None:
    """The head of one department, whom a row counts to another."""
    for text, row in ((one, other), (other, one)):
        mine = department(text.office)[0]
        known = not text.listed and row.listed and _BODY.search(mine) and _BODY.search(row.body)
        if known and not _one(mine, row.body) and not department(row.office)[0]:
            said = row.office if row.office.startswith(row.body) else f"{row.body}{row.office}"
            return (text.office, said) if text is one else (said, text.office)
    return None


def _staff_and_head(one: Held, other: Held) -> tuple[str, str] | None:
    """A head in one place who is on the staff in another."""
    for head, staff in ((one, other), (other, one)):
        if department(head.office)[0] and _STAFF.search(staff.office) and head.listed != staff.listed:
            return (one.office, other.office)
    return None


def _two_groups(one: Held, other: Held) -> tuple[str, str] | None:
    """The leader of two groups that two bodies have the lead of."""
    if one.post != "组长" or other.post != "组长" or one.listed or other.listed:
        return None
    groups = [each.organ or each.group for each in (one, other)]
    leads = [_LED.search(each.line.text[: each.line.text.find(each.name, each.start)]) for each in (one, other)]
    if groups[0] == groups[1] or not all(leads) or not all(group.endswith("组") for group in groups):
        return None
    bodies = [found["body"] for found in leads if found]
    return None if _one(*bodies) else (f"{groups[0]}组长", f"{groups[1]}组长")


def _no_deputy(name: str, told: Sequence[Held], table: Sequence[Held]) -> Iterator[Pair]:
    """``由副院长甲代行`` where 甲 heads a department everywhere else and others are the 副院长."""
    heads = [each for each in told if department(each.office)[0]]
    deputies = [each for each in told if _UNIT_DEPUTY.match(each.office)]
    if len(deputies) != 1 or not heads:
        return
    others = {each.name for each in table if each.name and each.name != name and each.office == deputies[0].office}
    if others:
        yield name, deputies[0], deputies[0].office, heads[0], heads[0].office


def _exchanged(by_name: dict[str, list[Held]]) -> Iterator[Pair]:
    """Two persons of whom each has in the list what the other has in the text."""
    sides: dict[str, tuple[dict[str, Held], dict[str, Held]]] = {}
    for name, told in by_name.items():
        text = {each.office: each for each in told if each.office and not each.listed}
        rows = {each.office: each for each in told if each.office and each.listed}
        if text and rows and not any(one in other or other in one for one in text for other in rows):
            sides[name] = text, rows
    for (name, (text, rows)), (name2, (text2, rows2)) in combinations(sides.items(), 2):
        mine = [(a, b) for a in text for b in rows2 if a in b or b in a]
        theirs = [(a, b) for a in text2 for b in rows if a in b or b in a]
        if mine and theirs:
            own, own2 = next(iter(rows.values())), next(iter(rows2.values()))
            yield name, text[mine[0][0]], mine[0][0], own, own.office
            yield name2, text2[theirs[0][0]], theirs[0][0], own2, own2.office
