"""Whether a plan names the plan above it among its bases: under its title, or under a former one (国办发〔2024〕5号 第二十四条)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.comparing.impact import titles_in
from kb.model import Place
from kb.review.text import Body, normalise

LEAST_TITLE = 6


def bare(title: str) -> str:
    """A title as it is looked for: normalised, without the note in brackets at its end."""
    return re.sub(r"\(.*?\)$", "", normalise(title))


def named_as(body: Body, titles: Sequence[str]) -> tuple[str, Place] | None:
    """The first of the titles that stands in the text as itself, not as a part of a longer one, with its place."""
    for title in map(bare, titles):
        for line in body.lines if len(title) >= LEAST_TITLE else ():
            for start, end in _spans(line.text, title):
                return line.verbatim(start, end), Place(line.clause.id, line.quote(start, end))
    return None


def _spans(text: str, title: str) -> Iterator[tuple[int, int]]:
    """Where a title stands, also within the name of the notice that issued it."""
    yield from titles_in(text, title)
    for found in re.finditer(f"印发{re.escape(title)}", text):
        yield found.start() + 2, found.end()


def bases_place(body: Body) -> Place | None:
    """The sentence that names the bases of a plan."""
    for line in body.lines:
        if any("依据" in head for head in line.heads) or ("依据" in line.text[:40] and "《" in line.text):
            return Place(line.clause.id, line.quote(0, 1))
    return None
