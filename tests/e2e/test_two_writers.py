"""Two writers on one draft in two browser windows: reservations are shown, nobody overwrites anybody, clashes stand side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.conftest import section_shown, shot

pytestmark = pytest.mark.browser
SLOW = 60_000


def window(page: Any, server: str, name: str) -> Any:
    """Another window of the same server, as another person, on the page 写预案."""
    context = page.context.browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    opened.goto(f"{server}/?open=write")
    opened.locator("#writer-name input, #writer-name textarea").first.fill(name)
    opened.locator("#writer-name input, #writer-name textarea").first.blur()
    return opened


def choose_draft(page: Any, title: str) -> None:
    page.locator("#draft-name input").click()
    page.get_by_role("option", name=title).first.click()


def choose_section(page: Any, number: str) -> None:
    page.locator("#outline label", has_text=re.compile(rf"\s{re.escape(number)}\s")).first.click()
    section_shown(page)


def editor(page: Any) -> Any:
    return page.locator("#section-text textarea")


def test_nobody_overwrites_anybody(page: Any, server: str) -> None:
    from playwright.sync_api import expect

    first = window(page, server, "张编制")
    first.get_by_text("新建草稿", exact=True).click()
    first.get_by_role("button", name="填入示例").click()
    expect(first.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=SLOW)
    first.locator("#plan-title input, #plan-title textarea").first.fill("两人同写的预案")
    first.locator("#create-draft").click()
    expect(first.locator("#outline label").first).to_be_visible(timeout=SLOW)

    second = window(page, server, "李编制")
    choose_draft(second, "两人同写的预案")
    expect(second.locator("#outline label").first).to_be_visible(timeout=SLOW)
    for each in (first, second):
        choose_section(each, "1.3")
        expect(each.locator("#desk")).to_contain_text("本节要求", timeout=SLOW)

    editor(first).click()
    editor(first).fill("适用于全县范围内的防汛抗旱工作。")
    first.locator("#save").click()
    expect(first.locator("#outline label", has_text=re.compile(r"◐.*1\.3\s")).first).to_be_visible(timeout=SLOW)

    expect(second.locator("#together")).to_contain_text("张编制", timeout=SLOW)
    expect(second.locator("#together")).to_contain_text(re.compile(r"\d\d:\d\d 起正在写本节"))
    expect(editor(second)).to_be_disabled()
    expect(editor(second)).to_have_value("适用于全县范围内的防汛抗旱工作。")
    shot(second, "reserved")

    editor(first).fill("适用于全县范围内的防汛抗旱工作。军地联合行动另行规定。")  # typed, not yet saved
    second.locator("#together button").click()
    expect(editor(second)).to_be_enabled(timeout=SLOW)
    editor(second).click()
    editor(second).fill("适用于全县范围内的防汛抗旱工作。跨县的按上级预案执行。")
    second.locator("#save").click()
    expect(second.locator("#progress-line")).to_contain_text("待补充", timeout=SLOW)
    second.locator("#finish").click()
    expect(second.locator("#outline label", has_text=re.compile(r"●.*1\.3\s")).first).to_be_visible(timeout=SLOW)

    first.locator("#save").click()
    expect(first.locator("#clash")).to_contain_text("李编制", timeout=SLOW)
    expect(first.locator("#clash .columns")).to_contain_text("跨县的按上级预案执行。")
    expect(first.locator("#clash .columns")).to_contain_text("军地联合行动另行规定。")
    expect(editor(first)).to_have_value("适用于全县范围内的防汛抗旱工作。军地联合行动另行规定。")
    shot(first, "clash")

    first.get_by_role("button", name="两边都留下").click()
    expect(editor(first)).to_have_value(
        "适用于全县范围内的防汛抗旱工作。跨县的按上级预案执行。\n军地联合行动另行规定。", timeout=SLOW
    )
    expect(first.locator("#clash .clash")).to_have_count(0)
    for each in (first, second):
        each.context.close()


def test_a_tab_loaded_anew_goes_on_writing_where_it_was(page: Any, server: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{server}/?open=write")
    page.get_by_text("新建草稿", exact=True).click()
    page.get_by_role("button", name="填入示例").click()
    expect(page.locator("#unit-name input, #unit-name textarea").first).to_have_value("青山县人民政府", timeout=SLOW)
    page.locator("#plan-title input, #plan-title textarea").first.fill("刷新后接着写的预案")
    page.locator("#create-draft").click()
    expect(page.locator("#outline label").first).to_be_visible(timeout=SLOW)
    choose_section(page, "1.3")
    expect(page.locator("#desk")).to_contain_text("本节要求", timeout=SLOW)
    editor(page).click()
    editor(page).fill("适用于全县范围内的防汛抗旱工作。")
    page.locator("#save").click()
    expect(page.locator("#outline label", has_text=re.compile(r"◐.*1\.3\s")).first).to_be_visible(timeout=SLOW)
    page.reload()
    expect(editor(page)).to_have_value("适用于全县范围内的防汛抗旱工作。", timeout=SLOW)
    expect(editor(page)).to_be_enabled()
    expect(page.locator("#together .notice")).to_have_count(0)

    editor(page).click()
    expect(page.locator("body:not(.is-asking)")).to_be_visible(timeout=SLOW)
    copied = page.context.new_page()  # another tab of the same browser is another window
    copied.goto(page.url)
    expect(copied.locator("#together .notice")).to_contain_text("正在写本节", timeout=SLOW)
    expect(editor(copied)).to_be_disabled()
    copied.close()
