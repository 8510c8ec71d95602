"""How often plans and statutes have a run of one to four characters: a small model of written Chinese.

The counts (``language.npz``, made by ``python -m tools.language``) are kept as hashes of the runs with the logarithms of how often
they occur; rare runs are left out and no text can be had back from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Hashes = NDArray[np.uint32]
Counts = NDArray[np.float64]

LONGEST = 4
"""The longest run that is counted."""
STEPS = 2.0
"""Levels for each doubling of a count."""
_FIRST, _LAST = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_DIGIT, _LETTER = re.compile("[0-9]"), re.compile("[A-Za-z]")


def codes(text: str) -> Codes:
    """The characters as numbers, every digit as ``0`` and every Latin letter as ``a``; as many as the text has characters."""
    plain = _LETTER.sub("a", _DIGIT.sub("0", text))
    return np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)


def hashes(runs: Codes) -> Hashes:
    """One number for every run: ``(…, n)`` codes to ``(…)``."""
    size = runs.shape[-1]
    value = np.full(runs.shape[:-1], size, dtype=np.uint64)
    for at in range(size):
        value = (value ^ runs[..., at]) * _FIRST
        value ^= value >> np.uint64(29)
    return ((value * _LAST) >> np.uint64(32)).astype(np.uint32)


def runs_of(text: Codes, size: int) -> Codes:
    """All runs of a size: ``(len - size + 1, size)``."""
    return np.lib.stride_tricks.sliding_window_view(text, size)


@dataclass(frozen=True, eq=False)
class Table:
    """Sorted hashes of runs, and how often each occurs."""

    keys: Hashes
    counts: Counts

    @classmethod
    def of(cls, text: Codes) -> Table:
        """The runs of one to four characters of a text."""
        sizes = range(1, min(LONGEST, len(text)) + 1)
        keys, counts = np.unique(np.concatenate([hashes(runs_of(text, size)) for size in sizes]), return_counts=True)
        return cls(keys, counts.astype(np.float64))

    def often(self, keys: Hashes) -> Counts:
        """How often the runs of these hashes occur, 0 for those that do not."""
        if not len(self.keys):
            return np.zeros(keys.shape)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.counts[at], 0.0)


@cache
def language() -> Table:
    """The counts that ship with the product."""
    with (
        files(__package__).joinpath("language.npz").open("rb") as source,
        np.load(source, allow_pickle=False) as stored,
    ):
        keys = np.cumsum(stored["steps"].astype(np.uint64)).astype(np.uint32)
        return Table(keys, np.exp2(stored["levels"].astype(np.float64) / STEPS))


def packed(counts: Sequence[tuple[Hashes, NDArray[np.int64]]]) -> dict[str, NDArray[np.generic]]:
    """What ``language.npz`` holds, from hashes and counts; of runs with one hash the commoner is kept."""
    keys = np.concatenate([each for each, _ in counts])
    levels = np.concatenate([np.round(np.log2(often) * STEPS) for _, often in counts]).astype(np.uint8)
    order = np.argsort(keys, kind="stable")
    keys, levels = keys[order], levels[order]
    unique, first = np.unique(keys, return_index=True)
    return {"steps": np.diff(unique, prepend=np.uint32(0)), "levels": np.maximum.reduceat(levels, first)}
