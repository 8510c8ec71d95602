"""How high offices stand, as data: an order of ways of writing them (``corpus/checklists/_ranks.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """How high an office stands; ``area`` says that the level of government counts in it, ``staff`` that it leads nobody."""

    height: float
    area: bool = False
    staff: bool = False


@dataclass(frozen=True)
class Ranks:
    """The areas with the height of their government, and the ways of writing offices, each with its standing within its area or unit."""

    areas: Mapping[str, float] = field(default_factory=dict)
    steps: tuple[tuple[re.Pattern[str], Standing], ...] = ()

    @classmethod
    def of(cls, areas: Mapping[str, Any], ranks: Iterable[Mapping[str, Any]]) -> Ranks:
        """The order of a file: ``areas`` pattern → height, ``ranks`` tables with ``words``, ``height`` and the flags ``area`` and ``staff``."""
        steps = (
            (
                re.compile(each["words"]),
                Standing(float(each["height"]), bool(each.get("area")), bool(each.get("staff"))),
            )
            for each in ranks
        )
        return cls({name: float(height) for name, height in areas.items()}, tuple(steps))

    @cached_property
    def _areas(self) -> list[tuple[re.Pattern[str], float]]:
        return [(re.compile(words), height) for words, height in self.areas.items()]

    def area(self, office: str, base: float) -> float:
        """The height of the government of which an office speaks last; branches (分局) belong to the area where they are."""
        if "分局" in office:
            return base
        named = [(found.end(), height) for words, height in self._areas for found in words.finditer(office)]
        return max(named)[1] if named else base

    def standing(self, office: str, base: float = 0.0) -> Standing | None:
        """The standing of the title that an office ends with; ``base`` is the area of whom no area is said. None where it is unknown."""
        bare = re.sub(r"\([^()]*\)|同志$", "", office)
        hits = [
            (found.end(), found.end() - found.start(), step)
            for words, step in self.steps
            for found in words.finditer(bare)
        ]
        if not hits:
            return None
        end, _, step = max(hits, key=lambda hit: hit[:2])
        if end < len(bare):
            return None
        return Standing(step.height + self.area(bare, base), area=True) if step.area else step
