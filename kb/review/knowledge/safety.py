"""QC-SAFE: the opposite of what is right in an emergency (``kb.safety``), where a plan tells people to do it.

Only lines that have a word of a phrase are searched for it. A sentence that forbids the wrong is what a plan should say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.phrases import Phrase
from kb.review.knowledge.polarity import forbidding_heads, is_told, leads_to_forbidden
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern
from kb.safety import Statement

_NEAR = 12
_UNLESS = re.compile(r"未经|擅自|随意|私自|否则|以外|之外|回火|[^之以]前,?$|期间,?$")
_ASIDE = re.compile(r"未经|擅自|随意|私自|以外|之外")
_BANNED = ("不得", "严禁", "禁止", "不准", "不许", "切勿", "请勿", "不要")
_SPOKEN = re.compile(r"^(?:的(?!情况下)|者|时|以外|设备|器材|、)")
_LISTED = re.compile(r"[(\d①-⑳]")
_TURNED = re.compile(r"(?:不得|不能|严禁|禁止|不要|不可|切勿|避免|防止|而不是|不是|杜绝|不应|错误)[^,。;]{0,6}$")


def safety_findings(body: Body, checklists: Checklists, told: Collection[Place] = ()) -> Iterator[Finding]:
    """One finding for each statement that the plan contradicts; sentences ``told`` already are left alone."""
    apart = no_instructions(body)
    known = {(each.clause_id, each.quote) for each in told}
    taken: set[tuple[int, int]] = set()
    for statement in checklists.statements:
        places: list[Place] = []
        for at, start, end in _contradictions(body, statement):
            line = body.lines[at]
            if at in apart:
                continue
            sentence = line.sentence(start)
            if (at, sentence[0]) in taken or any(
                line.clause.id == clause and (quote in line.verbatim(*sentence) or line.verbatim(*sentence) in quote)
                for clause, quote in known
            ):
                continue
            taken.add((at, sentence[0]))
            places.append(place(line, start, end))
        if places:
            message = Message("wrong_way", {"what": statement.say})
            yield finding(
                "QC-SAFE",
                FindingSeverity.MEDIUM,
                message,
                places,
                checklists,
                basis=statement.basis,
                confidence=0.6,
            )


def no_instructions(body: Body) -> frozenset[int]:
    """The lines that are no instructions: below headings of what is forbidden, or in a list that a prohibition opens."""
    found: set[int] = set()
    listed = False
    for at, line in enumerate(body.lines):
        listed = leads_to_forbidden(line.text) or (listed and bool(_LISTED.match(line.text)))
        if listed or line.contents or forbidding_heads(line):
            found.add(at)
    return frozenset(found)


def _contradictions(body: Body, statement: Statement) -> Iterator[tuple[int, int, int]]:
    """Line, start and end of all that says the opposite of a statement."""
    for phrase in statement.never:
        for at, found in _matches(body, phrase, statement):
            if is_told(body.lines[at].text, *found.span(), phrase.source):
                yield at, *found.span()
    for phrase in statement.needless:
        for at, found in _matches(body, phrase, statement):
            text = body.lines[at].text
            before, after = text[max(0, found.start() - _NEAR) : found.start()], text[found.end() : found.end() + 6]
            unless = _UNLESS if found[0].startswith(_BANNED) else _ASIDE
            if not unless.search(before) and not _SPOKEN.search(after):
                yield at, *found.span()
    for phrase in statement.reversed:
        for at, found in _matches(body, phrase, statement):
            if not _TURNED.search(body.lines[at].text[max(0, found.start() - _NEAR) : found.start()]):
                yield at, *found.span()


def _matches(body: Body, phrase: Phrase, statement: Statement) -> Iterator[tuple[int, re.Match[str]]]:
    for at in body.lines_having(phrase.keys):
        line = body.lines[at]
        for found in phrase.pattern.finditer(line.text):
            if _in_context(line, statement, body.title, found):
                yield at, found


def _in_context(line: Line, statement: Statement, title: str, found: re.Match[str]) -> bool:
    if not statement.where:
        return True
    where = pattern(statement.where).search
    first, last = line.sentence(found.start())
    return bool(where(line.text[first:last]) or where(title) or any(map(where, line.heads)))
