"""QC-TEXT: a part of a sentence, a line, a row or several lines that stand twice in a row, as text copied by mistake does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import beside_heading, finding, place
from kb.review.text import HANZI, Body, normalise

_NUMBER = re.compile(
    r"^(?:\d+(?:\.\d+)+|第[一二三四五六七八九十百\d]+[条章节]|[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、])"
)
_ENDS = re.compile(r"[,.。;:、]+$")
_PART = re.compile(r"(?:^|(?<=[,;。!:、]))(?P<said>[^。;]{5,160}?)[,;。、](?P=said)(?=[,;。、]|$)")
"""A stretch from mark to mark that stands twice, one right after the other."""
_ORDINARY = re.compile(r"签[名字章]|盖章|年\D?月\D?日|^(?:联系)?(?:电话|姓名|单位|职务|手机)|[√□_×]")
_LEAST, _LEAST_NUMBERED, _LEAST_PART, _LONGEST_BLOCK = 5, 2, 6, 6


@dataclass(frozen=True, slots=True)
class _Unit:
    """A heading or a physical line: its words without number and last marks, its number, and where it stands."""

    words: str
    label: str
    where: Place
    row: bool
    dull: bool


def twice_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all that is written twice in a row."""
    twice = [*_lines_twice([unit for unit in _units(body) if unit.words]), *_parts_twice(body)]
    if twice:
        message = Message("sentence_twice", {"count": str(len(twice))})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, twice, checklists, confidence=0.9)


def _units(body: Body) -> Iterator[_Unit]:
    told = 0
    for line in body.lines:
        for head in body.heads[told : line.section + 1]:
            yield _Unit(_bare(head.text), head.number, beside_heading(body, head.index), row=False, dull=head.appendix)
        told = max(told, line.section + 1)
        start = 0
        for piece in line.clause.text.split("\n"):
            said = normalise(piece)
            dull = line.contents or line.form or bool(_ORDINARY.search(said))
            yield _Unit(
                _bare(said),
                said[: len(said) - len(_numberless(said))],
                place(line, start, start + len(said)),
                line.clause.table_row,
                dull,
            )
            start += len(said)


def _bare(text: str) -> str:
    return _ENDS.sub("", _numberless(text))


def _numberless(text: str) -> str:
    while found := _NUMBER.match(text):
        text = text[found.end() :]
    return text


def _lines_twice(units: list[_Unit]) -> Iterator[Place]:
    """Blocks of one line or several that equal the block right before them."""
    at = 1
    while at < len(units):
        size = next((size for size in range(1, min(at, _LONGEST_BLOCK) + 1) if _same(units, at, size)), 0)
        if size:
            yield units[at].where
        at += size or 1


def _same(units: list[_Unit], at: int, size: int) -> bool:
    first, second = units[at - size : at], units[at : at + size]
    least = _LEAST_NUMBERED if units[at].label and units[at].label == units[at - size].label else _LEAST
    return (
        len(second) == size
        and all(one.words == other.words and one.row == other.row for one, other in zip(first, second, strict=True))
        and not any(unit.dull for unit in (*first, *second))
        and sum(_hanzi(unit.words) for unit in second) >= least * size
    )


def _parts_twice(body: Body) -> Iterator[Place]:
    for line in body.lines:
        if not (line.contents or line.form or line.clause.table_row):
            for found in _PART.finditer(line.text):
                span = found.start("said"), found.end()
                if _hanzi(found["said"]) >= _LEAST_PART and "\n" not in line.verbatim(*span):
                    yield place(line, *span)


def _hanzi(text: str) -> int:
    return sum(map(len, HANZI.findall(text)))
