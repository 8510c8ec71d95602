"""Helpers to write small sources for tests: plain lines, or a Word document with numbering."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from kb.model import Document
from kb.parsing import parse
from kb.structure import Outline, items_of, outline

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_ROOT = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def document(folder: Path, text: str, name: str = "样.txt") -> Document:
    (found,) = parse(write(folder, name, text)).documents
    return found


def outline_of(folder: Path, text: str, name: str = "样.txt") -> Outline:
    from kb.readers import read

    items, _ = items_of(read(write(folder, name, text)))
    return outline(items)


def heads(found: Document | Outline) -> list[tuple[int, str, str]]:
    return [(section.level, section.number, section.text) for section in found.sections]


def paragraph(text: str, *, num: tuple[str, int] | None = None, style: str = "", extra: str = "") -> str:
    style_xml = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbering = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    return f"<w:p><w:pPr>{style_xml}{numbering}{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbering_xml(levels: Sequence[tuple[str, str]], nums: str) -> str:
    """One abstract list with (format, text) a level; ``nums`` holds the ``w:num`` elements."""
    inside = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (shape, text) in enumerate(levels)
    )
    return f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>{nums}</w:numbering>'


def write_docx(folder: Path, body: str, *, numbering: str = "", styles: str = "", name: str = "样.docx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        if numbering:
            archive.writestr("word/numbering.xml", numbering)
        if styles:
            archive.writestr("word/styles.xml", f"<w:styles {_W}>{styles}</w:styles>")
    return path
