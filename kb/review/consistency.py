"""QC-CONS: one post, office, phone or number that is another in another section, and two names of one headquarters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.amounts.quantities import quantity_findings
from kb.review.duties.bodies import duty_rows, same
from kb.review.duties.commands import command_findings
from kb.review.duties.seats import seat_conflicts
from kb.review.duties.unnamed import unnamed_findings
from kb.review.making import finding, place
from kb.review.text import Body

_SEAT = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{0,10}?)办公室(?:\([^()]*\))?(?:日常(?:工作|办事机构))?(?:,)?设在(?P<seat>[\u4e00-\u9fff]{2,14}?)(?=[,。;()、的]|承担|负责|值班|$)"
)
_OFFICE_DUTY = re.compile(
    r"(?:承担|负责)[^,;。]{0,14}?(?:指挥部办公室|领导小组办公室|委员会办公室|防办|减灾办|防指办|指挥部日常|办公室日常|本办公室)[^,;。]{0,4}(?:工作|职责|职能)"
)
_QUANTITY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?(?:救援队|抢险队|应急队|突击队|大队|中队|分队|医院|协会|学校|小学|中学|体育馆|体育场|水库|仓库|储备库|安置点|连|站))"
    r"(?:\([^()]{1,12}\))?(?:现有|共有|共|有|人数|可容纳|容纳|容量|编制|:|,|;|人员)*(?P<number>\d+)(?P<unit>人|名|张|个床位|床)"
)
_ROW_NAME = re.compile(
    r"(?:队名|名称|队伍|单位|场所|安置点)[^:;]{0,6}:(?P<name>[^:;()]{3,18})(?:\([^)]*\))?;(?:[^:;]{1,10}:[^;]*;){0,3}?[^:;]{0,6}(?:人数|规模|容量|容纳人数|可容纳)[^:;]{0,6}:(?P<number>\d+)(?P<unit>人|名|张)?"
)
_INVENTORY = re.compile(r"队伍|资源|清单|物资|保障|名单|名录|概况|场所|附件|调查|力量|一览")
_HEADQUARTERS = ("指挥部", "领导小组")
_FOUNDED = re.compile(
    r"成立|设立|组建|安全生产$|党的|工作$|简称|委员会$|国家|上级|前方|现场|企业$|乡镇|学校|公司$|中央|防控$|[村乡镇]$"
)


def consistency_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each thing that is told in two ways."""
    yield from _posts(body, checklists)
    named = list(_quantities(body, checklists))
    yield from named
    yield from quantity_findings(body, checklists, {each.clause_id for found in named for each in found.places})
    mixed = list(_headquarters(body, checklists))
    yield from mixed
    commands = list(command_findings(body, checklists))
    yield from commands
    told = {name for each in commands for name in each.message.params.get("names", "").split("、")}
    kinds = tuple(each.message.params["odd"] for each in mixed)
    yield from unnamed_findings(body, checklists, told, kinds)


# --------------------------------------------------------------------------- posts and offices


@dataclass(frozen=True, slots=True)
class _Held:
    organ: str
    holder: str
    where: Place


def _posts(body: Body, checklists: Checklists) -> Iterator[Finding]:
    held: dict[str, list[_Held]] = defaultdict(list)
    for line in body.lines:
        if line.contents:
            continue
        for found in _SEAT.finditer(line.text):
            organ = re.sub(r"^.*(?:下设|指挥部的|其)", "", found["organ"])
            held["办公室所在单位"].append(_Held(organ[-6:], found["seat"], place(line, found.start(), found.end())))
    for row in duty_rows(body):
        duty = _OFFICE_DUTY.search(row.line.text, row.start, row.end)
        if duty and len(row.names) == 1:
            held["办公室所在单位"].append(_Held("", row.names[0], place(row.line, 0, duty.end())))
    for seat, head, places in seat_conflicts(body):
        message = Message("seat_conflict", {"seat": seat, "head": head})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)
    for post, all_held in held.items():
        conflicts = [
            (one, other) for at, one in enumerate(all_held) for other in all_held[at + 1 :] if _conflict(one, other)
        ]
        if conflicts:
            one, other = conflicts[0]
            places = [each.where for pair in conflicts for each in pair]
            message = Message("post_conflict", {"post": post, "one": one.holder, "other": other.holder})
            yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _conflict(one: _Held, other: _Held) -> bool:
    """Two holders of one post: the organs are one, or one is unnamed; the holders are not one under two names."""
    if one.organ and other.organ and not (one.organ in other.organ or other.organ in one.organ):
        return False
    first, second = _person(one.holder), _person(other.holder)
    return not (same(one.holder, other.holder) or first in second or second in first)


