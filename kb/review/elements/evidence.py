"""Where a plan speaks of an item: sections by heading, lines by cue, and what its slots find there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kb.checklists import ChecklistItem, Slot
from kb.review.blanks import first_blank
from kb.review.elements.likely import Likely
from kb.review.text import Body, Line, cue_pattern, digits, normalise, pattern

_JOINT = "。\n"
_TARGET = r"第[一二三四五六七八九十\d]+(?:章|节|部分)[^。;,)]{0,12}|附(?:件|录|表|图)[:]?[\d一二三四五六七八九十、,和及至-]*|《[^》]+》|(?:综合|总体)(?:应急)?预案"
_POINTER = rf"(?:详见|参见|见|参照)(?:本预案|公司|项目部|本单位)?({_TARGET})"
_ELSEWHERE = (
    r"(?:详?见|参见|收录[于在]|载[于在]|列[于在]|记[于在]|登记[于在]|存[于在]|画在|写在)[^。;《]{0,10}《([^》]+)》"
    r"|按(?:照)?(?:另行(?:制定|印发|编印)的)?《([^》]*(?:手册|图册|名册|名录|目录|登记[本簿]|方案|台账|清单|办法|制度|细则))》[^。;《]{0,14}(?:执行|办理|不再)"
)
"""What lies in a paper of its own: shown there, kept there, or done as it says."""
_CAPTION = 30
_ROWS = 40
_TYPED_ROW = 80
_WHOLE_ROW = 160
_FIGURE = re.compile(r"\d{3}|\d[^\d\W]")
_SENTENCE_MARK = re.compile("[。;!?]")
_STRETCH = 8
_ANNEX_ONLY = "附:"
"""Begins the pattern of a heading that names the item only in an annex."""
PRINCIPLES = "EL-104"
"""The item on principles: elsewhere what stands under that heading is general talk and a poor quote."""
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A sentence that sends the reader elsewhere: what it names, where it stands."""

    target: str
    line: Line
    start: int
    end: int
    contained: bool


