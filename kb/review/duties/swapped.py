"""QC-RACI: duties that stand under another body's name: rows of duty lists, working groups, sentences such as ``X局负责…``.

The fields of bodies and groups are data (``corpus/checklists/_fields.toml``); a hint from usual practice, not a rule of law.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists, Field
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import NAME, DutyRow, Group
from kb.review.duties.owners import exchanged
from kb.review.duties.tasks import foreign_tasks
from kb.review.duties.work import Work
from kb.review.making import beside_heading, finding, place
from kb.review.text import Body

_SENTENCE = re.compile(rf"(?:^|(?<=[。;:,]))(?P<name>{NAME})(?=负责|采取|组织|做好|加强|协调|指导|实施|督促)")
_WITH = re.compile(r"会同|配合|协助|联合|在|经|由|向|与|请")
_TOLD = re.compile(r"加强|开展|组织|指导|协调|实施|督促|采取")
_GROUP_SENTENCE = re.compile(
    r"(?:^|(?<=[。;:,]))(?:由)?(?P<name>[\u4e00-\u9fff]{2,8}(?<!领导小)(?<!工作)(?<!专家)(?<!现场)组)(?=(?:具体|统一)?(?:负责|承担)(?!人))"
)
_GROUP = re.compile(r"(?:^|:|[。;])(?:[(]?\d{1,2}[).、.])(?P<name>[\u4e00-\u9fff]{2,10}组):")
_DUTY = re.compile(r"(?:主要)?职责(?:是|为)?:?|负责(?!人)")
_OWN_DUTY = re.compile(r"(?:主要)?职责(?:是|为|包括)?:")
_BESIDE = re.compile(
    r"(?:^|(?<=[,;。:)]))(?:\d{1,2}[.、)])?由?(?P<name>[\u4e00-\u9fff]{1,10}?(?:部门|机构|[局厅委部组处科队站所办院长副员]))"
    r"(?=(?:具体|主要|应当?|要|统一)?(?P<verb>负责|为|任|启动|承担|组织|牵头|提供|做好|采取|加强|协调|指导|实施|督促|开展))"
)
_APART, _ALIKE = 1.0, 0.3
"""How sure it must be that two of one line are exchanged: sentences give less to go by than rows."""
_LED = re.compile(
    rf"(?:^|;)[^:;]{{0,6}}(?:牵头单位|牵头部门|责任单位|责任部门|单位|部门)(?:\([^()]*\))?:(?P<name>{NAME})(?=;).*?;[^:;]{{0,8}}(?:职责|任务|分工|事项)[^:;]{{0,6}}:(?P<duty>[^;]{{2,}})"
)
_LEAST_GAIN, _LINES, _SIBLINGS, _STRAY = 4, 4, 3, 1


def strange_duties(
    body: Body, rows: Sequence[DutyRow], all_groups: Sequence[Group], checklists: Checklists
) -> Iterator[Finding]:
    """One finding for all names whose duties speak of another's field and not at all of their own."""
    told = [row for row in _sentences(body) if ":" not in row.duties and not _WITH.match(row.names[0])]
    sure = [row for row in told if row.duties.startswith(("负责", "做好"))]
    odd = [*_foreign((*rows, *sure), checklists), *_of_sibling(_group_sentences(body), checklists)]
    odd += _foreign([row for row in told if row not in sure and _TOLD.match(row.duties)], checklists, least=2)
    for pair in exchanged(body, rows):
        odd += [(pair.one, pair.other.names[0]), (pair.other, pair.one.names[0])]
    odd += foreign_tasks(body, rows, checklists.shares)
    beside: dict[tuple[str, int], list[DutyRow]] = defaultdict(list)
    for row in (*rows, *_sentences(body)):
        beside["body", row.line.section].append(row)
    for section, row in _in_groups(body, all_groups):
        beside["group", section].append(row)
    odd += _by_likeness(_led(body, rows), checklists, alone=False)
    for line_rows in _of_one_line(body):
        odd += _by_likeness(line_rows, checklists, alone=False, least=(_APART, _ALIKE))
    for (kind, _), each in beside.items():
        odd += _exchanged(each, checklists)
        odd += _by_likeness([row for row in each if kind == "group" or row in rows], checklists, alone=kind == "body")
        if kind == "group" and len(each) >= _SIBLINGS:
            odd += _of_sibling(each, checklists)
    found: dict[tuple[str, str], tuple[DutyRow, str]] = {}
    for row, other in odd:
        found.setdefault((row.line.clause.id, row.names[0]), (row, other))
    if found:
        names = "、".join(f"{row.names[0]}（{other}）" for row, other in found.values())
        places = [at for row, _ in found.values() for at in _places(body, row)]
        message = Message("strange_duty", {"names": names})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _places(body: Body, row: DutyRow) -> Iterator[Place]:
    """Where a row stands; before it the heading, where that alone bears the name."""
    section = row.line.section
    if row.names[0] not in row.line.text and section >= 0 and row.names[0] in body.heads[section].text:
        yield beside_heading(body, section)
    yield place(row.line, *_span(row))


