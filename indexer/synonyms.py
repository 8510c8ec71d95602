"""What the asker's words may be called in the texts: synonyms, short names of documents, characters mixed up in typing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator

from indexer.tokens import fold


class Synonyms:
    """Parsed from TOML with three tables.

    ``[synonyms]`` term = other ways to say it, used both ways; ``[documents]`` short name = title or words of it;
    ``[homophones] groups`` = strings of characters often mistyped for one another, ``syllables`` = strings of characters that
    sound alike, parted by spaces. Raises ValueError when the text is no such TOML.
    """

    def __init__(self, text: str = "") -> None:
        data = tomllib.loads(text)
        self._others: dict[str, tuple[str, ...]] = {}
        for term, others in data.get("synonyms", {}).items():
            group = tuple(dict.fromkeys(fold(word) for word in (term, *others)))
            for word in group:
                known = self._others.get(word, ())
                # a colloquial word points at the terms of the texts; a term points at all its variants
                self._others[word] = tuple(dict.fromkeys((*known, *(other for other in group if other != word))))
        self._documents = {fold(name): fold(title) for name, title in data.get("documents", {}).items()}
        homophones = data.get("homophones", {})
        self._alike = _others_of(homophones.get("groups", []))
        self._sounding = _others_of(homophones.get("syllables", "").split())

    def expansions(self, folded: str) -> dict[str, tuple[str, ...]]:
        """Terms that stand in the text, longest first and not inside one another, with what else they are called."""
        found, covered = dict[str, tuple[str, ...]](), [False] * len(folded)
        for term in sorted((term for term in self._others if term in folded), key=len, reverse=True):
            at = folded.find(term)
            if not all(covered[at : at + len(term)]):
                found[term] = tuple(other for other in self._others[term] if other not in folded)
                covered[at : at + len(term)] = [True] * len(term)
        return found

    def holds(self, folded: str) -> bool:
        """Whether this is a term or another way to say one."""
        return folded in self._others

    def documents(self, folded: str) -> tuple[tuple[str, str], ...]:
        """Short names of documents that stand in the text, longest first, with the titles they mean."""
        found = [(name, title) for name, title in self._documents.items() if name in folded]
        return tuple(sorted(found, key=lambda pair: -len(pair[0])))

    def alike(self, character: str) -> Iterator[str]:
        """Characters often mistyped for this one."""
        return iter(self._alike.get(character, ""))

    def sounding(self, character: str) -> Iterator[str]:
        """Characters of the same sound."""
        return iter(self._sounding.get(character, ""))


def _others_of(groups: Iterable[str]) -> dict[str, str]:
    """Each character with the others of its groups."""
    others: dict[str, str] = {}
    for group in groups:
        for character in group:
            others[character] = others.get(character, "") + group.replace(character, "")
    return others
