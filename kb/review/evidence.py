"""Where a plan speaks of an item: sections by heading, lines by cue, and what its slots find there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.checklists import ChecklistItem, Slot
from kb.review.text import Body, Line, cue_pattern, digits, pattern

_JOINT = "。\n"
_TARGET = r"第[一二三四五六七八九十\d]+(?:章|节|部分)[^。;,)]{0,12}|附(?:件|录|表|图)[:]?[\d一二三四五六七八九十、,和及至-]*|《[^》]+》|(?:综合|总体)(?:应急)?预案"
_POINTER = rf"(?:详见|参见|见|参照)(?:本预案|公司|项目部|本单位)?({_TARGET})"
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
    """What the whole text says of one item: the sections headed by it and the lines that mention it."""

    item: ChecklistItem
    body: Body
    sections: tuple[int, ...]
    lines: tuple[int, ...]
    cued: tuple[int, ...]

    @classmethod
    def gather(cls, item: ChecklistItem, body: Body) -> Evidence:
        """Search headings and lines for the item's signs."""
        sections: set[int] = set()
        for source in item.heads:
            search = pattern(source).search
            for head in body.heads:
                if head.index not in sections and search(head.text):
                    sections |= body.sections_below(head.index)
        cued: set[int] = set()
        for cue in item.cues:
            cued.update(_cue_lines(item, body, cue))
        headed = {at for at, line in enumerate(body.lines) if line.section in sections}
        return cls(item, body, tuple(sorted(sections)), tuple(sorted(headed | cued)), tuple(sorted(cued)))

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

    def masked(self, at: int) -> str:
        """A line with the signs that deceive blanked out."""
        return _masked(self.item, self.body.lines[at].text)

    # ------------------------------------------------------------------ slots

    def fills(self, slot: Slot) -> bool:
        """Whether the slot is filled."""
        if slot.anywhere:
            return _count(slot, _masked(self.item, self.body.whole)) >= slot.at_least or self._fills_here(slot)
        return self._fills_here(slot)

    def _fills_here(self, slot: Slot) -> bool:
        if slot.together and slot.at_least > 1:
            return any(_count(slot, text) >= slot.at_least for text in self._by_section())
        return _count(slot, self.text) >= slot.at_least

    def _by_section(self) -> Iterator[str]:
        """The evidence section by section; lines without a section by windows of eight."""
        grouped: dict[int, list[str]] = {}
        for at in self.lines:
            section = self.body.lines[at].section
            grouped.setdefault(section if section >= 0 else -1 - at // 8, []).append(self.masked(at))
        return (_JOINT.join(texts) for texts in grouped.values())

    # ------------------------------------------------------------------ quotes

    def best(self, slots: Sequence[Slot]) -> tuple[Line, str] | None:
        """The line that says most about the item, with its words; None without any line."""
        places = self.lines or self._slot_lines(slots)
        if not places:
            return None
        headed, cued = frozenset(self.headed), frozenset(self.cued)
        listed = self.body.annex_list
        ranked = max(
            places,
            key=lambda at: (
                at not in listed,
                sum(1 for slot in slots if _count(slot, self.masked(at))),
                (at in headed) + (at in cued),
                min(len(self.body.lines[at].text), 30),
                -at,
            ),
        )
        return self.body.lines[ranked], self._quote(ranked, slots)

    def _slot_lines(self, slots: Sequence[Slot]) -> tuple[int, ...]:
        return tuple(at for slot in slots if slot.anywhere for source in slot.patterns for at in self.body.lines_with(source))

    def _quote(self, at: int, slots: Sequence[Slot]) -> str:
        line, text = self.body.lines[at], self.masked(at)
        found = [m for slot in slots for source in slot.patterns if (m := pattern(source).search(text))]
        if not found:
            found = [m for cue in self.item.cues if (m := cue_pattern(cue).search(text))]
        start, end = (found[0].start(), found[0].end()) if found else (0, min(len(text), 1))
        return line.quote(start, end)

    # ------------------------------------------------------------------ pointers

    @cached_property
    def pointers(self) -> tuple[Pointer, ...]:
        """Sentences of the evidence that send the reader elsewhere."""
        found = []
        for at in self.lines:
            line = self.body.lines[at]
            for m in pattern(_POINTER).finditer(line.text):
                found.append(Pointer(m[1], line, m.start(), m.end(), contained(m[1], self.body)))
        return tuple(found)

    def is_pointer_only(self) -> Pointer | None:
        """The pointer that is all that stands below the item's heading, or that stands in a cue's sentence."""
        for pointer in self.pointers:
            if pointer.contained:
                continue
            own = [self.body.lines[at].text for at in self.headed if self.body.lines[at].section == pointer.line.section]
            if own and sum(map(len, own)) <= 60:
                return pointer
        return None

    def cued_pointer(self) -> Pointer | None:
        """A pointer to what is not contained, in a sentence with a cue of the item."""
        for pointer in self.pointers:
            first, last = pointer.line.sentence(pointer.start)
            sentence = _masked(self.item, pointer.line.text)[first:last]
            if not pointer.contained and any(cue_pattern(cue).search(sentence) for cue in self.item.cues):
                return pointer
        return None


def contained(target: str, body: Body) -> bool:
    """Whether what a pointer names is part of the text."""
    if target.startswith("附"):
        named = {digits(number) for number in _NUMBER.findall(target)}
        return bool(named) and named <= body.annex_numbers or not named and bool(body.annex_numbers)
    if target.startswith("第"):
        number = _NUMBER.search(target)
        return bool(number) and digits(number[0]) in body.chapter_numbers if number else False
    return False


def _cue_lines(item: ChecklistItem, body: Body, cue: str) -> Iterator[int]:
    compiled = cue_pattern(cue)
    for at in body.lines_with(compiled.pattern):
        if not item.mask or compiled.search(_masked(item, body.lines[at].text)):
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
