"""The gold set of prescribed actions: reading it, and the agreement of its passes.

``python -m tests.bench.training_gold`` prints the agreement. The guideline stands in ``training_gold.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("training_gold.jsonl")
TEXTS = Path("../shared/data/gold/text")
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
    """A clause annotated whole in each of its passes, by letter; ``area`` its span in the gold text.

    ``A`` and ``B`` are two passes of one annotator, ``C`` that of another who saw neither.
    """

    clause: str
    area: Span | None
    passes: Mapping[str, tuple[GoldAction, ...]]


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
                {letter: _actions(each[letter]) for letter in "ABC" if letter in each},
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


Words = Callable[[GoldPlan], Callable[[Any], str]]


def overlap(a: Span, b: Span) -> float:
    """The share of the shorter span that lies in the other."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, min(a[1] - a[0], b[1] - b[0]))


def paired(
    first: Sequence[GoldAction], second: Sequence[GoldAction]
) -> tuple[list[tuple[GoldAction, GoldAction]], list[GoldAction]]:
    """The actions that two passes share, one to one by more than half of the shorter span, and those of only one."""
    left, both, alone = list(second), [], []
    for each in first:
        best = max(left, key=lambda other: overlap(each.span, other.span), default=None)
        if best is None or overlap(each.span, best.span) <= 0.5:
            alone.append(each)
        else:
            left.remove(best)
            both.append((each, best))
    return both, [*alone, *left]


def agreement(plans: Sequence[GoldPlan], one: str, two: str, words: Words) -> dict[str, float]:
    """Over the clauses that both passes have: F1 of the shared actions; of these the share with the same actor and the same limits."""
    both = alone = actors = times = 0
    for plan in plans:
        say = words(plan)
        for clause in plan.clauses:
            if one not in clause.passes or two not in clause.passes:
                continue
            shared, single = paired(clause.passes[one], clause.passes[two])
            both, alone = both + len(shared), alone + len(single)
            actors += sum(say(a.actor) == say(b.actor) for a, b in shared)
            times += sum({say(each) for each in a.times} == {say(each) for each in b.times} for a, b in shared)
    return {
        "n": both,
        "f1": 2 * both / max(1, 2 * both + alone),
        "actor": actors / max(1, both),
        "time": times / max(1, both),
    }


def words_of(plan: GoldPlan) -> Callable[[Any], str]:
    """Says an actor or a limit in words: looked up in the gold text for real plans, itself for samples."""
    if not plan.sha256:
        return lambda value: "" if value is None else str(value)
    text = next(iter(TEXTS.glob(f"{plan.name}*"))).read_text(encoding="utf-8")
    return lambda value: "" if value is None else "".join(text[value[0] : value[1]].split())


def main() -> None:
    """Print the agreement over real plans and samples, where the texts are at hand."""
    plans = list(read())
    real = [plan for plan in plans if plan.sha256 and any(TEXTS.glob(f"{plan.name}*"))]
    for one, two in (("A", "B"), ("A", "C"), ("B", "C")):
        for name, some in (("real plans", real), ("samples", [plan for plan in plans if not plan.sha256])):
            found = agreement(some, one, two, words_of)
            if found["n"]:
                print(
                    f"{one} against {two}, {name:12} both {found['n']:4}  F1 {found['f1']:.3f}  same actor {found['actor']:.3f}  same time {found['time']:.3f}"
                )


if __name__ == "__main__":
    main()
