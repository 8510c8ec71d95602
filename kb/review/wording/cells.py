"""QC-PH and QC-PHONE: cells left empty in tables of contacts, people and supplies, where nearly all other rows have them filled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_KEY = re.compile(r"(?:^|;)([^:;]{1,12}):")
_PHONE = re.compile(r"电话|手机|联系方式|号码")
_OTHER = re.compile(r"^(?:姓名|联系人|负责人|责任人|数量|存放地点|保管人|单位|地址|容量)")
_TOTAL = re.compile(r"(?:^|[:;])(?:合计|总计|小计|共计)(?:;|$|:)")
_ROWS = 4
_FILLED = 0.7
"""A column of which fewer rows are filled is filled where it applies."""


def cell_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for rows without a phone, one for rows without another thing that a row of the table must have."""
    tables: dict[int, list[Line]] = defaultdict(list)
    for line in body.lines:
        if line.clause.table_row and not line.form:
            tables[line.section].append(line)
    empty = [(key, line) for rows in tables.values() for key, line in _empty(rows)]
    for rule, code, severity, hits in (
        ("QC-PHONE", "phone_missing", FindingSeverity.LOW, [hit for hit in empty if _PHONE.search(hit[0])]),
        ("QC-PH", "cell_empty", FindingSeverity.MEDIUM, [hit for hit in empty if not _PHONE.search(hit[0])]),
    ):
        if hits:
            names = "、".join(dict.fromkeys(key for key, _ in hits))
            message = Message(code, {"count": str(len(hits)), "names": names})
            yield finding(rule, severity, message, [_at(line) for _, line in hits], checklists, confidence=0.6)


def _empty(rows: list[Line]) -> Iterator[tuple[str, Line]]:
    """The rows in which a column lacks that nearly all other rows of the same head have; those of totals need not."""
    rows = [row for row in rows if not _TOTAL.search(row.text)]
    keys = [tuple(_KEY.findall(row.text)) for row in rows]
    head = max(keys, key=len, default=())
    own = [(row, found) for row, found in zip(rows, keys, strict=True) if found and set(found) <= set(head)]
    if len(own) < _ROWS or len(head) < 2:
        return
    for key in dict.fromkeys(head):
        without = [row for row, found in own if key not in found]
        if (_PHONE.search(key) or _OTHER.search(key)) and 0 < len(without) <= (1 - _FILLED) * len(own):
            yield from ((key, row) for row in without)


def _at(line: Line) -> Place:
    return place(line, 0, min(len(line.text), 40))
