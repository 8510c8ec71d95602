from __future__ import annotations

from pathlib import Path

from kb.model import Paragraph, Table
from kb.parsing import parse
from kb.readers import read
from tests.kb.reading import heads, numbering_xml, paragraph, write_docx

LEVELS = [("decimal", "%1"), ("decimal", "%1.%2"), ("chineseCounting", "（%3）")]


def _numbers(path: Path) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in read(path).blocks if isinstance(block, Paragraph)]


def test_automatic_numbers_count_and_restart(tmp_path: Path) -> None:
    body = "".join(
        paragraph(text, num=("1", level))
        for text, level in [("总则", 0), ("目的", 1), ("依据", 1), ("体系", 0), ("指挥部", 1), ("职责", 2), ("分工", 2)]
    )
    path = write_docx(
        tmp_path, body, numbering=numbering_xml(LEVELS, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    )
    assert [number for number, _ in _numbers(path)] == ["1", "1.1", "1.2", "2", "2.1", "（一）", "（二）"]


def test_a_start_override_begins_anew(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = (
        paragraph("甲", num=("1", 0))
        + paragraph("乙", num=("1", 0))
        + paragraph("丙", num=("2", 0))
        + paragraph("丁", num=("1", 0))
    )
    path = write_docx(tmp_path, body, numbering=numbering_xml(LEVELS, nums))
    assert [number for number, _ in _numbers(path)] == ["1", "2", "5", "6"]


def test_numbers_and_ranks_come_from_styles(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    )
    numbering = numbering_xml(LEVELS, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    path = write_docx(
        tmp_path, paragraph("1 总则\t3", style="t1") + paragraph("总则", style="h1"), numbering=numbering, styles=styles
    )
    first, second = (block for block in read(path).blocks if isinstance(block, Paragraph))
    assert (first.toc, second.toc) == (True, False)
    assert (second.number, second.outline_level) == ("1", 1)


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>两</w:t></w:r><w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>小时</w:t></w:r></w:ins><w:r><w:t>内报告</w:t></w:r></w:p>"
    )
    source = read(write_docx(tmp_path, body))
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["两小时内报告"]
    assert [notice.code for notice in source.notices] == ["tracked_changes"]


def test_fields_show_their_result_and_mark_contents(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 总则 1</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>2 职责 2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + paragraph("1 总则")
    )
    flags = [
        (block.text, block.toc) for block in read(write_docx(tmp_path, body)).blocks if isinstance(block, Paragraph)
    ]
    assert flags == [("1 总则 1", True), ("2 职责 2", True), ("1 总则", False)]


def test_tables_keep_their_place_and_fill_merged_cells(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = (
        "<w:tbl><w:tr>" + cell.format('<w:gridSpan w:val="2"/>', "物资") + cell.format("", "数量") + "</w:tr>"
        "<w:tr>"
        + cell.format('<w:vMerge w:val="restart"/>', "抢险")
        + cell.format("", "冲锋舟")
        + cell.format("", "6")
        + "</w:tr>"
        "<w:tr>"
        + cell.format("<w:vMerge/>", "")
        + cell.format("", "救生衣")
        + cell.format("", "80")
        + "</w:tr></w:tbl>"
    )
    first, middle, last = read(write_docx(tmp_path, paragraph("前") + table + paragraph("后"))).blocks
    assert isinstance(middle, Table)
    assert middle.rows == (("物资", "物资", "数量"), ("抢险", "冲锋舟", "6"), ("抢险", "救生衣", "80"))
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)


def test_a_word_plan_becomes_sections(tmp_path: Path) -> None:
    body = paragraph("青山县地震应急预案", extra='<w:jc w:val="center"/>') + "".join(
        paragraph(text, num=("1", level)) if level >= 0 else paragraph(text)
        for text, level in [
            ("总则", 0),
            ("编制目的", 1),
            ("为了有力有序应对地震灾害，制定本预案。", -1),
            ("适用范围", 1),
            ("本预案适用于青山县行政区域内地震灾害的应对工作。", -1),
            ("组织体系", 0),
            ("县抗震救灾指挥部统一领导地震应对工作。", -1),
        ]
    )
    path = write_docx(
        tmp_path, body, numbering=numbering_xml(LEVELS, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    )
    (document,) = parse(path).documents
    assert document.title == "青山县地震应急预案"
    assert heads(document) == [(1, "1", "总则"), (2, "1.1", "编制目的"), (2, "1.2", "适用范围"), (1, "2", "组织体系")]
    assert [clause.id for clause in document.clauses] == ["样#1.1", "样#1.2", "样#2"]
