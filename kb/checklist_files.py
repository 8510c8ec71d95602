"""The checklists read from their files: items with macros and bases, plan types with overrides, the data of the finding rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Any

from kb.checklists import (
    FORCES,
    AddOn,
    Basis,
    ChecklistItem,
    Checklists,
    Field,
    FindingRule,
    Kit,
    Office,
    PlanType,
    Slot,
    TimeCap,
    Trade,
    Waiver,
    Wrong,
)
from kb.known import Hotline, Known
from kb.lexicon import Endings, Lexicon
from kb.likeness import Likeness
from kb.model import Label
from kb.quantities import Units
from kb.ranks import Ranks
from kb.safety import Statement
from kb.weights import Weights
from kb.work import Shares

ITEM_FILE = "items.toml"
FAMILY_FILE = "_families.toml"
"""Other ways of saying what an item asks for, in everyday words: they keep it from being called missing, and no more."""
_MACRO = re.compile(r"<([A-Z]+)>")


def load(source: Traversable | Mapping[str, str], likeness: bytes = b"", duties: bytes = b"") -> Checklists:
    """The checklists from a folder or from file name → text; files whose names begin with ``_`` feed the finding rules.

    ``likeness`` (of sentences to slots) and ``duties`` (of work to bodies) are the learned parts (``kb.likeness``) as npz; without them
    only patterns judge.
    """
    tables = {name: tomllib.loads(text) for name, text in _texts(source)}
    base = tables.pop(ITEM_FILE)
    macros = {name: str(text) for name, text in base.get("macros", {}).items()}
    sources = {name: _Source.of(table) for name, table in base.get("sources", {}).items()}
    groups = {name: frozenset(codes) for name, codes in base.get("groups", {}).items()}
    families = tables.pop(FAMILY_FILE, {}).get("families", {})
    items = tuple(
        replace(_item(table, macros, sources, groups), families=_expanded(families.get(table["id"], ()), macros))
        for table in base["item"]
    )
    extra = {name: tables.pop(name) for name in sorted(tables) if name.startswith("_")}
    ranked = sorted(tables.values(), key=lambda table: int(table.get("rank", 99)))
    types = {str(table["code"]): _plan_type(table, items, macros) for table in ranked}
    edition, reference = str(base.get("edition", "")), str(base.get("reference", ""))
    learned, work = (Likeness.load(each) if each else None for each in (likeness, duties))
    return Checklists(edition, reference, items, types, **_extras(extra.values()), likeness=learned, work=work)


def _texts(source: Traversable | Mapping[str, str]) -> Iterable[tuple[str, str]]:
    if isinstance(source, Mapping):
        return list(source.items())
    return [(each.name, each.read_text(encoding="utf-8")) for each in source.iterdir() if each.name.endswith(".toml")]


@dataclass(frozen=True, slots=True)
class _Source:
    title: str
    force: str
    group: str

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> _Source:
        return cls(str(table["title"]), str(table["force"]), str(table.get("group", "")))


def _extras(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The data of the finding rules, as fields of ``Checklists``."""
    offices: list[Office] = []
    caps: list[TimeCap] = []
    provinces: dict[str, tuple[str, ...]] = {}
    counties: dict[str, frozenset[str]] = {}
    rules: dict[str, FindingRule] = {}
    fields: list[Field] = []
    wrongs: list[Wrong] = []
    statements: list[Statement] = []
    chains: list[tuple[str, ...]] = []
    hotlines: list[Hotline] = []
    known: list[Known] = []
    addons: list[AddOn] = []
    kits: list[Kit] = []
    trades: list[Trade] = []
    institutions: list[Trade] = []
    event_types: list[str] = []
    lexicon, endings, units, ranks = Lexicon(), Endings(), Units(), Ranks()
    shares: Shares | None = None
    weighing: Weights | None = None
    for table in tables:
        offices += [Office(**each) for each in table.get("office", [])]
        caps += [
            TimeCap(
                int(each["minutes"]),
                str(each["basis"]),
                tuple(each.get("hazards", ())),
                tuple(each.get("types", ())),
                str(each.get("subject", "")),
            )
            for each in table.get("cap", [])
        ]
        provinces |= {name: tuple(cities.split()) for name, cities in table.get("provinces", {}).items()}
        for province, names in table.get("counties", {}).items():
            counties |= {name: counties.get(name, frozenset()) | {province} for name in names.split()}
        rules |= {name: FindingRule(**each) for name, each in table.get("rule", {}).items()}
        addons += [
            _addon(each, str(each.get("not_under", table.get("not_under", "")))) for each in table.get("addon", [])
        ]
        fields += [Field(**each) for each in table.get("field", [])]
        event_types += table.get("event_types", {}).get("names", "").split()
        trades += [Trade.of(each) for each in table.get("trade", [])]
        institutions += [Trade.of(each) for each in table.get("institution", [])]
        wrongs += [Wrong(**each) for each in table.get("wrong", [])]
        chains += [tuple(each["names"]) for each in table.get("chain", [])]
        hotlines += [Hotline(**each) for each in table.get("hotline", [])]
        known += [Known.of(each) for each in table.get("known", [])]
        weighing = Weights.of(table["weighing"]) if "weighing" in table else weighing
        statements += Statement.all_of(table.get("safety", []), table.get("safety_macros", {}))
        shares = Shares.of(table) if "task" in table else shares
        kits += [
            Kit(
                tuple(each["hazards"]),
                tuple((name, source) for name, source in each["things"]),
                str(each.get("titles", "")),
            )
            for each in table.get("kit", [])
        ]
        if "quantity_units" in table:
            units = Units.of(table["quantity_units"], table["quantity"])
        ranks = Ranks.of(table["areas"], table["rank"]) if "areas" in table else ranks
        lexicon = Lexicon.of(table["lexicon"]) if "lexicon" in table else lexicon
        endings = Endings.of(table["endings"]) if "endings" in table else endings
    return {
        "offices": tuple(offices),
        "caps": tuple(caps),
        "provinces": provinces,
        "counties": counties,
        "rules": rules,
        "fields": tuple(fields),
        "wrongs": tuple(wrongs),
        "statements": tuple(statements),
        "units": units,
        "shares": shares,
        "ranks": ranks,
        "chains": tuple(chains),
        "hotlines": tuple(hotlines),
        "known": tuple(known),
        "addons": tuple(addons),
        "kits": tuple(kits),
        "lexicon": lexicon,
        "endings": endings,
        "trades": tuple(trades),
        "institutions": tuple(institutions),
        "event_types": tuple(event_types),
        "weighing": weighing,
    }


