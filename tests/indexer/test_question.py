"""Typing errors mended by what the library and the dictionary know."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.question import understand
from indexer.synonyms import Synonyms
from indexer.tokens import Tokens

LIBRARY = "防汛指挥部。滑坡水位检查山体滑坡水位上涨检查山体指挥部水位滑坡检查防汛指挥部"
SYNONYMS = """
[homophones]
groups = ["汛讯训"]
syllables = "坡破泼 位味未 查察茶 滑华划"
"""


@pytest.fixture(scope="module")
def tokens(jieba_cache: Path) -> Tokens:
    return Tokens("", SYNONYMS, cache_folder=jieba_cache)


def mended(query: str, tokens: Tokens) -> str:
    return understand(query, tokens, tokens.synonyms, LIBRARY.count).folded


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("山体滑破", "山体滑坡"),
        ("水味上涨", "水位上涨"),
        ("防讯指挥部", "防汛指挥部"),
        ("划坡", "滑坡"),
        ("检察院", "检察院"),  # a word of its own
        ("红茶", "红茶"),
        ("未来", "未来"),
        ("水位", "水位"),
    ],
)
def test_mends_only_what_is_no_word(query: str, expected: str, tokens: Tokens) -> None:
    assert mended(query, tokens) == expected


def test_characters_of_one_sound_come_from_the_syllables() -> None:
    synonyms = Synonyms(SYNONYMS)
    assert set(synonyms.sounding("破")) == {"坡", "泼"}
    assert list(synonyms.sounding("汛")) == []
    assert set(synonyms.alike("汛")) == {"讯", "训"}
