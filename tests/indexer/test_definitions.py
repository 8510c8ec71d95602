"""Questions for a meaning, what tells it, and terms that stand nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer import definitions
from indexer.index import HybridIndex
from tests.indexer.conftest import document
from tests.indexer.memory import MemoryLibrary


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是火情", "火情"), ("双盲演练到底是什么意思", "双盲演练"), ("汛限水位啥意思?", "汛限水位"), ("隐患点的含义", "隐患点"),
        ("重大事故怎么定义", "重大事故"), ("生命线工程指什么", "生命线工程"), ("啥叫临灾", "临灾"), ("演练多久一次", ""), ("帐篷有多少顶", ""),
    ],
)  # fmt: skip
def test_the_term_asked_for(question: str, term: str) -> None:
    assert definitions.asked(question) == term


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("术语:火情,指未认定级别的燃烧现象。", True),
        ("本预案所称“火情”,是指燃烧。", True),
        ("火情:未认定的燃烧。", True),
        ("接到火情报告后立即出动。", False),
        ("", False),
    ],
)
def test_what_tells_a_meaning(text: str, told: bool) -> None:
    assert definitions.told(["火情"], text) is told


def test_the_meaning_of_a_term_that_stands_nowhere_is_refused(
    make_index: Callable[..., HybridIndex], library: MemoryLibrary
) -> None:
    library.put(
        document(
            "镇预案", "石桥镇防汛预案", ("5.1", "火情，指未认定级别的燃烧现象。"), ("5.2", "每年演练一次，由镇长讲评。")
        )
    )
    index = make_index()
    index.refresh()
    assert index.search("什么是火情", 3).answerable
    assert not index.search("嘎嘎演练到底是什么意思", 3).answerable


def test_a_hazard_that_stands_nowhere_is_refused(make_index: Callable[..., HybridIndex]) -> None:
    index = make_index()
    index.refresh()
    assert index.search("防汛预案由谁制定", 3).hits
    assert not index.search("县指挥部办公室海啸值班员报告带班领导", 3).answerable
    assert index.search("县指挥部办公室值班员报告带班领导", 3).answerable
