"""The fact sheet as frozen dataclasses; a missing fact is an empty string or tuple, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Amount = int | float | str


@dataclass(frozen=True, slots=True)
class Unit:
    """Whose plan it is. ``level`` is one of ``kb.model.PLAN_LEVELS``; ``region`` the full name from the province down."""

    name: str
    short: str = ""
    region: str = ""
    level: str = ""
    address: str = ""
    phone: str = ""
    profile: str = ""
    people: Amount = ""
    surroundings: str = ""
    leader: str = ""
    industry: str = ""
    products: str = ""

    @property
    def sample(self) -> bool:
        """Whether the unit belongs to the invented world of the starter library."""
        return self.region.startswith("示例")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What plan it is. ``effective`` and ``compiled`` are ISO dates as precise as known."""

    type: str = ""
    hazard: str = ""
    title: str = ""
    superior: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    effective: str = ""
    replaces: str = ""
    command_body: str = ""
    number: str = ""
    version: str = ""
    compiled: str = ""
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Who prints the plan (国办发〔2024〕5号 第25条) and how."""

    body: str = ""
    approved_by: str = ""
    doc_number: str = ""
    date: str = ""
    to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    signer: str = ""
    edition: str = ""
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The body that does the daily work of the command, with its duty telephone."""

    body: str = ""
    duty_phone: str = ""
    fax: str = ""
    leader: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the command and who holds it (an office, not a person's name, in public plans)."""

    post: str = ""
    holder: str = ""
    duties: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member body of the command with its duties."""

    body: str = ""
    duties: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A working group."""

    name: str = ""
    lead: str = ""
    members: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """A rescue team; ``size`` in persons."""

    name: str = ""
    size: Amount = ""
    contact: str = ""
    phone: str = ""
    specialty: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """A stock of one supply at one place."""

    name: str = ""
    quantity: Amount = ""
    unit: str = ""
    spec: str = ""
    place: str = ""
    keeper: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Shelter:
    """A shelter or assembly point; ``capacity`` in persons."""

    name: str = ""
    capacity: Amount = ""
    address: str = ""
    keeper: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk point; ``affected`` says who is endangered, ``signal`` and ``route`` how they are warned and moved."""

    name: str = ""
    place: str = ""
    kind: str = ""
    consequence: str = ""
    level: str = ""
    affected: str = ""
    responsible: str = ""
    phone: str = ""
    signal: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbouring place or unit to be informed."""

    name: str = ""
    phone: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of the contact list."""

    name: str = ""
    post: str = ""
    phone: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert of the expert group."""

    name: str = ""
    field: str = ""
    phone: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """An evacuation route."""

    name: str = ""
    start: str = ""
    end: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """All that is known; ``thresholds`` are texts by key (``response_1`` … ``warning_4``, ``event_1`` or any name)."""

    unit: Unit
    plan: PlanFacts = field(default_factory=PlanFacts)
    issue: Issue = field(default_factory=Issue)
    office: Office = field(default_factory=Office)
    command: tuple[Post, ...] = ()
    member: tuple[Member, ...] = ()
    group: tuple[Group, ...] = ()
    team: tuple[Team, ...] = ()
    supply: tuple[Supply, ...] = ()
    shelter: tuple[Shelter, ...] = ()
    risk: tuple[Risk, ...] = ()
    neighbour: tuple[Neighbour, ...] = ()
    contact: tuple[Contact, ...] = ()
    expert: tuple[Expert, ...] = ()
    route: tuple[Route, ...] = ()
    thresholds: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The short name of the unit, its full name when none is given."""
        return self.unit.short or self.unit.name


TABLES: dict[str, type] = {"unit": Unit, "plan": PlanFacts, "issue": Issue, "office": Office}
LISTS: dict[str, type] = {
    "command": Post,
    "member": Member,
    "group": Group,
    "team": Team,
    "supply": Supply,
    "shelter": Shelter,
    "risk": Risk,
    "neighbour": Neighbour,
    "contact": Contact,
    "expert": Expert,
    "route": Route,
}
