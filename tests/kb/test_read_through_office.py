"""Old formats as LibreOffice itself writes them, read back through it."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from kb.errors import ReadError
from kb.readers import office, read
from tests.e2e.conftest import system_program
from tests.kb.test_read_office import tables, texts

pytestmark = [pytest.mark.rendered, pytest.mark.slow]


@pytest.fixture(autouse=True)
def libreoffice() -> str:
    return system_program("soffice", "libreoffice")


@pytest.mark.parametrize(("suffix", "name"), [("doc", "旧.wps"), ("rtf", "旧.rtf"), ("odt", "旧.odt")])
def test_texts(tmp_path: Path, suffix: str, name: str) -> None:
    document = docx.Document()
    document.add_paragraph("石桥镇防汛应急预案")
    document.add_paragraph("镇长任指挥长。")
    document.save(str(tmp_path / "a.docx"))
    old = tmp_path / name
    old.write_bytes(office.convert((tmp_path / "a.docx").read_bytes(), "docx", suffix))
    source = read(old)
    assert source.format == suffix
    assert [text for text in texts(source) if text] == ["石桥镇防汛应急预案", "镇长任指挥长。"]
    assert source.notices == ()


def without(part: str) -> None:
    """A missing part of LibreOffice is a failure where CI promises it, a skip elsewhere."""
    (pytest.fail if os.environ.get("YUANFANG_REQUIRE_SYSTEM") else pytest.skip)(f"{part} is not installed")


def test_a_kingsoft_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in [("名称", "数量"), ("冲锋舟", 6)]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    old = tmp_path / "物资.et"
    try:
        old.write_bytes(office.convert((tmp_path / "a.xlsx").read_bytes(), "xlsx", "xls"))
    except ReadError:
        without("Calc")
    assert tables(read(old)) == [(("名称", "数量"), ("冲锋舟", "6"))]


_SLIDES = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page draw:name="p1">'
    '<draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>先转移群众</text:p></draw:text-box>'
    "</draw:frame></draw:page></office:presentation></office:body></office:document>"
)


@pytest.mark.parametrize(("suffix", "name"), [("ppt", "旧.dps"), ("odp", "旧.odp")])
def test_old_slides(tmp_path: Path, suffix: str, name: str) -> None:
    old = tmp_path / name
    try:
        old.write_bytes(office.convert(_SLIDES.encode(), "fodp", suffix))
    except ReadError:
        without("Impress")
    source = read(old)
    assert source.format == suffix
    assert "先转移群众" in texts(source)
