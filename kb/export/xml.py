"""WordprocessingML as text: paragraphs, runs, tables and fields, built as strings and parsed once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.export.geometry import TEXT_WIDTH
from kb.export.geometry import width as text_width

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_TOKEN = re.compile(r"[!-~]+")
_TABLE_CHAR, _CELL_MARGINS = 250, 140
"""Twips of one character of a table and of a cell's two margins."""
_DIGIT = 0.62
"""Width of a digit of a broad fallback font as a part of a full-width character, so that telephones stay in one line."""
_SHORT, _NEIGHBOURS = 8.5, 0.3
"""A column of texts up to so many characters is not broken; room between a Chinese character and a digit beside it."""
_MIXED = re.compile(r"[一-鿿](?=[A-Za-z0-9])|[A-Za-z0-9](?=[一-鿿])")
_BLANK = 11.0
"""Characters of room in a column left for writing."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def escape(text: str) -> str:
    """Text safe in XML; control characters that XML forbids are dropped."""
    return _CONTROL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, properties: str = "") -> str:
    """A run; ``properties`` is the inside of ``w:rPr``."""
    if not text:
        return ""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of a style; ``content`` is runs, ``properties`` further elements of ``w:pPr``."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def text(style: str, words: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return paragraph(style, run(words), properties)


def page_break() -> str:
    """A paragraph property that starts a new page."""
    return "<w:pageBreakBefore/>"


def bookmark(number: int, name: str, content: str) -> str:
    """Content inside a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def commented(number: int, content: str) -> str:
    """Content with a comment on it."""
    mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>{mark}'


def field(instruction: str, shown: str, properties: str = "", *, dirty: bool = False) -> str:
    """A complex field with the result ``shown``."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    flag = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"{flag}/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>{run(shown, properties)}'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def box_at_foot(content: str, height: int) -> str:
    """A run with a text box of the text's width at the foot of the type area; ``height`` in twips."""
    wide, high = TEXT_WIDTH * 635, height * 635
    place = (
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    )
    shape = (
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/>'
    )
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:wps="{_WPS}" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        f'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">{place}<wp:extent cx="{wide}" cy="{high}"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="record"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/>{shape}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )


def table(
    rows: Sequence[Sequence[str]], *, style: str = "YATable", head_style: str = "YATableHead", room: int = TEXT_WIDTH
) -> str:
    """A bordered table, ``room`` twips wide: first row repeated on every page, no row split (texts are plain)."""
    width = max(len(row) for row in rows)
    columns = column_widths(rows, width, room)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in columns)
    body = [_row(rows[0], columns, head_style, head=True), *(_row(row, columns, style) for row in rows[1:])]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="YAGrid"/><w:tblW w:w="{room}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(body)}</w:tbl>'
    )


def column_widths(rows: Sequence[Sequence[str]], width: int, room: int = TEXT_WIDTH) -> list[int]:
    """Widths in twips that add up to ``room``, by the length of the contents within limits."""
    weights, floors, whole = [], [], []
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row)]
        lengths = [text_width(cell) for cell in cells]
        longest, mean = max(lengths, default=0.0), sum(lengths) / max(1, len(lengths))
        blank = len(cells) > 1 and not any(cells[1:])
        weights.append(_BLANK if blank else min(24.0, max(2.0, mean, min(longest, 14.0 if width < 4 else 8.0))))
        unbroken = max((len(token) for cell in cells for token in _TOKEN.findall(cell)), default=0)
        floors.append(_CELL_MARGINS + max(2 * _TABLE_CHAR, int(unbroken * _TABLE_CHAR * _DIGIT)))
        short = max((text_width(cell) + _NEIGHBOURS * len(_MIXED.findall(cell)) for cell in cells), default=0.0)
        whole.append(max(floors[-1], _CELL_MARGINS + int(short * _TABLE_CHAR)) if short <= _SHORT else floors[-1])
    floors = whole if sum(whole) <= room * 0.8 else floors
    spare = room - sum(floors)
    if spare < 0:
        floors, spare = [0] * width, room
    needs = [
        max(1.0, weight * _TABLE_CHAR + _CELL_MARGINS - floor) for weight, floor in zip(weights, floors, strict=True)
    ]
    columns = [floor + int(spare * need / sum(needs)) for floor, need in zip(floors, needs, strict=True)]
    columns[-1] += room - sum(columns)
    return columns


def _row(cells: Sequence[str], columns: Sequence[int], style: str, *, head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    shown = [*cells, *[""] * (len(columns) - len(cells))]
    return f"<w:tr>{properties}{''.join(_cell(c, w, style) for c, w in zip(shown, columns, strict=False))}</w:tr>"


def _cell(words: str, width: int, style: str) -> str:
    inner = "".join(text(style, line) for line in words.split("；")) if len(words) > 60 else text(style, words)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
