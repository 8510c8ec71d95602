"""Outlines: which sections a plan of a type has, what belongs in each, and where to look for past clauses.

An outline file names blocks in order (``"2 purpose"`` is block ``purpose`` at level 2, ``"1 总则"`` a heading alone,
``"A contacts"`` an annex); files whose name starts with ``_`` hold the blocks, the hazards and the labels of facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kb.errors import InputError
from kb.numerals import chinese_numeral


@dataclass(frozen=True, slots=True)
class HazardWords:
    """A hazard of the taxonomy: ``words`` recognise it in texts, ``event`` is what it is called in sentences."""

    code: str
    name: str
    event: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A reusable section: items it covers, what to write, template text, queries for past clauses.

    ``heads`` are words of headings that stand for this section in other plans; ``neutral`` tells that it reads alike for all hazards.
    """

    id: str
    title: str
    items: tuple[str, ...] = ()
    requirement: str = ""
    text: str = ""
    queries: tuple[str, ...] = ()
    clauses: int = 0
    hazards: tuple[str, ...] = ()
    basis: str = ""
    heads: tuple[str, ...] = ()
    neutral: bool = False


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section of an outline; ``block`` is None for a heading alone. ``level`` 1 is the highest."""

    id: str
    title: str
    level: int
    annex: bool
    block: Block | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of one plan type; ``layout`` 政府 or 企业, ``numbering`` decimal or chinese."""

    code: str
    name: str
    layout: str
    numbering: str
    sections: tuple[OutlineSection, ...]
    note: str = ""

    def for_hazard(self, code: str) -> tuple[OutlineSection, ...]:
        """The sections that apply to a hazard: blocks tied to other hazards are left out."""
        return tuple(
            s for s in self.sections if s.block is None or not s.block.hazards or _under(code, s.block.hazards)
        )


@dataclass(frozen=True, slots=True)
class Outlines:
    """All outlines with the words they need.

    ``bodies`` are the names, without their ending, of the departments and bodies that a local government has today;
    ``generic_bodies`` words before 部门 that name none in particular.
    """

    types: Mapping[str, Outline]
    blocks: Mapping[str, Block]
    hazards: tuple[HazardWords, ...]
    labels: Mapping[str, str]
    bodies: tuple[str, ...] = ()
    generic_bodies: tuple[str, ...] = ()

    def for_type(self, code: str) -> Outline:
        """The outline of a plan type; ``InputError("no_outline")`` lists those there are."""
        if code not in self.types:
            raise InputError("no_outline", plan_type=code, known="、".join(sorted(self.types)))
        return self.types[code]

    def hazard(self, text: str) -> HazardWords | None:
        """The hazard that a code or free words name; the longest word found decides."""
        for hazard in self.hazards:
            if text in (hazard.code, hazard.name):
                return hazard
        found = [
            (len(word), hazard) for hazard in self.hazards for word in (hazard.name, *hazard.words) if word in text
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def load_outlines(texts: Mapping[str, str]) -> Outlines:
    """Outlines from file name → TOML text; ``InputError("bad_outline")`` names file and reason of a bad one."""
    parsed = {name: _toml(name, text) for name, text in sorted(texts.items()) if name.endswith(".toml")}
    shared = [(name, data) for name, data in parsed.items() if name.startswith("_")]
    blocks: dict[str, Block] = {}
    labels: dict[str, str] = {}
    hazards: list[HazardWords] = []
    bodies: list[str] = []
    generic: list[str] = []
    for name, data in shared:
        for key, raw in data.get("block", {}).items():
            if key in blocks:
                raise InputError("bad_outline", file=name, reason=f"block {key} twice")
            blocks[key] = _block(key, raw)
        labels.update(data.get("labels", {}))
        bodies += data.get("bodies", {}).get("known", [])
        generic += data.get("bodies", {}).get("generic", [])
        hazards += [HazardWords(h["code"], h["name"], h["event"], tuple(h["words"])) for h in data.get("hazard", [])]
    types = {data["code"]: _outline(name, data, blocks) for name, data in parsed.items() if not name.startswith("_")}
    return Outlines(types, blocks, tuple(hazards), labels, tuple(bodies), tuple(generic))


class Leveled(Protocol):
    """What is numbered: a section of an outline or of a draft."""

    @property
    def level(self) -> int:
        """1 is the highest."""

    @property
    def annex(self) -> bool:
        """Whether it follows the text."""


def numbered(sections: Sequence[Leveled], numbering: str) -> tuple[str, ...]:
    """A number for every section: 1, 1.1, 1.1.1 (``decimal``) or 一、（一）1.（1） (``chinese``); annexes 附件1, 附件2 …"""
    counters = [0] * 8
    annexes = 0
    numbers = []
    annex_total = sum(1 for s in sections if s.annex and s.level == 1)
    for section in sections:
        if section.annex and section.level == 1:
            annexes += 1
            counters = [0] * 8
            numbers.append(f"附件{annexes}" if annex_total > 1 else "附件")
            continue
        depth = section.level - 1 if section.annex else section.level
        counters[depth - 1] += 1
        counters[depth:] = [0] * (len(counters) - depth)
        numbers.append(_number(counters[:depth], numbering))
    return tuple(numbers)


def _number(counts: list[int], numbering: str) -> str:
    if numbering != "chinese":
        return ".".join(str(count) for count in counts)
    last, depth = counts[-1], len(counts)
    forms = {1: f"{chinese_numeral(last)}、", 2: f"（{chinese_numeral(last)}）", 3: f"{last}."}
    return forms.get(depth, f"（{last}）")


def _under(code: str, codes: tuple[str, ...]) -> bool:
    return any(code == wanted or code.startswith(f"{wanted}-") for wanted in codes)


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("bad_outline", file=name, reason=str(error)) from error


def _block(key: str, raw: Mapping[str, Any]) -> Block:
    return Block(
        id=key,
        title=raw["title"],
        items=tuple(raw.get("items", ())),
        requirement=raw.get("requirement", ""),
        text=raw.get("text", "").strip("\n"),
        queries=tuple(raw.get("queries", ())),
        clauses=raw.get("clauses", 0),
        hazards=tuple(raw.get("hazards", ())),
        basis=raw.get("basis", ""),
        heads=tuple(raw.get("heads", ())),
        neutral=raw.get("neutral", False),
    )


def _outline(name: str, data: Mapping[str, Any], blocks: Mapping[str, Block]) -> Outline:
    sections: list[OutlineSection] = []
    chapter = 0
    for entry in data["sections"]:
        mark, _, rest = entry.partition(" ")
        key, _, title = rest.partition("=")
        block = blocks.get(key.strip())
        if block is None and key.isascii():
            raise InputError("bad_outline", file=name, reason=f"no block {key}")
        annex = mark.startswith("A")
        level = int(mark[1:] or 1) if annex else int(mark)
        chapter += block is None
        section_id = block.id if block else f"heading-{chapter}"
        shown = title.strip() or (block.title if block else key.strip())
        sections.append(OutlineSection(section_id, shown, level, annex, block))
    ids = [section.id for section in sections]
    if len(ids) != len(set(ids)):
        raise InputError("bad_outline", file=name, reason=f"block twice: {[i for i in ids if ids.count(i) > 1]}")
    return Outline(
        code=data["code"],
        name=data["name"],
        layout=data.get("layout", "政府"),
        numbering=data.get("numbering", "decimal"),
        sections=tuple(sections),
        note=data.get("note", ""),
    )
