"""QC-RACI: tasks without a lead or with two, members without duties, duties that are another body's (国办发〔2024〕5号 第二十四条第（四）项)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import (
    NAME,
    SUFFIX,
    DutyRow,
    Group,
    duty_rows,
    groups,
    local,
    member_lists,
    same,
    short,
    split,
)
from kb.review.duties.heads import head_findings
from kb.review.duties.swapped import strange_duties
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_LEAD = re.compile(
    r"牵头|组长|带队|队长|负责人|为主|主责|总负责|由[^,;。]{2,24}(?:负责|担任|兼任|组织实施|承担)|(?:责任|主管|负责)(?:单位|部门|领导)"
)
_CHIEF = re.compile(r"(?<!副)(?:组长|队长|班长)|牵头|为主|主责|总负责|带队")
_LEADERS = (
    re.compile(r"牵头(?:单位|部门)?(?:\([^()]*\))?:([^;。\n]{2,60})"),
    re.compile(r"[(:,;。]([^():,;。]{2,40}?)牵头(?!单位|部门)"),
    re.compile(r"由([^,;。()]{2,40}?)(?:负责)?牵头(?!单位|部门)"),
    re.compile(r"(?<!副)组长(?:单位)?:([^;。,\n]{2,40})"),
    re.compile(r"(?<!副)组长由([^;。,\n]{2,40}?)担任"),
    re.compile(r"由([^;。,\n]{2,40}?)(?:担任|任)组长"),
)
_BODY_END = re.compile(rf"(?:{SUFFIX})(?:[(][^()]*[)])?$")
_TASK = re.compile(r"(?:牵头|统一)(?!单位|部门)(?:负责|组织|做好|协调)?([^,;。、]{4,24})")
_LEAST_ROWS, _LEAST_MEMBERS, _MATCHED = 6, 6, 0.6
_LEAST_GROUPS, _LEAST_NAMED = 3, 4


def duty_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Leads, members and duties, each defect once."""
    rows = duty_rows(body)
    all_groups = groups(body)
    yield from _without_lead(body, all_groups, checklists)
    yield from _two_leads(body, all_groups, rows, checklists)
    yield from head_findings(body, checklists)
    told = list(_members(body, rows, checklists))
    yield from told or _unmentioned(body, checklists)
    yield from _listed_twice(rows, checklists)
    yield from _idle_groups(body, all_groups, checklists)
    yield from strange_duties(body, rows, all_groups, checklists)


def leaders(text: str) -> tuple[str, ...]:
    """The bodies or posts that lead, as the text of one group names them."""
    found: dict[str, None] = {}
    for source in _LEADERS:
        for match in source.finditer(text):
            for name in split(re.sub(r"\([^()]*\)", "", match[1])):
                if _BODY_END.search(name) and not local(name):
                    found.setdefault(name.removeprefix("由"), None)
    names: list[str] = []
    for name in found:
        if not any(same(name, other) for other in names):
            names.append(name)
    return tuple(names)


# --------------------------------------------------------------------------- leads


def _siblings(all_groups: Sequence[Group]) -> list[list[Group]]:
    found: dict[int, list[Group]] = defaultdict(list)
    for group in all_groups:
        found[group.section].append(group)
    return [each for each in found.values() if len(each) >= _LEAST_GROUPS]


def _without_lead(body: Body, all_groups: Sequence[Group], checklists: Checklists) -> Iterator[Finding]:
    """Groups without a lead beside others that have one."""
    places, names = [], []
    for group_set in _siblings(all_groups):
        bare = [group for group in group_set if not _LEAD.search(group.text(body)) and not _row(group, body)]
        bare = bare or _without_chief(body, group_set)
        if 0 < len(bare) <= len(group_set) * 0.4:
            for group in bare:
                names.append(group.name)
                places.append(_start(body.lines[group.lines[0]]))
    if places:
        message = Message("no_lead", {"names": "、".join(dict.fromkeys(names))})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


def _row(group: Group, body: Body) -> bool:
    """Whether what names the group is but the head of a table."""
    return any(
        body.lines[at].clause.table_row and body.lines[at].text.startswith(f"{group.name}:") for at in group.lines
    )


def _without_chief(body: Body, group_set: Sequence[Group]) -> list[Group]:
    """Groups without a 组长 where nearly all have one; another who leads will do."""
    bare = [group for group in group_set if not _CHIEF.search(group.text(body))]
    usual = len(group_set) - len(bare)
    return bare if usual >= 2 * len(bare) and usual >= _LEAST_GROUPS - 1 else []


