"""QC-PHONE: emergency numbers of another service, or of none, and numbers that cannot be dialled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.area_codes import odd_lengths, other_lengths, uncallable
from kb.review.making import finding, place
from kb.review.text import Body

_SERVICES = (
    (re.compile(r"(?:火警|消防)(?:报警|救援)?(?:电话|热线|队)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "119"),
    (re.compile(r"(?:急救|救护车|医疗救护)(?:中心)?(?:电话|热线)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "120"),
    (re.compile(r"(?:匪警|公安报警|治安报警)(?:电话)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "110"),
    (re.compile(r"(?:交警|交通事故报警)(?:电话)?(?:为|:|拨打|“|\"|\()*(\d{3,6})(?!\d)"), "122"),
)
_AFTER = (
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:急救|抢救|救护|医疗)(?!(?:中心)?(?:电话|热线))|(?<!\d)(?:拨打|呼叫|联系)(\d{3})(?!\d)[^,。;]{0,4}(?:送医|救治|急救|就医|送往医院)"), "120"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:火警|消防)(?!(?:报警)?(?:电话|热线))"), "119"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:接处警|(?:公安|匪警)(?!(?:报警)?(?:电话|热线)))"), "110"),
    (re.compile(r"(?<!\d)(\d{3})(?!\d)(?:\)|”|\")?(?:电话)?(?:交警|交通事故报警)(?!电话)"), "122"),
)  # fmt: skip
"""Numbers that stand before the name of the service."""
_LABELLED = re.compile(r"(?:报警|匪警|公安|火警|消防|急救|救护|医疗|交警|电话|热线)(?:为|:|“|\"|\()*$")
_OTHERS = frozenset({"114", "117", "121", "113", "111", "112"})
_SLIPPED = re.compile(
    r"(?<![\d.])(?P<number>\d{3})(?![\d.])(?=(?:[(、,]\d{3}){0,3}\)?(?:等)?(?:接处警|报警|抢救|急救|求助|火警|匪警|救护|(?:特服|紧急|报警)?(?:电话|热线)报))"
    r"|(?:拨打|呼叫|电话报)[“\"(]?(?P<after>\d{3})(?![\d.])|(?<=[(、])(?P<listed>\d{3})(?=[、)][^。;]{0,12}(?:求助|报警|急救|热线))"
)
_SERVED = frozenset({"110", "119", "120", "122", "112", "114", "999", "100", "123", "129", "189"})
_FIVE = re.compile(r"(?:(?<=拨打)|(?<=电话)|(?<=热线)|(?<=电话:)|(?<=热线:)|(?<=拨打“)|(?<=火警))12\d{3}(?!\d)")
_FIVE_USUAL = ("12119", "12345", "12350", "12369", "12395", "12122", "12315", "12320", "12328", "12121")
_FIVE_SERVED = frozenset(
    [
        "12110",
        "12117",
        "12119",
        "12121",
        "12122",
        "12123",
        "12300",
        "12301",
        "12303",
        "12305",
        "12306",
        "12308",
        "12309",
        "12312",
        "12313",
        "12315",
        "12316",
        "12317",
        "12318",
        "12319",
        "12320",
        "12321",
        "12325",
        "12326",
        "12328",
        "12329",
        "12331",
        "12333",
        "12337",
        "12338",
        "12339",
        "12340",
        "12345",
        "12348",
        "12349",
        "12350",
        "12351",
        "12352",
        "12355",
        "12356",
        "12358",
        "12359",
        "12360",
        "12363",
        "12365",
        "12366",
        "12367",
        "12368",
        "12369",
        "12371",
        "12377",
        "12378",
        "12379",
        "12380",
        "12381",
        "12385",
        "12386",
        "12388",
        "12389",
        "12390",
        "12393",
        "12394",
        "12395",
        "12396",
        "12398",
        "12399",
    ]
)
"""Numbers of public services with five digits (forest fires, hotlines of governments, work safety, environment, rescue at sea …)."""
_DIALLED = re.compile(
    r"(?:电话|手机|联系方式|热线|传真)(?:号码)?(?:为|:|\()?((?:0\d{2,3}[-—–]?)?\d{5,13}|0\d{2,3}[-—–]\d{1,4})(?![\d号元人年-])"
)


def number_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-PHONE: one finding for numbers of another service, one for numbers of a wrong length."""
    wrong = [*_services(body), *_no_service(body)]
    if wrong:
        message = Message("phone_service", {"numbers": "、".join(dict.fromkeys(said for said, _ in wrong))})
        yield finding("QC-PHONE", FindingSeverity.MEDIUM, message, [at for _, at in wrong], checklists, confidence=0.8)
    odd = list(uncallable(body))
    seen = {at for _, at in odd}
    odd += [(said, at) for said, at in (*odd_lengths(body), *other_lengths(body)) if at not in seen]
    if odd:
        message = Message("phone_uncallable", {"numbers": "、".join(dict.fromkeys(said for said, _ in odd))})
        yield finding("QC-PHONE", FindingSeverity.MEDIUM, message, [at for _, at in odd], checklists, confidence=0.7)
    known = {at.clause_id for _, at in odd}
    short = [at for at in _undiallable(body) if at.clause_id not in known]
    if short:
        message = Message("phone_length", {"count": str(len(short))})
        yield finding("QC-PHONE", FindingSeverity.LOW, message, short, checklists, confidence=0.6)


