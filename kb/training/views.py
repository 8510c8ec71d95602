"""Views of a procedure: by time, by doer, by response level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.training.asking import split
from kb.training.limits import minutes
from kb.training.model import PHASES, Action, Phase

_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Acts due by the same time: ``minute`` after the start, None for those without a limit that can be reckoned."""

    minute: float | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One doer with its acts by phase, in order."""

    actor: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What one doer does at each response level, 1 to 4."""

    actor: str
    by_level: tuple[tuple[Action, ...], ...]


def due(action: Action) -> float | None:
    """Minutes after the start by which an act is due."""
    found = [
        value for value in (minutes(limit) for limit in action.time_limit.split("；") if limit) if value is not None
    ]
    return min(found) if found else None


def time_line(actions: Sequence[Action]) -> tuple[Moment, ...]:
    """The acts by when they are due, those without limit last."""
    by: dict[float | None, list[Action]] = {}
    for action in actions:
        if not action.forbidden:
            by.setdefault(due(action), []).append(action)
    known = sorted(key for key in by if key is not None)
    return tuple(Moment(key, tuple(by[key])) for key in [*known, *([None] if None in by else [])])


def lanes(actions: Sequence[Action]) -> tuple[Lane, ...]:
    """The acts by doer, the busiest doers first; acts without doer in a lane of their own at the end."""
    by: dict[str, list[Action]] = {}
    for action in actions:
        for name in split(action.actor) or (_NOBODY,):
            by.setdefault(name, []).append(action)
    counted = Counter({name: len(each) for name, each in by.items()})
    order = {phase: number for number, phase in enumerate(PHASES)}
    names = sorted(by, key=lambda name: (name == _NOBODY, -counted[name], name))
    return tuple(Lane(name, tuple(sorted(by[name], key=lambda action: order[action.phase]))) for name in names)


def level_table(actions: Sequence[Action]) -> tuple[LevelRow, ...]:
    """Doers with what each response level asks of them; only acts that belong to a level."""
    rows: dict[str, list[list[Action]]] = {}
    for action in actions:
        for level in action.levels:
            for name in split(action.actor) or (_NOBODY,):
                rows.setdefault(name, [[], [], [], []])[level - 1].append(action)
    return tuple(
        LevelRow(name, tuple(map(tuple, levels)))
        for name, levels in sorted(rows.items(), key=lambda pair: (pair[0] == _NOBODY, -sum(map(len, pair[1]))))
    )


def phases_of(actions: Sequence[Action]) -> tuple[tuple[Phase, tuple[Action, ...]], ...]:
    """The acts by phase, in the order of phases."""
    return tuple(
        (phase, tuple(a for a in actions if a.phase is phase))
        for phase in PHASES
        if any(a.phase is phase for a in actions)
    )
