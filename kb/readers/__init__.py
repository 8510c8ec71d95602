"""Readers: one file in, its blocks in reading order out, with notices of what was lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kb.errors import ReadError
from kb.model import Notice, Paragraph, Severity, Source, Table
from kb.readers.encoding import Decoded
from kb.readers.options import ReadOptions
from kb.readers.sniff import kind_of

__all__ = ["MAX_BYTES", "ReadOptions", "read"]

MAX_BYTES = 200 * 1024**2
MAX_TEXT_BYTES = 30 * 1024**2
_OFFICE = {
    "doc": "docx", "rtf": "docx", "odt": "docx", "wordml": "docx",
    "xls": "xlsx", "ods": "xlsx", "ppt": "pptx", "odp": "pptx",
}  # fmt: skip
"""Kinds that LibreOffice turns into one that is read here."""
_PROMISED = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx", ".pdf": "pdf", ".doc": "doc", ".dot": "doc", ".wps": "doc",
    ".wpt": "doc", ".rtf": "rtf", ".odt": "odt", ".html": "html", ".htm": "html", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls",
    ".et": "xls", ".ett": "xls", ".pptx": "pptx", ".ppt": "ppt", ".dps": "ppt", ".ofd": "ofd", ".mht": "mht", ".mhtml": "mht",
    ".txt": "text", ".md": "text",
}  # fmt: skip
_SAME = {("doc", "docx"), ("xls", "xlsx"), ("ppt", "pptx")}
"""What Word, Excel and WPS write under the older suffix themselves."""
_CLOSED = {
    ".ceb": "CEB（方正）", ".cebx": "CEBX（方正）", ".gd": "GD（书生）", ".gw": "GW（书生）", ".sep": "SEP（书生）", ".s92": "S92（书生）",
    ".caj": "CAJ（知网）", ".kdh": "KDH（知网）", ".nh": "NH（知网）",
}  # fmt: skip
"""Formats that only their makers' readers open."""


def read(path: Path, *, name: str | None = None, options: ReadOptions | None = None) -> Source:
    """Read a file by what it holds, whatever its suffix says.

    Raises ReadError when nothing usable could be read: ``no_text``, ``too_large``, ``encrypted``, ``truncated``, ``wrong_type``,
    ``image_only``, ``garbled_text``, ``needs_libreoffice``, ``office_failed``, ``needs_ocr``, ``needs_export``, ``is_archive``,
    ``timeout``, ``unreadable_file``; MissingExtra when recognition is asked for and not installed. Everything else is a notice.
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
    source = _dispatch(name, data, Path(name).suffix.lower() or path.suffix.lower(), options or ReadOptions())
    if not any(_has_text(block) for block in source.blocks):
        pictures = any(notice.code == "picture_without_text" for notice in source.notices)
        raise ReadError("image_only" if pictures else "no_text")
    return source


def _has_text(block: Paragraph | Table) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return any(cell.strip() for row in block.rows for cell in row)


def _dispatch(name: str, data: bytes, suffix: str, options: ReadOptions) -> Source:
    if not data.strip(b"\x00 \r\n\t"):
        raise ReadError("no_text")
    kind = kind_of(data)
    target = _OFFICE.get(kind)
    if target:
        from kb.readers.office import convert

        source = replace(_read(name, convert(data, kind, target), target, suffix, options), format=kind)
    else:
        source = _read(name, data, kind, suffix, options)
    return _with_type_notice(source, kind, suffix)


def _read(name: str, data: bytes, kind: str, suffix: str, options: ReadOptions) -> Source:
    """Read data of a kind; each reader is imported when it is first needed."""
    if kind == "pdf":
        from kb.readers.pdf import read_pdf

        return read_pdf(name, data, options)
    if kind == "docx":
        from kb.readers.docx import read_docx

        return read_docx(name, data)
    if kind == "xlsx":
        from kb.readers.xlsx import read_xlsx

        return read_xlsx(name, data)
    if kind == "pptx":
        from kb.readers.pptx import read_pptx

        return read_pptx(name, data)
    if kind == "ofd":
        from kb.readers.ofd import read_ofd

        return read_ofd(name, data)
    if kind == "mht":
        from kb.readers.html import page_of_archive

        return _page(name, page_of_archive(data))
    if kind == "image" and options.ocr:
        from kb.readers.picture import read_image

        return read_image(name, data, options)
    if kind in ("html", "text"):
        return _textual(name, data, kind, suffix)
    raise _refusal(kind, suffix)


def _refusal(kind: str, suffix: str) -> ReadError:
    if kind == "encrypted":
        return ReadError("encrypted")
    if kind == "torn":
        return ReadError("truncated")
    if kind == "image":
        return ReadError("needs_ocr")
    if kind in ("zip", "archive"):
        return ReadError("is_archive")
    if suffix in _CLOSED:
        return ReadError("needs_export", format=_CLOSED[suffix])
    return ReadError("wrong_type", format=kind)


def _with_type_notice(source: Source, kind: str, suffix: str) -> Source:
    """Tell when the suffix promised another format."""
    promised = _PROMISED.get(suffix)
    if promised in (None, kind) or (promised, kind) in _SAME or (promised == "text" and source.line_based):
        return source
    notice = Notice(Severity.INFO, "wrong_type", {"suffix": suffix, "format": kind})
    return replace(source, notices=(*source.notices, notice))


def _textual(name: str, data: bytes, kind: str, suffix: str) -> Source:
    from kb.readers.encoding import decode
    from kb.readers.text import read_csv, read_text

    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", megabytes=len(data) // 1024**2)
    decoded = decode(data)
    if decoded is None:
        raise _refusal("binary", suffix)
    if kind == "html" and _is_page(decoded.text):
        return _page(name, decoded)
    return read_csv(name, decoded) if suffix in (".csv", ".tsv") else read_text(name, decoded, suffix)


def _page(name: str, decoded: Decoded) -> Source:
    from kb.readers.html import read_html

    doubt = (Notice(Severity.WARNING, "bad_encoding", {"encoding": decoded.encoding}),) if decoded.lossy else ()
    return read_html(name, decoded.text, doubt)


def _is_page(text: str) -> bool:
    """Whether text that starts with a tag is a page, rather than a text whose first line holds a table."""
    head = text[:3000].lower()
    tags = len(re.findall(r"<[a-z/!?][^>]*>", text[:20_000], re.IGNORECASE))
    return bool(re.search(r"<!doctype html|<html[\s>]|<body|<head[\s>]|<\?xml", head)) or tags > 20
