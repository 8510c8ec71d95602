"""The comments that go into an annotated original: what is missing or weak, what is wrong with the text, where it clashes with the plan above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb.checklists import Checklists
from kb.model import Document, ElementVerdict, Finding, FindingSeverity, Label, Message, Review
from kb.reporting.annotate import Remark
from kb.reporting.belonging import belongs_at
from kb.reporting.decisions import Decision, finding_id
from ui import labels

Json = dict[str, Any]
_SURE = 0.5
"""Findings less certain than this stay out of the comments (domain/06 §3)."""
_ABOUT_FILE = frozenset({"QC-TYPE", "QC-KIND"})
_MARKED = (Label.MISSING, Label.WEAK, Label.ELSEWHERE)
_PLACES = 30
_SEVERAL = 100
"""Comments of one finding at most; more where it is about several things."""


def remarks_of(
    document: Document, review: Review, checklists: Checklists, decisions: dict[str, Decision], against: Json | None
) -> Iterator[Remark]:
    """The comments on one document, in the order of the report; what a reviewer dismissed is left out."""
    for verdict in review.elements:
        if verdict.label in _MARKED and not _dismissed(decisions, verdict.id):
            yield _on_element(verdict, review.elements, document, checklists)
    for finding in review.findings:
        if (
            finding.confidence >= _SURE
            and (finding.rule not in _ABOUT_FILE or finding.severity is FindingSeverity.HIGH)
            and not _dismissed(decisions, finding_id(finding))
        ):
            yield from _on_finding(finding, document)
    if against:
        told = ("conflict", "gap") if against["doubts"] else ("conflict", "gap", "check")
        for row in against["rows"]:
            if row["status"] in told and row["draft"]:
                yield _on_row(row, document, str(against["title"]))


def _dismissed(decisions: dict[str, Decision], name: str) -> bool:
    return name in decisions and decisions[name].state == "dismissed"


def _on_element(
    verdict: ElementVerdict, verdicts: Sequence[ElementVerdict], document: Document, checklists: Checklists
) -> Remark:
    lines = [
        f"【{labels.word(verdict.label.value)}】{verdict.name}（{verdict.id}）",
        labels.message_text(verdict.reason),
    ]
    if verdict.basis:
        lines.append(f"依据（{labels.word(verdict.force)}）：{verdict.basis[0]}")
    if verdict.advice and verdict.label is not Label.ELSEWHERE:
        lines.append(f"建议：{verdict.advice}")
    words = "\n".join(lines)
    if verdict.label is Label.MISSING or not verdict.clause_id:
        return Remark(words, document.doc_id, section=belongs_at(verdict, verdicts, document, checklists))
    return Remark(words, document.doc_id, verdict.clause_id, verdict.quote)


def _on_finding(finding: Finding, document: Document) -> Iterator[Remark]:
    """A comment on every place; the first says everything, the others refer to it; a place with a note of its own says that."""
    more = [
        *([f"依据：{finding.basis}"] if finding.basis else []),
        *([f"建议：{finding.advice}"] if finding.advice else []),
    ]
    if not finding.places:
        yield Remark("\n".join([_head(finding, finding.message), *more]), document.doc_id, section=-1)
    most = _SEVERAL if any(place.note for place in finding.places) else _PLACES
    same = "同类" if most == _SEVERAL else "同一"
    for number, place in enumerate(finding.places[:most], start=1):
        head = _head(finding, place.note or finding.message)
        words = (
            "\n".join([head, *more])
            if number == 1
            else f"{head}（{same}问题第 {number} 处，共 {len(finding.places)} 处）"
        )
        yield Remark(words, document.doc_id, place.clause_id, place.quote)


def _head(finding: Finding, said: Message) -> str:
    return f"【{labels.word(finding.severity.value)}】{labels.message_text(said)}（{finding.rule}）"


def _on_row(row: Json, document: Document, title: str) -> Remark:
    words = [f"【衔接·{labels.word('vs_' + row['status'])}】{row['topic']}：{row['message']}"]
    words += [f"《{title}》原文：“{place['quote']}”" for place in row["upper"][:2]]
    first = row["draft"][0]
    return Remark("\n".join(words), document.doc_id, str(first["clause_id"]), str(first["quote"]))
