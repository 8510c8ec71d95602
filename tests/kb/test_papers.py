from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from kb.drafting import Draft, fill_all, new_draft, set_section
from kb.drafting.model import SLOT
from kb.errors import InputError
from kb.export import export_docx
from kb.facts.sheet import facts_from_mapping, facts_to_mapping
from kb.papers import PAPERS, Grid, Paper, Text, make
from kb.papers.forms import opinion_table
from kb.papers.notes import abridged
from kb.papers.opinions import opinions_of
from kb.papers.word import to_docx

from .drafting_world import facts, outlines


def draft(code: str = "SDC") -> Draft:
    return fill_all(new_draft(facts(), code, outlines()), outlines())


def words(paper: Paper) -> str:
    document = docx.Document(io.BytesIO(to_docx(paper, "某单位")))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("code", ["SDC", "VIL", "EC", "JNT"])
@pytest.mark.parametrize("name", list(PAPERS))
def test_every_paper_opens_in_word_and_counts_its_slots(code: str, name: str) -> None:
    plan = draft(code)
    if name == "应急联动协议" and code != "JNT":
        with pytest.raises(InputError, match="paper_not_for_type"):
            make(plan, name)
        return
    paper = make(plan, name)
    assert sorted(SLOT.findall(words(paper))) == sorted(paper.slots)


def test_a_bare_draft_gives_papers_of_slots_and_nothing_else() -> None:
    bare, _ = facts_from_mapping({"unit": {"name": "甲村村民委员会"}, "plan": {"type": "VIL"}})
    plan = new_draft(bare, "VIL", outlines())
    for name in PAPERS:
        if name != "应急联动协议":
            assert make(plan, name).slots, name


def test_a_card_has_the_holder_and_sentences_of_the_plan_with_their_place() -> None:
    plan = set_section(draft(), "first_response", text="接到报告后，指挥长立即组织会商。副指挥长赶赴现场。")
    text = words(make(plan, "应急处置卡"))
    assert "指挥长应急处置卡" in text
    assert "接到报告后，指挥长立即组织会商。" in text
    assert "先期处置" in text
    actions = [b for b in make(plan, "应急处置卡").blocks if isinstance(b, Grid) and b.rows[0][1] == "做什么"]
    assert not any("副指挥长赶赴现场" in cell for row in actions[0].rows for cell in row)


def test_notes_quote_the_draft_and_say_where() -> None:
    paper = make(draft(), "编制说明")
    quoted = [b.words for b in paper.blocks if isinstance(b, Text) and "（预案“1.1 编制目的”）" in b.words]
    assert quoted
    assert quoted[0].split("（预案")[0] in draft().section("purpose").text


def test_an_abridged_plan_keeps_its_numbers() -> None:
    plan = draft()
    short = abridged(plan)
    assert 5 < len(short.sections) < len(plan.sections) / 2
    assert all(section == plan.section(section.id) for section in short.sections)


def test_stage_stands_under_the_title_and_on_every_head(tmp_path: Path) -> None:
    export_docx(draft(), tmp_path / "p.docx", stage="送审稿")
    document = docx.Document(str(tmp_path / "p.docx"))
    assert "（送审稿）" in [p.text for p in document.paragraphs]
    section = document.sections[0]
    assert (
        section.header.paragraphs[0].text
        == section.even_page_header.paragraphs[0].text
        == "青山县防汛抗旱应急预案（送审稿）"
    )


def test_opinions_come_out_of_comments_and_tracked_changes(tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("5.2 报告时限", style="Heading 2")
    paragraph = document.add_paragraph("接报后三十分钟内")
    run = paragraph.add_run("电话报告")
    document.add_comment(run, text="建议写明报给谁", author="水务局 王", initials="王")
    document.add_comment(run, text="改写自 …", author="预案坊", initials="预")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(
        parse_xml(f'<w:del {space} w:id="9" w:author="作者"><w:r><w:delText>三十</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {space} w:id="10" w:author="作者"><w:r><w:t>二十</w:t></w:r></w:ins>'))
    document.save(str(tmp_path / "民政局反馈.docx"))
    said = opinions_of(tmp_path / "民政局反馈.docx")
    assert [(o.unit, o.words) for o in said] == [
        ("水务局 王", "建议写明报给谁"),
        ("民政局反馈", "修改：删去“三十”；增加“二十”"),
    ]
    assert said[0].clause == "5.2 报告时限：电话报告"
    table = opinion_table(draft(), tuple((o.unit, o.clause, o.words) for o in said)).blocks[1]
    assert isinstance(table, Grid)
    assert table.rows[0] == ("序号", "单位", "条款", "意见", "采纳与否", "理由")
    assert table.rows[1][:4] == ("1", "水务局 王", "5.2 报告时限：电话报告", "建议写明报给谁")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_annotated_word_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(content)
    with pytest.raises(InputError, match="bad_opinion_file"):
        opinions_of(tmp_path / "x.docx")


def test_facts_with_markup_and_emoji_pass_through() -> None:
    data = facts_to_mapping(facts())
    data["unit"]["short"] = "<b>&\"'🚒县"
    sheet, _ = facts_from_mapping(data)
    assert "<b>&\"'🚒县" in words(make(new_draft(sheet, "SDC", outlines()), "明白卡"))
