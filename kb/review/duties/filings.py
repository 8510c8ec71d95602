"""QC-RACI: a plan filed with, or an event reported to, a department that has nothing to do with the unit or the event.

What each department may receive is data (``recipient`` in ``corpus/checklists/_work.toml``): government, emergency management, fire, police and
every ``主管部门`` receive anything. 突发事件应急预案管理办法 (国办发〔2024〕5号) 第二十九条 says with whom plans are filed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import split
from kb.review.making import finding, place
from kb.review.text import Body, Line
from kb.work import Shares

_NAMES = r"(?P<names>[\u4e00-\u9fff、]{3,40}?)"
_FILED = (
    re.compile(rf"(?:报送?|上报|报请|抄送|抄报|送|向){_NAMES}(?:申请|进行|办理)?(?:备案|备查|存档)"),
    re.compile(rf"(?:抄送|抄报|送){_NAMES}(?=[,。;]|$)"),
)
_REPORTED = re.compile(
    rf"(?:\d+|[一二两三半]|立即|迅速|第一时间)(?:个)?(?:小时|分钟)?(?:之?内)?(?:同时)?(?:书面|电话|如实)?(?:向|报告?|上报){_NAMES}"
    r"(?=报告|上报|报送|[,。;]|和负有|及负有|并抄)"
)
_PLAN = re.compile(r"预案|方案|修订|评审")
_EVENT = re.compile(r"事故|事件|险情|火灾|灾情|伤亡|情况")
_BELOW = frozenset({"企业", "学校", "村社区", "乡镇"})


def filing_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all odd recipients."""
    if checklists.shares is None or not body.document.plan_level:
        return
    hazard = body.document.hazard.name if body.document.hazard else ""
    about = f"{body.title} {body.document.issuer} {hazard}"
    found: dict[str, Place] = {}
    for line in body.lines:
        if not line.contents and not line.clause.table_row:
            for name, where in _odd(line, about, checklists.shares, reports=body.document.plan_level in _BELOW):
                found.setdefault(name, where)
    if found:
        message = Message("recipient_odd", {"names": "、".join(found)})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, list(found.values()), checklists, confidence=0.6)


def _odd(line: Line, about: str, shares: Shares, *, reports: bool) -> Iterator[tuple[str, Place]]:
    for source in (*_FILED, *([_REPORTED] if reports else [])):
        for hit in source.finditer(line.text):
            first, last = line.sentence(hit.start())
            sentence = line.text[first:last]
            if not (_EVENT if source is _REPORTED else _PLAN).search(sentence):
                continue
            for name in split(hit["names"]):
                rest = f"{about} {sentence.replace(hit['names'], '')} {' '.join(line.heads)}"
                if shares.odd_recipient(name, rest, report=source is _REPORTED):
                    yield name, place(line, *hit.span())
