"""Lessons of past incidents: what went well, what failed, and which clause of a plan answers a lesson."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Clause, Incident

_FAILED = re.compile(
    r"不足|不够|不到位|不及时|不力|缺乏|缺少|薄弱|滞后|迟报|漏报|瞒报|未(?!来|成年)|没有|问题|教训|隐患|失误|违规|违章|盲目|不熟|混乱|不畅|延误|暴露|忽视|疏于"
)
_WELL = re.compile(r"成功|及时|有效|得力|经验|得益于|到位|避免了|无人员伤亡|迅速|果断|扎实|充分|高效|发挥")


_NUMBERED = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|第?[一二三四五六七八九十]+(?:是|，|、)|\d+[.．、]")
_NO_MEASURES = re.compile(r"总则|附则|附件|风险|概况|基本情况|资源调查|编制|适用范围|奖惩|名词|解释")
"""Parts whose clauses tell what is, not what is done."""
_COMMON = re.compile(
    r"\d|^(?:分钟|小时|毫米|公里|平方公里|厘米|立方米|万元|以上|以下|以内|达到|开始|预计|进行|没有|原因|人员|单位|部门|工作|情况|直接|中心|负责|组织)$"
)
"""Words that say nothing of what a lesson is about."""
_TITLE, _ENOUGH, _NEARNESS = 24, 3.0, 4.0


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


def whole_lessons(texts: Sequence[str]) -> tuple[str, ...]:
    """Lessons with a short title and what follows it as one (（一）信号没有全覆盖。铜锣…)."""
    found: list[str] = []
    title = False
    for text in texts:
        if found and (title or text.startswith(("，", "；"))) and not _NUMBERED.match(text):
            found[-1] += text
        else:
            found.append(text)
        title = len(text) <= _TITLE and bool(_NUMBERED.match(text))
    return tuple(found)


def answering(
    text: str, clauses: Sequence[Clause], near: Sequence[str], words: Callable[[str], Sequence[str]]
) -> Clause | None:
    """The clause of measures or preparations that answers a lesson, None when none shares its words enough.

    ``near`` are ids of clauses as a search ranks them, nearest first; ``words`` gives the content words of a text. A shared word counts the
    more the fewer clauses have it, and less in a long clause.
    """
    measures = [clause for clause in clauses if _tells_measure(clause)]
    known = [frozenset(words(f"{clause.text} {clause.path[-1]}")) for clause in measures]
    own = {word for word in words(text) if len(word) > 1 and not _COMMON.search(word)}
    common = Counter(word for each in known for word in each & own)
    place = {clause_id: rank for rank, clause_id in enumerate(near)}
    mean = sum(map(len, known)) / max(1, len(known)) or 1.0
    best: tuple[float, Clause] | None = None
    for clause, held in zip(measures, known, strict=True):
        shared = sum(math.log(1 + len(measures) / common[word]) for word in own & held)
        if shared < _ENOUGH:
            continue
        weight = shared / (0.6 + 0.4 * len(held) / mean) + (
            _NEARNESS * (1 - place[clause.id] / len(near)) if clause.id in place else 0.0
        )
        if best is None or weight > best[0]:
            best = (weight, clause)
    return best[1] if best else None


def _tells_measure(clause: Clause) -> bool:
    return bool(clause.path) and not clause.table_row and not any(_NO_MEASURES.search(name) for name in clause.path)


def lessons_of(
    incidents: Sequence[Incident], answer: Callable[[str], Clause | None], most: int = 60
) -> tuple[Lesson, ...]:
    """The lessons of incidents; ``answer`` gives the clause of the plan that answers one, or None."""
    found: dict[str, Lesson] = {}
    for incident in incidents:
        for text in whole_lessons(incident.lessons):
            if len(text) >= 8 and text not in found and len(found) < most:
                hit = answer(text)
                found[text] = Lesson(
                    text,
                    tone_of(text),
                    incident.title,
                    incident.clause_id,
                    hit.id if hit else "",
                    hit.text if hit else "",
                )
    return tuple(found.values())
