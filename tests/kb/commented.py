"""Reading annotated Word files back with means of our own: what a comment covers, and the document as it was without them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def covered(data: bytes, main: str = "word/document.xml") -> dict[int, str]:
    """Comment id → the text between its marks, blanks removed; text boxes and notes shown there included."""
    root = etree.fromstring(parts(data)[main])
    word = root.tag.partition("}")[0] + "}"
    notes = _notes(parts(data), word)
    open_ids: dict[int, list[str]] = {}
    closed: dict[int, str] = {}
    for node in root.iter():
        if node.tag == f"{word}commentRangeStart":
            open_ids[int(node.get(f"{word}id"))] = []
        elif node.tag == f"{word}commentRangeEnd":
            closed[int(node.get(f"{word}id"))] = "".join(open_ids.pop(int(node.get(f"{word}id"))))
        elif node.tag == f"{word}t":
            for texts in open_ids.values():
                texts.append("".join((node.text or "").split()))
        elif node.tag in (f"{word}footnoteReference", f"{word}endnoteReference"):
            for texts in open_ids.values():
                texts.append(notes.get(str(node.get(f"{word}id")), ""))
    assert not open_ids, "a range that never ends"
    return closed


def _notes(found: dict[str, bytes], word: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        for note in etree.fromstring(found[name]) if name in found else ():
            texts[str(note.get(f"{word}id"))] = "".join("".join(note.itertext(f"{word}t")).split())
    return texts


def comments(data: bytes, name: str = "word/comments.xml") -> dict[int, str]:
    """Comment id → its words."""
    root = etree.fromstring(parts(data)[name])
    word = root.tag.partition("}")[0] + "}"
    return {int(each.get(f"{word}id")): "\n".join("".join(p.itertext(f"{word}t")) for p in each) for each in root}


def without_marks(document: bytes, ids: set[int]) -> bytes:
    """The document part in canonical form without the marks of ``ids``, neighbouring runs of one look joined."""
    root = etree.fromstring(document)
    word = root.tag.partition("}")[0] + "}"
    marks = [f"{word}commentRangeStart", f"{word}commentRangeEnd", f"{word}commentReference"]
    for node in list(root.iter(*marks)):
        if int(node.get(f"{word}id")) in ids:
            parent = node.getparent()
            parent.remove(node)
            if parent.tag == f"{word}r" and not len(parent):
                parent.getparent().remove(parent)
    for node in root.iter():
        if node.tag != f"{word}t" and not (node.text or "").strip():
            node.text = None
        if not (node.tail or "").strip():
            node.tail = None
    for run in list(root.iter(f"{word}r")):
        _join(run, word)
    canonical: bytes = etree.tostring(root, method="c14n")
    return canonical


def _join(run: Any, word: str) -> None:
    """Join the runs that follow and look the same; then neighbouring texts of the run."""
    if run.getparent() is None:
        return
    while (after := run.getnext()) is not None and after.tag == run.tag and _look(after, word) == _look(run, word):
        for child in list(after):
            if child.tag != f"{word}rPr":
                run.append(child)
        run.getparent().remove(after)
    for text in list(run.iter(f"{word}t")):
        text.attrib.pop(_SPACE, None)
        before = text.getprevious()
        if before is not None and before.tag == text.tag:
            before.text = (before.text or "") + (text.text or "")
            text.getparent().remove(text)


def _look(run: Any, word: str) -> tuple[Any, ...]:
    properties = run.find(f"{word}rPr")
    return dict(run.attrib), b"" if properties is None else etree.tostring(properties, method="c14n", with_tail=False)
