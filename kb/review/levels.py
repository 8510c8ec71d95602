"""QC-LVL: levels that lack, overlap or leave a gap, wrong colours, levels without measures, two ways of naming them.

应对法 第六十三条 (colours), 第七十一条 (four response levels), 第三条 (four grades of events). Companies may have two or three levels
(GB/T 29639—2020 6.1.2), so a level lacks only where the text itself announces it or its neighbours frame the gap.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.bodies import lead_in
from kb.review.making import finding, place
from kb.review.ranks import COLOUR, LEVEL, NAME, Interval, intervals, rank
from kb.review.text import Body, Line, pattern

_NAMES = "一级", "二级", "三级", "四级"
_ANY = rf"{LEVEL}|{NAME}|{COLOUR}"
_SUBJECT = re.compile(
    rf"^(?:[^:;。]{{0,10}}:)?(?:启动|发布|达到|出现)?(?:应急)?(?:响应|预警)?(?P<rank>{_ANY})(?:\([^()]{{1,14}}\))?(?P<kind>(?:应急)?响应|预警|突发|事件|灾害|事故)?"
    r"(?P<tail>(?:条件|标准|行动|措施|级别)?[:;,。(—-]|.{0,16}?[:;。(—-]|$)"
)
_HEAD = re.compile(
    rf"^(?:启动|发布)?(?:应急)?(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]{{1,14}}\))?(?:应急)?(?P<kind>响应|预警)?(?:的)?(?P<role>行动|措施|启动|条件|程序|标准)?.{{0,8}}$"
    rf"|^(?P<named>{LEVEL}|{NAME})(?:\\([^()]{{1,14}}\\))?[^,;。:]{{0,4}}(?:突发|地质|洪涝|环境|公共|灾害|事件|事故|险情|灾情)[^,;。:]{{0,12}}$"
)
_COUNT = re.compile(r"(?:响应|预警|级别|等级)[^。;]{0,30}?(?:分为|划分为|分成|分|设定为|设为|设)[^。;、]{0,10}?(?<![、和及第])(四|三|二|两|4|3|2)个?(?:等级|级别|级|个响应)(?![、和及])")
_LISTED = re.compile(rf"(?:响应|预警)[^。;]{{0,40}}?(?:分为|划分为|设|为)[^。;]{{0,20}}?((?:{LEVEL}(?:\([^()]*\))?[、和及,]){{1,3}}{LEVEL})")
_DIGIT = {"四": 4, "三": 3, "二": 2, "两": 2, "4": 4, "3": 3, "2": 2}
_ODD = re.compile(rf"(?:{COLOUR}|(?<![A-Za-z])[A-D]级)(?:应急)?响应")
_USUAL = re.compile(rf"{LEVEL}(?:应急)?响应")
_PAIRS = (
    re.compile(rf"(?P<level>{LEVEL})(?:预警|响应)?(?:\([^()]{{1,8}}\))?[(:,;]?(?:颜色|预警|标示|用|为|以|预警颜色|级别)*[:(]?(?P<colour>{COLOUR})(?!或|、)"),
    re.compile(rf"(?P<colour>{COLOUR})(?:预警|信号)?[(:;,]?(?:预警)?(?:级别|为|对应|,)*:?(?P<level>{LEVEL})(?:[)、,;。预响]|$)"),
)
_ROW = re.compile(rf"(?:级别|等级|预警|响应)[^:;]{{0,6}}:(?P<level>{LEVEL}|{NAME})(?:\([^()]*\))?;[^:;]{{0,8}}颜色[^:;]{{0,4}}:(?P<colour>{COLOUR})")
_SERIES = re.compile(rf"((?:{LEVEL}|{NAME})(?:\([^()]*\))?[、和及]?){{3,4}}[^。;]{{0,24}}?((?:[红橙黄蓝]色?[、和及]?){{3,4}}色?)")
_ONE_NAME = re.compile(rf"{LEVEL}|{NAME}")
_ONE_COLOUR = re.compile("[红橙黄蓝]")
_RANK_OF = {"红": 1, "橙": 2, "黄": 3, "蓝": 4}
_REFER = re.compile(r"参照|同上|同[一二三四I]|依照|比照|按照|见|执行|适用")
_EMPTY = 10


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states of one level: its line (or the head of its section), and the words."""

    rank: int
    at: int
    text: str
    start: int
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of one kind described side by side: lines of one section, or sections of one parent (``heads``)."""

    kind: str
    stated: tuple[Stated, ...]
    section: int
    heads: bool = False

    @property
    def ranks(self) -> set[int]:
        return {each.rank for each in self.stated}

    @property
    def named(self) -> tuple[Stated, ...]:
        """The lines that name their level themselves."""
        return tuple(each for each in self.stated if not each.inherited)


def level_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Everything that is wrong with the levels, each defect once."""
    found = ladders(body)
    yield from _lacking(body, found, checklists)
    yield from _without_measures(body, found, checklists)
    yield from _bounds(body, found, checklists)
    yield from _colours(body, checklists)
    yield from _mixed(body, checklists)


