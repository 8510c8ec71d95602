from __future__ import annotations

from pathlib import Path

import pytest

from indexer.tokens import Tokens, bigrams, clean, fold, numeral


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("启动Ⅳ级响应", "启动四级响应"),
        ("II 级", "二级"),
        ("4级", "四级"),
        ("第103条", "第一百零三条"),
        ("消防法44条", "消防法第四十四条"),
        ("第 7 条", "第七条"),
        ("ＧＢ／Ｔ", "gb/t"),
        ("应\u200b急", "应急"),
        ("WI级", "wi级"),
        ("3.12条", "3.12条"),
    ],
)
def test_fold_gives_equal_things_one_spelling(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "一"), (10, "十"), (20, "二十"), (110, "一百一十"), (305, "三百零五")]
)
def test_numerals(number: int, expected: str) -> None:
    assert numeral(number) == expected


def test_bigrams_keep_other_runs_whole() -> None:
    assert list(bigrams("防汛抗旱 gb/t 33942，值")) == ["防汛", "汛抗", "抗旱", "gb/t", "33942", "值"]


def test_words_of_the_field_stay_whole(tmp_path: Path) -> None:
    text = "启动扁担戏联防机制"
    plain, own = Tokens(cache_folder=tmp_path), Tokens("扁担戏联防  # 我们的词\n", cache_folder=tmp_path)
    assert "扁担戏联防" not in list(plain.words(text))
    assert "扁担戏联防" in list(own.words(text))
    assert plain.identity != own.identity


def test_content_words_leave_out_how_it_is_asked(tokens: Tokens) -> None:
    assert tokens.content_words(fold("值班员应该怎么报告？")) == ("值班员", "报告")


def test_unwritable_cache_is_no_obstacle(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert list(Tokens(cache_folder=file / "below").words("应急值班"))
    assert capfd.readouterr() == ("", "")


def test_clean_drops_what_cannot_be_seen() -> None:
    assert clean("\ufeff应急\x00\t\n 值班\u202e\udcbb") == "应急 值班"


@pytest.mark.parametrize(
    "text", ["青山县防汛抗旱指挥部办公室应当立即报告", "二〇二六年〇号预案", "㐀㐁豈更应急", "的的的", "龘"]
)
def test_words_are_those_of_jieba(text: str) -> None:
    tokens = Tokens("防汛抗旱指挥部\n应急预案")
    assert list(tokens.words(text)) == list(tokens._segmenter.cut_for_search(text, HMM=False))
    assert tokens._cut(text) == tuple(tokens._segmenter.cut(text, HMM=False))
