"""What comes out of the printer: type area, lines and characters, page numbers, contents, charts (GB/T 9704-2012 5, 7.5, 8)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kb.drafting import Draft, fill_all, new_draft
from kb.drafting.charts import labels_of
from kb.drafting.model import DraftSection, State
from kb.export import export_docx, export_rendered
from kb.export.geometry import CHARS, LINES
from kb.facts.sheet import facts_from_mapping
from tests.kb.drafting_world import facts, outlines
from tests.kb.rendered import Page, printed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.rendered,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
LEADING = 28.95 * 25.4 / 72 - 16 * 25.4 / 72
"""What an exact line is higher than its characters, in mm: the ink of a line lies within the line, not at its edges."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """A plan of running text full of punctuation, with a long table, a landscape annex, charts and a record at the end."""
    sentence = "接到险情报告后，值班人员立即核实；情况属实的，报告带班领导，通知有关单位，作好记录。"
    table = "\n".join(f"| {n} | 编织袋 | {n}00 | 仓库 |" for n in range(1, 70))
    wide = "\n".join("| " + " | ".join(f"{head}{n}" for head in "甲乙丙丁戊己庚") + " |" for n in range(40))
    sections = (
        DraftSection("a", "1", "总则", 1, "\n".join([sentence * 9] * 8), state=State.DONE),
        *(DraftSection(f"b{n}", f"{n}", f"第{n}部分", 1, sentence * 3, state=State.DONE) for n in range(2, 18)),
        DraftSection(
            "t", "附件1", "物资清单", 1, f"| 序号 | 名称 | 数量 | 地点 |\n{table}", annex=True, state=State.DONE
        ),
        DraftSection("w", "附件2", "风险清单", 1, wide, annex=True, state=State.DONE),
        DraftSection("z", "附件3", "说明", 1, sentence, annex=True, state=State.DONE),
    )
    path = tmp_path_factory.mktemp("printed") / "p.docx"
    export_rendered(Draft(facts(), "SDC", {"layout": "政府"}, sections), path)
    return printed(path)


def test_running_text_fills_the_type_area_and_no_more(pages: list[Page]) -> None:
    full = [
        page for page in pages if len(page.lines) == LINES + 1 and page.width < page.height and "…" not in page.lines[5]
    ]
    full = [page for page in full if all("." not in line for line in page.lines)]
    assert len(full) >= 3
    for page in full:
        left, top, right, bottom = page.ink
        assert left == pytest.approx(LEFT, abs=1)
        assert page.width - right == pytest.approx(RIGHT, abs=1), "also where the line ends in punctuation"
        assert TOP <= top <= TOP + LEADING
        assert BOTTOM - 0.5 <= page.height - bottom <= BOTTOM + LEADING


def test_a_table_that_goes_on_begins_and_ends_at_the_margins(pages: list[Page]) -> None:
    page = next(page for page in pages if page.lines[0] == "序号名称数量地点")
    left, top, right, bottom = page.ink
    assert top == pytest.approx(TOP, abs=1)
    assert left == pytest.approx(LEFT, abs=1)
    assert page.width - right == pytest.approx(RIGHT, abs=1)
    assert page.height - bottom >= BOTTOM - 0.5


def test_a_landscape_page_has_the_margins_of_the_turned_page(pages: list[Page]) -> None:
    page = next(page for page in pages if page.width > page.height)
    left, _, right, _ = page.ink
    assert left == pytest.approx(BOTTOM, abs=1)
    assert page.width - right == pytest.approx(TOP, abs=1)


def test_the_record_stands_at_the_foot_of_the_type_area(pages: list[Page]) -> None:
    left, _, right, bottom = pages[-1].ink
    assert pages[-1].height - bottom == pytest.approx(BOTTOM, abs=1)
    assert left == pytest.approx(LEFT, abs=1)
    assert pages[-1].width - right == pytest.approx(RIGHT, abs=1)


def test_page_numbers_stand_outside_and_below(pages: list[Page]) -> None:
    upright = [page for page in pages if page.width < page.height]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in upright:
        dash = min(page.foot, key=lambda glyph: glyph.bottom - glyph.top)
        middle = (dash.top + dash.bottom) / 2
        assert page.height - middle == pytest.approx(BOTTOM - 7, abs=1), "the dash stands 7 mm below the type area"
        outer = (
            page.width - max(g.right for g in page.foot) - RIGHT
            if page.number and page.number % 2
            else min(g.left for g in page.foot) - LEFT
        )
        assert outer == pytest.approx(14 * 25.4 / 72, abs=1), "one character from the edge"


def test_the_contents_tell_the_printed_pages(pages: list[Page]) -> None:
    entries = {
        found[1]: int(found[2])
        for page in pages
        for line in page.lines
        if (found := re.fullmatch(r"(.+?)[.…]{4,}(\d+)", line))
    }
    assert len(entries) == 20
    for words, number in entries.items():
        mark = re.match(r"附件\d", words)
        wanted = mark[0] if mark else words
        assert wanted in pages[number - 1].lines


def test_22_lines_of_28_characters(tmp_path: Path) -> None:
    body = DraftSection("a", "1", "总则", 1, "防汛抗旱应急预案编制工作" * 200, state=State.DONE)
    export_docx(Draft(facts(), "SDC", {"layout": "政府"}, (body,)), tmp_path / "p.docx")
    *full, foot = printed(tmp_path / "p.docx")[3].lines
    assert foot == "—4—"
    assert len(full) == LINES
    assert {len(line) for line in full} == {CHARS}


@pytest.mark.parametrize("code", ["SDC", "EC"])
def test_charts_are_printed_whole(tmp_path: Path, code: str) -> None:
    sheet, _ = facts_from_mapping(
        {
            "unit": {"name": "临江化工有限公司" if code == "EC" else "青山县人民政府"},
            "plan": {"type": code, "command_body": "应急指挥部"},
            "command": [{"post": "总指挥", "holder": "总经理"}],
            "member": [{"body": f"第{n}科"} for n in range(1, 14)],
            "group": [{"name": f"第{n}工作组", "lead": "安全部"} for n in range(1, 9)],
        }
    )
    draft = fill_all(new_draft(sheet, code, outlines()), outlines())
    export_docx(draft, tmp_path / "p.docx")
    texts = ["".join(sorted("".join(page.lines))) for page in printed(tmp_path / "p.docx")]
    drawn = [labels for section in draft.sections if (labels := labels_of(draft, section))]
    assert len(drawn) == 2
    for labels in drawn:
        wanted = "".join(labels)
        assert any(all(text.count(char) >= wanted.count(char) for char in set(wanted)) for text in texts)