# --------------------------------------------------------------------------- the ladders of a plan


def ladders(body: Body) -> tuple[Ladder, ...]:
    """Two levels or more that stand side by side, as rows, list items, sentences or sections."""
    by_area: dict[tuple[int, bool, str], list[Stated]] = defaultdict(list)
    for each, section, kind in _stated(body):
        row = each.at >= 0 and body.lines[each.at].clause.table_row
        by_area[section, row, kind].append(each)
    runs = [(section, kind, run) for (section, _, kind), stated in by_area.items() for run in _runs(stated)]
    found = [Ladder(kind, run, section) for section, kind, run in runs if len({each.rank for each in run}) >= 2]
    single = [(key, stated) for key, stated in by_area.items() if len({s.rank for s in stated}) == 1]
    by_parent: dict[tuple[int, str], list[Stated]] = defaultdict(list)
    for (section, _, kind), stated in single:
        if section >= 0:
            by_parent[body.parents[section], kind] += stated
    found += [Ladder(kind, tuple(stated), section) for (section, kind), stated in by_parent.items() if len({s.rank for s in stated}) >= 2]
    return (*found, *_headed(body))


def _runs(stated: Sequence[Stated]) -> Iterator[tuple[Stated, ...]]:
    """A new ladder begins where a level is named again."""
    run: list[Stated] = []
    for each in stated:
        if not each.inherited and any(other.rank == each.rank and not other.inherited for other in run) and len({s.rank for s in run}) >= 2:
            yield tuple(run)
            run = []
        run.append(each)
    yield tuple(run)


def _stated(body: Body) -> Iterator[tuple[Stated, int, str]]:
    """Each line that is on one level, with its section and kind; lines that follow such a line inherit from it."""
    current: tuple[int, int, str] | None = None
    for at, line in enumerate(body.lines):
        if line.contents:
            continue
        own = _level_of(line)
        if own:
            level, start, kind = own
            current = (level, line.section, kind)
            yield Stated(level, at, line.text, start), line.section, kind or _kind(line)
        elif current and current[1] == line.section and _CONTINUES.match(line.text):
            yield Stated(current[0], at, line.text, 0, inherited=True), line.section, current[2] or _kind(body.lines[at - 1])
        else:
            current = None


_CONTINUES = re.compile(r"^(?:[^\u4e00-\u9fff]{1,4}|[^:。]{0,40}:)?[(]?(?:\d{1,2}|[一二三四五六七八九十]|[a-z]|[①-⑳]|[●\uf06c•-])[).、.]?")
_LEAD_IN = re.compile(rf"启动(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)[:,]")
_CLOSING = re.compile(rf"(?:为|属于|是|属)(?P<rank>{NAME}|{LEVEL})(?:\([^()]*\))?[^。;,:]{{0,16}}[。;]?$")


