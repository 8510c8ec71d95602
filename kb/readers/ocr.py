"""Recognition of scanned pages by RapidOCR with the models of its package: the extra ``ocr``, only when asked for.

Nothing is fetched: the models' paths are given, so that RapidOCR never looks for others; onnxruntime's telemetry is off.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import MissingExtra
from kb.readers.pdf.text import Line, spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

_Found = tuple[Any, str, float]
DPI = 200
MAX_SIDE = 3600
"""Pixels; larger pictures are made smaller."""
_TURNED = 0.85
"""Mean confidence below which a page may stand on its head."""
_DOUBT = 0.80
"""Confidence below which a line is doubted."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition made of a page: its lines, the mean confidence by character, and the doubted lines."""

    page: int
    lines: tuple[Line, ...]
    confidence: float
    doubted: tuple[str, ...] = ()
    lowest: float = 1.0


def recognise(image: Image, page: int, points_per_pixel: float) -> Recognised:
    """The lines of a page picture of shape (height, width, 3); sideways pages and pages on their head are turned. Raises MissingExtra."""
    found, image = _upright(image)
    height = image.shape[0]
    lines = tuple(_line(corners, text, page, height, points_per_pixel) for corners, text, _ in found)
    return Recognised(
        page,
        lines,
        _sure(found),
        tuple(text for _, text, score in found if score < _DOUBT),
        min((score for _, _, score in found), default=1.0),
    )


def _upright(image: Image) -> tuple[list[_Found], Image]:
    """What is read on a page, and the page as it was turned for it."""
    import numpy as np

    found = _read(image)
    if _is_sideways(found):
        readings: list[tuple[list[_Found], Image]] = []
        turns: tuple[int, ...] = (1, 3)
    elif found and _sure(found) < _TURNED:
        readings, turns = [(found, image)], (2,)
    else:
        return found, image
    for turn in turns:
        turned = np.ascontiguousarray(np.rot90(image, turn))
        readings.append((_read(turned), turned))
    return max(readings, key=lambda reading: _weight(reading[0]))


@cache
def engine() -> Any:
    """RapidOCR with the models of its package. Raises MissingExtra."""
    os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"
    try:
        import onnxruntime
        import rapidocr
    except ImportError as error:
        raise MissingExtra("ocr") from error
    onnxruntime.disable_telemetry_events()
    folder = Path(str(rapidocr.__file__)).parent / "models"
    paths = {part: next(iter(sorted(folder.glob(f"*_{part.lower()}_*.onnx"))), None) for part in ("Det", "Cls", "Rec")}
    if not all(paths.values()):
        raise MissingExtra("ocr")
    named = {f"{part}.model_path": str(path) for part, path in paths.items()}
    return rapidocr.RapidOCR(params={"Global.log_level": "critical", **named})


def _read(image: Image) -> list[_Found]:
    """Corners (4, 2), text and confidence of every line as the picture stands: lines are not turned one by one, for their order would
    not turn with them.
    """
    result = engine()(image, use_cls=False)
    if result.txts is None:
        return []
    return [
        (corners, str(text).strip(), float(score))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if str(text).strip()
    ]


def _weight(found: Sequence[_Found]) -> float:
    """How much is read, and how surely."""
    return sum(len(text) * score for _, text, score in found)


def _sure(found: Sequence[_Found]) -> float:
    """Mean confidence by character."""
    return _weight(found) / max(1, sum(len(text) for _, text, _ in found))


def _is_sideways(found: Sequence[_Found]) -> bool:
    """Whether most lines stand upright: a page scanned lying on its side."""
    sizes = [(corners.max(axis=0) - corners.min(axis=0), text) for corners, text, _ in found]
    upright = sum(size[1] > 1.5 * size[0] for size, text in sizes if len(text) > 1)
    return len(sizes) >= 3 and upright > 0.6 * len(sizes)


def _line(corners: Any, text: str, page: int, height: int, scale: float) -> Line:
    """A recognised line in points."""
    left, top = (float(value) for value in corners.min(axis=0))
    right, bottom = (float(value) for value in corners.max(axis=0))
    return spread(text, (left * scale, (height - bottom) * scale, right * scale, (height - top) * scale), page)


def page_image(page: Any) -> tuple[Image, float]:
    """A PDF page as a picture, and points per pixel."""
    width, height = page.get_size()
    scale = min(DPI / 72, MAX_SIDE / max(width, height, 1.0))
    image: Image = page.render(scale=scale).to_numpy()[:, :, :3]
    return image, 1 / scale
