"""Which decimal numbers (and single digits above them) count up through a text: the best chain, not the first that fits.

A measurement, a cross reference or a list item that looks like a number joins the chain only when what follows still fits, so that one
wrong number never costs the headings behind it. Counting begins anew in every annex and part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.numbering import Family, Number
from kb.structure.items import Item

RESTART = 2.5
RESTART_IN_CHAPTER = 0.4
NEVER = 99.0
_LOOK_BACK = 90
_REACH = 60


@dataclass(slots=True)
class Node:
    """One number that may count: ``weight`` says how much it looks like a heading, ``opens`` that ``values.1`` comes next."""

    index: int
    number: Number
    weight: float
    chapter: int = 0
    opens: bool = False

    @property
    def digit(self) -> bool:
        """Whether the number is a single digit."""
        return self.number.family is Family.DIGIT


def best_chain(nodes: Sequence[Node]) -> list[Node]:
    """The chain of the greatest weight less the cost of its gaps."""
    totals: list[float] = []
    before: list[int] = []
    for place, node in enumerate(nodes):
        best, origin = -_first_cost(node.number.values), -1
        values = node.number.values
        restarts = all(value == 1 for value in values)
        for earlier in range(place - 1, max(-1, place - _LOOK_BACK - 1), -1):
            if totals[earlier] <= best or (values <= nodes[earlier].number.values and not restarts):
                continue
            value = totals[earlier] - _step_cost(nodes[earlier], node)
            if value > best:
                best, origin = value, earlier
        totals.append(best + node.weight)
        before.append(origin)
    if not totals:
        return []
    place = max(range(len(totals)), key=lambda i: totals[i])
    chain: list[Node] = []
    while place >= 0:
        chain.append(nodes[place])
        place = before[place]
    return chain[::-1]


def _first_cost(values: tuple[int, ...]) -> float:
    """An excerpt may begin anywhere, yet a text mostly begins with 1."""
    return min(0.6, 0.2 * sum(value - 1 for value in values))


def _step_cost(before: Node, node: Node) -> float:
    """0 when ``node`` comes right after ``before``, more for gaps, ``NEVER`` when counting would go back."""
    last, values = before.number.values, node.number.values
    if values <= last:
        if any(value != 1 for value in values):
            return NEVER
        return RESTART_IN_CHAPTER if node.chapter != before.chapter and not node.digit else RESTART
    same = 0
    while same < len(last) and same < len(values) and last[same] == values[same]:
        same += 1
    if same == len(last):
        gap, tail, skipped = 0, values[same:], len(values) - same - 1
    else:
        gap, tail = values[same] - last[same] - 1, values[same + 1 :]
        skipped = max(0, len(tail) - (1 if same == 0 else 0))
    cost = min(0.45 * gap, 2.4) + sum(min(0.4 * (value - 1), 1.6) for value in tail) + 0.35 * skipped
    return cost * (2.0 if node.number.broken else 1.0)


def regions(items: Sequence[Item], starts: set[int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of items in which numbers count on."""
    bounds = [0, *sorted(starts), len(items)]
    for first, last in pairwise(bounds):
        if first < last:
            yield first, last


def settle_digits(nodes: list[Node]) -> None:
    """Weigh single digits: those that open decimals count as headings, those that count up from 1 in the middle are lists."""
    for place, node in enumerate(nodes[:-1]):
        after = nodes[place + 1]
        node.opens = node.digit and after.number.values == (node.number.value, 1) and after.index - node.index < _REACH
    styles = {node.number.mark for node in nodes if node.opens}
    in_list = False
    seen = False
    last = 0
    for node in nodes:
        if not node.digit:
            seen, in_list, last = True, False, 0
            continue
        value = node.number.value
        if value == 1 and seen:
            in_list = True
        elif value != last + 1:
            in_list = False
        last = value
        if node.opens:
            node.weight += 0.6
            in_list = False
        elif in_list:
            node.weight -= 0.7
        if styles and node.number.mark not in styles:
            node.weight -= 0.6