def _level_of(line: Line) -> tuple[int, int, str] | None:
    """The level a line is about: its subject, its lead-in (``启动II级预警：``) or its closing words (``为重大险情``)."""
    skipped = lead_in(line.text)
    found = _SUBJECT.match(line.text[skipped : skipped + 60])
    if found and not re.match(r"以上|以下|及以上", line.text[skipped + found.end("rank") :]):
        kind = found["kind"] or ""
        return rank(found["rank"]), skipped + found.end("rank"), "response" if "响应" in kind else "warning" if "预警" in kind else ""
    leading = _LEAD_IN.search(line.text[:80])
    if leading:
        return rank(leading["rank"]), leading.end(), "response" if leading["kind"] == "响应" else "warning"
    closing = _CLOSING.search(line.text)
    if closing and pattern(r"\d").search(line.text[: closing.start()]):
        return rank(closing["rank"]), 0, "event"
    return None


def _headed(body: Body) -> Iterator[Ladder]:
    by_parent: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for head in body.heads:
        found = _HEAD.match(head.text)
        if found and not head.appendix:
            by_parent[body.parents[head.index]].append((rank(found["rank"] or found["named"]), head.index, head.text))
    for parent, heads in by_parent.items():
        if len({each[0] for each in heads}) < 2:
            continue
        stated = []
        for level, index, _ in heads:
            below = body.sections_below(index)
            lines = [at for at, line in enumerate(body.lines) if line.section in below and not line.contents]
            whole = "\n".join(body.lines[at].text for at in lines)
            stated.append(Stated(level, lines[0] if lines else -1 - index, whole, 0))
            stated += [Stated(level, at, body.lines[at].text, 0, inherited=True) for at in lines[1:]]
        texts = "".join(text for _, _, text in heads)
        kind = "response" if "响应" in texts else "warning" if "预警" in texts else "event" if re.search("事件|灾|事故|险情", texts) else "other"
        yield Ladder(kind, tuple(stated), parent, heads=True)


def _kind(line: Line) -> str:
    names = "/".join((*line.heads[-2:], line.text[:24]))
    if "响应" in names and "预警响应" not in names:
        return "response"
    if "预警" in names:
        return "warning"
    return "event" if re.search(r"分级|标准|级别|等级", names) else "other"


def _steps(ladder: Ladder) -> bool:
    """Whether the ladder tells what is done, not when."""
    return not any(True for each in ladder.stated for _ in intervals(each.text))


# --------------------------------------------------------------------------- levels that lack


def _lacking(body: Body, found: Sequence[Ladder], checklists: Checklists) -> Iterator[Finding]:
    """Levels that are announced, or framed by others, and not described."""
    names: dict[tuple[str, ...], list[Place]] = {}
    for ladder in found:
        if ladder.kind == "other" or len(ladder.named) < 2:
            continue
        whole = set(range(1, _announced(body, ladder) + 1)) or set(range(min(ladder.ranks), max(ladder.ranks) + 1))
        if len(ladder.ranks) == 3 and ladder.kind == "event" and not _announced(body, ladder):
            whole = {1, 2, 3, 4} if 1 in ladder.ranks else whole
        gone = {level for level in whole - ladder.ranks if not _spoken_of(body, ladder, level)}
        if gone and len(gone) < len(whole) - 1:
            key = ("、".join(_NAMES[level - 1] for level in sorted(gone)), ladder.kind)
            names.setdefault(key, []).extend(_places(body, ladder)[:2])
    for (levels, kind), places in names.items():
        message = Message("level_lacking", {"levels": levels, "kind": _KINDS[kind]})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


_KINDS = {"response": "响应", "warning": "预警", "event": "事件分级", "other": "级别"}


