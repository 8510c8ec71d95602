"""QC-XREF: numbers that skip — headings, items and rows counted 1, 2, 4, where what stood between was lost or never written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.numbering import Family, Number, chinese_value, leading_number, tidy
from kb.numerals import chinese_numeral
from kb.review.making import finding, place
from kb.review.text import Body, Line

_COUNTED = frozenset(Family) - {Family.ANNEX, Family.CASE, Family.LETTER, Family.PART}
_MOST = 2
"""Numbers that skip further were hardly counted in one sequence."""
_INSIDE = re.compile(
    r"(?<=[:：;；。，,])\s*(?:[（(]([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[）)]|([①-⑳])|(\d{1,2})[.．、](?=[\u4e00-\u9fff]))"
)
_FIRST_AFTER = re.compile(r"[:：]$")
_ITEM_ID = re.compile(r"/(?:（.{1,3}）|[①-⑳])(?:¶\d+)?$")
_SHOWN = 30
_ROW = re.compile(r"^(?:序号|编号):(\d{1,3});")
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class _Step:
    """One number met: what it counts under, its value and label, and the line where a reader finds it."""

    group: tuple[object, ...]
    number: Number
    at: int
    level: int = 0


def skipped_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all places at which a number skips."""
    hits = [*_between(body), *(hit for line in body.lines for hit in _within(line))]
    if hits:
        message = Message("number_skipped", {"steps": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _between(body: Body) -> Iterator[tuple[str, Place]]:
    """Skips from heading to heading, item to item, row to row."""
    last: dict[tuple[object, ...], _Step] = {}
    for step in _steps(body):
        before = last.get(step.group)
        last[step.group] = step
        if before is None and _starts_late(step, body):
            yield f"从{step.number.label}开始", _at(body.lines[step.at])
        if before is not None and _falls_back(before, step):
            yield f"{before.number.label}之后是{step.number.label}", _at(body.lines[step.at])
        if before is None or not 1 < step.number.value - before.number.value <= 1 + _MOST:
            continue
        between = range(before.number.value + 1, step.number.value)
        if not any(_stands(_label(step.number, value), body, before.at, step.at) for value in between):
            yield f"{before.number.label}之后是{step.number.label}", _at(body.lines[step.at])


def _falls_back(before: _Step, step: _Step) -> bool:
    """Whether a heading bears the number of the one before it, or a lower one that does not begin anew."""
    head = step.group[0] == "head" and step.number.family is Family.DECIMAL
    article = step.number.label.endswith("条") and before.number.label.endswith("条")
    return (head or article) and before.at != step.at and 1 < step.number.value <= before.number.value


def _starts_late(step: _Step, body: Body) -> bool:
    """Whether a section's first numbered part is its second: 4, then 4.2."""
    number = step.number
    if number.family is not Family.DECIMAL or not 2 <= number.value <= 1 + _MOST or step.group[0] != "head":
        return False
    above = ".".join(map(str, number.values[:-1]))
    known = any(head.number.strip("第章节、.") == above and head.level < step.level for head in body.heads)
    return known and not any(_stands(_label(number, value), body, 0, step.at) for value in range(1, number.value))


def _at(line: Line) -> Place:
    return place(line, 0, min(len(line.text), 40))


def _steps(body: Body) -> Iterator[_Step]:
    """All numbers in the order of the text; a heading counts beside its siblings, an item beside those of its section."""
    shown = 0
    for at, line in enumerate(body.lines):
        while shown <= line.section:
            head = body.heads[shown]
            number = _numbered(f"{head.number}、题") if head.number else None
            if number and not head.appendix:
                yield _Step(("head", *_group(number, body.parents[shown])), number, at, head.level)
            shown += 1
        if line.contents or at in body.annex_list:
            continue
        row = _ROW.match(line.text) if line.clause.table_row else None
        number = Number(Family.DIGIT, row[1], (int(row[1]),)) if row else None
        if not line.clause.table_row:
            number = _numbered(line.clause.text) or _listed(line)
        if number and number.value:
            yield _Step(("line", *_group(number, line.section)), number, at)
            for value in _counted_on(line, number):
                on = replace(number, label=_label(number, value), values=(*number.values[:-1], value))
                yield _Step(("line", *_group(number, line.section)), on, at)


def _counted_on(line: Line, number: Number) -> Iterator[int]:
    """The numbers inside a paragraph that go on from its own, one by one: ``（1）…；（2）…；（3）…``."""
    value = number.value
    for found in _INSIDE.finditer(line.clause.text):
        if (
            found[1]
            and number.family in (Family.DIGIT_PAREN, Family.CHINESE_PAREN)
            and chinese_value(found[1]) == value + 1
        ):
            value += 1
            yield value


def _group(number: Number, parent: int) -> tuple[object, ...]:
    return (
        (number.family, *number.values[:-1])
        if number.family is Family.DECIMAL
        else (number.family, number.mark, parent)
    )


def _numbered(text: str) -> Number | None:
    found = leading_number(tidy(text))
    return found[0] if found and found[0].family in _COUNTED and not found[0].broken else None


def _listed(line: Line) -> Number | None:
    """The number of an item that stands behind its lead-in: the last part of its id (``…#4.2/（3）``)."""
    last = line.clause.id.rpartition("#")[2].rpartition("/")[2].partition("¶")[0]
    return (
        _numbered(f"{last}题")
        if re.fullmatch(r"（.{1,3}）|[①-⑳]", last) and "¶" not in line.clause.id.rpartition("/")[2]
        else None
    )


def _label(number: Number, value: int) -> str:
    """How the number would be written with another last value."""
    if number.family is Family.DECIMAL:
        return ".".join(map(str, (*number.values[:-1], value)))
    if number.family is Family.CIRCLE:
        return _CIRCLES[value - 1] if value <= len(_CIRCLES) else ""
    numeral = str(value) if re.search(r"\d", number.label) else chinese_numeral(value)
    label = re.sub(r"\d+|[〇零一二三四五六七八九十百]+", numeral, number.label, count=1)
    return label.replace("（", "(").replace("）", ")")


def _stands(label: str, body: Body, first: int, last: int) -> bool:
    """Whether the number stands somewhere between after all, in the middle of a paragraph or cut off from its text."""
    bare = label.isdigit()
    source = re.compile(
        rf"^{label}(?=[\u4e00-\u9fff])|(?<![\d.]){label}[、.)．;](?!\d)"
        if bare
        else rf"(?<![\d.]){re.escape(label)}(?!\d)"
    )
    return not label or any(
        source.search(text)
        for line in body.lines[max(0, first - 1) : last + 1]
        for text in ((line.text,) if bare else (line.text, *line.heads))
    )


def _within(line: Line) -> Iterator[tuple[str, Place]]:
    """Skips inside one paragraph: ``（1）…；（2）…；（4）…``."""
    if line.contents:
        return
    text, last, ends = line.clause.text, dict[str, int](), dict[str, int]()
    for found in _INSIDE.finditer(text):
        said = found[1] or found[3] or ""
        kind = "circle" if found[2] else "bare" if found[3] else "digit" if said.isdigit() else "chinese"
        value = _CIRCLES.index(found[2]) + 1 if found[2] else chinese_value(said)
        before, behind = last.get(kind, 0), text[ends.get(kind, 0) : found.start()]
        last[kind], ends[kind] = value, found.end()
        if (
            not before
            and value == 2
            and found[1]
            and not _ITEM_ID.search(line.clause.id)
            and _FIRST_AFTER.search(text[: found.start()])
            and "1" not in text[: found.end()]
        ):
            yield (
                f"从{found[0].strip()}开始",
                Place(line.clause.id, text[max(0, found.start() - 12) : found.end() + _SHOWN].strip()),
            )
        if before and 1 < value - before <= 1 + _MOST and not _counted_in(behind, range(before + 1, value)):
            yield f"{before}之后是{value}", Place(line.clause.id, text[found.start() : found.end() + _SHOWN].strip())


def _counted_in(text: str, values: Iterable[int]) -> bool:
    """Whether a number stands in the text after all, cut off from the mark before it: ``下同）；8（2）转移``."""
    return any(
        re.search(rf"[（(](?:{value}|{chinese_numeral(value)})[）)]|{_CIRCLES[value - 1]}", text)
        for value in values
        if value <= len(_CIRCLES)
    )
