"""A paper as a title and a run of blocks, and what all papers ask of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.drafting.document import table_cells
from kb.drafting.model import SLOT, Draft, DraftSection, slot

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of level 1 to 3."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """A centred line under a title, or a line set flush."""

    words: str
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, its first row the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page with a title of its own, empty for none."""

    title: str = ""


Block = Head | Text | Note | Grid | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: ``code`` names it on the command line, ``title`` heads it, ``signed`` closes it with body and date."""

    code: str
    title: str
    blocks: tuple[Block, ...]
    signed: tuple[str, str] = ("", "")

    @property
    def slots(self) -> tuple[str, ...]:
        """Labels of what is still to be supplied."""
        return tuple(SLOT.findall("\n".join(_words(self))))


def _words(paper: Paper) -> Iterator[str]:
    yield from (paper.title, *paper.signed)
    for block in paper.blocks:
        if isinstance(block, Grid):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Break):
            yield block.title
        else:
            yield block.words


def known(value: object, label: str) -> str:
    """The value as text, or the slot of its label."""
    return str(value) if value not in ("", None, ()) else slot(label)


def grid(head: Sequence[str], rows: Sequence[Sequence[object]], label: str = "") -> Grid:
    """A table; without rows one that asks for them."""
    filled = [tuple(known(cell, head[at]) for at, cell in enumerate(row)) for row in rows]
    return Grid((tuple(head), *(filled or [(slot(label or head[0]), *[""] * (len(head) - 1))])))


def sections_about(draft: Draft, *words: str) -> list[DraftSection]:
    """The written sections whose heading has one of the words, in order."""
    return [s for s in draft.sections if s.text.strip() and any(word in s.title for word in words)]


def blocks_of(section: DraftSection) -> Iterator[Block]:
    """The paragraphs and tables of a section."""
    rows: list[tuple[str, ...]] = []
    for line in [*section.text.split("\n"), ""]:
        cells = table_cells(line)
        if cells is not None:
            rows += [tuple(cells)] if cells else []
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        if line.strip():
            yield Text(line.strip())


def sentences(section: DraftSection) -> Iterator[str]:
    """The sentences of a section outside its tables."""
    for line in section.text.split("\n"):
        if table_cells(line) is None:
            yield from (found[0].strip() for found in _SENTENCE.finditer(line) if found[0].strip("。； "))


def place(section: DraftSection) -> str:
    """How a section is cited: 第5.2节, 第三部分（二）…, 附件3."""
    number = section.number.rstrip("、.")
    return number if number.startswith("附件") else f"“{section.heading}”"
