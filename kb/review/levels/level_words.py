"""QC-LVL: two words for one level that are of different levels — ``二级（一般）``, ``红色预警`` below ``橙色预警``, two sections of one level.

The names of grades may be shifted against the numbers (companies with three levels call the gravest 重大), but all by the same step;
what steps out of line is wrong (应对法 第三条、第六十三条).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.ranks import COLOUR, LEVEL, rank
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_GRADES = {"特别重大": 1, "特别严重": 1, "重大": 2, "严重": 2, "较大": 3, "较重": 3, "一般": 4}
_GRADE = r"(?:特别重大|特别严重|(?<!特别)重大|(?<!特别)严重|较大|较重|一般)"
_KIND = r"(?:应急)?(?:响应|预警)?"
_BRACKETED = (
    re.compile(rf"(?P<level>{LEVEL}){_KIND}[(](?P<grade>{_GRADE})[\u4e00-\u9fff]{{0,8}}[)]"),
    re.compile(
        rf"(?P<grade>{_GRADE})[\u4e00-\u9fff]{{0,8}}[(](?:响应|预警)?(?P<level>{LEVEL}|(?<![IV])(?:III|II|IV|I)(?=[)])){_KIND}[)]"
    ),
    re.compile(rf"(?P<level>{LEVEL}){_KIND}(?:为|是|即|:)(?P<grade>{_GRADE})(?=级|突发|事件|事故|灾|[,。;、(]|$)"),
)
_MAPPED = re.compile(
    rf"(?P<grade>{_GRADE})[\u4e00-\u9fff]{{0,10}}?(?:对应|启动|实施|适用)[\u4e00-\u9fff]{{0,4}}?(?P<level>{LEVEL})(?:应急)?响应"
)
_SENT = re.compile(
    rf"(?P<level>{LEVEL})预警(?P<gap>[^。;]{{0,40}}?)(?:发布|发出|用|为)(?P<colour>{COLOUR})(?:预警|信号|标示|表示)"
)
_TOKEN = re.compile(rf"{LEVEL}|{COLOUR}")
_ACT = re.compile(
    rf"(?P<verb>启动|发布|发出|宣布|进入|实施|终止|解除)[^,。;:、]{{0,12}}?(?P<level>{LEVEL}|{COLOUR})(?P<kind>(?:应急)?响应|预警)"
)
_UPON = re.compile(
    rf"在[^,。;]{{0,14}}?(?P<level>{LEVEL}|{COLOUR})(?:应急)?(?:响应|预警)[^,。;]{{0,6}}的?基础(?:上|之上)"
)
_CHANGES = re.compile(
    r"升级|调整|降|提高|提升|更高|上一级|下一级|转为|改为|或|及|和|至|视情|必要|可[以能]?(?:启动|发布)|以上|以下|解除|已|国家|省级|上级"
)
_SUBJECT = re.compile(
    rf"(?:[^:。]{{4,90}}:)?(?:[(]?\d{{1,2}}[).、.])?(?:[^:;]{{0,4}}(?:级别|等级)[^:;]{{0,6}}:|启动)?(?P<level>{LEVEL}|{COLOUR})(?:\([^()]*\))?(?P<kind>(?:应急)?(?:响应|预警)?)(?:\([^()]*\))?[:;,]"
)
_TWO = re.compile(
    rf"(?<![、和及或])(?:(?P<one>{LEVEL})[、和](?P<two>{LEVEL})|(?P<red>{COLOUR})[、和](?P<blue>{COLOUR}))(?:应急)?(?=响应|预警)"
)
_SHORT = 32


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of a level with the grade beside it, and where."""

    level: int
    grade: int
    said: str
    where: Place


