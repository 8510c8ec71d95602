"""Which facts a plan asks for: the columns of a batch workbook, and what a draft still waits for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kb.drafting.context import DERIVED, context_of
from kb.drafting.model import Draft
from kb.drafting.outline import Outlines
from kb.drafting.template import asked
from kb.facts.sheet import LISTS

_BEHIND = {
    "short": "unit.short",
    "upper": "unit.region",
    "upper_gov": "unit.region",
    "gov": "unit.name",
    "event": "plan.hazard",
    "hazard_name": "plan.hazard",
    "title": "plan.title",
    "issuer": "issue.body",
    "approver": "issue.approved_by",
    "office_body": "office.body",
    "command_body": "plan.command_body",
    "own": "unit.level",
    "lower": "unit.level",
    "top_post": "command.1.post",
}
"""The fact behind a derived word."""


def asked_facts(outlines: Outlines, code: str, hazard: str = "") -> dict[str, str]:
    """Every fact that the sections of a plan type ask for: dotted key → label, lists by their name."""
    found: dict[str, str] = {}
    outline = outlines.for_type(code)
    for section in outline.for_hazard(hazard) if hazard else outline.sections:
        for key, label in asked(section.block.text) if section.block else ():
            key = _BEHIND.get(key, key)
            found.setdefault(key, label or outlines.labels.get(key, ""))
    return found


def missing_facts(draft: Draft, outlines: Outlines) -> list[dict[str, Any]]:
    """Facts that sections wait for, the most wanted first: key, label, and the ids of the sections."""
    context = context_of(draft.facts, outlines)
    waiting: dict[str, dict[str, Any]] = {}
    for section in draft.sections:
        block = outlines.blocks.get(section.source)
        for key, label in asked(block.text, context) if block else ():
            key = _BEHIND.get(key, key) if key in DERIVED else key
            entry = waiting.setdefault(key, {"key": key, "label": label, "count": 0, "sections": []})
            if section.id not in entry["sections"]:
                entry["sections"].append(section.id)
                entry["count"] += 1
    return sorted(waiting.values(), key=lambda entry: (-entry["count"], not _whole(entry["key"])))


def slot_keys(template: str, labels: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Label of a slot → the fact that fills it, for one section's template."""
    return {label: key for key, label in (*asked(template), *labels) if label and not _in_list(key)}


def _whole(key: str) -> bool:
    return key in LISTS or not _in_list(key)


def _in_list(key: str) -> bool:
    return bool(re.match(r"\w+\.\d+\.", key))
