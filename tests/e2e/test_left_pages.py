"""Pages that are left in the middle: long work goes on and is found again, and what was typed is not lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.conftest import shot

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
