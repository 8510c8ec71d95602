"""Slides (.pptx): text, tables and diagrams of every slide in order, under the slide's title; notes stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Paragraph, Severity, Source, Table
from kb.readers.package import Package, opened

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr")
MAX_SLIDES = 2000


@dataclass(slots=True)
class _Counts:
    pictures: int = 0
    charts: int = 0
    notes: int = 0
    hidden: int = 0
    feet: int = 0


def read_pptx(name: str, data: bytes) -> Source:
    """Blocks of a presentation; ``page`` is the slide's number. ReadError ``truncated``, ``too_large`` or ``encrypted``."""
    counts = _Counts()
    with opened(data) as package:
        main = package.main("ppt/presentation.xml")
        root = package.xml(main)
        if root is None:
            raise ReadError("truncated")
        blocks = list(_slides(package, main, root, counts))
        broken = package.broken
    notices = [
        Notice(Severity.INFO, code, {"count": str(count)})
        for code, count in (
            ("picture_without_text", counts.pictures),
            ("chart_unread", counts.charts),
            ("slide_notes_apart", counts.notes),
            ("hidden_dropped", counts.hidden),
            ("dropped_footer", counts.feet),
        )
        if count
    ]
    if broken:
        notices.append(Notice(Severity.WARNING, "damaged", {}))
    return Source(name, "pptx", tuple(blocks), tuple(notices))


def _slides(package: Package, main: str, root: Any, counts: _Counts) -> Iterator[Block]:
    targets = {reference: target for reference, _, target in package.targets(main)}
    listed = [str(item.get(f"{_R}id")) for item in root.iter(f"{_P}sldId")][:MAX_SLIDES]
    for number, reference in enumerate(listed, 1):
        part = targets.get(reference, "")
        slide = package.xml(part) if part else None
        if slide is None:
            continue
        if slide.get("show") in ("0", "false"):
            counts.hidden += 1
            continue
        counts.notes += any(
            kind == "notesSlide" and _has_words(package.xml(name)) for _, kind, name in package.targets(part)
        )
        for block in _shapes(package, part, slide, counts):
            yield _on_page(block, number)


def _on_page(block: Block, number: int) -> Block:
    return replace(block, page=number)


def _has_words(notes: Any | None) -> bool:
    if notes is None:
        return False
    bodies = [shape for shape in notes.iter(f"{_P}sp") if _kind(shape) == "body"]
    return any((node.text or "").strip() for body in bodies for node in body.iter(f"{_A}t"))


def _shapes(package: Package, part: str, slide: Any, counts: _Counts) -> Iterator[Block]:
    """The title first, then the shapes in their order on the slide: from top to bottom where they say where they stand."""
    shapes = list(slide.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic"))
    shapes.sort(key=lambda shape: (_kind(shape) not in _TITLES, _top(shape) // 200_000, _left(shape)))
    for shape in shapes:
        kind = _kind(shape)
        if shape.tag == f"{_P}pic":
            counts.pictures += 1
        elif kind in _FURNITURE:
            counts.feet += any((node.text or "").strip() for node in shape.iter(f"{_A}t"))
        elif shape.tag == f"{_P}graphicFrame":
            yield from _frame(package, part, shape, counts)
        else:
            yield from _texts(shape, title=kind in _TITLES)


def _kind(shape: Any) -> str:
    place = next(shape.iter(f"{_P}ph"), None)
    return str(place.get("type", "body")) if place is not None else ""


def _top(shape: Any) -> int:
    return _offset(shape, "y")


def _left(shape: Any) -> int:
    return _offset(shape, "x")


def _offset(shape: Any, axis: str) -> int:
    place = next(shape.iter(f"{_A}off"), None)
    value = str(place.get(axis)) if place is not None else ""
    return int(value) if re.fullmatch(r"-?\d{1,12}", value) else 0


def _texts(shape: Any, *, title: bool) -> Iterator[Block]:
    words = [_words(paragraph) for paragraph in shape.iter(f"{_A}p")]
    if title:
        text = "".join(words).strip()
        if text:
            yield Paragraph(text, outline_level=1)
        return
    yield from (Paragraph(line.strip()) for text in words for line in text.split("\n") if line.strip())


def _words(paragraph: Any) -> str:
    return "".join("\n" if node.tag == f"{_A}br" else node.text or "" for node in paragraph.iter(f"{_A}t", f"{_A}br"))


def _frame(package: Package, part: str, frame: Any, counts: _Counts) -> Iterator[Block]:
    table = next(frame.iter(f"{_A}tbl"), None)
    if table is not None:
        rows = tuple(_rows(table))
        if rows:
            yield Table(rows)
        return
    for node in frame.iter(f"{_D}relIds"):
        data = package.target(part, str(node.get(f"{_R}dm")))
        points = data.iter(f"{_D}pt") if data is not None else ()
        labels = ["".join(text.text or "" for text in point.iter(f"{_A}t")).strip() for point in points]
        if any(labels):
            yield Paragraph(f"（图中文字：{'；'.join(filter(None, labels))}）")
        return
    counts.charts += 1


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    above: list[str] = []
    for row in table.iterfind(f"{_A}tr"):
        cells: list[str] = []
        for column, cell in enumerate(row.iterfind(f"{_A}tc")):
            text = "\n".join(filter(None, (_words(paragraph).strip() for paragraph in cell.iter(f"{_A}p"))))
            if cell.get("hMerge") in ("1", "true") and cells:
                text = cells[-1]
            elif cell.get("vMerge") in ("1", "true") and column < len(above):
                text = above[column]
            cells.append(text)
        above = cells
        yield tuple(cells)