def _span(row: DutyRow) -> tuple[int, int]:
    """The name and the first words of its duties."""
    first = max(0, row.line.text.rfind(row.names[0], 0, row.start))
    return first, min(row.end, first + 60)


def _foreign(rows: Sequence[DutyRow], checklists: Checklists, *, least: int = 1) -> Iterator[tuple[DutyRow, str]]:
    """Rows of duty lists with nothing, or a stray word, of their own field and ``least`` words of the very task of another."""
    for row in rows:
        field = _field(row, checklists)
        if field is None or re.search(field.core, row.duties):
            continue
        own = len(set(re.findall(field.duty, row.duties)))
        others = [
            each
            for each in checklists.fields
            if each is not field
            and each.inner == field.inner
            and not _of_group(each)
            and len(set(re.findall(each.core, row.duties))) >= max(least, 3 * own)
        ]
        if others and own <= _STRAY:
            yield row, others[0].name


def _of_sibling(rows: Sequence[DutyRow], checklists: Checklists) -> Iterator[tuple[DutyRow, str]]:
    """Groups with nothing of their own field and the very task of another group beside them."""
    known = [(row, field) for row in rows if (field := _field(row, checklists))]
    for row, field in known:
        if re.search(field.duty, row.duties):
            continue
        others = [other.name for each, other in known if other is not field and re.search(other.core, row.duties)]
        if others:
            yield row, others[0]


def _sentences(body: Body) -> Iterator[DutyRow]:
    """Sentences outside the tables that begin with a body and what it does."""
    for at, line in enumerate(body.lines):
        if line.contents or line.clause.table_row:
            continue
        for named in _SENTENCE.finditer(line.text):
            end = re.compile(r"[。;]|$").search(line.text, named.end())
            following = _SENTENCE.search(line.text, named.end())
            last = min(end.start() if end else len(line.text), following.start() if following else len(line.text))
            yield DutyRow(at, line, (named["name"],), named.end(), last)


def _group_sentences(body: Body) -> list[DutyRow]:
    """Sentences anywhere that say what a group is in charge of."""
    found = []
    for at, line in enumerate(body.lines):
        for named in [] if line.contents or line.clause.table_row else _GROUP_SENTENCE.finditer(line.text):
            end = line.sentence(named.end())[1]
            found.append(DutyRow(at, line, (named["name"].removeprefix("由"),), named.end(), end))
    return found


