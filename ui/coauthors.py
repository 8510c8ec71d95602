"""Two writers on one draft: saving what one has seen only, keeping the rest aside, and showing both texts beside each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kb.drafting import locks
from kb.drafting.draft import kept_aside, last_change, set_section
from kb.drafting.files import load, save
from kb.drafting.model import Draft

_PARTS = re.compile(r"[^。；\n]*(?:[。；\n]|$)")
Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether the other text lacks it."""


@dataclass(frozen=True, slots=True)
class Writer:
    """``name`` is shown to the others; ``window`` tells the windows of one person apart."""

    name: str
    window: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two texts of one section: ``stored`` by ``by`` at ``at`` (local time), and ``mine``, which was not saved over it."""

    section: str
    heading: str
    stored: str
    mine: str
    by: str
    at: str

    @property
    def columns(self) -> tuple[Marked, Marked]:
        """The stored text and the writer's own, with what differs marked."""
        one, two = _parts(self.stored), _parts(self.mine)
        match = difflib.SequenceMatcher(a=one, b=two, autojunk=False)
        kept_one, kept_two = set[int](), set[int]()
        for a, b, size in match.get_matching_blocks():
            kept_one |= set(range(a, a + size))
            kept_two |= set(range(b, b + size))
        return _marked(one, kept_one), _marked(two, kept_two)

    @property
    def both(self) -> str:
        """Both texts as one: the stored one, and after it the writer's own sentences that it has not."""
        known = {part.strip() for part in _parts(self.stored)}
        lines = []
        for line in self.mine.split("\n"):
            new = "".join(part for part in _parts(line) if part.strip() and part.strip() not in known)
            lines += [new] if new else []
        return "\n".join([self.stored, *lines]).strip("\n")


@dataclass
class Desk:
    """Saves for the windows of one server; remembers what each window saved last, so that its own saves are no clash."""

    _saved: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def keep(
        self, path: Path, section: str, words: str, base: str, writer: Writer, state: str | None = None
    ) -> tuple[Draft, Clash | None]:
        """Save a section's text unless another changed it since ``base``; then the text goes aside and the clash comes back.

        Raises InputError("section_locked") when another has reserved the section and the text is changed.
        """
        words = words.replace("\r\n", "\n").strip("\n")
        with locks.exclusive(path):
            draft = load(path)
            stored = draft.section(section).text
            if words == stored and state is None:
                return draft, None
            locks.check(path, section, writer.name)
            key = (writer.window, str(path), section)
            if stored not in (words, base.strip("\n"), self._saved.get(key)):
                clash = _clash(draft, section, words)
                draft = kept_aside(draft, section, words, writer.name)
                save(draft, path)
                return draft, clash
            draft = set_section(draft, section, text=words, state=state, by=writer.name)
            self._saved[key] = words
            save(draft, path)
            locks.reserve(path, section, writer.name)
        return draft, None

    def moved(self, before: str, window: str) -> None:
        """A window goes on as another one: its tab was loaded anew."""
        for key in [key for key in self._saved if key[0] == before]:
            self._saved[window, *key[1:]] = self._saved.pop(key)

    def forget(self, window: str) -> None:
        """A window was closed."""
        for key in [key for key in self._saved if key[0] == window]:
            del self._saved[key]


def _clash(draft: Draft, section: str, mine: str) -> Clash:
    event = last_change(draft, section)
    at = datetime.fromisoformat(event.at).astimezone().strftime("%H:%M") if event and event.at else ""
    found = draft.section(section)
    return Clash(found.id, found.heading, found.text, mine, event.by if event else "", at)


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.findall(text) if part]


def _marked(parts: Sequence[str], kept: set[int]) -> Marked:
    return tuple((part, at not in kept) for at, part in enumerate(parts))
