"""The strict rule for gold quotes: the window that holds the quote must hold all its numbers and levels too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.evaluation import JUDGED_CHARACTERS, Judged, base_name, holds_quote, normalised
from kb.model import Hit

_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十]+级|(?<![A-Za-z])(?:IV|III|II|I|V)(?=级)")


def holds_strictly(quote: str, clause: str) -> bool:
    """Whether a window of the clause half longer than the quote holds it, numbers included. Both are ``normalised``."""
    if not holds_quote(quote, clause):
        return False
    numbers, size = set(_NUMBER.findall(quote)), int(len(quote) * 1.5) + 1
    starts = range(0, max(1, len(clause) - len(quote) // 2), max(3, len(quote) // 8))
    windows = (clause[start : start + size] for start in starts)
    return quote in clause or any(
        numbers <= set(_NUMBER.findall(window)) and holds_quote(quote, window) for window in windows
    )


def judge(hits: Sequence[Hit], gold: Sequence[Mapping[str, Any]]) -> Judged:
    """As ``indexer.evaluation.judge``, strictly."""
    quotes = [(str(item["doc"]), normalised(str(item["quote"])), float(item.get("grade", 1))) for item in gold]
    open_quotes, gains = set(range(len(quotes))), []
    for hit in hits:
        documents = {base_name(hit), *(other.doc for other in hit.same_text_in)}
        text = normalised(hit.text[:JUDGED_CHARACTERS])
        found = [n for n in sorted(open_quotes) if quotes[n][0] in documents and holds_strictly(quotes[n][1], text)]
        open_quotes.difference_update(found)
        gains.append(tuple(quotes[n][2] for n in found))
    return Judged(tuple(gains), tuple(grade for _, _, grade in quotes))