def level_word_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all words of levels that contradict one another."""
    hits = list(
        dict.fromkeys(
            [
                *_shifted(body),
                *_coloured(body),
                *_strangers(body),
                *_headed_twice(body),
                *_listed_twice(body),
                *_far_apart(body),
            ]
        )
    )
    if hits:
        message = Message("level_words", {"words": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


# --------------------------------------------------------------------------- numbers and grades side by side


def _shifted(body: Body) -> Iterator[tuple[str, Place]]:
    """Grades that stand beside a number of a level otherwise than the rest of the text has them."""
    for sources in (_BRACKETED, (_MAPPED,)):
        pairs = list(dict.fromkeys([*_in_lines(body, sources), *_in_heads(body, sources)]))
        shifts: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for pair in pairs:
            shifts[pair.grade - pair.level].add((pair.level, pair.grade))
        if not shifts:
            continue
        usual = max(shifts, key=lambda shift: (len(shifts[shift]), shift == 0))
        odd = [pair for pair in pairs if pair.grade - pair.level != usual]
        alone = sources is _BRACKETED and len(pairs) == 1 and abs(pairs[0].grade - pairs[0].level) > 1
        if alone or (odd and len(shifts[usual]) > len({(pair.level, pair.grade) for pair in odd})):
            yield from ((pair.said, pair.where) for pair in odd or pairs)


def _in_lines(body: Body, sources: tuple[re.Pattern[str], ...]) -> Iterator[_Pair]:
    for line in _lines(body):
        for found in _beside(line.text, sources):
            yield _Pair(_number(found), _GRADES[found["grade"]], found[0], place(line, *found.span()))


def _in_heads(body: Body, sources: tuple[re.Pattern[str], ...]) -> Iterator[_Pair]:
    """Those of the headings, with the first line below."""
    for head in body.heads:
        for found in _beside(head.text, sources):
            line = _first_below(body, head.index)
            if line:
                yield _Pair(_number(found), _GRADES[found["grade"]], found[0], place(line, 0, min(40, len(line.text))))


def _beside(text: str, sources: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    return (found for source in sources for found in source.finditer(text))


def _number(found: re.Match[str]) -> int:
    return rank(found["level"] if found["level"].endswith("级") else f"{found['level']}级")


def _first_below(body: Body, index: int) -> Line | None:
    below = body.sections_below(index)
    return next((line for line in body.lines if line.section in below), None)


def _coloured(body: Body) -> Iterator[tuple[str, Place]]:
    """``达到三级预警条件的，发布红色预警``."""
    for line in _lines(body):
        for found in _SENT.finditer(line.text):
            others = pattern(rf"{LEVEL}|{COLOUR}").search(found["gap"])
            if not others and rank(found["level"]) != rank(found["colour"]):
                yield found[0], place(line, *found.span())


# --------------------------------------------------------------------------- what a stretch of text is about


def _lines(body: Body) -> Iterator[Line]:
    return (line for line in body.lines if not line.contents)


def _told(text: str) -> int:
    """The one rank that a heading or a short line names, 0 for none or several."""
    ranks = {rank(name) for name in _TOKEN.findall(text)}
    return ranks.pop() if len(ranks) == 1 else 0


def levels_told(body: Body) -> Iterator[tuple[Line, int, int]]:
    """Every line with the rank of which its heading, or the short line above it, speaks, and the section of that heading's parent."""
    own, section = 0, -1
    for line in _lines(body):
        if line.section != section:
            own, section = 0, line.section
        if len(line.text) < _SHORT and not line.text.endswith(("。", ";", ":")) and _TOKEN.search(line.text):
            own = _told(line.text)
            continue
        headed = next((_told(head) for head in reversed(line.heads[-2:]) if _TOKEN.search(head)), 0)
        if own or headed:
            yield line, own or headed, body.parents[section] if section >= 0 else -1


def _strangers(body: Body) -> Iterator[tuple[str, Place]]:
    """Acts of another level below the name of a level, where its neighbours name their own; and steps that do not rise."""
    own: Counter[tuple[int, str, str]] = Counter()
    odd: dict[tuple[int, str, str], dict[str, Place]] = defaultdict(dict)
    kept: set[tuple[int, str, str, int]] = set()
    for line, about, parent in levels_told(body):
        for found in _ACT.finditer(line.text):
            colour = "色" if found["level"].endswith("色") else "级"
            key = (parent, colour, found["kind"][-2:])
            part = re.split("[,。;:]", line.text[: found.end()])[-1]
            if rank(found["level"]) == about:
                if (*key, about) not in kept:
                    own[key] += 1
                kept.add((*key, about))
            elif not _CHANGES.search(part) and not re.match("[、或及和至]", line.text[found.end() :]):
                odd[key].setdefault(found[0], place(line, *found.span()))
        for found in _UPON.finditer(line.text):
            if rank(found["level"]) <= about:
                yield found[0], place(line, *found.span())
    for key, hits in odd.items():
        if own[key] >= 2 and len(hits) == 1:
            yield from hits.items()


def _headed_twice(body: Body) -> Iterator[tuple[str, Place]]:
    """Two headings side by side that name one level, where each of the others names its own."""
    beside: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for head in body.heads:
        if not _told(head.text):
            continue
        plain = _TOKEN.sub("", head.text)
        beside[body.parents[head.index], plain].append((_told(head.text), head.index))
    for heads in beside.values():
        counted = Counter(told for told, _ in heads)
        twice = [told for told, count in counted.items() if count > 1]
        if len(heads) >= 3 and len(twice) == 1 and counted[twice[0]] == 2:
            for told, index in heads:
                line = _first_below(body, index)
                if told == twice[0] and line:
                    yield f"“{body.heads[index].text}”写了两次", place(line, 0, min(40, len(line.text)))


def _listed_twice(body: Body) -> Iterator[tuple[str, Place]]:
    """Rows or items of one list, each on a level, of which one level stands twice and one not at all."""
    lists: dict[tuple[int, bool, str], list[tuple[int, Line, re.Match[str]]]] = defaultdict(list)
    for line in _lines(body):
        found = _SUBJECT.match(line.text)
        if found:
            colour = "色" if found["level"].endswith("色") else "级"
            key = (line.section, line.clause.table_row, colour + found["kind"])
            lists[key].append((rank(found["level"]), line, found))
    for stated in lists.values():
        counted = Counter(level for level, _, _ in stated)
        twice = [level for level, count in counted.items() if count == 2]
        gone = set(range(1, len(stated) + 1)) - set(counted)
        if 3 <= len(stated) <= 4 and len(twice) == 1 and len(gone) == 1 and len(counted) == len(stated) - 1:
            for level, line, found in stated:
                if level == twice[0]:
                    yield (
                        f"{found['level']}写了两次",
                        place(line, found.start("level"), min(len(line.text), found.end() + 20)),
                    )


def _far_apart(body: Body) -> Iterator[tuple[str, Place]]:
    """Two levels named together that are no neighbours: ``橙色、蓝色预警``."""
    for line in _lines(body):
        for found in _TWO.finditer(line.text):
            one, two = rank(found["one"] or found["red"]), rank(found["two"] or found["blue"])
            if abs(one - two) != 1:
                yield found[0], place(line, *found.span())
