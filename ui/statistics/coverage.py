"""Which of the units on a list have a plan in the library: the list comes as Excel, text file or typed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import InputError
from ui.sheets import rows_of

MOST = 5_000
_HEADS = ("单位名称", "单位", "名称", "unit.name", "乡镇", "村", "村（社区）", "部门", "企业名称")
_ENDING = re.compile(
    r"(?:人民政府(?:办公[室厅])?|街道办事处|办事处|村民委员会|村委会|居民委员会|居委会|管理委员会|管委会|股份有限公司|有限责任公司|有限公司)$"
)
_FURTHER = re.compile(r"^[\u4e00-\u9fff]{1,7}?(?<![农乡渔山城])(?:村(?!镇|民|级)|社区|街道|镇(?!级|区)|乡(?!村|镇|级))")
"""A plan whose title goes on with another place is that place's: 石桥镇上坪村 is not 石桥镇."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What coverage asks of a plan."""

    doc_id: str
    title: str
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A unit with the plans that are its own."""

    unit: str
    plans: tuple[Plan, ...]


def read_units(source: Path) -> tuple[str, ...]:
    """The units of an Excel or text file. Raises InputError: ``no_such_file``, ``bad_unit_list``, ``too_many_units``."""
    if not source.is_file():
        raise InputError("no_such_file", path=source)
    if source.suffix.lower() in (".xlsx", ".xlsm"):
        return units_in(_cells(source))
    from ui.drafts import read_text

    return units_in(read_text(source).splitlines())


def _cells(source: Path) -> list[str]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(source, read_only=True, data_only=True)
        rows = [values for _, values in rows_of(book.worksheets[0])]
        book.close()
    except Exception as error:  # openpyxl raises whatever the zip or XML inside raised
        raise InputError("bad_unit_list", path=source.name) from error
    for at, values in enumerate(rows[:5]):
        column = next((column for column, value in enumerate(values) if value in _HEADS), None)
        if column is not None:
            return [row[column] for row in rows[at + 1 :] if len(row) > column]
    return [next((value for value in row if value and not re.fullmatch(r"[\d.、]+", value)), "") for row in rows]


def units_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Names one a line, or several parted by 、 ， ；, each once; numbers before a name and a head line are left out."""
    found: dict[str, None] = {}
    for line in lines:
        for name in re.split(r"[、，,；;\t]", line):
            bare = re.sub(r"^\s*(?:[(（]?\d{1,4}[)）.．、\s]+)?", "", name).strip()
            if 2 <= len(bare) <= 60 and bare not in _HEADS:
                found.setdefault(bare)
    if not found:
        raise InputError("bad_unit_list", path="")
    if len(found) > MOST:
        raise InputError("too_many_units", count=len(found), most=MOST)
    return tuple(found)


def covered(units: Sequence[str], plans: Sequence[Plan]) -> tuple[Covered, ...]:
    """Every unit with its plans. A plan belongs to the unit that its title names last, else to the one that issued it."""
    own: dict[str, list[Plan]] = {unit: [] for unit in units}
    named = {unit: _plain(unit) for unit in units}
    for plan in plans:
        owner = _owner(_plain(plan.title, whole=True), named) or _issuer(_plain(plan.issuer, whole=True), named)
        if owner:
            own[owner].append(plan)
    return tuple(Covered(unit, tuple(found)) for unit, found in own.items())


def _plain(name: str, *, whole: bool = False) -> str:
    bare = re.sub(r"[\s《》“”\"]", "", name)
    return bare if whole or len(_ENDING.sub("", bare)) < 2 else _ENDING.sub("", bare)


def _owner(title: str, named: dict[str, str]) -> str:
    ends = [(title.rfind(name) + len(name), len(name), unit) for unit, name in named.items() if name in title]
    if not ends:
        return ""
    end, _, unit = max(ends)
    return "" if _FURTHER.match(title[end:]) else unit


def _issuer(issuer: str, named: dict[str, str]) -> str:
    """The unit whose name the issuer's ends with: 青山县石桥镇人民政府 is 石桥镇人民政府."""
    plain = _plain(issuer)
    found = [(len(name), unit) for unit, name in named.items() if plain and plain.endswith(name)]
    return max(found)[1] if found else ""
