"""PDF text layers: lines by position, page furniture dropped, lines joined into paragraphs, pages recorded."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Paragraph, Severity, Source
from kb.readers.furniture import is_page_number, printed_label

MAX_PAGES = 3000
_INVISIBLE = 3
_END = re.compile(r"[。；;！!？?：:」』”）)》.]\s*$")
_LEADER = re.compile(r"(?:[.…·．]\s?){4,}\s*\d*\s*$")
_START = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[编章节条]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、．.]|"
    r"\d{1,2}(?:[.．]\d{1,2})+\s*\D|\d{1,2}[、．.]\s*\D|\d{1,2}\s+[\u4e00-\u9fff]{2,}|附[件录表图]\s*\d*|[①-⑳●■◆])"
)


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """Margins of running text and the gap between its lines, in points."""

    left: float
    right: float
    gap: float


@dataclass(slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: list[_Line]
    label: str | None = None


def read_pdf(name: str, data: bytes) -> Source:
    """Paragraphs of a PDF; ReadError ``encrypted``, ``truncated``, ``too_large``, ``image_only`` or ``no_text``."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ReadError("encrypted" if "password" in str(error).lower() else "truncated") from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise ReadError("too_large")
        pages, pictured, hidden = [], 0, False
        for index in range(count):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                continue
            pages.append(_page(page, index + 1))
            if not pages[-1].lines or index < 2:
                has_picture, invisible = _objects(page)
                pictured += has_picture and not pages[-1].lines
                hidden = hidden or invisible
    finally:
        document.close()
    return _source(name, pages, pictured, hidden)


def _source(name: str, pages: list[_Page], pictured: int, hidden: bool) -> Source:
    if not any(page.lines for page in pages):
        raise ReadError("image_only" if pictured else "no_text" if pages else "truncated")
    notices = []
    empty = [str(page.number) for page in pages if not page.lines]
    if pictured and empty:
        notices.append(
            Notice(Severity.WARNING, "needs_ocr", {"pages": "、".join(empty[:20]), "count": str(len(empty))})
        )
    if hidden:
        notices.append(Notice(Severity.WARNING, "ocr_doubt", {}))
    _label_pages(pages)
    first = list(pages[0].lines)
    dropped = _drop_furniture(pages)
    headers = tuple(line.text for line in first if line not in pages[0].lines)
    if dropped:
        notices.append(Notice(Severity.INFO, "dropped_footer", {"count": str(dropped)}))
    blocks: tuple[Block, ...] = tuple(_paragraphs(pages))
    return Source(name, "pdf", blocks, tuple(notices), headers=headers)


def _page(page: Any, number: int) -> _Page:
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        lines = [line for line in _lines(textpage, number) if line.text.strip()]
    finally:
        textpage.close()
    return _Page(number, width, height, lines)


def _lines(textpage: Any, page: int) -> Iterator[_Line]:
    import pypdfium2.raw as raw

    chars: list[tuple[int, str]] = []
    total = textpage.count_chars()
    for index in range(total + 1):
        code = raw.FPDFText_GetUnicode(textpage, index) if index < total else 10
        if code in (10, 13):
            if chars:
                yield from _split(textpage, chars, page)
            chars = []
        elif code >= 32 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF):
            chars.append((index, chr(code)))


def _split(textpage: Any, chars: list[tuple[int, str]], page: int) -> Iterator[_Line]:
    """A line as pdfium reports it, with its box; trailing blanks count for nothing."""
    while chars and chars[-1][1].isspace():
        chars.pop()
    start = next((place for place, (_, char) in enumerate(chars) if not char.isspace()), len(chars))
    inked = chars[start:]
    if not inked:
        return
    left, bottom, right, top = textpage.get_charbox(inked[0][0], loose=True)
    _, bottom2, right2, top2 = textpage.get_charbox(inked[-1][0], loose=True)
    size = _size(textpage, inked, top - bottom)
    yield _Line(
        "".join(char for _, char in inked), left, max(right, right2), min(bottom, bottom2), max(top, top2), size, page
    )


