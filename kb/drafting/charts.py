"""What the charts of a plan show, taken from the draft's own sections: the steps of the response, the tree of the organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.drafting.document import table_cells
from kb.drafting.model import SLOT, Draft, DraftSection

_LEVEL = re.compile(r"(?:[一二三四]级|[ⅠⅡⅢⅣ]级)(?=(?:应急)?响应)")
_ORDER = "一二三四ⅠⅡⅢⅣ"
_STARTS = re.compile(r"启动(?:应急)?响应|宣布启动")
_CHAIN = re.compile(r"[^—。；|]{2,60}(?:—+[^—。；|]{2,60}){2,}。?")
_LEAVES, _UPRIGHT, _LONGEST = 40, 16, 12


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps in order, each ``(what is done, by whom)``; ``levels`` stand after step number ``at`` (0-based)."""

    steps: tuple[tuple[str, str], ...]
    levels: tuple[str, ...] = ()
    at: int = -1

    @property
    def labels(self) -> tuple[str, ...]:
        """The text of every box."""
        return (*(f"{work}（{who}）" if who else work for work, who in self.steps), *self.levels)


@dataclass(frozen=True, slots=True)
class Branch:
    """A box of a row with the boxes beneath it."""

    title: str
    leaves: tuple[str, ...] = ()
    crowded: bool = False

    @property
    def upright(self) -> bool:
        """Whether the boxes beneath are narrow ones, written downwards; else all names stand in one box."""
        return not self.crowded and 0 < len(self.leaves) <= _UPRIGHT and max(map(len, self.leaves)) <= _LONGEST

    @property
    def boxes(self) -> tuple[str, ...]:
        """The texts of the boxes beneath."""
        return self.leaves if self.upright or not self.leaves else ("、".join(self.leaves),)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The head of the organisation with its posts, and the rows below it from the upper to the lower."""

    head: str
    posts: tuple[str, ...]
    rows: tuple[tuple[Branch, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The text of every box."""
        below = tuple(words for row in self.rows for branch in row for words in (branch.title, *branch.boxes))
        return (self.head, *self.posts, *below)


def flow_of(draft: Draft, section: DraftSection) -> Flow | None:
    """The flow of a section with a table of steps (步骤, 工作内容, 责任), None for any other section."""
    rows = _rows(section)
    if not rows or not rows[0][0].startswith("步骤") or len(rows[0]) < 2:
        return None
    steps = tuple(
        (_plain(row[1]), _plain(row[2]) if len(row) > 2 else "") for row in rows[1:] if len(row) > 1 and _plain(row[1])
    )
    at = next((number for number, (work, _) in enumerate(steps) if _STARTS.search(work)), -1)
    return Flow(steps, levels_of(draft) if at >= 0 else (), at) if steps else None


def organisation_of(draft: Draft, section: DraftSection) -> Organisation | None:
    """The organisation of an annex whose first line is a chain (指挥部—办公室—工作组、成员单位—乡镇), None for any other."""
    if not section.annex:
        return None
    lines = [line.strip() for line in section.text.split("\n") if line.strip()]
    if not lines or not _CHAIN.fullmatch(lines[0]):
        return None
    head, *below = (part.strip() for part in re.split(r"—+", lines[0].rstrip("。")))
    tables = _tables(section)
    posts = tuple(
        f"{_plain(row[0])}：{_plain(row[1])}" if len(row) > 1 and _plain(row[1]) else _plain(row[0])
        for table in tables
        if re.search(r"职务$", table[0][0])
        for row in table[1:]
        if _plain(row[0])
    )
    rows = tuple(
        tuple(Branch(name, _leaves(name, tables, draft)) for part in row.split("、") if (name := _plain(part)))
        for row in below
    )
    filled = tuple(row for row in rows if row)
    if sum(len(branch.leaves) for row in filled for branch in row if branch.upright) > _UPRIGHT:
        filled = tuple(tuple(replace(branch, crowded=True) for branch in row) for row in filled)
    return Organisation(_plain(head), posts, filled) if _plain(head) else None


def labels_of(draft: Draft, section: DraftSection) -> tuple[str, ...]:
    """The lines in the boxes that an export draws for a section, in order: none of them belongs to the section's text."""
    charts = (flow_of(draft, section), organisation_of(draft, section))
    return tuple(line for chart in charts if chart for words in chart.labels for line in words.split("\n"))


def levels_of(draft: Draft) -> tuple[str, ...]:
    """The response levels that the draft speaks of, highest first, each with who decides where the fact sheet says so."""
    named = dict.fromkeys(found for part in draft.sections for found in _LEVEL.findall(part.text))
    roman = [name for name in named if name[0] in "ⅠⅡⅢⅣ"]
    han = [name for name in named if name[0] in "一二三四"]
    chosen = sorted(han if len(han) >= len(roman) else roman, key=lambda name: _ORDER.index(name[0]))
    if len(chosen) < 2:
        return ()
    known = draft.facts.thresholds
    shown = []
    for name in chosen:
        number = _ORDER.index(name[0]) % 4 + 1
        decider = known.get(f"starter_{number}") or known.get(f"leader_{number}") or ""
        shown.append(f"{name}响应\n（{decider}决定）" if decider else f"{name}响应")
    return tuple(shown)


def _leaves(title: str, tables: list[list[list[str]]], draft: Draft) -> tuple[str, ...]:
    """What stands under a box: the first column of the table with its name, or the member bodies of the fact sheet."""
    found = [
        _plain(row[0]) for table in tables if title.endswith(table[0][0]) for row in table[1:] if row and _plain(row[0])
    ]
    if not found and title.endswith("成员单位"):
        found = [member.body for member in draft.facts.member]
    return tuple(dict.fromkeys(name for name in found if name))[:_LEAVES]


def _rows(section: DraftSection) -> list[list[str]]:
    return [cells for line in section.text.split("\n") if (cells := table_cells(line))]


def _tables(section: DraftSection) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    open_table: list[list[str]] | None = None
    for line in section.text.split("\n"):
        cells = table_cells(line)
        if cells is None:
            open_table = None
        elif cells:
            if open_table is None:
                open_table = []
                tables.append(open_table)
            open_table.append(cells)
    return tables


def _plain(words: str) -> str:
    return SLOT.sub("", words).strip()
