"""Office and OFD packages: zip archives of XML parts, opened with limits and without entities."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from kb.errors import ReadError

MAX_PART_BYTES = 150 * 1024**2
MAX_PACKAGE_BYTES = 400 * 1024**2
MAX_PARTS = 20_000
_MAX_RATIO = 400
"""Packed to unpacked; more in a part of some size is a bomb, not a document."""
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


class Package:
    """Parts of an open document by name; a missing or broken part is None."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        entries = archive.infolist()
        if len(entries) > MAX_PARTS or sum(item.file_size for item in entries) > MAX_PACKAGE_BYTES * 4:
            raise ReadError("too_large")
        self.names = {item.filename.lstrip("/").lower(): item.filename for item in entries}
        self.broken = 0
        self._targets: dict[str, tuple[tuple[str, str, str], ...]] = {}
        self._spent = 0

    def bytes(self, name: str) -> bytes | None:
        """The content of a part, None when it is missing; ReadError ``too_large`` past the limits."""
        entry = self.names.get(name.lstrip("/").lower())
        if entry is None:
            return None
        item = self.archive.getinfo(entry)
        if item.file_size > MAX_PART_BYTES or (
            item.file_size > 20 * 1024**2 and item.file_size > _MAX_RATIO * max(1, item.compress_size)
        ):
            raise ReadError("too_large")
        self._spent += item.file_size
        if self._spent > MAX_PACKAGE_BYTES:
            raise ReadError("too_large")
        try:
            with self.archive.open(entry) as stream:
                return stream.read(MAX_PART_BYTES)
        except RuntimeError as error:
            raise ReadError("encrypted") from error
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise ReadError("truncated") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise ReadError("truncated") from error
            raise

    def xml(self, name: str) -> Any | None:
        """The parsed root of a part; what is damaged is read as far as it goes and counted in ``broken``."""
        data = self.bytes(name)
        if data is None:
            return None
        root, whole = parse_xml(data)
        self.broken += not whole
        return root

    def main(self, default: str) -> str:
        """The name of the document part."""
        relations = self.xml("_rels/.rels")
        if relations is not None:
            for relation in relations.iter(_RELS):
                if relation.get("Type", "").endswith("/officeDocument"):
                    return str(relation.get("Target", "")).lstrip("/")
        return default

    def targets(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """Id, kind and name of every part that a part refers to; nothing outside of the package."""
        if part not in self._targets:
            self._targets[part] = tuple(self._read_targets(part))
        return self._targets[part]

    def _read_targets(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, base = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in relations.iter(_RELS) if relations is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip("/")
                yield str(relation.get("Id")), str(relation.get("Type", "")).rpartition("/")[2], target

    def related(self, part: str, kind: str) -> Any | None:
        """The first part that a part refers to as ``kind`` (styles, numbering, footnotes …)."""
        name = next((target for _, found, target in self.targets(part) if found == kind), "")
        return self.xml(name or posixpath.join(posixpath.dirname(part), f"{kind}.xml"))

    def target(self, part: str, reference: str) -> Any | None:
        """The part that a part refers to under an id."""
        name = next((target for found, _, target in self.targets(part) if found == reference), "")
        return self.xml(name) if name else None


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """A package; ReadError ``truncated``, ``encrypted`` or ``too_large``."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise ReadError("truncated") from error
    with archive:
        yield Package(archive)


def parse_xml(data: bytes) -> tuple[Any | None, bool]:
    """The root of an XML text and whether it is whole. Entities are not resolved, a document type is not loaded.

    Strict Office Open XML (ISO/IEC 29500-1) gets the names of the transitional form. Damaged XML is read as far as it goes; None for
    nothing.
    """
    from lxml import etree

    data = _transitional(data)
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=not _declares(data), recover=recover
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root, not recover
    return None, False


def _declares(data: bytes) -> bool:
    """Whether a text declares entities: then libxml2's own limits stay on."""
    return b"<!ENTITY" in data[:100_000]


def _transitional(data: bytes) -> bytes:
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data) if b"purl.oclc.org" in data else data
