"""What a file is, by its content: names and suffixes lie."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
    b"RIFF",
    b"\x00\x00\x01\x00",
)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|\?xml|table|div|p)\b", re.IGNORECASE)


def kind_of(data: bytes) -> str:
    """One of pdf docx xlsx pptx odt ofd zip encrypted doc ole rtf image html text, by the content alone."""
    head = data[:4096]
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES) and (not head.startswith(b"BM") or 0 in head[:32]):
        return "image"
    if head.startswith((b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"SQLite format 3")):
        return "binary"
    return "html" if _HTML.match(_ascii_head(head)) else "text"


def _ascii_head(head: bytes) -> bytes:
    """The start without byte order marks, white space, comments and the zero bytes of wide encodings."""
    bare = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    while True:
        bare = bare.lstrip()
        if not bare.startswith(b"<!--"):
            return bare
        end = bare.find(b"-->")
        if end < 0:
            return bare
        bare = bare[end + 3 :]


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, NotImplementedError, ValueError):
        return "docx" if b"word/" in data[:200_000] else "zip"
    for name, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(entry.startswith(name) for entry in names):
            return kind
    if b"opendocument.text" in mimetype or ("content.xml" in names and b"opendocument" in mimetype):
        return "odt"
    if "OFD.xml" in names:
        return "ofd"
    return "docx" if "[Content_Types].xml" in names else "zip"


def _encrypted_word(data: bytes) -> bool:
    """Whether the file information block of a .doc says encrypted ([MS-DOC] 2.5.2, FibBase.fEncrypted)."""
    for start in range(512, min(len(data), 1 << 20), 512):
        if data[start : start + 2] == b"\xec\xa5" and start + 12 <= len(data):
            return bool(data[start + 11] & 0x01)
    return False


def _ole_kind(data: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "encrypted"
    if has("WordDocument"):
        return "encrypted" if _encrypted_word(data) else "doc"
    return "ole"
