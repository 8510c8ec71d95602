"""A trainer's way through 学预案 in a real browser: ask, open a clause, draw, make a card, practise a question."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import shot

pytestmark = pytest.mark.browser
SAMPLE = "青山县森林火灾应急预案"


def choose_plan(page: Any, box: str) -> None:
    """A sample: other journeys may have left plans of the user's own, which stand first."""
    page.locator(f"#{box} input").click()
    page.locator(f"#{box} input").fill(SAMPLE)
    page.get_by_role("option", name=SAMPLE).first.click()


def test_ask_card_and_practice(page: Any, server: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{server}/?open=learn")
    expect(page.locator("#learn-ask")).to_be_visible(timeout=60_000)
    page.get_by_label("同时用示例（虚构）").check()  # other journeys may have left documents of the user's own
    page.locator("#learn-question textarea, #learn-question input").first.fill(
        "森林火灾一级响应启动后前两小时各部门干什么"
    )
    page.locator("#learn-ask").click()
    expect(page.locator("#learn-answer .steps li").first).to_be_visible(timeout=120_000)
    expect(page.locator("#learn-answer")).to_contain_text("示例（虚构）")
    page.locator("#learn-answer .steps .link").first.click()
    expect(page.locator("#learn-context #here")).to_be_visible(timeout=30_000)
    page.locator("#learn-view label", has_text="流程图").click()
    expect(page.locator("#learn-answer svg")).to_be_visible(timeout=30_000)
    shot(page, "learn")

    page.get_by_role("tab", name="处置卡").click()
    choose_plan(page, "card-doc")
    page.locator("#card-make").click()
    expect(page.locator("#card-view")).not_to_contain_text("选一份预案", timeout=60_000)
    expect(page.locator("#card-view")).to_contain_text("应急处置卡")
    expect(page.locator("#card-files")).to_contain_text("应急处置卡", timeout=30_000)

    page.get_by_role("tab", name="出题与自测").click()
    choose_plan(page, "quiz-doc")
    page.locator("#quiz-practise").click()
    expect(page.locator("#quiz-view .option").first).to_be_visible(timeout=60_000)
    page.locator("#quiz-view .option").first.click()
    expect(page.locator("#quiz-view .option.picked")).to_be_visible(timeout=30_000)
    page.locator("#quiz-view [data-act=submit]").click()
    expect(page.locator("#quiz-view blockquote")).to_be_visible(timeout=30_000)
    shot(page, "quiz")
