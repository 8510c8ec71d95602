"""QC-ELEM: headings with nothing below them, where the other headings of the plan have text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import beside_heading, finding
from kb.review.text import Body, Head

_FIGURE = re.compile(r"图|表|附|样式|格式|略|清单|名单|通讯录|卡$|见")
_SENTENCE = re.compile(r"[,。;:]|\d$")
_FEW = 0.1
"""A plan of which more headings than this are bare keeps its text elsewhere, or was read badly."""
_ALLOWED = 2
_LONGEST = 24


def bare_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for the numbered headings under which nothing stands, neither text nor further headings."""
    filled = {line.section for line in body.lines if line.text}
    own = [head for head in body.heads if not head.appendix]
    bare = [head for head in own if head.index not in filled and not body.children[head.index] and _titled(head)]
    if bare and len(bare) <= max(_ALLOWED, _FEW * len(own)):
        names = "、".join(f"“{head.number} {head.text}”" for head in bare)
        places = [beside_heading(body, head.index) for head in bare]
        message = Message("heading_bare", {"heads": names})
        yield finding("QC-ELEM", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


def _titled(head: Head) -> bool:
    """Whether a heading is a title that promises text, not a figure's, a table's or a sentence read as one."""
    return (
        bool(head.number)
        and 2 <= len(head.text) <= _LONGEST
        and not _FIGURE.search(head.text)
        and not _SENTENCE.search(head.text)
    )
