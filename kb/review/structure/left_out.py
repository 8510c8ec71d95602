"""QC-CONS: a row that a table lacks, seen from its own order and from the rest of the text.

A series with one gap in any column (``一年级、二年级、四年级``), grades of which an inner one is missing, a list of contacts that has all holders of posts but
one, a table of shelters that has all places to which people are sent but one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.facts.entries import is_name
from kb.review.facts.grids import Grid, Row, grids
from kb.review.facts.posts import post_key
from kb.review.facts.table import held
from kb.review.making import finding, place
from kb.review.tables.rows import lacking_rows, skipped_rows
from kb.review.tables.table import tables
from kb.review.text import Body, Line

_GRADES = ("特别重大", "重大", "较大", "一般")
_GRADE = re.compile(
    r"^(?:[(]?[\d一二三四]{1,2}[).、.]){0,2}(?P<grade>特别重大|重大|较大|一般)(?:级|突发)?[\u4e00-\u9fff]{0,12}?(?:事故|事件|灾害|险情|火灾|疫情|灾情)?[:(。]"
)
_PHONES = re.compile(r"电话|手机|联系方式|号码")
_COMMAND = re.compile(r"总指挥|指挥长|(?<!年级)(?<!备课)(?<!教研)组长|队长")
_GOES = re.compile(
    r"(?:至|到|往)(?P<where>[\u4e00-\u9fff]{2,11}?(?:[村校院馆场楼站所园堂厅库寺祠]|中心|委会|小学|中学|广场|基地|大棚|礼堂))(?=[,。;、(]|集[合中]|安置|避险)"
)
_SHELTERS = re.compile(r"安置|避[险难]|集合点|收容")
_VAGUE = re.compile(
    r"安全|妥善|得到|指定|就近|附近|以上|以下|现场|地带|地方|高处|医院|集合点|安置点|避险|各|相应|区域|级|单位|部门|人员|群众|指挥|办公室|政府"
)
_LEAST_KNOWN = 3


def left_out_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each gap."""
    shaped, found = grids(body), list(tables(body))
    gaps = [hit for table in found for hit in skipped_rows(table)]
    hits = [*gaps, *_grades(body), *_contacts(body, shaped), *_shelters(body, shaped)]
    named = "".join(what for what, _ in hits)
    hits += [(what, places) for name, what, places in lacking_rows(body, found) if name not in named]
    for what, places in hits:
        message = Message("row_left_out", {"what": what})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _of_row(row: Row) -> Place:
    return place(row.line, 0, len(row.line.text))


def _grades(body: Body) -> Iterator[tuple[str, list[Place]]]:
    """Lists of grades in one section that have a graver and a lighter one than the one that they lack."""
    listed: dict[int, dict[str, Line]] = defaultdict(dict)
    for line in body.lines:
        found = _GRADE.match(line.text) if not line.contents and not line.clause.table_row else None
        if found:
            listed[line.section].setdefault(found["grade"], line)
    for grades in listed.values():
        at = sorted(_GRADES.index(name) for name in grades)
        inner = [number for number in range(at[0], at[-1]) if number not in at]
        if len(grades) > 1 and len(inner) == 1 and (len(grades) == len(_GRADES) - 1):
            before = grades[_GRADES[inner[0] - 1]]
            after = grades[_GRADES[inner[0] + 1]]
            yield f"“{_GRADES[inner[0]]}”一级", [place(each, 0, min(40, len(each.text))) for each in (before, after)]


def _contacts(body: Body, tables: list[Grid]) -> Iterator[tuple[str, list[Place]]]:
    """Holders of posts of whom the list of contacts has all but one or two."""
    posts = {
        each.name: each
        for each in body.once(held)
        if each.name and not each.listed and _COMMAND.search(each.organ + each.post)
    }
    for table in tables:
        if not any(_PHONES.search(head) for head in table.heads):
            continue
        rows = {cell: row for row in table.rows for cell in row.cells if is_name(cell)}
        known = [name for name in posts if name in rows]
        lost = [
            name
            for name in posts
            if name not in rows
            and not any(name in line.text for line in body.lines if line.clause.table_row and _PHONES.search(line.text))
        ]
        if len(known) >= _LEAST_KNOWN and len(known) >= 2 * len(lost) and 0 < len(lost) <= 2:
            for name in lost:
                earlier = [other for other in list(posts)[: list(posts).index(name)] if other in rows]
                near = rows[earlier[-1] if earlier else known[0]]
                yield f"{post_key(posts[name]) or posts[name].post}{name}的联系方式", [posts[name].where, _of_row(near)]


def _shelters(body: Body, tables: list[Grid]) -> Iterator[tuple[str, list[Place]]]:
    """Places to which people are sent, of which a table of shelters has all but one."""
    sent: dict[str, Place] = {}
    for line in body.lines:
        if not line.contents and not line.clause.table_row:
            for found in _GOES.finditer(line.text):
                if not _VAGUE.search(found["where"]):
                    sent.setdefault(found["where"], place(line, *found.span()))
    for table in tables:
        if not _SHELTERS.search(f"{table.title}{table.heads[0]}") or table.key < 0:
            continue
        rows = {row.cells[table.key]: row for row in table.rows}
        known = [where for where in sent if any(where in key or key in where for key in rows)]
        lost = [where for where in sent if where not in known]
        if len(known) >= _LEAST_KNOWN and len(lost) == 1:
            yield f"{lost[0]}", [sent[lost[0]], *map(_of_row, rows.values())]
