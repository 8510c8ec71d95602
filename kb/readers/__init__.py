"""Readers: one file in, its blocks in reading order out, with notices of what was lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kb.errors import ReadError
from kb.model import Notice, Paragraph, Severity, Source, Table
from kb.readers.sniff import kind_of

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 200 * 1024**2
MAX_TEXT_BYTES = 30 * 1024**2
_OFFICE = {"doc": "doc", "rtf": "rtf", "odt": "odt"}
_HAND = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
}


def read(path: Path, *, name: str | None = None) -> Source:
    """Read a file by what it holds, whatever its suffix says.

    Raises ReadError when nothing usable could be read: ``no_text``, ``too_large``, ``encrypted``, ``truncated``, ``wrong_type``,
    ``image_only``, ``needs_libreoffice``, ``needs_ocr``, ``timeout``, ``unreadable_file``. Everything else is a notice.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError("too_large", megabytes=size // 1024**2)
        data = path.read_bytes()
    except PermissionError as error:
        raise ReadError("unreadable_file") from error
    except OSError as error:
        raise ReadError("no_such_file") from error
    source = _dispatch(name, data, Path(name).suffix.lower() or path.suffix.lower())
    if not any(_has_text(block) for block in source.blocks):
        pictures = any(notice.code == "picture_without_text" for notice in source.notices)
        raise ReadError("image_only" if pictures else "no_text")
    return source


def _has_text(block: Paragraph | Table) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return any(cell.strip() for row in block.rows for cell in row)


def _dispatch(name: str, data: bytes, suffix: str) -> Source:
    if not data.strip(b"\x00 \r\n\t"):
        raise ReadError("no_text")
    kind = kind_of(data)
    if kind == "pdf":
        from kb.readers.pdf import read_pdf

        source = read_pdf(name, data)
    elif kind == "docx":
        from kb.readers.docx import read_docx

        source = read_docx(name, data)
    elif kind in _OFFICE:
        source = _through_office(name, data, kind)
    elif kind in ("html", "text"):
        source = _textual(name, data, kind, suffix)
    elif kind == "encrypted":
        raise ReadError("encrypted")
    elif kind == "image":
        raise ReadError("needs_ocr")
    else:
        raise ReadError("wrong_type", format=kind)
    return _with_type_notice(source, kind, suffix)


def _with_type_notice(source: Source, kind: str, suffix: str) -> Source:
    """Tell when the suffix promised another format."""
    promised = _HAND.get(suffix)
    if promised is None or promised == kind or (promised, kind) == ("doc", "docx"):
        return source
    notice = Notice(Severity.INFO, "wrong_type", {"suffix": suffix, "format": kind})
    return replace(source, notices=(*source.notices, notice))


def _through_office(name: str, data: bytes, kind: str) -> Source:
    from kb.readers.docx import read_docx
    from kb.readers.office import to_docx

    source = read_docx(name, to_docx(data, kind))
    return replace(source, format=kind)


def _textual(name: str, data: bytes, kind: str, suffix: str) -> Source:
    from kb.readers.encoding import decode
    from kb.readers.html import read_html
    from kb.readers.text import read_text

    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", megabytes=len(data) // 1024**2)
    decoded = decode(data)
    if decoded is None:
        raise ReadError("wrong_type", format="binary")
    if kind == "html" and _is_page(decoded.text):
        doubt = (Notice(Severity.WARNING, "bad_encoding", {"encoding": decoded.encoding}),) if decoded.lossy else ()
        return read_html(name, decoded.text, doubt)
    return read_text(name, decoded, suffix)


def _is_page(text: str) -> bool:
    """Whether text that starts with a tag is a page, rather than a text whose first line holds a table."""
    head = text[:3000].lower()
    tags = len(re.findall(r"<[a-z/!?][^>]*>", text[:20_000], re.IGNORECASE))
    return bool(re.search(r"<!doctype html|<html[\s>]|<body|<head[\s>]|<\?xml", head)) or tags > 20
