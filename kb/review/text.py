"""A document made searchable: normalised lines with their headings, and the way back to verbatim quotes.

Normalised means NFKC and without blanks, so that ``Ⅰ`` is ``I``, ``（`` is ``(`` and ``总 则`` is ``总则`` (domain/02a).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import add
from typing import Any, TypeVar

from kb.model import Clause, Document, Section
from kb.review.blanks import is_form, without_blanks

_BLANK = re.compile(r"[\s\u200b\ufeff\u00a0]")
_SENTENCE_END = re.compile(r"[。;！!？?]|\n")
_ANNEX = re.compile(r"^附(?:件|录|表|图)")
_CHAPTER = re.compile(r"第?([一二三四五六七八九十]+|\d+)(?:章|部分|[、.．]|$)(?!\d)")
_LIST_START = re.compile(r"^附(?:件|录)?[:：](?:\d|[(一《]|\S{2,40}$)")
_LIST_MORE = re.compile(r"^(?:(?:附件)?[(]?\d{1,2}[)、.．:]?[^。;\d]{2,40})+$")
_LISTED = re.compile(r"附(?:件|录|表)[\d一二三四五六七八九十]")
Answer = TypeVar("Answer")
HANZI = re.compile(r"[\u4e00-\u9fff]+")
MIN_QUOTE = 8
MAX_QUOTE = 160


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A compiled pattern; compiled when first used."""
    return re.compile(text)


@cache
def cue_pattern(cue: str) -> str:
    """A cue as the source of a pattern."""
    return re.escape(normalise(cue))


