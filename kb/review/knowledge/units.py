"""QC-NUM: quantities in units that they cannot have, or greater or smaller than they can be; one number told in two units.

What is possible is data (``kb.quantities``), with bounds so wide that only a wrong unit or a slipped point falls outside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.quantities import Quantity, Units
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_TENS = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_BETWEEN = r"(?:约|为|是|达到?|不少于|不得?低于|不低于|不小于|不大于|不超过|不得超过|超过|大于|小于|高于|低于|至少|最大|最小|近|共|总计|合计|在|将达?|有|不足|以|等于|应|须|可达|均|控制|[:=≥≤><]|\(|零下|约为)*"
_LEADING = re.compile(rf"{_BETWEEN}$")
_NUMBER = (
    r"(?P<number>\d{1,9}(?:\.\d+)?)(?:[~～—–至到-](?P<more>\d{1,9}(?:\.\d+)?))?(?:余|多|来)?(?P<tens>[百千万亿]{0,2})"
)
_NOT_AFTER = r"(?![A-Za-z0-9])"
_NOT_NAMES = re.compile(r"^(?:/|每|·)|^(?:见方|左右的?[孔缝])")
_WORDS = re.compile(r"[\u4e00-\u9fff]{3,8}$")
_LOOSE = frozenset("方斤日天年升米秒克吨元帕瓦伏")
"""Units of one character, which are a unit only where no other character makes a word of them."""
_LOOSE_AFTER = re.compile(r"^(?:[以左内,。;、)及并时的和或之/\n]|$|后|前|处|高|长|宽|深|远|区|范围|上|下|水|食)")
_COMPARED = frozenset({"length", "area", "volume", "mass"})
_EACH = re.compile(r"人均|每人|户均|每户|每床")
"""A share of one is smaller than the thing."""
_COMMON = 4
"""How many characters before a number must be the same for it to be of the same thing."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A number with a unit as it stands."""

    said: str
    start: int
    end: int
    lowest: float
    highest: float
    kind: str


def unit_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for quantities that cannot be, one for numbers that stand with two units."""
    units = checklists.units
    if not units.kinds:
        return
    hits = [
        hit
        for quantity in units.quantities
        for at in body.lines_having(quantity.keys)
        if not body.lines[at].contents
        for hit in _impossible(body.lines[at], quantity, units)
    ]
    if hits:
        message = Message("amount_impossible", {"amounts": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)
    told = {at for _, at in hits}
    pairs = [(said, places) for said, places in _two_units(body, units) if not told & set(places)]
    if pairs:
        message = Message("units_differ", {"amounts": "；".join(said for said, _ in pairs)})
        places = [at for _, each in pairs for at in each]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _impossible(line: Line, quantity: Quantity, units: Units) -> Iterator[tuple[str, Place]]:
    for found in _named(quantity.name, units.pattern).finditer(line.text):
        told = _amount(line.text, found, units)
        if (
            told
            and not _EACH.search(line.text[max(0, found.start() - 4) : found.end()])
            and _holds(line, found, quantity)
            and not _possible(quantity, found["unit"], told.kind, told.lowest, told.highest)
        ):
            yield line.text[found.start() : told.end], place(line, found.start(), told.end)
    for found in _column(quantity.name, units.pattern).finditer(line.text):
        kind, factor = units.kinds[found["unit"]]
        value = float(found["number"]) * _tens(found["before"]) * factor
        if value and _holds(line, found, quantity) and not _possible(quantity, found["unit"], kind, value, value):
            yield found[0], place(line, *found.span())


def _possible(quantity: Quantity, unit: str, kind: str, lowest: float, highest: float) -> bool:
    """Whether the amount is one of the thing; a speed may be told without its hour (``时速60公里``)."""
    if " " in quantity.kind:
        return kind in quantity.kind.split()
    if (quantity.kind, kind) == ("speed", "length"):
        return True
    return (
        kind == quantity.kind and unit not in quantity.never and highest >= quantity.least and lowest <= quantity.most
    )


def _holds(line: Line, found: re.Match[str], quantity: Quantity) -> bool:
    if not quantity.where:
        return True
    where = pattern(quantity.where).search
    first, last = line.sentence(found.start())
    return bool(where(line.text[first:last]) or any(map(where, line.heads[-2:])))


@cache
def _named(name: str, units: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{name}){_BETWEEN}(?:{_NUMBER})(?P<unit>{units}){_NOT_AFTER}")


@cache
def _column(name: str, units: str) -> re.Pattern[str]:
    """A cell of a table whose column has the unit in brackets."""
    return re.compile(
        rf"(?:{name})[\u4e00-\u9fff]{{0,4}}[(/](?P<before>[百千万亿]?)(?P<unit>{units})\)?[::](?P<number>\d{{1,9}}(?:\.\d+)?)(?=;|$)"
    )


def _amount(text: str, found: re.Match[str], units: Units) -> _Told | None:
    unit = found["unit"]
    kind, factor = units.kinds[unit]
    rest = text[found.end() : found.end() + 4]
    if _NOT_NAMES.match(rest) or (unit in _LOOSE and not _LOOSE_AFTER.match(rest)):
        return None
    numbers = [float(number) for number in (found["number"], found["more"]) if number]
    if not any(numbers):
        return None
    scale = _tens(found["tens"]) * factor
    sign = -1 if "零下" in found[0] else 1
    lowest, highest = sorted(sign * number * scale for number in (numbers[0], numbers[-1]))
    return _Told(found[0], found.start("number"), found.end(), lowest, highest, kind)


def _tens(said: str) -> float:
    value = 1.0
    for each in said:
        value *= _TENS[each]
    return value


# --------------------------------------------------------------------------- one number, two units


def _two_units(body: Body, units: Units) -> Iterator[tuple[str, list[Place]]]:
    """The same words before the same number, and another unit of the same kind."""
    told: dict[tuple[str, str, str], dict[str, tuple[float, Place]]] = defaultdict(dict)
    for line in body.lines:
        if line.contents:
            continue
        for found in _any_amount(units.pattern).finditer(line.text):
            amount = _amount(line.text, found, units)
            words = _WORDS.search(_LEADING.sub("", line.text[max(0, found.start() - 16) : found.start()]))
            if amount and words and amount.kind in _COMPARED and len(found["number"].replace(".", "")) > 1:
                key = (amount.kind, words[0][-_COMMON:], found["number"])
                told[key].setdefault(found["tens"] + found["unit"], (amount.lowest, place(line, *found.span())))
    for (_, name, number), each in told.items():
        if len(each) == 2 and len({value for value, _ in each.values()}) == 2:
            yield f"{name}{number}" + "与".join(each), [at for _, at in each.values()]


@cache
def _any_amount(units: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.~～—–-]){_NUMBER}(?P<unit>{units}){_NOT_AFTER}")
