"""QC-PH: what was left to be filled in — ×××, ____, 〔待补充…〕, 201X — and not ordinary uses of the same signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review import blanks
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_KINDS = (
    ("placeholder_marks", f"{blanks.MARKS}|{blanks.EMPTY}"),
    ("placeholder_dates", blanks.DATES),
    ("placeholder_slots", blanks.SLOTS),
    ("placeholder_words", blanks.WORDS),
)
_MASKED = re.compile(r"(?<!\d)\d{3,4}[*×xX]{3,5}\d{2,4}(?!\d)")
"""A phone or an identity number whose middle is covered on purpose."""
_PARTLY = re.compile(r"(?<!\d)1[3-9]\d[*×✕╳xX]{6,8}(?!\d)")
"""A mobile phone of which the beginning is given: covered, or not yet known."""
_RULED = re.compile(r"_+[^_]+_+")
"""A caption between two rules of its page."""
_TEMPLATE = re.compile(r"(?:范本|模板|样本|参考文本|示范文本|编制(?:导则|指南|框架|提纲))")


def placeholder_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each kind of placeholder; none in texts that are templates themselves."""
    if _TEMPLATE.search(body.title) or body.document.genre in ("范本", "模板"):
        return
    for code, source in _KINDS:
        hits = [hit for line in body.lines for hit in _in_line(line, source)]
        if hits:
            params = {"count": str(len(hits))}
            minor = (code == "placeholder_words" and len(hits) == 1) or all(partly for _, partly in hits)
            severity = FindingSeverity.MEDIUM if minor else FindingSeverity.HIGH
            places = [at for at, _ in hits]
            yield finding("QC-PH", severity, Message(code, params), places, checklists, confidence=0.95)


def _in_line(line: Line, kind: str) -> Iterator[tuple[Place, bool]]:
    """The first blank of a line, and whether it is the rest of a phone of which the beginning is given."""
    if line.form or _RULED.fullmatch(line.text):
        return
    masked = [
        hit.span()
        for source in (_MASKED, pattern(blanks.LOST), pattern(blanks.COVERED))
        for hit in source.finditer(line.text)
    ]
    found = [
        hit for hit in pattern(kind).finditer(line.text) if not any(start <= hit.start() < end for start, end in masked)
    ]
    if found:
        partly = all(_PARTLY.search(line.text[max(0, hit.start() - 3) : hit.end()]) for hit in found)
        yield place(line, found[0].start(), found[0].end()), partly
