"""The state of a draft: how much is done, what is missing, what does not belong, what contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kb.drafting.context import Context, own_names
from kb.drafting.contradictions import contradictions
from kb.drafting.covers import front_slots
from kb.drafting.model import SLOT, Draft, DraftSection, OriginKind, State
from kb.drafting.places import source_names
from kb.facts.sheet import LISTS, FactSheet
from kb.model import Label, Review


def status(draft: Draft, review: Review | None = None, names_of_sources: Iterable[str] = ()) -> dict[str, Any]:
    """The object of ``draft status --json`` (DESIGN §5); ``review`` is that of the draft's written sections, without it all counts are 0."""
    counts = dict.fromkeys((label.value for label in Label), 0)
    former: list[dict[str, Any]] = []
    hollow = {"share": "0%", "sections": ""}
    if review is not None:
        for verdict in review.elements:
            counts[verdict.label.value] += 1
        former = _former_offices(draft, review)
        for finding in review.findings:
            if finding.message.code == "section_empty":
                hollow = dict(finding.message.params)
    numbers = {section.id: section.number for section in draft.sections}
    return {
        "sections": len(draft.sections),
        "done": sum(1 for section in draft.sections if section.state is State.DONE and _to_write(section)),
        "elements": counts,
        "slots": slots(draft),
        "front_slots": list(front_slots(draft)),
        "boilerplate": hollow,
        "foreign_names": foreign_names(draft, names_of_sources),
        "conflicts": [{**each, "number": numbers.get(each["section"], "")} for each in (*conflicts(draft), *former)],
    }


def _to_write(section: DraftSection) -> bool:
    """Whether a section has something to write; a heading alone has not."""
    return bool(section.text or section.items or section.requirement)


def _former_offices(draft: Draft, review: Review) -> list[dict[str, Any]]:
    """Former names of departments that the checker found, by section, with the name of today."""
    said = [finding.message for finding in review.findings]
    said += [place.note for finding in review.findings for place in finding.places if place.note]
    former = {
        name: message
        for message in said
        if message.code == "former_office"
        for name in message.params["old"].split("、")
    }
    return [
        _conflict("former_office", section.id, **{**message.params, "old": name})
        for name, message in former.items()
        for section in draft.sections
        if name in section.text
    ]


def slots(draft: Draft) -> list[dict[str, Any]]:
    """Every slot left: section, label and offsets in its text."""
    found: list[dict[str, Any]] = []
    for section in draft.sections:
        found += [
            {"section": section.id, "number": section.number, "label": m[1], "start": m.start(), "end": m.end()}
            for m in SLOT.finditer(section.text)
        ]
    return found


