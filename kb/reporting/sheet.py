"""Reports and forms as Word files: a few kinds of blocks in the look of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kb.export import xml
from kb.export.geometry import TEXT_WIDTH

_SMALL = '<w:sz w:val="21"/><w:szCs w:val="21"/>'
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SHORT_CELL = 200
"""Characters up to which a row stays on one page."""
_CELL_LINE = '<w:spacing w:before="20" w:after="20" w:line="300" w:lineRule="atLeast"/>'
_HEAD_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体" w:cs="Times New Roman"/>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'


@dataclass(frozen=True, slots=True)
class Title:
    """The title, centred."""

    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``flush`` without indent, ``small`` in the size of tables, ``keep`` on one page with what follows."""

    words: str
    flush: bool = False
    small: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row is repeated on every page; ``shares`` are the relative widths of the columns; cells may hold line breaks."""

    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


Block = Title | Heading | Text | Grid


def to_docx(blocks: Iterable[Block], title: str, *, wide: bool = False) -> bytes:
    """The blocks as a .docx; ``wide`` lies the page on its side for forms with many columns."""
    from kb.export import package

    document = package.open_base(None)
    width = _WIDE if wide else TEXT_WIDTH
    parts: list[str] = []
    for block in blocks:
        parts += _xml(block, width)
    package.fill(document, parts, [], [], keep=False, update=False, number=None)
    if wide:
        _lie_down(document)
    return package.to_bytes(document, title, "")


_WIDE = 13400
"""Twips of text on a page that lies on its side with margins of 30 mm."""


def _lie_down(document: Any) -> None:
    from docx.oxml.ns import qn

    section = document.part.element.body.find(qn("w:sectPr"))
    size = section.find(qn("w:pgSz"))
    size.set(qn("w:w"), "16838")
    size.set(qn("w:h"), "11906")
    size.set(qn("w:orient"), "landscape")
    margins = section.find(qn("w:pgMar"))
    for side, value in (("top", 1588), ("bottom", 1474), ("left", 1719), ("right", 1719), ("footer", 907)):
        margins.set(qn(f"w:{side}"), str(value))


def _xml(block: Block, width: int) -> list[str]:
    if isinstance(block, Title):
        return [xml.text("Title", block.words), xml.text("YAFlush", "")]
    if isinstance(block, Heading):
        return [xml.text(f"Heading{min(block.level, 3)}", block.words)]
    if isinstance(block, Text):
        style = "YAFlush" if block.flush else "YABody"
        line = "<w:keepNext/><w:keepLines/>" if block.keep else ""
        line += '<w:spacing w:line="400" w:lineRule="atLeast"/>' if block.small else ""
        return [
            xml.paragraph(style, xml.run(line_of, _SMALL if block.small else ""), line)
            for line_of in _shown(block.words).split("\n")
        ]
    return [_grid(block, width), xml.text("YAFlush", "", '<w:spacing w:line="200" w:lineRule="exact"/>')]


def _grid(block: Grid, width: int) -> str:
    total = sum(block.shares)
    columns = [width * share // total for share in block.shares]
    columns[-1] += width - sum(columns)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    rows = "".join(_row(row, columns, head=at == 0) for at, row in enumerate(block.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="YAGrid"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(cells: Sequence[str], columns: Sequence[int], *, head: bool) -> str:
    whole = head or max((len(cell) for cell in cells), default=0) <= _SHORT_CELL
    properties = f"<w:trPr>{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    shown = [*cells, *[""] * (len(columns) - len(cells))]
    return f"<w:tr>{properties}{''.join(_cell(c, w, head=head) for c, w in zip(shown, columns, strict=False))}</w:tr>"


def _shown(words: str) -> str:
    """Words without the signs of symbol fonts, which other fonts show as boxes: bullets of the original mostly."""
    return _PRIVATE.sub("•", words)


def _cell(words: str, width: int, *, head: bool) -> str:
    align = "center" if head or len(words) <= 4 else "left"
    look = f"{_HEAD_FONT if head else ''}{_SMALL}"
    properties = f'{_CELL_LINE}<w:jc w:val="{align}"/>'
    inner = "".join(xml.paragraph("YATable", xml.run(line, look), properties) for line in _shown(words).split("\n"))
    shade = _SHADE if head else ""
    place = "center" if head else "top"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="{place}"/></w:tcPr>{inner}</w:tc>'
