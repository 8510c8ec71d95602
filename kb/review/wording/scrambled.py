"""QC-TEXT: runs of characters that make no words: shuffled, overwritten, or of another encoding that no sign of damage gives away.

A stretch is told when most of its neighbours stand side by side nowhere else, neither in the plan nor in statutes and plans
(``kb.language``), and even its cheapest cut into words is dear. Names of small places look alike and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from kb.checklists import Checklists
from kb.language import runs_of
from kb.lexicon import Lexicon
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Line
from kb.review.wording.lattice import cost
from kb.review.wording.written import Written

_WIDE = 9
_RUN = re.compile(r"[\u4e00-\u9fff]{9,}")
_STRANGE, _RARE = 5, 4.0
"""Of a stretch of so many characters, how many pairs must be strange, and how rare a strange pair is."""
_DEAR = 8.5
"""The cost of a character (``lattice.cost``) from which on a stretch makes no words; everyday and technical sentences cost 4 to 8."""
_SPOKEN = frozenset(
    "的了着过得地就也都或等把被谁我你他她它们这那哪走放打抬用手去来说看听拿好坏不没别要会能可在到从向给让叫跟和与及先再才又还只几个两每各人家里上下"
)
"""Words of one character in everyday language; a run that has more than one of them may be such."""
_PLACES = re.compile(r"[省市州县区乡镇].{1,6}[市州县区乡镇村街路]")
_LEAST, _USUAL = 3, 0.02
"""A text with more such runs than this is of another kind, or was read with losses."""


def scrambled_findings(written: Written, lines: Sequence[Line], checklists: Checklists) -> Iterator[Finding]:
    """One finding for all runs that make no words; ``lines`` are those of which ``written`` was made."""
    hits = list(_runs(written, lines, checklists.lexicon))
    if 0 < len(hits) <= max(_LEAST, _USUAL * len(lines)):
        places = [place(line, max(0, start - 4), min(len(line.text), end + 4)) for line, start, end in hits]
        words = "、".join(dict.fromkeys(line.text[start:end] for line, start, end in hits))
        message = Message("text_scrambled", {"count": str(len(hits)), "words": words})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _runs(written: Written, lines: Sequence[Line], lexicon: Lexicon) -> Iterator[tuple[Line, int, int]]:
    pairs = written.often(runs_of(written.codes, 2), but_once=True) < _RARE
    before = np.concatenate([[0], np.cumsum(pairs)])
    for line, offset in zip(lines, written.starts, strict=True):
        for run in _RUN.finditer(line.text):
            start, end = run.start() + offset, run.end() + offset
            if before[end - 1] - before[start] < _STRANGE:
                continue
            found = [
                at
                for at in range(run.start(), run.end() - _WIDE + 1)
                if before[offset + at + _WIDE - 1] - before[offset + at] >= _STRANGE
                and _makes_no_words(line.text, at, at + _WIDE, lexicon)
            ]
            if found:
                yield line, found[0], found[-1] + _WIDE


def _makes_no_words(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    stretch = text[start:end]
    if _PLACES.search(stretch) or sum(char in _SPOKEN for char in stretch) > 1:
        return False
    return cost(stretch, lexicon.modern) >= _DEAR * len(stretch)