def _two_leads(
    body: Body, all_groups: Sequence[Group], rows: Sequence[DutyRow], checklists: Checklists
) -> Iterator[Finding]:
    for group_set in _siblings(all_groups):
        led = [(group, leaders(group.text(body))) for group in group_set]
        several = [(group, names) for group, names in led if len(names) >= 2]
        single = sum(len(names) == 1 for _, names in led)
        if several and single > len(several):
            for group, names in several:
                message = Message("two_leads", {"task": group.name, "names": "、".join(names)})
                at = [
                    _where(body.lines[index], names)
                    for index in group.lines
                    if any(n in body.lines[index].text for n in names)
                ]
                yield finding("QC-RACI", FindingSeverity.MEDIUM, message, at, checklists, confidence=0.6)
    yield from _joint_leads(body, all_groups, checklists)
    yield from _moved_leads(body, all_groups, checklists)
    yield from _same_task(rows, checklists)


_JOINT = re.compile(
    rf"(?:^|[,;。:(]|由)({NAME}[、和与及]{NAME}(?:[、和与及]{NAME})*)(?:共同|联合|分别)?牵头(?!单位|部门)"
)


def _joint_leads(body: Body, all_groups: Sequence[Group], checklists: Checklists) -> Iterator[Finding]:
    """``由A局和B局牵头`` outside the lists of groups."""
    grouped = {at for group_set in _siblings(all_groups) for group in group_set for at in group.lines}
    for at, line in enumerate(body.lines):
        if at in grouped or line.contents:
            continue
        for match in _JOINT.finditer(line.text):
            if "分别" in line.text[max(0, match.start() - 6) : match.end()]:
                continue
            names = [name.removeprefix("由") for name in split(match[1]) if _BODY_END.search(name)]
            if len(names) >= 2 and not same(names[0], names[1]):
                message = Message("two_leads", {"task": "这项工作", "names": "、".join(names)})
                where = [place(line, match.start(1), match.end())]
                yield finding("QC-RACI", FindingSeverity.MEDIUM, message, where, checklists, confidence=0.5)


def _moved_leads(body: Body, all_groups: Sequence[Group], checklists: Checklists) -> Iterator[Finding]:
    """One group led by different bodies in different sections."""
    by_name: dict[str, list[tuple[Group, str]]] = defaultdict(list)
    for group in all_groups:
        names = leaders(group.text(body))
        if len(names) == 1:
            by_name[group.name].append((group, names[0]))
    for name, led in by_name.items():
        different = {short(lead): (group, lead) for group, lead in led}
        apart = {group.section for group, _ in led}
        if len(different) > 1 and len(apart) > 1 and not same(led[0][1], led[-1][1]):
            places = [_where(body.lines[group.lines[0]], (lead,)) for group, lead in different.values()]
            message = Message("two_leads", {"task": name, "names": "、".join(lead for _, lead in different.values())})
            yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _same_task(rows: Sequence[DutyRow], checklists: Checklists) -> Iterator[Finding]:
    """Two bodies of the duty list that lead the same task."""
    led: dict[str, list[tuple[DutyRow, int, int]]] = defaultdict(list)
    for row in rows:
        for match in _TASK.finditer(row.line.text, row.start, row.end):
            if match[0].startswith("牵头"):
                led[re.sub(r"^(?:负责|组织|做好|开展)|(?:工作|等)$", "", match[1])].append(
                    (row, match.start(), match.end())
                )
    for task, hits in led.items():
        names = [hit[0].names[0] for hit in hits]
        if len(task) >= 4 and any(not same(names[0], name) for name in names[1:]):
            message = Message("two_leads", {"task": task, "names": "、".join(dict.fromkeys(names))})
            places = [place(row.line, start, end) for row, start, end in hits]
            yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


# --------------------------------------------------------------------------- members


_HEAD = 60
"""Characters before a colon that may be the names at the head of a duty, however they are formed."""


def _members(body: Body, rows: Sequence[DutyRow], checklists: Checklists) -> Iterator[Finding]:
    """Members without duties and duties without membership, where list and duties are clearly of one body."""
    if len(rows) < _LEAST_ROWS:
        return
    on_duty = [name for row in rows for name in row.names]
    for members in member_lists(body):
        names = [name for name, _, _ in members.names]
        matched = [name for name in names if any(same(name, other) for other in on_duty)]
        if len(names) < _LEAST_MEMBERS or len(matched) < len(names) * _MATCHED:
            continue
        heads = [line.text.partition(":")[0][:_HEAD] for line in body.lines if line is not members.line]
        idle = [
            each
            for each in members.names
            if each[0] not in matched and not local(each[0]) and not any(each[0] in head for head in heads)
        ]
        if 0 < len(idle) <= len(names) * 0.3:
            message = Message("member_without_duty", {"names": "、".join(name for name, _, _ in idle)})
            places = [place(members.line, start, end) for _, start, end in idle]
            places += [_start(row.line) for each in idle if (row := _row_before(each[0], names, rows))]
            yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)
        lists = _of_one_list(rows, names)
        own = [row for row in rows if row.line.section in lists]
        strangers = [
            row
            for row in own
            if not any(same(name, other) for name in row.names for other in names) and not local(row.names[0])
        ]
        open_end = _open_list(members.line)
        if 0 < len(strangers) <= (1 if open_end else max(2, len(own) * 0.3)):
            message = Message("duty_without_membership", {"names": "、".join(row.names[0] for row in strangers)})
            places = [_start(row.line) for row in strangers] + [place(members.line, *members.names[0][1:])]
            severity = FindingSeverity.LOW if open_end else FindingSeverity.MEDIUM
            yield finding("QC-RACI", severity, message, places, checklists, confidence=0.5)


