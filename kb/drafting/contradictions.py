"""Texts that say of a named fact something else than the fact sheet: how many, who, which number, from what value on.

Only what stands beside the name is compared, in its sentence or in its row of a table: a number that nothing ties to a fact is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.facts.sheet import FactSheet

_BESIDE = 14
"""Characters between a name and its number."""
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HOW_MANY = (
    rf"(?:[^\d，、]{{0,{_BESIDE}}}?|，(?:可|能|最多|最大)*(?:容纳|安置|共有|现有|人数|规模|库存|储备)[^\d，、]{{0,6}}?)"
)
_SOME = re.compile(r"每|出动|派|调|抽|投入|至少|不少于|不低于|增加|补充")
"""Words of a part of what there is, or of what there should be."""
_WHOLE = re.compile(r"共|现有|编制|人数|规模|容纳|可容|库存|储备|实有|[（(]$")
"""Words of all that there is."""
_PHONE = re.compile(r"(?<![\d-])(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|\d{7,8})(?![\d-])")
_SENTENCE = re.compile(r"[^。；\n]+")
_COLUMNS = {
    "team": re.compile(r"人数|规模|人员数量|^数量"),
    "shelter": re.compile(r"容纳|可容|容量|人数"),
    "supply": re.compile(r"数量|库存"),
}
_PHONE_COLUMN = re.compile(r"电话|联系方式|手机")
_NOT_THE_POST = r"(?<![副总各现场务一执行])"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``found`` stands in the text, ``expected`` in the sheet; ``code`` says what of ``name`` differs."""

    code: str
    name: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A record of the sheet: how many (``amounts``, with what may follow the number), and its telephones; of one name there may be several."""

    table: str
    name: str
    amounts: frozenset[float]
    counted: str
    phones: Mapping[str, str]
    """Digits → the number as it is written."""


def contradictions(text: str, facts: FactSheet) -> tuple[Contradiction, ...]:
    """What the text says against the sheet, each thing once."""
    found = [
        *_amounts_and_phones(text, facts),
        *_holders(text, facts),
        *_values(text, facts.thresholds),
    ]
    return tuple(dict.fromkeys(found))


# --------------------------------------------------------------------------- teams, supplies, shelters, telephones


def _named(facts: FactSheet) -> list[_Named]:
    tables: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
        "team": [(each.name, str(each.size), "人|名", each.phone) for each in facts.team],
        "shelter": [(each.name, str(each.capacity), "人|名", each.phone) for each in facts.shelter],
        "supply": [(each.name, str(each.quantity), re.escape(each.unit), "") for each in facts.supply],
        "contact": [(each.name, "", "", each.phone) for each in facts.contact],
        "neighbour": [(each.name, "", "", each.phone) for each in facts.neighbour],
    }
    named: list[_Named] = []
    for table, rows in tables.items():
        for name in dict.fromkeys(row[0] for row in rows if len(row[0]) > 1):
            same = [row for row in rows if row[0] == name]
            amounts = [value for row in same if (value := _value(row[1])) is not None]
            phones = {_digits(row[3]): row[3] for row in same if row[3]}
            named.append(
                _Named(table, name, frozenset([*amounts, sum(amounts)] if amounts else []), same[0][2], phones)
            )
    return sorted(named, key=lambda each: -len(each.name))


def _amounts_and_phones(text: str, facts: FactSheet) -> Iterator[Contradiction]:
    named = _named(facts)
    stated = {phone for each in named for phone in each.phones}
    header: Sequence[str] = ()
    for line in text.split("\n"):
        if not line.startswith("|"):
            header = ()
            for sentence in _SENTENCE.findall(line):
                yield from _in_sentence(sentence, named, stated)
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not header:
            header = cells
            continue
        yield from _in_row(header, cells, named)


def _in_sentence(sentence: str, named: Sequence[_Named], stated: set[str]) -> Iterator[Contradiction]:
    found = ((m.start(), m.end(), each) for each in named for m in re.finditer(re.escape(each.name), sentence))
    places = sorted(found, key=lambda place: place[:2])
    for number, (start, end, each) in enumerate(places):
        if any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in places):
            continue  # part of a longer name
        following = min((s for s, _, _ in places[number + 1 :] if s >= end), default=len(sentence))
        behind = sentence[end:following]
        if each.amounts and each.counted:
            counted = re.match(rf"({_HOW_MANY})({_NUMBER.pattern})\s*(?:{each.counted})", behind)
            if counted and _contradicts(each, counted[1], _value(counted[2])):
                yield _amount(each, counted[2])
        phone = re.match(rf"[^\d，、]{{0,{_BESIDE}}}?({_PHONE.pattern})", behind)
        if each.phones and phone and _digits(phone[1]) not in stated:
            yield Contradiction("contact_differs", each.name, phone[1], "、".join(each.phones.values()))


def _contradicts(each: _Named, words: str, value: float | None) -> bool:
    """Less than there is may be the part of it that is sent, unless the words say that it is the whole."""
    if value is None or value in each.amounts or _SOME.search(words):
        return False
    return value > max(each.amounts) or bool(_WHOLE.search(words))


def _in_row(header: Sequence[str], cells: Sequence[str], named: Sequence[_Named]) -> Iterator[Contradiction]:
    subject = next((cell for cell in cells if not cell.isdigit()), "")
    for each in named:
        if each.name != subject:
            continue
        columns = list(zip(header, cells, strict=False))
        amount = _COLUMNS.get(each.table)
        for head, cell in columns:
            value = _value(cell)
            if amount and amount.search(head) and each.amounts and value is not None and value not in each.amounts:
                yield _amount(each, cell)
            phones = _PHONE.findall(cell) if _PHONE_COLUMN.search(head) and each.phones else []
            for phone in phones:
                if _digits(phone) not in each.phones:
                    yield Contradiction("contact_differs", each.name, phone, "、".join(each.phones.values()))


def _amount(each: _Named, found: str) -> Contradiction:
    return Contradiction("amount_differs", each.name, found, "、".join(f"{value:g}" for value in sorted(each.amounts)))


# --------------------------------------------------------------------------- who holds a post, who leads a group


def _holders(text: str, facts: FactSheet) -> Iterator[Contradiction]:
    posts: dict[str, list[str]] = {}
    for each in facts.command:
        if len(each.post) > 2 and each.holder:  # 组长 is a post of every group
            posts.setdefault(each.post, []).append(each.holder)
    for post, holders in posts.items():
        told = re.compile(
            rf"{_NOT_THE_POST}{re.escape(post)}(?:[：:]|由)\s*([^，。；、：（(\n|由]{{2,20}}?)(?=担任|兼任|[，。；（(\n|]|$)"
        )
        yield from _differing("holder_differs", post, told.findall(text), holders)
    for group in facts.group:
        if not group.name or not group.lead:
            continue
        told = re.compile(
            rf"{re.escape(group.name)}[^。；\n]{{0,6}}由([^，。；、（(\n]{{2,20}}?)(?:牵头|任组长|担任组长)"
        )
        yield from _differing("lead_differs", group.name, told.findall(text), [group.lead])


def _differing(code: str, name: str, told: Sequence[str], known: Sequence[str]) -> Iterator[Contradiction]:
    for found in told:
        if "〔" not in found and not any(_alike(found, each) for each in known):
            yield Contradiction(code, name, found, "、".join(known))


def _alike(one: str, other: str) -> bool:
    """县长 and 青山县人民政府县长 name one holder; 县长 and 副县长 do not."""
    short, long = sorted((one, other), key=len)
    place = long.rfind(short)
    return place >= 0 and not re.search(r"副$|常务$", long[:place])


# --------------------------------------------------------------------------- values from which on a level holds


def _values(text: str, thresholds: Mapping[str, str]) -> Iterator[Contradiction]:
    """A condition worded as in the sheet with other values than the sheet has for that wording at any level.

    Where all that the sheet has for the wording stands in the text, another value is that of a level that the sheet does not tell.
    """
    known: dict[str, list[str]] = {}
    for value in thresholds.values():
        for part in _conditions(value):
            known.setdefault(_NUMBER.sub("#", part), []).append(part)
    if not known:
        return
    told = list(dict.fromkeys(_conditions(text)))
    for part in told:
        same = known.get(_NUMBER.sub("#", part), [])
        if part not in same and any(each not in told for each in same):
            yield Contradiction("value_differs", "", part, "；".join(dict.fromkeys(same)))


def _conditions(text: str) -> Iterator[str]:
    for part in re.split(r"[，。；：、\n|]|或者?|且", text):
        words = re.sub(r"\s|^(?:[（(]?[\d一二三四五六七八九十]+[）).．、]|当|若|如)|的?时?$", "", part)
        if _NUMBER.search(words) and len(re.sub(r"[^一-鿿]", "", words)) >= 4:
            yield words


def _value(text: str) -> float | None:
    found = re.fullmatch(rf"(?:约|共)?({_NUMBER.pattern})\D{{0,4}}", text.strip())
    return float(found[1].replace(",", "")) if found else None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
