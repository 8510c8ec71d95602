"""QC-XREF: the contents page held against the headings — entries without a heading, under another number or another title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.numbering import leading_number, tidy
from kb.review.making import beside_heading, finding
from kb.review.text import Body, Head, normalise

_TITLE = re.compile(r"^(?:目录|目次|contents)$", re.IGNORECASE)
_TAIL = re.compile(r"[.．…·・‧⋯\-—_:：\s]*(?:\d{1,4}|[ivx]{1,5})?[.．…·・‧⋯\-—_:：\s]*$", re.IGNORECASE)
_JOINED = re.compile(r"[.．…·・‧⋯]{2,}|[\u4e00-\u9fff]\d+[.．]\d")
_MARKS = re.compile(r"[^\u4e00-\u9fffA-Za-z\d]")
_ANNEX = re.compile(r"^附(?:件|录|表|图)?[\d一二三四五六七八九十]*[:：.、]?")
_LEAST = 5
_KNOWN = 0.7
"""A contents page of which fewer entries are headings was read badly, or belongs to a longer text."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the contents page: as printed, its number and name made comparable, and the clause it stands in, if in any."""

    said: str
    number: str
    name: str
    clause_id: str = ""


def contents_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for entries without a heading, one for those that stand under another number or title in the text."""
    entries = _entries(body)
    titles = {_plain(head.text) for head in body.heads if head.text}
    lines = _openings(body)
    known = [entry for entry in entries if _stands(entry, titles, lines)]
    if len(known) < max(_LEAST, _KNOWN * len(entries)):
        return
    heads = {
        _number(head.number): head
        for head in reversed(body.heads)
        if head.number and (not head.appendix or head.number.startswith("附"))
    }
    listed = {_plain(entry.name) for entry in entries}
    absent: list[tuple[str, Place]] = []
    other: list[tuple[str, Place]] = []
    for entry in entries:
        head = heads.get(entry.number) if entry.number else None
        if entry not in known:
            if head and _plain(head.text) not in listed and not _cut(entry, head):
                other += _pair(entry, head, body)
            elif not _run_on(entry, titles):
                absent.append((entry.said, _at(entry, _before(entry, entries, heads), body)))
        elif not (head and _same(entry.name, head.text)) and (own := _only(entry, entries, body)):
            other += _pair(entry, own, body)
    if other:
        message = Message("contents_other", {"entries": "、".join(dict.fromkeys(said for said, _ in other))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in other], checklists, confidence=0.8)
    if absent:
        message = Message("contents_differ", {"entries": "、".join(dict.fromkeys(f"“{said}”" for said, _ in absent))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in absent], checklists, confidence=0.7)


def _entries(body: Body) -> list[_Entry]:
    """The lines of the contents page, or of a paragraph before the first heading in which headings are listed.

    Lines without a number are left out where most have one, lines into which several entries ran in any case.
    """
    pieces = [(piece, "") for text in body.document.contents for piece in text.split("\n")]
    if len(pieces) < _LEAST:
        front = [line.clause for line in body.lines if line.section < 0 and line.clause.text.count("\n") > 1]
        pieces = [(piece, clause.id) for clause in front for piece in clause.text.split("\n")]
    found = [entry for piece, clause_id in pieces if (entry := _entry(piece, clause_id))]
    numbered = sum(bool(entry.number) for entry in found)
    return found if numbered < len(found) * _KNOWN else [entry for entry in found if entry.number]


def _entry(piece: str, clause_id: str) -> _Entry | None:
    said = _TAIL.sub("", tidy(piece).strip("-•* "))
    parts = leading_number(said)
    number, name = (_number(parts[0].label), normalise(parts[1])) if parts else ("", normalise(said))
    if len(_plain(name)) < 2 or _TITLE.match(normalise(piece)) or _JOINED.search(name):
        return None
    return _Entry(said, number, name, clause_id)


def _number(label: str) -> str:
    return normalise(label).strip(".、:：")


def _plain(name: str) -> str:
    return _ANNEX.sub("", _MARKS.sub("", normalise(name)))


def _openings(body: Body) -> str:
    """How all lines begin, for headings that were read as text."""
    return "\n".join(_MARKS.sub("", line.text[:60]) for line in body.lines if line.section >= 0)


def _stands(entry: _Entry, titles: set[str], lines: str) -> bool:
    name = _plain(entry.name)
    return name in titles or name in lines


def _run_on(entry: _Entry, titles: set[str]) -> bool:
    """Whether several entries stand in one line, or one is cut off: a heading is part of it, or it of a heading."""
    name = _plain(entry.name)
    return any(title in name or name in title for title in titles if len(title) >= 2)


def _cut(entry: _Entry, head: Head) -> bool:
    """Whether the entry is the heading with its end lost, as happens where a line is wrapped."""
    return _plain(head.text).startswith(_plain(entry.name))


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _only(entry: _Entry, entries: list[_Entry], body: Body) -> Head | None:
    """The heading of the entry's name, if that name stands once on either side and under another number of the same kind."""
    own = [head for head in body.heads if _same(head.text, entry.name)]
    if len(own) != 1 or sum(_same(entry.name, each.name) for each in entries) != 1:
        return None
    return (
        own[0] if _sort(own[0].number) == _sort(entry.number) != "" and _number(own[0].number) != entry.number else None
    )


def _sort(number: str) -> str:
    return "annex" if number.startswith("附") else "decimal" if "." in number else ""


def _pair(entry: _Entry, head: Head, body: Body) -> Iterator[tuple[str, Place]]:
    said = f"目录“{entry.said}”—正文“{head.number} {head.text}”"
    yield said, _at(entry, head.index, body)
    yield said, beside_heading(body, head.index)


def _at(entry: _Entry, index: int, body: Body) -> Place:
    """The entry as printed, told at the clause where its heading stands or should stand."""
    return Place(entry.clause_id or beside_heading(body, index).clause_id, entry.said, heading=not entry.clause_id)


def _before(entry: _Entry, entries: list[_Entry], heads: dict[str, Head]) -> int:
    """The heading of the nearest earlier entry that has one."""
    for each in reversed(entries[: entries.index(entry)]):
        if each.number in heads:
            return heads[each.number].index
    return 0
