"""Rules, boxes and pictures drawn on a PDF page, in upright page coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.readers.pdf.text import Box, Turn

_THIN = 3.0
"""Points; a filled shape no wider than this is a rule."""
NEAR = 3.0
"""Points; rules that come this near to each other meet."""
_MAX_OBJECTS, _MAX_SEGMENTS, _MAX_PATH, _MAX_DEPTH = 60_000, 4000, 800, 4
MAX_RULES = 600
_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: ``at`` is its x (upright) or y (level), ``low`` to ``high`` its extent."""

    level: bool
    at: float
    low: float
    high: float


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page; ``shapes`` are outlines of other shapes, ``crowded`` tells that not all was looked at."""

    rules: list[Rule] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hidden_text: bool = False
    crowded: bool = False


def drawn_on(page: Any, turn: Turn) -> Drawn:
    """Everything drawn on the page but its text."""
    import pypdfium2.raw as raw

    found = Drawn()
    _Walk(raw, turn, found).objects(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.raw, _PLAIN, 0)
    found.rules = merged(found.rules)
    return found


def merged(rules: list[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch or nearly touch, as one; dashes become rules so."""
    result: list[Rule] = []
    for level in (True, False):
        lanes: list[list[Rule]] = []
        for rule in sorted((rule for rule in rules if rule.level is level), key=lambda rule: rule.at):
            if lanes and rule.at - lanes[-1][0].at <= _THIN - 1:
                lanes[-1].append(rule)
            else:
                lanes.append([rule])
        for lane in lanes:
            at = sum(rule.at for rule in lane) / len(lane)
            lane.sort(key=lambda rule: rule.low)
            low, high = lane[0].low, lane[0].high
            for rule in lane[1:]:
                if rule.low - high <= NEAR + 1:
                    high = max(high, rule.high)
                else:
                    result.append(Rule(level, at, low, high))
                    low, high = rule.low, rule.high
            result.append(Rule(level, at, low, high))
    return [rule for rule in result if rule.high - rule.low > 6]


class _Walk:
    """One pass over the objects of a page, forms included."""

    def __init__(self, raw: Any, turn: Turn, found: Drawn) -> None:
        self.raw = raw
        self.turn = turn
        self.found = found
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._seen = self._segments = 0

    def objects(self, count: Any, get: Any, parent: Any, matrix: _Matrix, depth: int) -> None:
        raw = self.raw
        kind_of, picture = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_IMAGE
        for index in range(count(parent)):
            self._seen += 1
            if self._seen > _MAX_OBJECTS:
                self.found.crowded = True
                return
            item = get(parent, index)
            kind = kind_of(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == picture or kind == raw.FPDF_PAGEOBJ_SHADING:
                if kind == picture and (box := self._bounds(item, matrix)):
                    self.found.pictures.append(box)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                inner = _times(self._matrix(item), matrix)
                self.objects(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, inner, depth + 1)
            elif kind == raw.FPDF_PAGEOBJ_TEXT and not self.found.hidden_text:
                self.found.hidden_text = raw.FPDFTextObj_GetTextRenderMode(item) == 3

    def _matrix(self, item: Any) -> _Matrix:
        got = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, got):
            return _PLAIN
        return (got.a, got.b, got.c, got.d, got.e, got.f)

    def _bounds(self, item: Any, matrix: _Matrix) -> Box | None:
        left, bottom, right, top = self._floats
        if not self.raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        box = (left.value, bottom.value, right.value, top.value)
        if matrix is not _PLAIN:
            (x1, y1), (x2, y2) = _apply(matrix, box[0], box[1]), _apply(matrix, box[2], box[3])
            box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        return self.turn(box)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        raw = self.raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        box = self._bounds(item, matrix)
        if box is None or not (fill.value or stroke.value):
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= _THIN or width <= _THIN:
            if max(width, height) > 0.8:
                self._rule(box, width, height)
            return
        segments = raw.FPDFPath_CountSegments(item)
        plain = bool(stroke.value) and segments <= _MAX_PATH
        self._segments += segments if plain else 1
        if self._segments > _MAX_SEGMENTS:
            self.found.crowded = True
        elif not plain or not self._straight(item, matrix):
            self.found.shapes.append(box)

    def _rule(self, box: Box, width: float, height: float) -> None:
        if width >= height:
            self.found.rules.append(Rule(True, (box[1] + box[3]) / 2, box[0], box[2]))
        else:
            self.found.rules.append(Rule(False, (box[0] + box[2]) / 2, box[1], box[3]))

    def _straight(self, item: Any, matrix: _Matrix) -> bool:
        """Take the sides of a shape as rules; False when it is no rectangle nor a set of straight rules."""
        straight = True
        for (x1, y1), (x2, y2), curved in self._strokes(item, _times(self._matrix(item), matrix)):
            box = self.turn((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
            width, height = box[2] - box[0], box[3] - box[1]
            if not curved and (width <= 1 or height <= 1):
                self._rule(box, width, height)
            else:
                straight = False
        return straight

    def _strokes(self, item: Any, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float], bool]]:
        raw = self.raw
        x, y = self._floats[:2]
        start = here = (0.0, 0.0)
        for index in range(raw.FPDFPath_CountSegments(item)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            point = _apply(matrix, x.value, y.value)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            else:
                yield here, point, kind == raw.FPDF_SEGMENT_BEZIERTO
            here = point
            if raw.FPDFPathSegment_GetClose(segment):
                yield here, start, False
                here = start


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    x1, y1 = _apply((*then[:4], 0.0, 0.0), a, b)
    x2, y2 = _apply((*then[:4], 0.0, 0.0), c, d)
    x3, y3 = _apply(then, e, f)
    return (x1, y1, x2, y2, x3, y3)
