"""Contents pages: lines that only repeat the headings that follow, with or without page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.numbering import squeeze
from kb.structure.items import Item

_TITLE = re.compile(r"^(?:目录|目次|contents)$", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.．…·・。‧⋯\-—_ ]{3,}|\t|\s)\s*[-—]?\s*(?:\d{1,4}|[IVXivx]{1,5})\s*[-—]?\s*$")
_DOTS = re.compile(r"[.．…·・‧⋯]{3,}|(?:[.．·・]\s){3,}|…\s*…")
_TRAIL = re.compile(r"[\s.．…·・‧⋯\-—_:：]*\d{0,4}\s*$")
_MAX_LINES = 400


def contents_lines(items: Sequence[Item]) -> set[int]:
    """Indexes of the items that form contents pages."""
    found = {index for index, item in enumerate(items) if item.toc or _dotted(item)}
    for index, item in enumerate(items[: len(items) // 2 + 60]):
        if item.rows is None and len(item.text) < 20 and _TITLE.match(squeeze(item.text)):
            end = _end(items, index)
            if end > index:
                found.update(range(index, end))
    if not found:
        found.update(_untitled(items))
    return found


def _dotted(item: Item) -> bool:
    return (
        item.rows is None
        and len(item.text) < 160
        and bool(_DOTS.search(item.text))
        and bool(re.search(r"\d\s*$", item.text))
    )


def _key(item: Item) -> str:
    return squeeze(_TRAIL.sub("", _DOTS.split(item.text)[0]))


def _end(items: Sequence[Item], start: int) -> int:
    """The first item after a contents page that begins at its title line."""
    position = start + 1
    while position < len(items) and items[position].rows is not None:
        position += 1
    if position >= len(items):
        return start + 1
    first = _key(items[position])
    last_marked = start
    for index in range(position, min(len(items), start + _MAX_LINES)):
        item = items[index]
        if item.rows is not None:
            continue
        if index > position and _begins_body(items, index, first):
            return index
        if item.toc or _LEADER.search(item.text) or _DOTS.search(item.text):
            last_marked = index
        elif len(item.text) > 60 and item.ended:
            break
    return last_marked + 1


def _begins_body(items: Sequence[Item], index: int, first: str) -> bool:
    """Whether the item repeats the first entry of the contents page, as a clean heading with text below."""
    item = items[index]
    if not first or item.toc or _DOTS.search(item.text):
        return False
    if len(item.text) > 2 * len(first) + 24:
        return False
    key = squeeze(item.text)
    same = key == first or (len(key) >= 3 and first.startswith(key) and not item.text.rstrip()[-1:].isdigit())
    return same and (item.outline_level is not None or _prose_follows(items, index) or key == first)


def _may_equal(item: Item, key: str) -> bool:
    """Whether a text is short enough to be ``key`` once its blanks are gone."""
    return item.rows is None and len(item.text) <= 2 * len(key) + 12


def _prose_follows(items: Sequence[Item], index: int) -> bool:
    return any(len(item.text) >= 30 and not _LEADER.search(item.text) for item in items[index + 1 : index + 7])


def _untitled(items: Sequence[Item]) -> range:
    """A contents page without its title: the first numbered short lines, all of which come again in the same order."""
    limit = min(len(items), 250)
    first = next((i for i in range(limit) if items[i].number and not items[i].ended and len(items[i].text) < 40), None)
    if first is None:
        return range(0)
    key = _key(items[first])
    again = next(
        (i for i in range(first + 3, limit) if _may_equal(items[i], key) and squeeze(items[i].text) == key), None
    )
    if again is None:
        return range(0)
    between = items[first:again]
    prose = sum(1 for item in between if item.rows is not None or (len(item.text) > 20 and item.ended))
    later = {squeeze(item.text) for item in items[again:]}
    repeated = sum(1 for item in between if _key(item) in later)
    return range(first, again) if not prose and repeated >= 0.6 * len(between) else range(0)
