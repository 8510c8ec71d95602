"""Clause text cut into stretches between punctuation, the units that can prescribe one act."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.training.joints import joints_of

_OPEN, _CLOSE = "（(“《〔【", "）)”》〕】"
_BREAKS = "，：,;:"
_STOPS = "。；！？\n"
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|\d{1,2}(?:[.．]\d{1,2}){0,3}[.．、](?!\d)|\d{1,2}(?:[.．]\d{1,2}){2,4}(?=[一-鿿])|[一二三四五六七八九十]{1,3}、|"
    r"第[一二三四五六七八九十\d]{1,3}[，,、]|[一二三四五六七八九十]是)\s*"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between two punctuation marks; ``stop`` is the mark behind, ``item`` tells that an enumerator stands before.

    ``start`` is behind the enumerator, ``sentence`` the half-open span of the sentence around it.
    """

    start: int
    end: int
    text: str
    stop: str
    item: bool
    sentence: tuple[int, int]


def stretches(text: str) -> tuple[Stretch, ...]:
    """The stretches of a text in order; brackets and quotation marks hold theirs together."""
    found: list[Stretch] = []
    joints = joints_of(text)
    for first, last in _sentences(text):
        begin, depth = first, 0
        for place in range(first, last + 1):
            char = text[place] if place < last else ""
            if char and char in _OPEN:
                depth += 1
            elif char and char in _CLOSE:
                depth = max(0, depth - 1)
            elif (
                place in joints
                or place == last
                or (char in _BREAKS and depth == 0 and not _in_number(text, place))
                or char == "；"
            ):
                _add(found, text, begin, place, (first, last))
                begin = place if place in joints else place + 1
    return tuple(found)


def _add(found: list[Stretch], text: str, begin: int, end: int, sentence: tuple[int, int]) -> None:
    mark = _ITEM.match(text, begin, end)
    start = mark.end() if mark and mark.end() < end else begin
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        stop = text[end] if end < len(text) else "。"
        found.append(Stretch(start, end, text[start:end], stop, mark is not None, sentence))


def _sentences(text: str) -> list[tuple[int, int]]:
    """Sentences, ended by 。！？ or a line's end; quotation marks that are never closed do not swallow the rest."""
    spans, begin = [], 0
    for place, char in enumerate(text):
        if char in "。！？\n" and not _quoted(text, begin, place):
            spans.append((begin, place))
            begin = place + 1
    spans.append((begin, len(text)))
    return [span for span in spans if text[span[0] : span[1]].strip()]


def _quoted(text: str, begin: int, place: int) -> bool:
    inside = text[begin:place]
    return inside.count("“") > inside.count("”") and "”" in text[place : place + 40]


def _in_number(text: str, place: int) -> bool:
    return text[place] in ",:：" and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def sentence_of(text: str, span: tuple[int, int]) -> str:
    """The words of a sentence with the mark behind."""
    start, end = span
    return text[start : end + 1].strip() if end < len(text) and text[end] in _STOPS else text[start:end].strip()