def _item(
    table: Mapping[str, Any],
    macros: Mapping[str, str],
    sources: Mapping[str, _Source],
    groups: Mapping[str, frozenset[str]],
) -> ChecklistItem:
    bare = ChecklistItem(str(table["id"]), str(table["name"]), str(table["group"]), str(table["weight"]))
    bases = tuple(_basis(text, sources, groups) for text in table.get("basis", ()))
    return replace(_criteria(bare, table, macros), bases=bases)


def _criteria(item: ChecklistItem, table: Mapping[str, Any], macros: Mapping[str, str]) -> ChecklistItem:
    """The item with the criteria that ``table`` names; what it does not name stays (the overrides of a plan type)."""
    changes: dict[str, Any] = {}
    for name in ("heads", "cues", "signs", "related", "mask"):
        if name in table:
            changes[name] = _expanded(table[name], macros)
    for name in ("core", "optional"):
        if name in table:
            changes[name] = tuple(_slot(each, macros) for each in table[name])
    for name in ("spare", "advice", "figure", "contents", "weight", "absent_reason"):
        if name in table:
            changes[name] = table[name]
    if "absent" in table:
        changes["absent"] = Label(table["absent"])
    if "waivers" in table:
        changes["waivers"] = tuple(Waiver(each["title"], Label(each["label"])) for each in table["waivers"])
    return replace(item, **changes)


def _expand(text: str, macros: Mapping[str, str]) -> str:
    return _MACRO.sub(lambda found: macros.get(found[1], found[0]), text)


def _expanded(texts: Iterable[str], macros: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_expand(text, macros) for text in texts)


def _slot(table: Mapping[str, Any], macros: Mapping[str, str]) -> Slot:
    patterns = tuple(_expand(text, macros) for text in table["any"])
    return Slot(
        str(table["name"]),
        patterns,
        int(table.get("min", 1)),
        bool(table.get("together", False)),
        bool(table.get("anywhere", False)),
        tuple(_expand(text, macros) for text in table.get("below", ())),
        str(table.get("like", "")),
    )


def _addon(table: Mapping[str, Any], not_under: str) -> AddOn:
    force, name = str(table["force"]), str(table["name"])
    parts = [(str(part), (str(source),)) for part, source in table.get("parts", ())]
    signs = tuple(table.get("any", ())) or tuple(source for _, sources in parts for source in sources)
    slots = [Slot(part, sources, anywhere=True) for part, sources in parts]
    slots = slots or [Slot(name, signs, at_least=int(table.get("least", 1)), anywhere=True)]
    rules = (Basis(force, str(table["basis"]), frozenset()),) if "basis" in table else ()
    item = ChecklistItem(
        str(table["id"]), name, "灾种加项", "C", prefers=tuple(table.get("heads", ())), signs=signs, core=tuple(slots),
        not_under=not_under, advice=str(table["advice"]), bases=rules,
    )  # fmt: skip
    return AddOn(
        item, force, tuple(table.get("hazards", ())), tuple(table.get("types", ())), str(table.get("words", ""))
    )


def _basis(text: str, sources: Mapping[str, _Source], groups: Mapping[str, frozenset[str]]) -> Basis:
    """``应对法|第七十条`` or ``应对法|第七十条|SDC TWN``: source, article, types or groups of types where not those of the source."""
    name, article, *who = (part.strip() for part in text.split("|"))
    source = sources[name]
    codes: set[str] = set()
    for word in (who[0] if who else source.group).split():
        codes |= groups.get(word, {word})
    return Basis(source.force, f"{source.title}{article}", frozenset(codes))


def _plan_type(table: Mapping[str, Any], items: Iterable[ChecklistItem], macros: Mapping[str, str]) -> PlanType:
    needs = {f"EL-{number}": force for force in FORCES for number in table.get("needs", {}).get(force, ())}
    overrides = table.get("overrides", {})
    chosen = tuple(
        _criteria(item, overrides[item.id], macros) if item.id in overrides else item
        for item in items
        if item.id in needs
    )
    return PlanType(
        str(table["code"]),
        str(table["name"]),
        str(table.get("statute", "")),
        needs,
        frozenset(f"EL-{number}" for number in table.get("not_required", ())),
        chosen,
    )
