"""QC-CONS: what the list of contacts says of a post or of the duty phone, and what the text says of it, are not the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name, name_at
from kb.review.making import finding, place
from kb.review.text import Body, Line, normalise

_PHONE = re.compile(r"(?<!\d)(?:(?P<area>0\d{2,3})[-—–]?)?(?P<number>[2-9]\d{6,7}|1[3-9]\d{9})(?!\d)")
_GROUP = r"[\u4e00-\u9fff]{2,10}?组"
_OFFICE = "办公室主任"
_HEAD = rf"总指挥|指挥长|组长|{_OFFICE}"
_LISTED_POST = re.compile(rf"(?<!副)(?:(?P<group>{_GROUP})(?=组长))?(?P<head>{_HEAD})")
_SAID = re.compile(rf"(?<!副)(?P<head>{_HEAD})(?::|由|为)(?P<name>[\u4e00-\u9fff]{{2,4}})(?=[(,。;]|担任|$)")
_BEFORE_POST = re.compile(rf"[\u4e00-\u9fff]{{2,3}}(?=副?(?:{_HEAD}))")
_OFFICE_HELD = re.compile(r"办公室[^。;]*?(?<!副)主任由[^,。;]{0,16}?(?P<name>[\u4e00-\u9fff]{2,3})(?:担任|兼任)")
_OF_GROUP = re.compile(rf"(?P<group>{_GROUP})(?=[:由,(])")
_MARKS = ";|:,、()-.0123456789"
_DUTY = re.compile(r"值班|值守|应急救援电话|应急电话|报警电话")
_NEARBY = 14
_PRIOR = 0.3
"""How likely a name is where one is looked for."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Who holds a post (``后勤保障组组长``, ``指挥长``), and where that is said."""

    post: str
    name: str
    where: Place


def contact_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each post whose holder is another in the list of contacts."""
    listed: dict[str, list[_Entry]] = defaultdict(list)
    for entry in _listed(body):
        listed[entry.post].append(entry)
    for said in _said(body):
        names = {entry.name for entry in listed.get(said.post, ())}
        if len(names) == 1 and said.name not in names and (_name(said.name) or _alike(said.name, *names)):
            entry = listed[said.post][0]
            message = Message("post_conflict", {"post": said.post, "one": said.name, "other": entry.name})
            yield finding(
                "QC-CONS", FindingSeverity.MEDIUM, message, [said.where, entry.where], checklists, confidence=0.7
            )


def _listed(body: Body) -> Iterator[_Entry]:
    """The posts of a list of contacts: a name, its posts and a phone on one line, or the post before the name."""
    for line in body.lines:
        if not _is_listed(line):
            continue
        for text in filter(None, map(normalise, line.clause.text.split("\n"))):
            phone = _PHONE.search(text)
            name, posts = _named(text[: phone.start()].strip(_MARKS)) if phone else ("", "")
            at = line.text.find(text)
            if name and at >= 0:
                where = place(line, at, at + len(text))
                for post in _LISTED_POST.finditer(posts):
                    yield _Entry(f"{post['group'] or ''}{post['head']}", name, where)


def _named(text: str) -> tuple[str, str]:
    """The name that a text begins or ends with, and the rest."""
    first = name_at(text, 0, prior=_PRIOR)
    if 2 <= len(first) <= 4:
        return first, text[len(first) :]
    before = _BEFORE_POST.match(text)
    if before and can_be_name(before[0]):
        return before[0], text[before.end() :]
    for length in (3, 2, 4):
        if _name(text[-length:]):
            return text[-length:], text[:-length]
    return "", ""


def _said(body: Body) -> Iterator[_Entry]:
    """The posts that the text fills with a name; the 组长 of a group with the name of the group that the sentence begins with."""
    for line in body.lines:
        if _is_listed(line) or line.contents:
            continue
        office = _OFFICE_HELD.search(line.text)
        holder = next((office["name"][-size:] for size in (3, 2) if office and _name(office["name"][-size:])), "")
        if office and holder:
            yield _Entry(_OFFICE, holder, place(line, office.end("name") - len(holder), office.end()))
        for found in _SAID.finditer(line.text):
            if not can_be_name(found["name"]):
                continue
            group = ""
            if found["head"] == "组长":
                named = _OF_GROUP.findall(line.text[: found.start()])
                if not named:
                    continue
                group = named[-1]
            yield _Entry(f"{group}{found['head']}", found["name"], place(line, found.start("head"), found.end("name")))


def _name(text: str) -> str:
    """The text if it is a name of a person."""
    return text if can_be_name(text) and name_at(text, 0, prior=_PRIOR) == text else ""


def duty_phone_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """A duty phone of the text that no list has, beside the only duty phone of the list, which differs in two digits at the most."""
    numbers: list[tuple[Line, int, int, str, bool]] = []
    for line in body.lines:
        for found in _PHONE.finditer(line.text):
            duty = bool(_DUTY.search(line.text[max(0, found.start() - _NEARBY) : found.start()]))
            numbers.append((line, *found.span(), found["number"], duty))
    listed = {number: (line, start, end) for line, start, end, number, _ in numbers if _is_listed(line)}
    duties = {number for line, _, _, number, duty in numbers if duty and _is_listed(line)}
    for line, start, end, number, duty in numbers:
        alike = [other for other in duties if _alike(number, other)]
        if duty and number not in listed and len(alike) == 1:
            message = Message("phone_conflict", {"pairs": f"值班电话（尾号{number[-4:]}与尾号{alike[0][-4:]}）"})
            places = [place(line, start, end), place(*listed[alike[0]])]
            yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
            return


def _is_listed(line: Line) -> bool:
    return line.appendix or line.clause.table_row


def _alike(one: str, other: str) -> bool:
    """Whether two numbers or names of one length differ in two places at the most (names, which are short, in one)."""
    return len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= (
        2 if len(one) > 4 else 1
    )
