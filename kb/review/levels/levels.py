"""QC-LVL: levels that lack, overlap or leave a gap, wrong colours, levels without measures, two ways of naming them.

应对法 第六十三条 (colours), 第七十一条 (four response levels), 第三条 (four grades of events). Companies may have two or three levels
(GB/T 29639—2020 6.1.2), so a level lacks only where the text itself announces it or its neighbours frame the gap.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.bare_levels import bare_headings, short_lists
from kb.review.levels.bounds import bound_findings
from kb.review.levels.colours import colour_findings, mixed_findings
from kb.review.levels.ladders import ANY, HEAD, Ladder, ladders, steps
from kb.review.levels.named import listed_levels, unnamed_levels
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, rank
from kb.review.levels.scales import scale_findings
from kb.review.making import finding, place
from kb.review.text import Body, pattern

_NAMES = "一级", "二级", "三级", "四级"
_COUNT = re.compile(
    r"(?:响应|预警|级别|等级)[^。;]{0,30}?(?:分为|划分为|分成|分|设定为|设为|设)[^。;、]{0,10}?(?<![、和及第])(四|三|二|两|4|3|2)个?(?:等级|级别|级|个响应)(?![、和及])"
)
_LISTED = re.compile(
    rf"(?:响应|预警)[^。;]{{0,40}}?(?:分为|划分为|设|为)[^。;]{{0,20}}?((?:{LEVEL}(?:\([^()]*\))?[、和及]){{1,3}}{LEVEL})"
)
_DIGIT = {"四": 4, "三": 3, "二": 2, "两": 2, "4": 4, "3": 3, "2": 2}
_PARTED = re.compile(r"(?:分为|划分为|分成|依次为|分别为|设为)[^。;]{0,60}(?:级别|等级|级)")
_REFER = re.compile(r"参照|同上|同[一二三四I]|依照|比照|按照|见|执行|适用")
_ENDING = re.compile(r"结束|终止|解除|调整|变更")
_MEASURES = re.compile(r"措施|行动|处置|^(?:应急)?响应$")
_EMPTY = 10


def level_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Everything that is wrong with the levels, each defect once."""
    found = ladders(body)
    yield from _lacking(body, found, checklists)
    yield from _without_measures(body, found, checklists)
    yield from bound_findings(body, found, checklists)
    yield from colour_findings(body, checklists)
    yield from mixed_findings(body, checklists)
    yield from scale_findings(body, checklists)


# --------------------------------------------------------------------------- levels that lack


def _lacking(body: Body, found: Sequence[Ladder], checklists: Checklists) -> Iterator[Finding]:
    """Levels that are announced, or framed by others, and not described."""
    names: dict[tuple[str, ...], list[Place]] = {}
    for ladder in found:
        if ladder.kind == "other" or len(ladder.named) < 2:
            continue
        announced = _announced(body, ladder)
        whole = announced or set(range(min(ladder.ranks), max(ladder.ranks) + 1))
        if len(ladder.ranks) == 3 and ladder.kind == "event" and not announced:
            whole = {1, 2, 3, 4} if 1 in ladder.ranks else whole
        whole |= _elsewhere_ranks(found, ladder)
        gone = {level for level in whole - ladder.ranks if not _spoken_of(body, ladder, level)}
        if gone and len(gone) < len(whole) - 1:
            key = ("、".join(_NAMES[level - 1] for level in sorted(gone)), ladder.kind)
            names.setdefault(key, []).extend(_places(body, ladder, gone)[:2])
    told = {levels for levels, _ in names}
    for levels, word, where in short_lists(body):
        if levels not in told:
            names.setdefault((levels, word), []).append(where)
    for level, word, where in unnamed_levels(body):
        if _NAMES[level - 1] not in {levels for levels, _ in names}:
            names.setdefault((_NAMES[level - 1], word), []).append(where)
    for (levels, kind), places in names.items():
        message = Message("level_lacking", {"levels": levels, "kind": _KINDS.get(kind, kind)})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


def _elsewhere_ranks(found: Sequence[Ladder], ladder: Ladder) -> set[int]:
    """The levels that another ladder of the kind has in full, where this one has nearly as many."""
    if ladder.kind not in ("response", "warning") or len(ladder.ranks) < 3:
        return set()
    return set().union(*(each.ranks for each in found if each.kind == ladder.kind and ladder.ranks < each.ranks))


_KINDS = {"response": "响应", "warning": "预警", "event": "事件分级", "other": "级别"}


