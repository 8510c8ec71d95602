"""Structure: from the items of one document to its title, sections and the role of every item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kb.model import Section
from kb.numbering import Family, Number, leading_number, squeeze
from kb.structure.contents import contents_lines
from kb.structure.embedded import split_embedded
from kb.structure.front import Front, find_title, name_in_text, names_document
from kb.structure.headings import Mark, Role, is_phrase, mark_items
from kb.structure.items import Item, items_of
from kb.structure.levels import build_sections

__all__ = ["Item", "Mark", "Outline", "Role", "items_of", "outline"]


@dataclass(frozen=True, slots=True)
class Outline:
    """One document's items with their roles, its sections, and for every item the index of its section (-1 for none)."""

    title: str
    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    sections: tuple[Section, ...]
    owners: tuple[int, ...]
    front: Front


def outline(items: Sequence[Item]) -> Outline:
    """Find title, contents pages, headings and their levels."""
    items = split_embedded(items)
    contents = contents_lines(items)
    marks = mark_items(items, contents)
    _join_split_heads(items, marks)
    _name_annexes(items, marks)
    first = _first_heading(items, marks)
    front = find_title(items, first, contents)
    _open_attached(items, marks, front)
    _drop_titles(items, marks, front, first)
    sections, owners = build_sections(items, marks)
    title = front.title or name_in_text(items) or _only_title(items, marks)
    return Outline(title, tuple(items), tuple(marks), tuple(sections), tuple(owners), front)


def _only_title(items: Sequence[Item], marks: Sequence[Mark]) -> str:
    """The first heading when it names a document: an excerpt begins with its own section number."""
    for mark in marks[: min(3, len(items))]:
        if mark.role is Role.HEADING and names_document(mark.head):
            return mark.head
    return ""


def _first_heading(items: Sequence[Item], marks: Sequence[Mark]) -> int:
    """Where the body begins: the first numbered heading that is no annex label, or the first article."""
    for index, mark in enumerate(marks):
        number = items[index].number
        if mark.role in (Role.HEADING, Role.RUN_IN, Role.ARTICLE) and number and number.family is not Family.ANNEX:
            return index
    return len(items)


def _join_split_heads(items: list[Item], marks: list[Mark]) -> None:
    """A number alone on its line takes the next phrase as its text (第一章 / 总则, 附件2 / 某某标准)."""
    for index in range(len(items) - 1):
        mark, after = marks[index], items[index + 1]
        number = items[index].number
        alone = mark.role in (Role.HEADING, Role.NUMBERED) and number is not None and not items[index].rest.strip()
        if not alone or number is None or after.rows is not None or after.number is not None:
            continue
        if number.family not in (Family.PART, Family.CHAPTER, Family.SECTION, Family.ANNEX, Family.DECIMAL):
            continue
        if marks[index + 1].role is Role.CONTENTS or not is_phrase(after.text, 50):
            continue
        text, taken = after.text, [index + 1]
        if number.family is Family.ANNEX and index + 2 < len(items):
            more = items[index + 2]
            if (
                after.centered
                and more.centered
                and more.size_pt == after.size_pt
                and more.number is None
                and more.rows is None
                and is_phrase(text + more.text, 60)
            ):
                text, taken = text + more.text, [index + 1, index + 2]
        marks[index] = Mark(Role.HEADING, text, strong=True)
        for place in taken:
            marks[place] = Mark(Role.TITLE)


_LISTED = re.compile(r"^附\s*件\s*[：:]\s*(.*)$")


def _name_annexes(items: list[Item], marks: list[Mark]) -> None:
    """An annex that begins with its title alone, as listed after the text (附件：1.某某标准), gets the number it has there."""
    listed: dict[str, str] = {}
    for index, item in enumerate(items):
        match = _LISTED.match(item.text) if marks[index].role in (Role.BODY, Role.LIST) else None
        if match is None:
            continue
        names = [match[1], *(later.text for later in takewhile(_is_entry, items[index + 1 : index + 40]))]
        for order, name in enumerate(names, 1):
            found = leading_number(name)
            title = squeeze(found[1] if found else name)
            if len(title) >= 4:
                listed[title] = f"附件{order}" if len(names) > 1 or found else "附件"
    for index, item in enumerate(items):
        label = (
            listed.get(squeeze(item.text))
            if listed and item.rows is None and marks[index].role in (Role.BODY, Role.HEADING)
            else None
        )
        if label and item.number is None and not (index and _is_label(items[index - 1], marks[index - 1])):
            items[index] = replace(item, number=Number(Family.ANNEX, label, (int(label[2:] or 0),)), rest=item.text)
            marks[index] = Mark(Role.HEADING, item.text, strong=True)


def _is_entry(item: Item) -> bool:
    return item.number is not None and item.number.family is Family.DIGIT and len(item.text) < 60


def _is_label(item: Item, mark: Mark) -> bool:
    return mark.role is Role.HEADING and item.number is not None and item.number.family is Family.ANNEX


def _open_attached(items: Sequence[Item], marks: list[Mark], front: Front) -> None:
    """An annex label before the body's title belongs to the issuing notice: what it attaches is the document itself."""
    for index in range(min(front.end, len(items))):
        number = items[index].number
        if marks[index].role is Role.HEADING and number and number.family is Family.ANNEX:
            marks[index] = Mark(Role.BODY)
            if index + 1 < len(items) and marks[index + 1].role is Role.TITLE:
                marks[index + 1] = Mark(Role.BODY)


def _opens_prose(items: Sequence[Item], index: int) -> bool:
    """Whether text of some length stands below a line."""
    return index + 1 < len(items) and (items[index + 1].rows is not None or len(items[index + 1].text) >= 20)


def _drop_titles(items: list[Item], marks: list[Mark], front: Front, first: int) -> None:
    """Title lines are no headings, nor is the title where it comes again; lines before it and above no text are front matter.

    ``first`` is the first numbered heading.
    """
    title = squeeze(front.title)
    headings = [item.number is not None for item, mark in zip(items, marks, strict=True) if mark.role is Role.HEADING]
    numbered = sum(headings) * 2 > len(headings)
    for index, item in enumerate(items):
        mark = marks[index]
        if index in front.lines:
            marks[index] = Mark(Role.TITLE)
        elif mark.role is Role.HEADING and item.number is None:
            if title and squeeze(item.text) in (title, f"《{title}》"):
                marks[index] = Mark(Role.TITLE)
            elif index < front.end or (numbered and index < first and not _opens_prose(items, index)):
                marks[index] = Mark(Role.BODY)
        if item.generated and mark.role is Role.HEADING and not mark.head:
            items[index] = replace(item, number=None)
