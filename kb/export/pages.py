"""Which page a heading falls on, reckoned from the 22 × 28 geometry; a renderer's own numbers win when there are any."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kb.drafting.model import Draft
from kb.export.geometry import CHARS, LINES, TEXT_WIDTH, width
from kb.export.xml import column_widths

_ROW = 380 / 579
_FOOTER = re.compile(r"—(\d+)—")


class PageCounter:
    """Counts lines as paragraphs and tables pass by; pages are 1-based."""

    def __init__(self) -> None:
        self.page = 1
        self.lines = float(LINES)
        self._used = 0.0

    def turn(self, lines: float) -> None:
        """Go to a new page of another format, with room for ``lines``."""
        self.new_page()
        self.lines = lines

    def new_page(self) -> None:
        """Go to the top of the next page, unless already at the top of one."""
        if self._used:
            self.page += 1
            self._used = 0.0

    def add(self, lines: float, *, keep: float = 0.0) -> int:
        """Place ``lines``; returns the page where they begin. ``keep`` more lines must fit on that page."""
        if self._used and self._used + min(lines, 1) + keep > self.lines:
            self.new_page()
        begin = self.page
        self._used += lines
        while self._used > self.lines:
            self.page += 1
            self._used -= self.lines
        return begin

    def paragraph(self, text: str, indent: int = 2) -> int:
        """Place a paragraph of body text."""
        return self.add(math.ceil((width(text) + indent) / CHARS) or 1)

    def table(self, rows: list[list[str]], room: int = TEXT_WIDTH) -> None:
        """Place a table ``room`` twips wide, row by row."""
        columns = column_widths(rows, max(len(row) for row in rows), room)
        for row in rows:
            high = max(
                (math.ceil(width(cell) * 240 / max(1, w - 120)) for cell, w in zip(row, columns, strict=False)),
                default=1,
            )
            self.add(max(1, high) * _ROW)


def printed_pages(draft: Draft, page_texts: Sequence[str]) -> dict[str, int]:
    """Printed page numbers by section id, looked up in the text of a rendered export, page by page.

    Give the result to ``export_docx(pages=…)`` for contents that are exact; headings that cannot be found are left out.
    """
    wanted = [
        (section.id, _bare(section.heading if not section.annex else section.number)) for section in draft.sections
    ]
    lines = [[_bare(line) for line in text.splitlines()] for text in page_texts]
    found: dict[str, int] = {}
    start = 0
    for key, words in wanted:
        for at in range(start, len(lines)):
            if words in lines[at]:
                found[key], start = _printed(lines[at], at + 1), at
                break
    return found


def _printed(lines: Sequence[str], physical: int) -> int:
    """The number in the page's footer; cover and approval pages have none and are not counted."""
    numbers = [int(match[1]) for line in lines if (match := _FOOTER.fullmatch(line))]
    return numbers[-1] if numbers else physical


def _bare(words: str) -> str:
    return "".join(words.split())
