"""QC-COPY: paragraphs that stand in another plan too, word for word or with other names: which plan, which paragraphs, how much is local.

What plans rightly share is left out: laws quoted, grades and thresholds, general provisions, contact lists and forms.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol
from zlib import crc32

from kb.checklists import Checklists
from kb.model import Clause, Finding, FindingSeverity, Message, Place
from kb.review.making import finding
from kb.review.text import Body, Line, normalise

_WIDTH = 6
_KEEP = 4
"""One in so many shingles is kept for finding; all are compared afterwards."""
_LEAST = 40
_ALIKE = 0.85
_MANY = 3
_SHARED = re.compile(r"总则|原则|依据|附则|术语|解释|分级|标准|格式|文本|通讯录|联系|名单|清单")
_LAWFUL = re.compile(r"以上[^。;]{0,24}以下|《[^》]+》[^。;]{0,20}第[一二三四五六七八九十百\d]+条")
_NAMES = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:省|市|县|区|镇|乡|村|街道)(?=[\u4e00-\u9fff])|\d+(?:\.\d+)?|[^\u4e00-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A paragraph of another plan that is nearly the same."""

    doc_id: str
    title: str
    clause_id: str
    share: float


class OtherPlans(Protocol):
    """Where paragraphs of other plans are looked up."""

    def alike(self, text: str, *, but: str) -> Alike | None:
        """The paragraph most like a text, of plans with other titles than ``but``; None when none is nearly the same."""
        ...


@dataclass(slots=True)
class PlanShelf:
    """Paragraphs of plans in memory, found by the shingles that they share; names of places and numbers are left out of account."""

    _texts: list[tuple[str, str, str, frozenset[int]]] = field(default_factory=list)
    _by_shingle: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, doc_id: str, title: str, clauses: Iterable[Clause]) -> None:
        """Put a plan's paragraphs on the shelf."""
        for clause in clauses:
            if (
                clause.table_row
                or len(clause.text) < _LEAST
                or any(_SHARED.search(label) for label in clause.path[-1:])
            ):
                continue
            shingles = _shingles(normalise(clause.text))
            if len(shingles) >= _LEAST // 2:
                for each in shingles:
                    if each % _KEEP == 0:
                        self._by_shingle[each].append(len(self._texts))
                self._texts.append((doc_id, title, clause.id, shingles))

    def alike(self, text: str, *, but: str) -> Alike | None:
        """The paragraph most like a text, by the share of common shingles (Dice)."""
        own = _shingles(text)
        votes: Counter[int] = Counter()
        for each in own:
            if each % _KEEP == 0:
                votes.update(self._by_shingle.get(each, ()))
        for at, _ in votes.most_common(4):
            doc_id, title, clause_id, shingles = self._texts[at]
            share = 2 * len(own & shingles) / max(1, len(own) + len(shingles))
            if share >= _ALIKE and normalise(title) != but:
                return Alike(doc_id, title, clause_id, share)
        return None


def _shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of ``_WIDTH`` characters, without names of places, numbers and signs."""
    plain = _NAMES.sub("", text)
    return frozenset(crc32(plain[at : at + _WIDTH].encode()) for at in range(len(plain) - _WIDTH + 1))


def copy_findings(body: Body, checklists: Checklists, others: OtherPlans | None) -> Iterator[Finding]:
    """One finding for each plan of which paragraphs stand here too."""
    if others is None:
        return
    found: dict[str, list[tuple[Line, Alike]]] = defaultdict(list)
    titles: dict[str, str] = {}
    for line in body.lines:
        if not _own_words(line):
            continue
        other = others.alike(line.text, but=body.title)
        if other:
            found[other.doc_id].append((line, other))
            titles[other.doc_id] = other.title
    whole = sum(len(line.text) for line in body.lines) or 1
    for doc_id, hits in sorted(found.items(), key=lambda pair: -len(pair[1])):
        copied = sum(len(line.text) for line, _ in hits) / whole
        severity = FindingSeverity.MEDIUM if len(hits) >= _MANY or copied >= 0.1 else FindingSeverity.LOW
        params = {
            "title": titles[doc_id],
            "count": str(len(hits)),
            "share": f"{copied:.0%}",
            "clauses": "、".join(other.clause_id for _, other in hits[:8]),
        }
        places = [Place(line.clause.id, line.quote(0, 1)) for line, _ in hits]
        yield finding("QC-COPY", severity, Message("copied", params), places, checklists, confidence=0.8)


def _own_words(line: Line) -> bool:
    """Whether a line should be the plan's own: long enough, no table row, none of what plans rightly share."""
    if line.contents or line.clause.table_row or len(line.text) < _LEAST or _LAWFUL.search(line.text):
        return False
    return not any(_SHARED.search(head) for head in line.heads[-1:])
