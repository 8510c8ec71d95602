"""QC-LVL: what is said level by level and does not rise with the levels — grades, colours, numbers, the level named in its own section.

应对法 第三条 (grades of events), 第六十三条 (colours), 第七十一条 (levels of response): first is the gravest everywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.ladders import HEAD, annexed, ladders
from kb.review.levels.named import naming_errors
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, rank
from kb.review.levels.rising import rising_errors
from kb.review.making import finding, place
from kb.review.tables.grades import grade_errors
from kb.review.tables.table import tables
from kb.review.text import HANZI, Body, Line, pattern

_ITEM = re.compile(
    rf"(?:^|(?<=[。;:]))(?:[(（]?\d{{1,2}}[)）.、]|[①-⑳])?(?:启动)?(?P<rank>{LEVEL})(?:应急)?(?:响应|预警)(?:\([^()]{{1,10}}\))?:"
)
_GRADE = re.compile(
    rf"(?:发生|出现|可能发生|造成|属于)(?:的|或)?(?P<other>{NAME})(?:突发)?[\u4e00-\u9fff]{{0,8}}?(?:事故|事件|灾害|灾情|洪水|火灾|疫情)"
)
_COLOUR = re.compile(rf"(?:达到|发布|发出)(?P<other>{COLOUR})预警")
_OWN = re.compile(rf"启动[^,。;]{{0,10}}?(?P<other>{LEVEL})(?:应急)?响应")
_CHANGES = re.compile(r"升级|调整|降|提高|提升|更高|上一级|直接|以上|下一级|转为|改为|或|视情|必要|可[以能]?启动")
_NUMBER = re.compile(r"(?<![\d.:])(\d+(?:\.\d+)?)(次|名|人|小时|分钟|日|天|支|辆|台|架)(?!以[上下]|级)")
_LIMIT = re.compile(
    r"(?<![\d.~—-])(?P<number>\d{1,3}(?:\.\d)?)个?(?P<unit>分钟|小时|日|天)(?:之|以)?内[,]?(?:必须|应当?|要)?(?P<act>[\u4e00-\u9fff]{2,16})"
)
_EVERY = re.compile(
    r"每(?P<number>\d{1,3}(?:\.\d)?)?个?(?P<unit>分钟|小时|日|天)(?:至少)?(?P<act>[\u4e00-\u9fff]{2,16})"
)
_MINUTES = {"分钟": 1.0, "小时": 60.0, "日": 1440.0, "天": 1440.0}
_ACT, _WHO = 4, 4
_LOW_FIRST = re.compile(
    r"(?<![IV])(?:I|一|1)级[^,。;]{0,6}?(?:为|是)?最低(?:级|等级|级别)?|(?:IV|四|4)级[^,。;]{0,6}?(?:为|是)?最高(?:级|等级|级别)|红色[^,。;]{0,6}?最低|蓝色[^,。;]{0,6}?最高"
    r"|按照?(?:其中)?最低(?:预警|响应|事件)?(?:级别|等级)[^,。;]{0,10}(?:启动|响应|处置|发布)"
)
_ADMIN = ("国家", "省", "市", "县", "乡")
_SERIES = re.compile(
    rf"(?P<grades>(?:{NAME}[、和与及]?){{2,4}})[^。;]{{0,24}}?分别由(?P<admins>(?:(?:国家|国务院|省|自治区|市|设区的市|县|区县|乡镇)[级]?[、和与及]?){{2,4}})"
)
_SPOKEN = 4


@dataclass(frozen=True, slots=True)
class _Said:
    """What one level says: its rank, and where (a stretch of a line)."""

    rank: int
    line: Line
    start: int
    end: int


def scale_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all that does not rise with the levels."""
    hits = [*_words(body), *naming_errors(body), *rising_errors(body, (*ladders(body), *annexed(body)))]
    hits += [hit for table in tables(body) for hit in grade_errors(table)]
    for group in _levels(body):
        hits += [*_paired(group, _GRADE), *_paired(group, _COLOUR), *_renamed(group), *_numbers(group), *_slower(group)]
    if hits:
        message = Message("level_order", {"what": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _words(body: Body) -> Iterator[tuple[str, Place]]:
    """``一级为最低级别``, and grades handed to levels of government in the wrong order."""
    for line in body.lines:
        if line.contents:
            continue
        for found in _LOW_FIRST.finditer(line.text):
            yield found[0], place(line, *found.span())
        for found in _SERIES.finditer(line.text):
            grades = [rank(name) for name in pattern(NAME).findall(found["grades"])]
            admins = [
                _ADMIN.index(name) for name in re.findall("|".join(_ADMIN), found["admins"].replace("国务院", "国家"))
            ]
            rising = [sorted(values) == values for values in (grades, admins)]
            if len(grades) == len(admins) == len(set(admins)) and rising == [True, False]:
                yield found[0], place(line, *found.span())


def _levels(body: Body) -> Iterator[Sequence[_Said]]:
    """The stretches that speak of one level each: sections with a level in their heading, items that begin with one."""
    by_parent: dict[int, list[_Said]] = defaultdict(list)
    for head in body.heads:
        found = HEAD.match(head.text.removeprefix("防汛").removeprefix("抗旱"))
        if found and found["rank"] and not head.appendix:
            below = body.sections_below(head.index)
            by_parent[body.parents[head.index]] += [
                _Said(rank(found["rank"]), line, 0, len(line.text))
                for line in body.lines
                if line.section in below and not line.contents
            ]
    yield from by_parent.values()
    by_section: dict[int, list[_Said]] = defaultdict(list)
    for line in body.lines:
        items = [] if line.contents else list(_ITEM.finditer(line.text))
        for number, found in enumerate(items):
            end = items[number + 1].start() if number + 1 < len(items) else len(line.text)
            by_section[line.section].append(_Said(rank(found["rank"]), line, found.end(), end))
    yield from by_section.values()


def _paired(group: Sequence[_Said], source: re.Pattern[str]) -> Iterator[tuple[str, Place]]:
    """Levels beside the one grade or colour that each names: the graver the level, the graver that."""
    named: dict[int, dict[int, Place]] = defaultdict(dict)
    for said in group:
        for found in source.finditer(said.line.text, said.start, said.end):
            named[said.rank].setdefault(rank(found["other"]), place(said.line, *found.span()))
    single = {own: next(iter(others.items())) for own, others in named.items() if len(others) == 1}
    ordered = sorted(single.items())
    odd = [(one, two) for one, two in pairwise(ordered) if one[1][0] > two[1][0]]
    if odd:
        wrong = {own: at for pair in odd for own, (other, at) in pair if other != own or len(odd) > 1}
        yield from (("级别与事件等级（颜色）的高低对不上", at) for at in wrong.values())


def _renamed(group: Sequence[_Said]) -> Iterator[tuple[str, Place]]:
    """``启动二级响应`` in the section of another level, where others name their own."""
    own, other = set(), []
    for said in group:
        for found in _OWN.finditer(said.line.text, said.start, said.end):
            part = re.split("[,。;:]", said.line.text[: found.start()])[-1] + found[0]
            if rank(found["other"]) == said.rank:
                own.add(said.rank)
            elif not _CHANGES.search(part):
                other.append((found[0], place(said.line, *found.span())))
    other = list(dict(other).items())
    if len(own) >= 2 and 0 < len(other) <= len(own):
        yield from other


def _numbers(group: Sequence[_Said]) -> Iterator[tuple[str, Place]]:
    """Numbers said in the same words by three levels or more that neither rise nor fall."""
    told: dict[tuple[str, str, str], dict[int, list[tuple[float, Place]]]] = defaultdict(lambda: defaultdict(list))
    for said in group:
        for found in _NUMBER.finditer(said.line.text, said.start, said.end):
            first, last = said.line.sentence(found.start())
            before = "".join(HANZI.findall(said.line.text[first : found.start()]))[-6:]
            after = "".join(HANZI.findall(said.line.text[found.end() : last]))[:2]
            if len(before) >= _SPOKEN:
                where = place(said.line, *found.span())
                told[before, found[2], after][said.rank].append((float(found[1]), where))
    for (before, unit, _), ranked in told.items():
        if len(ranked) < 3 or any(len(each) != 1 for each in ranked.values()):
            continue
        values = [each[0][0] for _, each in sorted(ranked.items())]
        if values not in (sorted(values), sorted(values, reverse=True)):
            said_ = "、".join(f"{value:g}{unit}" for value in values)
            yield from ((f"{before}各级为{said_}", each[0][1]) for each in ranked.values())


def _slower(group: Sequence[_Said]) -> Iterator[tuple[str, Place]]:
    """What a graver level gives more time than a lesser one, or does more seldom: ``12小时内全部转移`` above ``2小时内全部转移``."""
    for source in (_LIMIT, _EVERY):
        told = [
            (said, found)
            for said in group
            for found in source.finditer(said.line.text, said.start, said.end)
            if not _CHANGES.search(found["act"])
        ]
        for at, (one, first) in enumerate(told):
            for other, second in told[at + 1 :]:
                if one.rank == other.rank or not _one_act(one, first, other, second):
                    continue
                graver, lesser = (
                    ((one, first), (other, second)) if one.rank < other.rank else ((other, second), (one, first))
                )
                if _minutes(graver[1]) > _minutes(lesser[1]):
                    words = f"级别高的是“{graver[1][0]}”，级别低的是“{lesser[1][0]}”"
                    yield words, place(graver[0].line, *graver[1].span())
                    yield words, place(lesser[0].line, *lesser[1].span())


def _one_act(one: _Said, first: re.Match[str], other: _Said, second: re.Match[str]) -> bool:
    """Whether two limits are of one act: the same four characters follow, or the same are done by the same."""
    ends = [found["act"] for found in (first, second)]
    same = (
        len(ends[0])
        if ends[0] == ends[1]
        else next((at for at, (a, b) in enumerate(zip(*ends, strict=False)) if a != b), min(map(len, ends)))
    )
    before = [
        "".join(HANZI.findall(said.line.text[said.start : found.start()]))[-_WHO:]
        for said, found in ((one, first), (other, second))
    ]
    if first.re is _LIMIT and first["act"] == second["act"] and len(before[0]) == _WHO:
        return before[0] == before[1]
    return same >= _ACT and (before[0] == before[1] or same >= 2 * _ACT or first.re is _EVERY)


def _minutes(found: re.Match[str]) -> float:
    return float(found["number"] or 1) * _MINUTES[found["unit"]]
