"""Numbers that everybody knows: hot lines and what they are for, periods and amounts that statutes and standards lay down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Hotline:
    """A public number and a pattern of the names of those who answer it, and of what it is called for."""

    number: str
    names: str


@dataclass(frozen=True)
class Known:
    """A number that rules fix: ``pattern`` finds it (group ``n``), which is to be from ``least`` to ``most``, or one of a few.

    ``where`` is a pattern to be met in title, headings or sentence; ``types`` are the plan types that it goes for (none: all). ``say`` is
    what is right, ``basis`` where it is laid down.
    """

    pattern: str
    say: str
    basis: str
    least: float = 0.0
    most: float = float("inf")
    one_of: frozenset[float] = frozenset()
    where: str = ""
    types: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Known:
        """One table of the file; lists become sets."""
        sets = {name: frozenset(table[name]) for name in ("one_of", "types") if name in table}
        return cls(**{**table, **sets})

    def allows(self, number: float) -> bool:
        """Whether the rule leaves room for a number."""
        return number in self.one_of if self.one_of else self.least <= number <= self.most

    @cached_property
    def phrase(self) -> Phrase:
        """The pattern with the words that its matches have; a number is taken whole."""
        return Phrase(self.pattern.replace("(?P<n", r"(?<![\d.])(?P<n"))
