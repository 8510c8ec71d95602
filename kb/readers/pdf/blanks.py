"""Blanks to be filled in: a rule under a gap in a line of text reads as ``____``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.readers.pdf.rules import Rule
from kb.readers.pdf.text import Box, Line, line_of

_BLANK = "____"
_WIDE = 1.0
"""Least width of a blank, in type sizes."""


def with_blanks(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
    """The lines with their ruled gaps written out."""
    level = [rule for rule in rules if rule.level]
    return [_filled(line, level) for line in lines] if level else list(lines)


def _filled(line: Line, rules: Sequence[Rule]) -> Line:
    below = [
        rule
        for rule in rules
        if line.bottom - 0.35 * line.size <= rule.at <= line.bottom + 0.3 * line.size
        and rule.high > line.left - 8 * line.size
        and rule.low < line.right + 8 * line.size
    ]
    if not below:
        return line
    chars = list(_with_gaps(line, below))
    return line if len(chars) == len(line.chars) else line_of(chars, line.page)


def _with_gaps(line: Line, rules: Sequence[Rule]) -> Iterator[tuple[str, Box]]:
    before = min([line.left, *(rule.low for rule in rules if rule.high > line.left - line.size)])
    space: list[tuple[str, Box]] = []
    for char, box in line.chars:
        if char == " ":
            space.append((char, box))
            continue
        yield from list(_blank(line, before, box[0], rules)) or space
        yield char, box
        before, space = box[2], []
    yield from _blank(line, before, max([line.right, *(rule.high for rule in rules)]), rules)


def _blank(line: Line, left: float, right: float, rules: Sequence[Rule]) -> Iterator[tuple[str, Box]]:
    """A blank between two characters when a rule runs under most of the gap and not far beyond it."""
    for rule in rules:
        shared = min(right, rule.high) - max(left, rule.low)
        if shared > _WIDE * line.size and shared > 0.6 * (right - left):
            box = (left, line.bottom, right, line.top)
            yield from ((sign, box) for sign in _BLANK)
            return