@dataclass(frozen=True)
class Evidence:
    """What the whole text says of one item: the sections headed by it and the lines that mention it.

    ``everyday`` says that the plan may well tell of it in other words than those of the list, ``likely`` finds sentences in such words.
    """

    item: ChecklistItem
    body: Body
    sections: tuple[int, ...]
    lines: tuple[int, ...]
    cued: tuple[int, ...]
    everyday: bool = False
    likely: Likely | None = None
    here: bool = False
    """Whether sentences that leave the matter to another paper are not read."""
    share: float = 1.0
    """Of all items of the plan's type, the share that is spoken of in the words of the list, 0–1."""

    @classmethod
    def gather(cls, item: ChecklistItem, body: Body) -> Evidence:
        """Search headings and lines for the item's signs."""
        sections: set[int] = set()
        for source in item.heads:
            search = pattern(source.removeprefix(_ANNEX_ONLY)).search
            names = body.chains if "/" in source else tuple(head.text for head in body.heads)
            for at, name in enumerate(names):
                if source.startswith(_ANNEX_ONLY) and not body.heads[at].appendix:
                    continue
                if at not in sections and search(name):
                    sections |= body.sections_below(at)
        cued: set[int] = set()
        for sign in signs_of(item):
            cued.update(_sign_lines(item, body, sign))
        cued |= _rows_of_captions(body, cued)
        headed = {at for at, line in enumerate(body.lines) if line.section in sections}
        kept = {at for at in headed | cued if body.lines[at].contents == item.contents}
        if item.not_under:
            kept &= body.outside(item.not_under)[0]
        return cls(item, body, tuple(sorted(sections)), tuple(sorted(kept)), tuple(sorted(cued & kept)))

    @cached_property
    def headed(self) -> tuple[int, ...]:
        """Lines below a heading of the item."""
        return tuple(at for at in self.lines if self.body.lines[at].section in self._section_set)

    @cached_property
    def _section_set(self) -> frozenset[int]:
        return frozenset(self.sections)

    @cached_property
    def text(self) -> str:
        """All evidence, masked, one clause a line; headings of the item first."""
        heads = [self.body.heads[at].text for at in self.sections]
        return _JOINT.join([*heads, *(self.masked(at) for at in self.lines)])

    @cached_property
    def text_below(self) -> str:
        """The evidence under headings of the item."""
        return _JOINT.join(self.masked(at) for at in self.headed)

    def masked(self, at: int) -> str:
        """What a line says, with the signs that deceive blanked out."""
        text = _masked(self.item, self.body.lines[at].said)
        return _without_referring(text, self.body.lines[at]) if self.here else text

    def unfilled(self, near: Line) -> tuple[int, ...]:
        """The lines of the evidence in which something was left to be filled in: ``near`` itself, else those of its section."""
        found = [at for at in self.lines if self.body.lines[at].unfilled]
        own = tuple(at for at in found if self.body.lines[at] is near)
        return own or tuple(at for at in found if self.body.lines[at].section == near.section >= 0)

    def empty_form(self) -> tuple[int, ...]:
        """The lines of the first section named after the item of which half or more was left to be filled in."""
        headed: dict[int, list[int]] = {}
        for at in self.headed:
            headed.setdefault(self.body.lines[at].section, []).append(at)
        for section in self.sections:
            own = headed.get(section, [])
            blank = sum(self.body.lines[at].unfilled for at in own)
            if blank and blank * 2 >= sum(len(self.body.lines[at].text) for at in own) and self._named(section):
                return tuple(at for at in own if self.body.lines[at].unfilled)
        return ()

    def speaks(self) -> bool:
        """Whether anything speaks of the item itself: a sign in a line, or a heading that is its own and not a wider one."""
        if self.cued:
            return True
        annexed = any(source.startswith(_ANNEX_ONLY) for source in self.item.heads)
        heads = [self.body.heads[at] for at in self.sections]
        return any(self._own_heading(head.text) or (head.appendix and annexed) for head in heads)

    def _own_heading(self, text: str) -> bool:
        """Whether a heading bears a cue of the item, or shares half of its character pairs with the item's name."""
        if any(normalise(cue) in text for cue in self.item.cues):
            return True
        name = normalise(self.item.name)
        pairs = {text[at : at + 2] for at in range(len(text) - 1)}
        return bool(pairs) and 2 * sum(pair in name for pair in pairs) >= len(pairs)

    def _named(self, section: int) -> bool:
        return any(
            pattern(source.removeprefix(_ANNEX_ONLY)).search(
                self.body.chains[section] if "/" in source else self.body.heads[section].text
            )
            for source in self.item.heads
        )

    # ------------------------------------------------------------------ slots

    def groups(self) -> Iterator[Evidence]:
        """The evidence in pieces that are read together: all under the item's headings, then each other section that mentions it."""
        if self.headed:
            yield replace(self, lines=self.headed)
        others = [at for at in self.lines if self.body.lines[at].section not in self._section_set]
        yield from (replace(self, lines=tuple(group), sections=()) for group in self._apart(others))

    def fills(self, slot: Slot) -> bool:
        """Whether the slot is filled."""
        if slot.anywhere:
            whole = self.body.outside(self.item.not_under)[1] if self.item.not_under else self.body.whole
            return _count(slot, _masked(self.item, whole)) >= slot.at_least or self._fills_here(slot)
        return self._fills_here(slot)

    def _fills_here(self, slot: Slot) -> bool:
        if any(pattern(source).search(self.text_below) for source in slot.below):
            return True
        if slot.together and slot.at_least > 1:
            return any(_count(slot, text) >= slot.at_least for text in self._by_section())
        return _count(slot, self.text) >= slot.at_least

    def _by_section(self) -> Iterator[str]:
        """The evidence section by section."""
        return (_JOINT.join(map(self.masked, group)) for group in self._apart(self.lines))

    def _apart(self, lines: Sequence[int]) -> list[list[int]]:
        """Lines by section; those without one belong together as long as no more than eight lines lie between two."""
        grouped: dict[int, list[int]] = {}
        last = stretch = -1
        for at in lines:
            section = self.body.lines[at].section
            if section < 0:
                stretch -= at - last > _STRETCH
                section, last = stretch, at
            grouped.setdefault(section, []).append(at)
        return list(grouped.values())

    # ------------------------------------------------------------------ quotes

    def best(self, slots: Sequence[Slot]) -> tuple[Line, str] | None:
        """The line that says most about the item, with its words; None without any line."""
        places = self.lines or self._slot_lines(slots)
        if not places:
            return None
        best = max(places, key=lambda at: (*self._worth(at, slots), -at))
        return self.body.lines[best], self._quote(best, slots)

    def touched(self) -> tuple[Line, str] | None:
        """The first line that merely touches upon the item, with its words."""
        return self._first_of(self.item.related)

    def near(self) -> tuple[Line, str] | None:
        """The first line that may speak of the item in everyday words, with its words; None in a plan that does not use them."""
        return self._first_of(self.item.families) if self.everyday else None

    def _first_of(self, sources: Sequence[str]) -> tuple[Line, str] | None:
        for source in sources:
            for at in self.body.lines_with(source):
                line = self.body.lines[at]
                found = pattern(source).search(self.masked(at))
                if found and not line.contents and at not in self.body.annex_list:
                    return line, line.quote(found.start(), found.end())
        return None

    def open_place(self, at: int) -> tuple[Line, str]:
        """An unfilled line with the sentence in which its first blank stands."""
        line = self.body.lines[at]
        first = first_blank(line.text, form=line.form)
        return line, line.quote(first, first + 1)

    def _worth(self, at: int, slots: Sequence[Slot]) -> tuple[bool, int, int]:
        """How well a line speaks for the item: not a mere list of annexes, then slots filled and headings and signs met."""
        text = self.masked(at)
        core = frozenset(slot.name for slot in self.item.core)
        filled = sum(
            1 + (slot.name in core)
            for slot in slots
            if _count(slot, text) >= (1 if not slot.together else slot.at_least)
        )
        filled -= 3 if any("原则" in head for head in self.body.lines[at].heads) and self.item.id != PRINCIPLES else 0
        near = (self.body.lines[at].section in self._section_set) + (at in self._cued_set)
        near += any(pattern(source).search(head) for source in self.item.prefers for head in self.body.lines[at].heads)
        return at not in self.body.annex_list, filled + 2 * near, min(len(text), 30)

    @cached_property
    def _cued_set(self) -> frozenset[int]:
        return frozenset(self.cued)

    def _slot_lines(self, slots: Sequence[Slot]) -> tuple[int, ...]:
        return tuple(
            at for slot in slots if slot.anywhere for source in slot.patterns for at in self.body.lines_with(source)
        )

    def _quote(self, at: int, slots: Sequence[Slot]) -> str:
        """The sentence of the line that fills most slots and bears most signs; a row of a table as a whole, since a cell says nothing alone."""
        line, text = self.body.lines[at], self.masked(at)
        if line.clause.table_row and len(line.text) <= _WHOLE_ROW:
            return line.quote(0, len(line.text))
        sources = [source for slot in slots for source in (*slot.patterns, *slot.below)]
        signs = signs_of(self.item)
        best, start = -1, 0
        for first, last in line.sentences():
            sentence = text[first:last]
            worth = sum(1 for source in sources if pattern(source).search(sentence))
            worth += 2 * sum(1 for sign in signs if pattern(sign).search(sentence))
            if worth > best:
                best, start = worth, first
        return line.quote(start, start + 1)

    # ------------------------------------------------------------------ pointers

    @cached_property
    def pointers(self) -> tuple[Pointer, ...]:
        """Sentences of the evidence that send the reader elsewhere."""
        return tuple(
            Pointer(found[1], line, found.start(), found.end(), contained(found[1], self.body))
            for line in (self.body.lines[at] for at in self.lines)
            for found in pattern(_POINTER).finditer(line.text)
        )

    def is_pointer_only(self) -> Pointer | None:
        """The pointer that is all that stands below the item's heading, or that stands in a cue's sentence."""
        for pointer in self.pointers:
            if pointer.contained:
                continue
            own = [
                self.body.lines[at].text for at in self.headed if self.body.lines[at].section == pointer.line.section
            ]
            if own and sum(map(len, own)) <= 60:
                return pointer
        return None

    def cued_pointer(self) -> Pointer | None:
        """A pointer to what is not contained, in a sentence with a sign of the item; a bare ``（见附件4）`` belongs to the sentence before."""
        for pointer in self.pointers:
            first, last = pointer.line.sentence(pointer.start)
            if pointer.line.text[first : pointer.start] in ("", "(") and first > 0:
                first = pointer.line.sentence(first - 1)[0]
            sentence = _masked(self.item, pointer.line.text)[first:last]
            if not pointer.contained and any(pattern(sign).search(sentence) for sign in signs_of(self.item)):
                return pointer
        return None

    def left_to_another(self) -> Pointer | None:
        """The first sentence with a sign of the item that leaves the matter to a paper of its own, which no text contains."""
        for at in self.lines:
            line = self.body.lines[at]
            for found in pattern(_ELSEWHERE).finditer(line.text):
                first, last = line.sentence(found.start())
                sentence = _masked(self.item, line.text)[first:last]
                if any(pattern(sign).search(sentence) for sign in signs_of(self.item)):
                    return Pointer(f"《{found[1] or found[2]}》", line, first, last, contained=False)
        return None


