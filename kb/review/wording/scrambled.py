"""QC-TEXT: runs of characters that make no words: shuffled, overwritten, or of another encoding that no sign of damage gives away.

The proofreader judges every character (``kb.review.wording.proofreader``); a run is told when it is sure of several side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Line
from kb.review.wording.proofreader import RUN, Floats
from kb.review.wording.written import Written, in_name

_DOUBTED, _GAP = 0.3, 2
"""What a Chinese character must reach to belong to a run, and how far on the next one may stand."""
_ENOUGH, _SURE, _SURE_IN_ROW = 3, 2.55, 2.85
"""How many characters a run must have, and what the surest three of them must reach together, in text and in rows of tables."""
_LEAST, _USUAL = 3, 0.02
"""A text with more such runs than this is of another kind, or was read with losses."""
_MARGIN = 4


def scrambled_findings(
    written: Written, lines: Sequence[Line], said: Floats, checklists: Checklists
) -> Iterator[Finding]:
    """One finding for all runs that make no words; ``lines`` are those of which ``written`` was made."""
    hits = list(_runs(written, lines, said))
    if 0 < len(hits) <= max(_LEAST, _USUAL * len(lines)):
        places = [place(line, max(0, start - _MARGIN), min(len(line.text), end + _MARGIN)) for line, start, end in hits]
        words = "、".join(dict.fromkeys(line.text[start:end] for line, start, end in hits))
        message = Message("text_scrambled", {"count": str(len(hits)), "words": words})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _runs(written: Written, lines: Sequence[Line], said: Floats) -> Iterator[tuple[Line, int, int]]:
    for line, offset in zip(lines, written.starts, strict=True):
        span = slice(offset, offset + len(line.text))
        chances, codes = said[span, RUN], written.codes[span]
        doubted = np.nonzero((chances > _DOUBTED) & (codes >= 0x4E00) & (codes <= 0x9FFF))[0]
        least = _SURE_IN_ROW if line.clause.table_row else _SURE
        for group in np.split(doubted, np.nonzero(np.diff(doubted) > _GAP)[0] + 1):
            sure = len(group) >= _ENOUGH and np.sort(chances[group])[-_ENOUGH:].sum() >= least
            if sure and not (len(group) == _ENOUGH and in_name(written.text, offset + int(group[0]))):
                yield line, int(group[0]), int(group[-1]) + 1
