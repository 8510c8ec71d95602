"""QC-CIT: laws, documents and standards cited in editions that are no longer valid."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kb.checklists import Checklists
from kb.citations import Cited, Defect, Register
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_HISTORY = re.compile(r"废止|停止执行|不再执行|失效|取代|替代|代替|原《")
_CONFIDENCE = {
    Defect.UNLISTED: 0.3,
    Defect.MISMATCH: 0.7,
    Defect.NUMBER: 0.7,
    Defect.NAME: 0.5,
    Defect.ARTICLE: 0.8,
    Defect.YEAR: 0.8,
    Defect.LAW: 0.6,
    Defect.ISSUER: 0.8,
}
_WRITTEN_WRONG = frozenset(
    {Defect.MISMATCH, Defect.NUMBER, Defect.ARTICLE, Defect.NAME, Defect.YEAR, Defect.LAW, Defect.ISSUER}
)


_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,8}[〔\[(]([12]\d{3})[〕\])]第?\d{1,4}号|》[(]([12]\d{3})年(?:[^()]{0,12})[)]"
    r"|(?<![A-Za-z])(?:GB|AQ|XF|HJ|JT|DL|WS|SL|DB)[/TZ\d.]{0,16}[-—–](2\d{3})(?!\d)"
)


def citation_findings(body: Body, checklists: Checklists, register: Register, plan_type: str) -> Iterator[Finding]:
    """One finding for each outdated thing; all that the register does not hold in one low finding."""
    found: dict[str, list[tuple[Cited, Place]]] = defaultdict(list)
    for line in body.lines:
        cites = list(register.find(line.text))
        for cited in cites:
            if cited.defect is Defect.UNLISTED and _within_another(cited, cites):
                continue
            if _counts(cited, line, plan_type):
                found[_same(cited)].append((cited, place(line, cited.start, cited.end)))
    for hits in found.values():
        yield _finding(hits[0][0].defect, hits, body.document.date, checklists)


_OLD, _LEAST_DATED = 6, 3


def aged_findings(body: Body, checklists: Checklists, today: date) -> Iterator[Finding]:
    """One low finding where the newest of the dated citations of a plan is six years old or older."""
    dated = [
        (int(found[1] or found[2] or found[3]), place(line, found.start(), found.end()))
        for line in body.lines
        for found in _NUMBER.finditer(line.text)
        if line.section >= 0 and not line.contents and not _HISTORY.search(line.text)
    ]
    newest = max((year for year, _ in dated), default=today.year)
    if len({at.quote for _, at in dated}) >= _LEAST_DATED and today.year - newest >= _OLD:
        message = Message("citations_old", {"year": str(newest), "count": str(len(dated))})
        places = [at for _, at in sorted(dated, key=lambda hit: -hit[0])]
        about = checklists.rules["QC-AGE citations"]
        told = finding("QC-AGE", FindingSeverity.LOW, message, places, checklists, confidence=0.5)
        yield replace(told, basis=about.basis, advice=about.advice)


def future_findings(body: Body, checklists: Checklists, today: date) -> Iterator[Finding]:
    """One finding for numbers and editions of years that are still to come."""
    hits = [
        (found[0].lstrip("》"), place(line, found.start(), found.end()))
        for line in body.lines
        for found in _NUMBER.finditer(line.text)
        if int(found[1] or found[2] or found[3]) > today.year
    ]
    if hits:
        message = Message("citation_future", {"cited": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-CIT", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.8)


def _within_another(cited: Cited, cites: list[Cited]) -> bool:
    """Whether a number that is not listed is part of a citation that is told already."""
    return any(
        each.defect is not Defect.UNLISTED and each.start <= cited.start and cited.end <= each.end for each in cites
    )


def _same(cited: Cited) -> str:
    """What makes two citations one defect: title and number of one old edition are one."""
    if cited.defect is Defect.UNLISTED:
        return cited.defect.value
    return f"{cited.defect.value if cited.defect in _WRITTEN_WRONG else ''}{cited.now or cited.cited}"


def _counts(cited: Cited, line: Line, plan_type: str) -> bool:
    """Not where the text itself tells of the repeal (a slip of the pen counts there too), nor for types that go by the old rule."""
    if cited.for_types and plan_type not in cited.for_types:
        return False
    first, last = line.sentence(cited.start)
    return cited.defect in _WRITTEN_WRONG or not _HISTORY.search(line.text[first:last])


def _finding(defect: Defect, hits: list[tuple[Cited, Place]], issued: str, checklists: Checklists) -> Finding:
    cited = hits[0][0]
    names = "、".join(dict.fromkeys(hit.cited for hit, _ in hits))
    message = Message(defect.value, {"cited": names, "now": cited.now, "since": cited.since})
    return finding(
        "QC-CIT",
        _severity(defect, cited, issued),
        message,
        [place for _, place in hits],
        checklists,
        basis=cited.now,
        confidence=_CONFIDENCE.get(defect, 0.9),
    )


def _severity(defect: Defect, cited: Cited, issued: str) -> FindingSeverity:
    """Medium where the plan is older than the new edition (domain/06 §5), else high; unlisted is never more than low."""
    if defect is Defect.UNLISTED:
        return FindingSeverity.LOW
    if defect in _WRITTEN_WRONG or (issued and cited.since and issued < cited.since):
        return FindingSeverity.MEDIUM
    return FindingSeverity.HIGH
