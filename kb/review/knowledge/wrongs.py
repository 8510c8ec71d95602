"""QC-SAFE and QC-LAW: what endangers those who follow it, or is the very opposite of a statute (``corpus/checklists/_wrongs.toml``).

A sentence that forbids the same thing is what a plan should say; so nothing is told where a word of prohibition stands right before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists, Wrong
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.knowledge.safety import no_instructions, safety_findings
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_NOT = re.compile(
    r"不(?!论|管)|勿|禁|忌|避免|避开|防止|停止|停用|莫|别|切断|关闭|无法|除[^,。;]{0,8}外|严防|杜绝|因|由于|擅自|盲目|违[规章反]|误|是否|敢"
)
_ASIDE = 10


def wrong_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each thing said the wrong way round, with all its places; then what contradicts ``kb.safety`` elsewhere."""
    found = list(_written_wrong(body, checklists))
    yield from found
    yield from safety_findings(body, checklists, [each for one in found for each in one.places])


def _written_wrong(body: Body, checklists: Checklists) -> Iterator[Finding]:
    apart = no_instructions(body)
    lines = [line for at, line in enumerate(body.lines) if at not in apart]
    for wrong in checklists.wrongs:
        places = [at for line in lines for at in _in_line(line, wrong, body.title)]
        if places:
            message = Message("wrong_way", {"what": wrong.said})
            severity, basis = FindingSeverity.MEDIUM, wrong.basis
            yield finding(wrong.rule, severity, message, places, checklists, basis=basis, confidence=0.6)


def _in_line(line: Line, wrong: Wrong, title: str) -> Iterator[Place]:
    for found in pattern(wrong.pattern).finditer(line.text):
        first, last = line.sentence(found.start())
        if wrong.where and not pattern(wrong.where).search(title + line.text[first:last]):
            continue
        before = re.split("[,。;:]", line.text[max(0, found.start() - _ASIDE) : found.start()])[-1]
        turned = "不" in found[0] and "不" not in wrong.pattern
        if not turned and not _NOT.search(before):
            yield place(line, found.start(), found.end())
