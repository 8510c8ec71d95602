"""QC-NUM and QC-CONS: rows that lack — a series that skips, fewer rows than the text counts, one name of a list that has no row."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kb.model import Place
from kb.numbering import chinese_value
from kb.review.facts.entries import is_name, named
from kb.review.facts.table import held
from kb.review.levels.ranks import RANKS
from kb.review.making import alike, place
from kb.review.tables.table import Cell, Row, Table
from kb.review.text import HANZI, Body, Line

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_ORDINAL = re.compile(r"(?<![A-Za-z\d])(?:VI|IV|V|I{1,3})(?![A-Za-z])|\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}")
_COUNTS = re.compile(
    r"^#(?:级|层|楼|年级|号|组|队|班|区|路|标|期|单元|仓|库|车间|线|站|点|栋|幢|工段|村|阶段|类|中队|分队|梯队|批|岗|门|井|罐|片)|[\u4e00-\u9fffA-Za-z-]#(?:$|[\u4e00-\u9fff])"
)
_NOT_COUNTED = re.compile(
    r"电话|手机|联系|日期|时间|时限|数|人|面积|容量|规格|型号|金额|单价|备注|措施|任务|职责|标准|条件|阈值"
)
_SERIES_LEAST = 3
_SKIPPED_MOST = 2


def _values(cell: str) -> tuple[str, int] | None:
    """The words of a cell with its first ordinal left out, and the ordinal's value."""
    named = RANKS.get(re.sub(r"(?:级|事件|事故|灾害|预警|响应)+$", "", cell))
    if named:
        return "级别", named
    found = _ORDINAL.search(cell)
    if not found:
        return None
    value = _ROMAN.get(found[0]) or chinese_value(found[0])
    words = cell[: found.start()] + "#" + cell[found.end() :]
    return (words, value) if value and _COUNTS.search(words) and not re.search(r"\d", words) else None


def skipped_rows(table: Table) -> Iterator[tuple[str, list[Place]]]:
    """Rows counted in words of their own — 一年级 to 六年级, 一层 to 四层, Ⅰ级 to Ⅳ级 — of which one or two lack; each gap once."""
    gaps: dict[tuple[int, int], tuple[str, list[Place]]] = {}
    for before, row, said in _gaps(table):
        gaps.setdefault((before.at, row.at), (f"{said}之间的一行", [_whole(before), _whole(row)]))
    yield from gaps.values()


def _gaps(table: Table) -> Iterator[tuple[Row, Row, str]]:
    for head in table.heads:
        if _NOT_COUNTED.search(head):
            continue
        said = "\n".join(cell.text for row in table.rows if (cell := row.cell(head)))
        last: dict[str, tuple[Row, int, str]] = {}
        for row in table.data:
            cell = row.cell(head)
            found = _values(cell.text) if cell is not None else None
            if found is None:
                continue
            words, value = found
            before = last.get(words)
            if before is not None and cell is not None and 1 < value - before[1] <= 1 + _SKIPPED_MOST:
                gone = [_as_written(cell, words, number) for number in range(before[1] + 1, value)]
                if _in_series(table, head, words, before[1], value) and not any(each and each in said for each in gone):
                    yield before[0], row, f"“{before[2]}”与“{cell.text}”"
            last[words] = (row, value, cell.text if cell else "")


def _in_series(table: Table, head: str, words: str, low: int, high: int) -> bool:
    """Whether the column counts one by one: three rows or more of these words, of which no other two skip."""
    values = [found[1] for cell in table.column(head) if cell and (found := _values(cell.text)) and found[0] == words]
    steps = [two - one for one, two in pairwise(values)]
    return (
        len(values) >= _SERIES_LEAST
        and sum(step == 1 for step in steps) * 2 >= len(steps)
        and steps.count(high - low) == 1
    )


def _as_written(cell: Cell, words: str, value: int) -> str:
    """The cell with another ordinal, written in the same way."""
    found = _ORDINAL.search(cell.text)
    if found is None or "#" not in words:
        return ""
    if found[0] in _ROMAN:
        numeral = next((roman for roman, number in _ROMAN.items() if number == value), "")
    elif found[0].isdigit():
        numeral = f"{value:0{len(found[0])}d}" if found[0][0] == "0" else str(value)
    else:
        numeral = "十" if value == 10 else "一二三四五六七八九"[value - 1] if value < 10 else ""
    return words.replace("#", numeral) if numeral else ""


