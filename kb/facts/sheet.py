"""The fact sheet: what is known of a unit and its plan, read from TOML or a form and written back without loss.

Unknown keys are kept (``FactSheet.extra``) and reported; a missing fact is an empty string or tuple, never a guess.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import InputError
from kb.facts.model import (
    LISTS,
    TABLES,
    Amount,
    Contact,
    Expert,
    FactSheet,
    Group,
    Issue,
    Member,
    Neighbour,
    Office,
    PlanFacts,
    Post,
    Risk,
    Route,
    Shelter,
    Supply,
    Team,
    Unit,
)
from kb.model import PLAN_LEVELS, Notice, Severity

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "DATES",
    "LISTS",
    "TABLES",
    "TEXT_LISTS",
    "Amount",
    "Contact",
    "Expert",
    "FactSheet",
    "Group",
    "Issue",
    "Member",
    "Neighbour",
    "Office",
    "PlanFacts",
    "Post",
    "Risk",
    "Route",
    "Shelter",
    "Supply",
    "Team",
    "Unit",
    "dump_facts",
    "facts_from_mapping",
    "facts_to_mapping",
    "is_amount",
    "laid_over",
    "level_of",
    "load_facts",
    "load_mapping",
    "parse_facts",
    "unflatten",
    "with_type",
]

DATES = frozenset({"effective", "compiled", "date"})
_AMOUNTS = {"size", "quantity", "capacity", "people"}
TEXT_LISTS = frozenset({"duties", "superior", "related", "to", "copy_to", "members"})
"""Fields that hold several texts."""
_DATE = re.compile(r"(\d{4})年?(?:[-/.]?(\d{1,2})月?(?:[-/.]?(\d{1,2})日?)?)?(?:[T ]\d{2}:\d{2}.*)?")
_LONGEST_NAME = 200
_LEVEL_OF_SUFFIX = (
    (("村", "社区", "居委会", "村委会", "村民委员会", "居民委员会"), "村社区"),
    (("镇", "乡", "街道", "街道办事处"), "乡镇"),
    (("学校", "小学", "中学", "幼儿园", "学院", "大学"), "学校"),
    (("公司", "厂", "集团", "酒店", "医院"), "企业"),
    (("省", "自治区"), "省"),
    (("县", "区", "旗"), "县"),
    (("市", "州", "盟"), "市"),
)


def load_facts(path: Path) -> tuple[FactSheet, tuple[Notice, ...]]:
    """Read a fact sheet; unknown keys become notices, a wrong type ``InputError("bad_facts")`` with key and line.

    A file that is no UTF-8 text is ``InputError("facts_encoding")``.
    """
    return parse_facts(_text_of(path), name=path.name)


def parse_facts(text: str, *, name: str = "") -> tuple[FactSheet, tuple[Notice, ...]]:
    """Read a fact sheet from TOML text; errors as in ``load_facts``."""
    return facts_from_mapping(_toml(text, name), source=text)


def load_mapping(path: Path) -> dict[str, Any]:
    """The plain data of a TOML file that need not be a whole fact sheet, such as what all units of a batch share."""
    return _toml(_text_of(path), path.name)


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two nested fact mappings as one: the later wins field by field, its lists replace whole lists."""
    merged = dict(under)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = laid_over(known, value) if isinstance(value, dict) and isinstance(known, dict) else value
    return merged


def is_amount(name: str) -> bool:
    """Whether a field of this name holds a number or a text with a number."""
    return name in _AMOUNTS


