"""What stands in the tables and drawings of a PDF: cells, tables that run over pages, labels of a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.readers.pdf.grids import Grid, area, clusters, within
from kb.readers.pdf.text import Box, Line, line_of
from kb.tables import head_depth

_ITEM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.](?!\d)|[①-⑳●■◆○□▲➢✓•·\ue000-\uf8ff]|[-—]\s)")
_LABEL = 80
"""Characters; a box that holds more is a coloured background or a frame, not a label."""
_SAME = 8.0
"""Points by which the columns of two pieces of one table may differ."""


@dataclass(slots=True)
class PageTable:
    """A table on one page: its rows, where its columns stand, its box."""

    rows: list[list[str]]
    xs: tuple[float, ...]
    box: Box
    page: int


@dataclass(slots=True)
class Drawing:
    """A drawing's labels as one text, and its box."""

    text: str
    box: Box
    page: int


def continue_table(before: PageTable, after: PageTable) -> bool:
    """Whether ``after`` begins a page as the rest of ``before``; if so its rows get what the page break took from them.

    A row that broke is completed on the page where it began; heads and the texts of cells merged downwards are repeated.
    """
    if len(before.xs) != len(after.xs) or any(abs(a - b) > _SAME for a, b in zip(before.xs, after.xs, strict=True)):
        return False
    depth = head_depth(before.rows)
    head = before.rows[:depth]
    rows = after.rows[depth:] if after.rows[:depth] == head else after.rows
    if rows and not rows[0][0].strip() and len(before.rows) > depth:
        if sum(map(bool, rows[0])) * 2 <= len(rows[0]) and any(rows[0]):
            _complete(before.rows, rows[0])
            rows = rows[1:]
        else:
            _fill_down(before.rows[-1], rows)
    after.rows = [*(list(row) for row in head), *rows] if rows else []
    return True


def _complete(above: list[list[str]], rest: Sequence[str]) -> None:
    """Add the rest of a broken row, also where its merged cells stand in the rows above."""
    row = above[-1]
    whole = list(row)
    for column, piece in enumerate(rest):
        if piece and not (column and rest[column - 1] == piece and row[column - 1] == row[column]):
            whole[column] = _joined(row[column], piece)
        elif piece:
            whole[column] = whole[column - 1]
    for column, (old, new) in enumerate(zip(row, whole, strict=True)):
        for upper in reversed(above):
            if not old or upper[column] != old:
                break
            upper[column] = new
    above[-1] = whole


def _joined(text: str, piece: str) -> str:
    fresh = text.endswith(("。", "；", "：")) and bool(_ITEM.match(piece))
    return f"{text}\n{piece}" if fresh else text + piece


def _fill_down(last: Sequence[str], rows: list[list[str]]) -> None:
    """The text of a cell merged over the page break, in the leading empty columns of the rows that continue it."""
    for row in rows:
        if row[0]:
            return
        for column, text in enumerate(row):
            if text:
                break
            row[column] = last[column]