def _size(textpage: Any, inked: list[tuple[int, str]], height: float) -> float:
    """The size of a line's type in points: a Chinese character is as wide as it is high."""
    for index, char in inked[:: max(1, len(inked) // 6)] + inked:
        if "\u4e00" <= char <= "\u9fff":
            left, _, right, _ = textpage.get_charbox(index, loose=True)
            if right - left > 1:
                return float(right - left)
    return max(1.0, min(height, 60.0))


def _objects(page: Any) -> tuple[bool, bool]:
    """Whether a page holds a picture, and whether its text is an invisible layer under one."""
    import pypdfium2.raw as raw

    picture = invisible = False
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            picture = True
        elif item.type == raw.FPDF_PAGEOBJ_TEXT and not invisible:
            invisible = raw.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE
        if count > 400:
            break
    return picture, invisible and picture


def _label_pages(pages: list[_Page]) -> None:
    """Take the printed page number off each page's first or last lines."""
    for page in pages:
        for line in (page.lines[-2:] + page.lines[:1])[::-1]:
            middle = (line.top + line.bottom) / 2
            outer = middle < page.height * 0.14 or middle > page.height * 0.9
            if outer and is_page_number(line.text):
                page.label = printed_label(line.text)
                page.lines.remove(line)
                break


def _drop_furniture(pages: list[_Page]) -> int:
    """Remove running heads and feet: the same outer line, figures apart, on a third of the pages or more."""

    def shape(line: _Line) -> str:
        return re.sub(r"[\d\s]+", "", line.text)

    def outer(page: _Page) -> list[_Line]:
        return [
            line
            for line in (page.lines[:2] + page.lines[-2:])
            if line.bottom > page.height * 0.88 or line.top < page.height * 0.12
        ]

    if len(pages) < 3:
        return 0
    shapes = Counter(key for page in pages for key in {shape(line) for line in outer(page)} if key)
    needed = max(3, len(pages) // 3)
    dropped = 0
    for page in pages:
        for line in outer(page):
            if shapes[shape(line)] >= needed and line in page.lines:
                page.lines.remove(line)
                dropped += 1
    return dropped


def _paragraphs(pages: list[_Page]) -> Iterator[Paragraph]:
    for page in pages:
        _gather_drawings(page)
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return
    labels = {page.number: page.label for page in pages}
    margins = {page.number: _margins(page) for page in pages}
    common = _Layout(*_common_margins(lines), _line_gap(lines))
    group: list[_Line] = []
    for line in lines:
        if group and _starts(group[-1], line, margins, common):
            yield _joined(group, labels, common)
            group = []
        group.append(line)
    yield _joined(group, labels, common)


def _gather_drawings(page: _Page) -> None:
    """Put the scattered words of a drawing (runs of tiny lines, upright text) into one line at the end of their page."""
    tiny = [len(line.text.replace(" ", "")) <= 3 and not _START.match(line.text) for line in page.lines]
    kept: list[_Line] = []
    drawn: list[_Line] = []
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
        last = drawn[-1]
        page.lines = [*kept, _Line(f"（图中文字：{words}）", 0.0, page.width, 0.0, last.size, last.size, page.number)]


def _margins(page: _Page) -> tuple[float, float]:
    long = [line for line in page.lines if len(line.text) > 15]
    if len(long) < 4:
        return 0.0, 0.0
    return min(line.left for line in long), statistics.quantiles([line.right for line in long], n=10)[-1]


def _common_margins(lines: list[_Line]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) > 15] or lines
    left = Counter(round(line.left / 4) * 4 for line in long).most_common(1)[0][0]
    rights = sorted(line.right for line in long)
    return float(left), rights[int(len(rights) * 0.9)]


def _line_gap(lines: list[_Line]) -> float:
    """The usual gap between lines of running text."""
    gaps = [
        before.bottom - line.top
        for before, line in pairwise(lines)
        if before.page == line.page
        and abs(before.size - line.size) < 0.5
        and 0 < before.bottom - line.top < 4 * line.size
    ]
    return statistics.median(gaps) if gaps else 10.0


def _starts(before: _Line, line: _Line, margins: dict[int, tuple[float, float]], common: _Layout) -> bool:
    """Whether ``line`` begins a paragraph after ``before``."""
    if _LEADER.search(before.text) or _LEADER.search(line.text):
        return True
    right = margins[before.page][1] or common.right
    short = before.right < right - 1.9 * before.size
    ended = bool(_END.search(before.text))
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    if short and (ended or before.right < right - 4 * before.size):
        return True
    if _START.match(line.text) and (short or ended):
        return True
    left = margins[line.page][0] or common.left
    indented = line.left > left + 1.2 * line.size
    if line.page == before.page:
        gap = before.bottom - line.top
        if gap > common.gap + 0.6 * max(before.size, line.size) or gap < -8 * before.size:
            return True
        if indented and ended and line.left > before.left - line.size * 0.5:
            return True
        return short and indented
    return ended and (indented or short)


def _joined(group: list[_Line], labels: dict[int, str | None], common: _Layout) -> Paragraph:
    text = group[0].text.strip()
    for line in group[1:]:
        piece = line.text.strip()
        latin = bool(re.search(r"[A-Za-z0-9,.;]$", text)) and bool(re.match(r"[A-Za-z0-9(]", piece))
        if text.endswith(("\u00ad", "\u0002", "\ufffe")):
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
