"""The page of the original on which a clause stands, as a picture: PDF as it is, Word and old formats through LibreOffice."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import LibraryError
from kb.files import write_atomically
from kb.library.store import file_sha256
from ui import keys
from ui.settings import cache_folder
from ui.workspace import Workspace

if TYPE_CHECKING:
    from kb.library.store import Library

_WIDTH, _SECONDS = 900, 40
_KEPT = 400
"""Pictures and converted files kept in the cache."""
_OFFICE = frozenset((".doc", ".docx", ".odp", ".ods", ".odt", ".ppt", ".pptx", ".rtf", ".wps", ".xls", ".xlsx"))


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page of an original: its picture (PNG), its number and how many there are, and whether the clause is marked on it."""

    picture: bytes
    page: int
    pages: int
    marked: bool


def page_image(workspace: Workspace, key: str, page: int = 0, *, internal: bool = True) -> PageImage:
    """The page with a clause (``ui.keys``), or the page asked for (1-based) of its file.

    A picture masks nothing: ``internal`` tells whether the user may see personal data that the text masks.
    Raises LibraryError: unknown_document, page_masked, no_original, no_pages, page_failed; ReadError: needs_libreoffice, office_failed.
    """
    with keys.opened(workspace, key) as (library, clause_id):
        clause = library.clauses([clause_id]).get(clause_id)
        if clause is None:
            raise LibraryError("unknown_document", doc_id=clause_id)
        doc_id = clause_id.partition("#")[0]
        if not internal and is_masked(library, doc_id):
            raise LibraryError("page_masked")
        original = library.original_of(doc_id)
    if original is None:
        raise LibraryError("no_original")
    return page_of(original, page or (clause.page or 0), clause.text, original.stem)


def page_of(original: Path, page: int, words: str, identity: str = "") -> PageImage:
    """A page of a file (1-based), or where page is 0 the one on which ``words`` stand, which are marked.

    ``identity`` is the file's SHA-256, reckoned where it is not known. Raises as ``page_image``.
    """
    folder = cache_folder() / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    identity = identity or file_sha256(original)
    return _drawn(_as_pdf(original, folder, identity), folder, page, words, identity)


def is_masked(library: Library, doc_id: str) -> bool:
    """Whether the text of the document, or of another part of its file, masks personal data."""
    file = doc_id.partition("/")[0]
    parts = [each.doc_id for each in library.document_records() if each.doc_id.partition("/")[0] == file]
    return any(notice.code == "masked_personal" for part in parts for notice in library.notices_of(part))


def _as_pdf(original: Path, folder: Path, identity: str) -> Path:
    suffix = original.suffix.lower()
    if suffix == ".pdf":
        return original
    if suffix not in _OFFICE:
        raise LibraryError("no_pages", format=suffix.lstrip("."))
    from kb.readers.office import to_pdf

    made = folder / f"{identity}.pdf"
    if not made.exists():
        write_atomically(made, to_pdf(original.read_bytes(), suffix.lstrip(".")))
    return made


def _drawn(pdf: Path, folder: Path, page: int, text: str, identity: str) -> PageImage:
    name = hashlib.sha256(f"{identity} {page} {text}".encode()).hexdigest()[:24]
    picture, told = folder / f"{name}.png", folder / f"{name}.json"
    if not (picture.exists() and told.exists()):
        _clear(folder)
        asked = json.dumps({"pdf": str(pdf), "out": str(picture), "page": page, "text": text, "width": _WIDTH})
        command = [sys.executable, "-m", "kb.rendering"]
        try:
            done = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise LibraryError("page_failed") from error
        if done.returncode != 0 or not picture.exists():
            raise LibraryError("page_failed")
        write_atomically(told, done.stdout)
    data = json.loads(told.read_bytes())
    return PageImage(picture.read_bytes(), int(data["page"]), int(data["pages"]), bool(data["marked"]))


def _clear(folder: Path) -> None:
    """Drop the oldest of what can be made again."""
    files = sorted(folder.iterdir(), key=lambda file: -file.stat().st_mtime)
    for file in files[_KEPT:]:
        file.unlink(missing_ok=True)
