"""Patterns that know words of which every match has one, so that most lines need never be searched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(r"\(\?(?::|!|<!|=|<=|P<\w+>)|\((?!\?)|\)|\||\[[^\]]*\]|\\.|[?*+]\??|\{\d+,\d*\}\??|.", re.DOTALL)
_AROUND = ("(?!", "(?<!", "(?=", "(?<=")
_LONG = 2


@dataclass(frozen=True)
class Phrase:
    """A pattern for normalised text."""

    source: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; compiled when first used."""
        return re.compile(self.source)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Words (better two characters than one) of which every match has at least one."""
        return _keys(self.source)


def _keys(source: str) -> frozenset[str]:
    tokens = _TOKEN.findall(source)
    return _alternatives(tokens, 0)[0]


def _alternatives(tokens: list[str], at: int) -> tuple[frozenset[str], int]:
    """The best keys of each alternative, up to the closing bracket; empty where an alternative has none."""
    every: list[frozenset[str]] = []
    while True:
        keys, at = _sequence(tokens, at)
        every.append(keys)
        if at >= len(tokens) or tokens[at] != "|":
            break
        at += 1
    return (frozenset().union(*every) if all(every) else frozenset()), at


def _sequence(tokens: list[str], at: int) -> tuple[frozenset[str], int]:
    """The best keys of one alternative: those of the part that has the longest."""
    parts: list[frozenset[str]] = []
    run = ""
    while at < len(tokens) and tokens[at] not in ("|", ")"):
        token = tokens[at]
        keys: frozenset[str] = frozenset()
        if token.startswith("("):
            keys, at = _alternatives(tokens, at + 1)
        at += 1
        after = tokens[at] if at < len(tokens) else ""
        quantified = after[:1] in ("?", "*", "+", "{")
        optional = after[:1] in ("?", "*") or after.startswith("{0")
        at += quantified
        literal = len(token) == 1 and token not in ".^$"
        if literal and not quantified:
            run += token
            continue
        if token in _AROUND:
            continue
        parts.append(frozenset([run] if run else []))
        run = ""
        if keys and not optional:
            parts.append(keys)
    parts.append(frozenset([run] if run else []))
    return max(parts, key=_worth, default=frozenset()), at


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    return (min(_LONG, min(map(len, keys), default=0)), -len(keys))
