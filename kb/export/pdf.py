"""``export_pdf``: a draft as Word and PDF; LibreOffice renders it, and the contents get the page numbers that were really printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.drafting.model import Draft
from kb.errors import ReadError
from kb.export.docx import export_docx
from kb.export.pages import printed_pages
from kb.model import Notice, Severity


def export_pdf(draft: Draft, out: Path, **options: Any) -> tuple[Path | None, tuple[Notice, ...]]:
    """Write ``out`` (.docx) and the PDF beside it; without LibreOffice only the former, with the notice ``no_pdf``.

    ``options`` are those of ``export_docx``, and so are the errors.
    """
    from kb.files import write_atomically
    from kb.readers.office import to_pdf

    notices = export_docx(draft, out, **options)
    try:
        texts = _page_texts(to_pdf(out.read_bytes(), "docx"))
        export_docx(draft, out, pages=printed_pages(draft, texts), **options)
        rendered = to_pdf(out.read_bytes(), "docx")
    except ReadError as error:
        return None, (*notices, Notice(Severity.WARNING, "no_pdf", {"reason": error.code}))
    pdf = out.with_suffix(".pdf")
    write_atomically(pdf, rendered)
    return pdf, tuple(notice for notice in notices if notice.code != "not_rendered")


def _page_texts(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
