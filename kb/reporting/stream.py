"""The text of a Word document as one normalised stream in which every character knows the run that shows it.

Reading order and omissions are those of ``kb.readers.word_body``: deletions, hidden text and field codes are no text. What stands in a
text box or a note belongs to the run that shows the box or the note's number, for Word keeps comments out of both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BLANKS = frozenset(" \t\n\r\f\v\u00a0\u200b\ufeff\u3000\u2002\u2003\u2009")
_DROPPED = ("del", "moveFrom", "pPr", "rPr", "rt", "instrText", "delText", "sectPr", "tblPr", "trPr", "tcPr")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece of text stands: the element of a run that shows it (text, box, note number), and whether that is text to be split."""

    element: Any
    splits: bool


@dataclass
class Stream:
    """``text`` is NFKC without blanks; ``spots[i]`` and ``offsets[i]`` tell where character i of it comes from."""

    text: str = ""
    spots: list[Spot] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, body: Any, word: str, notes: Mapping[str, Mapping[str, Any]]) -> Stream:
        """The stream of a body; ``word`` is the namespace in braces, ``notes`` the notes by kind and id."""
        reader = _Reader(word, notes)
        reader.blocks(body, None)
        return cls("".join(reader.chars), reader.spots, reader.offsets)


def normalised(text: str) -> str:
    """NFKC without blanks, as the checker normalises (domain/02a)."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char not in _BLANKS)


class _Reader:
    def __init__(self, word: str, notes: Mapping[str, Mapping[str, Any]]) -> None:
        self.w = word
        self.notes = notes
        self.chars: list[str] = []
        self.spots: list[Spot] = []
        self.offsets: list[int] = []
        self.dropped = frozenset(f"{word}{name}" for name in _DROPPED)
        self.later: list[tuple[Any, Any]] = []

    def blocks(self, parent: Any, host: Any | None, depth: int = 0) -> None:
        """Paragraphs and tables below an element; ``host`` is the element of a run that shows them, if any."""
        if depth > 60:
            return
        w = self.w
        for child in parent:
            if child.tag == f"{w}p":
                self.paragraph(child, host, depth)
            elif child.tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                if choice is not None:
                    self.blocks(choice, host, depth + 1)
            elif isinstance(child.tag, str) and child.tag not in self.dropped:
                self.blocks(child, host, depth + 1)

    def paragraph(self, element: Any, host: Any | None, depth: int) -> None:
        waiting, self.later = self.later, []
        self.inline(element, host)
        mine, self.later = self.later, waiting
        for content, shown_by in mine:
            self.blocks(content, shown_by if host is None else host, depth + 1)

    def inline(self, parent: Any, host: Any | None) -> None:
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in self.dropped:
                continue
            if child.tag == f"{self.w}r":
                self.run(child, host)
            elif child.tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                self.inline(child if choice is None else choice, host)
            else:
                self.inline(child, host)

    def run(self, run: Any, host: Any | None) -> None:
        properties = run.find(f"{self.w}rPr")
        hidden = properties.find(f"{self.w}vanish") if properties is not None else None
        if hidden is not None and hidden.get(f"{self.w}val") not in ("0", "false", "none"):
            return
        for child in run:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == f"{self.w}t":
                self.add(child.text or "", Spot(child if host is None else host, host is None))
            elif tag == f"{self.w}noBreakHyphen":
                self.add("-", Spot(child if host is None else host, False))
            elif tag == f"{self.w}ruby":
                for base in child.iterfind(f"{self.w}rubyBase"):
                    self.inline(base, child if host is None else host)
            elif tag in (f"{self.w}footnoteReference", f"{self.w}endnoteReference"):
                kind = tag.removeprefix(self.w).removesuffix("Reference")
                note = self.notes.get(kind, {}).get(str(child.get(f"{self.w}id")))
                if note is not None:
                    self.later.append((note, child))
            elif tag in (f"{self.w}drawing", f"{self.w}pict", f"{self.w}object", f"{_MC}AlternateContent"):
                self.later += [(box, child) for box in _boxes(child, self.w)]

    def add(self, text: str, spot: Spot) -> None:
        for at, char in enumerate(text):
            for each in normalised(char):
                self.chars.append(each)
                self.spots.append(spot)
                self.offsets.append(at)


def _boxes(element: Any, word: str) -> Iterator[Any]:
    choice = element.find(f"{_MC}Choice") if element.tag == f"{_MC}AlternateContent" else None
    root = element if choice is None else choice
    for box in root.iter(f"{word}txbxContent"):
        above = (up for up in box.iterancestors() if up is not root)
        if not any(up.tag in (f"{word}txbxContent", f"{_MC}Fallback") for up in above):
            yield box
