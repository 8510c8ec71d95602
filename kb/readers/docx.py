"""Word documents (.docx): paragraphs and tables in order, automatic numbers, tracked changes as accepted, text boxes, notes.

Read from the package itself rather than through python-docx, which neither renders numbers nor survives damaged packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Severity, Source
from kb.readers.package import Package, opened
from kb.readers.word_body import BodyReader, Parts
from kb.readers.word_drawings import Losses
from kb.readers.word_layout import layout_of
from kb.readers.word_numbers import W, WordNumbers
from kb.readers.word_styles import WordStyles

_REF = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_MAX_CHUNKS = 3
"""How deep files put in whole may hold others."""


def read_docx(name: str, data: bytes, depth: int = 0) -> Source:
    """Blocks of a Word document; ReadError ``truncated``, ``too_large``, ``wrong_type`` or ``encrypted``."""
    with opened(data) as package:
        return _read(name, package, depth)


def _read(name: str, package: Package, depth: int) -> Source:
    main = package.main("word/document.xml")
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError("wrong_type" if root is not None else "truncated")
    styles = WordStyles(package.related(main, "styles"))
    numbers = WordNumbers(package.related(main, "numbering"))
    notes = {kind: _notes(package.related(main, f"{kind}s"), kind) for kind in ("footnote", "endnote")}
    parts = Parts(notes, partial(package.target, main), partial(_chunk, package, main, depth))
    reader = BodyReader(styles, numbers, parts)
    blocks: list[Block] = list(reader.read(body))
    notices = (*_notices(reader.losses), *_of_package(package, main))
    headers = tuple(_headers(package, main, body))
    layout = layout_of(body, package.related(main, "styles"))
    return Source(name, "docx", tuple(blocks), notices, headers=headers, layout=layout)


def _chunk(package: Package, main: str, depth: int, reference: str) -> Iterator[Block]:
    """The blocks of a page or document that stands in the body as a whole (``w:altChunk``)."""
    from kb.readers.encoding import decode
    from kb.readers.html import read_html
    from kb.readers.sniff import kind_of

    name = next((target for found, _, target in package.targets(main) if found == reference), "")
    data = package.bytes(name) if name and depth < _MAX_CHUNKS else None
    if not data:
        return
    kind = kind_of(data)
    if kind == "docx":
        yield from read_docx(name, data, depth + 1).blocks
    elif kind in ("html", "text") and (decoded := decode(data)):
        yield from read_html(name, decoded.text).blocks


def _headers(package: Package, main: str, body: Any) -> Iterator[str]:
    """The lines of the first section's page headers, text boxes and word-art marks in them included."""
    section = next(body.iter(f"{W}sectPr"), None)
    for reference in section.iterfind(f"{W}headerReference") if section is not None else ():
        yield from _header_lines(package.target(main, reference.get(_REF, "")))


def _header_lines(root: Any | None) -> Iterator[str]:
    for node in root.iter(f"{W}p", _WORD_ART) if root is not None else ():
        if node.tag == _WORD_ART:
            yield str(node.get("string", ""))
        elif text := "".join(run.text or "" for run in node.iter(f"{W}t") if _paragraph_of(run) is node).strip():
            yield text


def _paragraph_of(run: Any) -> Any:
    return next((up for up in run.iterancestors() if up.tag == f"{W}p"), None)


def _notices(losses: Losses) -> Iterator[Notice]:
    for code, count in (
        ("picture_without_text", losses.pictures),
        ("chart_unread", losses.charts),
        ("attachments_unread", losses.objects),
        ("tracked_changes", losses.tracked),
        ("hidden_dropped", losses.hidden),
        ("too_deep", losses.deep),
    ):
        if count:
            severity = Severity.WARNING if code in ("hidden_dropped", "too_deep") else Severity.INFO
            yield Notice(severity, code, {"count": str(count)})


def _of_package(package: Package, main: str) -> Iterator[Notice]:
    """Notices of what stands outside of the body: running heads and feet, comments, damaged parts."""
    outside = watermarks = 0
    for kind, target in dict.fromkeys((kind, target) for _, kind, target in package.targets(main)):
        if kind in ("header", "footer"):
            root = package.xml(target)
            marks = list(root.iter(_WORD_ART)) if root is not None else []
            watermarks += len(marks)
            outside += len(list(_header_lines(root))) > len(marks)
    comments = package.related(main, "comments")
    remarks = sum(1 for _ in comments.iter(f"{W}comment")) if comments is not None else 0
    for code, count in (("dropped_footer", outside), ("dropped_watermark", watermarks), ("comments_apart", remarks)):
        if count:
            yield Notice(Severity.INFO, code, {"count": str(count)})
    if package.broken:
        yield Notice(Severity.WARNING, "damaged", {})


def _notes(root: Any | None, kind: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {
        str(note.get(f"{W}id")): note for note in root.iter(f"{W}{kind}") if note.get(f"{W}type") in (None, "normal")
    }
