"""QC-NUM: totals that are not the sum of their parts, percentages that are not the quotient, counts that are not the number listed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.amounts.counts import count_errors, part_errors
from kb.review.amounts.equations import equation_errors
from kb.review.amounts.listed import listed_errors
from kb.review.amounts.shares import share_errors
from kb.review.amounts.totals import total_errors
from kb.review.amounts.units import COUNTED
from kb.review.duties.bodies import groups, member_lists
from kb.review.making import finding, place
from kb.review.tables.rows import context_of, counted_rows
from kb.review.tables.said import said_errors
from kb.review.tables.sums import sum_errors
from kb.review.tables.table import Table, tables
from kb.review.text import Body, Line, digits

_NUM = r"(?<![\d.\-—])(\d+(?:\.\d+)?)"
_TOTAL = re.compile(rf"(?:共计|共有|总计|合计|总共|共)[^,;。:、\d]{{0,8}}{_NUM}(万)?({COUNTED})")
_GRAND = re.compile(r"合计|总计|共计")
_PART = re.compile(rf"{_NUM}(万)?({COUNTED})")
_VAGUE = re.compile(r"^(?:余|多|以上|左右|以下|以内)")
_COUNTED = re.compile(
    r"(?:设置?|成立|组建|下设|设立|共)[^,;。:、]{0,8}?(\d{1,2}|[二两三四五六七八九十]{1,3})个(?:应急|专项|现场|专业)?(工作组|小组|专业组|应急组|行动组)"
)
_NEXT_GROUP = re.compile(r"(?<=[。;:])(?:[(]?\d{1,2}[).、])?([\u4e00-\u9fff、]{2,10}组)(?=[:(])")
_NAMED_GROUP = re.compile(r"[\u4e00-\u9fff]{2,9}?组(?=[、,等和及])")
_MEMBERS = re.compile(r"成员单位(?:共有?|有)?(\d{1,3})(?:个|家)|(\d{1,3})(?:个|家)成员单位")


def sum_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for sums, one for percentages, one for counts."""
    found = list(tables(body))
    sums = _once([*_sentences(body), *part_errors(body), *total_errors(body), *equation_errors(body)])
    tabled = [hit for table in found for hit in sum_errors(table)]
    if sums or tabled:
        message = Message("sum_wrong", {"sums": "；".join(dict.fromkeys(said for said, _ in (*sums, *tabled)))})
        places = [*(at for _, at in sums), *(at for _, several in tabled for at in several)]
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
    shares = _once([*share_errors(body)])
    if shares:
        message = Message("share_wrong", {"shares": "；".join(said for said, _ in shares)})
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, [at for _, at in shares], checklists, confidence=0.7)
    yield from _counts(body, found, checklists)
    yield from _said(body, found, checklists)


