"""Writer, reviewer, trainer and clerk, each from an empty library to the file in hand; pages with content are sound as well."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument

from tests.e2e.conftest import opened_page, serving, shot
from tests.e2e.soundness import faults
from tests.ui.test_reviews import PLAN, word

pytestmark = pytest.mark.browser
OWN = (
    "白鹤县防汛抗旱应急预案\n\n1 总则\n1.1 编制目的\n为有效应对白鹤县水旱灾害，制定本预案。\n2 应急响应\n2.1 一级响应\n"
    "县防汛抗旱指挥部指挥长批准启动一级响应后，县水利局应当在30分钟内派出工作组，县应急管理局立即组织危险区域群众转移。\n"
    "3 值班\n县防汛抗旱指挥部办公室实行昼夜应急值班制度，值班员接报后十分钟内报告带班领导。\n"
)


@pytest.fixture
def empty(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """A page over a library of its own, with nothing in it."""
    with serving(tmp_path / "空 库") as url, opened_page(chromium, url) as page:
        page.url_of_server = url
        yield page


def go(page: Any, name: str) -> None:
    page.locator(f"#pages > .tab-wrapper [data-tab-id={name}]").first.click()
    settle(page)


def settle(page: Any) -> None:
    page.wait_for_timeout(200)
    page.locator("body:not(.is-asking)").wait_for(timeout=60_000)


def take_in(page: Any, folder: Path) -> None:
    from playwright.sync_api import expect

    file = folder / "白鹤县防汛预案.txt"
    file.write_text(OWN, encoding="utf-8")
    go(page, "shelf")
    page.locator("#ingest-files input[type=file]").set_input_files(str(file))
    page.locator("#ingest").click()
    expect(page.locator("#outcome")).to_contain_text("新增", timeout=60_000)


def saved(page: Any, link: Any, path: Path) -> Path:
    with page.expect_download() as download:
        link.click()
    download.value.save_as(path)
    return path


def test_writer(empty: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = empty
    take_in(page, tmp_path)
    go(page, "write")
    page.get_by_text("新建草稿", exact=True).click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=30_000)
    page.locator("#create-draft").click()
    expect(page.locator("#outline label").first).to_be_visible(timeout=60_000)

    go(page, "find")
    page.locator("body").click(position={"x": 700, "y": 700})
    page.keyboard.press("/")
    page.keyboard.type("昼夜应急值班制度")
    page.keyboard.press("Enter")
    expect(page.locator("#hits .hit").first).to_contain_text("值班", timeout=30_000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#context #here")).to_contain_text("值班", timeout=30_000)
    expect(page).to_have_url(re.compile("clause="), timeout=30_000)  # the address line names the clause
    address = page.url
    page.locator("#hits .hit").first.get_by_role("button", name="放进篮子").click()
    expect(page.locator("#basket")).to_contain_text("篮子（1 条）", timeout=30_000)
    page.get_by_role("button", name="保存这次查找").click()
    expect(page.locator("#saved")).to_contain_text("已存的查找", timeout=30_000)
    told = faults(page, "writer-find")
    page.locator("#send button").first.click()
    expect(page.locator("#send-section input")).not_to_have_value("", timeout=30_000)
    page.locator("#send-go").click()
    expect(page.locator("#send-told")).to_contain_text("1 条，出处一并记下", timeout=30_000)
    page.locator("#send-told a").click()
    expect(page.locator("#section-text textarea")).to_have_value(re.compile("昼夜应急值班"), timeout=60_000)
    expect(page).to_have_url(re.compile("section="), timeout=30_000)
    told += faults(page, "writer-write")
    page.locator("#export").click()
    link = page.locator("#export-file a[download]").first
    expect(link).to_be_visible(timeout=60_000)
    made = saved(page, link, tmp_path / "预案.docx")
    assert any("昼夜应急值班" in paragraph.text for paragraph in WordDocument(str(made)).paragraphs)

    page.goto(address)
    expect(page.locator("#context #here")).to_contain_text("值班", timeout=60_000)
    expect(page.locator("#basket")).to_contain_text("篮子（1 条）")
    page.locator("#saved [data-act=repeat]").first.click()
    expect(page.locator("#hits .hit").first).to_contain_text("值班", timeout=30_000)
    assert not told, "\n".join(told)


def test_reviewer(empty: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = empty
    go(page, "review")
    page.locator("#check-files input[type=file]").set_input_files(
        [str(word(tmp_path / "青山县 预案.docx", PLAN)), str(word(tmp_path / "另一份.docx", PLAN[:4]))]
    )
    page.locator("#check").click()
    expect(page.locator("#overview")).to_contain_text("共 2 份", timeout=90_000)
    page.locator("#report tr[data-act=show]:has(blockquote)").first.click()
    expect(page.locator("#plan-text mark.chosen").first).to_be_visible(timeout=30_000)
    settle(page)
    expect(page).to_have_url(re.compile("finding="), timeout=30_000)
    address = page.url
    told = faults(page, "reviewer")
    page.locator("#reason").locator("textarea, input").first.fill("另册已有")
    page.locator("#dismiss").click()
    expect(page.locator("#report .badge.dismissed").first).to_contain_text("另册已有", timeout=30_000)
    page.locator("#make-files").click()
    expect(page.locator("#check-report")).to_contain_text("审查报告", timeout=90_000)
    made = saved(page, page.locator("#check-report a").first, tmp_path / "一份.docx")
    assert made.read_bytes()[:2] == b"PK"

    page.goto(address)
    expect(page.locator("#plan-text mark.chosen").first).to_be_visible(timeout=90_000)
    expect(page.locator("#report .badge.dismissed").first).to_contain_text("另册已有")
    page.goto(f"{page.url_of_server}/?open=review&check=gone")
    expect(page.locator("#recent-checks")).to_contain_text("青山县防汛抗旱应急预案", timeout=60_000)
    assert not told, "\n".join(told)


def test_trainer(empty: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = empty
    take_in(page, tmp_path)
    go(page, "learn")
    page.locator("#learn-question textarea, #learn-question input").first.fill("一级响应启动后各部门干什么")
    page.locator("#learn-ask").click()
    expect(page.locator("#learn-answer .steps li").first).to_be_visible(timeout=120_000)
    settle(page)
    told = faults(page, "trainer")
    page.locator("#learn-docx").click()
    expect(page.locator("#learn-file a").first).to_be_visible(timeout=60_000)
    made = saved(page, page.locator("#learn-file a").first, tmp_path / "步骤.docx")
    assert WordDocument(str(made)).paragraphs
    assert not told, "\n".join(told)


def test_clerk(empty: Any, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = empty
    table = tmp_path / "村.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["unit.name", "unit.region", "office.duty_phone"])
    for name, phone in (("竹溪乡上坪村", "0000-0001001"), ("竹溪乡下坪村", "0000-0001002")):
        book.active.append([name, "示例省临江市青山县", phone])
    book.save(table)
    go(page, "write")
    page.get_by_text("批量编制（一张表，一行一个单位）", exact=True).click()
    page.locator("#batch-units input[type=file]").set_input_files(str(table))
    expect(page.locator("#batch-table")).to_contain_text("竹溪乡下坪村", timeout=30_000)
    settle(page)
    told = faults(page, "clerk")
    page.locator("#batch-start").click()
    expect(page.locator("#batch-table")).to_contain_text("写出 2 份", timeout=120_000)
    made = saved(page, page.locator("#batch-file a").first, tmp_path / "结果.zip")
    assert sum(name.endswith(".docx") for name in zipfile.ZipFile(made).namelist()) == 2
    shot(page, "clerk-done")
    assert not told, "\n".join(told)


def test_a_lost_server_is_said(page: Any) -> None:
    """With the server gone a click is answered by a sentence that says what to do."""
    from playwright.sync_api import expect

    page.locator("#query input, #query textarea").first.fill("值班")
    page.context.set_offline(True)
    page.locator("#search").click()
    expect(page.locator("#lost")).to_contain_text("连不上工作台", timeout=10_000)
    shot(page, "lost")
    page.context.set_offline(False)
