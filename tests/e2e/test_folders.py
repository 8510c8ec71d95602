"""A folder, chosen or dropped, is taken as the files within it; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import serving, shot

pytestmark = pytest.mark.browser
DROP = """(box) => {
  const file = (name, words) => ({isFile: true, isDirectory: false, name, file: (done) => done(new File([words], name))});
  const folder = (name, ...within) => ({
    isFile: false, isDirectory: true, name,
    createReader: () => { const left = [within, []]; return {readEntries: (done) => done(left.shift() || [])}; },
  });
  const entry = folder('镇里', folder('丙镇', file('预案.txt', '丙镇防汛应急预案\\n一、总则\\n为做好丙镇防汛工作，制定本预案。\\n')), file('.DS_Store', ''));
  const event = new Event('drop', {bubbles: true, cancelable: true});
  event.dataTransfer = {items: [{webkitGetAsEntry: () => entry}]};
  box.querySelector('button, label, .upload-container, *').dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def server(starters: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library of its own: what is left in it would be found first by the other journeys."""
    with serving(tmp_path_factory.mktemp("文件 夹")) as url:
        yield url


def test_a_folder_is_chosen_and_another_is_dropped(page: Any, server: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    root = tmp_path / "各 镇"
    for town in ("甲镇", "乙镇"):
        (root / town).mkdir(parents=True)
        words = f"{town}防汛应急预案\n一、总则\n为做好{town}防汛工作，制定本预案，储备沙袋。\n"
        (root / town / "预案.txt").write_text(words, encoding="utf-8")
        (root / town / "~$预案.txt").write_text("锁", encoding="utf-8")
    page.goto(f"{server}/?open=shelf")
    with page.expect_file_chooser(timeout=60_000) as chooser:
        page.locator("button[data-folder=ingest-files]").click()
    chooser.value.set_files(str(root))
    expect(page.locator("#ingest-files .file-preview tr")).to_have_count(2, timeout=60_000)
    page.locator("#ingest").click()
    for town in ("甲镇", "乙镇"):  # two files of one name from two folders stay two
        expect(page.locator("#outcome")).to_contain_text(f"{town}防汛应急预案", timeout=90_000)
    shot(page, "folder-taken-in")
    page.locator("#ingest-files").evaluate(DROP)
    expect(page.locator("#ingest-files .file-preview tr")).to_have_count(1, timeout=60_000)
    page.locator("#ingest").click()
    expect(page.locator("#outcome")).to_contain_text("丙镇防汛应急预案", timeout=90_000)
