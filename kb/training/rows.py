"""Rows of tables of duties and chains of reports read as acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.model import Clause
from kb.training.acts import read_stretch
from kb.training.limits import time_limits
from kb.training.model import Action, ActorSource, Phase
from kb.training.parts import part_of
from kb.training.phases import levels_of, levels_of_headings, phase_of_headings, phase_of_words
from kb.training.stretches import Stretch, sentence_of, stretches
from kb.training.tables import Cell, Column
from kb.training.words import FORBIDDEN


def row_actions(clause: Clause, cells: Sequence[Cell]) -> Iterator[Action]:
    """The acts of one row of a table of duties, doer, condition and limit from the other cells."""
    text = clause.text
    actor = next((text[c.start : c.end].strip() for c in cells if c.column is Column.ACTOR), "")
    conditions = "，".join(text[c.start : c.end].strip() for c in cells if c.column is Column.CONDITION)
    limits = "；".join(text[c.start : c.end].strip() for c in cells if c.column is Column.TIME)
    phase = phase_of_headings(clause.path)
    levels = levels_of(conditions) or levels_of_headings(clause.path)
    for cell in cells:
        if cell.column is Column.PATH and "→" in text[cell.start : cell.end]:
            yield from chain(clause, cell.start, cell.end, limits, phase or Phase.REPORT)
        if cell.column not in (Column.TASK, Column.FORBIDDEN):
            continue
        for piece in stretches(text[cell.start : cell.end]):
            if len(piece.text) < 2:
                continue
            yield _cell_action(clause, cell, piece, actor, conditions, limits, phase, levels)


def _cell_action(
    clause: Clause, cell: Cell, piece: Stretch, actor: str, conditions: str, limits: str, phase: Phase | None, levels: tuple[int, ...]
) -> Action:  # fmt: skip
    reading = read_stretch(piece.text, stop=piece.stop, first=True, duty=True)
    named = reading.doer
    if named and re.match(r"(?:到场|到达|到位|抵达|接管)后", piece.text[named.rest :]):
        named, reading = None, replace(reading, doer=None, begin=0)
    own = time_limits(piece.text)
    start, end = cell.start + piece.start, cell.start + piece.end
    part = part_of(piece.text, reading)
    begin = named.rest if named else 0
    return Action(
        clause.id, start, end, piece.text[begin:], quote(clause.text, (start, end)), piece.text[named.start : named.end] if named else actor,
        ActorSource.NAMED if named else ActorSource.TABLE if actor else ActorSource.NONE, part.verb, part.object, phase or phase_of_words(piece.text),
        levels, "", conditions, "；".join(own) or limits, part.place, part.means, part.receivers,
        cell.column is Column.FORBIDDEN or bool(FORBIDDEN.search(piece.text)), phase is None, clause.path[-1] if clause.path else "",
    )  # fmt: skip


def chain(clause: Clause, start: int, end: int, limits: str, phase: Phase) -> Iterator[Action]:
    """A chain of reports (甲→乙→丙): each tells the next."""
    text = clause.text[start:end]
    nodes = [node.strip() for node in re.split(r"→|—>|->", text)]
    first = re.sub(r"^.*[：:]", "", nodes[0])
    if len(nodes) < 2 or not first:
        return
    yield Action(
        clause.id, start, end, text.strip(), quote(clause.text, (start, end)), first, ActorSource.NAMED, "报告", "", phase,
        time_limit=limits, receivers=tuple(_receiver(node) for node in nodes[1:]), section=clause.path[-1] if clause.path else "",
    )  # fmt: skip


def _receiver(node: str) -> str:
    return re.sub(r"（[^（）]*）", "", node).strip()


def quote(text: str, span: tuple[int, int]) -> str:
    """The sentence around a stretch; one shorter than eight characters is widened to the clause."""
    quote = sentence_of(text, span)
    return quote if len(quote) >= 8 else text
