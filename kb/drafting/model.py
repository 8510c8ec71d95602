"""The draft as frozen dataclasses; its JSON form is the contract of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kb.errors import InputError
from kb.facts.sheet import FactSheet, facts_from_mapping, facts_to_mapping

FORMAT = 1
PLAN_TYPES = (
    *("T", "SDN", "SDP", "SDC", "SUP", "TGT", "EVT", "JNT", "CAT", "TWN", "VIL", "ORG"),
    *("EC", "ES", "EF", "CARD", "ENVE", "ENVG", "SEQ", "SCH", "FIRE", "MAN", "ACT"),
)
"""Codes of the plan types that a draft can be of (DESIGN §3)."""
SLOT = re.compile(r"〔待补充：([^〔〕]*)〕")


def slot(label: str) -> str:
    """The visible place of something that is not known."""
    return f"〔待补充：{label}〕"


class State(StrEnum):
    """How far a section is."""

    EMPTY = "empty"
    DRAFT = "draft"
    DONE = "done"


class OriginKind(StrEnum):
    """Where a piece of text comes from."""

    RULE = "rule"
    FACT = "fact"
    CLAUSE = "clause"
    SLOT = "slot"
    WRITER = "writer"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class OriginPiece:
    """Origin of ``text[start:end]``; ``ref`` is a rule, a fact key, a clause id, the label of a slot or a model."""

    kind: OriginKind
    ref: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftCitation:
    """A past clause that the text uses, with its verbatim words."""

    clause_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One section; ``annex`` sections follow the text, ``requirement`` tells the writer what belongs here.

    ``block`` names the outline's block where it is not the id itself.
    """

    id: str
    number: str
    title: str
    level: int
    text: str = ""
    origin: tuple[OriginPiece, ...] = ()
    items: tuple[str, ...] = ()
    citations: tuple[DraftCitation, ...] = ()
    state: State = State.EMPTY
    annex: bool = False
    requirement: str = ""
    block: str = ""

    @property
    def source(self) -> str:
        """The id of the block of the outline that the section is written from."""
        return self.block or self.id

    @property
    def slots(self) -> tuple[str, ...]:
        """Labels of what is still to be supplied, in reading order."""
        return tuple(SLOT.findall(self.text))

    @property
    def heading(self) -> str:
        """Number and title as shown."""
        gap = "" if self.number.endswith(("、", "）")) else " "
        return f"{self.number}{gap}{self.title}".strip()