def service_places(body: Body) -> list[Place]:
    """Where a number of another service is told by ``number_findings``."""
    return [at for _, at in (*_services(body), *_no_service(body))]


def _services(body: Body) -> Iterator[tuple[str, Place]]:
    """Emergency numbers that are another service's, or none."""
    known = {number for _, number in _SERVICES}
    for line in body.lines:
        for source, right in _SERVICES:
            for found in source.finditer(line.text):
                run = any(found[1] == a + b for a in known for b in known)
                if found[1] != right and (found[1] in known | _OTHERS or run):
                    yield f"{found[0]}（应为{right}）", place(line, found.start(), found.end())
        for source, right in _AFTER:
            for found in source.finditer(line.text):
                said = next(filter(None, found.groups()))
                if _LABELLED.search(line.text[: found.start()]):
                    continue
                if said != right and said in known | _OTHERS:
                    yield f"{found[0]}（应为{right}）", place(line, found.start(), found.end())


def _no_service(body: Body) -> Iterator[tuple[str, Place]]:
    """Three digits in the place of an emergency number that are one of them with a slip."""
    known = [number for _, number in _SERVICES]
    for line in body.lines:
        for found in _SLIPPED.finditer(line.text):
            said = found["number"] or found["after"] or found["listed"]
            meant = [number for number in known if _one_slip(number, said)]
            if said not in _SERVED and meant:
                yield f"{said}（没有这个号码）", place(line, found.start(), found.end())
        for found in _FIVE.finditer(line.text):
            if found[0] not in _FIVE_SERVED and any(_one_slip(found[0], number) for number in _FIVE_USUAL):
                yield f"{found[0]}（没有这个号码）", place(line, found.start(), found.end())


def _one_slip(one: str, other: str) -> bool:
    """Whether the digits are the same in another order, or all but one."""
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _undiallable(body: Body) -> Iterator[Place]:
    """Numbers after 电话 or 手机 that are too short or too long."""
    for line in body.lines:
        if line.form:
            continue
        for found in _DIALLED.finditer(line.text):
            number = re.sub(r"\D", "", found[1])
            mobile = bool(re.match(r"1[3-9]", number)) and len(number) >= 9
            landline = number.startswith("0")
            if (mobile and len(number) != 11) or (landline and len(number) not in (10, 11, 12)):
                yield place(line, found.start(), found.end())
