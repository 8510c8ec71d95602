"""PDF files written here by hand: Latin text, because the standard fonts have no Chinese."""

from __future__ import annotations

from pathlib import Path

from kb.model import Paragraph
from kb.readers import read
from kb.readers.furniture import is_page_number, printed_label

Line = tuple[int, int, str]


def write_pdf(path: Path, pages: list[list[Line]], size: int = 12) -> Path:
    """A PDF with lines of Helvetica at (x, y)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        stream = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def _page(number: int) -> list[Line]:
    body = [
        (90, 750 - 20 * i, "the quick brown fox jumps over the lazy dog and runs through the forest") for i in range(6)
    ]
    return [
        (90, 810, "Qingshan County Flood Plan"),
        *body,
        (90, 630, f"last short line of page {number}."),
        (290, 40, f"- {number} -"),
    ]


def test_running_heads_and_page_numbers_go_and_pages_stay(tmp_path: Path) -> None:
    source = read(write_pdf(tmp_path / "plan.pdf", [_page(1), _page(2), _page(3)]))
    paragraphs = [block for block in source.blocks if isinstance(block, Paragraph)]
    assert [(block.page, block.page_label) for block in paragraphs] == [(1, "1"), (2, "2"), (3, "3")]
    assert all(block.text.startswith("the quick") and block.text.endswith(".") for block in paragraphs)
    assert [notice.code for notice in source.notices] == ["dropped_footer"]
    assert "Qingshan County Flood Plan" in source.headers


def test_page_numbers_alone() -> None:
    for text in ("- 3 -", "— 12 —", "第3页", "第 3 页 共 20 页", "IV", "15"):
        assert is_page_number(text), text
    assert printed_label("- 3 -") == "3"
    for text in ("3 总则", "2026年", "第三条", "I级响应"):
        assert not is_page_number(text), text
