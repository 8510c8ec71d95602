"""Titles of a library's documents, so that those a phrase may name are found without comparing it with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray


class Titled(Protocol):
    """What has a bare title and numbers it is known by."""

    @property
    def bare(self) -> str:
        """The title folded, without marks."""

    @property
    def names(self) -> tuple[str, ...]:
        """Numbers under which it was issued."""


T = TypeVar("T", bound=Titled)


class Titles(Generic[T]):
    """Documents by the characters of their titles and by their numbers."""

    def __init__(self, documents: Sequence[T]) -> None:
        self._documents = tuple(documents)
        holders: dict[str, list[int]] = defaultdict(list)
        self._numbered: dict[str, list[int]] = defaultdict(list)
        for at, document in enumerate(documents):
            for character in set(document.bare):
                holders[character].append(at)
            for name in document.names:
                self._numbered[name].append(at)
        self._holders = {character: np.array(found, np.int32) for character, found in holders.items()}
        self._distinct = np.array([len(set(document.bare)) for document in documents], np.int16)

    def near(self, phrases: Iterable[str], numbers: Iterable[str]) -> Iterator[T]:
        """The documents that bear one of the numbers or whose title may go with one of the phrases, in order.

        A title goes with a phrase only if it stands in it or holds all its characters, all but one of four and more.
        """
        chosen = np.zeros(len(self._documents), bool)
        for number in numbers:
            chosen[self._numbered.get(number, [])] = True
        for phrase in phrases:
            chosen |= self._may_go_with(phrase)
        return (self._documents[at] for at in np.flatnonzero(chosen))

    def share(self, characters: Collection[str], must: Iterable[str], without: Iterable[str] = ()) -> float:
        """The largest share of these characters that one title with all of ``must`` and none of ``without`` holds, else 0."""
        allowed = np.ones(len(self._documents), bool)
        shared = np.zeros(len(self._documents), np.int16)
        for character in set(must):
            bears = np.zeros(len(self._documents), bool)
            bears[self._holders.get(character, [])] = True
            allowed &= bears
        for character in without:
            allowed[self._holders.get(character, [])] = False
        for character in characters:
            shared[self._holders.get(character, [])] += 1
        return float(shared[allowed].max(initial=0)) / max(len(characters), 1)

    def _may_go_with(self, phrase: str) -> NDArray[np.bool_]:
        shared = np.zeros(len(self._documents), np.int16)
        characters = set(phrase)
        for character in characters & self._holders.keys():
            shared[self._holders[character]] += 1
        enough = max(1, len(characters) - (len(phrase) >= 4))
        return np.asarray((shared >= enough) | ((shared == self._distinct) & (shared > 0)), bool)
