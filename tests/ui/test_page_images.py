"""The page of an original: the right one, with the clause marked; said plainly when there is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kb.errors import LibraryError, YuanfangError
from tests.kb.pdf_files import Canvas, write_pdf
from tests.ui.test_reviews import word
from ui import handlers
from ui.page_images import page_image
from ui.workspace import Workspace

SECOND = "值班员接到险情报告后应当在十分钟内报告带班领导并做好记录。"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Workspace(tmp_path / "库")


def key_of(workspace: Workspace, doc_id: str, words: str) -> str:
    return next(f"o|{each.id}" for each in workspace.own.library.clauses_of(doc_id) if words in each.text)


def pdf(path: Path) -> Path:
    pages = []
    for lines in (["青山县值班办法", "一、值守", "青山县实行昼夜应急值班制度。"], ["二、报告", SECOND]):
        canvas = Canvas()
        for number, line in enumerate(lines):
            canvas.text(80, 700 - 30 * number, line)
        pages.append(canvas)
    return write_pdf(path, pages)


def test_the_page_of_a_pdf_with_the_clause_marked(workspace: Workspace, tmp_path: Path) -> None:
    from PIL import Image

    handlers.ingest(workspace, [pdf(tmp_path / "值班办法.pdf")])
    found = page_image(workspace, key_of(workspace, "值班办法", "十分钟"))
    assert (found.page, found.pages, found.marked) == (2, 2, True)
    colours = Image.open(io.BytesIO(found.picture)).convert("RGB").getcolors(1 << 20) or []
    assert any(r > 240 and g > 230 and b < 225 for _, (r, g, b) in colours), "the line is marked in yellow"
    first = page_image(workspace, key_of(workspace, "值班办法", "十分钟"), 1)
    assert (first.page, first.marked) == (1, False)
    assert page_image(workspace, key_of(workspace, "值班办法", "十分钟"), 99).page == 2


def test_what_has_no_page_is_said(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "记录.md"
    note.write_text("# 青山县值班记录\n\n青山县应急值班室每日八时交接班并登记。\n", encoding="utf-8")
    handlers.ingest(
        workspace, [note, word(tmp_path / "预案.docx", ["青山县防汛预案", "1 总则", "1.1 本预案适用于青山县。"])]
    )
    with pytest.raises(LibraryError, match="no_pages"):
        page_image(workspace, key_of(workspace, "记录", "交接班"))
    monkeypatch.setattr("kb.readers.office.soffice", lambda: None)
    with pytest.raises(YuanfangError, match="needs_libreoffice"):
        page_image(workspace, key_of(workspace, "预案", "适用于"))
    with pytest.raises(LibraryError, match="unknown_document"):
        page_image(workspace, "o|没有#1")


def test_a_page_masks_nothing_and_is_for_those_allowed(workspace: Workspace, tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.text(80, 700, "青山县山洪处置情况")
    canvas.text(80, 660, "遇难者身份证号110101199003078515，已通知家属。")
    handlers.ingest(workspace, [write_pdf(tmp_path / "处置.pdf", [canvas])])
    key = key_of(workspace, "处置", "家属")
    with pytest.raises(LibraryError, match="page_masked"):
        page_image(workspace, key, internal=False)
    assert page_image(workspace, key, internal=True).pages == 1


def test_a_checked_plan_shows_its_original_beside_the_text(workspace: Workspace, tmp_path: Path) -> None:
    from ui import reviews
    from ui.web.review_session import Session, after_click, shown_parts

    options = reviews.CheckOptions(plan_type="SDC")
    session = Session(reviews.check(workspace, [pdf(tmp_path / "值班办法.pdf")], options), options)
    assert session.opened is not None
    clause = next(each for each in session.opened[0].clauses if "十分钟" in each.text)
    assert "看原样页面" in shown_parts(session)[3]
    session = after_click(workspace, session, "page", "0")
    assert "原件第 1 / 2 页" in shown_parts(session)[3]
    session = after_click(workspace, session, "clause", clause.id)
    assert "原件第 2 / 2 页，这一处已标出" in shown_parts(session)[3], "the page follows the place"
    assert "原件第 1 / 2 页" in shown_parts(after_click(workspace, session, "page", "1"))[3]
    assert "data:image" not in shown_parts(after_click(workspace, session, "page", ""))[3]
    (tmp_path / "值班办法.pdf").unlink()
    assert 'class="refusal"' in shown_parts(session)[3], "an original that is gone is said"
