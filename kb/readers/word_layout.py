"""The layout of a Word document in a few figures: page, margins, and the font, size and line pitch of most of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kb.model import Layout
from kb.readers.word_numbers import W

_LONG = 30
"""Shorter paragraphs are headings, dates and the like."""
_MM = 56.6929
"""Twips in a millimetre."""


def layout_of(body: Any, styles: Any | None) -> Layout | None:
    """The layout of the first section and of the text by characters; None where there is no long paragraph."""
    known = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")} if styles is not None else {}
    normal = next(
        (
            key
            for key, style in known.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        ),
        "",
    )
    fonts: Counter[str] = Counter()
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    for paragraph in body.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        chain = list(_chain(_value(properties, "pStyle") or normal, known))
        length = 0
        for run in paragraph.findall(f"{W}r"):
            text = "".join(each.text or "" for each in run.findall(f"{W}t"))
            own = [
                each
                for each in (run.find(f"{W}rPr"), *(style.find(f"{W}rPr") for style in chain), _defaults(styles))
                if each is not None
            ]
            length += len(text)
            fonts[_font(own)] += len(text)
            sizes[_size(own)] += len(text)
        if length >= _LONG:
            levels = [each for each in (properties, *(style.find(f"{W}pPr") for style in chain)) if each is not None]
            pitches[_pitch(levels)] += length
    if not pitches:
        return None
    page, margins = _page(body)
    return Layout(page, margins, fonts.most_common(1)[0][0], sizes.most_common(1)[0][0], pitches.most_common(1)[0][0])


def _chain(name: str, known: dict[str, Any]) -> Iterator[Any]:
    """A style and those it is based on."""
    seen: set[str] = set()
    while name and name in known and name not in seen:
        seen.add(name)
        yield known[name]
        name = _value(known[name], "basedOn") or ""


def _defaults(styles: Any | None) -> Any | None:
    return styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if styles is not None else None


def _font(levels: list[Any]) -> str:
    return (
        next(
            (
                fonts.get(f"{W}eastAsia")
                for each in levels
                if (fonts := each.find(f"{W}rFonts")) is not None and fonts.get(f"{W}eastAsia")
            ),
            "",
        )
        or ""
    )


def _size(levels: list[Any]) -> float:
    value = next((size for each in levels if (size := _value(each, "sz"))), "")
    return int(value) / 2 if value.isdigit() else 0.0


def _pitch(levels: list[Any]) -> float:
    """An exact line pitch in points, 0 where lines are as high as their text."""
    for each in levels:
        spacing = each.find(f"{W}spacing")
        line = spacing.get(f"{W}line") if spacing is not None else None
        if line is not None:
            exact = spacing.get(f"{W}lineRule") in ("exact", "atLeast")
            return int(line) / 20 if exact and line.isdigit() else 0.0
    return 0.0


def _page(body: Any) -> tuple[tuple[int, int], tuple[int, int, int, int]]:
    section = next(body.iter(f"{W}sectPr"), None)
    size = section.find(f"{W}pgSz") if section is not None else None
    margins = section.find(f"{W}pgMar") if section is not None else None
    return (
        (_mm(size, "w"), _mm(size, "h")),
        (_mm(margins, "top"), _mm(margins, "bottom"), _mm(margins, "left"), _mm(margins, "right")),
    )


def _mm(element: Any | None, name: str) -> int:
    value = element.get(f"{W}{name}", "") if element is not None else ""
    return round(int(value) / _MM) if value.lstrip("-").isdigit() else 0


def _value(parent: Any | None, name: str) -> str | None:
    element = parent.find(f"{W}{name}") if parent is not None else None
    return None if element is None else element.get(f"{W}val")
