"""Rendered exports: LibreOffice prints the Word file, and the contents get the page numbers that were really printed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.drafting.model import Draft
from kb.errors import ReadError
from kb.export.docx import export_docx, has_contents
from kb.export.pages import printed_pages
from kb.model import Notice, Severity


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: the PDF if any, where the contents' page numbers come from, and the seconds of both steps.

    ``contents`` is ``libreoffice`` (as printed), ``grid`` (reckoned, Word refreshes them on opening) or empty without contents.
    """

    notices: tuple[Notice, ...]
    pdf: Path | None = None
    contents: str = ""
    seconds: float = 0.0
    page_seconds: float = 0.0


def export_rendered(draft: Draft, out: Path, *, pdf: bool = False, **options: Any) -> Exported:
    """Write ``out`` (.docx), its contents' page numbers looked up in a rendering when LibreOffice is there; PDF beside it when asked.

    Without LibreOffice the numbers are reckoned from the 22 × 28 grid, and ``pdf`` gives the notice ``no_pdf``.
    ``options`` are those of ``export_docx``, and so are the errors.
    """
    from kb.files import write_atomically
    from kb.readers.office import to_pdf

    began = time.perf_counter()
    notices = export_docx(draft, out, **options)
    seconds = time.perf_counter() - began
    with_contents = has_contents(draft)
    if not (pdf or with_contents):
        return Exported(notices, seconds=seconds)
    began = time.perf_counter()
    try:
        rendered = to_pdf(out.read_bytes(), "docx")
        if with_contents:
            export_docx(draft, out, pages=printed_pages(draft, _page_texts(rendered)), **options)
            rendered = to_pdf(out.read_bytes(), "docx") if pdf else b""
    except ReadError as error:
        failed = (Notice(Severity.WARNING, "no_pdf", {"reason": error.code}),) if pdf else ()
        grid = (Notice(Severity.INFO, "contents_grid", {}),) if with_contents else ()
        return Exported((*notices, *failed, *grid), contents="grid" if with_contents else "", seconds=seconds)
    made = out.with_suffix(".pdf") if pdf else None
    if made is not None:
        write_atomically(made, rendered)
    page_seconds = time.perf_counter() - began
    left = tuple(notice for notice in notices if notice.code != "not_rendered" or made is None)
    return Exported(left, made, "libreoffice" if with_contents else "", seconds, page_seconds)


def export_pdf(draft: Draft, out: Path, **options: Any) -> tuple[Path | None, tuple[Notice, ...]]:
    """``export_rendered`` with the PDF: its path, None without LibreOffice, and the notices."""
    made = export_rendered(draft, out, pdf=True, **options)
    return made.pdf, made.notices


def _page_texts(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
