"""The entries of a text: rows of tables, lines of lists and sentences of paragraphs, with the names of persons in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.name_model import can_be_name, name_at
from kb.review.text import HANZI, Body, Line, normalise

TITLE = (
    r"(?:总指挥长?|指挥长|指挥员|[组队班排连站所院校园厂场矿处科股局部镇乡县区市村省司社]长|主任|主席|书记|总?经理|总监|主管|店长|船长|总工程师|工程师|总工(?!程)|校医|医生|护士长|干事|专员|会计"
    r"|保管员|保管人|管理员|负责人|责任人|联系人|值班员|监测员|预警员|网格员|护林员|巡查员|班主任|教师|老师|秘书长|大副|轮机长|主席|委员|医师|村医|文书|保健医)"
)
_TITLED = re.compile(rf"^.*?{TITLE}$")
_BEGINS = re.compile(rf"^[\u4e00-\u9fff]{{0,14}}?{TITLE}|^[\u4e00-\u9fff]{{2,12}}[组部科室队股办]")
_RIGHT_BEFORE = re.compile(r"副?(?:总指挥|指挥长|组长|队长|主任)")
_NO_END = "副部科处室局队组院所站委办厅厂村镇乡"
_AT = re.compile(r"[组队科室部局厂库村层站院所班间柜]$")
"""Where a person belongs, right before the name."""
_PRIOR = 0.3
"""How likely a name is where one is looked for."""
_SPLIT = re.compile(r"(?<=[。;；\n])")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list or a sentence in normalised form, and where it begins in its line."""

    line: Line
    text: str
    start: int


def entries(body: Body) -> Iterator[Entry]:
    """All entries of a text but those of contents pages."""
    for line in body.lines:
        if line.contents:
            continue
        at = 0
        for raw in [line.clause.text] if line.clause.table_row else _SPLIT.split(line.clause.text):
            text = normalise(raw)
            if text:
                yield Entry(line, text, at)
            at += len(text)


def words(text: str) -> list[str]:
    """The stretches of Chinese that marks and digits set apart."""
    return HANZI.findall(text)


def is_name(text: str) -> bool:
    """Whether a word is the name of a person and not more likely anything else."""
    return can_be_name(text) and name_at(text, 0, prior=_PRIOR) == text


def named(word: str) -> tuple[str, str]:
    """The person whom a word begins or ends with, and the rest of it (``校医唐敏``, ``唐敏校医``); two empty texts where there is none."""
    if is_name(word):
        return word, ""
    for length in (3, 2, 4):
        name, rest = word[-length:], word[:-length]
        if len(rest) > 1 and is_name(name) and (_TITLED.match(rest) or (length == 3 and _AT.search(rest))):
            return name, rest
    for length in (3, 2, 4):
        name, rest = word[:length], word[length:]
        if can_be_name(name) and name[-1] not in _NO_END and _RIGHT_BEFORE.match(rest):
            return name, rest
        if can_be_name(name) and _BEGINS.match(rest) and name_at(word, 0, prior=_PRIOR) == name:
            return name, rest
    return "", ""
