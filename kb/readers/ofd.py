"""OFD (GB/T 33190-2016): text objects of every page with their positions, read like a PDF's.

Lengths are millimetres from the upper left corner; they become points from the lower left one, so that lines, ruled tables, columns and
furniture are found as in PDF.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.model import Notice, Severity, Source
from kb.readers.package import Package, opened
from kb.readers.pdf import Beside, assembled
from kb.readers.pdf.furniture import Page
from kb.readers.pdf.rules import Drawn, Rule, merged
from kb.readers.pdf.text import Box, Line, line_of

_POINTS = 72 / 25.4
MAX_PAGES = 3000


def read_ofd(name: str, data: bytes) -> Source:
    """Paragraphs and tables of an OFD; ReadError ``encrypted``, ``truncated``, ``too_large``, ``image_only`` or ``no_text``."""
    with opened(data) as package:
        if any(entry.endswith(("encryptions.xml", "encryption.xml", "decryptseed.dat")) for entry in package.names):
            raise ReadError("encrypted")
        root = package.xml("OFD.xml")
        bodies = [_text(node) for node in root.iter() if _named(node, "DocRoot")] if root is not None else []
        pages = [page for body in bodies if body for page in _Document(package, body.lstrip("/")).pages()]
        broken = package.broken
        attached = sum("/attach" in entry and not entry.endswith("attachments.xml") for entry in package.names)
    if not pages:
        raise ReadError("truncated")
    for number, page in enumerate(pages, 1):
        page.number = number
        for line in page.lines:
            line.page = number
    source = assembled(name, "ofd", pages, Beside(attached=attached))
    notices = (*source.notices, Notice(Severity.WARNING, "damaged", {})) if broken else source.notices
    return Source(name, "ofd", source.blocks, notices, headers=source.headers)


class _Document:
    """One document of the package: its pages with the templates below them."""

    def __init__(self, package: Package, path: str) -> None:
        self.package = package
        self.folder = posixpath.dirname(path)
        root = package.xml(path)
        if root is None:
            raise ReadError("truncated")
        self.root = root
        self.size = self._area(root) or (210.0, 297.0)
        self.templates = {
            str(node.get("ID")): self._part(str(node.get("BaseLoc")))
            for node in root.iter()
            if _named(node, "TemplatePage")
        }

    def pages(self) -> Iterator[Page]:
        listed = [
            node for group in self.root.iter() if _named(group, "Pages") for node in group if _named(node, "Page")
        ]
        if len(listed) > MAX_PAGES:
            raise ReadError("too_large", pages=len(listed))
        for node in listed:
            content = self._part(str(node.get("BaseLoc")))
            if content is not None:
                yield self._page(content)

    def _part(self, place: str) -> Any | None:
        path = place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(self.folder, place))
        return self.package.xml(path)

    def _area(self, root: Any) -> tuple[float, float] | None:
        box = next((_text(node) for node in root.iter() if _named(node, "PhysicalBox")), "")
        numbers = _numbers(box)
        return (numbers[2], numbers[3]) if len(numbers) == 4 else None

    def _page(self, content: Any) -> Page:
        width, height = self._area(content) or self.size
        page = Page(0, width * _POINTS, height * _POINTS, [])
        drawn = Drawn()
        below = [self.templates.get(str(node.get("TemplateID"))) for node in content if _named(node, "Template")]
        for layer in (*below, content):
            for node in layer.iter() if layer is not None else ():
                if _named(node, "TextObject"):
                    page.lines += _lines(node, height)
                elif _named(node, "PathObject"):
                    drawn.rules += _rules(node, height)
                elif _named(node, "ImageObject") and (box := _boundary(node, height)):
                    page.pictures.append(box)
        drawn.rules = merged(drawn.rules)
        page.drawn = drawn
        page.lines = _in_lines(page.lines)
        return page


def _named(node: Any, name: str) -> bool:
    return isinstance(node.tag, str) and node.tag.rpartition("}")[2] == name


def _text(node: Any) -> str:
    return (node.text or "").strip()


def _numbers(text: str | None) -> list[float]:
    return [float(piece) for piece in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", text or "")]


def _matrix(node: Any) -> list[float]:
    numbers = _numbers(node.get("CTM"))
    return numbers if len(numbers) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def _boundary(node: Any, height: float) -> Box | None:
    numbers = _numbers(node.get("Boundary"))
    if len(numbers) != 4:
        return None
    x, y, w, h = numbers
    return (x * _POINTS, (height - y - h) * _POINTS, (x + w) * _POINTS, (height - y) * _POINTS)


def _lines(node: Any, height: float) -> Iterator[Line]:
    """The text codes of a text object, each character at its place (8.2, 11.3)."""
    bounds = _numbers(node.get("Boundary"))
    if len(bounds) != 4 or node.get("Visible") == "false":
        return
    matrix = _matrix(node)
    size = (_numbers(node.get("Size")) or [3.5])[0]
    scale = abs(matrix[3]) or abs(matrix[1]) or 1.0
    x = y = 0.0
    for code in node:
        if not _named(code, "TextCode") or not code.text:
            continue
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        chars: list[tuple[str, Box]] = []
        rights, downs = _offsets(code, len(code.text))
        for char, right, down in zip(code.text, rights, downs, strict=True):
            left, base = _at(x + right, y + down, bounds, matrix, height)
            wide = size * scale * (1.0 if char > "\u2e80" else 0.5)
            box = (
                left,
                base - 0.15 * size * scale * _POINTS,
                left + wide * _POINTS,
                base + 0.85 * size * scale * _POINTS,
            )
            if chars and abs(box[1] - chars[-1][1][1]) > 0.5 * size * scale * _POINTS:
                yield line_of(chars, 0)
                chars = []
            if not char.isspace() or chars:
                chars.append((" " if char.isspace() else char, box))
        if any(char != " " for char, _ in chars):
            yield line_of(chars, 0)


def _offsets(code: Any, count: int) -> tuple[list[float], list[float]]:
    """Where every character stands against the first, by DeltaX and DeltaY with their ``g count step`` groups (11.3)."""
    return _running(code.get("DeltaX"), count), _running(code.get("DeltaY"), count)


def _running(deltas: str | None, count: int) -> list[float]:
    steps: list[float] = []
    words = (deltas or "").split()
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at] == "g" and at + 2 < len(words):
            times, gap = _numbers(words[at + 1]), _numbers(words[at + 2])
            steps += [gap[0] if gap else 0.0] * min(int(times[0]) if times else 0, count)
            at += 3
        else:
            steps += _numbers(words[at])
            at += 1
    places = [0.0]
    for step in steps[: count - 1]:
        places.append(places[-1] + step)
    return places + [places[-1]] * (count - len(places))


def _rules(node: Any, height: float) -> Iterator[Rule]:
    """The straight level and upright strokes of a path object (9.1: M, L, C, and the others)."""
    bounds = _numbers(node.get("Boundary"))
    path = next((_text(child) for child in node if _named(child, "AbbreviatedData")), "")
    if len(bounds) != 4 or len(path) > 20_000:
        return
    matrix = _matrix(node)
    here = start = (0.0, 0.0)
    for command, rest in re.findall(r"([SMLQBAC])([^SMLQBAC]*)", path):
        numbers = _numbers(rest)
        if command != "C" and len(numbers) < 2:
            continue
        point = start if command == "C" else _at(numbers[-2], numbers[-1], bounds, matrix, height)
        if command in "SM":
            start = point
        elif command in "LC":
            yield from _rule(here, point)
        here = point


def _at(x: float, y: float, bounds: list[float], matrix: list[float], height: float) -> tuple[float, float]:
    """A point of an object in points from the page's lower left corner."""
    return (
        (bounds[0] + matrix[0] * x + matrix[2] * y + matrix[4]) * _POINTS,
        (height - (bounds[1] + matrix[1] * x + matrix[3] * y + matrix[5])) * _POINTS,
    )


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (x1, y1), (x2, y2) = one, other
    if abs(y1 - y2) <= 1 and abs(x1 - x2) > 1:
        yield Rule(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
    elif abs(x1 - x2) <= 1 and abs(y1 - y2) > 1:
        yield Rule(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))


def _in_lines(pieces: list[Line]) -> list[Line]:
    """Text objects that stand on one line, joined: some writers make an object of every character or word."""
    lines: list[Line] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if (
            before is not None
            and abs(before.bottom - piece.bottom) < 0.3 * before.size
            and -0.5 * before.size < piece.left - before.right < 1.5 * before.size
        ):
            gap = [(" ", piece.chars[0][1])] if piece.left - before.right > 0.3 * before.size else []
            lines[-1] = line_of([*before.chars, *gap, *piece.chars], 0)
        else:
            lines.append(piece)
    return lines
