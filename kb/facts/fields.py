"""Labels of the fact sheet's fields, for the form and the batch workbook."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactField:
    """One field: ``key`` inside its group, Chinese ``label``, a word of ``help``."""

    key: str
    label: str
    required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A table (``unit``) or a list (``team``) of the fact sheet with its fields in the order shown."""

    key: str
    label: str
    list: bool
    fields: tuple[FactField, ...]


def load_fields(text: str) -> tuple[FactGroup, ...]:
    """The groups from ``fields.toml``."""
    return tuple(
        FactGroup(
            key=group["key"],
            label=group["label"],
            list=group.get("list", False),
            fields=tuple(
                FactField(f["key"], f["label"], f.get("required", False), f.get("help", "")) for f in group["fields"]
            ),
        )
        for group in tomllib.loads(text)["group"]
    )


def key_of_label(label: str, groups: Iterable[FactGroup]) -> str:
    """The dotted key that a header cell names: a key itself (``unit.name``), or ``编制单位·单位名称``, or a label used only once."""
    groups = tuple(groups)
    words = label.strip()
    named = {f"{g.key}.{f.key}": f"{g.key}.{f.key}" for g in groups for f in g.fields}
    named |= {f"{g.label}·{f.label}": f"{g.key}.{f.key}" for g in groups for f in g.fields}
    if words in named:
        return named[words]
    found = [f"{g.key}.{f.key}" for g in groups if not g.list for f in g.fields if f.label == words]
    if len(found) == 1:
        return found[0]
    return words if words.split(".")[0] in {g.key for g in groups} | {"thresholds"} else ""
