"""QC-TEXT: runs of characters that make no words: shuffled, overwritten, or of another encoding that no sign of damage gives away.

A run is told when it cuts into nothing but single characters and most of its neighbours stand side by side nowhere else, neither in the
plan nor in statutes and plans (``kb.language``). Names of small places look alike and are left out.
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
from kb.review.wording.lattice import cut
from kb.review.wording.written import Written, in_name

_RUN = re.compile(r"[\u4e00-\u9fff]{5,}")
_SINGLE, _STRANGE, _RARE = 6, 5, 4.0
"""Single characters in a row, pairs of them that are strange, and how rare a strange pair is."""
_SPOKEN = frozenset(
    "的了着过得地就也都或等把被谁我你他她它们这那哪走放打抬用手去来说看听拿好坏不没别要会能可在到从向给让叫跟和与及先再才又还只几个两每各人家里上下"
)
"""Words of one character in everyday language; a run that has more than one of them may be such."""
_PLACES = re.compile(r"[省州县区乡镇村寨屯组社坝湾沟溪河口桥路街巷]")
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
            for first, last in _singles(run[0], lexicon):
                strange = before[start + last - 1] - before[start + first]
                named = any(in_name(line.text, at) for at in range(run.start() + first, run.start() + last))
                spoken = sum(char in _SPOKEN for char in run[0][first:last])
                if strange >= _STRANGE and spoken <= 1 and not named and not _PLACES.search(run[0][first:last]):
                    yield line, run.start() + first, run.start() + last


def _singles(run: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The stretches of a run that cut into single characters only."""
    start = 0
    bounds = [*cut(run, lexicon.modern), (len(run), len(run) + 2)]
    for first, last in bounds:
        if last - first > 1:
            if first - start >= _SINGLE:
                yield start, first
            start = last
