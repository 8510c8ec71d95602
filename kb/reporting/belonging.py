"""On which heading a missing element belongs: where its group is dealt with, else where the nearest clause stands, else the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.checklists import Checklists
from kb.model import Document, ElementVerdict, Label
from kb.review.text import normalise

TITLE = -1
_ANNEXES = "11"


def belongs_at(
    verdict: ElementVerdict, verdicts: Sequence[ElementVerdict], document: Document, checklists: Checklists
) -> int:
    """The index of the section on whose heading a missing element is to be remarked; ``TITLE`` where the plan has no such place.

    First a heading that is the element's own, then the heading that its neighbours in the checklist's group share, or the nearest one's.
    """
    own = _own_heading(verdict, document, checklists)
    if own is not None:
        return own
    sections = {clause.id: clause.section for clause in document.clauses}
    mates = [each for each in verdicts if each.group == verdict.group and sections.get(each.clause_id, TITLE) >= 0]
    if not verdict.group.startswith(_ANNEXES):
        mates = [each for each in mates if not document.sections[sections[each.clause_id]].appendix]
    mates = [each for each in mates if each.label in (Label.PRESENT, Label.WEAK)]
    if mates:
        return _shared(mates, verdict, sections, document)
    near = [sections[clause_id] for clause_id in verdict.nearest if sections.get(clause_id, TITLE) >= 0]
    return near[0] if near else TITLE


def _own_heading(verdict: ElementVerdict, document: Document, checklists: Checklists) -> int | None:
    items = (*checklists.items, *(addon.item for addon in checklists.addons))
    patterns = [head for item in items if item.id == verdict.id for head in item.heads if "/" not in head]
    for at, section in enumerate(document.sections):
        text = normalise(section.text)
        if any(re.search(head, text) for head in patterns):
            return at
    return None


def _shared(
    mates: Sequence[ElementVerdict], verdict: ElementVerdict, sections: dict[str, int], document: Document
) -> int:
    """The chapter that most of the group stands in, when that is more than half of it; else the section of the nearest item."""
    chapters = [_chapter(sections[mate.clause_id], document) for mate in mates]
    most = max(set(chapters), key=lambda each: (chapters.count(each), -each))
    if 2 * chapters.count(most) > len(chapters):
        return most
    nearest = min(mates, key=lambda mate: (abs(_number(mate.id) - _number(verdict.id)), mate.id))
    return sections[nearest.clause_id]


def _chapter(section: int, document: Document) -> int:
    """The highest heading above a section."""
    at = section
    for above in range(section - 1, -1, -1):
        if document.sections[above].level < document.sections[at].level:
            at = above
    return at


def _number(item_id: str) -> int:
    digits = re.sub(r"\D", "", item_id)
    return int(digits) if digits else 0