def _said(body: Body, found: Sequence[Table], checklists: Checklists) -> Iterator[Finding]:
    """What the text says otherwise than a row of a table."""
    other = list(said_errors(body, found))
    if other:
        message = Message("table_differs", {"numbers": "；".join(dict.fromkeys(said for said, _ in other))})
        places = [at for _, several in other for at in several]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _once(told: list[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Each wrong sum once, whichever way it was found."""
    return list({said: (said, at) for said, at in told}.values())


# --------------------------------------------------------------------------- sums


def _sentences(body: Body) -> Iterator[tuple[str, Place]]:
    for line in body.lines:
        if line.clause.table_row or line.contents:
            continue
        for found in _TOTAL.finditer(line.text):
            first, last = line.sentence(found.start())
            later = _GRAND.search(line.text, found.end(), last)
            if _VAGUE.match(line.text[found.end() :]) or found[2] or (found[0][0] == "共" and later):
                continue
            total = float(found[1])
            stretch = _addends(line, found, first, last)
            if stretch is None:
                continue
            parts = [float(number) for number in stretch]
            if _leaders_apart(line, found, total - sum(parts)):
                continue
            if len(parts) >= 2 and abs(sum(parts) - total) > 1e-6 and _exhaustive(line, found, parts, total, last):
                said = "+".join(f"{part:g}" for part in parts)
                yield f"{said}={sum(parts):g}，写为{total:g}{found[3]}", place(line, min(found.start(), first), last)


def _leaders_apart(line: Line, total: re.Match[str], rest: float) -> bool:
    """Whether the one or two that lack are the leaders named before the members."""
    before = line.text[max(0, total.start() - 120) : total.start()]
    return rest in (1.0, 2.0, 3.0) and bool(re.search(r"组长|队长|班长|负责人|总指挥|成员为", before))


def _addends(line: Line, total: re.Match[str], first: int, last: int) -> list[str] | None:
    """The parts of one unit that stand beside a total: after 其中 or a colon or in brackets, else before it in the sentence."""
    after = line.text[total.end() : last]
    listed = re.match(r"[,:(。;]?(?:其中|分别(?:为|是)|包括|即)?[:,]?", after)
    begins = listed is not None and bool(re.match(r"(?:[,;]?其中|[:(]|,分别|,包括)", after))
    closing = after.find(")") if after.startswith("(") else len(after)
    scope = after[: closing if closing > 0 else len(after)] if begins else line.text[first : total.start()]
    parts = [part for part in _PART.finditer(scope) if part[3] == total[3]]
    if any(_VAGUE.match(scope[part.end() :]) or part[2] for part in parts):
        return None
    if begins and "其中" in after[:4] and len(parts) < 2:
        return None
    if any(
        re.search(r"(?:每|各|\d)[^,;、]{0,6}$", scope[: part.start()])
        and "每" in scope[max(0, part.start() - 6) : part.start()]
        for part in parts
    ):
        return None
    return [part[1] for part in parts]


def _exhaustive(line: Line, total: re.Match[str], parts: list[float], whole: float, last: int) -> bool:
    """Whether the parts are meant to make up the total: a mere 其中 with less than the whole is not."""
    after = line.text[total.end() : last]
    if sum(parts) < whole and re.match(r"[,;]?其中", after):
        return len(parts) >= 3 or (bool(re.search(r"其余|其他|另", after)) is False and sum(parts) > whole * 0.75)
    if not re.match(r"[,;]?(?:其中|[:(]|分别|包括)", after):
        return len(parts) >= 2 and sum(parts) < whole * 3
    return True


# --------------------------------------------------------------------------- counts


def _counts(body: Body, found_tables: Sequence[Table], checklists: Checklists) -> Iterator[Finding]:
    """Stated numbers of groups and members, and of other things, against what is listed."""
    rows = [hit for table in found_tables for hit in counted_rows(table, context_of(body, table))]
    wrong = list(dict.fromkeys([*count_errors(body), *listed_errors(body)]))
    by_section: dict[int, set[str]] = defaultdict(set)
    for group in groups(body):
        by_section[group.section].add(group.name)
    for line in body.lines:
        if line.section in by_section and _COUNTED.search(line.text):
            by_section[line.section] |= set(_NEXT_GROUP.findall(line.text))
    listed = {len(names) for names in by_section.values() if len(names) >= 3}
    for line in body.lines:
        for found in _COUNTED.finditer(line.text):
            said = int(digits(found[1]))
            inside = len(
                re.findall(
                    r"[\u4e00-\u9fff]{2,9}组(?=[、,。;等和及]|$)",
                    line.text[found.end() : line.sentence(found.start())[1]],
                )
            )
            beside = by_section.get(line.section, set())
            numbers = {inside} if inside >= 3 else {len(beside)} if len(beside) >= 3 else listed
            if numbers and len(numbers) == 1 and said not in numbers and said > 2:
                wrong.append(
                    (f"写{said}个{found[2]}，列了{next(iter(numbers))}个", place(line, found.start(), found.end()))
                )
    if len(listed) == 1 and not wrong:
        wrong += _groups_elsewhere(body, next(iter(listed)))
    members = member_lists(body)
    for line in body.lines:
        for found in _MEMBERS.finditer(line.text):
            said = int(found[1] or found[2])
            own = [each for each in members if each.line is line]
            count = len(own[0].names) if len(own) == 1 else said
            if abs(said - count) > 2 and "等" not in line.text[found.end() : line.sentence(found.start())[1]]:
                wrong.append((f"写{said}个成员单位，列了{count}个", place(line, found.start(), found.end())))
    if wrong or rows:
        message = Message("count_wrong", {"counts": "；".join(dict.fromkeys(said for said, _ in (*wrong, *rows)))})
        places = [*(at for _, at in wrong), *(at for _, several in rows for at in several)]
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


_GROUPS = re.compile(
    r"(?<![派赴增抽另各每余\d])(?P<number>\d{1,2}|[三四五六七八九十]{1,3})个(?:应急|专项|现场|专业)?(?:工作组|工作小组|专业组|行动组)(?!成员)"
)


def _groups_elsewhere(body: Body, count: int) -> list[tuple[str, Place]]:
    """``七个工作组`` where the plan describes eight; not where the sentence names seven."""
    return [
        (f"写{digits(found['number'])}个，列了{count}个工作组", place(line, *found.span()))
        for line in body.lines
        if not line.contents
        for found in _GROUPS.finditer(line.text)
        if 3 <= int(digits(found["number"])) != count
        and abs(int(digits(found["number"])) - count) <= 4
        and len(_NAMED_GROUP.findall(line.text[line.sentence(found.start())[0] : found.start()]))
        != int(digits(found["number"]))
    ]
