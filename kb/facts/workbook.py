"""A workbook of units as fact sheets: a row a unit, lists on sheets of their own; a bad cell spoils its own row only.

Header cells are dotted keys (``unit.name``, ``command.1.holder``) or the Chinese labels of the generated template; a sheet named
``team`` or 应急队伍 … holds entries of that list, each with the name of its unit (DESIGN §5).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.facts.fields import FactGroup, key_of_label
from kb.facts.sheet import TEXT_LISTS, is_amount, unflatten
from kb.model import Notice, Severity

MAX_ROWS = 20_000
MAX_BYTES = 400 * 1024**2
"""Rows of a sheet and unpacked bytes of a workbook that are still read."""
_HEAD_ROWS = 12
_NUMBERED = re.compile(r"(.+?)\s*[.·]?\s*(\d{1,3})\s*[.·](.+)")
_SPLIT = re.compile(r"\s*[;；\n]\s*")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: its facts as a nested mapping, where each dotted key stands, and the error that spoils the row."""

    row: int
    name: str
    data: dict[str, Any]
    cells: Mapping[str, str] = field(default_factory=dict)
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class _Cell:
    place: str
    value: Any
    formula: bool = False


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    rows: tuple[tuple[_Cell, ...], ...]


def read_units(
    path: Path, groups: Sequence[FactGroup], labels: Mapping[str, str] | None = None
) -> tuple[tuple[UnitRow, ...], tuple[Notice, ...]]:
    """The units of a workbook in its order; ``labels`` are further header words → dotted keys.

    Raises ``InputError``: bad_workbook (no workbook, too large), no_unit_column, no_units.
    """
    sheets = _sheets(path)
    lists = {sheet: name for sheet in sheets if (name := _list_name(sheet.name, groups))}
    notices: list[Notice] = []
    for sheet in sheets:
        if sheet in lists:
            continue
        rows = list(_units(sheet, groups, labels or {}, notices))
        if rows:
            for listed, name in lists.items():
                rows = _with_entries(rows, listed, name, groups, notices)
            return tuple(rows), tuple(notices)
    if any(_header(sheet, groups, labels or {}, "unit.name") for sheet in sheets if sheet not in lists):
        raise InputError("no_units", path=path.name)
    raise InputError("no_unit_column", path=path.name)


# --------------------------------------------------------------------------- cells


def _sheets(path: Path) -> tuple[_Sheet, ...]:
    """All cells that hold something; formulas give the value that the office program stored with them."""
    import openpyxl

    if not path.is_file():
        raise InputError("no_such_file", path=path)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_BYTES:
                raise InputError("bad_workbook", path=path.name, reason="too_large")
        formulas = openpyxl.load_workbook(path, read_only=True)
        values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser met
        raise InputError("bad_workbook", path=path.name, reason="no_workbook") from error
    try:
        return tuple(_Sheet(name, tuple(_rows(formulas[name], values[name]))) for name in formulas.sheetnames)
    except InputError:
        raise
    except Exception as error:
        raise InputError("bad_workbook", path=path.name, reason="no_workbook") from error
    finally:
        formulas.close()
        values.close()


def _rows(written: Any, computed: Any) -> Iterator[tuple[_Cell, ...]]:
    if not hasattr(written, "iter_rows"):
        return
    for number, (row, stored) in enumerate(zip(written.iter_rows(), computed.iter_rows(), strict=False), start=1):
        if number > MAX_ROWS:
            raise InputError("bad_workbook", path=written.title, reason="too_many_rows")
        yield tuple(
            _Cell(f"{written.title}!{cell.coordinate}", value.value, cell.data_type == "f" or value.data_type == "e")
            if cell.value is not None
            else _Cell("", None)
            for cell, value in zip(row, stored, strict=False)
        )


def _value(cell: _Cell, key: str) -> Any:
    """The cell as a fact: numbers stay numbers for amounts only, lists are split at ； and line breaks."""
    if cell.formula and (cell.value is None or str(cell.value).startswith("#")):
        raise InputError("bad_cell", cell=cell.place, reason="formula")
    value = cell.value
    name = key.rsplit(".", 1)[-1]
    if isinstance(value, datetime | date):
        value = value.date() if isinstance(value, datetime) and not (value.hour or value.minute) else value
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or value is None:
        raise InputError("bad_cell", cell=cell.place, reason="logical")
    if isinstance(value, int | float) and is_amount(name):
        return value
    words = str(value).strip()
    if name in TEXT_LISTS:
        return [part for part in _SPLIT.split(words) if part]
    return words


# --------------------------------------------------------------------------- units


def _units(
    sheet: _Sheet, groups: Sequence[FactGroup], labels: Mapping[str, str], notices: list[Notice]
) -> Iterator[UnitRow]:
    found = _header(sheet, groups, labels, "unit.name")
    if found is None:
        return
    head, keys = found
    for column, cell in enumerate(sheet.rows[head]):
        if cell.value is not None and not keys.get(column):
            notices.append(Notice(Severity.WARNING, "unknown_column", {"label": str(cell.value)}, cell.place))
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        filled = [(keys[at], cell) for at, cell in enumerate(row) if keys.get(at) and _says_something(cell)]
        if filled:
            yield _unit(number, filled)


