"""Where the words of a question are marked in a text."""

from __future__ import annotations

import pytest

from indexer.highlights import highlights


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("值班员在1小时内报告，14日16时续报", ["1", "报告"], ["1", "报告"]),
        ("应急值班值守制度", ["值班", "值守"], ["值班值守"]),
        ("省道S217线与GPS设备", ["217", "gps", "ps"], ["217", "GPS"]),
        ("启动Ⅱ级响应，不是Ⅲ级", ["二级"], ["Ⅱ级"]),
        ("村里的锣", ["锣"], []),
    ],
)
def test_words_are_marked_whole(text: str, words: list[str], marked: list[str]) -> None:
    assert [text[a:b] for a, b in highlights(text, words)] == marked
