"""QC-CONS: an office whose seat and head do not go together: set up in one department, led by another (国办发〔2024〕5号 第二十四条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Place
from kb.review.duties.bodies import same, split
from kb.review.facts.entries import is_name
from kb.review.making import place
from kb.review.text import Body, Line

_SEAT = re.compile(
    r"(?:办公室|秘书处|[防减]灾?办)(?:\([^()]*\))?(?:日常(?:工作|办事机构))?[^,。;]{0,4},?设在(?P<seat>[\u4e00-\u9fff]{2,14}?)(?=[,。;()、的]|承担|负责|值班|$)"
)
_HEAD = re.compile(
    r"(?:办公室)?(?P<deputy>(?:常务)?副)?主任(?:由|:|为)(?P<holder>[^,。;:]{2,40}?)(?:担任|兼任|任|兼)?(?=[,。;]|$)"
    r"|由(?P<other>[^,。;:]{2,40}?)(?:担任|兼任|任)(?:办公室)?(?P<vice>(?:常务)?副)?主任"
    r"|(?<=[,。;])(?P<named>[^,。;:由]{2,30}?)(?:担任|兼任|兼|任)(?:该|指挥部|领导小组)?办公室(?P<second>(?:常务)?副)?主任"
)
_TITLE = re.compile(
    r"(?:主要|分管|常务)?(?:副)?(?:局长|厅长|主任|部长|处长|科长|站长|队长|经理|总监|主管|负责人|负责同志|主要领导|分管领导|领导)(?:同志|[\u4e00-\u9fff]{2,3})?(?:分管.*)?$"
)
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|委|部|办公室|办|中心|处|科|室|站|大队|支队|总队)$")
_NO_DEPARTMENT = re.compile(r"政府|党委|[省市县区镇乡]委(?!员会)|常委|该|本|其|同级")
_NOT_OURS = re.compile(r"现场|各|乡镇|成员单位|有关|上级|轮值")


@dataclass(frozen=True, slots=True)
class _Office:
    """An office: where it has its seat and who leads it, as far as departments are named."""

    seat: str
    where: Place
    heads: tuple[tuple[str, Place], ...]
    deputies: tuple[tuple[str, Place], ...]


def seat_conflicts(body: Body) -> Iterator[tuple[str, str, list[Place]]]:
    """``(seat, head's department, places)`` for every office whose seat is none of the departments that lead it."""
    for office in _offices(body):
        for people in (office.heads, office.deputies) if not _persons(office.heads) else (office.heads,):
            named = [(name, at) for name, at in people if _departments(name)]
            if not named:
                continue
            if not any(_of(office.seat, name) for name, _ in named):
                yield office.seat, "、".join(_departments(named[0][0])[:1]), [office.where, named[0][1]]
            break


def _persons(heads: tuple[tuple[str, Place], ...]) -> bool:
    """Whether heads are named by their own names alone, so that the text does not say here where they belong."""
    return any(is_name(name) for name, _ in heads)


def _offices(body: Body) -> Iterator[_Office]:
    """The one office of each section that names a single seat."""
    by_section: dict[int, list[Line]] = {}
    for line in body.lines:
        if not line.contents and not line.clause.table_row:
            by_section.setdefault(line.section, []).append(line)
    for lines in by_section.values():
        seats = [(line, found) for line in lines for found in _SEAT.finditer(line.text)]
        if len({found["seat"] for _, found in seats}) != 1:
            continue
        line, seat = seats[0]
        if _NOT_OURS.search(seat["seat"]):
            continue
        heads: list[tuple[str, Place]] = []
        deputies: list[tuple[str, Place]] = []
        for found in _HEAD.finditer(line.text, seat.end()):
            holder = found["holder"] or found["other"] or found["named"]
            where = place(line, *found.span())
            (deputies if found["deputy"] or found["vice"] or found["second"] else heads).append((holder, where))
        yield _Office(seat["seat"], place(line, *seat.span()), tuple(heads), tuple(deputies))


def _departments(holder: str) -> list[str]:
    """The departments whose people hold a post."""
    names = [_TITLE.sub("", name) for name in split(re.sub(r"\([^()]*\)", "", holder))]
    return [name for name in names if len(name) > 2 and _DEPARTMENT.search(name) and not _NO_DEPARTMENT.search(name)]


def _of(seat: str, holder: str) -> bool:
    """Whether a holder is of the office's seat, or says only ``局长``."""
    return any(same(seat, name) or name in seat or seat in name for name in _departments(holder))
