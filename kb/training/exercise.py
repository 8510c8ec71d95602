"""Exercises after AQ/T 9007-2019 and AQ/T 9009-2015: scenario, injects on a clock, what each doer should do, and the score afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.files import write_atomically
from kb.model import Incident
from kb.training.asking import split
from kb.training.limits import minutes
from kb.training.model import PHASES, Action, Phase, Procedure

KINDS = ("桌面推演", "实战演练")
RESULTS = ("done", "late", "missed")
_LATE = frozenset({Phase.AFTER, Phase.REVIEW})
_STEP = {Phase.WARNING: 0, Phase.REPORT: 5, Phase.FIRST: 10, Phase.START: 20, Phase.COMMAND: 35, Phase.MEASURES: 45, Phase.RELEASE: 75, Phase.END: 110, Phase.AFTER: 120, Phase.REVIEW: 125}  # fmt: skip
"""Minutes of the exercise clock at which a phase begins; the plan's own limits count from there."""
_NO_TURN = re.compile(r"^经|同意|批准|授权|部署|要求|职责|根据|按照|必要时|视情|启动后|发生后$|接到|接报|后$")


@dataclass(frozen=True, slots=True)
class Expected:
    """One act the team should show: ``step`` numbers it, ``due`` is minutes on the exercise clock or None."""

    step: int
    actor: str
    text: str
    phase: Phase
    time_limit: str
    due: float | None
    clause_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Inject:
    """What the director tells at a minute of the clock: ``code`` selects the sentence, ``words`` are the plan's or the incident's own."""

    minute: int
    code: str
    words: str
    clause_id: str
    phase: Phase
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A script. ``facts`` are lines of the past incident it is modelled on, each with its clause."""

    title: str
    doc_id: str
    kind: str
    event: str
    place: str
    level: int | None
    injects: tuple[Inject, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def expected(self) -> tuple[Expected, ...]:
        """All acts in order of their numbers."""
        return tuple(each for inject in self.injects for each in inject.expected)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an observer saw of one step."""

    step: int
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A drill as it went: counts by result, by doer and by phase, and the steps that went wrong."""

    done: int
    late: int
    missed: int
    unmarked: int
    by_actor: tuple[tuple[str, int, int], ...]
    by_phase: tuple[tuple[Phase, int, int], ...]
    lessons: tuple[tuple[Expected, Mark], ...]

    @property
    def share(self) -> float:
        """Share of the marked steps done in time."""
        marked = self.done + self.late + self.missed
        return self.done / marked if marked else 0.0


def write_exercise(procedure: Procedure, *, event: str, kind: str = KINDS[0], place: str = "", level: int | None = None, incident: Incident | None = None) -> Exercise:  # fmt: skip
    """The script of an exercise from a plan; turns of events are conditions that the plan itself names.

    Raises InputError("no_procedure") when the plan prescribes nothing to be exercised.
    """
    chosen = [
        action for action in procedure.actions
        if not action.forbidden and action.phase not in _LATE and not action.duty and (action.actor or action.levels)
        and (level is None or level in action.levels or (not action.levels and action.phase is not Phase.WARNING))
    ]  # fmt: skip
    if not chosen:
        raise InputError("no_procedure", title=procedure.title)
    injects: list[Inject] = []
    number = 1
    for phase in PHASES:
        group = [action for action in chosen if action.phase is phase]
        if not group:
            continue
        start = _STEP[phase]
        turns: dict[str, list[Action]] = {}
        for action in group:
            turns.setdefault(action.condition if _is_turn(action.condition) else "", []).append(action)
        for offset, (condition, actions) in enumerate(turns.items()):
            minute = start + 2 * offset
            expected = []
            for action in actions:
                expected.append(_expected(number, action, minute))
                number += 1
            code = "inject_turn" if condition else f"inject_{phase.name.lower()}"
            injects.append(
                Inject(
                    minute, code, condition or event, actions[0].clause_id if condition else "", phase, tuple(expected)
                )
            )
    injects.sort(key=lambda inject: inject.minute)
    return Exercise(
        procedure.title,
        procedure.doc_id,
        kind,
        event,
        place or (incident.place if incident else ""),
        level,
        _renumbered(injects),
        _facts(incident),
    )


def _is_turn(condition: str) -> bool:
    return 4 <= len(condition) <= 60 and not _NO_TURN.search(condition)


def _expected(number: int, action: Action, minute: int) -> Expected:
    limits = [
        value for value in (minutes(limit) for limit in action.time_limit.split("；") if limit) if value is not None
    ]
    return Expected(number, action.actor, action.text, action.phase, action.time_limit, minute + min(limits) if limits else None, action.clause_id, action.quote)  # fmt: skip


def _renumbered(injects: Iterable[Inject]) -> tuple[Inject, ...]:
    """Steps numbered in the order of the clock."""
    from dataclasses import replace

    number, made = 1, []
    for inject in injects:
        expected = []
        for each in inject.expected:
            expected.append(replace(each, step=number))
            number += 1
        made.append(replace(inject, expected=tuple(expected)))
    return tuple(made)


def _facts(incident: Incident | None) -> tuple[tuple[str, str], ...]:
    if incident is None:
        return ()
    told = (incident.title, incident.event_time, incident.place, incident.casualties, incident.outcome)
    return (
        *((words, incident.clause_id) for words in told if words),
        *((measure.text, measure.clause_id) for measure in incident.measures[:4]),
    )


# --------------------------------------------------------------------------- after the drill


def score(exercise: Exercise, marks: Sequence[Mark]) -> Score:
    """What the observers' marks say. Raises InputError: ``bad_mark`` for an unknown step or result."""
    steps = {each.step: each for each in exercise.expected}
    seen: dict[int, Mark] = {}
    for mark in marks:
        if mark.step not in steps or mark.result not in RESULTS:
            raise InputError("bad_mark", step=mark.step, result=mark.result)
        seen[mark.step] = mark
    counts = {result: sum(mark.result == result for mark in seen.values()) for result in RESULTS}
    by_actor: dict[str, list[int]] = {}
    by_phase: dict[Phase, list[int]] = {}
    for step, mark in seen.items():
        good = mark.result == "done"
        for name in split(steps[step].actor) or ("",):
            by_actor.setdefault(name, []).append(good)
        by_phase.setdefault(steps[step].phase, []).append(good)
    wrong = tuple((steps[step], mark) for step, mark in sorted(seen.items()) if mark.result != "done")
    return Score(
        counts["done"], counts["late"], counts["missed"], len(steps) - len(seen),
        tuple((name, sum(each), len(each)) for name, each in by_actor.items()),
        tuple((phase, sum(by_phase[phase]), len(by_phase[phase])) for phase in PHASES if phase in by_phase), wrong,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill held, as the records keep it; ``revision`` lists clauses to look at when the plan is revised."""

    doc_id: str
    title: str
    kind: str
    date: str
    done: int
    late: int
    missed: int
    revision: tuple[tuple[str, str], ...] = ()


class DrillRecords:
    """The drills of one library: a JSON file in its folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "drills.json"

    def all(self) -> tuple[Drill, ...]:
        """Every drill recorded, oldest first. Raises InputError("bad_drills") when the file is damaged."""
        if not self._file.exists():
            return ()
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            return tuple(_drill(row) for row in rows)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("bad_drills", path=self._file, reason=type(error).__name__) from error

    def add(self, drill: Drill) -> None:
        """Record a drill; the same drill (plan, kind, day) is replaced."""
        kept = [
            each for each in self.all() if (each.doc_id, each.kind, each.date) != (drill.doc_id, drill.kind, drill.date)
        ]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        rows = json.dumps([asdict(each) for each in (*kept, drill)], ensure_ascii=False, indent=1)
        write_atomically(self._file, rows.encode())


def _drill(row: Mapping[str, Any]) -> Drill:
    return Drill(**{**row, "revision": tuple((str(a), str(b)) for a, b in row["revision"])})
