"""The official review forms as data, and how far the evidence of a review fills them.

A form states a first opinion (初评) only where verdicts or findings speak; what a machine cannot judge stays open and says why.
Forms: the six points of 国办发〔2024〕5号 第二十四条 for government plans; 形式评审, 要素评审 and 附件 of 安监总厅应急〔2009〕73号 for enterprises.
The conclusion proposed from key elements is our own suggestion, not a rule (domain/02c §2).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kb.model import ElementVerdict, Finding, FindingSeverity, Label, Review


class Opinion(StrEnum):
    """The first opinion on a row; ``OPEN`` is left to the reviewer."""

    MEETS = "meets"
    PARTLY = "partly"
    FAILS = "fails"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


class Conclusion(StrEnum):
    """What the opinions on key rows suggest."""

    PASS = "pass"
    PASS_AFTER_CHANGES = "pass_after_changes"
    FAIL = "fail"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form: the items and rules whose results speak to it.

    ``number`` is that of the rule where it numbers its points itself, else rows are counted; ``manual`` rows are never judged, ``never_good``
    rows never passed.
    """

    id: str
    item: str
    requirement: str
    number: str = ""
    key: bool = False
    elements: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    all_elements: bool = False
    against: bool = False
    manual: bool = False
    never_good: bool = False
    open: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A review form for the plan types named."""

    code: str
    title: str
    basis: str
    note: str
    types: tuple[str, ...]
    key_mark: bool
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row with its opinion and what it rests on: verdicts and findings, the grave ones first."""

    row: FormRow
    opinion: Opinion
    verdicts: tuple[ElementVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled for one review."""

    form: Form
    rows: tuple[FilledRow, ...]
    conclusion: Conclusion


_GRAVE = {
    Label.MISSING: 0,
    Label.WEAK: 1,
    Label.UNDECIDABLE: 2,
    Label.ELSEWHERE: 3,
    Label.PRESENT: 4,
    Label.NOT_APPLICABLE: 5,
}
_SEVERE = {FindingSeverity.HIGH: 0, FindingSeverity.MEDIUM: 1, FindingSeverity.LOW: 2}


def load(texts: Mapping[str, str]) -> tuple[Form, ...]:
    """The forms from file name → TOML text, in the order of the names."""
    return tuple(_form(tomllib.loads(text)) for _, text in sorted(texts.items()))


def fill(form: Form, review: Review, more: Sequence[ElementVerdict] = ()) -> FilledForm:
    """A form with the opinions that the verdicts and findings of a review support.

    ``more`` are verdicts on items that the plan's type does not need (``asked_besides``): they speak to rows that have no others, and what
    lacks there is left to the reviewer.
    """
    rows = tuple(_fill(row, review, more) for row in form.rows)
    return FilledForm(form, rows, _conclusion(form, rows))


def asked_besides(form: Form, review: Review) -> tuple[str, ...]:
    """The items of rows to which no verdict of the review speaks."""
    judged = {each.id for each in review.elements}
    rows = [row for row in form.rows if row.elements and not judged & set(row.elements)]
    return tuple(item for row in rows for item in row.elements)


def _fill(row: FormRow, review: Review, more: Sequence[ElementVerdict]) -> FilledRow:
    wanted = set(row.elements)
    found = [each for each in review.elements if row.all_elements or each.id in wanted]
    besides = not found
    verdicts = sorted(
        found or (each for each in more if each.id in wanted),
        key=lambda each: (_GRAVE[each.label], each.weight, each.id),
    )
    findings = sorted(
        (each for each in review.findings if each.rule in row.rules), key=lambda each: _SEVERE[each.severity]
    )
    left = row.manual or (besides and any(each.label is Label.MISSING for each in verdicts))
    opinion = Opinion.OPEN if left else _opinion(row, verdicts, findings)
    return FilledRow(row, opinion, tuple(verdicts), tuple(findings))


def _opinion(row: FormRow, verdicts: Sequence[ElementVerdict], findings: Sequence[Finding]) -> Opinion:
    """Fails: nothing asked for is there, or a grave fault; partly: something lacks or is weak; open: the evidence lies outside the text."""
    judged = [
        each.label for each in verdicts if each.label not in (Label.NOT_APPLICABLE, Label.ELSEWHERE, Label.UNDECIDABLE)
    ]
    grave = any(each.severity is FindingSeverity.HIGH for each in findings)
    middling = any(each.severity is FindingSeverity.MEDIUM for each in findings)
    missing = sum(label is Label.MISSING for label in judged)
    if judged and missing == len(judged):
        return Opinion.FAILS
    if missing or Label.WEAK in judged or grave or middling:
        return Opinion.PARTLY
    if row.never_good or (not judged and any(each.label is not Label.NOT_APPLICABLE for each in verdicts)):
        return Opinion.OPEN
    if judged:
        return Opinion.MEETS
    return Opinion.NOT_APPLICABLE if verdicts else Opinion.OPEN


def _conclusion(form: Form, rows: Iterable[FilledRow]) -> Conclusion:
    """By key rows where the form has any, else by all rows that were judged; rows for the reviewer keep it open unless one fails."""
    counted = [each for each in rows if each.row.key] if form.key_mark else list(rows)
    opinions = {each.opinion for each in counted}
    if Opinion.FAILS in opinions:
        return Conclusion.FAIL if form.key_mark else Conclusion.PASS_AFTER_CHANGES
    if Opinion.PARTLY in opinions:
        return Conclusion.PASS_AFTER_CHANGES
    return Conclusion.OPEN if Opinion.OPEN in opinions or not form.key_mark else Conclusion.PASS


def _form(table: Mapping[str, Any]) -> Form:
    rows = tuple(_row(row) for row in table["row"])
    return Form(
        str(table["code"]), str(table["title"]), str(table["basis"]), str(table.get("note", "")),
        tuple(table["types"]), bool(table.get("key_mark")), rows,
    )  # fmt: skip


def _row(table: Mapping[str, Any]) -> FormRow:
    return FormRow(
        id=str(table["id"]),
        item=str(table["item"]),
        requirement=str(table["requirement"]),
        number=str(table.get("number", "")),
        key=bool(table.get("key")),
        elements=tuple(table.get("elements", ())),
        rules=tuple(table.get("rules", ())),
        all_elements=bool(table.get("all_elements")),
        against=bool(table.get("against")),
        manual=bool(table.get("manual")),
        never_good=bool(table.get("never_good")),
        open=str(table.get("open", "")),
    )
