"""The checklists as data: what a plan of each type should contain, and the signs by which it is recognised.

``items.toml`` holds every item with its signs; one file per plan type says which items it needs, and with what force.
Patterns are written for normalised text (NFKC, no blanks): see ``kb.review.text``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kb.errors import InputError
from kb.known import Hotline, Known
from kb.lexicon import Endings, Lexicon
from kb.likeness import Likeness
from kb.model import Label
from kb.quantities import Units
from kb.ranks import Ranks
from kb.safety import Statement
from kb.weights import Weights
from kb.work import Shares

FORCES = ("L", "N", "S", "D", "A", "R", "P")
"""Forces of a requirement, strongest first: statute, 国办发〔2024〕5号, standard, departmental document, review guide, reference, practice."""
_REFERENCE = frozenset("RP")


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that the text of an item should say.

    Filled when at least ``at_least`` of ``patterns`` match: in the item's evidence, or within one section of it (``together``),
    or anywhere in the plan (``anywhere``). ``below`` patterns count too, but only in text under a heading of the item. ``like`` names the
    slot of the item itself whose written sentences (``kb.likeness``) show what fills this one of a plan type.
    """

    name: str
    patterns: tuple[str, ...]
    at_least: int = 1
    together: bool = False
    anywhere: bool = False
    below: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Plans whose title matches ``title`` need not have the item: ``label`` is given where it would be missing."""

    title: str
    label: Label


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule that asks for the item, for the plan types named."""

    force: str
    text: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item: how it is found (``heads``, ``cues``, ``signs``), what it must say (``core``) and should say (``optional``).

    ``heads`` and ``signs`` are patterns for headings and sentences, ``cues`` plain words; a heading pattern with ``/`` is matched against
    ``parent/heading``. ``related`` words and, in plans of everyday wording, ``families`` (other ways of saying it) keep the item from being
    called missing, and no more. ``spare`` optional slots may be empty in a good text (domain/07 §16). ``mask`` patterns are signs that
    deceive: they are blanked before anything is looked for. Lines under a heading that matches ``not_under`` are no evidence; quotes come
    from under a heading that matches ``prefers`` if they can. ``absent`` is the label when nothing is found anywhere, ``figure`` marks items
    that may be a mere picture, ``contents`` the one that is found in a contents page.
    """

    id: str
    name: str
    group: str
    weight: str
    heads: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    not_under: str = ""
    prefers: tuple[str, ...] = ()
    core: tuple[Slot, ...] = ()
    optional: tuple[Slot, ...] = ()
    spare: int = 1
    absent: Label = Label.MISSING
    absent_reason: str = ""
    figure: bool = False
    contents: bool = False
    waivers: tuple[Waiver, ...] = ()
    advice: str = ""
    bases: tuple[Basis, ...] = ()

    def basis_for(self, plan_type: str, force: str, reference: str) -> tuple[str, ...]:
        """The citable rules on this item for a plan of that type, strongest first.

        Where practice or a reference asks for the item (force R or P), the rules are no requirement: ``reference`` stands before them.
        """
        fitting = sorted(
            (b for b in self.bases if plan_type in b.types or not b.types), key=lambda b: FORCES.index(b.force)
        )
        return tuple(f"{reference if force in _REFERENCE else ''}{basis.text}" for basis in fitting)


@dataclass(frozen=True, slots=True)
class PlanType:
    """A plan type: its items with the force that asks for each, the items that it need not have, and its own criteria."""

    code: str
    name: str
    statute: str
    needs: dict[str, str]
    not_required: frozenset[str] = frozenset()
    items: tuple[ChecklistItem, ...] = ()

    def force(self, item_id: str) -> str:
        """The strongest force that asks for an item."""
        return self.needs.get(item_id, "P")


@dataclass(frozen=True, slots=True)
class Office:
    """A former name of a department (a pattern) and the name of today."""

    old: str
    now: str
    since: str
    since_date: str = ""


@dataclass(frozen=True, slots=True)
class TimeCap:
    """The longest time that a rule allows for a first report, in minutes, for plans of the given hazards or types.

    ``subject`` is a pattern of who reports; empty for anybody.
    """

    minutes: int
    basis: str
    hazards: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What a department usually does: patterns of its name, of all its usual duties, and of the duties that are its alone.

    ``inner`` are the departments of a company or a school, which are compared among themselves.
    """

    name: str
    body: str
    duty: str
    core: str
    inner: bool = False


