"""Reports and forms as Word files: a few kinds of blocks in the look of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.export import xml
from kb.export.geometry import TEXT_WIDTH

_SMALL = '<w:sz w:val="21"/><w:szCs w:val="21"/>'
_TINY = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SHORT_CELL = 200
"""Characters up to which a row stays on one page."""
_CELL_LINE = '<w:spacing w:before="20" w:after="20" w:line="300" w:lineRule="atLeast"/>'
_DENSE_LINE = '<w:spacing w:before="10" w:after="10" w:line="230" w:lineRule="atLeast"/>'
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
    """A paragraph; ``flush`` without indent, ``small`` in the size of tables, ``keep`` on one page with what follows, ``strong`` in bold."""

    words: str
    flush: bool = False
    small: bool = False
    keep: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row is repeated on every page; ``shares`` are the relative widths of the columns; cells may hold line breaks."""

    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


Block = Title | Heading | Text | Grid


class Page(StrEnum):
    """How a sheet looks: as an official letter, lying on its side for forms with many columns, or dense for long tables."""

    LETTER = "letter"
    WIDE = "wide"
    DENSE = "dense"


@dataclass(frozen=True, slots=True)
class _Look:
    """Width of the text in twips, run properties of headings, text and cells, and the line height of cells."""

    width: int
    heading: str
    text: str
    cell: str
    cell_line: str
    line: str


_LOOKS = {
    Page.LETTER: _Look(TEXT_WIDTH, "", "", _SMALL, _CELL_LINE, ""),
    Page.WIDE: _Look(13400, "", "", _SMALL, _CELL_LINE, ""),
    Page.DENSE: _Look(
        9978,
        '<w:sz w:val="26"/><w:szCs w:val="26"/>',
        '<w:sz w:val="22"/><w:szCs w:val="22"/>',
        _TINY,
        _DENSE_LINE,
        '<w:spacing w:before="40" w:after="40" w:line="320" w:lineRule="atLeast"/>',
    ),
}
"""13,400 twips are a page on its side with margins of 30 mm, 9,978 an upright one with margins of 17 mm."""


def to_docx(blocks: Iterable[Block], title: str, *, page: Page = Page.LETTER) -> bytes:
    """The blocks as a .docx."""
    from kb.export import package

    document = package.open_base(None)
    look = _LOOKS[page]
    parts: list[str] = []
    for block in blocks:
        parts += _xml(block, look)
    package.fill(document, parts, [], [], keep=False, update=False, number=None)
    if page is Page.WIDE:
        _lie_down(document)
    if page is Page.DENSE:
        _margins(document, 1134, 1134, 964, 964)
    return package.to_bytes(document, title, "")


def _lie_down(document: Any) -> None:
    from docx.oxml.ns import qn

    size = document.part.element.body.find(qn("w:sectPr")).find(qn("w:pgSz"))
    size.set(qn("w:w"), "16838")
    size.set(qn("w:h"), "11906")
    size.set(qn("w:orient"), "landscape")
    _margins(document, 1588, 1474, 1719, 1719)


def _margins(document: Any, top: int, bottom: int, left: int, right: int) -> None:
    from docx.oxml.ns import qn

    margins = document.part.element.body.find(qn("w:sectPr")).find(qn("w:pgMar"))
    sides = {"top": top, "bottom": bottom, "left": left, "right": right, "footer": min(907, bottom - 400)}
    for side, value in sides.items():
        margins.set(qn(f"w:{side}"), str(value))


def _xml(block: Block, look: _Look) -> list[str]:
    if isinstance(block, Title):
        size = '<w:sz w:val="36"/><w:szCs w:val="36"/>' if look.heading else ""
        return [xml.paragraph("Title", xml.run(block.words, size)), *([] if size else [xml.text("YAFlush", "")])]
    if isinstance(block, Heading):
        return [xml.paragraph(f"Heading{min(block.level, 3)}", xml.run(block.words, look.heading), look.line)]
    if isinstance(block, Text):
        return _paragraphs(block, look)
    return [_grid(block, look), xml.text("YAFlush", "", '<w:spacing w:line="160" w:lineRule="exact"/>')]


def _paragraphs(block: Text, look: _Look) -> list[str]:
    line = "<w:keepNext/><w:keepLines/>" if block.keep else ""
    line += look.line or ('<w:spacing w:line="400" w:lineRule="atLeast"/>' if block.small else "")
    size = (_TINY if look.line else _SMALL) if block.small else look.text
    run = f"{'<w:b/><w:bCs/>' if block.strong else ''}{size}"
    style = "YAFlush" if block.flush else "YABody"
    return [xml.paragraph(style, xml.run(words, run), line) for words in _shown(block.words).split("\n")]


def _grid(block: Grid, look: _Look) -> str:
    total = sum(block.shares)
    columns = [look.width * share // total for share in block.shares]
    columns[-1] += look.width - sum(columns)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    rows = "".join(_row(row, columns, look, head=at == 0) for at, row in enumerate(block.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="YAGrid"/><w:tblW w:w="{look.width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(cells: Sequence[str], columns: Sequence[int], look: _Look, *, head: bool) -> str:
    whole = head or max((len(cell) for cell in cells), default=0) <= _SHORT_CELL
    properties = f"<w:trPr>{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    shown = [*cells, *[""] * (len(columns) - len(cells))]
    inner = "".join(_cell(c, w, look, head=head) for c, w in zip(shown, columns, strict=False))
    return f"<w:tr>{properties}{inner}</w:tr>"


def _shown(words: str) -> str:
    """Words without the signs of symbol fonts, which other fonts show as boxes: bullets of the original mostly."""
    return _PRIVATE.sub("•", words)


def _cell(words: str, width: int, look: _Look, *, head: bool) -> str:
    align = "center" if head or len(words) <= 4 else "left"
    run = f"{_HEAD_FONT if head else ''}{look.cell}"
    properties = f'{look.cell_line}<w:jc w:val="{align}"/>'
    inner = "".join(xml.paragraph("YATable", xml.run(line, run), properties) for line in _shown(words).split("\n"))
    shade = _SHADE if head else ""
    place = "center" if head else "top"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="{place}"/></w:tcPr>{inner}</w:tc>'