def normalise(text: str) -> str:
    """NFKC without blanks."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Line:
    """One clause in normalised form.

    ``heads`` are the normalised headings above it, ``section`` its section's index or -1; ``contents`` marks a line that merely
    lists headings.
    """

    clause: Clause
    text: str
    heads: tuple[str, ...]
    section: int
    appendix: bool
    contents: bool = False

    @cached_property
    def form(self) -> bool:
        """Whether the line belongs to a form, whose blank fields are its purpose."""
        return is_form(self.heads, self.appendix, self.text)

    @cached_property
    def said(self) -> str:
        """The text as evidence: of the same length, with what was left to be filled in blanked out."""
        return without_blanks(self.text, form=self.form)

    @cached_property
    def unfilled(self) -> int:
        """How many characters are blanks, or what blanks take with them."""
        return (
            sum(char != said for char, said in zip(self.text, self.said, strict=True)) if self.said != self.text else 0
        )

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """For every normalised character the offset of its original in the clause's text."""
        found: list[int] = []
        for at, char in enumerate(self.clause.text):
            found += [at] * len(normalise(char))
        return tuple(found)

    def verbatim(self, start: int, end: int) -> str:
        """The original words of a normalised span."""
        offsets = self.offsets
        if end <= start or len(offsets) != len(
            self.text
        ):  # composition across characters: rare; fall back to the whole clause
            return self.clause.text.strip()
        return self.clause.text[offsets[start] : offsets[end - 1] + 1].strip()

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence around a normalised offset."""
        start = 0
        for end in _SENTENCE_END.finditer(self.text):
            if end.end() > at:
                return start, end.end()
            start = end.end()
        return start, len(self.text)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The bounds of all sentences."""
        start = 0
        for end in _SENTENCE_END.finditer(self.text):
            yield start, end.end()
            start = end.end()
        if start < len(self.text) or not self.text:
            yield start, len(self.text)

    def quote(self, start: int, end: int) -> str:
        """The verbatim sentence around a span, cut to what a reader takes in at a glance; never shorter than MIN_QUOTE if it can be."""
        first, last = self.sentence(start)
        last = max(last, end)
        if last - first > MAX_QUOTE:
            first = max(first, start - MAX_QUOTE // 3)
            last = min(last, max(end, first + MAX_QUOTE))
        if last - first < MIN_QUOTE:
            first, last = 0, min(len(self.text), max(MAX_QUOTE, end))
        return self.verbatim(first, last)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading in normalised form: its own text, its index, and whether it stands in an annex."""

    text: str
    index: int
    level: int
    number: str
    appendix: bool


@dataclass(frozen=True)
class Body:
    """The whole text of a document, with what is asked of it again and again."""

    document: Document
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    title: str
    _found: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _apart: dict[str, tuple[frozenset[int], str]] = field(default_factory=dict)
    _asked: dict[Callable[[Body], Any], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, companions: Sequence[Document] = ()) -> Body:
        """The body of a document followed by those of its companions (annexes in files of their own)."""
        lines: list[Line] = []
        heads: list[Head] = []
        for each in (document, *companions):
            base = len(heads)
            heads += [
                Head(normalise(section.text), base + at, section.level, normalise(section.number), section.appendix)
                for at, section in enumerate(each.sections)
            ]
            names = tuple({head.text for head in heads[base:] if len(head.text) > 1})
            lines += [_line(clause, each.sections, base, names) for clause in each.clauses]
        return cls(document, tuple(lines), tuple(heads), normalise(document.title))

    def once(self, ask: Callable[[Body], Answer]) -> Answer:
        """What a reading of this text found, read when first asked for and kept."""
        if ask not in self._asked:
            self._asked[ask] = ask(self)
        answer: Answer = self._asked[ask]
        return answer

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """For every heading the index of the one above it, -1 for none."""
        open_heads: list[Head] = []
        above: list[int] = []
        for head in self.heads:
            while open_heads and open_heads[-1].level >= head.level:
                open_heads.pop()
            above.append(open_heads[-1].index if open_heads else -1)
            open_heads.append(head)
        return tuple(above)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For every heading the indices of those right below it."""
        below: list[list[int]] = [[] for _ in self.heads]
        for index, above in enumerate(self.parents):
            if above >= 0:
                below[above].append(index)
        return tuple(map(tuple, below))

    @cached_property
    def chains(self) -> tuple[str, ...]:
        """For every heading ``parent/heading``."""
        return tuple(
            f"{self.heads[above].text}/{head.text}" if above >= 0 else f"/{head.text}"
            for head, above in zip(self.heads, self.parents, strict=True)
        )

    def sections_below(self, index: int) -> set[int]:
        """A heading and all headings below it."""
        below = {index}
        for head in self.heads[index + 1 :]:
            if self.parents[head.index] not in below:
                break
            below.add(head.index)
        return below

    def lines_with(self, text: str) -> tuple[int, ...]:
        """The indices of the lines in which a pattern is found."""
        if text not in self._found:
            search = pattern(text).search
            self._found[text] = tuple(at for at, line in enumerate(self.lines) if search(line.text))
        return self._found[text]

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """The lines by each character and each pair of characters in them."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            for word in {*line.text, *map(add, line.text, line.text[1:])}:
                found[word].append(at)
        return found

    def lines_having(self, words: Collection[str]) -> list[int]:
        """The indices of the lines that have at least one of the words, in order."""
        return sorted(
            {
                at
                for word in words
                for at in self._having.get(word[:2], ())
                if len(word) < 3 or word in self.lines[at].text
            }
        )

    def outside(self, heads: str) -> tuple[frozenset[int], str]:
        """The lines under no heading that matches ``heads`` and that are no list of annexes, by index, and all that they say."""
        if heads not in self._apart:
            under = pattern(heads).search
            kept = [
                at
                for at, line in enumerate(self.lines)
                if not line.contents and len(_LISTED.findall(line.text)) < 3 and not any(map(under, line.heads))
            ]
            self._apart[heads] = frozenset(kept), "\n".join(self.lines[at].said for at in kept)
        return self._apart[heads]

    @cached_property
    def whole(self) -> str:
        """All that the lines say, one a line."""
        return "\n".join(line.said for line in self.lines)

    @cached_property
    def annex_numbers(self) -> frozenset[str]:
        """The numbers of the annexes that the text contains, as digits; an annex without number is the first."""
        found: set[str] = set()
        for head in self.heads:
            label = head.number or head.text
            if _ANNEX.match(label):
                numbered = _annex_number(label)
                found.add(digits(numbered[1]) if numbered else "1")
        return frozenset(found)

    @cached_property
    def annex_list(self) -> frozenset[int]:
        """The indices of the lines that merely list the annexes (``附件：1.…`` and the lines that go on counting)."""
        found: set[int] = set()
        open_list = False
        for at, line in enumerate(self.lines):
            open_list = bool(_LIST_START.match(line.text)) or (open_list and bool(_LIST_MORE.match(line.text)))
            if open_list and len(line.text) < 200:
                found.add(at)
        return frozenset(found)

    @cached_property
    def chapter_numbers(self) -> frozenset[str]:
        """The numbers of the highest headings, as digits (``第三章``, ``3``, ``三、``)."""
        top = min((head.level for head in self.heads if not head.appendix), default=1)
        numbers = (_CHAPTER.match(head.number) for head in self.heads if head.level == top and not head.appendix)
        return frozenset(digits(found[1]) for found in numbers if found)

    def top_labels(self) -> Iterator[str]:
        """The labels of the highest headings, in order: the places that were searched."""
        if not self.document.sections:
            return
        top = min(section.level for section in self.document.sections)
        yield from (section.label for section in self.document.sections if section.level == top)


def _line(clause: Clause, sections: Sequence[Section], base: int, names: Sequence[str]) -> Line:
    owner = sections[clause.section] if 0 <= clause.section < len(sections) else None
    heads = tuple(normalise(label) for label in clause.path)
    appendix = owner.appendix if owner else any(_ANNEX.match(head) for head in heads)
    text = normalise(clause.text)
    return Line(clause, text, heads, base + clause.section if owner else -1, appendix, _lists_headings(text, names))


def _lists_headings(text: str, names: Sequence[str]) -> bool:
    """Whether a line is part of a contents page: four headings or more, and little else."""
    found = sorted((name for name in names if name in text), key=len, reverse=True)
    if len(found) < 4:
        return False
    rest = text
    for name in found:
        rest = rest.replace(name, "")
    return len(rest) < len(text) * 0.4


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def digits(number: str) -> str:
    """``十二`` → ``12``; digits stay."""
    if number.isdigit():
        return str(int(number))
    if "十" in number:
        tens, _, ones = number.partition("十")
        return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
    return "".join(str(_DIGITS.get(char, "")) for char in number)


def _annex_number(text: str) -> re.Match[str] | None:
    return re.match(r"附(?:件|录|表|图)[:：]?([一二三四五六七八九十]+|\d+)", text)