@dataclass(frozen=True, slots=True)
class Event:
    """A change of the draft; ``text`` is the section's text before it, so that nothing is lost.

    ``before`` are the changed sections as they were, and ``order`` all section ids where the outline changed: what undoing needs.
    ``by`` is the writer where several write. The action ``aside`` keeps in ``text`` what a writer could not save without
    overwriting another.
    """

    at: str
    section: str
    action: str
    text: str = ""
    before: tuple[dict[str, Any], ...] = ()
    order: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan being written."""

    facts: FactSheet
    plan_type: str
    outline: dict[str, Any]
    sections: tuple[DraftSection, ...]
    history: tuple[Event, ...] = ()

    @property
    def title(self) -> str:
        """Title of the plan: the fact, or name and type of it with a slot."""
        return self.facts.plan.title or f"{self.facts.short}{slot('预案名称')}"

    def section(self, key: str) -> DraftSection:
        """The section with this id or number; ``InputError("unknown_section")`` when there is none."""
        for section in self.sections:
            if section.id == key:
                return section
        for section in self.sections:
            if section.number == key:
                return section
        raise InputError("unknown_section", section=key)

    def replaced(self, section: DraftSection, event: Event | None = None) -> Draft:
        """The draft with ``section`` in the place of the one with its id."""
        sections = tuple(section if old.id == section.id else old for old in self.sections)
        return replace(self, sections=sections, history=(*self.history, event) if event else self.history)


def draft_to_mapping(draft: Draft) -> dict[str, Any]:
    """The JSON object of a draft file (DESIGN §5)."""
    return {
        "format": FORMAT,
        "facts": facts_to_mapping(draft.facts),
        "plan_type": draft.plan_type,
        "outline": draft.outline,
        "sections": [section_to_mapping(section) for section in draft.sections],
        "history": [_event_to_mapping(event) for event in draft.history],
    }


def _event_to_mapping(event: Event) -> dict[str, Any]:
    more: dict[str, Any] = {"before": list(event.before)} if event.before else {}
    if event.order:
        more["order"] = list(event.order)
    if event.by:
        more["by"] = event.by
    return {"at": event.at, "section": event.section, "action": event.action, "text": event.text, **more}


def section_to_mapping(section: DraftSection) -> dict[str, Any]:
    """One element of ``sections`` of a draft file."""
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "text": section.text,
        "origin": [{"kind": p.kind.value, "ref": p.ref, "start": p.start, "end": p.end} for p in section.origin],
        "items": list(section.items),
        "citations": [{"clause_id": c.clause_id, "quote": c.quote} for c in section.citations],
        "slots": list(section.slots),
        "state": section.state.value,
        "annex": section.annex,
        "requirement": section.requirement,
        **({"block": section.block} if section.block else {}),
    }


def draft_from_mapping(raw: Any) -> Draft:
    """A draft from its JSON object; ``InputError("bad_draft")`` when the object is not one."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(
            "bad_draft", reason="not_our_format", key=str(raw.get("format")) if isinstance(raw, dict) else ""
        )
    try:
        facts, _ = facts_from_mapping(raw["facts"])
        sections = tuple(section_from_mapping(item) for item in raw["sections"])
        _check(raw, sections)
        history = tuple(
            Event(
                str(e.get("at", "")),
                str(e.get("section", "")),
                str(e.get("action", "")),
                str(e.get("text", "")),
                tuple(dict(item) for item in e.get("before", ())),
                tuple(map(str, e.get("order", ()))),
                str(e.get("by", "")),
            )
            for e in raw.get("history", ())
        )
        outline = raw.get("outline") or {}
        return Draft(
            facts,
            str(raw["plan_type"]),
            outline if isinstance(outline, dict) else {"code": str(outline)},
            sections,
            history,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("bad_draft", reason=type(error).__name__, key=str(error)) from error


def _check(raw: dict[str, Any], sections: tuple[DraftSection, ...]) -> None:
    """Ids must be told apart and the plan type be one of the product's. Raises InputError("bad_draft")."""
    seen: set[str] = set()
    for section in sections:
        if section.id in seen:
            raise InputError("bad_draft", reason="id_twice", key=section.id)
        seen.add(section.id)
    if raw["plan_type"] not in PLAN_TYPES:
        raise InputError("bad_draft", reason="unknown_type", key=raw["plan_type"])


def section_from_mapping(item: dict[str, Any]) -> DraftSection:
    """A section from one element of ``sections``."""
    for name in ("id", "number", "title", "text"):
        if not isinstance(item[name], str) or (name == "id" and not item[name]):
            raise InputError("bad_draft", reason="not_text", key=f"sections.{name}")
    text = item["text"]
    pieces = tuple(
        OriginPiece(OriginKind(p["kind"]), str(p.get("ref", "")), int(p["start"]), int(p["end"]))
        for p in item.get("origin", ())
    )
    return DraftSection(
        id=item["id"],
        number=item["number"],
        title=item["title"],
        level=int(item["level"]),
        text=text,
        origin=tuple(p for p in pieces if 0 <= p.start < p.end <= len(text)),
        items=tuple(str(name) for name in item.get("items", ())),
        citations=tuple(DraftCitation(str(c["clause_id"]), str(c["quote"])) for c in item.get("citations", ())),
        state=State(item.get("state", "draft")),
        annex=bool(item.get("annex", str(item["number"]).startswith("附件"))),
        requirement=str(item.get("requirement", "")),
        block=str(item.get("block", "")),
    )