def rows_of(grid: Grid, lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[list[list[str]], list[Line]]:
    """The table's rows, merged cells repeated in every place they cover, and the lines that stand outside of it."""
    cells: list[list[Line]] = [[] for _ in grid.regions]
    outside: list[Line] = []
    for line in lines:
        if not _touches(line, grid.box):
            outside.append(line)
            continue
        for at, piece in _parted(line, grid):
            (outside if at is None else cells[at]).append(piece)
    rows = [[""] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for region, content in zip(grid.regions, cells, strict=True):
        inner = [box for box in boxes if within(box, region.box) and area(box) < 0.8 * area(region.box)]
        text = drawing_text(content, inner) if len(inner) > 2 else cell_text(content, region.box)
        for row, column in region.places:
            rows[row][column] = text
    return rows, outside


def _touches(line: Line, box: Box) -> bool:
    return line.right > box[0] and line.left < box[2] and box[1] - 1 <= line.middle <= box[3] + 1


def _parted(line: Line, grid: Grid) -> Iterator[tuple[int | None, Line]]:
    """A line cut at the cells its characters stand in."""
    piece: list[tuple[str, Box]] = []
    current: int | None = None
    for char, box in line.chars:
        if char != " ":
            place = grid.region_at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            if piece and place != current:
                yield current, line_of(piece, line.page)
                piece = []
            current = place
        if piece or char != " ":
            piece.append((char, box))
    if piece:
        yield current, line_of(piece, line.page)


def cell_text(lines: Sequence[Line], box: Box) -> str:
    """The text of a cell: wrapped lines joined, its paragraphs on lines of their own."""
    text = ""
    before: Line | None = None
    for line in _in_rows(lines):
        if before is None:
            text = line.text
        elif _new_paragraph(before, line, box):
            text += f"\n{line.text}"
        else:
            latin = re.search(r"[A-Za-z0-9,.;]$", text) and re.match(r"[A-Za-z0-9(]", line.text)
            text += (" " if latin else "") + line.text
        before = line
    return text


def _in_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines from top to bottom, those beside each other from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * max(1.0, min(rows[-1][0].size, line.size)):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        yield from sorted(row, key=lambda line: line.left)


def _new_paragraph(before: Line, line: Line, box: Box) -> bool:
    if abs(before.middle - line.middle) < 0.5 * line.size:
        return False
    full = before.right > box[2] - 2.2 * before.size - 4
    ended = before.text.rstrip().endswith(("。", "；", "：", ";", ":", "！", "？"))
    if _ITEM.match(line.text):
        return not full or ended
    return ended and not full


def drawings_of(
    lines: Sequence[Line], boxes: Sequence[Box], frames: Sequence[Box], page: int
) -> Iterator[tuple[Drawing, list[Line]]]:
    """Drawings: three boxes or more near each other with labels in them; each with the lines it takes."""
    for outline, members in clusters(boxes, frames):
        around = [line for line in lines if within(_box_of(line), outline)] if len(members) >= 3 else []
        members = [box for box in members if _words_in(box, around) <= _LABEL]
        homes = [(piece, _home(piece, members)) for line in around for piece in _parted_by(line, members)]
        labelled = {home for line, home in homes if home is not None and _has_room(line, members[home])}
        if len({_rounded(members[home]) for home in labelled}) < 3:
            continue
        prose = {id(piece.chars[0]) for piece, home in homes if home is None and len(piece.text) > 20}
        taken = [line for line in around if not any(id(char) in prose for char in line.chars)]
        words = [piece for line in taken for piece in _parted_by(line, members)]
        top, bottom = max(line.top for line in taken), min(line.bottom for line in taken)
        yield Drawing(drawing_text(words, members), (outline[0], bottom, outline[2], top), page), taken


def _words_in(box: Box, lines: Sequence[Line]) -> int:
    return sum(len(line.text.replace(" ", "")) for line in lines if within(_box_of(line), box))


def _has_room(line: Line, box: Box) -> bool:
    """Whether a box leaves room on both sides of the text in it; a coloured background does not."""
    return min(line.left - box[0], box[2] - line.right) > 0.25 * line.size


def _parted_by(line: Line, boxes: Sequence[Box]) -> Iterator[Line]:
    """A line cut where its characters pass from one box into another."""
    piece: list[tuple[str, Box]] = []
    current: tuple[int, ...] = ()
    for char, box in line.chars:
        if char != " ":
            around = [other for other in boxes if within(box, other)]
            home = _rounded(min(around, key=area)) if around else ()
            if piece and home != current:
                yield line_of(piece, line.page)
                piece = []
            current = home
        if piece or char != " ":
            piece.append((char, box))
    if piece:
        yield line_of(piece, line.page)


def _home(line: Line, boxes: Sequence[Box]) -> int | None:
    """The smallest box around a line."""
    around = [at for at, box in enumerate(boxes) if within(_box_of(line), box)]
    return min(around, key=lambda at: area(boxes[at]), default=None)


def _box_of(line: Line) -> Box:
    return (line.left, line.bottom, line.right, line.top)


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(edge / 4) for edge in box)


def drawing_text(lines: Sequence[Line], boxes: Sequence[Box]) -> str:
    """The labels of a drawing, each box's words together, from top to bottom."""
    inside: dict[tuple[int, ...], list[Line]] = {}
    loose: list[Line] = []
    for line in lines:
        home = _home(line, boxes)
        if home is None:
            loose.append(line)
        else:
            inside.setdefault(_rounded(boxes[home]), []).append(line)
    labels = [(-group[0].top, group[0].left, group) for group in map(list, map(_in_rows, inside.values()))]
    labels += [(-stack[0].top, stack[0].left, stack) for stack in _stacks(loose)]
    return "；".join(filter(None, (_label(group) for _, _, group in sorted(labels, key=lambda entry: entry[:2]))))


def _stacks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Labels without a box: upright text stands one character below the other."""
    left = sorted(lines, key=lambda line: -line.middle)
    while left:
        stack = [left.pop(0)]
        while True:
            last = stack[-1]
            below = [
                line
                for line in left
                if abs((line.left + line.right) - (last.left + last.right)) < line.size
                and 0 < last.middle - line.middle < 1.8 * line.size
            ]
            if not below:
                break
            left.remove(below[0])
            stack.append(below[0])
        yield stack


def _label(lines: Sequence[Line]) -> str:
    """A label's lines as one, without the blanks that spread its characters."""
    text = "".join(line.text for line in lines)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()
