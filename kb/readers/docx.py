"""Word documents (.docx): paragraphs and tables in order, automatic numbers, tracked changes as accepted, text boxes, notes.

Read from the package itself rather than through python-docx, which neither renders numbers nor survives damaged packages.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from kb.errors import ReadError
from kb.model import Block, Notice, Severity, Source
from kb.readers.word_body import BodyReader
from kb.readers.word_numbers import W, WordNumbers
from kb.readers.word_styles import WordStyles

MAX_PART_BYTES = 300 * 1024**2
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_REF = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_docx(name: str, data: bytes) -> Source:
    """Blocks of a Word document; ReadError ``truncated``, ``too_large``, ``wrong_type`` or ``encrypted``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            package = _Package(archive)
            return _read(name, package)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise ReadError("truncated") from error
    except RuntimeError as error:
        raise ReadError("encrypted") from error


class _Package:
    """Parts of an open document by name; a missing or broken part is None."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {item.filename.lstrip("/").lower(): item.filename for item in archive.infolist()}

    def xml(self, name: str) -> Any | None:
        """The parsed root of a part."""
        entry = self.names.get(name.lstrip("/").lower())
        if entry is None:
            return None
        if self.archive.getinfo(entry).file_size > MAX_PART_BYTES:
            raise ReadError("too_large")
        try:
            data = self.archive.read(entry)
        except (zipfile.BadZipFile, EOFError, ValueError, KeyError) as error:
            raise ReadError("truncated") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise ReadError("truncated") from error
            raise
        return parse_xml(data)

    def main(self) -> str:
        """The name of the document part."""
        relations = self.xml("_rels/.rels")
        if relations is not None:
            for relation in relations.iter(f"{_RELS}Relationship"):
                if relation.get("Type", "").endswith("/officeDocument"):
                    return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def related(self, main: str, kind: str) -> Any | None:
        """The part that the document part relates to as ``kind`` (styles, numbering, footnotes …)."""
        folder, base = posixpath.split(main)
        relations = self.xml(f"{folder}/_rels/{base}.rels")
        if relations is not None:
            for relation in relations.iter(f"{_RELS}Relationship"):
                if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                    target = str(relation.get("Target", ""))
                    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                    return self.xml(path)
        return self.xml(f"{folder}/{kind}.xml")

    def target(self, main: str, reference: str) -> Any | None:
        """The part that the document part relates to under an id."""
        folder, base = posixpath.split(main)
        relations = self.xml(f"{folder}/_rels/{base}.rels")
        for relation in relations.iter(f"{_RELS}Relationship") if relations is not None else ():
            if relation.get("Id") == reference and relation.get("TargetMode") != "External":
                return self.xml(posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))))
        return None


def parse_xml(data: bytes) -> Any | None:
    """The root of an XML text without resolving entities; damaged XML is read as far as it goes, None for nothing."""
    from lxml import etree

    data = data.replace(_STRICT, _TRANSITIONAL)
    for recover in (False, True):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=recover)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
    return None


def _read(name: str, package: _Package) -> Source:
    main = package.main()
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError("wrong_type" if root is not None else "truncated")
    styles = WordStyles(package.related(main, "styles"))
    numbers = WordNumbers(package.related(main, "numbering"))
    notes = {kind: _notes(package.related(main, f"{kind}s"), kind) for kind in ("footnote", "endnote")}
    reader = BodyReader(styles, numbers, notes)
    blocks: list[Block] = list(reader.read(body))
    return Source(name, "docx", tuple(blocks), tuple(_notices(reader)), headers=tuple(_headers(package, main, body)))


def _headers(package: _Package, main: str, body: Any) -> Iterator[str]:
    """The lines of the first section's page headers, text boxes and word-art marks in them included."""
    section = next(body.iter(f"{W}sectPr"), None)
    for reference in section.iterfind(f"{W}headerReference") if section is not None else ():
        root = package.target(main, reference.get(_REF, ""))
        for node in root.iter(f"{W}p", _WORD_ART) if root is not None else ():
            if node.tag == _WORD_ART:
                yield str(node.get("string", ""))
            elif text := "".join(run.text or "" for run in node.iter(f"{W}t") if _paragraph_of(run) is node).strip():
                yield text


def _paragraph_of(run: Any) -> Any:
    return next(up for up in run.iterancestors() if up.tag == f"{W}p")


def _notices(reader: BodyReader) -> list[Notice]:
    notices = []
    if reader.pictures:
        notices.append(Notice(Severity.INFO, "picture_without_text", {"count": str(reader.pictures)}))
    if reader.tracked:
        notices.append(Notice(Severity.INFO, "tracked_changes", {"count": str(reader.tracked)}))
    return notices


def _notes(root: Any | None, kind: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {
        str(note.get(f"{W}id")): note for note in root.iter(f"{W}{kind}") if note.get(f"{W}type") in (None, "normal")
    }