# --------------------------------------------------------------------------- the number of rows

_STATED = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{0,12}?)(?<![\d.第至~—-])(?P<number>\d{1,2}|[二两三四五六七八九十]|十[一二三四五六七八九])(?P<unit>个|支|处|座|家|所|条|栋|幢|类|项|只)(?P<after>[\u4e00-\u9fff]{0,8})"
)
_SAYS_ALL = re.compile(r"共|设|有|建|组建|配备|分为|下辖|辖|划分|确定|成立|储备点|包括")
_NOT_ALL = re.compile(r"其中|每|各|至少|不少于|不低于|约|以上|另|其他|余|第|上述|前|任一|一个|两个以上|某")
_GENERAL = frozenset(["名称", "单位", "部门", "情况", "内容", "应急", "主要", "一览", "明细", "清单"])
_MOST_APART = 3
_CONTEXT = 3


def counted_rows(table: Table, context: Sequence[Line]) -> Iterator[tuple[str, list[Place]]]:
    """``应急队伍共5支`` in the words around a table of another number of rows."""
    rows = [row for row in table.data if sum(not cell.empty for cell in row.cells) > 1]
    known = {len(rows), len(table.rows), *_sizes(table)}
    names = _names_of(table)
    for line in context:
        for first, last in line.sentences():
            told = [found for found in _STATED.finditer(line.text, first, last) if _of_table(found, line, names)]
            numbers = [int(chinese_value(found["number"].replace("两", "二"))) for found in told]
            if len(told) != 1 or set(numbers) & known:
                continue
            found, number = told[0], numbers[0]
            if number >= 2 and len(rows) >= 2 and abs(number - len(rows)) <= max(1, min(_MOST_APART, len(rows) - 1)):
                yield (
                    f"文中写{number}{found['unit']}，表中列了{len(rows)}行",
                    [place(line, found.start("number"), found.end()), _whole(rows[-1])],
                )


def _of_table(found: re.Match[str], line: Line, names: str) -> bool:
    """Whether what is counted is what the rows of the table are."""
    before = line.text[max(0, found.start("number") - 10) : found.start("number")]
    if _NOT_ALL.search(before[-6:]) or re.match(r"(?:以上|以下|左右|余)", found["after"]):
        return False
    said = re.sub(r"(?:现|共|合计|总计|设|有|建|成|立|组|配备|置|确定)+$", "", re.split(r"[,。;:、]", before)[-1])
    noun = next(
        (found["after"][:size] for size in (3, 2) if found["after"][:size] and found["after"][:size] in names), ""
    )
    noun = noun or (said[-2:] if len(said) >= 2 and said[-2:] in names else "")
    return len(noun) >= 2 and noun not in _GENERAL and bool(_SAYS_ALL.search(before))


def _names_of(table: Table) -> str:
    """What the rows are: the head of the column that names them, the caption, and how their names end."""
    keys = [head for head in table.naming()[:1] or table.heads[:1] if not head.startswith("#")]
    ends = Counter(cell.text[-2:] for cell in (table.column(keys[0]) if keys else []) if cell and len(cell.text) > 2)
    end = next((words for words, count in ends.most_common(1) if count * 2 > len(table.data)), "")
    return "|".join((*keys, table.caption, end))


def _sizes(table: Table) -> set[int]:
    """What else may be counted: the sums of the columns, and how many different words each has."""
    sizes: set[int] = set()
    for head in table.heads:
        cells = [cell for cell in table.column(head) if cell is not None and not cell.empty]
        sizes.add(len({cell.text for cell in cells}))
        sizes.add(len(cells))
        amounts = [cell.amount for cell in cells if cell.amount is not None]
        if amounts and len(amounts) == len(cells):
            sizes.add(round(sum(amounts)))
    return sizes


def context_of(body: Body, table: Table) -> list[Line]:
    """The paragraphs before a table in its section, the one after it, and those that point to the annex in which it stands."""
    first, last = table.rows[0].at, table.rows[-1].at
    near = [*range(max(0, first - _CONTEXT), first), last + 1]
    found = [
        body.lines[at]
        for at in near
        if at < len(body.lines) and body.lines[at].section == table.section and not body.lines[at].clause.table_row
    ]
    label = re.match(r"附(?:件|录|表)\d{1,2}", next((head for head in table.rows[0].line.heads), ""))
    if label:
        pointing = re.compile(rf"{label[0]}(?!\d)")
        found += [
            line
            for line in body.lines
            if pointing.search(line.text) and not line.clause.table_row and not line.contents
        ]
    return [line for line in dict.fromkeys(found) if not line.contents]


