"""One user's way through the workspace in a real browser, from the first search to the Word file read back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument

from kb.parsing import parse
from tests.e2e.conftest import section_shown, shot

pytestmark = pytest.mark.browser


def open_page(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def count_of(page: Any, label: str) -> int:
    found = re.search(rf"{label}\s*(\d+)", page.locator("#progress-line").inner_text())
    return int(found[1]) if found else 0


def test_search_draft_export(page: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page.get_by_placeholder("想查什么").fill("应急值班制度")
    page.get_by_role("button", name="查找").click()
    first = page.locator("#hits .hit").first
    expect(first).to_contain_text("值", timeout=30_000)
    expect(first).to_contain_text("示例（虚构）")
    assert page.locator("#hits mark").count() > 0
    first.click()
    expect(page.locator("#context #here")).to_be_visible(timeout=30_000)
    shot(page, "find")

    open_page(page, "写预案")
    page.get_by_text("新建草稿", exact=True).click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=30_000)
    page.locator("#create-draft").click()
    expect(page.locator("#outline label").first).to_be_visible(timeout=60_000)
    expect(page.locator("#progress-line")).to_contain_text("缺", timeout=60_000)
    missing_before = count_of(page, "缺")

    for number in ("1.1", "1.3"):
        page.locator("#outline label", has_text=re.compile(rf"\s{re.escape(number)}\s")).first.click()
        section_shown(page)
        expect(page.locator("#section-text textarea")).to_have_value("", timeout=30_000)
        expect(page.locator("#desk")).to_contain_text("本节要求", timeout=30_000)
        page.locator("#fill").click()
        expect(page.locator("#section-text textarea")).not_to_have_value("", timeout=60_000)
        page.locator("#finish").click()
        expect(page.locator("#outline label", has_text=re.compile(rf"●.*{re.escape(number)}\s")).first).to_be_visible(
            timeout=30_000
        )
    assert count_of(page, "缺") < missing_before, "filling sections closes gaps"
    shot(page, "write")

    page.locator("#export").click()
    link = page.locator("#export-file a[download]").first
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    word = tmp_path / "预案.docx"
    download.value.save_as(word)
    text = "\n".join(paragraph.text for paragraph in WordDocument(str(word)).paragraphs)
    assert "青山县防汛抗旱应急预案" in text
    headings = [f"{section.number} {section.text}" for section in parse(word).documents[0].sections]
    assert any("编制目的" in heading for heading in headings)


def test_check_a_plan(page: Any) -> None:
    from playwright.sync_api import expect

    import corpus

    open_page(page, "查缺项")
    page.locator("#check-files input[type=file]").set_input_files(
        str(corpus.folder("samples", "plans") / "竹溪乡下坪村应急预案.txt")
    )
    page.locator("#check").click()
    expect(page.locator("#report")).to_contain_text("下坪村", timeout=60_000)
    assert page.locator("#report .badge.missing").count() > 0
    shot(page, "review")


def test_take_a_document_in_and_out(page: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    file = tmp_path / "柳河镇 值班办法.txt"
    file.write_text(
        "柳河镇应急值班办法\n第一条 柳河镇实行二十四小时应急值班制度，由镇应急办安排，值班电话0000-0004401。\n"
        "第二条 值班人员接到险情报告后，应当在十分钟内报告带班领导。\n",
        encoding="utf-8",
    )
    open_page(page, "资料库")
    page.locator("#ingest-files input[type=file]").set_input_files(str(file))
    page.locator("#ingest").click()
    expect(page.locator("#outcome")).to_contain_text("新增", timeout=60_000)
    expect(page.locator("#holdings")).to_contain_text("柳河镇")
    shot(page, "shelf")
    page.locator("#holdings tr", has_text="柳河镇").last.click()
    expect(page.locator("#about-title input, #about-title textarea").first).to_have_value(
        re.compile("柳河镇"), timeout=30_000
    )
    page.locator("#about-title input, #about-title textarea").first.fill("柳河镇值班办法（改名）")
    page.locator("#about-save").click()
    expect(page.locator("#holdings")).to_contain_text("柳河镇值班办法（改名）", timeout=30_000)
    shot(page, "shelf-describe")
    page.locator("#remove").click()
    expect(page.locator("#outcome")).to_contain_text("已移除", timeout=30_000)
    page.get_by_text("回收站", exact=True).click()
    page.locator("#trash button", has_text="放回").first.click()
    expect(page.locator("#holdings")).to_contain_text("柳河镇值班办法（改名）", timeout=30_000)
    page.get_by_role("tab", name="统计").click()
    expect(page.locator("#statistics")).to_contain_text("编制年限", timeout=30_000)
    shot(page, "statistics")


def test_hostile_text_is_shown_as_text(page: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    file = tmp_path / "恶意.txt"
    file.write_text(
        "测试办法\n第一条 <img src=x onerror=\"document.title='stolen'\"> ${document.title='stolen'} {{value}} 石门水库夜间巡查由水管站负责。\n",
        encoding="utf-8",
    )
    open_page(page, "资料库")
    page.locator("#ingest-files input[type=file]").set_input_files(str(file))
    page.locator("#ingest").click()
    expect(page.locator("#outcome")).to_contain_text("测试办法", timeout=60_000)
    open_page(page, "找条款")
    page.get_by_placeholder("想查什么").fill("石门水库夜间巡查")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#hits")).to_contain_text("onerror", timeout=30_000)
    page.locator("#hits .hit", has_text="onerror").first.click()
    expect(page.locator("#context #here")).to_contain_text("{{value}}", timeout=30_000)
    assert page.title() != "stolen"
