"""What training is made of: actions read from a plan, with the words and the clause they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EXTRACTOR_VERSION = 15
"""Raised whenever the same document may give other actions, so that stored ones are read anew."""


class Phase(StrEnum):
    """The phases of handling an event, in order."""

    WARNING = "监测预警"
    REPORT = "信息报告"
    FIRST = "先期处置"
    START = "响应启动"
    COMMAND = "指挥协调"
    MEASURES = "处置措施"
    RELEASE = "信息发布"
    END = "终止"
    AFTER = "善后"
    REVIEW = "评估"


PHASES: tuple[Phase, ...] = tuple(Phase)


class ActorSource(StrEnum):
    """Where the actor of an action was read."""

    NAMED = "named"
    INHERITED = "inherited"
    LABEL = "label"
    HEADING = "heading"
    TABLE = "table"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Action:
    """One prescribed act, all texts verbatim. ``start`` and ``end`` are half-open code points of the clause's text.

    ``quote`` is the sentence that says it; ``levels`` the response levels 1 (highest) to 4 it belongs to, empty when it belongs to
    all; ``warning`` the colour of the warning it answers, ``receivers`` whom it tells. ``forbidden`` marks what must not be done.
    """

    clause_id: str
    start: int
    end: int
    text: str
    quote: str
    actor: str
    actor_source: ActorSource
    verb: str
    object: str
    phase: Phase
    levels: tuple[int, ...] = ()
    warning: str = ""
    condition: str = ""
    time_limit: str = ""
    place: str = ""
    means: str = ""
    receivers: tuple[str, ...] = ()
    forbidden: bool = False
    duty: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The actions of one plan in the order of the text."""

    doc_id: str
    title: str
    actions: tuple[Action, ...]
