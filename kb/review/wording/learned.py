"""The weights of the rules that were trained (``writing.json``): numbers by name, for each rule."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def learned(rule: str) -> dict[str, float]:
    """The weights of a rule, ``bias`` among them; KeyError for a rule that was not trained."""
    text = files(__package__).joinpath("writing.json").read_text(encoding="utf-8")
    found: dict[str, float] = json.loads(text)[rule]
    return found