def _announced(body: Body, ladder: Ladder) -> set[int]:
    """The levels that the text says there are, none when it does not."""
    word = "响应" if ladder.kind == "response" else "预警" if ladder.kind == "warning" else "重大"
    inside = body.sections_below(ladder.section) if ladder.kind == "event" and ladder.section >= 0 else None
    for line in body.lines:
        if inside is not None and line.section not in inside:
            continue
        if word and word in line.text:
            listed = _LISTED.search(line.text)
            if listed and word in listed[0]:
                return {rank(name) for name in pattern(LEVEL).findall(listed[1])}
            if line.section == ladder.section and 1 in (
                named := next((ranks for ranks, _ in listed_levels(line)), set())
            ):
                return named
            counted = _COUNT.search(line.text)
            if counted and word in line.text[max(0, counted.start() - 12) : counted.end() + 8]:
                return set(range(1, _DIGIT[counted[1]] + 1))
            if word == "重大" and re.search(
                r"分为?四个?(?:等?级|级别)|特别重大[^。;]{0,10}重大[^。;]{0,8}较大[^。;]{0,10}一般", line.text
            ):
                return {1, 2, 3, 4}
    return set()


_JOINED = re.compile(rf"(?:{ANY})(?:\([^()]*\))?(?:[、和及或至]|以及)(?:{ANY})")
_BEGINS = re.compile(rf"[。;](?:\d[.、)]|[(]\d[)])?(?P<rank>{LEVEL}|{NAME}|{COLOUR})[^。;:,]{{0,10}}:")
"""A level described in the paragraph that says how many there are."""
_STARTS = re.compile(
    rf"(?:达到|发生|出现|符合|造成|可能|满足)[^。;]{{2,60}}?(?:启动|进入|为|实施)(?P<rank>{LEVEL})(?:应急)?响应(?!后|期间|的|措施)"
)
"""A condition with the level that it starts: the level is described, wherever in the line its name stands."""
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_SAID = 2
_LIKEWISE = re.compile(r"参照|比照|同[一二三四上]|相同|执行|不设|不再|可不|合并")


def _spoken_of(body: Body, ladder: Ladder, level: int) -> bool:
    """Whether a level is described together with another one, in a heading, or by reference to another (``三级、四级参照执行``)."""
    sections = body.sections_below(ladder.section) if ladder.section >= 0 else {line.section for line in body.lines}
    for index in sections:
        if index >= 0 and any(
            rank(name) == level for name in pattern(rf"{LEVEL}|{COLOUR}").findall(body.heads[index].text)
        ):
            return True
    rows = any(each.at >= 0 and body.lines[each.at].clause.table_row for each in ladder.stated)
    for line in body.lines:
        if line.section not in sections or line.contents or rows != line.clause.table_row:
            continue
        if ladder.heads and line.section >= 0 and _ENDING.search(body.heads[line.section].text):
            continue
        if any(rank(found["rank"]) == level for found in _BEGINS.finditer(line.text)):
            return True
        if _COUNT.search(line.text) or _LISTED.search(line.text) or _enumerates(line.text):
            continue
        if any(rank(found["rank"]) == level for found in _STARTS.finditer(line.text)):
            return True
        for found in _JOINED.finditer(line.text):
            if level in {rank(name) for name in pattern(ANY).findall(found[0])}:
                return True
        for found in pattern(rf"{LEVEL}|{COLOUR}").finditer(line.text):
            if rank(found[0]) != level or re.match(r"[)]?(?:以上|以下|及以上|及以下)", line.text[found.end() :]):
                continue
            first, last = line.sentence(found.start())
            begins = re.fullmatch(r"(?:\d[.、)]|[(]\d[)])?", line.text[first : found.start()])
            said = len(_HANZI.findall(line.text[found.end() : last])) >= _SAID
            if _LIKEWISE.search(line.text[found.end() : last]) or (begins and said):
                return True
            if re.search(r"(?:\d[.、)]|[(]\d[)])[(]?$|[(]$", line.text[first : found.start()]):
                return True
    return False


def _enumerates(text: str) -> bool:
    """Whether a line merely says which levels there are."""
    return bool(_PARTED.search(text)) and len({rank(name) for name in pattern(LEVEL).findall(text)}) >= 3


def _places(body: Body, ladder: Ladder, gone: Collection[int] = ()) -> list[Place]:
    """Where the levels stand; those next to the levels that lack come first."""
    places = []
    near = {level + step for level in gone for step in (-1, 1)}
    for each in sorted(ladder.stated, key=lambda each: (each.rank not in near, each.inherited)):
        if each.at >= 0:
            line = body.lines[each.at]
            places.append(place(line, 0, min(len(line.text), 40)))
    return places