def _announced(body: Body, ladder: Ladder) -> int:
    """How many levels the text says there are, 0 when it does not."""
    word = "响应" if ladder.kind == "response" else "预警" if ladder.kind == "warning" else "重大"
    for line in body.lines:
        if word and word in line.text:
            listed = _LISTED.search(line.text)
            if listed and word in listed[0]:
                return len(pattern(LEVEL).findall(listed[1]))
            counted = _COUNT.search(line.text)
            if counted and word in line.text[max(0, counted.start() - 12) : counted.end() + 8]:
                return _DIGIT[counted[1]]
            if word == "重大" and re.search(r"分为?四个?(?:等?级|级别)|特别重大[^。;]{0,10}重大[^。;]{0,8}较大[^。;]{0,10}一般", line.text):
                return 4
    return 0


_JOINED = re.compile(rf"(?:{_ANY})(?:\([^()]*\))?(?:[、和及或至]|以及)(?:{_ANY})")
_LIKEWISE = re.compile(r"参照|比照|同[一二三四上]|相同|执行|不设|不再|可不|合并")


def _spoken_of(body: Body, ladder: Ladder, level: int) -> bool:
    """Whether a level is described together with another one, in a heading, or by reference to another (``三级、四级参照执行``)."""
    sections = body.sections_below(ladder.section) if ladder.section >= 0 else {line.section for line in body.lines}
    for index in sections:
        if index >= 0 and any(rank(name) == level for name in pattern(rf"{LEVEL}|{COLOUR}").findall(body.heads[index].text)):
            return True
    rows = any(each.at >= 0 and body.lines[each.at].clause.table_row for each in ladder.stated)
    for line in body.lines:
        if line.section not in sections or line.contents or rows != line.clause.table_row:
            continue
        if _COUNT.search(line.text) or _LISTED.search(line.text):
            continue
        for found in _JOINED.finditer(line.text):
            if level in {rank(name) for name in pattern(_ANY).findall(found[0])}:
                return True
        for found in pattern(rf"{LEVEL}|{COLOUR}").finditer(line.text):
            if rank(found[0]) != level or re.match(r"[)]?(?:以上|以下|及以上|及以下)", line.text[found.end() :]):
                continue
            first, last = line.sentence(found.start())
            if _LIKEWISE.search(line.text[found.end() : last]) or re.fullmatch(r"(?:\d[.、)]|[(]\d[)])?", line.text[first : found.start()]):
                return True
            if re.search(r"(?:\d[.、)]|[(]\d[)])[(]?$|[(]$", line.text[first : found.start()]):
                return True
    return False


def _places(body: Body, ladder: Ladder) -> list[Place]:
    places = []
    for each in ladder.stated:
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
        texts = {each.rank: max((e.text[e.start :] for e in ladder.stated if e.rank == each.rank), key=len) for each in ladder.stated}
        full = [text for text in texts.values() if len(text) > 3 * _EMPTY]
        for each in ladder.named:
            said = texts[each.rank]
            if len(re.sub(r"[:;。,、()\s]|应急|响应|行动|措施|预警", "", said)) < _EMPTY and len(full) >= 1 and not _REFER.search(said):
                names.append(_NAMES[each.rank - 1])
                places += [place(body.lines[each.at], 0, len(body.lines[each.at].text))] if each.at >= 0 else _places(body, ladder)[:1]
    places, names = places + _empty_sections(body, names), names
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
        if above >= 0 and re.search(r"措施|行动", head.text) and _HEAD.match(body.heads[above].text):
            by_text[head.text].append(head.index)
    places: list[Place] = []
    filled = {line.section for line in body.lines}
    for indices in by_text.values():
        empty = [index for index in indices if not body.sections_below(index) & filled]
        if empty and len(empty) < len(indices):
            for index in empty:
                found = _HEAD.match(body.heads[body.parents[index]].text)
                names.append(_NAMES[rank(found["rank"] or found["named"]) - 1] if found else "")
                beside = body.sections_below(body.parents[index])
                near = next((line for line in body.lines if line.section in beside), None)
                places += [place(near, 0, min(len(near.text), 40))] if near else []
    return places


