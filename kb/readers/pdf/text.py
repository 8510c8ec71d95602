"""The characters of a PDF page with their boxes, as lines; turned upright where page or text stands sideways."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, upright page coordinates."""
Turn = Callable[[Box], Box]
HYPHEN = "\x02"
"""What pdfium writes for a hyphen that parts a word at the end of a line."""
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
_SKEW = 0.3
"""Radians; text turned by more than this and less than a quarter lies across the page as a watermark does."""


@dataclass(slots=True)
class Line:
    """A run of text on one line of a page, in points; ``chars`` are its visible characters with their boxes."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int
    chars: tuple[tuple[str, Box], ...] = ()
    column: int = 0
    """Which column of its page, 0 for the whole width."""

    @property
    def middle(self) -> float:
        """Height of the line's middle."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of one upright page, the text that lies across or beside them, and how the page was turned."""

    lines: list[Line]
    slanted: str
    width: float
    height: float
    turn: Turn


def page_text(page: Any, textpage: Any, number: int) -> PageText:
    """Read a page's lines; ``turn`` brings boxes of other objects of the page into the same upright coordinates."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    quarter = raw.FPDFPage_GetRotation(page.raw) % 4
    if quarter % 2:
        width, height = height, width
    text = _text(textpage)
    runs = list(_runs(text))
    angles = [_angle(textpage, run) for run in runs]
    straight = Counter(angle for angle in angles if angle is not None)
    main = straight.most_common(1)[0][0] if straight else 0
    if quarter == 0:
        quarter = (4 - main) % 4
    turn = _turn(quarter, width, height)
    lines: list[Line] = []
    slanted: list[str] = []
    for run, angle in zip(runs, angles, strict=True):
        if angle != main:
            slanted.append("".join(char for _, char in run))
        else:
            lines += _lines(textpage, run, number, turn, quarter)
    if quarter % 2:
        width, height = height, width
    return PageText(lines, "".join(slanted), width, height, turn)


def _text(textpage: Any) -> str:
    """The page's text, one character for each index of pdfium's."""
    import pypdfium2.raw as raw

    total = textpage.count_chars()
    buffer = ctypes.create_string_buffer(2 * (total + 1))
    got = raw.FPDFText_GetText(textpage.raw, 0, total, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(0, got - 1)].decode("utf-16-le", "replace").replace("\ufffe", HYPHEN)
    if len(text) == total and "\ufffd" not in text:
        return text
    return "".join(_char(raw.FPDFText_GetUnicode(textpage.raw, index)) for index in range(total))


def _char(code: int) -> str:
    return "\x00" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _runs(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines as pdfium parts them: index and character, without control characters and outer blanks."""
    start = 0
    for piece in text.replace("\r", "\n").split("\n"):
        run = [(start + at, char) for at, char in enumerate(piece) if _is_seen(char)]
        start += len(piece) + 1
        while run and run[-1][1].isspace():
            run.pop()
        first = next((at for at, (_, char) in enumerate(run) if not char.isspace()), len(run))
        if first < len(run):
            yield run[first:]


def _is_seen(char: str) -> bool:
    return (char >= " " and char not in "\ufffe\uffff\ufffd") or char == HYPHEN


def _angle(textpage: Any, run: list[tuple[int, str]]) -> int | None:
    """Quarter turns of a run's text, counted counter-clockwise; None when it lies across the page."""
    import math

    import pypdfium2.raw as raw

    angle = raw.FPDFText_GetCharAngle(textpage.raw, run[0][0]) % (2 * math.pi)
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < _SKEW else None


def _turn(quarter: int, width: float, height: float) -> Turn:
    """How boxes move when the page is turned clockwise by quarters."""
    if quarter == 1:
        return lambda box: (box[1], width - box[2], box[3], width - box[0])
    if quarter == 2:
        return lambda box: (width - box[2], height - box[3], width - box[0], height - box[1])
    if quarter == 3:
        return lambda box: (height - box[3], box[0], height - box[1], box[2])
    return lambda box: box


def _lines(textpage: Any, run: list[tuple[int, str]], page: int, turn: Turn, quarter: int) -> Iterator[Line]:
    """A run with its boxes; pdfium takes lines that a hyphen joins for one."""
    import pypdfium2.raw as raw

    rect = raw.FS_RECTF()
    by, read, handle = ctypes.byref(rect), raw.FPDFText_GetLooseCharBox, textpage.raw
    chars: list[tuple[str, Box]] = []
    for index, char in run:
        if char.isspace():
            chars.append((" ", _NOWHERE))
            continue
        read(handle, index, by)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if quarter:
            box = turn(box)
        if chars and chars[-1][0] == HYPHEN and box[3] < chars[-1][1][1] + 1:
            yield line_of(chars, page)
            chars = []
        chars.append((char, box))
    yield line_of(chars, page)


def line_of(chars: list[tuple[str, Box]], page: int) -> Line:
    """A line from its characters; the blanks at its end are dropped."""
    while chars[-1][0] == " ":
        chars.pop()
    inked = [box for char, box in chars if char != " "]
    left, right = inked[0][0], inked[0][2]
    bottom, top = inked[0][1], inked[0][3]
    for box in (inked[-1], inked[len(inked) // 2]):
        left, right = min(left, box[0]), max(right, box[2])
        bottom, top = min(bottom, box[1]), max(top, box[3])
    text = "".join(char for char, _ in chars)
    return Line(text, left, right, bottom, top, _size(chars, inked), page, tuple(chars))


def spread(text: str, box: Box, page: int) -> Line:
    """A line of which only the outline is known: its characters share the width, a Chinese one taking twice that of a Latin one."""
    left, bottom, right, top = box
    widths = [2 if char > "\u2e80" else 1 for char in text]
    step = (right - left) / sum(widths)
    chars: list[tuple[str, Box]] = []
    for char, width in zip(text, widths, strict=True):
        chars.append((" " if char.isspace() else char, (left, bottom, left + width * step, top)))
        left += width * step
    return line_of(chars, page)


def _size(chars: list[tuple[str, Box]], inked: list[Box]) -> float:
    """The size of a line's type in points: a Chinese character is as wide as it is high."""
    for char, box in chars[:: max(1, len(chars) // 6)] + chars:
        if "\u4e00" <= char <= "\u9fff" and box[2] - box[0] > 1:
            return box[2] - box[0]
    heights = sorted(box[3] - box[1] for box in inked[:: max(1, len(inked) // 6)])
    return max(1.0, min(heights[len(heights) // 2], 60.0))


def split_at_gaps(line: Line, widest: float) -> list[Line]:
    """The pieces of a line parted by gaps of more than ``widest`` times its type size."""
    pieces: list[list[tuple[str, Box]]] = [[]]
    right = None
    for char, box in line.chars:
        if char != " ":
            if right is not None and box[0] - right > widest * line.size:
                pieces.append([])
            right = box[2]
        if pieces[-1] or char != " ":
            pieces[-1].append((char, box))
    if len(pieces) == 1:
        return [line]
    return [replace(line_of(piece, line.page), size=line.size) for piece in pieces if piece]
