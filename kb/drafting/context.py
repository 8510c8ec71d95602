"""What a template may name: the facts, and words that follow from them and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from kb.dates import chinese_date
from kb.drafting.outline import HazardWords, Outlines
from kb.facts.sheet import DATES, LISTS, TABLES, FactSheet
from kb.regions import region_parts

_OWN_WORD = {
    "国家": "国家",
    "省": "省",
    "市": "市",
    "县": "县",
    "乡镇": "镇",
    "村社区": "村",
    "企业": "单位",
    "学校": "学校",
}
_LOWER = {
    "省": "市、县级人民政府",
    "市": "县（市、区）人民政府",
    "县": "乡镇人民政府（街道办事处）",
    "乡镇": "村（居）民委员会",
    "村社区": "村（居）民小组",
    "企业": "各车间（部门）",
    "学校": "各年级、各班级",
}
_APPROVED = re.compile(r"(?:审议|研究|讨论)?(?:审议|同意|通过|批准|审批)+$")
"""县人民政府常务会议审议通过 → 县人民政府常务会议."""
_NO_EVENT = frozenset({"EVT", "SUP", "TGT"})
"""Types whose ``plan.hazard`` names an activity, a service or a target: what happens to it is an emergency, not the thing itself."""
DERIVED = frozenset(
    {
        "short",
        "own",
        "lower",
        "upper",
        "upper_gov",
        "gov",
        "event",
        "hazard_name",
        "command_body",
        "title",
        "top_post",
        "issuer",
        "approver",
        "office_body",
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """A text with the fact key it comes from; ``rule`` marks words that hold for every unit."""

    text: str
    key: str
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Facts and the words derived from them, looked up by the keys that templates use."""

    facts: FactSheet
    hazard: HazardWords | None
    labels: dict[str, str]

    def value(self, key: str) -> Value | None:
        """The text of a fact (``unit.name``, ``thresholds.response_1``) or derived word; None when it is not known."""
        if key in DERIVED:
            return self._derived(key)
        table, _, name = key.partition(".")
        if table == "thresholds":
            text = self.facts.thresholds.get(name, "")
        else:
            text = joined(getattr(getattr(self.facts, table), name), titles=name in ("superior", "related"))
            text = chinese_date(text) if name in DATES else text
        return Value(text, key) if text else None

    def wordings(self, key: str) -> frozenset[str]:
        """All texts that stand for a fact: its own and those derived from it alone (``unit.name``: 青山县, 青山县人民政府)."""
        values = (self.value(each) for each in (key, *DERIVED))
        return frozenset(value.text for value in values if value and value.key == key)

    def label(self, key: str) -> str:
        """What a missing fact is called in its slot."""
        return self.labels.get(key, key)

    def records(self, name: str) -> tuple[Any, ...]:
        """The entries of a list of facts."""
        return tuple(getattr(self.facts, name))

    def truthy(self, key: str) -> bool:
        """Whether a list has entries or a fact is known."""
        return bool(self.records(key)) if key in LISTS else self.value(key) is not None

    def _derived(self, key: str) -> Value | None:
        facts, unit = self.facts, self.facts.unit
        parents = region_parts(unit.region)
        parents = [part for part in parents if part not in unit.name and part != unit.short] or parents[:-1]
        top = facts.command[0].post if facts.command else ""
        named = "" if facts.plan.type in _NO_EVENT else facts.plan.hazard
        event = self.hazard.event if self.hazard else named
        table = {
            "short": Value(unit.short or unit.name, "unit.short" if unit.short else "unit.name"),
            "own": Value(own_word(facts), "unit.level", rule=True),
            "lower": Value(_LOWER.get(unit.level, "下级人民政府"), "unit.level", rule=True),
            "upper": Value(parents[-1] if parents else "", "unit.region"),
            "upper_gov": Value(f"{parents[-1]}人民政府" if parents else "", "unit.region"),
            "gov": Value(government(facts), "unit.name"),
            "event": Value(event or "突发事件", "plan.hazard", rule=not event),
            "hazard_name": Value(facts.plan.hazard, "plan.hazard"),
            "command_body": Value(
                facts.plan.command_body or "应急指挥部", "plan.command_body", rule=not facts.plan.command_body
            ),
            "title": Value(facts.plan.title, "plan.title"),
            "top_post": Value(top or "指挥长", "command.1.post", rule=not top),
            "issuer": Value(facts.issue.body, "issue.body"),
            "approver": Value(_APPROVED.sub("", facts.issue.approved_by), "issue.approved_by"),
            "office_body": Value(facts.office.body, "office.body"),
        }
        found = table[key]
        return found if found.text else None


def context_of(facts: FactSheet, outlines: Outlines) -> Context:
    """The context of a fact sheet."""
    words = f"{facts.plan.hazard} {facts.plan.title}".strip()
    hazard = outlines.hazard(facts.plan.hazard) or (outlines.hazard(words) if words else None)
    return Context(facts, hazard, dict(outlines.labels))


def known_keys() -> frozenset[str]:
    """All keys of facts outside lists that a template may name, thresholds aside."""
    return DERIVED | {f"{table}.{item.name}" for table, kind in TABLES.items() for item in fields(kind)}


def joined(value: Any, *, titles: bool = False) -> str:
    """A fact as running text; ``titles`` puts names of documents into 《》."""
    if titles:
        return "".join(f"《{item.strip('《》')}》" for item in value)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    return "、".join(str(item) for item in value)


def own_word(facts: FactSheet) -> str:
    """The word a unit calls its own level by: 县, 区, 镇, 街道, 村, 社区, 公司 …"""
    bare = re.sub(r"(人民政府|办事处|村民委员会|居民委员会|委员会)$", "", facts.unit.name)
    for suffix in (
        "街道",
        "社区",
        "公司",
        "学校",
        "小学",
        "中学",
        "幼儿园",
        "医院",
        "省",
        "市",
        "县",
        "区",
        "州",
        "旗",
        "镇",
        "乡",
        "村",
    ):
        if bare.endswith(suffix) or facts.unit.short.endswith(suffix):
            return suffix
    return _OWN_WORD.get(facts.unit.level, "单位")


def own_names(facts: FactSheet) -> frozenset[str]:
    """All names that belong in a plan of this unit: its own, its region's and those that its facts mention."""
    texts = [facts.unit.name, facts.unit.short, facts.unit.region, *region_parts(facts.unit.region)]
    texts += list(_texts(facts))
    return frozenset(text for text in texts if text)


def government(facts: FactSheet) -> str:
    """The unit's full name: of a place that is only named, its people's government."""
    name = facts.unit.name
    if facts.unit.level in ("省", "市", "县", "乡镇") and not name.endswith(
        ("政府", "办事处", "委员会", "局", "部", "办")
    ):
        return f"{name}人民政府"
    return name


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif hasattr(value, "__dataclass_fields__"):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))
