"""Pages to print: titles, headings, lines with their clause, tables; written as Word (python-docx, GB/T 9704 styles) and as HTML."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kb.export.geometry import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, width


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page; ``new_page`` begins one."""

    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with the clause it comes from; ``mark`` stands in front."""

    text: str
    cite: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; ``widths`` are shares of the text width.

    ``one_page`` is the largest type size in points of a table that must stand on one page, below a title; 0 leaves the style's.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    one_page: float = 0


_NARROW = 1134
"""Margins in twips of landscape pages and of cards: 20 mm."""
_SMALLER = (22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 12.0, 10.5, 9.0, 7.5)
"""The usual sizes from 二号 to 六号, in points."""
_LINE = 1.3
"""Line height of a table that must stand on one page, in type sizes."""
_TITLE_ROOM, _CELL_MARGIN = 130.0, 8.0
"""Points: a title of two lines and the paragraph behind the table; what a cell leaves free at both sides."""
_LARGE = 20
"""From this size on, in points, a table is large on a screen too."""
_LONG = 12
"""Cells with more characters read from the left."""
Block = Title | Heading | Line | Table


def to_word(blocks: Sequence[Block], title: str, *, landscape: bool = False) -> bytes:
    """The blocks as a Word file: A4 with the margins and styles of official documents."""
    import docx
    from docx.shared import Twips

    from kb.export.styles import install

    document = docx.Document()
    install(document, keep=False)
    section = document.sections[0]
    wide, high = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    section.page_width, section.page_height = Twips(wide), Twips(high)
    narrow = landscape or any(isinstance(block, Table) and block.one_page for block in blocks)
    top, bottom, left, right = (_NARROW,) * 4 if narrow else (TOP, BOTTOM, LEFT, RIGHT)
    section.top_margin, section.bottom_margin = Twips(top), Twips(bottom)
    section.left_margin, section.right_margin = Twips(left), Twips(right)
    room = wide - left - right
    for block in blocks:
        _write(document, block, room)
    document.core_properties.title = title
    document.core_properties.author = ""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write(document: Any, block: Block, room: int) -> None:
    from docx.shared import Pt

    if isinstance(block, Table):
        _table(document, block, room)
        return
    if isinstance(block, Title):
        paragraph = _paragraph(document, "Title", block.text)
        paragraph.paragraph_format.page_break_before = block.new_page
        paragraph.paragraph_format.space_after = Pt(10)
        return
    if isinstance(block, Heading):
        _paragraph(document, f"heading {block.level}", block.text)
        return
    paragraph = _paragraph(document, "YA-Body", f"{block.mark}{block.text}")
    if block.cite:
        run = paragraph.add_run(f"〔{block.cite}〕")
        run.font.size = Pt(9)


def _paragraph(document: Any, style: str, text: str) -> Any:
    found = next((each for each in document.styles if each.name.lower() == style.lower()), None)
    paragraph = document.add_paragraph(_clean(text))
    if found is not None:
        paragraph.style = found
    return paragraph


def _table(document: Any, block: Table, room: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt, Twips

    table = document.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.style = next((each for each in document.styles if each.name == "YA-Grid"), table.style)
    table.autofit = False
    widths = [Twips(int(room * share / sum(block.widths))) for share in block.widths]
    styles = {each.name: each for each in document.styles}
    size = _size(block, room) if block.one_page else 0.0
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for number, cells in enumerate((block.head, *block.rows)):
        row = table.rows[number]
        for cell, text, wide in zip(row.cells, cells, widths, strict=False):
            cell.width = wide
            lines = _clean(text).split("\n")
            cell.text = lines[0]
            for more in lines[1:]:
                cell.add_paragraph(more)
            for paragraph in cell.paragraphs:
                paragraph.style = styles["YA-TableHead" if number == 0 else "YA-Table"]
                if number and len(text) > _LONG:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
                if size:
                    paragraph.paragraph_format.line_spacing = Pt(size * _LINE)
                    for run in paragraph.runs:
                        run.font.size = Pt(size)
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if number == 0:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_paragraph("")


def _size(block: Table, room: int) -> float:
    """The largest type size in points at which the table stands on one page; ``room`` is the text width in twips."""
    free = (PAGE_HEIGHT - 2 * _NARROW) / 20 - _TITLE_ROOM
    sizes = [size for size in _SMALLER if size <= block.one_page]
    return next((size for size in sizes if _height(block, room, size) <= free), sizes[-1])


def _height(block: Table, room: int, size: float) -> float:
    shares = [room / 20 * share / sum(block.widths) - _CELL_MARGIN for share in block.widths]
    height = 0.0
    for cells in (block.head, *block.rows):
        columns = [max(1, int(share / size)) for share in shares]
        height += max(
            sum(max(1, math.ceil(width(line) / column)) * size * _LINE + 2 for line in cell.split("\n"))
            for cell, column in zip(cells, columns, strict=False)
        )
    return height


def _clean(text: str) -> str:
    return "".join(char for char in text if char >= " " or char in "\n\t")


_CSS = (
    "body{font:17px/1.7 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:0 auto;max-width:820px;padding:12px;color:#1e293b}"
    "h1{font-size:22px;text-align:center}h2{font-size:18px;color:#0f766e;border-bottom:1px solid #99f6e4;margin:14px 0 6px}h3{font-size:16px;margin:10px 0 4px}"
    "p{margin:6px 0}small{color:#64748b;word-break:break-all}.large td{font-size:22px}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #94a3b8;padding:5px 8px;text-align:left;vertical-align:top}details{border:1px solid #cbd5e1;border-radius:8px;margin:8px 0;padding:0 12px}"
    "summary{font-size:19px;font-weight:bold;padding:10px 0;cursor:pointer}@media print{details{break-inside:avoid}.page{break-before:page}}"
)


def to_html(blocks: Sequence[Block], title: str, *, folded: bool = False) -> str:
    """The blocks as one self-contained page; ``folded`` puts every title into a fold, for a phone."""
    body, open_fold = [], False
    for block in blocks:
        if isinstance(block, Title) and folded:
            body.append(("</details>" if open_fold else "") + f"<details><summary>{escape(block.text)}</summary>")
            open_fold = True
        else:
            body.append(block_html(block))
    if open_fold:
        body.append("</details>")
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_CSS}</style></head><body>{''.join(body)}</body></html>"
    )


def block_html(block: Block) -> str:
    """One block as HTML, its words escaped."""
    if isinstance(block, Title):
        return f"<h1{' class=page' if block.new_page else ''}>{escape(block.text)}</h1>"
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Line):
        cite = f" <small>〔{escape(block.cite)}〕</small>" if block.cite else ""
        return f"<p>{escape(block.mark + block.text)}{cite}</p>"
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table{' class=large' if block.one_page >= _LARGE else ''}><tr>{head}</tr>{rows}</table>"