_OF_GROUP = re.compile(r"(?<!领导小)(?<!协调)组(?:$|\(|:|由|成员)|任组长")


def _unmentioned(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """The one member of a list whom the text never names again, beside others of whom it speaks."""
    for members in member_lists(body, _LEAST_NAMED):
        if members.line.clause.table_row or _OF_GROUP.search("/".join((*members.line.heads[-1:], members.line.text))):
            continue
        rest = "\n".join(line.text for line in body.lines if line is not members.line)
        said = {short(found[0]) for found in pattern(NAME).finditer(rest)}
        absent = [
            each
            for each in members.names
            if not (
                local(each[0])
                or each[0][1:] in rest
                or short(each[0]) in rest
                or any(short(each[0]) in other or (len(other) > 1 and other in short(each[0])) for other in said)
            )
        ]
        if len(absent) == 1:
            message = Message("member_without_duty", {"names": absent[0][0]})
            where = [place(members.line, *absent[0][1:])]
            yield finding("QC-RACI", FindingSeverity.MEDIUM, message, where, checklists, confidence=0.5)
            return


def _row_before(name: str, names: Sequence[str], rows: Sequence[DutyRow]) -> DutyRow | None:
    """The row of the nearest member before one in the list: where the duties of that one are looked for."""
    for earlier in reversed(names[: names.index(name)]):
        for row in rows:
            if any(same(earlier, other) for other in row.names):
                return row
    return None


def _listed_twice(rows: Sequence[DutyRow], checklists: Checklists) -> Iterator[Finding]:
    """Bodies that stand twice in one list of duties: one of the two rows is another's."""
    by_name: dict[tuple[int, str], list[DutyRow]] = defaultdict(list)
    for row in rows:
        if len(row.names) == 1 and not local(row.names[0]):
            by_name[row.line.section, row.names[0]].append(row)
    lists = Counter(row.line.section for row in rows)
    twice = [each for (section, _), each in by_name.items() if len(each) == 2 and lists[section] >= _LEAST_ROWS]
    if 0 < len(twice) <= 2:
        message = Message("duty_twice", {"names": "、".join(each[0].names[0] for each in twice)})
        places = [_start(row.line) for each in twice for row in each]
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


_SETUP = re.compile(r"组长|牵头|由[^,。;]{2,60}(?:组成|人员|任)|成员")
_TASKED = re.compile(r"职责|负责|承担|任务|组织|开展|做好|实施|协调|参与|指导|提供")


def _idle_groups(body: Body, all_groups: Sequence[Group], checklists: Checklists) -> Iterator[Finding]:
    """Groups of which the text says who is in them and not what they do, beside others that have duties."""
    idle: list[Group] = []
    for group_set in _siblings(all_groups):
        bare = [group for group in group_set if not _TASKED.search(_SETUP_ONLY.sub("", group.text(body)))]
        if 0 < len(bare) <= len(group_set) * 0.4:
            idle += [group for group in bare if _SETUP.search(group.text(body))]
    if idle:
        message = Message("member_without_duty", {"names": "、".join(dict.fromkeys(group.name for group in idle))})
        places = [_start(body.lines[group.lines[0]]) for group in idle]
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


_SETUP_ONLY = re.compile(r"负责(?:人|同志)|[^,。;:]{0,20}负责(?:牵头|组织)?(?=,|$)")


def _of_one_list(rows: Sequence[DutyRow], names: Sequence[str]) -> set[int]:
    """The sections whose rows are the duty list of these members: most of their rows name members."""
    sections: dict[int, list[bool]] = {}
    for row in rows:
        sections.setdefault(row.line.section, []).append(any(same(row.names[0], name) for name in names))
    return {section for section, known in sections.items() if sum(known) >= len(known) * _MATCHED}


def _open_list(line: Line) -> bool:
    return bool(
        re.search(
            r"等(?:有关|相关)?(?:部门|单位)|等组成|等\d*个?(?:部门|单位)|根据需要[^。]{0,10}(?:增加|调整|吸收)",
            line.text,
        )
    )


def _start(line: Line) -> Place:
    return place(line, 0, min(len(line.text), 60))


def _where(line: Line, names: Sequence[str]) -> Place:
    at = next((line.text.find(name) for name in names if name in line.text), 0)
    return place(line, max(0, at - 12), min(len(line.text), at + 40))