def _text_of(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError("facts_unreadable", path=path, reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise InputError("facts_encoding", path=path) from error
    if "\0" in text:
        raise InputError("facts_encoding", path=path)
    return text


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise InputError("facts_syntax", path=name, line=found[1] if found else "", reason=str(error)) from error


def facts_from_mapping(raw: Mapping[str, Any], *, source: str = "") -> tuple[FactSheet, tuple[Notice, ...]]:
    """Check a nested mapping (TOML, JSON or a form) and make a fact sheet of it; ``source`` is TOML text for line numbers."""
    from pydantic import ValidationError

    known, extra, strange = _split(_plain(raw))
    unit = known.get("unit")
    if not (
        isinstance(unit, dict) and (not isinstance(unit.get("name", ""), str) or str(unit.get("name", "")).strip())
    ):
        raise InputError("facts_missing", key="unit.name")
    try:
        sheet = _checker().validate_python({**known, "extra": extra})
    except ValidationError as error:
        raise _bad_facts(error.errors()[0], source) from error
    notices = tuple(Notice(Severity.WARNING, "unknown_key", {"key": key}, _line_of(source, key)) for key in strange)
    return _completed(sheet, source), notices


@cache
def _checker() -> TypeAdapter[FactSheet]:
    """Made once: pydantic takes 50 ms to understand the dataclasses."""
    from pydantic import TypeAdapter

    return TypeAdapter(FactSheet)


def facts_to_mapping(facts: FactSheet) -> dict[str, Any]:
    """The fact sheet as plain data without empty values, ready for JSON or TOML."""
    data = {key: _without_empty(value) for key, value in asdict(facts).items() if key != "extra"}
    for key, value in facts.extra.items():
        kept = data.get(key)
        data[key] = {**kept, **value} if isinstance(kept, dict) and isinstance(value, dict) else value
    return {key: value for key, value in data.items() if value}


def dump_facts(facts: FactSheet) -> str:
    """The fact sheet as TOML text; reading it again gives an equal sheet."""
    import tomli_w

    return tomli_w.dumps(facts_to_mapping(facts), multiline_strings=True)


def with_type(facts: FactSheet, code: str) -> tuple[FactSheet, tuple[Notice, ...]]:
    """The sheet with plan type ``code``, which wins over ``plan.type`` with a notice."""
    if not code or code == facts.plan.type:
        return facts, ()
    changed = replace(facts, plan=replace(facts.plan, type=code))
    if not facts.plan.type:
        return changed, ()
    return changed, (Notice(Severity.WARNING, "plan_type_overridden", {"old": facts.plan.type, "new": code}),)


def level_of(name: str) -> str:
    """The level that the name of a unit shows, empty when it shows none."""
    trimmed = re.sub(r"(人民政府|委员会|党委|办公室)+$", "", name)
    for suffixes, level in _LEVEL_OF_SUFFIX:
        if name.endswith(suffixes) or trimmed.endswith(suffixes):
            return level
    return ""


def unflatten(row: Mapping[str, object]) -> dict[str, Any]:
    """A nested mapping from dotted keys: ``command.1.holder`` is the holder of the first post (numbers count from 1)."""
    nested: dict[str, Any] = {}
    for key, value in row.items():
        if value is None or value == "":
            continue
        _put(nested, key.split("."), value)
    return {key: _as_list(value) if key in LISTS else value for key, value in nested.items()}


def _put(target: dict[str, Any], parts: list[str], value: object) -> None:
    for part in parts[:-1]:
        target = target.setdefault(part, {})
    target[parts[-1]] = value


def _as_list(value: Any) -> Any:
    if isinstance(value, dict) and value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def _completed(sheet: FactSheet, source: str) -> FactSheet:
    """The sheet with the level that the name shows; what is no date, level or name is ``InputError("bad_facts")``."""
    if len(sheet.unit.name) > _LONGEST_NAME or len(sheet.unit.name.splitlines()) > 1:
        raise _wrong("unit.name", "name", source)
    level = sheet.unit.level or level_of(sheet.unit.name)
    if level and level not in PLAN_LEVELS:
        raise _wrong("unit.level", "level", source, known="、".join(PLAN_LEVELS))
    dates = {
        "plan.effective": sheet.plan.effective,
        "plan.compiled": sheet.plan.compiled,
        "issue.date": sheet.issue.date,
    }
    for key, text in dates.items():
        if text and not _is_date(text):
            raise _wrong(key, "date", source)
    return replace(sheet, unit=replace(sheet.unit, level=level))


def _is_date(text: str) -> bool:
    """Whether ``text`` is a date as precise as known: 2026, 2026-12, 2026-12-08 (with a time or not), 2026年12月8日."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def _plain(value: Any, key: str = "") -> Any:
    """Dates as ISO text, and single texts where a list of texts is asked."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if key in TEXT_LISTS and isinstance(value, str):
        return [value] if value else []
    return value


def _split(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Known data, unknown data that is kept, and the dotted unknown keys."""
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    strange: list[str] = []
    for key, value in raw.items():
        if key == "thresholds":
            known[key] = value if not isinstance(value, dict) else {name: _text(item) for name, item in value.items()}
        elif key in TABLES and isinstance(value, dict):
            names = {item.name for item in fields(TABLES[key])}
            known[key] = {name: item for name, item in value.items() if name in names}
            rest = {name: item for name, item in value.items() if name not in names}
            if rest:
                extra[key] = rest
                strange += [f"{key}.{name}" for name in rest]
        elif key in TABLES or key in LISTS:
            known[key] = value
            if key in LISTS:
                strange += _strange_in_list(key, value)
        else:
            extra[key] = value
            strange.append(key)
    return known, extra, strange


def _strange_in_list(key: str, rows: Any) -> list[str]:
    names = {item.name for item in fields(LISTS[key])}
    found = [
        f"{key}.{name}" for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict) for name in row
    ]
    return list(dict.fromkeys(name for name in found if name.split(".")[1] not in names))


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _bad_facts(error: Any, source: str) -> InputError:
    places = [place for place in error["loc"] if not (isinstance(place, str) and place in {"int", "float", "str"})]
    key = ".".join(str(place + 1) if isinstance(place, int) else str(place) for place in places)
    name = str(places[-1]) if places else ""
    expected = {"string_type": "text", "tuple_type": "list", "dataclass_type": "table", "dict_type": "table"}
    kind = "amount" if name in _AMOUNTS else "date" if name in DATES else expected.get(error["type"], "other")
    return _wrong(key, kind, source)


def _wrong(key: str, expected: str, source: str, **more: str) -> InputError:
    """``expected`` is text, list, amount, table, date, name, level or other; ``where`` is L12 for line 12, empty when not known."""
    line = _line_of(source, key)
    where = f"L{line} " if line else ""
    reason = f"expected {expected}"
    return InputError("bad_facts", key=key, expected=expected, line=line, where=where, reason=reason, **more)


def _line_of(source: str, dotted: str) -> str:
    """The 1-based line of ``table.key`` or ``list.2.key`` in TOML text, empty when it cannot be told."""
    parts = dotted.split(".")
    number = next((int(part) for part in parts if part.isdigit()), 1)
    name = next((part for part in reversed(parts) if not part.isdigit()), "")
    table, seen = "", 0
    for line, text in enumerate(source.splitlines(), start=1):
        if head := re.match(r"\s*\[{1,2}\s*([\w.-]+)\s*\]", text):
            table, seen = head[1], seen + (head[1] == parts[0])
            if len(parts) == 1 and table == name:
                return str(line)
        elif re.match(rf"\s*{re.escape(name)}\s*=", text) and (
            len(parts) == 1 or (table == parts[0] and seen == number)
        ):
            return str(line)
    return ""


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: item
            for key, item in ((key, _without_empty(item)) for key, item in value.items())
            if item not in ("", [], {})
        }
    if isinstance(value, list | tuple):
        return [_without_empty(item) for item in value]
    return value
