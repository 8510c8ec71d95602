"""查缺项 in a real browser: the text beside the results, a decision that is kept, files that can be taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import shot
from tests.ui.test_reviews import PLAN, UPPER, word

pytestmark = pytest.mark.browser


def test_review_compare_decide_and_take_away(page: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    draft, other = word(tmp_path / "青山县 预案.docx", PLAN), word(tmp_path / "另一份.docx", PLAN[:4])
    page.get_by_role("tab", name="查缺项").click()
    page.locator("#check-files input[type=file]").set_input_files([str(draft), str(other)])
    page.locator("#compare button").first.click()
    with page.expect_file_chooser() as chooser:
        page.locator("#against-file").click()
    chooser.value.set_files(str(word(tmp_path / "上位预案.docx", UPPER)))
    expect(page.locator("#against-file")).to_contain_text("已选", timeout=30_000)
    page.locator("#check").click()
    expect(page.locator("#overview")).to_contain_text("共 2 份", timeout=90_000)
    expect(page.locator("#report")).to_contain_text("应有要素")
    assert page.locator("#report .badge.conflict").count() > 0
    assert page.locator("#plan-text mark").count() > 0

    page.locator("#report tr[data-act=show]:has(.badge.missing)").first.click()
    expect(page.locator("#plan-text .here, #plan-text #here")).to_have_count(1, timeout=30_000)
    expect(page.locator("#chosen-finding")).to_contain_text("缺：")
    page.locator("#dismiss").click()
    expect(page.get_by_text("不采纳要写明理由").first).to_be_visible(timeout=30_000)
    page.locator("#reason").locator("textarea, input").first.fill("见 <另册> 附件")
    page.locator("#dismiss").click()
    expect(page.locator("#report .badge.dismissed").first).to_contain_text("见 <另册> 附件", timeout=30_000)
    shot(page, "review-decided")

    page.locator("#make-files").click()
    expect(page.locator("#check-report")).to_contain_text("docx", timeout=90_000)
    with page.expect_download() as download:
        page.locator("#check-report a").first.click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
