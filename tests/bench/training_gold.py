"""The gold set of prescribed actions: reading it, and the agreement of its two passes.

``python -m tests.bench.training_gold`` prints the agreement. The guideline stands in ``training_gold.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("training_gold.jsonl")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldAction:
    """One annotated action; ``actor`` and ``times`` are words for samples and spans of the gold text for real plans.

    ``words`` are the action's own for samples, so that they are found again whatever clauses the parser makes.
    """

    span: Span
    words: str
    actor: Any
    times: tuple[Any, ...]
    forbid: bool


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause annotated whole in the first pass, and in the second where there was one; ``area`` its span in the gold text."""

    clause: str
    area: Span | None
    first: tuple[GoldAction, ...]
    second: tuple[GoldAction, ...] | None


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """The annotated clauses of one plan; ``sha256`` is the hash of a real file, empty for samples."""

    name: str
    sha256: str
    clauses: tuple[GoldClause, ...]


def read() -> Iterator[GoldPlan]:
    """All plans of the gold set."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        clauses = tuple(
            GoldClause(
                each["clause"],
                _value(each.get("area")),
                _actions(each["A"]),
                _actions(each["B"]) if "B" in each else None,
            )
            for each in row["clauses"]
        )
        yield GoldPlan(row["name"], row.get("sha256", ""), clauses)


def _actions(rows: list[dict[str, Any]]) -> tuple[GoldAction, ...]:
    return tuple(
        GoldAction(
            (row["span"][0], row["span"][1]), row.get("words", ""), _value(row["actor"]), tuple(map(_value, row.get("time", ()))), row.get("forbid", False)
        )
        for row in rows
    )  # fmt: skip


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def agreement(plans: list[GoldPlan]) -> dict[str, float]:
    """F1 of the actions that both passes have, and the share of these with the same actor and the same time limits."""
    both = only = actors = times = 0
    for plan in plans:
        for clause in plan.clauses:
            if clause.second is None:
                continue
            second = {each.span: each for each in clause.second}
            shared = [(each, second[each.span]) for each in clause.first if each.span in second]
            both += len(shared)
            only += len(clause.first) + len(clause.second) - 2 * len(shared)
            actors += sum(a.actor == b.actor for a, b in shared)
            times += sum(a.times == b.times for a, b in shared)
    return {"n": both, "f1": 2 * both / (2 * both + only), "actor": actors / both, "time": times / both}


def main() -> None:
    """Print the agreement over real plans and samples."""
    plans = list(read())
    for name, some in (
        ("real plans", [p for p in plans if p.sha256]),
        ("samples", [p for p in plans if not p.sha256]),
        ("all", plans),
    ):
        found = agreement(some)
        print(
            f"{name:12} both passes {found['n']:4}  F1 {found['f1']:.3f}  same actor {found['actor']:.3f}  same time {found['time']:.3f}"
        )


if __name__ == "__main__":
    main()
