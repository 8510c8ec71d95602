"""What reviewers decided on findings and elements — accepted, or dismissed with a reason —, kept in the library folder.

One small JSON file a plan, named by its title, so that a later version of the same plan finds the decisions again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kb.errors import InputError
from kb.files import write_atomically
from kb.model import Finding
from kb.reporting.stream import normalised

State = Literal["accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``on`` is an ISO date. A dismissal needs a reason."""

    state: State
    reason: str
    on: str


def finding_id(finding: Finding) -> str:
    """The name of a finding: its rule and first quote; the same defect found again has the same name."""
    words = f"{finding.rule}\n{normalised(finding.quote)}"
    return f"{finding.rule}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


class Decisions:
    """The decisions on all plans of a library; nothing is written before somebody decides."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "reviews"

    def of(self, title: str) -> dict[str, Decision]:
        """Finding or item id → decision, for a plan; a damaged file counts as none."""
        try:
            found = json.loads(self._file(title).read_text(encoding="utf-8"))
            return {
                str(name): Decision(each["state"], str(each["reason"]), str(each["on"]))
                for name, each in found["decisions"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def decide(self, title: str, name: str, state: State | None, reason: str, today: date) -> dict[str, Decision]:
        """Keep a decision, or take it back with ``state`` None; returns all on the plan. Raises InputError("no_reason")."""
        reason = reason.strip()[:500]
        if state == "dismissed" and not reason:
            raise InputError("no_reason")
        decisions = dict(self.of(title))
        if state is None:
            decisions.pop(name, None)
        else:
            decisions[name] = Decision(state, reason, today.isoformat())
        self._write(title, decisions)
        return decisions

    def _write(self, title: str, decisions: Mapping[str, Decision]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        body = {"format": 1, "title": title, "decisions": {name: asdict(each) for name, each in decisions.items()}}
        write_atomically(self._file(title), json.dumps(body, ensure_ascii=False, indent=1).encode())

    def _file(self, title: str) -> Path:
        return self._folder / f"{hashlib.sha256(normalised(title).encode()).hexdigest()[:24]}.json"
