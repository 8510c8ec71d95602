"""Pages that are left in the middle: long work goes on and is found again, and what was typed is not lost."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.conftest import opened_page, running, section_shown, shot

pytestmark = pytest.mark.browser
SLOW = 90_000


def test_a_batch_goes_on_while_its_page_is_left(page: Any, server: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    table = tmp_path / "多村.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["unit.name", "unit.region"])
    for number in range(200):
        book.active.append([f"石桥镇第{number}村村民委员会", "示例省临江市青山县石桥镇"])
    book.save(table)
    panel = page.get_by_text("批量编制（一张表，一行一个单位）", exact=True)
    page.goto(f"{server}/?open=write")
    panel.click()
    page.locator("#batch-units input[type=file]").set_input_files(str(table))
    expect(page.locator("#batch-table")).to_contain_text("第3村", timeout=SLOW)
    page.locator("#batch-start").click()
    expect(page.locator("#batch-progress")).to_contain_text(re.compile(r"正在批量编制 \d+/200"), timeout=SLOW)

    page.goto(f"{server}/?open=find")
    page.get_by_role("tab", name="找条款", selected=True).wait_for(timeout=SLOW)
    page.goto(f"{server}/?open=write")
    panel.click()
    expect(page.locator("#batch-progress")).to_contain_text(re.compile(r"正在批量编制 \d+/200"), timeout=SLOW)
    shot(page, "batch-found-again")
    page.locator("#batch-stop").click()
    expect(page.locator("#batch-table")).to_contain_text(
        re.compile(r"写出 [1-9]\d* 份.*没有做 [1-9]\d* 份"), timeout=SLOW
    )

    page.reload()
    panel.click()
    expect(page.locator("#batch-table")).to_contain_text("已停止", timeout=SLOW)
    expect(page.locator("#batch-file a").first).to_be_visible()


def _draft(page: Any, server: str, title: str) -> None:
    """A new draft with its section 1.3 open."""
    from playwright.sync_api import expect

    page.goto(f"{server}/?open=write")
    page.get_by_text("新建草稿", exact=True).click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=SLOW)
    page.locator("#plan-title input, #plan-title textarea").first.fill(title)
    page.locator("#create-draft").click()
    page.locator("#outline label", has_text=re.compile(r"\s1\.3\s")).first.click(timeout=SLOW)
    section_shown(page)
    expect(page.locator("#desk [data-address*='section=scope']")).to_have_count(1, timeout=SLOW)


def _typed(page: Any, words: str) -> None:
    """Type at the end of the open section, and leave the words unsaved."""
    from playwright.sync_api import expect

    # After a reload the section may still be held by the page that was left: it opens with the next look.
    expect(page.locator("#section-text textarea")).to_be_enabled(timeout=SLOW)
    page.locator("#section-text textarea").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)
    page.wait_for_timeout(700)


def test_typed_text_survives_a_reload_and_overwrites_nobody(page: Any, server: str) -> None:
    from playwright.sync_api import expect

    text, offer = page.locator("#section-text textarea"), page.locator("#typed")
    _draft(page, server, "未保存的预案")
    text.fill("第一行。\n第二行。")
    page.locator("#save").click()
    expect(page.locator("#outline label", has_text=re.compile(r"◐.*1\.3\s")).first).to_be_visible(timeout=SLOW)
    page.reload()
    expect(text).to_have_value("第一行。\n第二行。", timeout=SLOW)
    page.wait_for_timeout(1200)
    expect(offer).to_have_count(0)

    _typed(page, "没有保存的一句。")
    page.reload()
    expect(text).to_have_value("第一行。\n第二行。", timeout=SLOW)
    expect(offer).to_contain_text("没有保存的一句。", timeout=SLOW)
    shot(page, "typed-offer")
    expect(text).to_be_enabled(timeout=SLOW)
    offer.get_by_role("button", name="放回正文").click()
    expect(text).to_have_value("第一行。\n第二行。没有保存的一句。")
    page.locator("#save").click()
    expect(page.locator("body:not(.is-asking)")).to_be_visible(timeout=SLOW)
    expect(page.locator("#clash .clash")).to_have_count(0)
    page.reload()
    expect(text).to_have_value("第一行。\n第二行。没有保存的一句。", timeout=SLOW)
    page.wait_for_timeout(1200)
    expect(offer).to_have_count(0)

    _typed(page, "我的话。")
    page.locator("#progress-line").click()  # saved as the editor is left
    expect(page.locator("#kept-text textarea")).to_have_value(re.compile("我的话"), timeout=SLOW)
    expect(page.locator("#kept-text")).to_be_hidden()
    _typed(page, "后来的话。")
    page.goto("about:blank")
    other = page.context.browser.new_context(locale="zh-CN")
    second = other.new_page()
    second.goto(f"{server}/?open=write")
    second.locator("#draft-name input").click()
    second.get_by_role("option", name="未保存的预案").first.click()
    second.locator("#outline label", has_text=re.compile(r"\s1\.3\s")).first.click(timeout=SLOW)
    section_shown(second)
    words = second.locator("#section-text textarea")
    expect(words).to_have_value(re.compile("我的话。$"), timeout=SLOW)
    expect(words).to_be_enabled(timeout=SLOW)
    words.fill("别人写的。")
    second.locator("#finish").click()
    expect(second.locator("#outline label", has_text=re.compile(r"●.*1\.3\s")).first).to_be_visible(timeout=SLOW)
    other.close()

    page.go_back()
    expect(text).to_have_value("别人写的。", timeout=SLOW)
    expect(offer).to_contain_text("后来的话。", timeout=SLOW)
    expect(offer).to_contain_text("另有改动")
    expect(text).to_be_enabled(timeout=SLOW)
    offer.get_by_role("button", name="放回正文").click()
    page.locator("#save").click()
    expect(page.locator("#clash .columns")).to_contain_text("别人写的。", timeout=SLOW)
    expect(page.locator("#clash .columns")).to_contain_text("后来的话。")
    shot(page, "typed-clash")


def test_a_killed_server_finds_everything_again(chromium: Any, tmp_path: Path) -> None:
    """Killed while it takes files in and while somebody writes, the next start has the library whole and the text, all of it."""
    from playwright.sync_api import expect

    home, many = tmp_path / "断电的 库", []
    for number in range(80):
        many.append(tmp_path / f"仓库名册{number}.txt")
        lines = "\n".join(f"第{number}之{row}号仓库存放沙袋{row}百条，由看守组巡查。" for row in range(20))
        many[-1].write_text(f"仓库名册{number}\n一、仓库\n{lines}\n", encoding="utf-8")
    first = tmp_path / "值班办法.txt"
    first.write_text("青山县值班办法\n一、值守\n青山县实行昼夜应急值班制度。\n", encoding="utf-8")

    def take_in(page: Any, files: list[Path]) -> None:
        page.goto(f"{url}/?open=shelf")
        page.locator("#ingest-files input[type=file]").set_input_files([str(file) for file in files])
        expect(page.locator("#ingest-files")).to_contain_text(files[-1].stem, timeout=SLOW)
        page.locator("#ingest").click()

    with running(home) as (url, process), opened_page(chromium, url) as page:
        take_in(page, [first])
        expect(page.locator("#outcome")).to_contain_text("新增", timeout=SLOW)
        text = page.locator("#section-text textarea")
        _draft(page, url, "断电前的预案")
        text.fill("已经保存的一句。")
        page.locator("#save").click()
        expect(page.locator("#outline label", has_text=re.compile(r"◐.*1\.3\s")).first).to_be_visible(timeout=SLOW)
        _typed(page, "没有保存的一句。")
        expect(page).to_have_url(re.compile("section="), timeout=SLOW)
        beside = page.context.new_page()
        take_in(beside, many)
        expect(beside.locator("#ingest-progress")).to_contain_text("已用", timeout=SLOW)
        beside.wait_for_timeout(500)  # somewhere in the middle, wherever that is on this machine
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)

        with running(home, int(url.rsplit(":", 1)[1])) as (again, _):
            assert again == url
            page.goto(page.url)
            expect(text).to_have_value("已经保存的一句。", timeout=SLOW)
            page.locator("#together button").click(timeout=SLOW)  # the window that was cut off holds the section still
            expect(text).to_be_enabled(timeout=SLOW)
            page.locator("#typed").get_by_role("button", name="放回正文").click(timeout=SLOW)
            expect(text).to_have_value("已经保存的一句。没有保存的一句。")
            beside.goto(f"{url}/?open=shelf")
            expect(beside.locator("#holdings")).to_contain_text("青山县值班办法", timeout=SLOW)
            beside.get_by_text("检查和示例", exact=True).click()
            beside.locator("#verify").click()
            expect(beside.locator("#outcome")).to_contain_text("资料库和索引完好", timeout=SLOW)
            expect(beside.locator("#ingest-left")).to_contain_text("仓库名册0.txt 等 80 份）没有做完")
            shot(beside, "interrupted")
            beside.locator("#ingest-resume").click()
            expect(beside.locator("#outcome")).to_contain_text(re.compile("新增|未变"), timeout=SLOW)
            expect(beside.locator("#ingest-left")).to_be_hidden()
            expect(beside.locator("#holdings")).to_contain_text("青山县值班办法")
            expect(beside.locator("#holdings")).to_contain_text("仓库名册79")
            beside.locator("#verify").click()
            expect(beside.locator("#outcome")).to_contain_text("资料库和索引完好", timeout=SLOW)
