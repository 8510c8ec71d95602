"""PDF text layers: lines by position, ruled tables as tables, columns, page furniture dropped, pages recorded, losses told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.errors import ReadError
from kb.model import Notice, Severity, Source
from kb.readers.notices import pages_text
from kb.readers.options import ReadOptions
from kb.readers.pdf.annotations import annotations_of
from kb.readers.pdf.blanks import with_blanks
from kb.readers.pdf.columns import in_reading_order
from kb.readers.pdf.furniture import Dropped, Page, drop_furniture
from kb.readers.pdf.grids import area, grids_and_boxes, within
from kb.readers.pdf.paragraphs import blocks_of
from kb.readers.pdf.rules import drawn_on
from kb.readers.pdf.tables import Drawing, PageTable, drawings_of, rows_of
from kb.readers.pdf.text import Box, Line, page_text, spread

if TYPE_CHECKING:
    from kb.readers.ocr import Recognised

MAX_PAGES = 3000
_FEW = 50
"""Characters; a page that is mostly picture and has fewer is a scan."""


def read_pdf(name: str, data: bytes, options: ReadOptions | None = None) -> Source:
    """Paragraphs and tables of a PDF.

    Raises ReadError: ``encrypted``, ``truncated``, ``too_large``, ``image_only``, ``garbled_text`` or ``no_text``.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ReadError("encrypted" if "password" in str(error).lower() else "truncated") from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise ReadError("too_large", pages=count)
        pages, lost, remarks = [], [], 0
        attached = pdfium.raw.FPDFDoc_GetAttachmentCount(document.raw)
        for index in range(count):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                lost.append(index + 1)
                continue
            pages.append(_page(page, index + 1))
            values, comments, files = annotations_of(page)
            remarks, attached = remarks + comments, attached + files
            pages[-1].lines += [spread(value, box, index + 1) for value, box in values]
        recognised = _recognise(document, pages, options) if options and options.ocr else ()
    finally:
        document.close()
    return assembled(name, "pdf", pages, Beside(tuple(lost), remarks, attached, recognised))


def _recognise(document: Any, pages: Sequence[Page], options: ReadOptions) -> tuple[Recognised, ...]:
    """Replace what scanned and garbled pages hold by what recognition reads on them."""
    from kb.readers.ocr import page_image, recognise

    wanted = [page for page in pages if page.garbled or _is_scan(page)]
    results = []
    for done, page in enumerate(wanted):
        options.tell(done, len(wanted))
        image, scale = page_image(document[page.number - 1])
        result = recognise(image, page.number, scale)
        page.garbled = False
        if result.lines:
            page.lines, page.pictures = list(result.lines), []
        results.append(result)
    options.tell(len(wanted), len(wanted))
    return tuple(results)


def _page(page: Any, number: int) -> Page:
    textpage = page.get_textpage()
    try:
        text = page_text(page, textpage, number)
        garbled = _is_garbled(textpage, text.lines)
    finally:
        textpage.close()
    found = Page(number, text.width, text.height, text.lines, slanted=text.slanted, garbled=garbled)
    found.drawn = drawn_on(page, text.turn)
    found.pictures = [box for box in found.drawn.pictures if _is_seen(box, found)]
    return found


