"""The Chinese sentences by code, one module an area; ``ui.labels`` fills in the parameters.

An area module may hold ``ERRORS`` (sentence and hint), ``MESSAGES`` (notices, findings, reasons), ``PROBLEMS`` (faults that
``verify`` finds), ``STAGES`` (long work) and ``WORDS`` (values of closed lists). A code stands in one area only.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from ui.texts import common, drafting, library, people, reading, reports, review, search, training
from ui.texts.common import REASONS as REASONS

AREAS: tuple[ModuleType, ...] = (common, reading, library, search, review, reports, drafting, people, training)


def _merged(name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for area in AREAS:
        own: dict[str, Any] = getattr(area, name, {})
        twice = merged.keys() & own.keys()
        if twice:
            raise ValueError(f"{area.__name__}.{name} repeats {sorted(twice)}")
        merged |= own
    return merged


ERRORS: dict[str, tuple[str, str]] = _merged("ERRORS")
MESSAGES: dict[str, str] = _merged("MESSAGES")
PROBLEMS: dict[str, str] = _merged("PROBLEMS")
STAGES: dict[str, str] = _merged("STAGES")
WORDS: dict[str, str] = _merged("WORDS")
