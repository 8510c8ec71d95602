"""The lines of PDF pages joined into paragraphs, with tables and drawings in their places."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Block, Paragraph, Table
from kb.readers.pdf.furniture import Page
from kb.readers.pdf.tables import Drawing, PageTable, continue_table
from kb.readers.pdf.text import HYPHEN, Line

_END = re.compile(r"[。；;！!？?：:」』”）)》.]\s*$")
_LEADER = re.compile(r"(?:[.…·．]\s?){4,}\s*\d*\s*$")
_START = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[编章节条]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、．.]|"
    r"\d{1,2}(?:[.．]\d{1,2})+\s*\D|\d{1,2}[、．.]\s*\D|\d{1,2}\s+[\u4e00-\u9fff]{2,}|附[件录表图]\s*\d*|[①-⑳●■◆])"
)
_ANNEX = re.compile(r"^\s*附\s*[件录表图]\s*[\d一二三四五六七八九十]")
Element = Line | PageTable | Drawing


@dataclass(frozen=True, slots=True)
class _Layout:
    """Margins of running text and the gap between its lines, in points."""

    left: float
    right: float
    gap: float


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables in reading order, with physical and printed page."""
    for page in pages:
        if not page.drawings:
            _gather_words(page)
    sequence = [element for page in pages for element in _elements(page)]
    _continue_tables(sequence)
    labels = {page.number: page.label for page in pages}
    lines = [element for element in sequence if isinstance(element, Line)]
    common = _Layout(*_common_margins(lines), _line_gap(lines)) if lines else _Layout(0.0, 500.0, 10.0)
    margins = {key: _margins(group) for key, group in _by_column(lines).items()}
    group: list[Line] = []
    waiting: list[Drawing] = []
    for element in sequence:
        if isinstance(element, Drawing):
            waiting.append(element)
            continue
        if group and (isinstance(element, PageTable) or _starts(group[-1], element, margins, common)):
            yield _joined(group, labels, common)
            group = []
        if not group:
            yield from (_caption(drawing, labels) for drawing in waiting)
            waiting = []
        if isinstance(element, Line):
            group.append(element)
        elif element.rows:
            yield Table(tuple(map(tuple, element.rows)), page=element.page, page_label=labels.get(element.page))
    if group:
        yield _joined(group, labels, common)
    yield from (_caption(drawing, labels) for drawing in waiting)


def _caption(drawing: Drawing, labels: dict[int, str | None]) -> Paragraph:
    return Paragraph(f"（图中文字：{drawing.text}）", page=drawing.page, page_label=labels.get(drawing.page))


def _elements(page: Page) -> list[Element]:
    """A page's lines with its tables and drawings set in where they stand."""
    elements: list[Element] = list(page.lines)
    others: list[PageTable | Drawing] = [*page.tables, *page.drawings]
    for other in sorted(others, key=lambda other: -other.box[3]):
        left, _, right, top = other.box
        place = len(elements)
        for index, element in enumerate(elements):
            if isinstance(element, Line):
                below = element.middle < top
                beside = element.column > 0 and (element.right < left or element.left > right)
            else:
                below, beside = False, False
            if below and not beside:
                place = index
                break
        elements.insert(place, other)
    return elements


def _continue_tables(sequence: Sequence[Element]) -> None:
    for before, after in pairwise(sequence):
        if isinstance(before, PageTable) and isinstance(after, PageTable) and after.page == before.page + 1:
            continue_table(before, after)


def _gather_words(page: Page) -> None:
    """Put the scattered words of a drawing (runs of tiny lines, upright text) into one line at the end of their page."""
    tiny = [len(line.text.replace(" ", "")) <= 3 and not _START.match(line.text) for line in page.lines]
    kept: list[Line] = []
    drawn: list[Line] = []
    start = 0
    while start < len(tiny):
        end = start
        while end < len(tiny) and tiny[end]:
            end += 1
        (drawn if end - start >= 4 else kept).extend(page.lines[start:end])
        if end < len(tiny):
            kept.append(page.lines[end])
        start = end + 1
    if drawn:
        words = ""
        for before, line in zip([None, *drawn[:-1]], drawn, strict=True):
            upright = before is not None and abs(before.left - line.left) < line.size and before.bottom > line.bottom
            words += line.text if upright or before is None else f" {line.text}"
        page.lines = kept
        page.drawings.append(Drawing(words, (0.0, 0.0, page.width, 0.0), page.number))


def _by_column(lines: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
    groups: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.page, line.column), []).append(line)
    return groups


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) > 15]
    if len(long) < 4:
        return 0.0, 0.0
    return min(line.left for line in long), statistics.quantiles([line.right for line in long], n=10)[-1]


def _common_margins(lines: Sequence[Line]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) > 15] or lines
    lefts = Counter(round(line.left / 4) * 4 for line in long)
    left = min(place for place, count in lefts.items() if count * 8 >= max(lefts.values()))
    rights = sorted(line.right for line in long)
    return float(left), rights[int(len(rights) * 0.9)]


def _line_gap(lines: Sequence[Line]) -> float:
    """The usual gap between lines of running text."""
    gaps = [
        before.bottom - line.top
        for before, line in pairwise(lines)
        if before.page == line.page
        and abs(before.size - line.size) < 0.5
        and 0 < before.bottom - line.top < 4 * line.size
    ]
    return statistics.median(gaps) if gaps else 10.0


def _starts(before: Line, line: Line, margins: dict[tuple[int, int], tuple[float, float]], common: _Layout) -> bool:
    """Whether ``line`` begins a paragraph after ``before``."""
    if _LEADER.search(before.text) or _LEADER.search(line.text):
        return True
    right = margins[before.page, before.column][1] or (before.right if before.column else common.right)
    short = before.right < right - 1.9 * before.size
    ended = bool(_END.search(before.text))
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    if line.page != before.page and _ANNEX.match(line.text):
        return True
    if short and (ended or before.right < right - 4 * before.size):
        return True
    if _START.match(line.text) and (short or ended):
        return True
    left = margins[line.page, line.column][0] or (line.left if line.column else common.left)
    indented = line.left > left + 1.2 * line.size
    if min(line.left, before.left) > left + 4 * line.size and abs(line.left - before.left) > line.size:
        return True
    if line.page == before.page and line.column == before.column:
        gap = before.bottom - line.top
        if gap > common.gap + 0.6 * max(before.size, line.size) or gap < -8 * before.size:
            return True
        if indented and ended and line.left > before.left - line.size * 0.5:
            return True
        return short and indented
    return ended and (indented or short)


def _joined(group: list[Line], labels: dict[int, str | None], common: _Layout) -> Paragraph:
    text = group[0].text.strip()
    for line in group[1:]:
        piece = line.text.strip()
        latin = bool(re.search(r"[A-Za-z0-9,.;]$", text)) and bool(re.match(r"[A-Za-z0-9(]", piece))
        if text.endswith(("\u00ad", HYPHEN)):
            text = text[:-1]
            latin = False
        text += (" " if latin else "") + piece
    first = group[0]
    centre = (common.left + common.right) / 2
    centered = (
        len(group) == 1
        and first.left > common.left + 2 * first.size
        and abs((first.left + first.right) / 2 - centre) < 2.5 * first.size
    )
    return Paragraph(
        text,
        page=first.page,
        page_label=labels.get(first.page),
        centered=centered or None,
        size_pt=round(first.size, 1),
    )
