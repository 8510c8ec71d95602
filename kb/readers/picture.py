"""Picture files (scans as JPEG, PNG, TIFF), recognised frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.errors import ReadError
from kb.model import Source
from kb.readers.ocr import DPI, MAX_SIDE, Recognised, engine, recognise
from kb.readers.options import ReadOptions
from kb.readers.pdf import Beside, assembled
from kb.readers.pdf.furniture import Page

if TYPE_CHECKING:
    from kb.readers.ocr import Image

_MAX_FRAMES = 500


def read_image(name: str, data: bytes, options: ReadOptions) -> Source:
    """The text of a picture file, each of its frames a page.

    Raises MissingExtra, ReadError ``truncated``, ``too_large`` or ``image_only`` (nothing was recognised).
    """
    engine()
    pages: list[Page] = []
    found: list[Recognised] = []
    for number, (image, total) in enumerate(_frames(data), 1):
        scale = 72 / DPI
        result = recognise(image, number, scale)
        pages.append(Page(number, image.shape[1] * scale, image.shape[0] * scale, list(result.lines)))
        found.append(result)
        options.tell(number, total)
    if not any(page.lines for page in pages):
        raise ReadError("image_only")
    return assembled(name, "image", pages, Beside(recognised=tuple(found)))


def _frames(data: bytes) -> Iterator[tuple[Image, int]]:
    """The frames of a picture file with their number."""
    from io import BytesIO

    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageSequence, UnidentifiedImageError

    try:
        with Pictures.open(BytesIO(data)) as opened:
            total = int(getattr(opened, "n_frames", 1))
            if total > _MAX_FRAMES:
                raise ReadError("too_large", pages=total)
            for frame in ImageSequence.Iterator(opened):
                picture = frame.convert("RGB")
                picture.thumbnail((MAX_SIDE, MAX_SIDE))
                yield np.asarray(picture)[:, :, ::-1].copy(), total
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ReadError("truncated") from error
    except (Pictures.DecompressionBombError, ValueError) as error:
        raise ReadError("too_large") from error