def referred_to(quote: str) -> str:
    """The paper to which a sentence leaves the matter; nothing where it leaves it to none."""
    found = pattern(_ELSEWHERE).search(normalise(quote))
    return f"《{found[1] or found[2]}》" if found else ""


def _without_referring(text: str, line: Line) -> str:
    for found in pattern(_ELSEWHERE).finditer(line.text):
        first, last = line.sentence(found.start())
        text = text[:first] + "\0" * (last - first) + text[last:]
    return text


def contained(target: str, body: Body) -> bool:
    """Whether what a pointer names is part of the text."""
    if target.startswith("附"):
        named = {digits(number) for number in _NUMBER.findall(target)}
        return named <= body.annex_numbers if named else bool(body.annex_numbers)
    if target.startswith("第"):
        number = _NUMBER.search(target)
        return number is not None and digits(number[0]) in body.chapter_numbers
    return False


def signs_of(item: ChecklistItem) -> tuple[str, ...]:
    """The patterns that tell of an item in running text: its cues, all as one, and its signs."""
    cues = "|".join(cue_pattern(cue) for cue in item.cues)
    return (cues, *item.signs) if cues else item.signs


def _rows_of_captions(body: Body, cued: set[int]) -> set[int]:
    """The rows that follow a cued line which merely announces them (``应急物资清单：``), or whose last sentence does."""
    found: set[int] = set()
    for at in cued:
        text = body.lines[at].text
        if len(text) - max(text.rfind(mark, 0, -1) for mark in "。;") - 1 > _CAPTION:
            continue
        following = at + 1
        while following < len(body.lines) and _is_row(body.lines[following]) and following - at < _ROWS:
            found.add(following)
            following += 1
    return found


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table, or looks like one that was typed with blanks: figures and no sentence."""
    if line.clause.table_row:
        return True
    return len(line.text) <= _TYPED_ROW and bool(_FIGURE.search(line.text)) and not _SENTENCE_MARK.search(line.text)


def _sign_lines(item: ChecklistItem, body: Body, sign: str) -> Iterator[int]:
    search = pattern(sign).search
    for at in body.lines_with(sign):
        if not item.mask or search(_masked(item, body.lines[at].text)):
            yield at


def _masked(item: ChecklistItem, text: str) -> str:
    for source in item.mask:
        text = pattern(source).sub(lambda found: "\0" * len(found[0]), text)
    return text


def _count(slot: Slot, text: str) -> int:
    """How many of the slot's patterns match; counting stops when there are enough."""
    found = 0
    for source in slot.patterns:
        if pattern(source).search(text):
            found += 1
            if found >= slot.at_least:
                break
    return found
