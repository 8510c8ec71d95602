"""What stands on PDF pages without belonging to the text: page numbers, running heads and feet, watermarks."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field

from kb.readers.furniture import is_page_number, printed_label
from kb.readers.pdf.rules import Drawn
from kb.readers.pdf.tables import Drawing, PageTable
from kb.readers.pdf.text import Box, Line

_ANNEX = re.compile(r"^\s*附\s*[件录表图]")


@dataclass(slots=True)
class Page:
    """One page as it is read; ``label`` is its printed number, ``slanted`` text that lies across it."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PageTable] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    drawn: Drawn = field(default_factory=Drawn)
    label: str | None = None
    slanted: str = ""
    garbled: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many lines were dropped, on which pages, and those of the first page."""

    feet: int
    watermarks: int
    first: tuple[str, ...]


def drop_furniture(pages: list[Page]) -> Dropped:
    """Take page numbers, running heads and feet and watermarks off the pages."""
    first = list(pages[0].lines)
    slanted = pages[0].slanted
    marks = _watermarks(pages)
    for page in pages:
        _take_label(page)
    feet = _running(pages)
    gone = [line.text for line in first if line not in pages[0].lines]
    return Dropped(feet, marks, tuple([*gone, slanted] if slanted else gone))


def _outer(page: Page) -> list[Line]:
    """The two highest and two lowest lines, where they stand in the margins."""
    ranked = sorted(page.lines, key=lambda line: -line.middle)
    outer = {id(line): line for line in ranked[:2] + ranked[-2:]}
    return [line for line in outer.values() if line.bottom > page.height * 0.88 or line.top < page.height * 0.12]


def _take_label(page: Page) -> None:
    """The printed page number off the page's lowest or highest lines."""
    ranked = sorted(page.lines, key=lambda line: line.middle)
    for line in [*ranked[:2], *ranked[-1:]]:
        outer = line.middle < page.height * 0.14 or line.middle > page.height * 0.9
        if outer and is_page_number(line.text):
            page.label = printed_label(line.text)
            page.lines.remove(line)
            return


def _running(pages: list[Page]) -> int:
    """Remove running heads and feet: the same outer line, figures apart, on a third of the pages or more."""
    if len(pages) < 3:
        return 0
    shapes = Counter(key for page in pages for key in {_shape(line) for line in _outer(page)} if key)
    needed = max(3, len(pages) // 3)
    dropped = 0
    for page in pages:
        for line in _outer(page):
            if shapes[_shape(line)] >= needed:
                page.lines.remove(line)
                dropped += 1
    return dropped


def _shape(line: Line) -> str:
    return re.sub(r"\s+", "", line.text) if _ANNEX.match(line.text) else re.sub(r"[\d\s]+", "", line.text)


def _watermarks(pages: list[Page]) -> int:
    """Remove large lines that stand at one place of half the pages; count them with the slanted ones."""
    slanted = Counter(page.slanted for page in pages if page.slanted)
    common = {text for text, count in slanted.items() if count > 1 or len(pages) == 1}
    dropped = sum(page.slanted in common for page in pages)
    for page in pages:
        page.slanted = "" if page.slanted in common else page.slanted
    sizes = [line.size for page in pages for line in page.lines]
    if len(pages) < 3 or not sizes:
        return dropped
    large = 1.5 * statistics.median(sizes)
    places = Counter(_place(line) for page in pages for line in page.lines if line.size > large)
    for page in pages:
        kept = [line for line in page.lines if line.size <= large or places[_place(line)] * 2 < len(pages)]
        dropped += len(page.lines) - len(kept)
        page.lines = kept
    return dropped


def _place(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.left / 4), round(line.middle / 4)
