"""QC-TEXT: sentences that break off after a word that needs another one (``要加强对。``, ``治安和、服务``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.lexicon import Lexicon
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.lattice import cut, vocabulary
from kb.review.making import finding, place
from kb.review.text import Body, Line

_OPEN = frozenset("对向由把将和与及或从按并被让使因经各其该本")
"""Characters that, as words, are never the last of a sentence."""
_OPEN_WORDS = (
    "以及",
    "确保",
    "防止",
    "避免",
    "并且",
    "对其",
    "根据",
    "按照",
    "依照",
    "关于",
    "对于",
    "因灾",
    "突发",
    "有关",
    "相关",
    "所有",
    "全面",
    "积极",
    "特别",
)
_JOINTS = frozenset("和与及")
_ENDS = re.compile(
    r"(?P<run>[\u4e00-\u9fff]{3,}|(?<=[,;])(?:并|由|对|向|将|把|与|及|按|经|在|如|使|让|确保|防止|避免|按照|根据|以及|通过|为了))(?P<mark>[。;,、)])"
)
_WHOLE = re.compile(r"[之总加求]和$|(?:与|和|跟|同)[^,;。]{1,40}[有相]关$")
"""Sums, and ``与…有关``, which ends a sentence."""
_TAIL = 8
_RUN = 3
"""A shorter run is one word between two marks."""
_KNOWN, _CAPTION = 50, 40


def cutoff_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all places where words lack."""
    lines = (
        line for line in body.lines if not (line.contents or line.form or (line.appendix and len(line.text) < _CAPTION))
    )
    hits = [hit for line in lines for hit in _in_line(line, checklists.lexicon)]
    if hits:
        message = Message("sentence_cut", {"ends": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _in_line(line: Line, lexicon: Lexicon) -> Iterator[tuple[str, Place]]:
    for found in _ENDS.finditer(line.text):
        run, mark = found["run"][-_TAIL:], found["mark"]
        if len(run) < _RUN:
            if mark in "。;":
                yield run + mark, place(line, max(0, found.end() - 16), found.end())
            continue
        stops = mark in "。;"
        if _WHOLE.search(line.text[max(0, found.end("run") - _CAPTION) : found.end("run")]):
            continue
        if (stops and (run.endswith(_OPEN_WORDS) or _alone(run, _OPEN, lexicon))) or _alone(run, _JOINTS, lexicon):
            yield run[-4:] + mark, place(line, max(0, found.end() - 16), found.end())


def _alone(run: str, chars: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the last character is one of these and a word of its own."""
    start, end = cut(run, lexicon.modern)[-1]
    return run[-1] in chars and end - start == 1 and vocabulary().get(run[-2:], 0) < _KNOWN
