"""Annotations of a PDF page: what is filled into form fields and typed onto the page is text, comments stay apart."""

from __future__ import annotations

import ctypes
from typing import Any

from kb.readers.pdf.text import Box

_MAX = 2000
_TEXTS = {3: b"Contents", 20: b"V"}
"""Free text and form fields ([ISO 32000-1] 12.5.6, as pdfium numbers the kinds), with the key that holds their words."""
_FILE = 17
_REMARKS = frozenset([1, 9, 10, 11, 12, 14])
"""Notes, highlights, underlines, squiggles, strike-outs, carets."""


def annotations_of(page: Any) -> tuple[list[tuple[str, Box]], int, int]:
    """Texts with their boxes, the number of comments that hold words, and the number of attached files."""
    import pypdfium2.raw as raw

    texts: list[tuple[str, Box]] = []
    remarks = files = 0
    for index in range(min(_MAX, raw.FPDFPage_GetAnnotCount(page.raw))):
        item = raw.FPDFPage_GetAnnot(page.raw, index)
        if not item:
            continue
        kind = raw.FPDFAnnot_GetSubtype(item)
        if kind in _TEXTS:
            words = " ".join(_string(raw, item, _TEXTS[kind]).split())
            rect = raw.FS_RECTF()
            if words and words != "Off" and raw.FPDFAnnot_GetRect(item, rect):
                texts.append((words, (rect.left, rect.bottom, rect.right, rect.top)))
        elif kind in _REMARKS and _string(raw, item, b"Contents").strip():
            remarks += 1
        files += kind == _FILE
        raw.FPDFPage_CloseAnnot(item)
    return texts, remarks, files


def _string(raw: Any, item: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(item, key, None, 0)
    if size <= 2 or size > 200_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(item, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
