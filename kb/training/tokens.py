"""The words of a stretch with their classes, as the segmenter gives them with the terms of plans added."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.training.words import TERMS


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its class and its place in the stretch."""

    word: str
    flag: str
    start: int
    end: int


@cache
def _tagger() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.CRITICAL + 1)
    words = jieba.Tokenizer()
    tagger = jieba.posseg.POSTokenizer(words)
    for term in TERMS.split("|"):
        word, tag = term.split()
        words.add_word(word, freq=20_000, tag=tag)
    return tagger


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a stretch with their classes."""
    found, place = [], 0
    for pair in _tagger().cut(text, HMM=False):
        found.append(Token(pair.word, pair.flag, place, place + len(pair.word)))
        place += len(pair.word)
    return tuple(found)
