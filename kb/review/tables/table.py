"""Tables read back from their rows: columns with their heads, rows with their cells, rows of totals, and the annex or section they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.review.text import Body, Line

TOTAL = re.compile(
    r"^(?:[全本各][\u4e00-\u9fff]{1,3}|以上|人员|人数|队伍|物资|装备|资金|经费|床位|面积)?(?:合计|总计|小计|共计|累计|总数)(?:数|\([^()]{1,8}\))?$"
)
_GRAND = re.compile(r"合计|总计|共计|总数")
_HEAD = re.compile(r"[^:;]{1,24}")
_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?P<unit>[\u4e00-\u9fff%㎡°℃A-Za-z]{0,4})")
_NOTHING = frozenset({"", "—", "-", "–", "/", "无", "--", "——", "*"})
ORDER = frozenset({"序号", "编号", "号", "序"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the head of its column (empty where the table has none), its words, and their span in the line."""

    head: str
    text: str
    start: int
    end: int

    @property
    def amount(self) -> float | None:
        """The number that a cell consists of, with at most a unit; None for anything else."""
        found = _NUMBER.fullmatch(self.text)
        return float(found["number"].replace(",", "") + (found["rest"] or "")) if found else None

    @property
    def unit(self) -> str:
        """The unit of the number, of the cell or in the brackets of its head."""
        found = _NUMBER.fullmatch(self.text)
        inside = re.search(r"[(/]([\u4e00-\u9fff%]{1,4})\)?$", self.head)
        return (found["unit"] if found else "") or (inside[1] if inside else "")

    @property
    def empty(self) -> bool:
        """Whether the cell says that there is nothing."""
        return self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, the line's index in the body, its cells, and whether it states totals of the rows above or below."""

    line: Line
    at: int
    cells: tuple[Cell, ...]

    @property
    def total(self) -> bool:
        """Whether the row is one of totals."""
        return any(TOTAL.match(cell.text) for cell in self.cells[:3])

    @property
    def grand(self) -> bool:
        """Whether its totals are those of the whole table, not of a part."""
        return any(_GRAND.search(cell.text) and TOTAL.match(cell.text) for cell in self.cells[:3])

    def cell(self, head: str) -> Cell | None:
        """The cell below a head; None where there is none, or two that share it."""
        below = [cell for cell in self.cells if cell.head == head]
        return below[0] if len(below) == 1 else None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow one another under the same heads."""

    rows: tuple[Row, ...]
    heads: tuple[str, ...]
    caption: str

    @property
    def data(self) -> tuple[Row, ...]:
        """The rows that state no totals."""
        return tuple(row for row in self.rows if not row.total)

    @property
    def section(self) -> int:
        """The index of the heading above, -1 for none."""
        return self.rows[0].line.section

    def column(self, head: str) -> list[Cell | None]:
        """The cells below a head, of the rows that state no totals."""
        return [row.cell(head) for row in self.data]

    def naming(self) -> list[str]:
        """The heads of the columns that name the rows: words, another in every row."""
        names = []
        for head in self.heads:
            texts = [cell.text for cell in self.column(head) if cell is not None and not cell.empty]
            worded = all(re.search(r"[\u4e00-\u9fffA-Za-z]", text) and len(text) <= 24 for text in texts)
            if head not in ORDER and len(texts) == len(self.data) >= 2 and worded and len(set(texts)) == len(texts):
                names.append(head)
        return names


def tables(body: Body) -> Iterator[Table]:
    """The tables of a text, of two rows or more, in order."""
    run: list[tuple[int, Line, list[tuple[str, str, int]], str]] = []
    for at, line in enumerate(body.lines):
        if not line.clause.table_row or line.contents:
            if run:
                yield from _made(run)
            run = []
            continue
        caption, pieces = _pieces(line)
        if run and (run[-1][1].section != line.section or not _goes_on(run, pieces)):
            yield from _made(run)
            run = []
        run.append((at, line, pieces, caption))
    if run:
        yield from _made(run)


def _pieces(line: Line) -> tuple[str, list[tuple[str, str, int]]]:
    """The caption and the ``head, cell, offset of the cell`` of a row."""
    pieces: list[tuple[str, str, int]] = []
    at, caption = 0, ""
    for number, piece in enumerate(line.text.split(";")):
        parts = piece.split(":")
        if number == 0 and len(parts) > 2 and _HEAD.fullmatch(parts[1]) and not parts[0].isdigit():
            caption = parts[0]
            parts = parts[1:]
        if len(parts) > 1 and _HEAD.fullmatch(parts[0]):
            cell = ":".join(parts[1:])
            pieces.append((parts[0], cell, at + len(piece) - len(cell)))
        else:
            pieces.append(("", piece, at))
        at += len(piece) + 1
    return caption, pieces


def _goes_on(
    run: Sequence[tuple[int, Line, list[tuple[str, str, int]], str]], pieces: list[tuple[str, str, int]]
) -> bool:
    """Whether a row has the heads of the rows before it."""
    known = {head for _, _, cells, _ in run for head, _, _ in cells if head}
    own = {head for head, _, _ in pieces if head}
    return 2 * len(known & own) >= len(own) if own and known else not own and not known


def _made(run: Sequence[tuple[int, Line, list[tuple[str, str, int]], str]]) -> Iterator[Table]:
    if len(run) < 2:
        return
    heads = list(Counter(head for _, _, pieces, _ in run for head, _, _ in pieces if head))
    rows = []
    for at, line, pieces, _ in run:
        cells: list[Cell] = []
        for number, (head, text, start) in enumerate(pieces):
            if head or not heads:
                cells.append(Cell(head or f"#{number}", text, start, start + len(text)))
            elif TOTAL.match(text):
                cells.append(Cell(heads[0], text, start, start + len(text)))
        rows.append(Row(line, at, tuple(cells)))
    names = tuple(heads) or tuple(dict.fromkeys(cell.head for row in rows for cell in row.cells))
    yield Table(tuple(rows), names, next((caption for *_, caption in run if caption), ""))
