"""Secrecy marks stop the reading wherever they stand on page one; talk about secrets does not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.model import Parsed
from kb.parsing import parse
from kb.secrecy import is_internal

from .pdf_files import Canvas, write_pdf
from .reading import paragraph, write, write_docx

BODY = "青山县防汛应急预案\n1 总则\n1.1 编制目的\n为了应对洪水，制定本预案，保障安全。\n"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(folder: Path, first: str, header: str = "") -> Path:
    """A Word plan that begins with ``first``; ``header`` is the inside of its first page's header."""
    section = (
        f'<w:sectPr {_NS}><w:headerReference w:type="first" r:id="rId9"/><w:titlePg/></w:sectPr>' if header else ""
    )
    body = "".join(map(paragraph, BODY.splitlines()))
    path = write_docx(folder, f"{first}{body}{section}")
    if header:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("word/h.xml", f"<w:hdr {_NS}>{header}</w:hdr>")
            relation = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="h.xml"/>'
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>',
            )
    return path


def table(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def box(text: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"


def refused(path: Path) -> bool:
    try:
        parse(path)
    except ReadError as error:
        return error.code == "secret_mark"
    return False


@pytest.mark.parametrize(
    "line",
    [
        "机密★5年",
        "秘密★三年",
        "密级：机密",
        "绝密",
        "000012 机密★长期",
        "秘密  特急",
        "密 级 ： 秘密  编号：003",
        "【机密】",
        "机密★",
    ],
)
def test_marks_in_text(tmp_path: Path, line: str) -> None:
    assert refused(write(tmp_path, "甲.txt", f"青山县人民政府文件\n青政发〔2026〕3号\n{line}\n{BODY}"))
    assert refused(word(tmp_path, table("编号", line)))
    assert refused(word(tmp_path, "", paragraph(line)))
    assert refused(word(tmp_path, box(line)))


def test_marks_beside_their_label_and_in_word_art(tmp_path: Path) -> None:
    assert refused(word(tmp_path, table("密级", "机密")))
    assert refused(
        word(tmp_path, "", '<w:p><w:r><w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict></w:r></w:p>')
    )
    assert refused(word(tmp_path, "", box("秘密★1年")))


@pytest.mark.parametrize(
    "line",
    [
        "本预案涉及商业秘密的，依法保护。",
        "根据《中华人民共和国保守国家秘密法》制定本预案",
        "国家秘密",
        "商业秘密保护规定",
        "密级：公开",
        "密级：□绝密 □机密 □秘密",
        "涉及机密、秘密事项的按规定办理",
        "秘密级文件由专人保管",
        "保守秘密是每个人的义务",
    ],
)
def test_talk_about_secrets_is_read(tmp_path: Path, line: str) -> None:
    assert not refused(write(tmp_path, "乙.txt", f"{line}\n{BODY}"))
    assert not refused(word(tmp_path, table("说明", line), paragraph(line)))


def test_marks_deep_in_the_text_and_lists_of_levels_are_read(tmp_path: Path) -> None:
    long = BODY + "各部门按职责分工做好防汛工作，确保安全度汛。\n" * 60
    assert not refused(write(tmp_path, "丙.txt", f"{long}机密★5年\n"))
    assert not refused(word(tmp_path, table("绝密", "机密", "秘密")))


@pytest.mark.parametrize("mark", ["工作秘密", "内部", "内部资料", "内部文件", "内部资料 注意保存", "工作秘密★3年"])
def test_internal_papers_are_read_with_a_warning(tmp_path: Path, mark: str) -> None:
    for path in (write(tmp_path, "丁.txt", f"{mark}\n{BODY}"), word(tmp_path, "", paragraph(mark))):
        parsed: Parsed = parse(path)
        codes = [notice.code for notice in (*parsed.notices, *parsed.documents[0].notices)]
        assert "internal_mark" in codes
        assert "dropped_watermark" not in codes
        assert parsed.documents[0].title == "青山县防汛应急预案"


def test_header_text_is_no_part_of_the_document(tmp_path: Path) -> None:
    (found,) = parse(word(tmp_path, "", paragraph("青山县内部网打印稿"))).documents
    assert "打印稿" not in str(found)


def test_the_mark_of_internal_use_stays_with_the_document(tmp_path: Path) -> None:
    marked = parse(write(tmp_path, "丁.txt", f"内部资料\n{BODY}")).documents
    plain = parse(write(tmp_path, "戊.txt", BODY)).documents
    assert [is_internal(document) for document in (*marked, *plain)] == [True, False]


def test_marks_on_the_first_page_of_a_pdf(tmp_path: Path) -> None:
    body = (
        Canvas()
        .text(200, 700, "青山县防汛应急预案", 20)
        .text(90, 640, "1 总则")
        .text(90, 600, "为了应对洪水，制定本预案。")
    )
    assert not refused(write_pdf(tmp_path / "a.pdf", [body]))
    pages = [Canvas().text(90, 600, "各部门按职责分工做好防汛工作。") for _ in range(3)]
    marked = {
        "top": Canvas().text(60, 800, "机密★5年", 16),
        "number": Canvas().text(60, 800, "000012", 16).text(60, 776, "秘密★1年", 16),
        "across": Canvas().text(150, 300, "绝密", 80, turn="0.7 0.7 -0.7 0.7"),
    }
    for name, page in marked.items():
        page.commands += body.commands
        assert refused(write_pdf(tmp_path / f"{name}.pdf", [page, *pages])), name
    late = [body, Canvas().text(60, 800, "机密★5年", 16)]
    assert not refused(write_pdf(tmp_path / "late.pdf", late))
