"""Words and characters that go into finding slips of the pen: which words plans use, which characters sound or look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Lexicon:
    """``words`` that plans use, ``modern`` words that general dictionaries lack, and groups of characters that are taken for one another.

    A group of ``sounds`` is of one reading; in a group of ``shapes`` the first character looks like each of the others.
    """

    words: frozenset[str] = frozenset()
    modern: frozenset[str] = frozenset()
    sounds: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    _empty: frozenset[str] = field(default=frozenset(), repr=False)

    def __hash__(self) -> int:
        """Cheap, because caches ask for it with every run of text."""
        return hash((len(self.words), len(self.modern), len(self.sounds), len(self.shapes)))

    @classmethod
    def of(cls, table: Mapping[str, str]) -> Lexicon:
        """From blocks of text in which blanks part the entries."""
        parts = {name: text.split() for name, text in table.items()}
        return cls(
            frozenset(parts.get("words", ())),
            frozenset(parts.get("modern", ())),
            tuple(parts.get("sounds", ())),
            tuple(parts.get("shapes", ())),
        )

    def alike(self, char: str) -> frozenset[str]:
        """The characters for which this one may stand by a slip."""
        return self._alike.get(char, self._empty)

    @cached_property
    def characters(self) -> frozenset[str]:
        """All characters of the words."""
        return frozenset("".join(self.words | self.modern))

    @cached_property
    def _alike(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for group in self.sounds:
            for char in group:
                found[char].update(group)
        for group in self.shapes:
            found[group[0]].update(group[1:])
            for other in group[1:]:
                found[other].add(group[0])
        return {char: frozenset(others - {char}) for char, others in found.items()}


@dataclass(frozen=True, slots=True)
class Endings:
    """What a sentence hardly ever ends with: ``words``, ``characters`` that stand alone, ``acts`` that need an object after ``heads``,
    and ``openers`` that need one at the beginning of a clause.
    """

    words: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    characters: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, str]) -> Endings:
        """From blocks of text in which blanks part the entries."""
        names = ("words", "acts", "heads", "openers")
        words, acts, heads, openers = (tuple(table.get(name, "").split()) for name in names)
        return cls(words, acts, heads, openers, frozenset(table.get("characters", "")))
