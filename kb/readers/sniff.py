"""What a file is, by its content: names and suffixes lie."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF", b"\x00\x00\x01\x00")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"\x7fELF", b"MZ\x90", b"SQLite format 3")
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|\?xml|table|div|p)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)\b")
_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OPEN = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "\tDRMContent": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_MAX_DIRECTORY = 4096


def kind_of(data: bytes) -> str:
    """What the content is.

    One of pdf docx xlsx pptx odt ods odp ofd zip encrypted doc xls ppt ole rtf mht wordml image archive torn binary html text.
    """
    head = data[:4096]
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES) and (not head.startswith(b"BM") or 0 in head[:32]):
        return "image"
    if head.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return "archive"
    if head.startswith(_PROGRAMS):
        return "binary"
    bare = _ascii_head(head)
    if re.match(rb"(?:MIME-Version|From|Content-Type):", bare) and b"multipart/related" in head:
        return "mht"
    if _WORD_XML.search(head):
        return "wordml"
    return "html" if _HTML.match(bare) else "text"


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
            names = {name.lstrip("/") for name in archive.namelist()}
            encrypted = any(item.flag_bits & 1 for item in archive.infolist())
            mimetype = archive.open("mimetype").read(100) if "mimetype" in names and not encrypted else b""
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, NotImplementedError, ValueError, EOFError):
        return _torn_kind(data)
    if "OFD.xml" in names:
        return "ofd"
    for name, kind in _PARTS:
        if any(entry.startswith(name) for entry in names):
            return kind
    for word, kind in _OPEN.items():
        if b"opendocument." + word in mimetype:
            return kind
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "odt"
    return "docx" if "[Content_Types].xml" in names else "zip"


def _torn_kind(data: bytes) -> str:
    """What a damaged archive was, by the names in its first part."""
    head = data[:200_000]
    found = next((kind for name, kind in _PARTS if name.encode() in head), "")
    return found or ("ofd" if b"OFD.xml" in head else "odt" if b"opendocument" in head else "zip")


def _encrypted_word(data: bytes) -> bool:
    """Whether the file information block of a .doc says encrypted ([MS-DOC] 2.5.2, FibBase.fEncrypted)."""
    for start in range(512, min(len(data), 1 << 20), 512):
        if data[start : start + 2] == b"\xec\xa5" and start + 12 <= len(data):
            return bool(data[start + 11] & 0x01)
    return False


def _encrypted_workbook(data: bytes) -> bool:
    """Whether a .xls begins with a FILEPASS record ([MS-XLS] 2.4.117) right behind its BOF."""
    for start in range(512, min(len(data), 1 << 20), 512):
        if data[start : start + 2] == b"\x09\x08" and data[start + 4 : start + 6] in (b"\x00\x06", b"\x00\x05"):
            after = start + 4 + int.from_bytes(data[start + 2 : start + 4], "little")
            return data[after : after + 2] == b"\x2f\x00"
    return False


def _ole_kind(data: bytes) -> str:
    names = set(_root_streams(data))
    found = next((kind for name, kind in _STREAMS.items() if name in names), "")
    if not found:
        found = next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in data), "ole")
    if (found == "doc" and _encrypted_word(data)) or (found == "xls" and _encrypted_workbook(data)):
        return "encrypted"
    return "torn" if found == "ole" and _is_torn(data) else found


def _is_torn(data: bytes) -> bool:
    """Whether the directory of a compound file lies behind the file's end."""
    size = 1 << min(max(int.from_bytes(data[30:32], "little"), 7), 16)
    return (int.from_bytes(data[48:52], "little") + 1) * size >= len(data)


def _root_streams(data: bytes) -> Iterator[str]:
    """Names in the root of a compound file ([MS-CFB] 2.6); embedded objects lie deeper. Stops at the first thing amiss."""
    shift = int.from_bytes(data[30:32], "little")
    size = 1 << min(max(shift, 7), 16)
    entries: list[bytes] = []
    sector = int.from_bytes(data[48:52], "little")
    fat = _fat(data, size)
    while sector < len(data) // size and len(entries) < _MAX_DIRECTORY:
        start = (sector + 1) * size
        entries += [data[at : at + 128] for at in range(start, start + size, 128)]
        sector = fat.get(sector, 1 << 32)
    if not entries or len(entries[0]) < 128:
        return
    waiting, seen = [int.from_bytes(entries[0][76:80], "little")], set()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen or len(entries[at]) < 128:
            continue
        seen.add(at)
        entry = entries[at]
        length = int.from_bytes(entry[64:66], "little")
        yield entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting += [int.from_bytes(entry[68:72], "little"), int.from_bytes(entry[72:76], "little")]


def _fat(data: bytes, size: int) -> dict[int, int]:
    """Successors of the sectors that the header's first 109 allocation sectors describe."""
    chain: dict[int, int] = {}
    per = size // 4
    for order in range(109):
        sector = int.from_bytes(data[76 + 4 * order : 80 + 4 * order], "little")
        start = (sector + 1) * size
        if start + size > len(data):
            continue
        for at in range(per):
            chain[order * per + at] = int.from_bytes(data[start + 4 * at : start + 4 * at + 4], "little")
    return chain