def _in_groups(body: Body, all_groups: Sequence[Group]) -> list[tuple[int, DutyRow]]:
    """What the groups of each section do: from the first word of duty on, so that their members' names do not count."""
    found: dict[tuple[int, str], tuple[int, DutyRow]] = {}
    for group in all_groups:
        for at in group.lines[:_LINES]:
            line = body.lines[at]
            alone = len(group.lines) == 1
            if not alone and line.section == group.section:
                break
            duty = (_DUTY if alone else _OWN_DUTY).search(line.text, group.start if alone else 0)
            if duty:
                end = (group.end if alone else None) or len(line.text)
                found[at, group.name] = group.section, DutyRow(at, line, (group.name,), duty.end(), end)
                break
    for at, line in enumerate(body.lines):
        for named in [] if line.contents or line.clause.table_row else _GROUP.finditer(line.text):
            duty = _DUTY.search(line.text, named.end())
            if duty:
                following = _GROUP.search(line.text, duty.end())
                end = following.start() if following else len(line.text)
                row = DutyRow(at, line, (named["name"],), duty.end(), end)
                found.setdefault((at, named["name"]), (line.section, row))
    return list(found.values())


def _field(row: DutyRow, checklists: Checklists) -> Field | None:
    """The field of a row that names one body or group, of which it has just one."""
    group = row.names[0].endswith("组")
    fields = [field for field in checklists.fields if _of_group(field) == group and re.search(field.body, row.names[0])]
    return fields[0] if len(fields) == 1 and len(row.names) == 1 else None


def _of_group(field: Field) -> bool:
    """Whether a field is that of a working group, of which bodies may do any."""
    return field.name.endswith("组")


def _exchanged(rows: Sequence[DutyRow], checklists: Checklists) -> Iterator[tuple[DutyRow, str]]:
    """Pairs of rows of one section that would fit far better with their names exchanged."""
    known = [(row, field) for row in rows if (field := _field(row, checklists))]
    for at, (one, first) in enumerate(known):
        for other, second in known[at + 1 :]:
            if first is second:
                continue
            as_is = _fit(first, one) + _fit(second, other)
            exchanged = _fit(second, one) + _fit(first, other)
            if (
                exchanged >= as_is + _LEAST_GAIN
                and min(_fit(second, one), _fit(first, other)) >= 2
                and not (_core(first, one) or _core(second, other))
            ):
                yield one, second.name
                yield other, first.name


def _led(body: Body, rows: Sequence[DutyRow]) -> list[DutyRow]:
    """Table rows that name the one who leads after something else, with the task."""
    known = {row.at for row in rows}
    tables = ((at, line) for at, line in enumerate(body.lines) if line.clause.table_row and at not in known)
    return [
        DutyRow(at, line, (found["name"],), found.start("duty"), found.end("duty"))
        for at, line in tables
        for found in [_LED.search(line.text)]
        if found
    ]


def _of_one_line(body: Body) -> Iterator[list[DutyRow]]:
    """Clauses of one line that each say what somebody does."""
    for at, line in enumerate(body.lines):
        named = [] if line.contents or line.clause.table_row else list(_BESIDE.finditer(line.text))
        if len(named) < 2:
            continue
        ends = [
            min(following, line.sentence(found.start())[1])
            for found, following in zip(named, [*(each.start() for each in named[1:]), len(line.text)], strict=True)
        ]
        yield [
            DutyRow(at, line, (found["name"],), found.start("verb"), end)
            for found, end in zip(named, ends, strict=True)
        ]


def _by_likeness(
    rows: Sequence[DutyRow], checklists: Checklists, *, alone: bool, least: tuple[float, float] | None = None
) -> Iterator[tuple[DutyRow, str]]:
    """Rows whose duties are, by likeness, those of another row, or (``alone``) of another field."""
    if checklists.work is None or not rows:
        return
    work = Work(rows, checklists.work)
    for one, other in work.exchanged(*(least or ())):
        yield one, other.names[0]
        yield other, one.names[0]
    if alone:
        yield from work.strange()


def _fit(field: Field, row: DutyRow) -> int:
    """How much of a row is of a field: its own words twice, its usual ones once."""
    return 2 * len(set(re.findall(field.core, row.duties))) + len(set(re.findall(field.duty, row.duties)))


def _core(field: Field, row: DutyRow) -> bool:
    return bool(re.search(field.core, row.duties))
