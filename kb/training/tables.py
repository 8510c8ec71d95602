"""Rows of tables that tell who does what: single cells with their heads, told from the text of the row clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Clause

_HEAD = re.compile(r"(?:^|；)([^：；，。→]{1,14})：")


class Column(StrEnum):
    """What a column of a table of duties holds."""

    ACTOR = "actor"
    TASK = "task"
    TIME = "time"
    CONDITION = "condition"
    FORBIDDEN = "forbidden"
    PATH = "path"
    OTHER = "other"


_COLUMNS: tuple[tuple[str, Column], ...] = (
    (r"不许|不得|严禁|禁止|不能做|禁忌", Column.FORBIDDEN),
    (r"报告路径|报告程序|通报路径|信息路径", Column.PATH),
    (r"电话|联系|手机|数量|规格|存放|地址|编号|序号|面积|容量|人数|户数|驻地|型号|备注|依据|风险|后果|专长|安置点|路线|可出动", Column.OTHER),
    (r"时限|时间要求|完成时间|时间$|到位时间", Column.TIME),
    (r"情形|情况$|条件|触发|场景|阶段|级别|等级|征兆", Column.CONDITION),
    (r"任务|职责|分工|事项|措施|干什么|做什么|怎么做|工作内容|行动|动作|处置|步骤$|操作|要做的|应急任务|主要工作|内容$", Column.TASK),
    (r"单位|部门|岗位|小组|组别|组名|工作组|机构|责任人|牵头|负责人|执行|主体|谁|人员$|职务|队伍|角色|参加", Column.ACTOR),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its head, what the column holds, and the half-open span of its words in the clause's text."""

    head: str
    column: Column
    start: int
    end: int


def duty_tables(clauses: Sequence[Clause]) -> dict[str, tuple[Cell, ...]]:
    """The cells of every row, by clause id, of the tables that have a column of tasks with one of doers, or one of report paths."""
    found: dict[str, tuple[Cell, ...]] = {}
    for rows in _tables(clauses):
        counted = Counter(head for row in rows for head in dict.fromkeys(_HEAD.findall(row.text)))
        first = _HEAD.findall(rows[0].text)
        heads = {head for head in first if counted[head] * 2 > len(rows) or (len(rows) == 1)}
        columns = {head: _column(head) for head in heads}
        held = set(columns.values())
        conditional = Column.CONDITION in held and Column.TASK in held
        if not ((Column.TASK in held and Column.ACTOR in held) or Column.PATH in held or conditional):
            continue
        for row in rows:
            cells = tuple(_cells(row.text, columns))
            if cells:
                found[row.id] = cells
    return found


def _tables(clauses: Sequence[Clause]) -> list[list[Clause]]:
    tables: list[list[Clause]] = []
    before: Clause | None = None
    for clause in clauses:
        if clause.table_row:
            same = before is not None and before.table_row and before.path == clause.path
            if same and _first_head(tables[-1][0]) == _first_head(clause):
                tables[-1].append(clause)
            else:
                tables.append([clause])
        before = clause
    return tables


def _first_head(clause: Clause) -> str:
    match = _HEAD.match(clause.text)
    return match[1] if match else ""


def _column(head: str) -> Column:
    return next((column for pattern, column in _COLUMNS if re.search(pattern, head)), Column.OTHER)


def _cells(text: str, columns: dict[str, Column]) -> list[Cell]:
    marks = [match for match in _HEAD.finditer(text) if match[1] in columns]
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return [Cell(match[1], columns[match[1]], match.end(), end) for match, end in zip(marks, ends, strict=True)]
