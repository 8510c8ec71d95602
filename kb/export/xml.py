"""WordprocessingML as text: paragraphs, runs, tables and fields, built as strings and parsed once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.export.geometry import TEXT_WIDTH

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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


def table(rows: Sequence[Sequence[str]], *, style: str = "YATable", head_style: str = "YATableHead") -> str:
    """A bordered table over the text width: first row repeated on every page, no row split (texts are plain)."""
    width = max(len(row) for row in rows)
    columns = column_widths(rows, width)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in columns)
    body = [_row(rows[0], columns, head_style, head=True), *(_row(row, columns, style) for row in rows[1:])]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="YAGrid"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(body)}</w:tbl>'
    )


def column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths in twips that add up to the text width, by the length of the contents within limits."""
    weights = []
    for at in range(width):
        lengths = [len(row[at]) for row in rows if at < len(row)]
        mean = sum(lengths) / max(1, len(lengths))
        weights.append(min(24.0, max(3.0, mean, min(max(lengths, default=0), 8))))
    total = sum(weights)
    columns = [int(TEXT_WIDTH * weight / total) for weight in weights]
    columns[-1] += TEXT_WIDTH - sum(columns)
    return columns


def _row(cells: Sequence[str], columns: Sequence[int], style: str, *, head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    shown = [*cells, *[""] * (len(columns) - len(cells))]
    return f"<w:tr>{properties}{''.join(_cell(c, w, style) for c, w in zip(shown, columns, strict=False))}</w:tr>"


def _cell(words: str, width: int, style: str) -> str:
    inner = "".join(text(style, line) for line in words.split("；")) if len(words) > 60 else text(style, words)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
