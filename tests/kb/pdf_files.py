"""PDF files written by hand, with Chinese text in a font that is named and not embedded, and with rules and boxes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
    "/Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
)


@dataclass
class Canvas:
    """One page of drawing commands; (x, y) is the lower left corner of a text, in points."""

    width: int = 595
    height: int = 842
    rotate: int = 0
    commands: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int, int, int]] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 14, turn: str = "1 0 0 1", mode: int = 0) -> Canvas:
        code = words.encode("utf-16-be").hex()
        self.commands.append(f"BT {mode} Tr /F1 {size} Tf {turn} {x} {y} Tm <{code}> Tj ET")
        return self

    def paragraph(self, x: float, y: float, lines: Sequence[str], size: float = 14, pitch: float = 28) -> Canvas:
        for order, line in enumerate(lines):
            self.text(x, y - order * pitch, line, size)
        return self

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> Canvas:
        self.commands.append(f"0.5 w {x1} {y1} m {x2} {y2} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Canvas:
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def box(self, x: float, y: float, width: float, height: float, paint: str = "S") -> Canvas:
        self.commands.append(f"0.9 g {x} {y} {width} {height} re {paint} 0 g")
        return self

    def picture(self, x: int, y: int, width: int, height: int) -> Canvas:
        self.pictures.append((x, y, width, height))
        return self


def write_pdf(path: Path, pages: Sequence[Canvas], *, extra: str = "") -> Path:
    """Write the pages; ``extra`` goes into the catalogue."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {extra} >>", "", _FONT[0], _FONT[1], _image()]
    kids = []
    for page in pages:
        drawn = [f"q {w} 0 0 {h} {x} {y} cm /P Do Q" for x, y, w, h in page.pictures]
        stream = "\n".join([*drawn, *page.commands])
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        marks = []
        for annotation in page.annotations:
            objects.append(annotation)
            marks.append(f"{len(objects)} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} /Contents {content} 0 R "
            f"/Annots [{' '.join(marks)}] /Resources << /Font << /F1 3 0 R >> /XObject << /P 5 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def _image() -> str:
    pixels = zlib.compress(b"\x40" * 64).hex()
    return (
        "<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        f"/Filter [/ASCIIHexDecode /FlateDecode] /Length {len(pixels) + 1} >>\nstream\n{pixels}>\nendstream"
    )
