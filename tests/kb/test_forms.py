"""Review forms: data that fits the checklists, opinions that rest on evidence, Word files that open."""

from __future__ import annotations

import io
from pathlib import Path

import docx as python_docx

import corpus
from kb.model import Label
from kb.reporting import decisions
from kb.reporting.belonging import belongs_at
from kb.reporting.forms import Conclusion, FilledRow, Opinion, fill, load
from kb.reporting.sheet import Grid, Heading, Page, Text, Title, to_docx
from tests.kb.review_world import TODAY, check, lists, plan

FORMS = {form.code: form for form in load(corpus.texts("forms"))}
THIN = """
# 1 总则
## 1.1 编制目的
为有效应对青山县水旱灾害，制定本预案。
# 2 组织指挥体系
## 2.1 县防汛抗旱指挥部
指挥长由县长担任，副指挥长由分管副县长担任。
# 3 信息报告
## 3.1 报告程序
各镇应当向县防汛抗旱指挥部报告险情，电话0000-0004401。
"""


def rows(text: str, form: str = "government", plan_type: str = "SDC") -> dict[str, FilledRow]:
    return {row.row.id: row for row in fill(FORMS[form], check(text, plan_type)).rows}


def test_every_item_of_a_form_is_one_of_the_checklist_and_every_type_is_known() -> None:
    known = {item.id for item in lists().items}
    for form in FORMS.values():
        assert set(form.types) <= lists().types.keys()
        for row in form.rows:
            assert set(row.elements) <= known, row.id
            assert all(rule.startswith("QC-") for rule in row.rules)
    assert len({row.id for form in FORMS.values() for row in form.rows}) == sum(
        len(form.rows) for form in FORMS.values()
    )


def test_the_key_elements_are_those_of_the_review_guide() -> None:
    assert sum(row.key for row in FORMS["comprehensive"].rows) == 10
    assert [row.item for row in FORMS["onsite"].rows if row.key] == ["事故特征", "应急组织及职责", "应急处置"]
    assert len(FORMS["special"].rows) == 9


def test_what_a_machine_cannot_judge_stays_open() -> None:
    found = rows(THIN)
    assert found["RV-G5"].opinion is Opinion.OPEN
    assert found["RV-G6"].opinion is Opinion.OPEN
    assert found["RV-G1"].opinion in (Opinion.OPEN, Opinion.PARTLY, Opinion.FAILS)
    assert found["RV-G3"].opinion is Opinion.PARTLY
    assert {verdict.label for verdict in found["RV-G3"].verdicts} >= {Label.MISSING, Label.PRESENT}
    assert found["RV-G3"].verdicts[0].label is Label.MISSING


def test_a_key_element_that_fails_fails_the_form_and_one_that_is_there_does_not() -> None:
    filled = fill(FORMS["comprehensive"], check("# 1 总则\n为应对火灾事故，制定本预案。", "EC"))
    assert filled.conclusion is Conclusion.FAIL
    assert next(row for row in filled.rows if row.row.id == "RE-17").opinion is Opinion.FAILS


def test_a_missing_element_belongs_to_the_chapter_of_its_group() -> None:
    document, review = plan(THIN), check(THIN)
    limit = next(verdict for verdict in review.elements if verdict.id == "EL-504")
    assert limit.label is Label.MISSING
    assert document.sections[belongs_at(limit, review.elements, document, lists())].text in ("信息报告", "报告程序")
    empty = plan("# 1 总则\n本县实际情况如下。")
    verdicts = check("# 1 总则\n本县实际情况如下。").elements
    missing = next(verdict for verdict in verdicts if verdict.label is Label.MISSING)
    assert -1 <= belongs_at(missing, verdicts, empty, lists()) < len(empty.sections)


def test_decisions_are_kept_by_title_and_need_a_reason(tmp_path: Path) -> None:
    store = decisions.Decisions(tmp_path)
    assert store.of("青山县预案") == {}
    store.decide("青山县预案", "EL-504", "dismissed", "  见另册  ", TODAY)
    store.decide("青山县预案", "EL-101", "accepted", "", TODAY)
    again = decisions.Decisions(tmp_path).of("青山县 预案")
    assert {name: (d.state, d.reason) for name, d in again.items()} == {
        "EL-504": ("dismissed", "见另册"),
        "EL-101": ("accepted", ""),
    }
    assert store.decide("青山县预案", "EL-504", None, "", TODAY).keys() == {"EL-101"}
    next((tmp_path / "reviews").glob("*.json")).write_text("{", encoding="utf-8")
    assert store.of("青山县预案") == {}


def test_a_sheet_opens_with_its_blocks_and_odd_characters() -> None:
    words = "当 <水位> & 雨量\x00≥50毫米🌊\n=1+1"
    data = to_docx(
        [Title("报告"), Heading(1, "一、情况"), Text(words), Grid((("甲", "乙"), (words, "x")), (1, 2))],
        "报告",
        page=Page.WIDE,
    )
    document = python_docx.Document(io.BytesIO(data))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "报告"
    assert "当 <水位> & 雨量≥50毫米🌊" in texts
    assert document.tables[0].cell(1, 0).text == "当 <水位> & 雨量≥50毫米🌊\n=1+1"
    assert document.sections[0].page_width > document.sections[0].page_height
