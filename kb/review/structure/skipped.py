"""QC-XREF: numbers that skip — headings, items and rows counted 1, 2, 4, where what stood between was lost or never written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.numbering import Family, Number, chinese_value, leading_number, tidy
from kb.numerals import chinese_numeral
from kb.review.making import beside_heading, finding, place
from kb.review.text import Body, Line, normalise

_COUNTED = frozenset(Family) - {Family.ANNEX, Family.CASE, Family.LETTER, Family.PART}
_MOST = 2
"""Numbers that skip further were hardly counted in one sequence."""
_INSIDE = re.compile(
    r"(?<=[:：;；。，,])\s*(?:[（(]([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[）)]|([①-⑳])|(\d{1,2})[.．、](?=[\u4e00-\u9fff]))"
)
_DECIMAL = re.compile(r"\d{1,2}(?:[.．]\d{1,2})+\s*[\u4e00-\u9fff]")
_NUMERAL = re.compile(r"[一二三四五六七八九十百]+")
_FIRST_AFTER = re.compile(r"[:：]$")
_ITEM_ID = re.compile(r"/(?:（.{1,3}）|[①-⑳])(?:¶\d+)?$")
_CLOCK = re.compile(r"\d{1,4}\s*(?:年|月|日|时|点|分|秒)")
"""An hour or a day at the beginning of a paragraph is no number of it."""
_THEN_CLOCK = re.compile(rf"^(\d{{1,2}})[.．]\s+(?={_CLOCK.pattern})")
_SHOWN = 30
_ROW = re.compile(r"^(?:序号|编号):(\d{1,3});")
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class _Step:
    """One number met: what it counts under, its value and label, the line where a reader finds it, and the heading that bears it."""

    group: tuple[object, ...]
    number: Number
    at: int
    head: int = -1


def skipped_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all places at which a number skips."""
    hits = [*_between(body), *_strayed(body), *(hit for line in body.lines for hit in _within(line))]
    if hits:
        message = Message("number_skipped", {"steps": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _strayed(body: Body) -> Iterator[tuple[str, Place]]:
    """Headings that begin with another chapter's number than those on both sides: 4.3, 6.4, 4.5."""
    by_depth: dict[int, list[_Step]] = defaultdict(list)
    for step in _steps(body):
        if step.number.family is Family.DECIMAL and len(step.number.values) > 1:
            by_depth[len(step.number.values)].append(step)
    for steps in by_depth.values():
        for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
            one, own, other = before.number.values, step.number.values, after.number.values
            if one[:-1] == other[:-1] != own[:-1] and other[-1] - one[-1] in (1, 2):
                yield f"{before.number.label}与{after.number.label}之间是{step.number.label}", _at(step, body)


def _between(body: Body) -> Iterator[tuple[str, Place]]:
    """Skips from heading to heading, item to item, row to row."""
    last: dict[tuple[object, ...], _Step] = {}
    earlier: dict[tuple[object, ...], _Step] = {}
    for step in _steps(body):
        before = last.get(step.group)
        last[step.group] = step
        if before is None and _starts_late(step, body):
            yield f"从{step.number.label}开始", _at(step, body)
        if before is None and (above := _other_parent(step, body)):
            yield f"{above}之下是{step.number.label}", _at(step, body)
        if before is not None and _falls_back(before, step) and not _printed_again(before, step, body):
            ahead = _ran_ahead(earlier.get(step.group), before, step)
            odd, usual = (before, ahead) if ahead else (step, before)
            yield f"{usual.number.label}之后是{odd.number.label}", _at(odd, body)
        elif before is not None and _misnumbered(earlier.get(step.group), before, step):
            yield f"{earlier[step.group].number.label}之后是{before.number.label}", _at(before, body)
        if before is not None:
            earlier[step.group] = before
        if before is None or not 1 < step.number.value - before.number.value <= 1 + _MOST:
            continue
        between = range(before.number.value + 1, step.number.value)
        if not any(_stands(_label(step.number, value), body, before.at, step.at) for value in between):
            yield f"{before.number.label}之后是{step.number.label}", _at(step, body)


def _ran_ahead(earlier: _Step | None, before: _Step, step: _Step) -> _Step | None:
    """The number before one that is too high, where those on both sides go on as if it were one less: 4, 8, 6."""
    fits = earlier is not None and step.number.value == earlier.number.value + 2
    return earlier if fits and before.number.value > step.number.value else None


def _misnumbered(earlier: _Step | None, before: _Step, step: _Step) -> bool:
    """Whether a number is far off while those on both sides leave one place for it: 五, 九, 七."""
    if earlier is None or before.head < 0 or step.number.value != earlier.number.value + 2:
        return False
    off = before.number.value - earlier.number.value
    return off > 1 + _MOST or (off < 0 and before.number.value > 1)


def _other_parent(step: _Step, body: Body) -> str:
    """The number of the heading above, where a heading begins with another number that no heading has: 4.2.1 below 4.3."""
    values = step.number.values
    if step.head < 0 or step.number.family is not Family.DECIMAL or len(values) < 3 or step.number.value != 1:
        return ""
    above = body.parents[step.head]
    number = body.heads[above].number.strip(".、") if above >= 0 else ""
    own = ".".join(map(str, values[:-1]))
    if not re.fullmatch(r"\d+(?:\.\d+)+", number) or number == own or number.count(".") != own.count("."):
        return ""
    there = re.compile(rf"^{re.escape(own)}(?!\.?\d)")
    return "" if any(there.search(text) for line in body.lines for text in (line.text, *line.heads)) else number


def _falls_back(before: _Step, step: _Step) -> bool:
    """Whether a number comes twice running, or a heading or article bears a lower one that does not begin anew."""
    if before.at == step.at:
        return False
    value, last = step.number.value, before.number.value
    decimal = step.group[0] == "decimal"
    if value == last:
        return decimal or value > 1
    article = step.number.label.endswith("条") and before.number.label.endswith("条")
    return (decimal or article) and 1 < value < last


def _printed_again(before: _Step, step: _Step, body: Body) -> bool:
    """Whether one heading stands twice, as a running head does."""
    return before.head >= 0 and step.head >= 0 and body.heads[before.head].text == body.heads[step.head].text


def _starts_late(step: _Step, body: Body) -> bool:
    """Whether a section's first numbered part is its second: 4, then 4.2."""
    number = step.number
    if step.head >= 0 and number.family is Family.CHINESE_PAREN:
        return _first_is_gone(step, body)
    if number.family is not Family.DECIMAL or not 2 <= number.value <= 1 + _MOST or step.head < 0:
        return False
    above = ".".join(map(str, number.values[:-1]))
    known = any(
        head.number.strip("第章节、.") == above and head.level < body.heads[step.head].level for head in body.heads
    )
    return known and not any(_stands(_label(number, value), body, 0, step.at) for value in range(1, number.value))


def _first_is_gone(step: _Step, body: Body) -> bool:
    """Whether a numbered chapter's first part is （二）, beside other chapters whose parts begin with （一）."""
    above = body.parents[step.head]
    first = _label(step.number, 1)
    beside = [
        head for head in body.heads if head.level == body.heads[step.head].level and normalise(head.number) == first
    ]
    return (
        step.number.value == 2
        and above >= 0
        and bool(_NUMERAL.match(body.heads[above].number))
        and len(beside) >= _LEAST_BESIDE
        and not any(first in line.text for line in body.lines if line.section in (above, step.head))
    )


_LEAST_BESIDE = 2


def _at(step: _Step, body: Body) -> Place:
    if step.head >= 0:
        return beside_heading(body, step.head)
    line = body.lines[step.at]
    start = max(0, line.text.find(normalise(step.number.label)))
    return place(line, start, min(len(line.text), start + 40))


def _steps(body: Body) -> Iterator[_Step]:
    """All numbers in the order of the text; a heading counts beside its siblings, an item beside those of its section."""
    shown = 0
    for at, line in enumerate(body.lines):
        while shown <= line.section:
            head = body.heads[shown]
            number = _numbered(f"{head.number}、题") if head.number else None
            if number and not head.appendix:
                yield _Step(_group("head", number, body.parents[shown]), number, at, head.index)
            shown += 1
        if line.contents or at in body.annex_list:
            continue
        row = _ROW.match(line.text) if line.clause.table_row else None
        number = Number(Family.DIGIT, row[1], (int(row[1]),)) if row else _own_number(line)
        if number and number.value:
            yield _Step(_group("line", number, line.section), number, at)
            for value in _counted_on(line, number):
                on = replace(number, label=_label(number, value), values=(*number.values[:-1], value))
                yield _Step(_group("line", number, line.section), on, at)
        for piece in line.clause.text.split("\n")[1:] if line.section >= 0 else ():
            number = _numbered(piece) if _DECIMAL.match(piece) else None
            if number and number.family is Family.DECIMAL:
                yield _Step(_group("line", number, line.section), number, at)


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


def _group(kind: str, number: Number, parent: int) -> tuple[object, ...]:
    """What a number counts beside: decimals beside all with the same beginning, articles of all chapters, others below one heading."""
    if number.family is Family.DECIMAL:
        return "decimal", *number.values[:-1]
    if kind == "head" and number.label.endswith("条"):
        return (kind, "article")
    return kind, number.family, number.mark, parent


def _numbered(text: str) -> Number | None:
    text = _THEN_CLOCK.sub(r"\1.题", text.lstrip())
    found = None if _CLOCK.match(text) else leading_number(tidy(text))
    return found[0] if found and found[0].family in _COUNTED and not found[0].broken else None


def _own_number(line: Line) -> Number | None:
    """The number of a paragraph; that of an item behind its lead-in is the last part of its id (``…#4.2/（3）``)."""
    if line.clause.table_row:
        return None
    above, _, last = line.clause.id.rpartition("#")[2].rpartition("/")
    item = re.fullmatch(r"(（.{1,3}）|[①-⑳])(¶\d+)?", last)
    of_section = bool(item and line.heads and item[1][0] == "（" and line.heads[-1].startswith(normalise(item[1])))
    if item and not item[2] and not of_section:
        return _numbered(f"{item[1]}题")
    number = _numbered(line.clause.text)
    led = number is not None and f"{number.label}" in above.split("/")
    return None if led else number


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
        rf"^{label}(?=[\u4e00-\u9fff])|(?<![\d.(]){label}[、.)．;](?!\d)"
        if bare
        else rf"(?:^|[。;:,]){label}[、.．,\u4e00-\u9fff]"
        if _NUMERAL.fullmatch(label)
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
        if before == value > 1:
            yield f"{before}之后是{value}", Place(line.clause.id, text[found.start() : found.end() + _SHOWN].strip())
        if before and 1 < value - before <= 1 + _MOST and not _counted_in(behind, range(before + 1, value)):
            yield f"{before}之后是{value}", Place(line.clause.id, text[found.start() : found.end() + _SHOWN].strip())


def _counted_in(text: str, values: Iterable[int]) -> bool:
    """Whether a number stands in the text after all, cut off from the mark before it: ``下同）；8（2）转移``."""
    return any(
        re.search(rf"[（(](?:{value}|{chinese_numeral(value)})[）)]|{_CIRCLES[value - 1]}", text)
        for value in values
        if value <= len(_CIRCLES)
    )
