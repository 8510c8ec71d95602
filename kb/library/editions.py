"""Whether a law or plan is in force: by its own text and known newer editions, and by newer editions in the same library."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.library.records import DocumentRecord
from kb.model import Kind, Validity

_NEWER: tuple[tuple[str, str, Validity], ...] = (
    ("突发事件应对法", "2024-06-28", Validity.SUPERSEDED),
    ("突发事件应急预案管理办法", "2024-01-31", Validity.SUPERSEDED),
    ("生产安全事故应急预案管理办法", "2019-07-11", Validity.SUPERSEDED),
    ("国家突发公共事件总体应急预案", "2025-02-25", Validity.REPEALED),
    ("国家突发事件总体应急预案", "2025-02-25", Validity.SUPERSEDED),
    ("国家地震应急预案", "2025-10-11", Validity.SUPERSEDED),
    ("国家自然灾害救助应急预案", "2024-01-20", Validity.SUPERSEDED),
    ("国家森林火灾应急预案", "2020-10-26", Validity.REPEALED),
    ("全国草原火灾应急预案", "2020-10-26", Validity.REPEALED),
    ("国家防汛抗旱应急预案", "2022-05-30", Validity.SUPERSEDED),
)
"""Title (without 中华人民共和国), date of the edition in force, what older ones are."""
_SAYS_REPEALED = re.compile(
    r"^[（(]?(?:本(?:法|条例|办法|规定|预案|文件))?(?:已|现已|于.{4,12})?(?:被)?(?:废止|失效)|[（(](?:已)?(?:废止|失效)[）)]"
)
_CURRENT = re.compile(r"(?:现行有效|有效性[：:]\s*有效)")
_EDITION = re.compile(
    r"[（(【\[](?:[^）)】\]]{0,12}(?:修[订正]|版|施行|试行|通过|发布|印发)[^）)】\]]{0,6}|(?:19|20)\d\d年?)[）)】\]]|(?:19|20)\d\d年?(?:修[订正])?版?|修订版|"
    r"^中华人民共和国|[《》\s_]"
)
_DRAFT = re.compile(r"征求意见|送审|讨论|草案|初稿|样本|模板|范本")
_GENERAL = re.compile(
    r"^(?:(?:综合|专项|总体|生产安全事故|突发事件|火灾|事故|消防|防汛|地震)*(?:应急)?(?:预案|处置方案|工作方案|方案))$"
)


def validity_of(title: str, date: str, front: str) -> Validity:
    """``date`` is the ISO date of this edition, ``front`` the text around the title."""
    bare = re.sub(r"^中华人民共和国|[《》\s]", "", title)
    if _SAYS_REPEALED.search(title) or any(_SAYS_REPEALED.search(line) for line in front.split("\n")):
        return Validity.REPEALED
    for name, since, state in _NEWER:
        if bare != name:
            continue
        if state is Validity.REPEALED or (date and date < since[: len(date)]):
            return state
        return Validity.IN_FORCE if date else Validity.UNKNOWN
    if _CURRENT.search(front):
        return Validity.IN_FORCE
    return Validity.UNKNOWN


def edition_free(title: str) -> str:
    """A title without what tells its edition: 中华人民共和国, years, （2024年修订）, signs around it."""
    return _EDITION.sub("", title)


def settled(records: Sequence[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """The records of a library, each with the validity that the other editions there give it; what people said of it stays."""
    found = settle(records)
    return tuple(_settled(record, *found[record.doc_id]) if record.doc_id in found else record for record in records)


def _settled(record: DocumentRecord, validity: Validity, newer: str) -> DocumentRecord:
    said = "validity" in record.corrected
    return replace(record, validity=record.validity if said else validity, superseded_by=newer)


def settle(records: Iterable[DocumentRecord]) -> dict[str, tuple[Validity, str]]:
    """For every document with editions beside it in the library, its validity and the id of the edition that replaces it, or "".

    Laws, standards and plans of one name and region are editions of each other when their dates differ; drafts and names
    that many units use (综合应急预案 without a region) are not. What a text says of itself (已废止) stays.
    """
    groups: dict[tuple[Kind, str, str], list[DocumentRecord]] = defaultdict(list)
    for record in records:
        name = edition_free(record.title)
        if record.kind in (Kind.REPORT, Kind.OTHER) or len(name) < 4 or _DRAFT.search(record.title):
            continue
        if record.kind is Kind.PLAN and (
            _GENERAL.match(name) or not (record.region or name.startswith(("国家", "全国")) or len(name) >= 10)
        ):
            continue
        groups[record.kind, name, record.region].append(record)
    settled: dict[str, tuple[Validity, str]] = {}
    for editions in groups.values():
        newest = max(editions, key=_when)
        older = [
            each
            for each in editions
            if _when(each) and _when(each)[: len(_when(newest))] < _when(newest)[: len(_when(each))]
        ]
        for each in older:
            settled[each.doc_id] = (
                Validity.REPEALED if each.validity is Validity.REPEALED else Validity.SUPERSEDED,
                newest.doc_id,
            )
        if older and newest.validity is Validity.UNKNOWN:
            settled[newest.doc_id] = (Validity.IN_FORCE, "")
    return settled


def _when(record: DocumentRecord) -> str:
    """The date of an edition, else the year that its title or file name bears."""
    year = re.search(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)", f"{record.title} {record.base_name}")
    return record.date or (year[0] if year else "")
