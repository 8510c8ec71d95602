"""A Word file as LibreOffice prints it: characters and ink by page, in millimetres from the upper left corner of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MM = 25.4 / 72
_DPI = 127
"""Dots an inch of the picture that ink is measured in: five a millimetre."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """The ink of one character."""

    char: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page; ``ink`` is the box of everything printed above the page number: left, top, right, bottom."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    ink: tuple[float, float, float, float]

    @property
    def lines(self) -> list[str]:
        """The lines of text from top to bottom, without blanks."""
        rows: dict[int, list[Glyph]] = {}
        for glyph in sorted(self.glyphs, key=lambda g: (g.bottom, g.left)):
            for middle in rows:
                if abs(middle / 10 - (glyph.top + glyph.bottom) / 2) < 3:
                    rows[middle].append(glyph)
                    break
            else:
                rows[int((glyph.top + glyph.bottom) * 5)] = [glyph]
        return ["".join(g.char for g in sorted(row, key=lambda g: g.left)) for _, row in sorted(rows.items())]

    @property
    def number(self) -> int | None:
        """The printed page number."""
        found = re.fullmatch(r"—(\d+)—", self.lines[-1]) if self.lines else None
        return int(found[1]) if found else None

    @property
    def foot(self) -> tuple[Glyph, ...]:
        """The characters of the page number."""
        return tuple(g for g in self.glyphs if g.top > self.height - 35)


def printed(path: Path) -> list[Page]:
    """The pages of a Word file."""
    import pypdfium2

    from kb.readers.office import to_pdf

    document = pypdfium2.PdfDocument(to_pdf(path.read_bytes(), "docx"))
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: object) -> Page:
    import numpy

    width, height = page.get_size()  # type: ignore[attr-defined]
    texts = page.get_textpage()  # type: ignore[attr-defined]
    glyphs = []
    for at in range(texts.count_chars()):
        char = texts.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = texts.get_charbox(at)
            glyphs.append(Glyph(char, left * _MM, (height - top) * _MM, right * _MM, (height - bottom) * _MM))
    grey = page.render(scale=_DPI / 72, grayscale=True).to_numpy().squeeze()  # type: ignore[attr-defined]
    dots = _DPI / 25.4
    dark = grey[: int((height * _MM - 34) * dots)] < 128
    rows, columns = numpy.flatnonzero(dark.any(axis=1)), numpy.flatnonzero(dark.any(axis=0))
    ink = (
        (columns[0] / dots, rows[0] / dots, (columns[-1] + 1) / dots, (rows[-1] + 1) / dots)
        if len(rows)
        else (0.0, 0.0, 0.0, 0.0)
    )
    return Page(width * _MM, height * _MM, tuple(glyphs), ink)
