"""QC-LVL: colours that are another level's (应对法 第六十三条), and names of response levels that do not go together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.levels.ladders import ANY
from kb.review.levels.orders import order_errors
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, rank
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_ODD = re.compile(rf"(?:{COLOUR}|(?<![A-Za-z])[A-D]级)(?:应急)?响应")
_USUAL = re.compile(rf"{LEVEL}(?:应急)?响应")
_PAIRS = (
    re.compile(
        rf"(?P<level>{LEVEL})(?:预警|响应)?(?:\([^()]{{1,8}}\))?[(:,;]?(?:颜色|预警|标示|用|为|以|预警颜色|级别)*[:(]?(?P<colour>{COLOUR})(?!或|、)"
    ),
    re.compile(
        rf"(?P<colour>{COLOUR})(?:预警|信号)?[(:;,]?(?:预警)?(?:级别|为|对应|,)*:?(?P<level>{LEVEL})(?:[)、,;。预响]|$)"
    ),
)
_ROW = re.compile(
    rf"(?:级别|等级|预警|响应)[^:;]{{0,6}}:(?P<level>{LEVEL}|{NAME})(?:\([^()]*\))?;[^:;]{{0,8}}颜色[^:;]{{0,4}}:(?P<colour>{COLOUR})"
)
_SERIES = re.compile(
    rf"((?:{LEVEL}|{NAME})(?:\([^()]*\))?[、和及]?){{3,4}}[^。;]{{0,24}}?((?:[红橙黄蓝]色?[、和及]?){{3,4}}色?)"
)
_OTHER_SCALE = re.compile(r"火险|五级|(?<![IV])V级|危险度|风险等级|风力")
"""Grades that rise with their number (森林火险等级), or of which there are five."""
_ONE_NAME = re.compile(rf"{LEVEL}|{NAME}")
_ONE_COLOUR = re.compile("[红橙黄蓝]")
_RANK_OF = {"红": 1, "橙": 2, "黄": 3, "蓝": 4}


def colour_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Levels beside a colour that is another level's."""
    places: list[Place] = []
    names: list[str] = []
    for line in body.lines:
        if not pattern(COLOUR).search(line.text) and "色" not in line.text:
            continue
        for source in (*_PAIRS, _ROW):
            for found in source.finditer(line.text):
                first, last = line.sentence(found.start())
                reached = ";" in found[0] and line.text[: found.start()].endswith("达到")
                series = ("色、", "色和", "色及") if found[0][0] in "红橙黄蓝" else ("色", "色和", "色及")
                counted = line.text[: found.start()].endswith(series)
                if reached or counted or _OTHER_SCALE.search(line.text[first:last]):
                    continue
                if rank(found["level"]) != rank(found["colour"]) and not _ladder_text(line, found):
                    names.append(f"{found['level']}—{found['colour']}")
                    places.append(place(line, found.start(), found.end()))
        for found in _SERIES.finditer(line.text):
            named = re.sub(r"\([^()]*\)", "", found[0][: found.start(2) - found.start()])
            levels = [rank(name) for name in _ONE_NAME.findall(named)]
            colours = [_RANK_OF[char] for char in _ONE_COLOUR.findall(found[2])]
            if len(levels) == len(colours) and len(set(colours)) == len(colours) and levels != colours:
                names.append(found[2])
                places.append(place(line, found.start(2), found.end(2)))
        for start, end in _out_of_order(line):
            names.append(line.text[start:end])
            places.append(place(line, start, end))
    for name, at in (*_mappings(body), *order_errors(body)):
        names.append(name)
        places.append(at)
    if names:
        message = Message("colour_wrong", {"pairs": "、".join(dict.fromkeys(names))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.8)


_COLOURS_ROW = re.compile(r"[红橙黄蓝绿紫]色?(?:[、,和与及或][红橙黄蓝绿紫]色?){2,4}")
_OF_LEVELS = re.compile(r"预警|响应|级别|等级|标示|表示")
_MAPPED = re.compile(
    rf"(?P<one>{LEVEL}|{NAME})(?:\([^()]{{1,8}}\))?[^。;,、:]{{0,16}}?(?:对应|启动)(?P<other>{LEVEL})(?:应急)?响应"
)


def _out_of_order(line: Line) -> Iterator[tuple[int, int]]:
    """Series of warning colours that neither fall from red to blue nor rise, or go the other way than the words before say."""
    if not _OF_LEVELS.search(line.text):
        return
    for found in _COLOURS_ROW.finditer(line.text):
        ranks = [_RANK_OF.get(char, 0) for char in found[0] if char in "红橙黄蓝绿紫"]
        first, last = line.sentence(found.start())
        said = line.text[first : found.start()]
        if not _OF_LEVELS.search(line.text[first:last]) or re.search("伤|检|牌", line.text[first:last]):
            continue
        rising, falling = sorted(ranks, reverse=True), sorted(ranks)
        wanted = rising if "由低到高" in said or "从低到高" in said else falling if "由高到低" in said else None
        twice = len(set(ranks)) < len(ranks) == 4
        if 0 in ranks or twice or (ranks not in (rising, falling) if wanted is None else ranks != wanted):
            yield found.span()


def _mappings(body: Body) -> Iterator[tuple[str, Place]]:
    """``重大灾情对应三级响应`` where the plan's other levels answer each to its own."""
    right, wrong = 0, []
    for line in body.lines:
        if line.contents:
            continue
        for found in _MAPPED.finditer(line.text):
            if rank(found["one"]) == rank(found["other"]):
                right += 1
            elif "对应" in found[0]:
                wrong.append((found[0], place(line, found.start(), found.end())))
    if right >= 2 and len(wrong) <= right:
        yield from wrong


def _ladder_text(line: Line, found: re.Match[str]) -> bool:
    """A pair torn out of two series (``二级、三级分别用红色、橙色``) is none."""
    before = line.text[max(0, found.start() - 8) : found.start()]
    return bool(pattern(rf"(?:{ANY})[、和及]$").search(before)) and bool(
        re.match(rf"[、和及](?:{COLOUR}|{LEVEL})", line.text[found.end() :])
    )


_NUMERAL = re.compile(
    r"(?:(?<![IV])(?:III|II|IV|I)级|(?<![一二三四五六七八九十第、])[一二三四]级(?![、及和或以]))(?:\([^()]{1,8}\))?(?:应急)?响应"
)


def _odd_heads(body: Body) -> list[tuple[str, Place]]:
    """Headings that name a response by another kind of name, with the first line below."""
    found: list[tuple[str, Place]] = []
    for head in body.heads:
        name = _ODD.search(head.text)
        line = next((line for line in body.lines if name and line.section in body.sections_below(head.index)), None)
        if name and line:
            found.append((name[0], place(line, 0, min(len(line.text), 30))))
    return found


def mixed_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One or two names of response levels that are not of the plan's way of naming them."""
    usual: Counter[str] = Counter()
    odd: list[tuple[str, Place]] = []
    numerals: dict[bool, list[tuple[str, Place]]] = {True: [], False: []}
    for line in body.lines:
        if line.contents:
            continue
        usual["level"] += len(_USUAL.findall(line.text))
        odd += [(found[0], place(line, found.start(), found.end())) for found in _ODD.finditer(line.text)]
        for found in _NUMERAL.finditer(line.text):
            if not re.search("县级|市级|省级|国家|政府|对应", line.text[max(0, found.start() - 8) : found.start()]):
                numerals["I" in found[0]].append((found[0], place(line, found.start(), found.end())))
    odd += _odd_heads(body)
    few, many = sorted(numerals.values(), key=len)
    if 0 < len(few) <= 2 and len(many) >= 8 * len(few):
        odd += few
    if odd and usual["level"] >= len(odd):
        message = Message("level_names_mixed", {"names": "、".join(dict.fromkeys(name for name, _ in odd))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in odd], checklists, confidence=0.7)
