"""QC-LVL: rows of a table that are named by grades of one thing — low, medium and high pressure — and ask for less where it is graver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.model import Place
from kb.review.making import place
from kb.review.tables.table import Cell, Row, Table

_FAMILIES = (
    ("低压", "中压", "次高压", "高压"),
    ("小型", "中型", "大型", "特大型"),
    ("微量", "少量", "大量"),
    ("小孔", "中孔", "大孔"),
    ("小量", "大量"),
    ("轻微", "一般", "较大", "重大", "特别重大"),
    ("轻度", "中度", "重度", "特重"),
    ("小雨", "中雨", "大雨", "暴雨", "大暴雨", "特大暴雨"),
    ("小火", "中火", "大火"),
)
_GROWS = re.compile(r"(?:警戒|隔离|疏散|防护|安全|撤离|管控|影响)[\u4e00-\u9fff]{0,4}(?:半径|距离|范围)")


def grade_errors(table: Table) -> Iterator[tuple[str, Place]]:
    """``低压管道泄漏 100，高压管道泄漏 50`` of a radius, in words, and where."""
    for head in table.heads:
        if not _GROWS.search(head):
            continue
        for naming in table.naming():
            for family in _FAMILIES:
                graded = sorted(_graded(table, naming, head, family), key=lambda each: each[0])
                ranks = [rank for rank, *_ in graded]
                if len(set(ranks)) < max(2, len(ranks)) or len({rest for _, rest, *_ in graded}) != 1:
                    continue
                yield from _fallen(head, graded)


def _fallen(head: str, graded: list[tuple[int, str, Row, Cell]]) -> Iterator[tuple[str, Place]]:
    for (_, _, _, lesser), (_, _, row, graver) in pairwise(graded):
        if (graver.amount or 0.0) < (lesser.amount or 0.0):
            yield f"{head}：重的是{graver.text}，轻的是{lesser.text}", place(row.line, 0, min(len(row.line.text), 120))


def _graded(table: Table, naming: str, head: str, family: tuple[str, ...]) -> Iterator[tuple[int, str, Row, Cell]]:
    """The rows that name one grade or more of a family: the lowest of them, what else the name says, the row and its number."""
    source = re.compile("|".join(sorted(family, key=len, reverse=True)))
    for row in table.data:
        name, cell = row.cell(naming), row.cell(head)
        found = source.findall(name.text) if name else []
        if name and found and cell and cell.amount is not None:
            rest = re.sub(r"[、和及与/]", "", source.sub("", name.text))
            yield min(family.index(grade) for grade in found), rest, row, cell
