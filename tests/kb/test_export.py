from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import Mm

from kb.drafting import Draft, as_document, fill_all, import_source, new_draft, set_section
from kb.drafting.document import table_cells
from kb.drafting.model import DraftSection, State
from kb.errors import InputError
from kb.export import export_docx
from kb.export.geometry import CHARS, LINES, TEXT_WIDTH
from kb.export.pages import PageCounter, printed_pages
from kb.export.xml import column_widths, escape
from kb.facts.sheet import facts_from_mapping
from kb.model import Table
from kb.parsing import parse
from kb.readers import read

from .drafting_world import WrittenClauses, facts, hit, outlines

PAST = (
    hit(
        "预警发布后，抢险队伍在白鹤县防汛仓库集结待命，发现管涌、渗漏立即报告并抢护。",
        path=("4 监测预警", "4.3 预警行动"),
    ),
)


def draft(code: str = "SDC", **plan: str) -> Draft:
    return fill_all(new_draft(facts(**plan), code, outlines()), outlines(), WrittenClauses(PAST))


def document_xml(path: Path, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(part).decode()


@pytest.mark.parametrize("code", ["SDC", "VIL", "EC"])
@pytest.mark.parametrize("numbering", ["literal", "word"])
def test_every_heading_is_found_again(tmp_path: Path, code: str, numbering: str) -> None:
    plan = draft(code)
    export_docx(plan, tmp_path / "p.docx", numbering=numbering)
    (found,) = parse(tmp_path / "p.docx").documents
    wanted = [(s.number.rstrip("、."), s.title) for s in plan.sections]
    assert [(s.number.rstrip("、."), s.text) for s in found.sections] == wanted
    assert found.title == "青山县防汛抗旱应急预案"


def test_clause_ids_agree_with_the_export(tmp_path: Path) -> None:
    plan = draft()
    export_docx(plan, tmp_path / "p.docx")
    exported = [c.id for c in parse(tmp_path / "p.docx", doc_id="X").documents[0].clauses]
    own = [c.id for c in as_document(plan, "X").clauses]
    assert [i for i in own if i not in exported] == []


def test_python_docx_sees_page_styles_and_headings(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    section = document.sections[-1]
    assert abs(section.page_width - Mm(210)) < Mm(0.2)
    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert abs(section.right_margin - Mm(26)) < Mm(0.1)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["1 总则", "2 组织指挥体系与职责"]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.footer.paragraphs[0].paragraph_format.right_indent.pt == 14
    assert section.even_page_footer.paragraphs[0].paragraph_format.left_indent.pt == 14
    assert document.core_properties.title == "青山县防汛抗旱应急预案"


def test_fonts_are_set_for_all_scripts(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx")
    styles = document_xml(tmp_path / "p.docx", "word/styles.xml")
    for style, font in (
        ("Heading1", "黑体"),
        ("Heading2", "楷体_GB2312"),
        ("YABody", "仿宋_GB2312"),
        ("Title", "方正小标宋简体"),
        ("YAFooter", "宋体"),
    ):
        found = re.search(rf'w:styleId="{style}".*?</w:style>', styles, re.S)
        assert found
        fonts = re.search(r"<w:rFonts[^>]*>", found[0])
        assert fonts
        assert f'w:eastAsia="{font}"' in fonts[0]
        assert all(f"w:{name}=" in fonts[0] for name in ("ascii", "hAnsi", "cs"))


def test_contents_field_is_filled_in_advance(tmp_path: Path) -> None:
    plan = draft()
    export_docx(plan, tmp_path / "p.docx", pages={s.id: n for n, s in enumerate(plan.sections, start=7)})
    xml = document_xml(tmp_path / "p.docx")
    assert r"TOC \o" in xml
    document = docx.Document(str(tmp_path / "p.docx"))
    entries = [p.text for p in document.paragraphs if p.style.name.lower().startswith("toc")]
    assert entries[:2] == ["1 总则\t7", "1.1 编制目的\t8"]
    assert entries[-1].startswith("附件10 ")
    assert "updateFields" not in document_xml(tmp_path / "p.docx", "word/settings.xml")
    anchors = set(re.findall(r'w:anchor="(\w+)"', xml))
    assert anchors == set(re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', xml)) & anchors
    export_docx(plan, tmp_path / "q.docx")
    assert "updateFields" in document_xml(tmp_path / "q.docx", "word/settings.xml")


def test_tables_repeat_their_head_and_do_not_split_rows(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    table = next(t for t in document.tables if t.cell(0, 0).text == "队伍名称")
    assert table.cell(1, 0).text == "县消防救援大队"
    xml = table._tbl.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == len(table.rows)


def test_annexes_begin_pages_with_their_mark(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    marks = [p for p in document.paragraphs if p.style.name == "YA-AttMark"]
    assert [p.text for p in marks] == [f"附件{n}" for n in range(1, 11)]
    assert all(p.paragraph_format.page_break_before for p in marks)


def test_notice_of_issue_and_record(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx")
    text = document_xml(tmp_path / "p.docx")
    for words in (
        "青山县人民政府办公室文件",
        "〔待补充：发文字号〕",
        "现印发给你们",
        "2026年12月8日",
        "抄送：临江市防汛抗旱指挥部办公室。",
        "2026年12月8日印发",
    ):
        assert words in text, words


def test_enterprise_layout_has_an_unnumbered_cover(tmp_path: Path) -> None:
    export_docx(draft("EC"), tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    before = [e.text for e in document.element.body.xpath("w:p[w:pPr/w:sectPr][1]/preceding-sibling::w:p//w:t")]
    assert {"批准页", "执行部门签署页"} <= set(before)
    assert document.sections[0]._sectPr.xpath("w:footerReference") == []
    assert len(document.sections[1]._sectPr.xpath("w:footerReference")) == 2
    assert document.sections[1]._sectPr.xpath("w:pgNumType/@w:start") == ["1"]
    assert "预案编号：〔待补充：预案编号〕" in [p.text for p in document.paragraphs]


def test_comments_on_slots_and_clauses(tmp_path: Path) -> None:
    plan = draft()
    export_docx(plan, tmp_path / "p.docx", marks="comments")
    document = docx.Document(str(tmp_path / "p.docx"))
    comments = [c.text for c in document.comments]
    assert sum(t.startswith("待补充：") for t in comments) >= 10
    cited = [t for t in comments if t.startswith("改写自 ")]
    assert any(PAST[0].clause_id in t and PAST[0].text[:20] in t for t in cited)
    ids = re.findall(r'commentRangeStart w:id="(\d+)"', document_xml(tmp_path / "p.docx"))
    assert sorted(map(int, ids)) == list(range(len(comments)))


def test_public_edition_masks_personal_data(tmp_path: Path) -> None:
    sheet, _ = facts_from_mapping(
        {
            "unit": {"name": "青山县人民政府"},
            "plan": {"type": "SDC", "title": "青山县预案"},
            "expert": [{"name": "张三丰", "field": "水利", "phone": "13900001234"}],
            "office": {"duty_phone": "0000-0001100"},
        }
    )
    plan = fill_all(new_draft(sheet, "SDC", outlines()), outlines())
    notices = export_docx(plan, tmp_path / "p.docx", edition="公开")
    text = document_xml(tmp_path / "p.docx")
    assert "张三丰" not in text
    assert "13900001234" not in text
    assert "139****1234" in text
    assert "0000-0001100" in text
    assert next(n for n in notices if n.code == "public_masked").params["count"] == "2"


def test_secret_plans_have_no_public_edition(tmp_path: Path) -> None:
    plan = draft()
    secret = replace(plan, facts=replace(plan.facts, issue=replace(plan.facts.issue, secrecy="内部")))
    with pytest.raises(InputError, match="not_public"):
        export_docx(secret, tmp_path / "p.docx", edition="公开")
    assert not (tmp_path / "p.docx").exists()


@pytest.mark.parametrize("option", [{"layout": "信函"}, {"marks": "all"}, {"numbering": "roman"}, {"edition": "外部"}])
def test_bad_options(tmp_path: Path, option: dict[str, str]) -> None:
    with pytest.raises(InputError, match="bad_option"):
        export_docx(draft("CARD"), tmp_path / "p.docx", **option)  # type: ignore[arg-type]


def test_a_template_keeps_its_styles_and_page(tmp_path: Path) -> None:
    base = docx.Document()
    base.styles["Heading 1"].font.name = "Courier New"
    base.sections[0].left_margin = Mm(33)
    base.add_paragraph("模板正文")
    base.save(str(tmp_path / "t.docx"))
    export_docx(draft(), tmp_path / "p.docx", template=tmp_path / "t.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    assert document.styles["Heading 1"].font.name == "Courier New"
    assert abs(document.sections[0].left_margin - Mm(33)) < Mm(0.1)
    assert "模板正文" not in [p.text for p in document.paragraphs]
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    with pytest.raises(InputError, match="bad_template"):
        export_docx(draft("CARD"), tmp_path / "p.docx", template=tmp_path / "bad.docx")


def test_odd_texts_do_not_break_the_file(tmp_path: Path) -> None:
    plan = set_section(draft("VIL"), "v_scope", text="甲&乙<丙>\x00\x0b\ud800\n| a | b |\n| 只有一格 |\n|---|---|\n尾")
    export_docx(plan, tmp_path / "p.docx")
    texts = [p.text for p in docx.Document(str(tmp_path / "p.docx")).paragraphs]
    assert "甲&乙<丙>" in texts
    assert escape('"') == "&quot;"


def test_an_unwritable_place_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not_writable"):
        export_docx(draft("CARD"), tmp_path / "none" / "p.docx")


def test_column_widths_fill_the_line_and_hold_telephones() -> None:
    rows = [["名称", "说明", "联系电话"], ["甲", "很长的说明" * 9, "0000-0001100"]]
    widths = column_widths(rows, 3)
    assert sum(widths) == TEXT_WIDTH
    assert widths[2] >= 12 * 120
    assert widths[1] > widths[0]


def test_page_counter_knows_the_grid() -> None:
    counter = PageCounter()
    counter.paragraph("字" * (CHARS * LINES - 2))
    assert counter.paragraph("新页") == 2


def test_a_long_plan_is_written_whole(tmp_path: Path) -> None:
    table = "\n".join(["| 名称 | 数量 | 地点 | 电话 |", *["| 编织袋 | 3000 | 县防汛仓库 | 0000-0001100 |"] * 30])
    sections = tuple(
        DraftSection(
            f"s{n}", str(n), "章节", 1, "防汛抗旱工作要求。" * 66 + ("\n" + table if n < 5 else ""), state=State.DONE
        )
        for n in range(60)
    )
    plan = Draft(facts(), "SDC", {"layout": "政府"}, sections)
    export_docx(plan, tmp_path / "p.docx")
    export_docx(plan, tmp_path / "p.docx")
    written = docx.Document(str(tmp_path / "p.docx"))
    assert sum(len(table.rows) for table in written.tables) == sum(
        1 for section in plan.sections for line in section.text.split("\n") if line.startswith("|")
    )


def test_printed_pages_are_looked_up_in_a_rendering() -> None:
    plan = draft("EC")
    pages = [
        "封面", "批准页", "目录\n1 总则....5\n— 1 —", "1 总则\n1.1 适用范围\n— 2 —", "2 应急组织机构及职责\n— 3 —", "附件1\n单位概况\n— 4 —",
    ]  # fmt: skip
    found = printed_pages(plan, pages)
    assert (found["e_scope"], found["e_organization"], found["e_profile"]) == (2, 3, 4)


@pytest.mark.parametrize("body", ["青山县人民政府办公室", ""])
@pytest.mark.parametrize(
    "title",
    [
        "青山县<script>alert(1)</script>防汛抗旱应急预案",
        "青山县🌊防汛抗旱应急预案😀",
        '<script>x</script>青山县"防汛"&抗旱应急预案',
    ],
)
def test_odd_titles_are_read_back_as_the_plans_own(tmp_path: Path, title: str, body: str) -> None:
    plan = draft(title=title)
    plan = replace(plan, facts=replace(plan.facts, issue=replace(plan.facts.issue, body=body)))
    export_docx(plan, tmp_path / "p.docx")
    (found,) = parse(tmp_path / "p.docx").documents
    assert (found.title, found.kind.value, found.plan_type, found.plan_level) == (title, "plan", "SDC", "县")
    assert found.region == "青山县"


def test_a_title_without_a_genre_is_read_from_the_notice(tmp_path: Path) -> None:
    plan = draft(title="青山县防汛抗旱准备<b>与</b>应对安排🌊")
    plan = replace(plan, facts=replace(plan.facts, issue=replace(plan.facts.issue, body="")))
    export_docx(plan, tmp_path / "p.docx")
    (found,) = parse(tmp_path / "p.docx").documents
    assert (found.title, found.region) == (plan.facts.plan.title, "青山县")


def test_wide_annexes_lie_on_landscape_pages_and_the_rest_stands_upright(tmp_path: Path) -> None:
    rows = "\n".join("| " + " | ".join(f"{head}{n}" for head in "甲乙丙丁戊己庚") + " |" for n in range(4))
    sections = (
        DraftSection("a", "1", "总则", 1, "正文。", state=State.DONE),
        DraftSection("w", "附件1", "物资清单", 1, rows, annex=True, state=State.DONE),
        DraftSection("x", "附件2", "通讯录", 1, "附件正文。", annex=True, state=State.DONE),
    )
    export_docx(Draft(facts(), "SDC", {"layout": "政府"}, sections), tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]
    assert len(document.sections[0]._sectPr.xpath("w:footerReference")) == 2
    assert [s.heading for s in sections] == [
        f"{s.number} {s.text}" for s in parse(tmp_path / "p.docx").documents[0].sections
    ]


def test_charts_are_drawn_from_the_draft_and_not_imported(tmp_path: Path) -> None:
    plan = draft()
    export_docx(plan, tmp_path / "p.docx")
    document = docx.Document(str(tmp_path / "p.docx"))
    groups = document.element.body.xpath(".//*[local-name()='wgp']")
    assert len(groups) == 2
    organisation, flow = (
        ["".join(words.text for words in box.iter("{*}t")) for box in group.iter("{*}txbxContent")] for group in groups
    )
    assert {"一级响应", "二级响应", "三级响应", "四级响应"} <= {words.split("（")[0] for words in flow}
    assert len(flow) == 12
    assert organisation[0].endswith("指挥长：县长")
    assert sum(1 for line in groups[1].iter("{*}tailEnd")) >= 8, "arrows from step to step"
    ids = [
        element.get("id")
        for element in document.element.body.xpath(".//*[local-name()='docPr' or local-name()='cNvPr']")
    ]
    assert len(ids) == len(set(ids)), "Word repairs files whose drawings share a number"
    again, _ = import_source(plan, read(tmp_path / "p.docx"))
    assert [s.text for s in again.sections] == [s.text for s in plan.sections]


def test_headings_clauses_and_tables_return(tmp_path: Path) -> None:
    plan = draft()
    export_docx(plan, tmp_path / "p.docx")
    found = parse(tmp_path / "p.docx").documents[0]
    assert [s.heading for s in plan.sections] == [f"{s.number} {s.text}".strip() for s in found.sections]
    texts = "".join(re.sub(r"\s", "", clause.text) for clause in found.clauses)
    lines = [line for s in plan.sections for line in s.text.split("\n") if line and not line.startswith("|")]
    assert [line for line in lines if re.sub(r"\s", "", line) not in texts] == []
    rows = [row for block in read(tmp_path / "p.docx").blocks if isinstance(block, Table) for row in block.rows]
    wanted = [tuple(cells) for s in plan.sections for line in s.text.split("\n") if (cells := table_cells(line))]
    assert [tuple(cell.replace("\n", "；") for cell in row) for row in rows] == wanted


def test_every_line_tells_its_origin_in_a_comment(tmp_path: Path) -> None:
    plan = set_section(draft(), "scope", text="本节由我们自己写。")
    export_docx(plan, tmp_path / "p.docx", marks="comments")
    comments = [c.text for c in docx.Document(str(tmp_path / "p.docx")).comments]
    assert "编制人员撰写" in comments
    assert any("事实表：" in text and "unit.short" in text for text in comments)
    assert any(text.startswith("依据：") for text in comments)


def test_a_public_edition_leaves_inner_telephones_out(tmp_path: Path) -> None:
    table = "| 单位 | 联络员 | 联系电话 |\n| 甲局 | 王某 | 0000-0004567 |\n| 值班室 | 值班员 | 0000-0001100 |"
    plan = Draft(facts(), "SDC", {"layout": "政府"}, (DraftSection("a", "附件1", "通讯录", 1, table, annex=True),))
    export_docx(plan, tmp_path / "p.docx", edition="公开")
    text = document_xml(tmp_path / "p.docx")
    assert "0000-0004567" not in text
    assert "王某" not in text
    assert "0000-0001100" in text
