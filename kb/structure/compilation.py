"""Compilations: one file that holds many documents, pasted one after another by a download site or a clerk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.model import Notice, Severity
from kb.numbering import Family
from kb.regions import region_of
from kb.structure.contents import contents_lines
from kb.structure.front import names_document
from kb.structure.items import Item
from kb.structure.noise import is_slide_leftover

_PIECE = re.compile(
    r"^(?:【)?(?:第[一二三四五六七八九十]+篇|篇\s*[一二三四五六七八九十\d]+|范文\s*[一二三四五六七八九十\d]+)(?:】)?\s*[：:、]?\s*(.{4,50})$"
)
_COUNT = re.compile(r"[（(]\s*(?:精选|共)?\s*[\d一二三四五六七八九十]+\s*篇\s*[）)]$")
_PREFIX = re.compile(r"^(?:附送|附|附件)\s*[：:]\s*")
_ENDED = re.compile(r"[。！？!?；;”’」』）)]\s*$")
_CLOSING = re.compile(
    r"总的来说|综上所述|总之|希望|感谢|谢谢|特此|我们将(?:继续)?|为.{2,30}(?:作出|做出|提供|贡献|而不懈努力)|以上就是|不断(?:提高|提升|完善)"
)
_PROSE_HEADS = (Family.CHINESE, Family.CHINESE_PAREN, Family.CHAPTER, Family.DECIMAL)
_SIGNED = re.compile(r"^[（(]?(?:(?:19|20)\d\d|[二一][〇○零][〇○零一二三四五六七八九]{2})年.{2,9}日[）)]?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MIN_TITLE, _MAX_TITLE, _MIN_SAME_LINE = 5, 46, 8


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file: its items, its title when the compilation tells it, and what is doubtful about it."""

    items: tuple[Item, ...]
    title: str = ""
    slides: bool = False
    truncated: bool = False
    notices: tuple[Notice, ...] = ()


def split_compilation(items: Sequence[Item]) -> list[Part]:
    """The parts of a file; one part with everything when it is a single document."""
    starts = _starts(items)
    if len(starts) < 2:
        starts = _titled(items)
    if len(starts) < 2:
        return [Part(tuple(items), slides=_is_slides(items))]
    starts = _with_slides(items, starts)
    bounds = [*sorted(starts), len(items)]
    parts = []
    for first, last in pairwise(bounds):
        part = _part(list(items[first:last]), starts[first])
        if part is not None:
            parts.append(part)
    head = list(items[: bounds[0]])
    if sum(len(item.text) for item in head) > 400:
        parts.insert(0, Part(tuple(head)))
    return parts


def _starts(items: Sequence[Item]) -> dict[int, str]:
    """Indexes where a part begins, with its title: a title line that the next line repeats, or one that repeats itself."""
    found: dict[int, str] = {}
    for index, item in enumerate(items):
        if item.rows is not None:
            continue
        title = _repeated_below(items, index) or _repeated_inside(item.text)
        again = index - 1 in found and item.text.startswith(_COUNT.sub("", found[index - 1]))
        inside_slides = bool(index) and _is_short(items[index - 1]) and not names_document(title)
        if title and not again and not inside_slides:
            found[index] = title
    pieces = [
        (index, match[1])
        for index, item in enumerate(items)
        if item.rows is None and (match := _PIECE.match(item.text))
    ]
    if len(pieces) >= 2 and all(not _ENDED.search(title) for _, title in pieces):
        found.update(pieces)
    return found


_NEAR = 8
_VOLUME = re.compile(r"预案|处置方案|处置卡|处置措施")
"""Words of the volumes of one unit's plan (GB/T 29639-2020 5), which stay together unless each is a region's own."""


def _titled(items: Sequence[Item]) -> dict[int, str]:
    """Title lines below which counting begins anew: the same family of numbers counted before, and no annex was opened.

    Nothing repeats these titles; a line that names a document, alone, above a first number of the family the text began with, is one.
    """
    starts: dict[int, str] = {}
    family: Family | None = None
    counted = False
    contents = contents_lines(items)
    for index, item in enumerate(items):
        if index in contents:
            continue
        number = item.number
        if number is not None and number.family is Family.ANNEX:
            return {} if len(starts) < 2 else starts
        if number is not None and number.family is family and starts:
            counted = True
        if (
            item.rows is not None
            or number is not None
            or not (_names_alone(item) or _looks_as(item, items, starts, index))
        ):
            continue
        if starts and _VOLUME.search(item.text) and not (region_of(item.text) and region_of(items[min(starts)].text)):
            continue
        begins = _first_number(items, index)
        if begins is None or (starts and (begins is not family or not counted or _is_thin(items[max(starts) : index]))):
            continue
        if not starts and index > _NEAR:
            return {}
        starts[index], family, counted = item.text, begins, False
    return starts


def _is_thin(items: Sequence[Item]) -> bool:
    """Whether there is hardly any text that says something, as in a list of headings."""
    return sum(len(item.text) for item in items if item.ended) < 60


def _looks_as(item: Item, items: Sequence[Item], starts: dict[int, str], index: int) -> bool:
    """Whether a line is set as the first title is, or stands first itself."""
    bare = item.text.strip()
    if not 4 <= len(bare) <= _MAX_TITLE or re.search(r"[。；，：:！]", bare):
        return False
    if not starts:
        return index < 3
    first = items[min(starts)]
    return (item.outline_level is not None and item.outline_level == first.outline_level) or (
        item.centered and first.centered
    )


