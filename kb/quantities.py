"""What units a quantity can have, and how great it may be (``corpus/checklists/_quantities.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kb.phrases import Phrase


@dataclass(frozen=True)
class Quantity:
    """A thing that is measured: a pattern of its name, its kind, the least and the most in the kind's first unit (factor 1).

    A thing of several kinds (``mass volume``) may be of any size.

    ``never`` are units of that kind that nobody uses for it. ``where`` is a pattern that must be met in the sentence or the headings; empty for everywhere.
    """

    name: str
    kind: str
    least: float
    most: float
    where: str = ""
    never: frozenset[str] = frozenset()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Words of which a mention of the thing has at least one."""
        return Phrase(self.name).keys

    @classmethod
    def all_of(cls, tables: Iterable[Mapping[str, Any]]) -> Iterator[Quantity]:
        """The quantities of a file: one table for each kind."""
        for table in tables:
            for name, least, most, *never in table["things"]:
                kind, where = str(table["kind"]), str(table.get("where", ""))
                yield cls(str(name), kind, float(least), float(most), where, frozenset(" ".join(never).split()))


@dataclass(frozen=True)
class Units:
    """All quantities, and every unit with its kind and its factor; longer names of units first."""

    quantities: tuple[Quantity, ...] = ()
    kinds: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Mapping[str, Mapping[str, float]], tables: Iterable[Mapping[str, Any]]) -> Units:
        """The units by kind, as ``unit = factor``, and the tables of quantities."""
        units = [(unit, (kind, float(factor))) for kind, each in kinds.items() for unit, factor in each.items()]
        return cls(tuple(Quantity.all_of(tables)), dict(sorted(units, key=lambda each: -len(each[0]))))

    @cached_property
    def pattern(self) -> str:
        """The source of a pattern for any unit."""
        return "|".join(map(re.escape, self.kinds))
