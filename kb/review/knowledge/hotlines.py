"""QC-PHONE: hot lines (110, 119, 120, 12345 …) beside the name of another service, in sentences and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import ne

from kb.checklists import Checklists
from kb.known import Hotline
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.facts.services import service_places
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_NUMBER = re.compile(r"(?<![\d.A-Za-z〔\[-])(?:1[12][09]|122|1\d{4}|95\d{3}|911|191|199|991)(?![\d.A-Za-z〕\]-])")
_NOBODY, _SHORT = r"(?!)", 3
_SLIPS = ("95", "911", "191", "199", "991")
"""Where a number may be that is a hot line with a slip."""
_PART = re.compile(r"(?:[^,。;、!?\n]|(?<=\d)、(?=\d))+")
_MEASURED = re.compile(
    r"^(?:个|名|人|米|元|万|吨|公里|小时|分钟|天|日|年|月|岁|辆|台|套|户|间|亩|公斤|千|平方|立方|毫|厘|%|℃|升|支|张|床|伏|号(?!码)|条|处|座|次|件|场|期|页)"
)
_CALLED = re.compile(r"拨打|拨|打|呼叫|电话|热线|报警|联系|通知|请|叫|求助|中心|急救|救护|[:(“\"]")
_COUNTED = re.compile(r"[量数额积重长高宽深距价]|[(/](?:吨|[人个台辆套件]|万?元|公?里|米|[千立平]|m|kg|t|L)")
"""The head of a column of amounts."""
_JOINED, _JOINED_BEFORE = re.compile(r"[”\")]?(?:和|及|与|、|并)"), re.compile(r"(?:和|及|与|、|并)[“\"(]?$")


def hotline_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all hot lines beside another's name, but for clauses of which ``kb.review.duties.phones`` tells it."""
    numbers = {*(each.number for each in checklists.hotlines), *_SLIPS}
    hits = [
        hit
        for at in body.lines_having(numbers)
        if not body.lines[at].contents
        for hit in _in_line(body.lines[at], checklists.hotlines)
    ]
    known = {at.clause_id for at in service_places(body)} if hits else set()
    hits = [hit for hit in hits if hit[1].clause_id not in known]
    if hits:
        message = Message("phone_service", {"numbers": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-PHONE", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _in_line(line: Line, hotlines: Sequence[Hotline]) -> Iterator[tuple[str, Place]]:
    by_number = {each.number: each for each in hotlines}
    parts = (
        [(0, line.text)] if line.clause.table_row else [(each.start(), each[0]) for each in _PART.finditer(line.text)]
    )
    for start, text in parts:
        found = [each for each in _NUMBER.finditer(text) if not _MEASURED.match(text[each.end() :])]
        if len(found) != 1:
            continue
        own = by_number.get(found[0][0], Hotline(found[0][0], _NOBODY))
        around = text[: found[0].start()] + " " + text[found[0].end() :]
        named = [each for each in hotlines if pattern(each.names).search(around)]
        joined = _JOINED.match(text[found[0].end() :]) or _JOINED_BEFORE.search(text[: found[0].start()])
        if joined or own in named or len(named) != 1 or not _is_called(line, text, found[0]):
            continue
        if own.names == _NOBODY and not _is_slip(own.number, named[0].number):
            continue
        said = f"{own.number}（{pattern(named[0].names).search(around)[0]}应为{named[0].number}）"  # type: ignore[index]
        yield said, place(line, start + found[0].start(), start + found[0].end())


def _is_slip(said: str, meant: str) -> bool:
    """Whether a number that nobody here answers is another in other order, or differs from it in one digit."""
    if len(said) != len(meant):
        return False
    return sorted(said) == sorted(meant) or (len(said) > _SHORT and sum(map(ne, said, meant)) == 1)


def _is_called(line: Line, text: str, found: re.Match[str]) -> bool:
    """Whether the number is one to dial: a cell of its own, or beside a word of calling."""
    if line.clause.table_row:
        head = re.search(r"([^:;|]*)[:|]$", text[: found.start()])
        alone = re.search(r"(?:^|[:;|])$", text[: found.start()]) and text[found.end() :][:1] in ("", ";", "|")
        return bool(alone) and not (head and _COUNTED.search(head[1]))
    return bool(_CALLED.search(text[max(0, found.start() - 6) : found.start()])) or bool(
        re.match(r"[)”\"]?(?:急救|救护|报警|热线|电话|指挥|接警|中心)", text[found.end() :])
    )
