"""QC-LVL: the level called highest that is not, grades named from the wrong end, and levels said to be that are not described.

应对法 第三条、第六十三条、第七十一条: the first is the gravest, 特别重大 before 一般, red before blue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Place
from kb.review.levels.measured import items
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, rank
from kb.review.making import place
from kb.review.text import Body, Line, digits, pattern

_TOKEN = rf"(?:{LEVEL}|{NAME}|{COLOUR})"
_END = re.compile(
    rf"(?P<level>{_TOKEN})(?:\([^()]{{1,12}}\))?(?:应急)?(?:响应|预警|事件|事故)?(?:级别|等级|的级别)?(?:为|是|属)?(?P<end>最高|最低|最重|最轻|最严重|最轻微|最大|最小)(?!.{{0,2}}(?:气温|温度|水位|点|限))"
    rf"|(?P<end_first>最高|最低|最严重)(?:级别|等级|一级)?的?(?:应急)?(?:响应|预警|事件)?(?:级别|等级)?(?:为|是|:)(?P<level_last>{_TOKEN})"
)
_HIGH = ("最高", "最重", "最严重", "最大")
_COUNT = re.compile(r"(?:分为|划分为|分成|设置?|共|为)(?P<number>[二两三四2-4])个?(?:等级|级别|级|档)")
_LIST = re.compile(
    rf"(?:分为|划分为|分成|依次为|分别为|包括|设|即)[:]?(?:由[高低重轻]到[高低重轻])?[:,]?(?P<list>{_TOKEN}(?:\([^()]{{1,12}}\))?(?:(?:[、和及与]|以及){_TOKEN}(?:\([^()]{{1,12}}\))?){{1,3}})"
)
_OWN_SCALE = re.compile(
    r"(?:一|I|1)级[^。;]{0,12}?(?:最低|车间级|班组级|岗位级|现场级|轻微|一般)|(?:三|III|3)级[^。;]{0,12}?(?:公司级|厂级|社会级|特别重大)"
)
_OTHER_SCALE = re.compile(
    r"火险|危险度|风险等级|危险性|风力|烈度|重大危险源|生物安全|五级|(?<![IV])V级|A级|火灾危险|资质|伤情"
)
_GRADED = re.compile(
    rf"(?P<level>{LEVEL})(?:应急)?(?:响应|预警)?\((?P<grade>特别重大|特别严重|重大|严重|较大|较重|一般)[\u4e00-\u9fff]{{0,4}}\)|(?P<grade_first>特别重大|特别严重|重大|严重|较大|较重|一般)\((?P<level_last>{LEVEL})\)"
)
_GRADES = {"特别重大": 1, "特别严重": 1, "重大": 2, "严重": 2, "较大": 3, "较重": 3, "一般": 4}


def naming_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """What is named from the wrong end, in words, and where."""
    own = bool(_OWN_SCALE.search(_unbracketed(body)))
    for line in body.lines:
        if not line.contents:
            yield from _reversed(line)
            if not own and not _OTHER_SCALE.search(line.text):
                yield from _ends(line)


def _unbracketed(body: Body) -> str:
    return "\n".join(line.text for line in body.lines if not _END.search(line.text) and not _GRADED.search(line.text))


def _ends(line: Line) -> Iterator[tuple[str, Place]]:
    """``三级最高`` where three levels are named: the first is the gravest, the last the least."""
    for found in _END.finditer(line.text):
        high = (found["end"] or found["end_first"]) in _HIGH
        level = rank(found["level"] or found["level_last"])
        first, last = line.sentence(found.start())
        around = line.text[max(0, first - 40) : last]
        named = {rank(name) for name in pattern(_TOKEN).findall(around)}
        counted = _COUNT.search(around)
        lowest = int(digits(counted["number"])) if counted else max(named) if len(named) > 2 else 0
        if (high and level > 1 and (level == lowest or lowest > 2)) or (not high and level == 1 and lowest > 1):
            yield found[0], place(line, *found.span())


def _reversed(line: Line) -> Iterator[tuple[str, Place]]:
    """``Ⅰ级（一般）、Ⅱ级（较大）、Ⅲ级（重大）``: three or more numbers of which the grades run the other way."""
    pairs = list(_GRADED.finditer(line.text))
    ranks = [
        (rank(each["level"] or each["level_last"]), _GRADES[each["grade"] or each["grade_first"]]) for each in pairs
    ]
    if len(ranks) >= 3 and len({level for level, _ in ranks}) == len(ranks):
        grades = [grade for _, grade in sorted(ranks)]
        if grades == sorted(grades, reverse=True) and len(set(grades)) == len(grades):
            yield line.text[pairs[0].start() : pairs[-1].end()], place(line, pairs[0].start(), pairs[-1].end())


def unnamed_levels(body: Body) -> Iterator[tuple[int, str, Place]]:
    """``(rank, 响应|预警|级别, place)`` of levels that alone are not among those described side by side, and are announced or framed."""
    for group in items(body):
        ranks = {each.rank for each in group}
        if len(ranks) < 2 or len({each.line.section for each in group}) > 1:
            continue
        first = group[0].line
        beside = [line for line in body.lines if line.section == first.section and not line.contents]
        announced, said = _announced(beside)
        whole = announced if announced > ranks else set(range(min(ranks), max(ranks) + 1)) if len(ranks) > 2 else set()
        gone = whole - ranks
        if len(gone) != 1 or len(whole) > 4:
            continue
        level = gone.pop()
        rest = "\n".join(line.text.replace(said, "") for line in beside)
        if level not in {rank(name) for name in pattern(_TOKEN).findall(rest)}:
            word = next(
                iter(re.findall("响应|预警", "/".join((*first.heads[-1:], first.text[: group[0].start + 8])))), "级别"
            )
            near = next(each for each in sorted(group, key=lambda each: (abs(each.rank - level), each.rank)))
            yield level, word, place(near.line, max(0, near.start - 12), min(len(near.line.text), near.start + 20))


def _announced(beside: list[Line]) -> tuple[set[int], str]:
    """The levels that a section says there are, and the words that say it."""
    for line in beside:
        for ranks, found in listed_levels(line):
            if 1 in ranks:
                return ranks, found[0]
        counted = _COUNT.search(line.text)
        if counted:
            return set(range(1, int(digits(counted["number"])) + 1)), counted[0]
    return set(), "\n"


def listed_levels(line: Line) -> Iterator[tuple[set[int], re.Match[str]]]:
    """The levels that a sentence names one after the other as those there are."""
    for found in _LIST.finditer(line.text):
        ranks = [rank(name) for name in pattern(_TOKEN).findall(re.sub(r"\([^()]*\)", "", found["list"]))]
        if len(set(ranks)) == len(ranks) >= 2:
            yield set(ranks), found
