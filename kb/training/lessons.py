"""Lessons of past incidents: what went well, what failed, and which clause of a plan answers a lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Hit, Incident

_FAILED = re.compile(
    r"不足|不够|不到位|不及时|不力|缺乏|缺少|薄弱|滞后|迟报|漏报|瞒报|未(?!来|成年)|没有|问题|教训|隐患|失误|违规|违章|盲目|不熟|混乱|不畅|延误|暴露|忽视|疏于"
)
_WELL = re.compile(r"成功|及时|有效|得力|经验|得益于|到位|避免了|无人员伤亡|迅速|果断|扎实|充分|高效|发挥")


class Tone(StrEnum):
    """Whether something went well or failed."""

    WELL = "well"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson, verbatim, with the incident and the clause that tell it, and the clause of the plan that answers it, if any."""

    text: str
    tone: Tone
    incident: str
    clause_id: str
    answered_by: str = ""
    answer: str = ""


def tone_of(text: str) -> Tone:
    """A lesson with a word of failure is one; else it went well."""
    return Tone.FAILED if _FAILED.search(text) or not _WELL.search(text) else Tone.WELL


def lessons_of(
    incidents: Sequence[Incident], answer: Callable[[str], Hit | None], most: int = 60
) -> tuple[Lesson, ...]:
    """The lessons of incidents; ``answer`` gives the clause of the plan that answers one, or None."""
    found: dict[str, Lesson] = {}
    for incident in incidents:
        for text in incident.lessons:
            if len(text) >= 8 and text not in found and len(found) < most:
                hit = answer(text)
                found[text] = Lesson(
                    text,
                    tone_of(text),
                    incident.title,
                    incident.clause_id,
                    hit.clause_id if hit else "",
                    hit.text if hit else "",
                )
    return tuple(found.values())
