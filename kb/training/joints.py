"""Where punctuation was lost between two acts, as in recognised print: a new office begins right behind a finished act."""

from __future__ import annotations

import re

from kb.training.actors import is_agent
from kb.training.tokens import Token, tokens
from kb.training.words import ADVERBS, PREDICATE, STRONG

_OFFICE = re.compile(
    r"(?:国家|自治区|省|市|县|区|州)[一-鿿、（）和]{1,26}?(?:厅|局|委|办|部|会|社|公司|部门|单位|机构|指挥部)"
)
_CLOSED = re.compile(
    r"(?:工作|措施|建议|支持|恢复|支援|保障|评估|数据|信息|情况|救助|帮助|活动|任务|准备|通知|报告|任务|服务|秩序)$"
)
_LATE = re.compile(r"(?<=[一-鿿]{6})(?=必要时[，,])|(?<=工作)(?=同时[一-鿿])")
_LEAST = 20
"""A run this long without a mark may have lost one."""


def joints_of(text: str) -> frozenset[int]:
    """Places in a text where a mark is missing; runs between marks are looked at singly."""
    found: set[int] = set()
    for run in re.finditer(r"[^，。；：！？\n]+", text):
        if len(run[0]) >= _LEAST:
            found.update(run.start() + place for place in _inside(run[0]))
    found.update(match.start() for match in _LATE.finditer(text))
    return frozenset(found)


def _inside(run: str) -> list[int]:
    words = tokens(run)
    starts = {word.start: number for number, word in enumerate(words)}
    places: list[int] = []
    for number, word in enumerate(words):
        if number == 0 or not _CLOSED.search(run[: word.start]):
            continue
        office = _office_at(run, word.start, words, starts)
        if office and any(each.flag.startswith("v") for each in words[:number]):
            places.append(word.start)
    return places


def _office_at(run: str, start: int, words: tuple[Token, ...], starts: dict[int, int]) -> bool:
    """Whether an office with a predicate behind it stands here."""
    for match in re.finditer(r"(?=(厅|局|委|办|部|会|社|公司|部门|单位|机构|指挥部))", run[start : start + 40]):
        end = start + match.start() + len(match[1])
        name = run[start:end]
        if not _OFFICE.fullmatch(name) or not is_agent(name) or end not in starts:
            continue
        following = words[starts[end]]
        if PREDICATE.match(run, end) or following.flag.startswith("v") or following.word in STRONG | ADVERBS:
            return True
    return False
