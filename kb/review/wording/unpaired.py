"""QC-TEXT: brackets, quotation marks and title marks that are opened and not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_PAIRS = {"(": ")", "“": "”", "《": "》", "〔": "〕", "【": "】", "「": "」", "[": "]"}
_CLOSERS = {close: start for start, close in _PAIRS.items()}
_NUMBER = re.compile(r"(?:^|[。;:,、])[\da-zA-Z一二三四五六七八九十]{1,3}\)|^[^()]{0,3}\)")
"""``1)`` is a number and closes nothing."""
_SHOWN = 30
_USUAL = 0.02
"""A plan in which more lines than this have open marks was read with losses, and its marks prove nothing."""
_LEAST = 2


def unpaired_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all marks without their other half."""
    lines = [
        line for line in body.lines if line.section >= 0 and not (line.contents or line.form or line.clause.table_row)
    ]
    hits = [hit for at, line in enumerate(lines) for hit in _open(lines, at)]
    if 0 < len(hits) <= max(_LEAST, _USUAL * len(lines)):
        message = Message("mark_unpaired", {"marks": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-TEXT", FindingSeverity.LOW, message, [at for _, at in hits], checklists, confidence=0.7)


def _open(lines: list[Line], at: int) -> Iterator[tuple[str, Place]]:
    """The marks of a line that its own text does not pair, nor that of the lines around it."""
    line = lines[at]
    numbers = {found.end() - 1 for found in _NUMBER.finditer(line.text)}
    stack: list[tuple[str, int]] = []
    lone: list[tuple[str, int]] = []
    for index, char in enumerate(line.text):
        if char in _PAIRS:
            stack.append((char, index))
        elif char in _CLOSERS and (index not in numbers or any(start == "(" for start, _ in stack)):
            if stack and stack[-1][0] == _CLOSERS[char]:
                stack.pop()
            elif any(start == _CLOSERS[char] for start, _ in stack):
                while stack and stack[-1][0] != _CLOSERS[char]:
                    lone.append(stack.pop())
                stack.pop()
            else:
                lone.append((char, index))
    around = "".join(other.text for other in lines[max(0, at - 2) : at + 3] if other is not line)
    for char, index in sorted([*lone, *stack], key=lambda pair: pair[1]):
        other = _PAIRS.get(char) or _CLOSERS[char]
        if around.count(other) <= around.count(char):
            yield char, place(line, max(0, index - 4), min(len(line.text), index + _SHOWN))
