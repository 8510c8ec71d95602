"""The levels of a plan as they stand side by side: rows of a table, items of a list, sentences, sections."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.review.duties.bodies import lead_in
from kb.review.levels.ranks import COLOUR, LEVEL, NAME, intervals, rank
from kb.review.text import Body, Line, pattern

ANY = rf"{LEVEL}|{NAME}|{COLOUR}"
_SUBJECT = re.compile(
    rf"^(?:[^:;。]{{0,40}}:)?(?:启动|发布|达到|出现)?(?:应急)?(?:响应|预警)?(?P<rank>{ANY})(?:\([^()]{{1,14}}\))?(?P<kind>(?:应急)?响应|预警|突发|事件|灾害|事故)?"
    r"(?P<tail>(?:条件|标准|行动|措施|级别)?[:;,。(—-]|.{0,16}?[:;。(—-]|$)"
)
HEAD = re.compile(
    rf"^(?:启动|发布)?(?:应急)?(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]{{1,14}}\))?(?:应急)?(?P<kind>响应|预警)?(?:的)?(?P<role>行动|措施|启动|条件|程序|标准)?.{{0,8}}$"
    rf"|^(?P<named>{LEVEL}|{NAME})(?:\([^()]{{1,14}}\))?[^,;。:]{{0,4}}(?:突发|地质|洪涝|环境|公共|灾害|事件|事故|险情|灾情)[^,;。:]{{0,12}}$"
)


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
        """All ranks of which something is stated."""
        return {each.rank for each in self.stated}

    @property
    def named(self) -> tuple[Stated, ...]:
        """The lines that name their level themselves."""
        return tuple(each for each in self.stated if not each.inherited)


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
    found += [
        Ladder(kind, tuple(stated), section)
        for (section, kind), stated in by_parent.items()
        if len({s.rank for s in stated}) >= 2
    ]
    return (*found, *_headed(body))


def _runs(stated: Sequence[Stated]) -> Iterator[tuple[Stated, ...]]:
    """A new ladder begins where a level is named again."""
    run: list[Stated] = []
    for each in stated:
        if (
            not each.inherited
            and any(other.rank == each.rank and not other.inherited for other in run)
            and len({s.rank for s in run}) >= 2
        ):
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
            yield (
                Stated(current[0], at, line.text, 0, inherited=True),
                line.section,
                current[2] or _kind(body.lines[at - 1]),
            )
        else:
            current = None


_CONTINUES = re.compile(
    r"^(?:[^\u4e00-\u9fff]{1,4}|[^:。]{0,40}:)?[(]?(?:\d{1,2}|[一二三四五六七八九十]|[a-z]|[①-⑳]|[●\uf06c•-])[).、.]?"
)
_LEAD_IN = re.compile(rf"启动(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]*\))?(?:应急)?(?P<kind>响应|预警)[:,]")
_CLOSING = re.compile(
    rf"(?:为|属于|是|属)(?P<rank>{NAME}|{LEVEL})(?:\([^()]*\))?[^。;,:]{{0,10}}(?:险情|灾情|事件|灾害|事故)[。;]?$"
)


_INTRO = re.compile(r"[^:。]{4,90}:(?=[(]?\d{1,2}[).、])")
"""The sentence that leads into a list, which each of its items repeats."""


def _level_of(line: Line) -> tuple[int, int, str] | None:
    """The level a line is about: its subject, its lead-in (``启动II级预警：``) or its closing words (``为重大险情``)."""
    leading_in = _INTRO.match(line.text)
    skipped = leading_in.end() if leading_in else 0
    skipped += lead_in(line.text[skipped:])
    found = _SUBJECT.match(line.text[skipped : skipped + 90])
    if found and not re.match(r"以上|以下|及以上", line.text[skipped + found.end("rank") :]):
        kind = found["kind"] or ""
        return (
            rank(found["rank"]),
            skipped + found.end("rank"),
            "response" if "响应" in kind else "warning" if "预警" in kind else "",
        )
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
        found = HEAD.match(head.text)
        if found and not head.appendix:
            by_parent[body.parents[head.index]].append((rank(found["rank"] or found["named"]), head.index, head.text))
            continue
        joint = _JOINT_HEAD.match(head.text)
        below = body.sections_below(head.index) if joint and not head.appendix else set()
        if joint and any(line.section in below and not line.contents for line in body.lines):
            by_parent[body.parents[head.index]] += [
                (rank(name), head.index, head.text) for name in pattern(LEVEL).findall(joint["ranks"])
            ]
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
        kind = (
            "response"
            if "响应" in texts
            else "warning"
            if "预警" in texts
            else "event"
            if re.search("事件|灾|事故|险情", texts)
            else "other"
        )
        yield Ladder(kind, tuple(stated), parent, heads=True)


_JOINT_HEAD = re.compile(
    rf"^(?:启动|发布)?(?:应急)?(?P<ranks>{LEVEL}(?:(?:[、和及与]|以及){LEVEL})+)(?:应急|防御)?(?:响应|预警)[^,;。:]{{0,8}}$"
)
"""A heading of several levels: ``三级、四级响应措施``."""
_ANNEXED = re.compile(
    rf"^[\u4e00-\u9fff]{{0,12}}?(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]{{1,14}}\))?(?:应急)?(?:预警|响应)$"
)


def annexed(body: Body) -> Iterator[Ladder]:
    """Levels that an annex parts into sections (``暴雨红色预警``), for what their conditions say."""
    by_parent: dict[tuple[int, str], list[Stated]] = defaultdict(list)
    for head in body.heads:
        found = _ANNEXED.match(head.text) if head.appendix else None
        if found:
            below = body.sections_below(head.index)
            by_parent[body.parents[head.index], head.text[: found.start("rank")]] += [
                Stated(rank(found["rank"]), at, line.text, 0)
                for at, line in enumerate(body.lines)
                if line.section in below and not line.contents
            ]
    for (parent, _), stated in by_parent.items():
        yield Ladder("warning", tuple(stated), parent, heads=True)


def _kind(line: Line) -> str:
    names = "/".join((*line.heads[-2:], line.text[:24]))
    if "响应" in names and "预警响应" not in names:
        return "response"
    if "预警" in names:
        return "warning"
    return "event" if re.search(r"分级|标准|级别|等级", names) else "other"


def steps(ladder: Ladder) -> bool:
    """Whether the ladder tells what is done, not when."""
    return not any(True for each in ladder.stated for _ in intervals(each.text))