# --------------------------------------------------------------------------- levels without measures


def _without_measures(body: Body, found: Sequence[Ladder], checklists: Checklists) -> Iterator[Finding]:
    places: list[Place] = []
    names: list[str] = []
    for ladder in found:
        if ladder.kind not in ("response", "warning"):
            continue
        texts = {
            each.rank: max((e.text[e.start :] for e in ladder.stated if e.rank == each.rank), key=len)
            for each in ladder.stated
        }
        full = [text for text in texts.values() if len(text) > 3 * _EMPTY]
        for each in ladder.named:
            said = texts[each.rank]
            if (
                len(re.sub(r"[:;。,、()\s]|应急|响应|行动|措施|预警", "", said)) < _EMPTY
                and len(full) >= 1
                and not _REFER.search(said)
            ):
                names.append(_NAMES[each.rank - 1])
                places += (
                    [place(body.lines[each.at], 0, len(body.lines[each.at].text))]
                    if each.at >= 0
                    else _places(body, ladder)[:1]
                )
    places += _empty_sections(body, names) + _lacking_sections(body, names)
    for name, where in bare_headings(body):
        names.append(name)
        places.append(where)
    if not names:
        names, places = _measured_elsewhere(body, found)
    if names and places:
        message = Message("level_without_measures", {"levels": "、".join(dict.fromkeys(names))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


def _empty_sections(body: Body, names: list[str]) -> list[Place]:
    """Headings such as 响应措施 below a level's heading, with nothing below while their like have text."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for head in body.heads:
        above = body.parents[head.index]
        if above >= 0 and re.search(r"措施|行动", head.text) and HEAD.match(body.heads[above].text):
            by_text[head.text].append(head.index)
    places: list[Place] = []
    filled = {line.section for line in body.lines}
    for indices in by_text.values():
        empty = [index for index in indices if not body.sections_below(index) & filled]
        if empty and len(empty) < len(indices):
            for index in empty:
                found = HEAD.match(body.heads[body.parents[index]].text)
                names.append(_NAMES[rank(found["rank"] or found["named"]) - 1] if found else "")
                beside = body.sections_below(body.parents[index])
                near = next((line for line in body.lines if line.section in beside), None)
                places += [place(near, 0, min(len(near.text), 40))] if near else []
    return places


def _lacking_sections(body: Body, names: list[str]) -> list[Place]:
    """Levels parted into sections of which none is on measures, while most of their like have one."""
    by_parent: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    for head in body.heads:
        found = HEAD.match(head.text)
        below = [body.heads[each] for each in body.sections_below(head.index) - {head.index}]
        if found and below and not head.appendix:
            name = _NAMES[rank(found["rank"] or found["named"]) - 1]
            measured = any(_MEASURES.search(each.text) for each in below)
            by_parent[body.parents[head.index]].append((head.index, name, measured))
    places: list[Place] = []
    for levels in by_parent.values():
        bare = [(index, name) for index, name, measured in levels if not measured]
        if len(levels) < 3 or len(bare) != 1:
            continue
        index, name = bare[0]
        inside = body.sections_below(index)
        near = next((line for line in body.lines if line.section in inside), None)
        names.append(name)
        places += [place(near, 0, min(len(near.text), 40))] if near else []
    return places


def _measured_elsewhere(body: Body, found: Sequence[Ladder]) -> tuple[list[str], list[Place]]:
    """Response levels with conditions of which no ladder of measures speaks."""
    conditions = [ladder for ladder in found if ladder.kind == "response" and not steps(ladder)]
    measures = [ladder for ladder in found if ladder.kind == "response" and steps(ladder) and len(ladder.ranks) >= 2]
    if not conditions or not measures:
        return [], []
    asked = set().union(*(ladder.ranks for ladder in conditions))
    told = set().union(*(ladder.ranks for ladder in measures))
    gone = sorted(level for level in asked - told if not any(_spoken_of(body, ladder, level) for ladder in measures))
    if not gone or len(gone) >= len(asked) - 1:
        return [], []
    places = [
        place(body.lines[each.at], 0, min(40, len(each.text)))
        for ladder in conditions
        for each in ladder.stated
        if each.rank in gone and each.at >= 0
    ]
    return [_NAMES[level - 1] for level in gone], places
