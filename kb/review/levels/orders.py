"""QC-LVL: series of levels and colours of one sentence that do not rise or fall all the way, or not as the sentence says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.model import Place
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, rank
from kb.review.making import place
from kb.review.text import Body, Line, pattern

_LINK = r"(?:预警|响应|级别|等级|信号)?(?:分别)?(?:对应|表示|代表|标示|为|是|:|即|\()(?:为)?(?:预警|响应|风险|火险)?"
_PAIR = re.compile(
    rf"(?P<colour>{COLOUR}){_LINK}(?P<level>{LEVEL})|(?P<level_first>{LEVEL}|{NAME}){_LINK}(?P<colour_last>{COLOUR})"
)
_ITEM = re.compile(
    rf"(?:^|(?<=[。;:]))(?:[(]?\d{{1,2}}[).、.])(?:(?P<colour>{COLOUR})(?:预警)?\((?P<level>{LEVEL})\)|(?P<level_first>{LEVEL})(?:预警)?\((?P<colour_last>{COLOUR})\))"
)
"""Numbered items of one line that begin with a colour and its level."""
_SERIES = re.compile(
    r"(?P<rising>[由从]低到高|[由从]轻到重|[由从]小到大)|(?P<falling>[由从]高到低|[由从]重到轻|[由从]大到小)"
)
_NAMED = rf"(?:{LEVEL}|{NAME})(?:\([^()]{{1,12}}\))?"
_RUN = re.compile(rf"{_NAMED}(?:(?:[、,和与及至]|以及){_NAMED}){{1,3}}")
_ONE = re.compile(rf"{LEVEL}|{NAME}")
_OTHER_SCALE = re.compile(r"火险等级|危险度|风险等级|风力|五级|(?<![IV])V级|烈度|危险性等级|重大危险源")
_OWN_SCALE = re.compile(r"(?:一|I|1)级[^。;]{0,12}?(?:最低|车间级|班组级|现场级|轻微)")
_STEP = re.compile(
    rf"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?P<unit>%|毫米|米|人|级|小时|℃)(?:\([^()]{{1,12}}\))?(?:及?以上)?[^。;%\d]{{0,14}}?(?:启动|发布|发出|为|属)(?P<colour>{COLOUR})"
)
_REACH, _MOST = 24, 4
_Found = tuple[Line, re.Match[str]]


def order_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """Series that are out of order, in words, and where."""
    own = any(_OWN_SCALE.search(line.text) for line in body.lines)
    lines = [line for line in body.lines if not line.contents and not line.clause.table_row]
    for line in lines:
        for first, last in line.sentences():
            yield from _unordered([(line, found) for found in _PAIR.finditer(line.text, first, last)])
        yield from _stepped(line)
        if not own:
            yield from _runs(line)
    by_section: dict[int, list[_Found]] = defaultdict(list)
    for line in lines:
        by_section[line.section] += [(line, found) for found in _ITEM.finditer(line.text)]
    for each in by_section.values():
        yield from _unordered(each)


def _unordered(pairs: Sequence[_Found]) -> Iterator[tuple[str, Place]]:
    """``蓝色对应四级、黄色对应二级、橙色对应三级、红色对应一级``: three pairs or more, of which the levels do not follow the colours."""
    ranks = [
        (rank(each["colour"] or each["colour_last"]), rank(each["level"] or each["level_first"])) for _, each in pairs
    ]
    levels = [level for _, level in sorted(set(ranks))]
    once = len({colour for colour, _ in ranks}) == len(ranks) == len(set(levels))
    if 3 <= len(ranks) <= _MOST and not (once and levels in (sorted(levels), sorted(levels, reverse=True))):
        said = "、".join(each[0] for _, each in pairs)
        yield from ((said, place(line, *each.span())) for line, each in pairs)


def _stepped(line: Line) -> Iterator[tuple[str, Place]]:
    """``达到70%时发布黄色预警；达到85%时发布橙色预警；达到95%时发布蓝色预警``: numbers that rise or fall, and colours that do not."""
    steps = list(_STEP.finditer(line.text))
    colours = [rank(step["colour"]) for step in sorted(steps, key=lambda step: float(step["number"]))]
    if not (3 <= len(steps) <= _MOST and len({step["unit"] for step in steps}) == 1):
        return
    if len({float(step["number"]) for step in steps}) == len(steps) and colours not in (
        sorted(colours),
        sorted(colours, reverse=True),
    ):
        said = "、".join(f"{step['number']}{step['unit']}为{step['colour']}" for step in steps)
        yield from ((said, place(line, *step.span())) for step in steps)


def _runs(line: Line) -> Iterator[tuple[str, Place]]:
    """``由低到高分为一级、二级、三级``: the first is the gravest (应对法 第三条、第七十一条)."""
    for said in _SERIES.finditer(line.text):
        first, last = line.sentence(said.start())
        run = _RUN.search(line.text, said.end(), last)
        if not run or run.start() - said.end() > _REACH or _OTHER_SCALE.search(line.text[first:last]):
            continue
        ranks = [rank(name) for name in pattern(_ONE.pattern).findall(re.sub(r"\([^()]*\)", "", run[0]))]
        wanted = sorted(ranks, reverse=bool(said["rising"]))
        if len(set(ranks)) == len(ranks) and ranks != wanted:
            yield line.text[said.start() : run.end()], place(line, said.start(), run.end())
