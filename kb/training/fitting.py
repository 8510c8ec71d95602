"""Which plans of a library a question is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.library.store import DocumentRecord
from kb.taxonomy import hazard_words_in
from kb.training.question import Asked

_BARE_TITLE = re.compile(
    r"^.{0,20}?(?:人民政府|省|市|县|区|镇|乡|村|公司|自治区)(?=[一-鿿]{3,})|(?:专项|综合|总体|部门|现场)?(?:应急预案|处置方案|预案).*$"
)
_UNITS = (
    ("学校", re.compile(r"学校|小学|中学|幼儿园|校园|学生|教师|老师|班主任|校长|校医|师生|校车")),
    ("村社区", re.compile(r"村里|村民|本村|村委|社区|村干部|村医|村组")),
    ("企业", re.compile(r"公司|企业|车间|厂区|罐区|班组|岗位|班长|外操|主操|施工|项目部|船长|船舶|船员")),
)
_GENERAL_TYPES = frozenset({"T", "TWN", "VIL", "SCH", "EC", "EVT", "ORG"})
ENOUGH = 0.5
"""A plan below this fit answers nothing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a plan fits a question; ``why`` names what spoke for it."""

    record: DocumentRecord
    score: float
    why: tuple[str, ...]


def fits(asked: Asked, records: Sequence[DocumentRecord], hits: Mapping[str, float]) -> list[Fit]:
    """The plans that may answer, best first. ``hits`` gives for document ids how near a search of clauses came, 0 to 1."""
    found = [_fit(asked, record, hits.get(record.doc_id, 0.0)) for record in records if record.plan_type]
    return sorted((each for each in found if each.score >= ENOUGH), key=lambda each: -each.score)


def _fit(asked: Asked, record: DocumentRecord, near: float) -> Fit:
    why: list[str] = []
    score = 0.0
    named = bool(asked.title) and (asked.title in record.title or record.title in asked.title)
    bare = _BARE_TITLE.sub("", record.title)
    if named or record.title in asked.question:
        score, why = 3.0, ["title"]
    hazard = _hazard(asked, record)
    if hazard:
        score += hazard
        why.append("hazard")
    elif asked.hazards and not named:
        if record.plan_type in _GENERAL_TYPES and near > 0:
            score += 0.5 * near + 0.1
            why.append("general")
    elif not asked.hazards and near > 0:
        score += 0.7 * near
        why.append("clauses")
    if score and len(bare) >= 2 and bare in asked.question:
        score += 0.5
    if score and record.region:
        place = record.region.split("县")[0].split("市")[-1].split("省")[-1]
        if len(place) >= 2 and place in asked.question:
            score += 0.5
            why.append("region")
    if score:
        score += 0.2 * near + _unit(asked, record)
    return Fit(record, score, tuple(why))


def _hazard(asked: Asked, record: DocumentRecord) -> float:
    """1 for the very kind of event, less for the family it belongs to; the event's own word in the title counts too."""
    if any(word in hazard_words_in(record.title) for word in asked.event):
        return 1.2
    codes = [hazard.code for hazard in asked.hazards]
    if record.hazard_code in codes:
        return 1.0
    parents = {code.split("-")[0] for code in codes}
    return 0.6 if record.hazard_code and record.hazard_code in parents else 0.0


def names_unit(asked: Asked) -> bool:
    """Whether a question speaks of a school, a village or a firm."""
    return any(pattern.search(asked.question) for _, pattern in _UNITS)


def _unit(asked: Asked, record: DocumentRecord) -> float:
    """Whether the kind of unit that the question speaks of is the plan's."""
    wanted = next((level for level, pattern in _UNITS if pattern.search(asked.question)), None)
    special = {"学校", "村社区", "企业"}
    if wanted is None:
        return -0.3 if record.plan_level in special else 0.0
    return 1.0 if record.plan_level == wanted else -0.4