# --------------------------------------------------------------------------- names without a row


@dataclass(frozen=True, slots=True)
class _List:
    """Names that are listed together, each with its place."""

    names: tuple[str, ...]
    places: tuple[Place, ...]
    what: str
    head: str


_LIST_LEAST = 4
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,14}\d{0,2}[\u4e00-\u9fff]{0,4}")
_NO_NAMES = frozenset({"常务"})
_OF_PEOPLE = re.compile(r"姓名|联系人|负责人|责任人")


def lacking_rows(body: Body, found: Sequence[Table]) -> Iterator[tuple[str, str, list[Place]]]:
    """``(name, words, places)``: a name that alone of a list — of another table, of the persons in office — has no row in a table."""
    by_head: dict[str, list[_List]] = defaultdict(list)
    for each in _columns(found):
        by_head[each.head].append(each)
    lists = cache(lambda head: [each for other in by_head if alike(head, other) > 0 for each in by_head[other]])
    for table in found:
        for head in table.heads:
            cells = {cell.text: row for row in table.data if (cell := row.cell(head)) is not None and not cell.empty}
            people = {name: row for name, row in cells.items() if is_name(name)} if _OF_PEOPLE.search(head) else {}
            if len(people) * 2 > len(cells) and len(people) >= _LIST_LEAST - 1:
                yield from _lacking(_persons(body, people), people, table, body)
            elif len(cells) >= _LIST_LEAST - 1 and len(cells) >= 0.6 * len(table.data):
                for each in lists(head):
                    yield from _lacking(each, cells, table, body)


def _lacking(listed: _List, cells: dict[str, Row], table: Table, body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """The one name of a list that lacks, where the table has hardly a name that the list has not."""
    has = [name in cells for name in listed.names]
    if len(has) < _LIST_LEAST or has.count(False) != 1 or len(cells) - has.count(True) > max(1, len(cells) // 3):
        return
    at = has.index(False)
    name = listed.names[at]
    if any(name in cell.text for row in table.rows for cell in row.cells):
        return
    beside = [cells[each] for each in listed.names[max(0, at - 1) : at + 2] if each != name]
    yield name, f"“{name}”（{listed.what}，“{_title(table, body)}”中没有）", [*map(_whole, beside), listed.places[at]]


def _title(table: Table, body: Body) -> str:
    return table.caption or (body.heads[table.section].text if table.section >= 0 else "") or table.heads[0]


def _columns(found: Sequence[Table]) -> Iterator[_List]:
    """The columns of tables that name their rows."""
    for table in found:
        for head in table.naming():
            pairs = [(cell, row) for row in table.data if (cell := row.cell(head)) is not None]
            if len(pairs) >= _LIST_LEAST and all(_PLAIN.fullmatch(cell.text) for cell, _ in pairs):
                yield _List(
                    tuple(cell.text for cell, _ in pairs), tuple(_whole(row) for _, row in pairs), "另一表有", head
                )


def _persons(body: Body, people: Collection[str]) -> _List:
    """Those whom the text names with a post, in the paragraphs that name persons of a table."""
    order = {line.clause.id: at for at, line in enumerate(body.lines)}
    told = {
        each.name: (order[each.where.clause_id], 0, each.where)
        for each in body.once(held)
        if each.name and each.post and not each.listed
    }
    for at in body.lines_having(people):
        line = body.lines[at]
        for found in () if line.clause.table_row or line.contents else HANZI.finditer(line.text):
            name, rest = named(found[0])
            if name and rest and name not in _NO_NAMES and told.get(name, (at, 1))[:2] >= (at, 0):
                told[name] = (at, found.start(), place(line, *found.span()))
    names = sorted(told, key=lambda name: told[name][:2])
    return _List(tuple(names), tuple(told[name][2] for name in names), "正文中任职", "")


def _whole(row: Row) -> Place:
    return place(row.line, 0, min(len(row.line.text), 120))
