"""The lines of a plan one after the other, as runs of characters: how often the plan and plans and statutes in general have each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.language import LONGEST, Codes, Counts, Table, codes, hashes, language, runs_of
from kb.name_model import name_at

_PAD = 4
WIDTH, CENTRE = 8, 3
"""Windows in which a change is weighed, and where in them it begins."""
_OWN = 80.0
"""What one occurrence in the plan itself is worth, in occurrences elsewhere."""
_TOTAL = 9e6
_WEIGHTS = ((0.45, 10.0), (0.30, 20.0), (0.20, 50.0), (0.05, 0.0))
"""For runs of four to one characters: weight of the estimate, and what is added to the count of what stands before."""
_FLOOR = 2e-7
_AROUND = 8
_NAMED, _NAME = 0.01, 3
"""How likely a name is anywhere, and the longest one."""


class Written:
    """Lines of a plan one after the other, with what its own runs of characters tell."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.starts: list[int] = []
        at = _PAD
        for line in lines:
            self.starts.append(at)
            at += len(line) + 1
        self.text = "\n" * _PAD + "\n".join(lines) + "\n" * _PAD
        self.codes = codes(self.text)
        self.own = Table.of(self.codes)
        self._between: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    @cached_property
    def phrases(self) -> Counter[str]:
        """How often the plan has each run of four characters."""
        return Counter(self.text[at : at + 4] for at in range(len(self.text) - 3))

    def often(self, runs: Codes, *, but_once: bool = False) -> Counts:
        """How often runs occur, the plan's own counted for more; ``but_once`` leaves out one occurrence, the one looked at."""
        keys = hashes(runs)
        own = self.own.often(keys)
        return language().often(keys) + _OWN * (np.maximum(own - 1, 0) if but_once else own)

    @cached_property
    def general(self) -> tuple[Counts, ...]:
        """How often plans and statutes have the runs of one to four characters that begin at each character."""
        return tuple(self._along(language(), size) for size in range(1, LONGEST + 1))

    @cached_property
    def repeated(self) -> tuple[Counts, ...]:
        """How often the plan has them elsewhere."""
        return tuple(np.maximum(self._along(self.own, size) - 1, 0) for size in range(1, LONGEST + 1))

    @cached_property
    def strange(self) -> NDArray[np.bool_]:
        """Characters in no run of three that occurs elsewhere."""
        size, threes = len(self.codes), self.general[2] + self.repeated[2]
        known = np.zeros(size, bool)
        for shift in range(3):
            known[shift:] |= threes[: size - shift] > 0
        return ~known

    def _along(self, table: Table, size: int) -> Counts:
        return np.pad(table.often(hashes(runs_of(self.codes, size))), (0, size - 1))

    @property
    def between(self) -> dict[str, dict[str, set[str]]]:
        """The characters that the plan has between two others."""
        if not self._between:
            for before, char, after in zip(self.text, self.text[1:], self.text[2:], strict=False):
                if is_hanzi(char):
                    self._between[before][after].add(char)
        return self._between

    def probable(self, windows: Codes, *, but_once: bool = False) -> Counts:
        """The logarithm of the probability of windows of characters, from the centre on."""
        often = {size: self.often(runs_of_each(windows, size), but_once=but_once) for size in (1, 2, 3, 4)}
        total = np.zeros(len(windows))
        for at in range(CENTRE, WIDTH):
            estimate = np.full(len(windows), _FLOOR)
            for size, (weight, more) in zip((4, 3, 2, 1), _WEIGHTS, strict=True):
                run = often[size][:, at - size + 1]
                before = often[size - 1][:, at - size + 1] + more if size > 1 else _TOTAL
                estimate += weight * run / before
            total += np.log(estimate)
        return total

    def run(self, at: int) -> tuple[int, int]:
        """The bounds of the Chinese characters around an offset, no further than a few words."""
        first, last = at, at + 1
        while first > max(0, at - _AROUND) and is_hanzi(self.text[first - 1]):
            first -= 1
        while last < min(len(self.text), at + _AROUND) and is_hanzi(self.text[last]):
            last += 1
        return first, last


def runs_of_each(windows: Codes, size: int) -> Codes:
    """All runs of a size in each of several windows: ``(n, width - size + 1, size)``."""
    return np.lib.stride_tricks.sliding_window_view(windows, size, axis=1)


def is_hanzi(char: str) -> bool:
    """Whether a character is a common Chinese one."""
    return "\u4e00" <= char <= "\u9fff"


def in_name(text: str, at: int) -> bool:
    """Whether the character at ``at`` is likely part of a person's name."""
    for start in range(max(0, at - 2), at + 1):
        name = name_at(text, start, prior=_NAMED) if is_hanzi(text[start]) else ""
        if at - start < len(name) <= _NAME:
            return True
    return False
