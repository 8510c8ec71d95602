"""A draft from facts to the signed file on the page: fill, edit, past clauses, gaps, versions, a colleague's Word, export."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument

from tests.e2e.conftest import section_shown, shot

pytestmark = pytest.mark.browser
SLOW = 90_000


def test_from_facts_to_word_and_back(page: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    text = page.locator("#section-text textarea")
    page.get_by_role("tab", name="写预案").click()
    page.get_by_text("新建草稿", exact=True).click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=SLOW)
    page.locator("#plan-title input, #plan-title textarea").first.fill("青山县防汛抗旱应急预案（试写）")
    page.locator("#create-draft").click()
    expect(page.locator("#outline label").first).to_be_visible(timeout=SLOW)

    page.locator("#outline label", has_text=re.compile(r"\s2\.9\s")).first.click()
    section_shown(page)
    expect(page.locator("#desk")).to_contain_text("过往条款", timeout=SLOW)
    page.locator("#fill").click()
    expect(text).to_have_value(re.compile("24小时值班"), timeout=SLOW)
    first = text.input_value()
    text.fill(f"{first}\n值班记录保存三年。")
    page.locator("#save").click()
    expect(page.locator("#outline label", has_text=re.compile(r"◐.*2\.9\s")).first).to_be_visible(timeout=SLOW)
    expect(text).to_have_value(re.compile("值班记录保存三年。"), timeout=SLOW)

    page.locator("#more-panel").get_by_text("提纲、版本").click()
    page.get_by_role("tab", name="版本", exact=True).click()
    page.locator("#version-keep").click()
    expect(page.locator("#version-diff")).to_contain_text("已留作第 1 版", timeout=SLOW)
    text.fill("全部改写过的一节。")
    page.locator("#save").click()
    page.locator("#version-compare").click()
    expect(page.locator("#version-diff")).to_contain_text("全部改写过的一节", timeout=SLOW)
    shot(page, "versions")
    page.locator("#version-restore").click()
    expect(text).to_have_value(re.compile("值班记录保存三年。"), timeout=SLOW)

    page.locator("#export").click()
    link = page.locator("#export-file a[download]").first
    expect(link).to_be_visible(timeout=SLOW)
    with page.expect_download() as download:
        link.click()
    word = tmp_path / "同事改过.docx"
    download.value.save_as(word)
    document = WordDocument(str(word))
    line = next(p for p in document.paragraphs if p.text == "值班记录保存三年。")
    line.runs[0].text = "值班记录保存五年。"
    document.save(str(word))

    page.get_by_role("tab", name="同事改过的 Word").click()
    page.locator("#edited-file input[type=file]").set_input_files(str(word))
    expect(page.locator("#edited-diff")).to_contain_text("值班记录保存五年", timeout=SLOW)
    page.locator("#edited-take").click()
    expect(text).to_have_value(re.compile("值班记录保存五年。"), timeout=SLOW)

    page.locator("#desk").get_by_text(re.compile(r"全文缺 \d+ 项")).click()
    page.locator("#gaps .slot[data-act=go]").first.click()
    expect(text).to_have_value("", timeout=SLOW)
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "write-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400, "nothing stands beside a narrow page"
