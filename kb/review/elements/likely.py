"""What a plan says in words that the checklist does not know, by likeness to written sentences (``kb.likeness``)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from kb.checklists import ChecklistItem, Slot
from kb.likeness import Likeness, slot_key
from kb.review.text import Body, Line, pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAR, FILLS = 0.35, 0.2
"""From here on a sentence keeps its item from being called missing, and from here on it fills a slot, where the list's words are used."""
NEAR_INFORMAL, FILLS_INFORMAL = 0.15, 0.17
"""The same in plans that are not written in the words of the list."""
_FORMAL, _INFORMAL = 0.95, 0.6
"""The share of the items spoken of in the list's words from which on a plan is written in them, and up to which it is not."""
LEAST = 0.12
"""Below that no sentence speaks for an item that none of its signs is found for."""
_SHORT = 4
_ASKED = tuple(
    (re.compile(name), re.compile(said))
    for name, said in (
        (r"电话|号码", r"\d{3}"),
        (r"频次|周期", r"每(?:[一二两三四五六\d]*个?)?(?:年|季|月|周|日|天|学期)|年度|\d[次年]|[一二两三]次"),
        (r"数字|数量|人数|时限", r"\d|[一二两三四五六七八九十半]个?(?:分钟|小时|钟头|天|日|人|名|套|台|件)"),
        (r"权限|批准|决定", r"由|经(?!常|济|验|营|过)|决定|批准|同意|宣布|下令|授权|点头|签|说了算"),
    )
)
"""Slots that ask for a figure or for who decides, by name, and what that looks like: no sentence without it fills them, however alike."""


class Likely:
    """The sentences of a plan with how much each is like those that fill a slot; read when first asked for.

    ``near`` is the likeness from which on one of them keeps its item from being called missing, ``fills`` that from which on it fills a slot; both
    rise with the ``share`` of the items that are spoken of in the words of the list.
    """

    def __init__(self, body: Body, likeness: Likeness, *, share: float = 1.0) -> None:
        self._body = body
        self._likeness = likeness
        formal = min(1.0, max(0.0, (share - _INFORMAL) / (_FORMAL - _INFORMAL)))
        self.near = NEAR_INFORMAL + formal * (NEAR - NEAR_INFORMAL)
        self.fills = FILLS_INFORMAL + formal * (FILLS - FILLS_INFORMAL)

    @cached_property
    def _places(self) -> list[tuple[int, int, int]]:
        """Line, start and end of every sentence that may be evidence; cells of a table are no sentences."""
        return [
            (at, start, end)
            for at, line in enumerate(self._body.lines)
            if not line.contents and not line.clause.table_row and at not in self._body.annex_list
            for start, end in line.sentences()
            if end - start >= _SHORT
        ]

    @cached_property
    def _scores(self) -> NDArray[np.float32]:
        return self._likeness.scores([self._body.lines[at].said[start:end] for at, start, end in self._places])

    def may_fill(self, item: ChecklistItem, slot: Slot) -> bool:
        """Whether a slot that asks for a figure or for who decides may be filled: some sentence a little like those that fill it has that."""
        if not any(name.search(slot.name) for name, _ in _ASKED):
            return True
        best = self.best(item, slot, filling=True)
        return best is not None and best[0] >= NEAR_INFORMAL

    def best(self, item: ChecklistItem, slot: Slot, *, filling: bool = False) -> tuple[float, Line, str] | None:
        """How much the likest sentence is like those that fill a slot, with its line and words; None where the model does not know the slot.

        ``filling`` leaves out those without the figure or the decision that the slot asks for.
        """
        column = self._likeness.slots.get(slot_key(item.id, slot.like or slot.name))
        if column is None or not self._places:
            return None
        scores = self._scores[:, column]
        asked = [said for name, said in _ASKED if filling and name.search(slot.name)]
        for at in scores.argsort()[::-1]:
            number, start, end = self._places[at]
            line = self._body.lines[number]
            if not all(said.search(line.said, start, end) for said in asked):
                continue
            if item.not_under and any(pattern(item.not_under).search(head) for head in line.heads):
                continue
            return float(scores[at]), line, line.quote(start, end)
        return None
