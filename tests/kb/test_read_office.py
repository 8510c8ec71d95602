"""Workbooks, slides, OFD, web archives, value lists: small files written by the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from kb.errors import ReadError
from kb.model import Paragraph, Source, Table
from kb.parsing import parse
from kb.readers import read, sniff


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def tables(source: Source) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in source.blocks if isinstance(block, Table)]


def codes(source: Source) -> dict[str, str]:
    return {notice.code: notice.params["count"] for notice in source.notices}


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


# --------------------------------------------------------------------------- workbooks


def test_a_contact_list_becomes_tables_under_its_sheets(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "通讯录"
    sheet["A1"] = "石桥镇防汛值班通讯录"
    sheet.merge_cells("A1:C1")
    for row, values in enumerate(
        [("单位", "姓名", "电话"), ("镇政府", "值班室", "0000-0000119"), ("", "带班", "0000-0000120")], 2
    ):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value or None)
    sheet.merge_cells("A3:A4")
    other = book.create_sheet("物资")
    for row in [("名称", "数量", "入库", "完好率"), ("冲锋舟", 6, date(2026, 5, 1), 0.95), ("编织袋", 12000, None, 1)]:
        other.append(row)
    other["D2"].number_format = other["D3"].number_format = "0.0%"
    other["A2"].comment = Comment("须核对", "甲")
    book.create_sheet("旧表").sheet_state = "hidden"
    path = tmp_path / "名 单.xlsx"
    book.save(path)
    source = read(path)
    assert texts(source) == ["通讯录", "石桥镇防汛值班通讯录", "物资"]
    assert tables(source) == [
        (("单位", "姓名", "电话"), ("镇政府", "值班室", "0000-0000119"), ("镇政府", "带班", "0000-0000120")),
        (("名称", "数量", "入库", "完好率"), ("冲锋舟", "6", "2026-05-01", "95.0%"), ("编织袋", "12000", "", "100.0%")),
    ]
    assert codes(source) == {"comments_apart": "1", "hidden_dropped": "1"}
    (document,) = parse(path).documents
    assert any("冲锋舟" in clause.text and "6" in clause.text for clause in document.clauses)


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [("名称", "数量"), ("救生衣", 80), ("合计", "=SUM(B2:B2)")]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    source = read(tmp_path / "a.xlsx")
    assert codes(source) == {"unknown_number": "1"}


def test_numbers_keep_leading_zeros_and_decimals(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("编号", "水位"))
    sheet.append((7, 23.5))
    sheet["A2"].number_format, sheet["B2"].number_format = "000", "0.00"
    book.save(tmp_path / "a.xlsx")
    assert tables(read(tmp_path / "a.xlsx")) == [(("编号", "水位"), ("007", "23.50"))]


def test_values_parted_by_commas(tmp_path: Path) -> None:
    path = tmp_path / "队伍.csv"
    path.write_bytes('队伍,人数,备注\n抢险队,30,"水上、\n山地"\n'.encode("gb18030"))
    assert tables(read(path)) == [(("队伍", "人数", "备注"), ("抢险队", "30", "水上、\n山地"))]


# --------------------------------------------------------------------------- slides

_NS = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(pairs: Mapping[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>' for key, (kind, target) in pairs.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def _shape(kind: str, *lines: str, y: int = 0) -> str:
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return f'<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="{y}"/></a:xfrm></p:spPr><p:txBody>{words}</p:txBody></p:sp>'


def slides(path: Path, *bodies: str) -> Path:
    parts: dict[str, str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"r1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f"<p:presentation {_NS}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{300 - n}" r:id="s{n}"/>' for n in range(len(bodies)))
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"s{n}": ("slide", f"slides/slide{9 - n}.xml") for n in range(len(bodies))}
        ),
    }
    for number, body in enumerate(bodies):
        parts[f"ppt/slides/slide{9 - number}.xml"] = (
            f"<p:sld {_NS}><p:cSld><p:spTree>{body}</p:spTree></p:cSld></p:sld>"
        )
    return pack(path, parts)


def test_slides_in_their_order_with_titles_tables_and_losses(tmp_path: Path) -> None:
    cell = "<a:tc{}><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    table = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>" + cell.format("", "队伍") + cell.format("", "人数") + "</a:tr><a:tr>"
        + cell.format("", "抢险队") + cell.format("", "30") + "</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )  # fmt: skip
    first = _shape("", "后说的话", y=900_000) + _shape("", "先说的话", y=400_000) + _shape("title", "防汛", "工作培训")
    path = slides(tmp_path / "a.pptx", first, table + _shape("sldNum", "2") + "<p:pic/>")
    source = read(path)
    assert [(b.text, b.page, b.outline_level) for b in source.blocks if isinstance(b, Paragraph)] == [
        ("防汛工作培训", 1, 1),
        ("先说的话", 1, None),
        ("后说的话", 1, None),
    ]
    assert tables(source) == [(("队伍", "人数"), ("抢险队", "30"))]
    assert codes(source) == {"picture_without_text": "1", "dropped_footer": "1"}


# --------------------------------------------------------------------------- OFD

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(path: Path, objects: str, **more: str) -> Path:
    return pack(
        path,
        {
            "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            "</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>",
            **more,
        },
    )


def words(x: float, y: float, text: str, size: float = 5, deltas: str = "") -> str:
    delta = deltas or f"g {len(text) - 1} {size}"
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 150 8" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{delta}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def stroke(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x} {y} {width or 1} {height or 1}" Stroke="true" LineWidth="0.3">'
        f"<ofd:AbbreviatedData>M 0 0 L {width} {height}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def test_ofd_text_is_ordered_joined_and_tabled(tmp_path: Path) -> None:
    objects = words(30, 60, "督检查责任制。") + words(60, 20, "石桥镇防汛应急预案", 7)
    objects += words(40, 50, "镇防汛指挥部负责全镇防汛工作，落实监") + words(30, 70, "一、物资")
    for y in (100, 110, 120):
        objects += stroke(30, y, 100, 0)
    for x in (30, 80, 130):
        objects += stroke(x, 100, 0, 20)
    objects += (
        words(35, 101, "名称") + words(85, 101, "数量") + words(35, 111, "冲锋舟") + words(85, 111, "6艘", deltas="5")
    )
    source = read(ofd(tmp_path / "a.ofd", objects))
    assert source.format == "ofd"
    assert tables(source) == [(("名称", "数量"), ("冲锋舟", "6艘"))]
    assert texts(source)[0] == "石桥镇防汛应急预案"
    assert "一、物资" in texts(source)
    assert {block.page for block in source.blocks} == {1}


def test_ofd_characters_in_objects_of_their_own_make_one_line(tmp_path: Path) -> None:
    objects = "".join(words(30 + 5 * at, 40, char, deltas="0") for at, char in enumerate("镇长任指挥长。"))
    assert texts(read(ofd(tmp_path / "a.ofd", objects))) == ["镇长任指挥长。"]


def test_encrypted_ofd_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(ofd(tmp_path / "a.ofd", words(30, 40, "甲"), **{"Doc_0/Encryptions.xml": "<a/>"}))
    assert caught.value.code == "encrypted"


# --------------------------------------------------------------------------- others


def test_a_page_archive_saved_as_doc(tmp_path: Path) -> None:
    path = tmp_path / "旧.doc"
    page = "<html><body><h1>石桥镇预案</h1><p>各村应当立即报告。</p></body></html>".encode("gb18030")
    import base64

    path.write_bytes(
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=gb2312\n'
        b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(page) + b"\n--b--\n"
    )
    source = read(path)
    assert texts(source) == ["石桥镇预案", "各村应当立即报告。"]
    assert [notice.code for notice in source.notices] == ["wrong_type"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.ceb", b"Founder CEB \x01\x02" + bytes(range(256)) * 9, "needs_export"),
        ("a.gd", b"\x01\x02" + bytes(range(256)) * 9, "needs_export"),
        ("a.sep", b"\x9a\x00" + bytes(range(256)) * 9, "needs_export"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(90), "is_archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(90), "is_archive"),
        ("a.docx", b"PK\x03\x04" + bytes(90), "is_archive"),
        ("a.exe", b"MZ\x90" + bytes(90), "wrong_type"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(90), "needs_ocr"),
    ],
)
def test_refusals_name_the_true_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == code


def compound(*names: str, nested: str = "") -> bytes:
    """The smallest compound file ([MS-CFB]) with streams of these names in its root, and one more inside a storage."""
    entries = [("Root Entry", 5, 1 if names else 0xFFFFFFFF, 0xFFFFFFFF)]
    entries += [(name, 2, 0xFFFFFFFF, at + 2 if at + 1 < len(names) else 0xFFFFFFFF) for at, name in enumerate(names)]
    entries += [(nested, 2, 0xFFFFFFFF, 0xFFFFFFFF)] if nested else []
    directory = b""
    for name, kind, child, right in entries:
        code = name.encode("utf-16-le")
        directory += code.ljust(64, b"\0") + (len(code) + 2).to_bytes(2, "little") + bytes([kind, 1])
        directory += b"\xff" * 4 + right.to_bytes(4, "little") + child.to_bytes(4, "little") + bytes(128 - 80)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10)
    header += (
        (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(24) + (0).to_bytes(4, "little") + b"\xff" * 432
    )
    fat = (b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff").ljust(512, b"\xff")
    return header.ljust(512, b"\0") + fat + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (compound("WordDocument", "1Table"), "doc"),
        (compound("Workbook"), "xls"),
        (compound("Summary", "Workbook", nested="WordDocument"), "xls"),
        (compound("PowerPoint Document"), "ppt"),
        (compound("EncryptedPackage"), "encrypted"),
        (compound("WordDocument", "\tDRMContent"), "encrypted"),
        (compound("Contents"), "ole"),
        (compound("WordDocument")[:1024], "torn"),
    ],
)
def test_compound_files_are_told_by_the_streams_in_their_root(data: bytes, kind: str) -> None:
    assert sniff.kind_of(data) == kind