def _says_something(cell: _Cell) -> bool:
    return cell.formula or (cell.value is not None and str(cell.value).strip() != "")


def _unit(number: int, filled: Iterable[tuple[str, _Cell]]) -> UnitRow:
    flat: dict[str, object] = {}
    cells: dict[str, str] = {}
    error: InputError | None = None
    for key, cell in filled:
        cells[key] = cell.place
        try:
            flat[key] = _value(cell, key)
        except InputError as caught:
            error = error or caught
    name = str(flat.get("unit.name", ""))
    if not name and error is None:
        error = InputError("bad_cell", cell=next(iter(cells.values())), reason="no_unit_name")
    return UnitRow(number, name, unflatten(flat), cells, error)


def _header(
    sheet: _Sheet, groups: Sequence[FactGroup], labels: Mapping[str, str], wanted: str, within: str = ""
) -> tuple[int, dict[int, str]] | None:
    """The row (0-based) that names the columns, ``wanted`` among them, and the keys of its columns."""
    for at, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        keys = {
            column: key
            for column, cell in enumerate(row)
            if isinstance(cell.value, str) and (key := header_key(cell.value, groups, labels, within))
        }
        if wanted in keys.values():
            return at, keys
    return None


def header_key(words: str, groups: Sequence[FactGroup], labels: Mapping[str, str], within: str = "") -> str:
    """The dotted key that a header cell names, empty when it names none; ``within`` is the list whose sheet it stands on."""
    words = words.strip().rstrip("*＊").strip()
    if within and (key := _key_within(words, within, groups)):
        return key
    if words in labels:
        return labels[words]
    if key := key_of_label(words, groups):
        return key
    found = _NUMBERED.fullmatch(words)
    group = next((g for g in groups if g.list and found and found[1] in (g.key, g.label)), None)
    if found and group:
        inner = next((f.key for f in group.fields if found[3] in (f.key, f.label)), "")
        return f"{group.key}.{found[2]}.{inner}" if inner else ""
    return ""


# --------------------------------------------------------------------------- lists


def _list_name(sheet: str, groups: Iterable[FactGroup]) -> str:
    return next((g.key for g in groups if g.list and sheet.strip() in (g.key, g.label)), "")


def _key_within(words: str, within: str, groups: Iterable[FactGroup]) -> str:
    group = next(g for g in groups if g.key == within)
    for part in group.fields:
        if words in (part.key, part.label, f"{within}.{part.key}", f"{group.label}·{part.label}"):
            return f"{within}.{part.key}"
    return ""


def _with_entries(
    rows: list[UnitRow], sheet: _Sheet, name: str, groups: Sequence[FactGroup], notices: list[Notice]
) -> list[UnitRow]:
    """The rows with the entries of one list sheet; what belongs to no unit, and what cannot be read, is told with its cell."""
    found = _header(sheet, groups, {"编制单位": "unit.name", "所属编制单位": "unit.name"}, "unit.name", name)
    if found is None:
        if any(cell.value is not None for row in sheet.rows for cell in row):
            notices.append(Notice(Severity.WARNING, "list_without_unit", {"sheet": sheet.name}, sheet.name))
        return rows
    head, keys = found
    by_name: dict[str, list[int]] = {}
    for at, unit in enumerate(rows):
        by_name.setdefault(unit.name, []).append(at)
    for row in sheet.rows[head + 1 :]:
        filled = [(keys[at], cell) for at, cell in enumerate(row) if keys.get(at) and _says_something(cell)]
        if not filled:
            continue
        owner = next((cell for key, cell in filled if key == "unit.name"), None)
        homes = by_name.get(str(owner.value).strip() if owner else "", [])
        if not homes:
            place = owner.place if owner else filled[0][1].place
            notices.append(
                Notice(Severity.WARNING, "entry_without_unit", {"name": str(owner.value) if owner else ""}, place)
            )
        for at in homes:
            rows[at] = _with_entry(rows[at], name, [(k, c) for k, c in filled if k.startswith(f"{name}.")])
    return rows


def _with_entry(unit: UnitRow, name: str, filled: Sequence[tuple[str, _Cell]]) -> UnitRow:
    entries = unit.data.get(name, [])
    entries = list(entries) if isinstance(entries, list) else []
    entry: dict[str, Any] = {}
    cells = dict(unit.cells)
    error = unit.error
    for key, cell in filled:
        inner = key.partition(".")[2]
        cells[f"{name}.{len(entries) + 1}.{inner}"] = cell.place
        try:
            entry[inner] = _value(cell, key)
        except InputError as caught:
            error = error or caught
    return UnitRow(unit.row, unit.name, {**unit.data, name: [*entries, entry]}, cells, error)