def foreign_names(draft: Draft, names_of_sources: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Names of other places left in the text: of the sources given, and of the documents that the draft cites.

    A name that the fact sheet itself uses (a neighbour, an upper body) is not foreign.
    """
    own = own_names(draft.facts)
    names = {name for name in names_of_sources if len(name) > 1}
    for section in draft.sections:
        for citation in section.citations:
            names.update(source_names(citation.clause_id.split("#")[0]).chain)
    names = {name for name in names if not any(name in text for text in own)}
    found: list[dict[str, Any]] = []
    for section in draft.sections:
        at_home = _from_own_plans(draft, section)
        for name in sorted(names, key=len, reverse=True):
            found += [
                {"section": section.id, "number": section.number, "name": name, "start": m.start(), "end": m.end()}
                for m in re.finditer(re.escape(name), section.text)
                if not any(start <= m.start() < end for start, end in at_home)
            ]
    return _outermost(found)


def _from_own_plans(draft: Draft, section: DraftSection) -> tuple[tuple[int, int], ...]:
    """The stretches of a section that come from the unit's own plans, whose names of villages and neighbours are at home."""
    unit = {draft.facts.unit.short, draft.facts.unit.name}
    return tuple(
        (piece.start, piece.end)
        for piece in section.origin
        if piece.kind is OriginKind.CLAUSE and unit & set(source_names(piece.ref.split("#")[0]).chain)
    )


def conflicts(draft: Draft) -> list[dict[str, Any]]:
    """Contradictions between texts and fact sheet, each with a code, its parameters and the section (empty: the sheet)."""
    found = [*_issuer_conflicts(draft), *_duplicates(draft.facts)]
    facts = draft.facts
    context = Context(facts, None, {})
    posts = {post.post for post in facts.command}
    for section in draft.sections:
        text = section.text
        for old, new in (("总指挥", "指挥长"), ("指挥长", "总指挥")):
            if new in posts and old not in posts and re.search(rf"(?<!现场)(?<!副){old}(?!部)", text):
                found.append(_conflict("post_differs", section.id, found=old, expected=new))
        if facts.unit.level != "国家":
            found += [_conflict("national_plan", section.id, title=title) for title in _NATIONAL.findall(text)]
        found += [_conflict("former_sector", section.id, old=name) for name in dict.fromkeys(_FORMER.findall(text))]
        duty = facts.office.duty_phone
        found += [
            _conflict("phone_differs", section.id, found=phone, expected=duty)
            for phone in re.findall(r"值班电话[：:为是]?\s*([\d-]{7,14})", text)
            if duty and _digits(phone) != _digits(duty) and not _stated(phone, facts)
        ]
        found += [
            _conflict(each.code, section.id, name=each.name, found=each.found, expected=each.expected)
            for each in contradictions(text, facts)
        ]
        found += [
            _conflict("fact_changed", section.id, found=text[p.start : p.end], expected=_fact(facts, p.ref), key=p.ref)
            for p in section.origin
            if p.kind is OriginKind.FACT
            and p.ref in _COMPARED
            and (known := context.wordings(p.ref))
            and text[p.start : p.end] not in known
        ]
    return found


_NATIONAL = re.compile(r"启动[^。；，]{0,6}(《国家[^《》]*预案》)")
_FORMER = re.compile(
    r"((?:国土资源|安全(?:生产)?监(?:督)?管理?|安监|(?<!生态)环境保护|(?<!生态)环保|卫生和计划生育|卫生计生|卫计|质量技术监督|质监|工商行政管理|工商"
    r"|食品药品监督管理|食品药品监管|食药监)(?:行政)?(?:主管)?部门)"
)
"""Sectors whose departments were merged or renamed in 2018; offices proper (局, 厅, 委) are found by the checker."""
_COMPARED = frozenset({"unit.name", "office.duty_phone", "office.body", "plan.title", "issue.body"})


def _issuer_conflicts(draft: Draft) -> list[dict[str, Any]]:
    """国办发〔2024〕5号 第25条: a special plan is issued by the office of the government or the command, not by a department."""
    body = draft.facts.issue.body
    wrong = (
        draft.plan_type == "SDC"
        and body.endswith(("局", "委"))
        and "办" not in body
        and "部门" not in draft.facts.plan.title
    )
    return [_conflict("issuer_does_not_fit", "", body=body, type=draft.plan_type)] if wrong else []


def _duplicates(facts: FactSheet) -> list[dict[str, Any]]:
    """The same name entered twice with different telephones."""
    found: list[dict[str, Any]] = []
    for table in LISTS:
        phones: dict[str, str] = {}
        for record in getattr(facts, table):
            name = getattr(record, "name", "") or getattr(record, "body", "")
            key = f"{name}/{getattr(record, 'place', '')}/{getattr(record, 'post', '')}"
            phone = getattr(record, "phone", "")
            if name and phone and phones.setdefault(key, phone) != phone:
                found.append(_conflict("two_phones", "", table=table, name=name, first=phones[key], second=phone))
    return found


def _conflict(code: str, section: str, **params: str) -> dict[str, Any]:
    return {"code": code, "section": section, "params": params}


def _fact(facts: FactSheet, key: str) -> str:
    table, _, name = key.partition(".")
    value = getattr(getattr(facts, table, None), name, "")
    return value if isinstance(value, str) else ""


def _stated(phone: str, facts: FactSheet) -> bool:
    return any(_digits(phone) == _digits(text) for text in own_names(facts) if _digits(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _outermost(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop names inside longer ones (山县 in 青山县)."""
    kept: list[dict[str, Any]] = []
    for item in found:
        inside = any(
            o["section"] == item["section"] and o["start"] <= item["start"] and item["end"] <= o["end"] for o in kept
        )
        if not inside:
            kept.append(item)
    return kept
