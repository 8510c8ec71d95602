from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kb.model import Paragraph, Table
from kb.parsing import parse
from kb.readers import read
from kb.readers.number_formats import rendered
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


# --------------------------------------------------------------------------- completeness

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks if isinstance(block, Paragraph)]


def codes(path: Path) -> dict[str, str]:
    return {notice.code: notice.params.get("count", "") for notice in read(path).notices}


def with_parts(path: Path, relations: dict[str, tuple[str, str]], parts: dict[str, str]) -> Path:
    """Add parts that the document refers to: id → (kind, target below word/)."""
    inside = "".join(
        f'<Relationship Id="{k}" Type="{R}/{kind}" Target="{target}"/>' for k, (kind, target) in relations.items()
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("shape", "text", "numbers"),
    [
        ("chineseCounting", "第%1章", ["第一章", "第二章", "第三章"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("japaneseCounting", "%1、", ["一、", "二、", "三、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
    ],
)
def test_number_formats(tmp_path: Path, shape: str, text: str, numbers: list[str]) -> None:
    numbering = numbering_xml([(shape, text)], '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    path = write_docx(tmp_path, "".join(paragraph("甲", num=("1", 0)) for _ in numbers), numbering=numbering)
    shown = [f"{number}{words}".replace("甲", "").strip() for number, words in _numbers(path)]
    assert shown == numbers


def test_formats_beyond_the_common_ones() -> None:
    assert [rendered(n, "chineseCounting") for n in (10, 19, 20, 103, 110)] == [
        "十",
        "十九",
        "二十",
        "一百零三",
        "一百一十",
    ]
    assert rendered(15, "chineseLegalSimplified") == "壹拾伍"
    assert rendered(12, "ideographDigital") == "一二"
    assert [rendered(n, "upperLetter") for n in (26, 27)] == ["Z", "AA"]
    assert rendered(21, "decimalEnclosedCircleChinese") == "㉑"
    assert rendered(11, "ideographTraditional") == "甲"
    assert rendered(3, "unheard of") == "3"


def test_legal_numbering_custom_formats_and_restarts(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    custom = (
        f'<mc:AlternateContent {mc}><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="第%1章"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>'
        f'<w:lvlText w:val="（%3）"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="7"/>{custom}'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    order = [("1", 0), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2), ("2", 0)]
    path = write_docx(tmp_path, "".join(paragraph("甲", num=num) for num in order), numbering=numbering)
    assert [number for number, _ in _numbers(path)] == ["第一章", "1.1", "（1）", "第二章", "2.1", "（2）", "007"]


def test_a_number_of_no_known_family_stays_in_the_text(tmp_path: Path) -> None:
    numbering = numbering_xml([("decimal", "步骤%1：")], '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    path = write_docx(tmp_path, paragraph("报告", num=("1", 0)), numbering=numbering)
    assert _numbers(path) == [("", "步骤1：报告")]


def test_an_empty_numbered_paragraph_counts_as_word_counts_it(tmp_path: Path) -> None:
    numbering = numbering_xml(LEVELS, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    body = paragraph("甲", num=("1", 0)) + paragraph("", num=("1", 0)) + paragraph("丙", num=("1", 0))
    assert [n for n, words in _numbers(write_docx(tmp_path, body, numbering=numbering)) if words] == ["1", "3"]


def test_a_deleted_paragraph_end_joins_and_a_deleted_row_goes(tmp_path: Path) -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        f"<w:p><w:pPr>{gone}</w:pPr>{run('县指挥部')}</w:p><w:p>{run('统一领导。')}</w:p>"
        f"<w:p><w:pPr>{gone}</w:pPr><w:del><w:r><w:delText>整段删去</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('留')}</w:p></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('删')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p><w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo></w:p>"
    )
    path = write_docx(tmp_path, body)
    assert [t for t in texts(path) if t] == ["县指挥部统一领导。", "新处"]
    assert [block.rows for block in read(path).blocks if isinstance(block, Table)] == [(("留",),)]
    assert "tracked_changes" in codes(path)


def test_notes_boxes_controls_and_fields_are_read(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框里的字')}</w:txbxContent></w:pict></w:r>"
    body = (
        f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r>{box}</w:p>'
        f"<w:sdt><w:sdtContent>{paragraph('控件里的段落')}</w:sdtContent></w:sdt>"
        f"<w:p>{run('电话')}<w:sdt><w:sdtContent>{run('0000-119')}</w:sdtContent></w:sdt></w:p>"
        f'<w:p><w:fldSimple w:instr=" DATE ">{run("2026年5月1日")}</w:fldSimple></w:p>'
        f"<w:p><w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('频')}</w:rubyBase></w:ruby></w:r></w:p>"
    )
    path = with_parts(
        write_docx(tmp_path, body),
        {"r1": ("footnotes", "footnotes.xml"), "r2": ("comments", "comments.xml")},
        {
            "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
            f'<w:footnote w:id="2">{paragraph("脚注的话")}</w:footnote></w:footnotes>',
            "word/comments.xml": f'<w:comments {W}><w:comment w:id="0">{paragraph("批注的话")}</w:comment></w:comments>',
        },
    )
    assert texts(path) == ["正文", "框里的字", "脚注的话", "控件里的段落", "电话0000-119", "2026年5月1日", "频"]
    assert codes(path) == {"comments_apart": "1"}


def test_nested_and_side_merged_cells(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:hMerge w:val='restart'/></w:tcPr><w:p>{run('队伍')}</w:p></w:tc>"
        f"<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:p>{run('含')}</w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
    assert [b.rows for b in read(write_docx(tmp_path, body)).blocks if isinstance(b, Table)] == [
        (("队伍", "队伍"), ("", "含\n甲；乙"))
    ]


def test_losses_are_told(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r>'
        '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
        '<w:r><w:object><o:OLEObject xmlns:o="x"/></w:object></w:r></w:p>'
    )
    path = with_parts(
        write_docx(tmp_path, body),
        {"r1": ("header", "header1.xml"), "r2": ("footer", "footer1.xml")},
        {
            "word/header1.xml": f'<w:hdr {W}><w:p>{run("页眉")}</w:p><w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            '<v:textpath string="样稿"/></v:shape></w:pict></w:r></w:p></w:hdr>',
            "word/footer1.xml": f"<w:ftr {W}><w:p/></w:ftr>",
        },
    )
    assert codes(path) == {
        "picture_without_text": "1",
        "chart_unread": "1",
        "attachments_unread": "1",
        "hidden_dropped": "1",
        "dropped_footer": "1",
        "dropped_watermark": "1",
    }


def test_a_diagram_gives_its_labels_and_word_art_its_words(tmp_path: Path) -> None:
    dgm = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    body = (
        f'<w:p><w:r><w:drawing><dgm:relIds {dgm} xmlns:r="{R}" r:dm="r1"/></w:drawing></w:r></w:p>'
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="石桥镇文件"/></v:shape></w:pict></w:r></w:p>'
    )
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{name}</a:t></a:r></a:p></dgm:t></dgm:pt>" for name in ("指挥部", "办公室")
    )
    data = f'<dgm:dataModel {dgm}><dgm:ptLst>{points}<dgm:pt type="pres"/></dgm:ptLst></dgm:dataModel>'
    path = with_parts(
        write_docx(tmp_path, body), {"r1": ("diagramData", "diagrams/data1.xml")}, {"word/diagrams/data1.xml": data}
    )
    assert [text for text in texts(path) if text] == ["（图中文字：指挥部；办公室）", "石桥镇文件"]


def test_a_page_put_in_as_a_whole_is_read(tmp_path: Path) -> None:
    path = with_parts(
        write_docx(tmp_path, f'{paragraph("前")}<w:altChunk xmlns:r="{R}" r:id="r1"/>{paragraph("后")}'),
        {"r1": ("aFChunk", "chunk.html")},
        {"word/chunk.html": "<html><body><p>中间的段落</p></body></html>"},
    )
    assert texts(path) == ["前", "中间的段落", "后"]


def test_strict_packages_and_macro_documents(tmp_path: Path) -> None:
    path = write_docx(tmp_path, paragraph("甲") + f"<w:tbl><w:tr><w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl>")
    strict = tmp_path / "严.docm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(
                b"schemas.openxmlformats.org/wordprocessingml/2006/", b"purl.oclc.org/ooxml/wordprocessingml/"
            )
            data = data.replace(
                b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"
            )
            new.writestr(name, data)
        new.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read(strict).blocks == read(path).blocks
    assert read(strict).notices == ()


def test_half_an_xml_part_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_docx(tmp_path, paragraph("第一段") + paragraph("第二段"))
    broken = tmp_path / "坏.docx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[: data.index("二段".encode())] if name == "word/document.xml" else data)
    assert texts(broken)[0] == "第一段"
    assert [notice.code for notice in read(broken).notices] == ["damaged"]