@dataclass(frozen=True, slots=True)
class AddOn:
    """One thing that plans on a hazard, or of a type, should have beside the items of their type (HZ-*).

    ``hazards`` are prefixes of hazard codes, ``types`` plan types, ``words`` a pattern for the title; each limits where it is not empty.
    """

    item: ChecklistItem
    force: str
    hazards: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    words: str = ""

    def concerns(self, plan_type: str, hazard: str, title: str) -> bool:
        """Whether a plan of that type, on that hazard, with that title is asked for it."""
        fits = not self.hazards or any(hazard.startswith(prefix) for prefix in self.hazards)
        return (
            fits
            and (not self.types or plan_type in self.types)
            and (not self.words or bool(re.search(self.words, title)))
        )


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade, a hazard or a kind of text with words of its own; plans about what ``home`` matches may use them."""

    name: str
    home: str
    pattern: str
    alone: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Mapping[str, str]) -> Trade:
        """From blocks of text in which blanks part the words."""
        alone = tuple(table.get("alone", "").split())
        words = sorted({*table["words"].split(), *alone}, key=lambda word: (-len(word), word))
        return cls(table["name"], table["home"], "|".join(map(re.escape, words)), alone)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A way of writing that is the opposite of safe practice or of a statute.

    ``pattern`` is for normalised text, ``where`` (if any) must be met in the sentence or the title, ``said`` is what a reader is told.
    """

    pattern: str
    said: str
    where: str = ""
    basis: str = ""
    rule: str = "QC-SAFE"


@dataclass(frozen=True, slots=True)
class Kit:
    """What a list of supplies for a hazard usually holds: names with patterns; ``titles`` limits it to plans whose title matches."""

    hazards: tuple[str, ...]
    things: tuple[tuple[str, str], ...]
    titles: str = ""


@dataclass(frozen=True, slots=True)
class FindingRule:
    """What is said about a finding: its basis (empty: practice) and the advice."""

    basis: str
    advice: str


@dataclass(frozen=True)
class Checklists:
    """All items and types, and the data of the finding rules."""

    edition: str
    reference: str
    items: tuple[ChecklistItem, ...]
    plan_types: dict[str, PlanType]
    offices: tuple[Office, ...] = ()
    caps: tuple[TimeCap, ...] = ()
    provinces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counties: dict[str, frozenset[str]] = field(default_factory=dict)
    rules: dict[str, FindingRule] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    statements: tuple[Statement, ...] = ()
    units: Units = field(default_factory=Units)
    ranks: Ranks = field(default_factory=Ranks)
    chains: tuple[tuple[str, ...], ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    known: tuple[Known, ...] = ()
    addons: tuple[AddOn, ...] = ()
    kits: tuple[Kit, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    likeness: Likeness | None = field(default=None, compare=False)
    work: Likeness | None = field(default=None, compare=False)
    shares: Shares | None = None
    weighing: Weights | None = None
    endings: Endings = field(default_factory=Endings)
    trades: tuple[Trade, ...] = ()
    institutions: tuple[Trade, ...] = ()
    event_types: tuple[str, ...] = ()

    @cached_property
    def types(self) -> dict[str, str]:
        """Code → Chinese name, in the order of the files' ranks."""
        return {code: kind.name for code, kind in self.plan_types.items()}

    def for_type(self, code: str) -> PlanType:
        """The checklist of one type. Raises InputError("unknown_plan_type")."""
        try:
            return self.plan_types[code]
        except KeyError:
            known = "、".join(f"{known}（{name}）" for known, name in self.types.items())
            raise InputError("unknown_plan_type", code=code, known=known) from None

    def item(self, item_id: str) -> ChecklistItem:
        """One item by id; KeyError when there is none."""
        return self._by_id[item_id]

    @cached_property
    def _by_id(self) -> dict[str, ChecklistItem]:
        return {item.id: item for item in self.items}