def _is_garbled(textpage: Any, lines: Sequence[Line]) -> bool:
    """Whether the page's fonts do not say which characters they show: asked of up to 60 of them."""
    import pypdfium2.raw as raw

    total = textpage.count_chars()
    if not lines or total < 10:
        return False
    places = range(0, total, max(1, total // 60))
    return len([at for at in places if raw.FPDFText_HasUnicodeMapError(textpage.raw, at) == 1]) * 3 > len(places)


def _is_seen(box: Box, page: Page) -> bool:
    return box[2] - box[0] > 40 and box[3] - box[1] > 25 and area(box) > 0.005 * page.width * page.height


def take_grids(page: Page) -> None:
    """Move what stands in ruled tables and drawings from the page's lines into them."""
    if not page.drawn.rules and not page.drawn.shapes:
        return
    grids, boxes, frames = grids_and_boxes(page.drawn, page.width, page.height)
    for grid in grids:
        rows, page.lines = rows_of(grid, page.lines, boxes)
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        if filled:
            page.tables.append(PageTable(filled, grid.xs, grid.box, page.number))
    tables = [grid.box for grid in grids]
    boxes, frames = (
        [box for box in group if not any(within(box, table) for table in tables)] for group in (boxes, frames)
    )
    page.lines = with_blanks(page.lines, page.drawn.rules)
    for drawing, taken in drawings_of(page.lines, boxes, frames, page.number):
        page.lines = [line for line in page.lines if line not in taken]
        page.drawings.append(drawing)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a file holds beside its text: pages that could not be opened, comments, attached files."""

    lost: tuple[int, ...] = ()
    remarks: int = 0
    attached: int = 0
    recognised: tuple[Recognised, ...] = ()


def assembled(name: str, format_name: str, pages: list[Page], beside: Beside = Beside()) -> Source:
    """The blocks of pages whose lines are known, with furniture dropped, columns in order, tables and drawings in their places.

    Raises ReadError: ``image_only``, ``garbled_text``, ``no_text`` or, without any page, ``truncated``.
    """
    for page in pages:
        take_grids(page)
    if not any(page.lines or page.tables or page.drawings for page in pages):
        raise ReadError("image_only" if any(page.pictures for page in pages) else "no_text" if pages else "truncated")
    garbled = [page.number for page in pages if page.garbled]
    if len(garbled) * 2 > len(pages):
        raise ReadError("garbled_text")
    read = {result.page for result in beside.recognised if result.lines}
    scanned = [page.number for page in pages if page.number not in read and _is_scan(page)]
    hidden = [page.number for page in pages if page.drawn.hidden_text and page.number not in scanned]
    layered = [page.number for page in pages if page.number in hidden and page.pictures and page.number not in read]
    dropped = drop_furniture(pages)
    for page in pages:
        page.lines = in_reading_order(page.lines, shuffled=format_name != "pdf")
        if page.slanted:
            page.drawings.append(Drawing(page.slanted, (0.0, 0.0, page.width, 0.0), page.number))
    if scanned and not any(page.lines or page.tables for page in pages if page.number not in scanned):
        raise ReadError("image_only")
    blocks = tuple(blocks_of(pages))
    notices = [
        *_of_pages("unreadable_page", Severity.ERROR, beside.lost),
        *_of_pages("garbled_text", Severity.WARNING, garbled),
        *_of_pages("needs_ocr", Severity.WARNING, scanned),
        *_of_pages("ocr_layer", Severity.WARNING, layered),
        *_of_recognition(beside.recognised),
        *_of_pages("hidden_text", Severity.WARNING, [number for number in hidden if number not in layered]),
        *_of_pictures(pages, {*scanned, *layered}),
        *_of_pages("drawing_as_words", Severity.INFO, [page.number for page in pages if page.drawings]),
        *_counted(dropped, beside),
    ]
    return Source(name, format_name, blocks, tuple(notices), headers=dropped.first)


def _is_scan(page: Page) -> bool:
    """Whether a page is a picture with next to no text of its own."""
    if not page.pictures or page.tables:
        return False
    chars = sum(len(line.text) for line in page.lines)
    covered = max(map(area, page.pictures)) > 0.5 * page.width * page.height
    return not page.lines or (covered and chars < _FEW)


def _of_pages(code: str, severity: Severity, numbers: Sequence[int]) -> Iterator[Notice]:
    if numbers:
        where = pages_text(numbers)
        yield Notice(severity, code, {"pages": where, "count": str(len(numbers))}, f"第 {where} 页")


def _of_recognition(results: Sequence[Recognised]) -> Iterator[Notice]:
    """How sure recognition is: of all pages together, and of every page with lines that it doubts."""
    read = [result for result in results if result.lines]
    if not read:
        return
    where = pages_text([result.page for result in read])
    mean = sum(result.confidence for result in read) / len(read)
    params = {"count": str(len(read)), "confidence": f"{mean * 100:.0f}"}
    yield Notice(Severity.INFO, "ocr_read", params, f"第 {where} 页")
    for result in read:
        if result.doubted:
            doubts = {
                "count": str(len(result.doubted)),
                "confidence": f"{result.lowest * 100:.0f}",
                "sample": "；".join(text[:20] for text in result.doubted[:3]),
            }
            yield Notice(Severity.WARNING, "ocr_doubt", doubts, f"第 {result.page} 页")


def _of_pictures(pages: Sequence[Page], without: Iterable[int]) -> Iterator[Notice]:
    """Pictures in running pages; one that stands at the same place of three pages or more is the same picture."""
    places = [(page.number, tuple(round(edge / 8) for edge in box)) for page in pages for box in page.pictures]
    often = Counter(place for _, place in places)
    first: set[tuple[int, ...]] = set()
    numbers = []
    for number, place in places:
        if number not in without and place not in first:
            numbers.append(number)
            if often[place] >= 3:
                first.add(place)
    if numbers:
        where = pages_text(sorted(set(numbers)))
        params = {"count": str(len(numbers)), "pages": where}
        yield Notice(Severity.INFO, "picture_without_text", params, f"第 {where} 页")


def _counted(dropped: Dropped, beside: Beside) -> Iterator[Notice]:
    for code, count in (
        ("dropped_footer", dropped.feet),
        ("dropped_watermark", dropped.watermarks),
        ("comments_apart", beside.remarks),
        ("attachments_unread", beside.attached),
    ):
        if count:
            yield Notice(Severity.INFO, code, {"count": str(count)})
