"""What a Word style says of its paragraphs: heading rank, list, contents page, alignment, weight and size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kb.readers.word_numbers import W

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TOC = re.compile(r"^(?:toc|目录)\s*(?:[1-9]|标题|heading)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looks:
    """Layout of a paragraph; None where nothing is said."""

    outline: int | None = None
    num_id: str | None = None
    num_level: int | None = None
    centered: bool | None = None
    bold: bool | None = None
    size_pt: float | None = None
    toc: bool = False

    def over(self, base: Looks) -> Looks:
        """These looks laid over those of the style below."""
        return Looks(
            base.outline if self.outline is None else self.outline,
            base.num_id if self.num_id is None else self.num_id,
            base.num_level if self.num_level is None else self.num_level,
            base.centered if self.centered is None else self.centered,
            base.bold if self.bold is None else self.bold,
            base.size_pt if self.size_pt is None else self.size_pt,
            self.toc or base.toc,
        )


class WordStyles:
    """Paragraph styles by id, with what they inherit."""

    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, Looks] = {}
        self.default = ""
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            self._elements[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = key

    def looks(self, style_id: str, depth: int = 0) -> Looks:
        """The looks of a style."""
        if style_id in self._looks:
            return self._looks[style_id]
        style = self._elements.get(style_id)
        if style is None or depth > 12:
            return Looks()
        name = (_value(style, "name") or "").strip()
        own = _of_properties(style.find(f"{W}pPr"), style.find(f"{W}rPr"))
        heading = _HEADING.match(name)
        if heading:
            own = Looks(outline=int(heading[1])).over(own)
        if _TOC.match(name):
            own = Looks(toc=True).over(own)
        based = _value(style, "basedOn")
        found = own.over(self.looks(based, depth + 1)) if based else own
        self._looks[style_id] = found
        return found

    def of_paragraph(self, properties: Any | None) -> tuple[str, Looks]:
        """The style id and the looks of a paragraph from its ``w:pPr``."""
        style_id = (_value(properties, "pStyle") if properties is not None else None) or self.default
        return style_id, _of_properties(properties, None).over(self.looks(style_id))


def _of_properties(paragraph: Any | None, run: Any | None) -> Looks:
    outline = num_id = num_level = centered = None
    if paragraph is not None:
        level = _value(paragraph, "outlineLvl")
        if level is not None and level.isdigit():
            outline = int(level) + 1 if int(level) < 9 else 0
        numbering = paragraph.find(f"{W}numPr")
        if numbering is not None:
            num_id = _value(numbering, "numId")
            index = _value(numbering, "ilvl")
            num_level = int(index) if index and index.isdigit() else None
        justified = _value(paragraph, "jc")
        centered = None if justified is None else justified == "center"
    bold, size = run_looks(run)
    return Looks(outline, num_id, num_level, centered, bold, size)


def run_looks(properties: Any | None) -> tuple[bool | None, float | None]:
    """Bold and size in points of a ``w:rPr``."""
    if properties is None:
        return None, None
    element = properties.find(f"{W}b")
    bold = None if element is None else element.get(f"{W}val") not in ("0", "false", "none")
    size = _value(properties, "sz")
    return bold, int(size) / 2 if size and size.isdigit() else None


def _value(parent: Any, name: str) -> str | None:
    element = parent.find(f"{W}{name}")
    return None if element is None else element.get(f"{W}val")