def _names_alone(item: Item) -> bool:
    bare = item.text.strip()
    return 6 <= len(bare) <= _MAX_TITLE and names_document(bare) and not re.search(r"[。；，：:！]", bare)


def _first_number(items: Sequence[Item], index: int) -> Family | None:
    """The family of the number 1 that comes first below a title line, before any other such line."""
    for item in items[index + 1 : index + 1 + _NEAR]:
        if item.number is not None:
            top = item.number.family in (Family.CHINESE, Family.CHAPTER, Family.DIGIT) and item.number.values == (1,)
            return item.number.family if top else None
        if item.rows is None and _names_alone(item):
            return None
    return None


def _repeated_below(items: Sequence[Item], index: int) -> str:
    title = items[index].text
    if len(_HAN.findall(title)) < 4:
        return ""
    if index + 1 >= len(items) or not _MIN_TITLE <= len(title) <= _MAX_TITLE or _ENDED.search(_COUNT.sub("", title)):
        return ""
    below = items[index + 1].text
    bare = _COUNT.sub("", title)
    if bare != title and below.startswith(bare[:-2]):
        return title
    return title if below.startswith(title) and len(below) > len(title) + 12 else ""


def _repeated_inside(text: str) -> str:
    """The title that a line says twice at its start (标题标题正文…)."""
    prefix = _PREFIX.match(text)
    bare = text[prefix.end() :] if prefix else text
    for length in range(min(_MAX_TITLE, len(bare) // 2), _MIN_SAME_LINE - 1, -1):
        if (
            bare.startswith(bare[:length], length)
            and len(bare) > 2 * length + 12
            and not re.search(r"[，,。；]", bare[:length])
            and len(_HAN.findall(bare[:length])) >= 4
        ):
            return bare[:length]
    return ""


def _with_slides(items: Sequence[Item], starts: dict[int, str]) -> dict[int, str]:
    """Add where slides pasted behind a text begin."""
    found = dict(starts)
    bounds = [*sorted(starts), len(items)]
    for first, last in pairwise(bounds):
        begin = _slides_begin(items[first:last])
        if begin:
            found[first + begin] = items[first + begin].text
    return found


def _slides_begin(items: Sequence[Item]) -> int:
    """Index of the first slide line behind a prose text; 0 when there are none."""
    short = [_is_short(item) for item in items]
    for index in range(3, len(items) - 7):
        if not short[index] or short[index - 1] or not _ENDED.search(items[index - 1].text):
            continue
        behind, before = short[index:], short[1:index]
        if sum(behind) >= 0.35 * len(behind) and sum(behind[:12]) >= 4 and sum(before) <= 0.15 * len(before):
            return index
    return 0


def _is_short(item: Item) -> bool:
    """Whether a line is as short as those of slides, and no numbered heading of a text."""
    heading = item.number is not None and item.number.family in _PROSE_HEADS and bool(item.rest)
    return item.rows is None and len(item.text) <= 14 and not heading and not _ENDED.search(item.text)


def _is_slides(items: Sequence[Item]) -> bool:
    """Whether a text is what is left of slides: dense short lines, among them some that only slides have."""
    if len(items) < 8:
        return False
    short = sum(map(_is_short, items))
    leftovers = sum(is_slide_leftover(item.text) for item in items)
    return (leftovers >= 2 and short >= 0.3 * len(items)) or (
        leftovers >= 1 and short >= 0.45 * len(items) and len(items) >= 15
    )


def _part(items: list[Item], title: str) -> Part | None:
    if not items:
        return None
    slides = sum(map(_is_short, items)) >= 0.35 * len(items) and len(items) >= 8
    notices = []
    if slides:
        dropped = sum(is_slide_leftover(item.text) for item in items)
        items = [item for item in items if not is_slide_leftover(item.text)]
        if dropped:
            notices.append(Notice(Severity.INFO, "dropped_slide_marks", {"count": str(dropped)}))
        notices.append(Notice(Severity.WARNING, "slide_fragments", {}))
    items = _without_repeat(items, title)
    truncated = slides or not _closes(items)
    if truncated:
        notices.append(Notice(Severity.WARNING, "truncated_text", {}))
    return Part(tuple(items), title, slides, truncated, tuple(notices))


def _without_repeat(items: list[Item], title: str) -> list[Item]:
    """The items with the repeated title cut off the first text line, so that it stands once."""
    bare = _COUNT.sub("", title)
    if len(items) > 1 and items[0].text == title and items[1].text.startswith(bare):
        rest = items[1].text[len(bare) :].lstrip("：: ")
        items[1] = replace(items[1], text=rest, rest=rest, number=None)
    elif _repeated_inside(items[0].text) == title:
        prefix = _PREFIX.match(items[0].text)
        start = prefix.end() if prefix else 0
        rest = items[0].text[start + 2 * len(title) :].lstrip("：: ")
        head = replace(items[0], text=title, rest=title, number=None)
        items[:1] = [head, replace(items[0], text=rest, rest=rest, number=None)]
    return items


def _closes(items: Sequence[Item]) -> bool:
    """Whether a text ends as texts end; a list that breaks off or a heading at the end does not."""
    last = items[-1].text
    if _SIGNED.match(last.replace(" ", "")):
        return True
    if not re.search(r"[。！？!?”）)]\s*$", last) or re.match(r"^[一二三四五六七八九十]{1,2}[、是]", last):
        return False
    return any(_CLOSING.search(item.text) for item in items[-2:])
