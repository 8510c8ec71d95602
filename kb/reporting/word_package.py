"""A Word file as its parts: read whole, single parts replaced or added, everything else written back byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from kb.errors import InputError

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OLE_TYPE = "application/vnd.openxmlformats-officedocument.oleObject"
_MACRO_TYPE = "macroEnabled"
_MACRO_PARTS = ("vbaproject", "vbadata", "customui", "wordvba")


@dataclass
class WordPackage:
    """The parts of a .docx in the order of the archive; ``changed`` holds what was replaced or added.

    Raises InputError("cannot_annotate") for an archive that cannot be read part by part.
    """

    entries: list[tuple[zipfile.ZipInfo, bytes]]
    changed: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> WordPackage:
        """The parts of a file."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return cls([(info, archive.read(info)) for info in archive.infolist()])
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            raise InputError("cannot_annotate") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise InputError("cannot_annotate") from error
            raise

    def name(self, wanted: str) -> str | None:
        """The archive's own spelling of a part's name."""
        wanted = wanted.lstrip("/").lower()
        names = (info.filename for info, _ in self.entries)
        return next((name for name in (*names, *self.changed) if name.lstrip("/").lower() == wanted), None)

    def part(self, wanted: str) -> bytes | None:
        """The bytes of a part as they stand now."""
        name = self.name(wanted)
        if name is None:
            return None
        return self.changed.get(name) or next((data for info, data in self.entries if info.filename == name), None)

    def xml(self, wanted: str) -> Any | None:
        """The root of a part; None when it is absent, InputError("cannot_annotate") when it is damaged."""
        data = self.part(wanted)
        return None if data is None else parse(data)

    def put(self, wanted: str, data: bytes) -> None:
        """Replace or add a part."""
        self.changed[self.name(wanted) or wanted.lstrip("/")] = data

    def put_xml(self, wanted: str, root: Any) -> None:
        """Replace or add an XML part, in the encoding that it came in."""
        self.put(wanted, serialised(root))

    # ------------------------------------------------------------------ relations

    @property
    def main(self) -> str:
        """The name of the document part."""
        root = self.xml("_rels/.rels")
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def relations(self, part: str) -> str:
        """The name of a part's relations."""
        folder, base = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{base}.rels")

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` relates to as ``kind`` (comments, footnotes, settings …)."""
        root = self.xml(self.relations(part))
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                folder = posixpath.dirname(part)
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None

    def relate(self, part: str, kind: str, target: str, content: str, *, strict: bool) -> None:
        """Relate ``part`` to a new part of ours, beside it, and declare what that holds."""
        from lxml import etree

        name = self.relations(part)
        root = self.xml(name)
        if root is None:
            root = parse(_NO_RELATIONS)
        taken = {relation.get("Id") for relation in root.iter(_RELATION)}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdYA{n}" not in taken)
        kind = (_STRICT if strict else _LOOSE) + kind
        attributes = {"Id": f"rIdYA{number}", "Type": kind, "Target": posixpath.basename(target)}
        etree.SubElement(root, _RELATION, attributes)
        self.put_xml(name, root)
        types = self.xml("[Content_Types].xml")
        if types is None:
            raise InputError("cannot_annotate")
        attributes = {"PartName": f"/{target}", "ContentType": f"{_WORD_TYPE}{content}+xml"}
        etree.SubElement(types, f"{_TYPES}Override", attributes)
        self.put_xml("[Content_Types].xml", types)

    def without_macros(self) -> bool:
        """Drop the macro parts and what names them; says whether there were any. Nothing of them is ever run."""
        types = self.xml("[Content_Types].xml")
        if types is None or _MACRO_TYPE not in str(self.part("[Content_Types].xml")):
            return False
        for each in list(types):
            where = str(each.get("PartName", "")).lower()
            if any(word in where for word in _MACRO_PARTS):
                types.remove(each)
            elif each.get("ContentType", "").endswith("vbaProject"):
                each.set("ContentType", _OLE_TYPE)
            elif _MACRO_TYPE in each.get("ContentType", ""):
                kind = "template" if "emplate" in each.get("ContentType", "").split(_MACRO_TYPE)[0] else "document"
                each.set("ContentType", f"{_WORD_TYPE}{kind}.main+xml")
        self.put_xml("[Content_Types].xml", types)
        self.entries = [
            (info, data)
            for info, data in self.entries
            if not any(word in posixpath.basename(info.filename).lower() for word in _MACRO_PARTS)
        ]
        self._forget_macros(self.relations(self.main))
        self._forget_macros("_rels/.rels")
        return True

    def _forget_macros(self, relations: str) -> None:
        root = self.xml(relations)
        if root is None:
            return
        for relation in list(root):
            if any(word in relation.get("Target", "").lower() for word in _MACRO_PARTS):
                root.remove(relation)
        self.put_xml(relations, root)

    def to_bytes(self) -> bytes:
        """The file: untouched parts first, in their order, with their names, dates and ways of packing."""
        stream = io.BytesIO()
        added = dict(self.changed)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for info, data in self.entries:
                archive.writestr(_fresh(info), added.pop(info.filename, data))
            for name, data in added.items():
                archive.writestr(name, data)
        return stream.getvalue()


def _fresh(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's description without the sizes and flags of the old archive."""
    new = zipfile.ZipInfo(info.filename, info.date_time)
    packed = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    new.compress_type = info.compress_type if info.compress_type in packed else zipfile.ZIP_DEFLATED
    new.external_attr, new.create_system = info.external_attr, info.create_system
    return new


def parse(data: bytes) -> Any:
    """The root of an XML text; entities are never resolved. InputError("cannot_annotate") when it is damaged."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("cannot_annotate") from error


def serialised(root: Any) -> bytes:
    """An XML text in the encoding that it came in."""
    from lxml import etree

    about = root.getroottree().docinfo
    standalone = about.standalone if about.standalone is not None else True
    encoded: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding=about.encoding or "UTF-8", standalone=standalone
    )
    return encoded
