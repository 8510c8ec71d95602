"""QC-CONS: what the text says of a thing that has a row in a table — how many there are — in another number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Place
from kb.review.making import place
from kb.review.tables.table import Cell, Row, Table
from kb.review.text import Body

_UNIT_HEADS = ("单位", "计量单位")
_AMOUNTS = re.compile(r"合计|总|数量|数|人|容|床位|库存|储备|现有|面积|功率|台|辆|套|件|时限|时间|距离|里程|电话")
_NOT_AMOUNTS = re.compile(r"电话|手机|序号|编号|日期|年份|楼层|层")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,14}")
_LOOSE = re.compile(r"每|各|不少于|不低于|至少|不超过|约|其中|另|由|派|抽|调用|调集|携带|出动|增|补充|以上|任选|余")
_SHORTEST = 3
_TIMES = frozenset({"小时", "分钟", "天", "日", "分", "时"})
_PERSONS = frozenset({"人", "名"})
_HAS_PERSONS = re.compile(r"[队组班校院点所场馆学站]$|中心$")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A number that a row states of what it names, with its unit."""

    number: float
    row: Row
    cell: Cell


def said_errors(body: Body, found: Sequence[Table]) -> Iterator[tuple[str, list[Place]]]:
    """What text and table say differently, in words, and where: the text, then the row."""
    yield from _amounts(body, _facts(found))


def _facts(found: Sequence[Table]) -> dict[tuple[str, str], list[_Fact]]:
    """The numbers of all rows by the name that a row bears and the unit."""
    facts: dict[tuple[str, str], list[_Fact]] = defaultdict(list)
    for table in found:
        for head in table.naming()[:2]:
            for row in table.data:
                name = row.cell(head)
                if name is None or not _NAME.fullmatch(name.text):
                    continue
                unit = next((cell.text for each in _UNIT_HEADS if (cell := row.cell(each)) is not None), "")
                for cell in row.cells:
                    counted = _AMOUNTS.search(cell.head) and not _NOT_AMOUNTS.search(cell.head)
                    if cell is not name and cell.amount is not None and (cell.unit or unit) and counted:
                        facts[name.text, cell.unit or unit].append(_Fact(cell.amount, row, cell))
    return facts


def _amounts(body: Body, facts: dict[tuple[str, str], list[_Fact]]) -> Iterator[tuple[str, list[Place]]]:
    """``防爆对讲机20部`` beside a row of that name with 32."""
    for (name, unit), own in facts.items():
        if len(name) < _SHORTEST or unit in _TIMES or (unit in _PERSONS and not _HAS_PERSONS.search(name)):
            continue
        source = re.compile(
            rf"{re.escape(name)}(?:\([^()]{{1,10}}\))?(?:现有|共有?|有|计|为|合计)?(?P<number>\d+(?:\.\d+)?){re.escape(unit)}"
        )
        numbers = {fact.number for fact in own} | {sum(fact.number for fact in own)}
        for at in body.lines_having([name]):
            line = body.lines[at]
            for said in () if line.clause.table_row or line.contents else source.finditer(line.text):
                first, _ = line.sentence(said.start())
                before = re.split("[,;:]", line.text[first : said.start()])[-1]
                if float(said["number"]) not in numbers and not _LOOSE.search(
                    before[-10:] + line.text[said.end() : said.end() + 2]
                ):
                    fact = max(own, key=lambda each: each.number)
                    words = f"{name}：文中{said['number']}{unit}，表中{fact.number:g}{unit}"
                    yield words, [place(line, *said.span()), place(fact.row.line, 0, min(fact.cell.end, 120))]