def _person(holder: str) -> str:
    return re.sub(
        r"^(?:由|县|市|省|区|镇|乡|本)|(?:主要)?(?:负责)?(?:同志|人)$|(?:局|厅|委)(?=局长|厅长|主任)", "", holder
    )


# --------------------------------------------------------------------------- numbers


def _quantities(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """How many people a team has, or a place can take, told in two ways; or more sent than there are."""
    told: dict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    lines: dict[tuple[str, str], set[str]] = defaultdict(set)
    sent: list[tuple[str, str, str, Place]] = []
    for line in body.lines:
        for source in (_QUANTITY, _ROW_NAME):
            for found in source.finditer(line.text):
                listed = bool(_INVENTORY.search("/".join(line.heads)))
                name = re.sub(
                    rf"^(?:{re.escape(body.document.region[-3:]) or '本县'}|本|全)?[省市县区]?(?=[^省市县区镇乡村])",
                    "",
                    found["name"],
                )
                unit = {"名": "人", None: "人"}.get(found["unit"], found["unit"])
                if len(name) < 3 or re.search(
                    r"每|各|所有|全部|其他", line.text[max(0, found.start() - 2) : found.start("number")]
                ):
                    continue
                where = place(line, found.start(), found.end())
                if not listed:
                    sent.append((name, unit, found["number"], where))
                    continue
                told[name, unit].setdefault(found["number"], where)
                lines[name, unit].add(line.clause.id)
    wrong = [
        (name, numbers) for (name, unit), numbers in told.items() if len(numbers) == 2 and len(lines[name, unit]) >= 2
    ]
    for name, unit, number, where in sent:
        own = told.get((name, unit), {})
        if len(own) == 1 and int(number) > int(next(iter(own))):
            wrong.append((name, {**own, number: where}))
    if wrong:
        message = Message(
            "number_differs", {"numbers": "；".join(f"{name}{'、'.join(numbers)}" for name, numbers in wrong)}
        )
        places = [at for _, numbers in wrong for at in numbers.values()]
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.5)


# --------------------------------------------------------------------------- the name of the headquarters


def _headquarters(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """领导小组 once or twice where the plan's headquarters is a 指挥部 everywhere else, or the other way round."""
    counted: Counter[str] = Counter()
    for line in body.lines:
        for name in _HEADQUARTERS:
            counted[name] += len(re.findall(rf"(?<!现场)(?<!前方){name}", line.text))
    for usual, odd in (_HEADQUARTERS, _HEADQUARTERS[::-1]):
        if not (0 < counted[odd] <= 3 and counted[usual] >= 8):
            continue
        places = []
        for line in body.lines:
            for found in re.finditer(rf"(?<!现场)(?<!前方){odd}", line.text):
                first, last = line.sentence(found.start())
                before = line.text[max(first, found.start() - 10) : found.start()]
                if (
                    not line.contents
                    and not re.search(r"《[^》]*$", line.text[: found.start()])
                    and not _FOUNDED.search(before)
                ):
                    places.append(place(line, max(first, found.start() - 6), min(last, found.end() + 8)))
        if places:
            message = Message("headquarters_differ", {"odd": odd, "usual": usual})
            yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.5)
