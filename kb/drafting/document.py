"""A draft as ``kb.model.Document``, so that the checker can read it without a Word file in between."""

from __future__ import annotations

import re

from kb.drafting.issue import notice_paragraphs, notice_title
from kb.drafting.model import Draft
from kb.model import PLAN_LEVELS, Clause, Document, Kind, PlanTypeGuess, Section, Validity
from kb.numerals import number_path

_CELLS = re.compile(r"^\|(.*)\|\s*$")
_RULE = re.compile(r"^\|[\s:|-]+\|\s*$")


def as_document(draft: Draft, doc_id: str = "") -> Document:
    """The draft as a plan document with the clause ids that its export would have; slots stay visible in the texts."""
    doc_id = doc_id or draft.title
    maker = _Maker(doc_id)
    if draft.outline.get("layout", "政府") == "政府":
        maker.text("", (), -1, notice_title(draft.facts))
        for paragraph in notice_paragraphs(draft.facts):
            maker.text("", (), -1, paragraph)
    for section in draft.sections:
        maker.section(section.level, section.number, section.title, section.annex)
        maker.body(section.text)
    facts = draft.facts
    return Document(
        doc_id=doc_id,
        title=draft.title,
        kind=Kind.PLAN,
        sections=tuple(maker.sections),
        clauses=tuple(maker.clauses),
        genre="应急预案",
        issuer=facts.issue.body or facts.unit.name,
        doc_number=facts.issue.doc_number,
        date=facts.issue.date,
        date_text=facts.issue.date,
        region=facts.unit.region,
        plan_types=(PlanTypeGuess(draft.plan_type, 1.0),),
        plan_level=facts.unit.level if facts.unit.level in PLAN_LEVELS else None,
        validity=Validity.UNKNOWN,
    )


class _Maker:
    """Collects sections and clauses in reading order; keeps the ids unique."""

    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.sections: list[Section] = []
        self.clauses: list[Clause] = []
        self._open: list[tuple[int, str, str]] = []
        self._used: dict[str, int] = {}

    def section(self, level: int, number: str, title: str, annex: bool) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        path = number_path(number, self._open[-1][1] if self._open else "")
        self._open.append((level, path, f"{number} {title}".strip()))
        self.sections.append(Section(level, number, title, path=path, appendix=annex))

    def body(self, text: str) -> None:
        head: list[str] = []
        labels = tuple(label for _, _, label in self._open)
        path = self._open[-1][1] if self._open else ""
        for line in text.split("\n"):
            cells = table_cells(line)
            if cells is None:
                head = []
                if line.strip():
                    self.text(path, labels, len(self.sections) - 1, line.strip())
            elif not head:
                head = cells
            elif cells:
                row = "；".join(f"{h}：{c}" for h, c in zip(head, cells, strict=False) if c)
                self.text(path, labels, len(self.sections) - 1, row, table_row=True)

    def text(self, path: str, labels: tuple[str, ...], section: int, text: str, *, table_row: bool = False) -> None:
        count = self._used.get(path, 0) + 1
        self._used[path] = count
        tail = path if path and count == 1 else f"{path}¶{count}"
        self.clauses.append(Clause(f"{self.doc_id}#{tail}", labels, text, section, table_row=table_row))


def table_cells(line: str) -> list[str] | None:
    """The cells of a table line ``| a | b |``, an empty list for its rule line, None for other lines."""
    if _RULE.match(line):
        return []
    found = _CELLS.match(line.strip())
    return [cell.strip() for cell in found[1].split("|")] if found else None
