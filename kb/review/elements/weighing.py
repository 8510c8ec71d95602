"""Whether what the patterns find weak is after all there: a logistic regression over named features of the evidence.

Patterns know the words of the list; how much stands there, how definite it is, how like it is to sentences that fill the slots
(``kb.likeness``) and what kind of plan it is say the rest. Learned by ``python -m tests.bench.train_weighing`` from labelled plans.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from kb.checklists import Slot
from kb.review.elements.evidence import Evidence
from kb.review.text import Line, normalise

PRESENT = 0.5
"""The chance from which on a weak element counts as there."""
_VAGUE = re.compile(
    r"有关(?:规定|部门|单位)|相关(?:规定|部门|单位)|及时|适时|必要时|做好|加强|定期|根据(?:实际|需要|情况)|视情|按规定|可以|鼓励|若干"
    r"|等工作|积极|切实|大力|进一步|认真|尽快|妥善|充分"
)
_POST = re.compile(r"[局厅委办部处科室站所院队组长员]|公司|中心|书记|主任|经理|总监|医生|老师")
_RESCUE, _SUPPORT = "6", "9"
"""Groups of items: response, support."""

Likest = dict[str, tuple[float, Line, str]]
"""Slot name → likeness, line and words of the likest sentence."""


def likest(evidence: Evidence) -> Likest:
    """The likest sentence for every slot that the model of likeness knows."""
    if evidence.likely is None:
        return {}
    found = {slot.name: evidence.likely.best(evidence.item, slot) for slot in _slots(evidence)}
    return {name: best for name, best in found.items() if best is not None}


def features(evidence: Evidence, lacking: Sequence[Slot], quote: str, *, touched: bool) -> dict[str, float]:
    """What is weighed, by name. ``lacking``: the slots not filled; ``touched``: whether the matter is merely mentioned."""
    item, body, found = evidence.item, evidence.body, likest(evidence)
    names = {slot.name for slot in lacking}
    core = [found[slot.name][0] for slot in item.core if slot.name in found] or [0.0]
    unfilled = [score for name, (score, *_) in found.items() if name in names] or [0.5]
    best = max(found.values(), key=lambda each: each[0], default=(0.0, None, ""))
    without = sum(slot.name in names for slot in item.core)
    length = sum(len(body.lines[at].said) for at in evidence.lines)
    vague, quoted = len(_VAGUE.findall(evidence.text)), normalise(quote)
    return {
        "plan length": math.log(1 + sum(len(line.said) for line in body.lines)),
        "spoken share": evidence.share,
        "response": float(item.group.startswith(_RESCUE)),
        "support": float(item.group.startswith(_SUPPORT)),
        "weight A": float(item.weight == "A"),
        "weight B": float(item.weight == "B"),
        "core slots": float(len(item.core)),
        "core lacking": float(without),
        "core filled": 1 - without / max(1, len(item.core)),
        "optional lacking": float(len(names) - without),
        "touched": float(touched),
        "core likeness least": min(core),
        "core likeness mean": sum(core) / len(core),
        "likeness most": best[0],
        "lacking likeness least": min(unfilled),
        "lacking likeness most": max(unfilled),
        "cued": math.log1p(len(evidence.cued)),
        "headed": math.log1p(len(evidence.headed)),
        "one line": float(len(evidence.lines) == 1),
        "evidence vague": vague / (1 + length / 100),
        "quote length": math.log1p(len(quoted)),
        "quote figures": float(bool(re.search(r"\d", quoted))),
        "quote vague": float(len(_VAGUE.findall(quoted))),
        "quote posts": math.log1p(len(_POST.findall(quoted))),
        "likest length": math.log1p(len(best[2])),
        "likest figures": float(bool(re.search(r"\d", best[2]))),
        "likest vague": float(len(_VAGUE.findall(best[2]))),
        "likest posts": math.log1p(len(_POST.findall(best[2]))),
    }


def _slots(evidence: Evidence) -> tuple[Slot, ...]:
    return (*evidence.item.core, *evidence.item.optional)
