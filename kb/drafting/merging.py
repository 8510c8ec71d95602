"""Several past clauses as one text: sentence by sentence, what is already said is left out, and open lines are filled where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb.drafting.candidates import Candidate, share
from kb.drafting.model import SLOT, OriginKind
from kb.drafting.template import Line, Piece, plain

_REPEATED = 0.7
"""Share of a sentence's character pairs that another sentence has, from which on it says nothing new."""
_SHORTEST = 8
_WORTH = 16
"""Characters that must be new for a clause to be worth taking."""
_END = re.compile(r"[。；](?![”’）)])|[。；][”’）)]")
_LISTED = re.compile(r"[（(]\d{1,2}[）)]|(?<!\d)\d[.．、](?!\d)|[①-⑳]")
_LEANS = re.compile(r"^(?:上述|前款|前述|其中|同时|此外|并|该|其|对此|否则|但)")
"""Words that lean on the sentence before: the two stay together."""
_OPEN = re.compile(r"^([^：。；]{2,14}：)〔待补充：[^〕]*〕。$")


def merged(lines: Sequence[Line], found: Iterable[Candidate], wanted: int) -> tuple[list[Line], list[Candidate]]:
    """A section's own lines with up to ``wanted`` clauses that add something, and the clauses that were used.

    A line that is only a lead-in and a slot (``四级响应：〔待补充：…〕。``) gives way to a clause that begins with the same lead-in.
    """
    text = list(lines)
    used: list[Candidate] = []
    for candidate in found:
        if len(used) >= wanted:
            break
        if not candidate.usable:
            continue
        place = _open_line(text, candidate)
        rest = text if place is None else [*text[:place], *text[place + 1 :]]
        new = news(candidate.adapted.line, [plain(line) for line in rest])
        if len(SLOT.sub("", plain(new))) < _WORTH:
            continue
        if place is None:
            text.append(new)
        else:
            text[place] = new
        used.append(candidate)
    return text, used


def news(line: Line, written: Iterable[str]) -> Line:
    """The sentences of a line that none of the written texts has already; empty when there is nothing new."""
    known = [words for text in written for words in _plain_sentences(text)]
    kept: list[Line] = []
    for sentence in _sentences(line):
        words = plain(sentence)
        if not _said(words, known):
            kept.append(sentence)
            known.append(words)
    return _closed(tuple(piece for sentence in kept for piece in sentence))


def _open_line(lines: Sequence[Line], candidate: Candidate) -> int | None:
    text = candidate.adapted.text
    for at, line in enumerate(lines):
        found = _OPEN.match(plain(line))
        if found and text.startswith(found[1]) and all(p.kind in (OriginKind.RULE, OriginKind.SLOT) for p in line):
            return at
    return None


def _said(words: str, known: Sequence[str]) -> bool:
    bare = SLOT.sub("", words)
    if len(bare) < _SHORTEST:
        return words in known
    return any(share(bare, SLOT.sub("", old)) >= _REPEATED for old in known)


def _sentences(line: Line) -> list[Line]:
    """The line's sentences with the origin of their pieces; one that leans on the sentence before belongs to it."""
    text = plain(line)
    ends = [0, *_ends(text)]
    found: list[Line] = []
    for start, end in pairwise(ends):
        part = _cut(line, start, end)
        if found and _LEANS.match(text[start:end]):
            found[-1] = (*found[-1], *part)
        else:
            found.append(part)
    return found


def _plain_sentences(text: str) -> list[str]:
    return [words for start, end in _spans(text) if (words := text[start:end].strip())]


def _spans(text: str) -> Iterable[tuple[int, int]]:
    ends = [0, *_ends(text)]
    return pairwise(ends)


def _ends(text: str) -> list[int]:
    """Where sentences end; a text with numbered items is not cut at semicolons."""
    listed = bool(_LISTED.search(text))
    inside = [range(found.start(), found.end()) for found in SLOT.finditer(text)]
    ends = [
        found.end()
        for found in _END.finditer(text)
        if not (listed and found[0].startswith("；")) and not any(found.start() in span for span in inside)
    ]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def _cut(line: Line, start: int, end: int) -> Line:
    pieces: list[Piece] = []
    position = 0
    for piece in line:
        low, high = max(start, position), min(end, position + len(piece.text))
        if low < high:
            pieces.append(Piece(piece.kind, piece.ref, piece.text[low - position : high - position]))
        position += len(piece.text)
    return tuple(pieces)


def _closed(line: Line) -> Line:
    """The line with a full stop where leaving a sentence out left a semicolon at its end."""
    if not line or not line[-1].text.endswith("；"):
        return line
    last = line[-1]
    return (*line[:-1], Piece(last.kind, last.ref, f"{last.text[:-1]}。"))
