"""QC-TERM: terms that the law has replaced. QC-FREQ: drills and assessments rarer than the rules allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, digits

_TERMS = (
    (re.compile(r"突发公共事件"), "突发事件"),
    (re.compile(r"事故灾害(?!性)"), "事故灾难"),
    (re.compile(r"(?<![\u4e00-\u9fff])特大(?![型桥城暴洪])(?=[\u4e00-\u9fff]{0,4}(?:事故|灾害|事件|火灾|险情))|(?<=[、,或])特大(?=(?:突发)?(?:事故|灾害|事件|火灾|险情))"), "特别重大"),
)  # fmt: skip
_TITLE = re.compile(r"《[^《》]*》")
_DRILL = re.compile(
    r"(?:至少)?(?:每|隔)(?:隔)?([一二三四五六七八九十两\d]{1,2}|半)?个?(年|月|季度|学期|周)[^。;]{0,24}?(?:演练|演习)|(?:演练|演习)[^。;]{0,20}?每([一二三四五六七八九十两\d]{1,2}|半)?个?(年|月|季度|学期|周)"
)
_MONEY = re.compile(r"\d[万千]?元|经费|资金|预算")
_ASSESS = re.compile(r"(?:至少)?每(?:隔)?([一二三四五六七八九十两\d]{1,2})?年[^。;]{0,16}?(?:评估|修订)")
_MONTHS = {"年": 12.0, "月": 1.0, "季度": 3.0, "学期": 6.0, "周": 0.25}
_DRILL_CAP = {
    "SDN": 36, "SDP": 36, "SDC": 36, "SUP": 36, "ENVG": 12, "TWN": 24, "EC": 12, "ES": 12, "EF": 6, "FIRE": 12, "ENVE": 36, "T": 36, "SEQ": 24, "JNT": 36, "TGT": 36, "SCH": 6,
}  # fmt: skip
_DRILL_BASIS = {
    **dict.fromkeys(("SDN", "SDP", "SDC", "SUP", "T", "JNT", "TGT"), "《突发事件应急预案管理办法》（国办发〔2024〕5号）第三十二条：专项、部门预案每3年至少演练一次"),
    **dict.fromkeys(("EC", "ES", "EF"), "《生产安全事故应急预案管理办法》第三十三条：综合或专项预案每年至少、现场处置方案每半年至少演练一次"),
    "SCH": "教基一厅〔2014〕2号：中小学每月、幼儿园每季度至少开展一次应急疏散演练",
    "TWN": "《生产安全事故应急条例》（国务院令第708号）第八条：乡镇、街道每2年至少演练一次",
    "FIRE": "《机关、团体、企业、事业单位消防安全管理规定》（公安部令第61号）第四十条",
    "ENVG": "《突发环境事件应急预案管理暂行办法》（环发〔2010〕113号）",
}  # fmt: skip
_ASSESS_CAP = 3


def term_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One low finding with all old terms; titles of documents keep theirs."""
    names: dict[str, str] = {}
    places: list[Place] = []
    for line in body.lines:
        text = _TITLE.sub(lambda found: "\0" * len(found[0]), line.text)
        for source, now in _TERMS:
            for found in source.finditer(text):
                if not re.match(r"(?:总体|专项|部门)?应急预案", text[found.end() :]):
                    names[found[0]] = now
                    places.append(place(line, found.start(), found.end()))
    if names:
        message = Message("old_term", {"terms": "、".join(f"{old}→{now}" for old, now in names.items())})
        yield finding("QC-TERM", FindingSeverity.LOW, message, places, checklists, confidence=0.8)


def frequency_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """Drills rarer than the cap of the type, assessments rarer than every three years."""
    cap = _DRILL_CAP.get(plan_type, 36)
    rare: list[tuple[str, Place]] = []
    for line in body.lines:
        for found in _DRILL.finditer(line.text):
            months = _months(found[1] or found[3], found[2] or found[4])
            if months > cap and not _MONEY.search(found[0]):
                rare.append((found[0], place(line, found.start(), found.end())))
    if rare:
        message = Message("drill_rare", {"stated": "、".join(dict.fromkeys(said for said, _ in rare))})
        basis = _DRILL_BASIS.get(plan_type, "")
        yield finding(
            "QC-FREQ", FindingSeverity.MEDIUM, message, [at for _, at in rare], checklists, basis=basis, confidence=0.6
        )
    late = [
        place(line, found.start(), found.end())
        for line in body.lines
        for found in _ASSESS.finditer(line.text)
        if _months(found[1], "年") > _ASSESS_CAP * 12
    ]
    if late and plan_type not in ("EC", "ES", "EF"):
        message = Message("assessment_rare", {"years": str(_ASSESS_CAP)})
        basis = "《突发事件应急预案管理办法》（国办发〔2024〕5号）第三十四条"
        yield finding("QC-FREQ", FindingSeverity.MEDIUM, message, late, checklists, basis=basis, confidence=0.6)


def _months(number: str | None, unit: str) -> float:
    if not number:
        return _MONTHS[unit]
    return (0.5 if number == "半" else float(digits(number))) * _MONTHS[unit]
