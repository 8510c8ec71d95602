"""Word's automatic numbers, rendered as Word shows them (ECMA-376 part 1, 17.9): formats, restarts, overrides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.readers.number_formats import rendered

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


class WordNumbers:
    """Counts paragraphs of numbered lists in document order; one instance for one document."""

    def __init__(self, numbering: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: Any) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            abstracts[key] = dict(filter(None, (_level(lvl) for lvl in abstract.iterfind(f"{W}lvl"))))
            for tag in ("styleLink", "numStyleLink"):
                link = abstract.find(f"{W}{tag}")
                if link is not None:
                    linked[f"{tag}:{link.get(f'{W}val')}" if tag == "styleLink" else key] = (
                        key if tag == "styleLink" else f"styleLink:{link.get(f'{W}val')}"
                    )
        for num in root.iter(f"{W}num"):
            pointer = num.find(f"{W}abstractNumId")
            if pointer is None:
                continue
            key = pointer.get(f"{W}val", "")
            if not abstracts.get(key) and key in linked:
                key = linked.get(linked[key], key)
            levels = dict(abstracts.get(key, {}))
            starts: dict[int, int] = {}
            for override in num.iterfind(f"{W}lvlOverride"):
                index = _integer(override.get(f"{W}ilvl"))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[index] = _integer(start.get(f"{W}val"), 1)
                for lvl in override.iterfind(f"{W}lvl"):
                    replaced = _level(lvl)
                    if replaced:
                        levels[index] = replaced[1]
            self._lists[num.get(f"{W}numId", "")] = _List(key, levels, starts)
        for num_id, entry in self._lists.items():
            for index, level in entry.levels.items():
                if level.style:
                    self._by_style.setdefault(level.style, (num_id, index))

    def of_style(self, style: str) -> tuple[str, int] | None:
        """The list and level that a paragraph style is tied to within numbering.xml."""
        return self._by_style.get(style)

    def next(self, num_id: str, index: int) -> str:
        """The number of the next paragraph of a list level; empty for bullets and unknown lists."""
        entry = self._lists.get(num_id)
        level = entry.levels.get(index) if entry else None
        if entry is None or level is None:
            return ""
        counters = self._counters.setdefault(entry.abstract, {})
        if index in entry.starts and index not in entry.used:
            counters[index] = entry.starts[index] - 1
        entry.used.add(index)
        for upper in range(index):
            counters.setdefault(upper, entry.levels[upper].start if upper in entry.levels else 1)
        counters[index] = counters.get(index, level.start - 1) + 1
        for lower in [key for key in counters if key > index]:
            below = entry.levels.get(lower)
            if below is None or below.restart is None or below.restart > index:
                del counters[lower]
        if level.format in ("bullet", "none"):
            return "" if level.format == "bullet" else _fill(level, entry.levels, counters)
        return _fill(level, entry.levels, counters)


def _fill(level: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        shape = levels[index].format if index in levels else "decimal"
        if shape == "bullet":
            return ""
        return rendered(counters.get(index, 1), "decimal" if level.legal else shape)

    return re.sub(r"%(\d)", number, level.text).strip()


def _level(lvl: Any) -> tuple[int, _Level] | None:
    index = lvl.get(f"{W}ilvl")
    if index is None:
        return None
    found = _Level()
    for child in _settings(lvl):
        value = child.get(f"{W}val", "") if isinstance(child.tag, str) else ""
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "start":
            found.start = _integer(value, 1)
        elif name == "numFmt":
            found.format = child.get(f"{W}format", "") if value == "custom" else value
        elif name == "lvlText":
            found.text = value
        elif name == "lvlRestart":
            found.restart = _integer(value)
        elif name == "isLgl":
            found.legal = value not in ("0", "false")
        elif name == "pStyle":
            found.style = value
    return _integer(index), found


def _settings(lvl: Any) -> Iterator[Any]:
    """The settings of a level; a newer form (custom number formats) goes before its replacement for older programs."""
    for child in lvl:
        if child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            yield from choice if choice is not None else ()
        else:
            yield child


def _integer(value: str | None, default: int = 0) -> int:
    try:
        return int(value or default)
    except ValueError:
        return default
