"""One page of a PDF as a picture with a clause marked on it; run as a program of its own, for a hostile file may take it down.

``python -m kb.rendering`` reads one JSON object on stdin (``pdf``, ``out``, ``page`` 1-based or 0 for "where the text stands",
``text``, ``width`` in pixels), writes the picture as PNG and prints ``{"page","pages","marked"}``.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

_MARK = (253, 224, 71, 90)
_LEAST = 12
"""Characters of a clause that must stand together for its page to be known."""
_MOST_HEIGHT = 4000

Box = tuple[float, float, float, float]


def render(pdf: Path, out: Path, page: int, text: str, width: int) -> dict[str, Any]:
    """Draw a page into ``out``; the clause's lines are marked when they are found on it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        number = min(max(page, 1), count) if page else _page_of(document, text)
        found = document[number - 1]
        boxes = _boxes(found.get_textpage(), text)
        scale = min(width / found.get_width(), _MOST_HEIGHT / found.get_height())
        picture = _marked(found.render(scale=scale).to_pil().convert("RGB"), boxes, found.get_height(), scale)
        picture.save(out, "PNG", optimize=True)
        return {"page": number, "pages": count, "marked": bool(boxes)}
    finally:
        document.close()


def _page_of(document: Any, text: str) -> int:
    """The page on which the text begins, 1-based; the first page when it is on none."""
    wanted = _bare(text)[0]
    for number in range(len(document)):
        bare, _ = _bare(document[number].get_textpage().get_text_range())
        if _found(bare, wanted)[1]:
            return number + 1
    return 1


def _boxes(textpage: Any, text: str) -> list[Box]:
    """Boxes of the lines on which the text stands, in points from the lower left."""
    bare, places = _bare(textpage.get_text_range())
    start, length = _found(bare, _bare(text)[0])
    lines: list[Box] = []
    for place in places[start : start + length]:
        left, bottom, right, top = textpage.get_charbox(place)
        if lines and bottom < lines[-1][3] and top > lines[-1][1]:
            last = lines[-1]
            lines[-1] = (min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top))
        else:
            lines.append((left, bottom, right, top))
    return lines


def _found(bare: str, wanted: str) -> tuple[int, int]:
    """Where the longest beginning of ``wanted`` that is long enough stands, and how long it is; length 0 when nowhere."""
    for length in (len(wanted), 80, 40, 24, _LEAST):
        if length <= len(wanted) and (length >= _LEAST or length == len(wanted)) and length:
            at = bare.find(wanted[:length])
            if at >= 0:
                return at, length
    return 0, 0


def _bare(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in one form, with the place of each."""
    kept, places = [], []
    for place, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character):
            if each.isalnum():
                kept.append(each)
                places.append(place)
    return "".join(kept), places


def _marked(picture: Any, boxes: list[Box], height: float, scale: float) -> Any:
    from PIL import Image, ImageDraw

    if not boxes:
        return picture
    veil = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(veil)
    for left, bottom, right, top in boxes:
        pen.rectangle(
            (left * scale - 2, (height - top) * scale - 2, right * scale + 2, (height - bottom) * scale + 2), _MARK
        )
    return Image.alpha_composite(picture.convert("RGBA"), veil).convert("RGB")


def main() -> None:
    """Answer one request."""
    asked = json.load(sys.stdin)
    answer = render(Path(asked["pdf"]), Path(asked["out"]), int(asked["page"]), str(asked["text"]), int(asked["width"]))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
