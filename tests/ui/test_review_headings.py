"""Findings on headings, and on several things at once, as the page and the comments show them."""

from __future__ import annotations

from dataclasses import replace

from kb.model import Finding, FindingSeverity, Message, Place
from tests.kb.review_world import check, lists, plan
from ui.remarks import remarks_of
from ui.shapes import finding as shape
from ui.web.review_html import text_html

TEXT = "# 1 总则\n## 1.1 编制目的\n## 1.2 适用范围\n本预案适用于青山县。"


def test_a_heading_is_marked_in_the_text_beside() -> None:
    document = plan(TEXT)
    place = {"clause_id": document.clauses[0].id, "quote": "1.1 编制目的"}
    item = {"findings": [{"finding_id": "F1", "severity": "medium", "places": [place]}], "elements": []}
    shown = text_html(document, item, "F1", None, document.clauses[0].id)
    assert '<mark class="medium chosen" data-act="show" data-key="F1">1.1 编制目的</mark>' in shown
    assert '">1.2 适用范围</mark>' not in shown


def test_each_place_of_a_finding_on_several_things_says_its_own() -> None:
    notes = [Message("former_office", {"old": old, "now": "甲", "since": "2018年"}) for old in ("安监局", "环保局")]
    places = tuple(Place("预案#¶0", note.params["old"], note) for note in notes)
    message = Message("former_offices", {"count": "2", "pairs": "…", "since": "2018年"})
    found = Finding("QC-ORG", FindingSeverity.MEDIUM, message, places, advice="改为现用名称。")
    assert [place["note"] for place in shape(found)["places"]] == [
        "“安监局”是机构旧称（2018年），现为甲。",
        "“环保局”是机构旧称（2018年），现为甲。",
    ]
    review = replace(check(TEXT), elements=(), findings=(found,))
    words = [each.words for each in remarks_of(plan(TEXT), review, lists(), {}, None)]
    assert words == [
        "【中】“安监局”是机构旧称（2018年），现为甲。（QC-ORG）\n建议：改为现用名称。",
        "【中】“环保局”是机构旧称（2018年），现为甲。（QC-ORG）（同类问题第 2 处，共 2 处）",
    ]
