"""Levels and number paths of headings, from a stack of the headings that are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Section
from kb.numbering import Family, Number, number_path
from kb.structure.headings import Mark, Role
from kb.structure.items import Item

_UNIT_ORDER = (Family.PART, Family.CHAPTER, Family.SECTION, Family.ARTICLE)
_WEAK_ORDER = (
    Family.CASE,
    Family.CHINESE,
    Family.CHINESE_PAREN,
    Family.DIGIT,
    Family.DIGIT_PAREN,
    Family.CIRCLE,
    Family.LETTER,
)
_HEADING_ROLES = (Role.HEADING, Role.RUN_IN, Role.ARTICLE)


@dataclass(slots=True)
class _Open:
    family: Family | None
    level: int
    depth: int
    path: str
    outline: int | None


def build_sections(items: Sequence[Item], marks: Sequence[Mark]) -> tuple[list[Section], list[int]]:
    """The sections in order, and for every item the index of the section it stands in (-1 before the first)."""
    sections: list[Section] = []
    owners: list[int] = []
    tree = _Tree(items, marks)
    for item, mark in zip(items, marks, strict=True):
        if mark.role in _HEADING_ROLES:
            sections.append(tree.add(item, mark))
        owners.append(len(sections) - 1)
    return sections, owners


class _Tree:
    """The headings that are open while a document is read."""

    def __init__(self, items: Sequence[Item], marks: Sequence[Mark]) -> None:
        self.stack: list[_Open] = []
        self.appendix = False
        heads = [
            (item, mark) for item, mark in zip(items, marks, strict=True) if mark.role in _HEADING_ROLES and item.number
        ]
        families = {item.number.family for item, _ in heads if item.number}
        depths = [len(item.number.values) for item, _ in heads if item.number and item.number.family is Family.DECIMAL]
        tops = any(mark.strong and item.number and item.number.family is Family.DIGIT for item, mark in heads)
        self.chapters = Family.CHAPTER in families or Family.PART in families
        self.base = 1 if tops or self.chapters or not depths else min(depths)
        self.tops = tops

    def add(self, item: Item, mark: Mark) -> Section:
        """Open the heading's section."""
        number = item.number
        if number is None:
            opened = self._unnumbered(item)
        elif number.family is Family.ANNEX:
            self.stack.clear()
            self.appendix = True
            opened = _Open(Family.ANNEX, 1, 0, number.label, item.outline_level)
        else:
            opened = self._numbered(number, item, mark)
        self.stack.append(opened)
        text = "" if mark.role is Role.ARTICLE else mark.head
        return Section(
            opened.level,
            number.label if number else "",
            text,
            opened.path,
            self.appendix,
            item.line,
            item.page,
        )

    def _unnumbered(self, item: Item) -> _Open:
        if self.appendix:
            while self.stack and self.stack[-1].family is not Family.ANNEX:
                self.stack.pop()
        else:
            rank = item.outline_level
            while self.stack and (rank is None or self.stack[-1].outline is None or self.stack[-1].outline >= rank):
                self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        return _Open(None, parent.level + 1 if parent else 1, 0, parent.path if parent else "", item.outline_level)

    def _numbered(self, number: Number, item: Item, mark: Mark) -> _Open:
        family = number.family
        if family in _UNIT_ORDER:
            self._pop_units(family)
        elif family is Family.DECIMAL or (family is Family.DIGIT and mark.strong):
            self._pop_decimals(len(number.values))
            return self._decimal(number, item)
        else:
            self._pop_weak(number)
        parent = self.stack[-1] if self.stack else None
        level = parent.level + 1 if parent else 2 if family is Family.ARTICLE and not self.appendix else 1
        if family is Family.ARTICLE:
            level = max(level, 2)
        return _Open(family, level, 0, number_path(number, self._parent_path()), item.outline_level)

    def _decimal(self, number: Number, item: Item) -> _Open:
        depth = len(number.values)
        outer = self.stack[-1] if self.stack and self.stack[-1].family is not Family.DECIMAL else None
        if self.stack and self.stack[-1].family is Family.DECIMAL:
            above = self.stack[-1]
            level = above.level + depth - above.depth
        elif (outer is not None and outer.family is Family.ANNEX) or (
            outer is not None and outer.family in _UNIT_ORDER and self.tops
        ):
            level = outer.level + depth
        elif outer is not None and outer.family not in (None, *_UNIT_ORDER):
            level = outer.level + 1
        else:
            level = max(1, depth - self.base + 1)
        part = next((entry.path for entry in self.stack if entry.family is Family.PART), "")
        path = number_path(Number(Family.DECIMAL, number.label, number.values), self._parent_path())
        path = f"{part}/{path}" if part else path
        return _Open(Family.DECIMAL, level, depth, path, item.outline_level)

    def _parent_path(self) -> str:
        return self.stack[-1].path if self.stack else ""

    def _pop_units(self, family: Family) -> None:
        order = _UNIT_ORDER.index(family)
        while self.stack and self.stack[-1].family is not Family.ANNEX:
            top = self.stack[-1].family
            if top in _UNIT_ORDER and _UNIT_ORDER.index(top) < order:
                return
            self.stack.pop()

    def _pop_decimals(self, depth: int) -> None:
        while self.stack:
            top = self.stack[-1]
            if top.family is Family.DECIMAL and top.depth < depth:
                return
            if top.family is Family.ANNEX or (top.family in _UNIT_ORDER and top.family is not Family.ARTICLE):
                return
            if top.family is Family.CHINESE and depth > 1 and not self.tops and self.base > 1:
                return
            self.stack.pop()

    def _pop_weak(self, number: Number) -> None:
        families = [entry.family for entry in self.stack]
        if number.family in families:
            place = len(families) - 1 - families[::-1].index(number.family)
            del self.stack[place:]
            return
        while self.stack and self.stack[-1].family is None:
            if number.value == 1 and self.stack[-1].outline is not None:
                break
            self.stack.pop()
        if number.value == 1:
            return
        order = _WEAK_ORDER.index(number.family)
        while self.stack and self.stack[-1].family in _WEAK_ORDER and _WEAK_ORDER.index(self.stack[-1].family) > order:
            self.stack.pop()
