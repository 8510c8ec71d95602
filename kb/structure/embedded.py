"""Headings buried in long lines: OCR and careless copying run 1.2 into the paragraph of 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.numbering import Family, leading_number
from kb.structure.items import Item

_BURIED = re.compile(r"(?<=[。；;！])\s*(?=\d{1,2}(?:[.．]\d{1,2}){1,3}\s*[\u4e00-\u9fff]{2})")
_LEAST = 24


def split_embedded(items: Sequence[Item]) -> list[Item]:
    """The items with buried decimal headings as items of their own, where the number is the next one due."""
    result: list[Item] = []
    current: tuple[int, ...] = ()
    for item in items:
        if (item.number is not None and item.number.family is Family.DECIMAL and not item.toc) or (
            item.number is not None and item.number.family is Family.DIGIT and not item.number.mark
        ):
            current = item.number.values
        if item.rows is not None or item.toc or item.generated or len(item.text) < _LEAST:
            result.append(item)
            continue
        pieces, current = _pieces(item, current)
        result += pieces
    return result


def _pieces(item: Item, current: tuple[int, ...]) -> tuple[list[Item], tuple[int, ...]]:
    parts = _BURIED.split(item.text)
    pieces = [parts[0]]
    for part in parts[1:]:
        found = leading_number(part)
        if found is not None and follows(current, found[0].values):
            current = found[0].values
            pieces.append(part)
        else:
            pieces[-1] += part
    if len(pieces) == 1:
        return [item], current
    return [_with_text(item, text) for text in pieces], current


def _with_text(item: Item, text: str) -> Item:
    found = leading_number(text)
    return replace(item, text=text, number=found[0] if found else None, rest=found[1].strip() if found else text)


def follows(current: tuple[int, ...], values: tuple[int, ...]) -> bool:
    """Whether ``values`` is a number that may come right after ``current``."""
    if not current:
        return False
    for depth in range(1, len(values) + 1):
        stem, last = values[: depth - 1], values[depth - 1]
        if stem == current[: depth - 1] and all(value == 1 for value in values[depth:]):
            before = current[depth - 1] if len(current) >= depth else 0
            if last == before + 1:
                return True
    return False
