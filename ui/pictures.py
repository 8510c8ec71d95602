"""Pictures as PNG files, drawn with Pillow in the font that the product carries: the same on every machine, with no font installed."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from ui.workspace import font_file

INK, QUIET, RULE, PAPER = "#1e293b", "#5b6776", "#dbe3ec", "#ffffff"
_SCALE = 2
"""Pixels a unit, so that a picture stays sharp in print."""
_MOST_PIXELS = 60_000_000


@lru_cache(maxsize=32)
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file()), size * _SCALE)


def width_of(words: str, size: int = 14) -> float:
    """How wide a line of text is, in units."""
    return float(_font(size).getlength(words)) / _SCALE


def wrapped(words: str, width: float, size: int = 14) -> tuple[str, ...]:
    """Text in lines no wider than ``width`` units, broken at any sign."""
    lines = []
    for paragraph in words.split("\n"):
        line = ""
        for sign in paragraph:
            if line and width_of(line + sign, size) > width:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    return tuple(lines)


def shortened(words: str, width: float, size: int = 14) -> str:
    """The text, or as much of its beginning as fits, with ``…``."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words + "…"


class Picture:
    """A white sheet of ``width`` × ``height`` units (one unit is a pixel of an ordinary screen). Raises ValueError when too large."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image, ImageDraw

        if width * height * _SCALE * _SCALE > _MOST_PIXELS:
            raise ValueError("picture too large")
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, words: str, *, size: int = 14, colour: str = INK, anchor: str = "lm") -> None:
        """One line; ``anchor`` as Pillow has it: ``lm`` left and middle, ``rm`` right, ``mm`` centred, ``la`` left and top."""
        self._draw.text((x * _SCALE, y * _SCALE), words, font=_font(size), fill=colour, anchor=anchor)

    def box(
        self, left: float, top: float, right: float, bottom: float, *, fill: str | None = None, line: str | None = None,
        radius: float = 0,
    ) -> None:  # fmt: skip
        """A rectangle, filled or ruled, with rounded corners of ``radius``."""
        corners = (left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE)
        self._draw.rounded_rectangle(corners, radius * _SCALE, fill=fill, outline=line, width=_SCALE)

    def line(self, points: list[tuple[float, float]], *, colour: str = RULE, width: float = 1) -> None:
        """A line through points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=max(1, round(width * _SCALE)))

    def polygon(self, points: list[tuple[float, float]], *, fill: str) -> None:
        """A filled polygon, such as the head of an arrow."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def png(self) -> bytes:
        """The file."""
        stream = BytesIO()
        self._image.save(stream, "PNG", optimize=True, dpi=(192, 192))
        return stream.getvalue()
