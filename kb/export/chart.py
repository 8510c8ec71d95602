"""The charts of a plan, drawn as shapes: response flow and organisation. Units: hundredths of a millimetre."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.drafting.charts import Branch, Flow, Organisation, flow_of, organisation_of
from kb.drafting.model import Draft, DraftSection
from kb.export import texts
from kb.export.drawing import Box, Line, drawing
from kb.export.geometry import width as characters

_FULL = 15_400
"""A little less than the type area, for the edges."""
_CHAR, _LINE, _PAD = 380, 530, 120
_SPACED = 1.08
"""Word puts a little room between Chinese characters and digits."""
_GAP, _ROW_GAP = 380, 560
_STEP_WIDTH = 11_000
_LEAF_WIDTH, _LEAF_GAP = 760, 140


def chart(draft: Draft, section: DraftSection, number: int) -> str:
    """The chart of a section as the XML of a paragraph, empty for a section without one; ``number`` tells charts apart."""
    flow = flow_of(draft, section)
    if flow is not None:
        shapes, high = _flow(flow)
        return drawing(shapes, _FULL, high, number, texts.FLOW_CHART, "→".join(work for work, _ in flow.steps))
    tree = organisation_of(draft, section)
    if tree is not None:
        shapes, high = _organisation(tree)
        below = "；".join("、".join(branch.title for branch in row) for row in tree.rows)
        return drawing(shapes, _FULL, high, number, texts.ORGANISATION_CHART, f"{tree.head}；{below}")
    return ""


def chart_lines(draft: Draft, section: DraftSection, line_mm: float) -> float:
    """Lines of the page that the chart takes, 0 without one."""
    flow, tree = flow_of(draft, section), organisation_of(draft, section)
    high = _flow(flow)[1] if flow else _organisation(tree)[1] if tree else 0
    return (high / 100 + 3) / line_mm if high else 0.0


def _flow(flow: Flow) -> tuple[list[Box | Line], int]:
    shapes: list[Box | Line] = []
    middle, y = _FULL // 2, 0
    last = len(flow.steps) - 1
    for number, words in enumerate(flow.labels[: len(flow.steps)]):
        high = _height(words, _STEP_WIDTH)
        shapes.append(Box(middle - _STEP_WIDTH // 2, y, _STEP_WIDTH, high, words, rounded=number in (0, last)))
        y += high
        if number == flow.at and flow.levels:
            y = _fan(shapes, flow.levels, y, last=number == last)
        elif number < last:
            shapes.append(Line(middle, y, middle, y + _GAP))
            y += _GAP
    return shapes, y


def _fan(shapes: list[Box | Line], levels: Sequence[str], y: int, *, last: bool) -> int:
    """The levels beside each other, each reached by an arrow, and together leading on."""
    middle, half = _FULL // 2, _GAP // 2
    wide = min(4_400, (_FULL - (len(levels) - 1) * 300) // len(levels))
    left = middle - (len(levels) * wide + (len(levels) - 1) * 300) // 2
    centres = [left + at * (wide + 300) + wide // 2 for at in range(len(levels))]
    high = max(_height(words, wide) for words in levels)
    bus = y + half
    top = bus + _GAP
    shapes += [Line(middle, y, middle, bus, arrow=False), Line(centres[0], bus, centres[-1], bus, arrow=False)]
    for centre, words in zip(centres, levels, strict=True):
        shapes += [Line(centre, bus, centre, top), Box(centre - wide // 2, top, wide, high, words)]
    foot = top + high
    if last:
        return foot
    shapes += [Line(centre, foot, centre, foot + half, arrow=False) for centre in centres]
    shapes.append(Line(centres[0], foot + half, centres[-1], foot + half, arrow=False))
    shapes.append(Line(middle, foot + half, middle, foot + half + _GAP))
    return foot + half + _GAP


def _organisation(tree: Organisation) -> tuple[list[Box | Line], int]:
    head = "\n".join((tree.head, *tree.posts))
    wide = min(_FULL, max(6_000, int(max(characters(line) for line in head.split("\n")) * _CHAR) + 2 * _PAD))
    high = _height(head, wide)
    middle = _FULL // 2
    shapes: list[Box | Line] = [Box(middle - wide // 2, 0, wide, high, head, strong=False)]
    y = high
    for row in tree.rows:
        y = _row(shapes, row, y)
    return shapes, y


def _row(shapes: list[Box | Line], row: Sequence[Branch], y: int) -> int:
    """One row of boxes hanging from the middle, each with its leaves beneath it."""
    middle, half = _FULL // 2, _ROW_GAP // 2
    room = _FULL - (len(row) - 1) * 400
    wanted = [_wanted(branch) for branch in row]
    wides = wanted if sum(wanted) <= room else [room * each // sum(wanted) for each in wanted]
    total = sum(wides) + (len(row) - 1) * 400
    left = middle - total // 2
    centres = []
    for wide in wides:
        centres.append(left + wide // 2)
        left += wide + 400
    bus, top = y + half, y + _ROW_GAP
    if len(row) > 1:
        shapes += [Line(middle, y, middle, bus, arrow=False), Line(centres[0], bus, centres[-1], bus, arrow=False)]
    else:
        bus = y
    title_high = max(_height(branch.title, wide) for branch, wide in zip(row, wides, strict=True))
    foot = top + title_high
    deepest = foot
    for branch, wide, centre in zip(row, wides, centres, strict=True):
        shapes += [Line(centre, bus, centre, top), Box(centre - wide // 2, top, wide, title_high, branch.title)]
        deepest = max(deepest, _leaves(shapes, branch, centre, wide, foot))
    return deepest


def _leaves(shapes: list[Box | Line], branch: Branch, centre: int, wide: int, y: int) -> int:
    """The leaves of a box: narrow boxes written downwards where there is room, else one box with all names."""
    if not branch.leaves:
        return y
    count = len(branch.leaves)
    if not branch.upright:
        words = branch.boxes[0]
        high = _height(words, wide)
        shapes += [Line(centre, y, centre, y + _GAP, arrow=False), Box(centre - wide // 2, y + _GAP, wide, high, words)]
        return y + _GAP + high
    half = _GAP // 2
    left = centre - _span(count) // 2
    high = max(map(len, branch.leaves)) * _LINE + 2 * _PAD
    firsts = [left + at * (_LEAF_WIDTH + _LEAF_GAP) for at in range(count)]
    shapes.append(Line(centre, y, centre, y + half, arrow=False))
    if count > 1:
        half_leaf = _LEAF_WIDTH // 2
        shapes.append(Line(firsts[0] + half_leaf, y + half, firsts[-1] + half_leaf, y + half, arrow=False))
    for first, name in zip(firsts, branch.leaves, strict=True):
        at = first + _LEAF_WIDTH // 2
        shapes += [Line(at, y + half, at, y + _GAP, arrow=False), Box(first, y + _GAP, _LEAF_WIDTH, high, name)]
    return y + _GAP + high


def _span(count: int) -> int:
    return count * _LEAF_WIDTH + (count - 1) * _LEAF_GAP


def _wanted(branch: Branch) -> int:
    """The width that a box of a row asks for."""
    title = int(characters(branch.title) * _CHAR) + 2 * _PAD + 400
    return max(title, _span(len(branch.leaves)) if branch.upright else 7_400 if branch.leaves else 0, 2_600)


def _height(words: str, wide: int) -> int:
    room = max(1.0, (wide - 100 - _CHAR // 4) / _CHAR)
    lines = sum(max(1, math.ceil(characters(line) * _SPACED / room)) for line in words.split("\n"))
    return lines * _LINE + _PAD