def _measured_elsewhere(body: Body, found: Sequence[Ladder]) -> tuple[list[str], list[Place]]:
    """Response levels with conditions of which no ladder of measures speaks."""
    conditions = [ladder for ladder in found if ladder.kind == "response" and not _steps(ladder)]
    measures = [ladder for ladder in found if ladder.kind == "response" and _steps(ladder) and len(ladder.ranks) >= 2]
    if not conditions or not measures:
        return [], []
    asked = set().union(*(ladder.ranks for ladder in conditions))
    told = set().union(*(ladder.ranks for ladder in measures))
    gone = sorted(level for level in asked - told if not any(_spoken_of(body, ladder, level) for ladder in measures))
    if not gone or len(gone) >= len(asked) - 1:
        return [], []
    places = [place(body.lines[each.at], 0, min(40, len(each.text))) for ladder in conditions for each in ladder.stated if each.rank in gone and each.at >= 0]
    return [_NAMES[level - 1] for level in gone], places


# --------------------------------------------------------------------------- bounds


def _bounds(body: Body, found: Sequence[Ladder], checklists: Checklists) -> Iterator[Finding]:
    """Intervals of neighbouring levels that overlap or leave a gap."""
    overlaps: list[tuple[str, Place]] = []
    gaps: list[tuple[str, Place]] = []
    for ladder in found:
        by_key: dict[tuple[str, str], dict[int, tuple[Interval, Line]]] = defaultdict(dict)
        twice: set[tuple[str, str, int]] = set()
        for each in ladder.stated:
            if each.at < 0:
                continue
            line = body.lines[each.at]
            for one in intervals(line.text):
                key = (one.key, one.unit)
                if each.rank in by_key[key] and by_key[key][each.rank][0] != one:
                    twice.add((*key, each.rank))
                by_key[key].setdefault(each.rank, (one, line))
        for key, ranked in by_key.items():
            for level in (1, 2, 3):
                if level not in ranked or level + 1 not in ranked or {(*key, level), (*key, level + 1)} & twice:
                    continue
                verdict = _compared(ranked[level][0], ranked[level + 1][0])
                words = f"{key[0]}：{_NAMES[level - 1]}与{_NAMES[level]}"
                for one, line in (ranked[level], ranked[level + 1]):
                    where = place(line, one.start, one.end)
                    (overlaps if verdict == "overlap" else gaps if verdict == "gap" else []).append((words, where))
    for verdict, words, places in _columns(body):
        (overlaps if verdict == "overlap" else gaps).extend((words, at) for at in places)
    for code, hits in (("level_overlap", overlaps), ("level_gap", gaps)):
        if hits:
            message = Message(code, {"measures": "；".join(dict.fromkeys(words for words, _ in hits))})
            yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _columns(body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """Tables whose columns are levels, and columns of intervals that follow one another: bounds that do not meet."""
    tables: dict[int, list[Line]] = defaultdict(list)
    for line in body.lines:
        if not line.clause.table_row:
            continue
        tables[line.section].append(line)
        cells = [(rank(found[1]), found) for found in _LEVEL_CELL.finditer(line.text)]
        if len(cells) >= 3:
            ranked = [(level, {(one.key, one.unit): one for one in intervals(found[2])}, found.start(2)) for level, found in cells]
            for (upper, graver, at), (lower, lesser, beside) in zip(ranked, ranked[1:], strict=False):
                if lower != upper + 1:
                    graver, lesser, at, beside = lesser, graver, beside, at
                for key in graver.keys() & lesser.keys():
                    verdict = _compared(graver[key], lesser[key])
                    if verdict:
                        places = [place(line, start + each.start, start + each.end) for start, each in ((at, graver[key]), (beside, lesser[key]))]
                        yield verdict, key[0], places
    for lines in tables.values():
        yield from _chain(lines)


_LEVEL_CELL = re.compile(rf"(?:^|;)({NAME}|{LEVEL})(?:\([^()]*\))?[^:;]{{0,6}}:([^;]*)")


def _chain(lines: Sequence[Line]) -> Iterator[tuple[str, str, list[Place]]]:
    """Intervals of one column, row by row: most of them meet, one pair does not."""
    by_column: dict[tuple[str, str], list[tuple[Interval, Line]]] = defaultdict(list)
    for line in lines:
        for one in intervals(line.text):
            if one.low is not None and one.high is not None:
                by_column[one.key, one.unit].append((one, line))
    for (key, _), column in by_column.items():
        pairs = list(zip(column, column[1:], strict=False))
        if len(pairs) < 2 or len({id(line) for _, line in column}) != len(column):
            continue
        rising = column[0][0].low < column[-1][0].low  # type: ignore[operator]
        apart = [(one, other) if rising else (other, one) for one, other in pairs]
        odd = [(low, high) for low, high in apart if low[0].high != high[0].low]
        if 0 < len(odd) <= len(pairs) / 2:
            for low, high in odd:
                verdict = "overlap" if (low[0].high or 0) > (high[0].low or 0) else "gap"
                yield verdict, key, [place(line, one.start, one.end) for one, line in (low, high)]


def _compared(grave: Interval, lesser: Interval) -> str:
    if grave.low is not None and lesser.high is not None:
        if lesser.high > grave.low * 1.0001:
            return "overlap"
        if lesser.high < grave.low * 0.9999:
            return "gap"
        return "" if lesser.low is None or lesser.low < lesser.high else "overlap"
    if grave.low is not None and lesser.low is not None and grave.high is None and lesser.high is None and grave.sharp and lesser.sharp:
        return "overlap" if lesser.low > grave.low else ""
    return ""


# --------------------------------------------------------------------------- colours and names


def _colours(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Levels beside a colour that is another level's."""
    places: list[Place] = []
    names: list[str] = []
    for line in body.lines:
        if not pattern(COLOUR).search(line.text) and "色" not in line.text:
            continue
        for source in (*_PAIRS, _ROW):
            for found in source.finditer(line.text):
                if rank(found["level"]) != rank(found["colour"]) and not _ladder_text(line, found):
                    names.append(f"{found['level']}—{found['colour']}")
                    places.append(place(line, found.start(), found.end()))
        for found in _SERIES.finditer(line.text):
            levels = [rank(name) for name in _ONE_NAME.findall(found[0][: found.start(2) - found.start()])]
            colours = [_RANK_OF[char] for char in _ONE_COLOUR.findall(found[2])]
            if len(levels) == len(colours) and len(set(colours)) == len(colours) and levels != colours:
                names.append(found[2])
                places.append(place(line, found.start(2), found.end(2)))
    if names:
        message = Message("colour_wrong", {"pairs": "、".join(dict.fromkeys(names))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.8)


def _ladder_text(line: Line, found: re.Match[str]) -> bool:
    """A pair torn out of two series (``二级、三级分别用红色、橙色``) is none."""
    before = line.text[max(0, found.start() - 8) : found.start()]
    return bool(pattern(rf"(?:{_ANY})[、和及]$").search(before)) and bool(re.match(rf"[、和及](?:{COLOUR}|{LEVEL})", line.text[found.end() :]))


def _mixed(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One or two names of response levels that are not of the plan's way of naming them."""
    usual: Counter[str] = Counter()
    odd: list[tuple[str, Place]] = []
    for line in body.lines:
        if line.contents:
            continue
        usual["level"] += len(_USUAL.findall(line.text))
        odd += [(found[0], place(line, found.start(), found.end())) for found in _ODD.finditer(line.text)]
    if odd and usual["level"] >= max(2, len(odd)):
        message = Message("level_names_mixed", {"names": "、".join(dict.fromkeys(name for name, _ in odd))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in odd], checklists, confidence=0.7)
