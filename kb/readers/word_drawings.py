"""What drawings in a Word paragraph hold: text boxes, word art, diagrams; and what of them cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.readers.word_numbers import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURES = ("}blip", "}imagedata")
_OBJECT = "}OLEObject"


@dataclass(slots=True)
class Losses:
    """Counts of what a document holds and a reader leaves out."""

    pictures: int = 0
    charts: int = 0
    objects: int = 0
    tracked: int = 0
    hidden: int = 0
    deep: int = 0


@dataclass(slots=True)
class Found:
    """Of one drawing: text boxes to be read as blocks, and lines of text."""

    boxes: list[Any] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def of_drawing(element: Any, losses: Losses, part: Callable[[str], Any | None]) -> Found:
    """What a drawing, picture or object holds; ``part`` gives the part under a relation's id."""
    root = chosen(element)
    found = Found([box for box in root.iter(f"{W}txbxContent") if _is_outermost(box, root)])
    found.lines += [str(node.get("string")) for node in root.iter(_WORD_ART) if node.get("string")]
    for node in root.iter(f"{_DIAGRAM}relIds"):
        labels = list(_labels(part(str(node.get(f"{_RELATION}dm")))))
        if labels:
            found.lines.append(f"（图中文字：{'；'.join(labels)}）")
    found.lines += _free_text(root)
    losses.charts += sum(1 for _ in root.iter(_CHART))
    losses.objects += any(_named(node, _OBJECT) for node in root.iter())
    losses.pictures += any(_named(node, *_PICTURES) for node in root.iter()) and not found.boxes
    return found


def chosen(element: Any) -> Any:
    """The content for newer programs where an element offers a choice."""
    choice = element.find(f"{MC}Choice") if element.tag == f"{MC}AlternateContent" else None
    return element if choice is None else choice


def _is_outermost(box: Any, root: Any) -> bool:
    return not any(up.tag in (f"{W}txbxContent", f"{MC}Fallback") for up in box.iterancestors() if up is not root)


def _named(node: Any, *ends: str) -> bool:
    return isinstance(node.tag, str) and node.tag.endswith(ends)


def _labels(data: Any | None) -> Iterator[str]:
    """The texts of a diagram's points, in their order."""
    for point in data.iter(f"{_DIAGRAM}pt") if data is not None else ():
        if point.get("type") in (None, "node", "asst"):
            text = "".join(node.text or "" for node in point.iter(f"{_A}t")).strip()
            if text:
                yield text


def _free_text(root: Any) -> Iterator[str]:
    """Text of shapes that have no text box of Word's own."""
    for body in root.iter():
        if _named(body, "}txBody", "}txbx") and not any(True for _ in body.iter(f"{W}p")):
            for paragraph in body.iter(f"{_A}p"):
                text = "".join(node.text or "" for node in paragraph.iter(f"{_A}t")).strip()
                if text:
                    yield text
