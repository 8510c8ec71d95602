"""QC-ISSUE: plans issued in a name that 国办发〔2024〕5号 第二十五条 does not give, and document numbers of another body.

Only what the issuing notice itself says is judged: who issues (``…关于印发《…》的通知``) and the number below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_NOTICE = re.compile(
    r"^([\u4e00-\u9fff]{3,40}?)关于(?:印发|发布|下发|公布|实施|批转|转发)[^。]{0,4}《?([^《》。]{3,50}?预案)》?"
)
_NUMBER = re.compile(r"(?:(?<=通知)|(?<![\u4e00-\u9fff]))([\u4e00-\u9fff]{1,8})〔\d{4}〕\d{1,4}号")
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|部|中心|支队|大队)(?:办公室)?$")
_GOVERNMENT = re.compile(r"政府|国务院|党委|县委|市委|省委|区委|中共|管委会|管理委员会")
_OFFICE = re.compile(r"(?:政府|国务院|委)(?:办公室|办公厅)$")
_COMMAND = re.compile(r"指挥部|领导小组|应急委员会|防灾减灾救灾委员会|减灾委员会|安全生产委员会|安委会")
_HEAD = re.compile(
    r"(?:总指挥(?!部)|指挥长|组长)[^。;]{0,16}?(?:由|:|为)?[^。;,]{0,10}?(?:省长|市长|县长|区长|州长|副省长|副市长|副县长|副区长|政府[^。;,]{0,6}(?:分管|负责)|分管[^。;,]{0,10}(?:副[省市县区]|领导))|(?:副?[省市县区]长|政府分管[^。;,]{0,8})[^。;,]{0,6}(?:任|担任|为)[^。;,]{0,8}(?:总指挥|指挥长|组长)"
)
_LOCAL = frozenset({"SDC", "SDP", "SUP"})
_NEW_RULE = "2024-01-31"
"""The day of 国办发〔2024〕5号; the rule of 2013 asked general plans to be issued by the government alone."""


def issue_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """Findings on the issuing notice, if the file has one."""
    for at, line in enumerate(body.lines):
        if line.section >= 0:
            return
        notice = _NOTICE.match(line.text)
        if notice:
            where = place(line, 0, notice.end())
            yield from _name(notice[1], where, body, checklists, plan_type)
            yield from _number(notice[1], body.lines[at : at + 3], where, checklists)
            return


def _name(issuer: str, where: Place, body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """The name in which the plan is issued, against that which its kind asks for."""
    department = bool(_DEPARTMENT.search(issuer)) and not _GOVERNMENT.search(issuer) and not _COMMAND.search(issuer)
    office = bool(_OFFICE.search(issuer))
    party = bool(re.search(r"中共|[省市县区州]委(?!员)|党委|党工委", issuer))
    department = department or (plan_type == "T" and issuer[-1] in "局厅")
    if plan_type == "T" and (department or office or not party):
        if not department and not office and (body.document.date or "9") < _NEW_RULE:
            return
        severity = FindingSeverity.MEDIUM if department or office else FindingSeverity.LOW
        yield finding(
            "QC-ISSUE", severity, Message("issue_general", {"issuer": issuer}), [where], checklists, confidence=0.7
        )
    if plan_type in _LOCAL and department and "部门应急预案" not in body.title and (head := _led_by_government(body)):
        message = Message("issue_special", {"issuer": issuer})
        yield finding("QC-ISSUE", FindingSeverity.MEDIUM, message, [where, head], checklists, confidence=0.6)


def _led_by_government(body: Body) -> Place | None:
    """Where a head of the government commands: then the plan is one of the government, whoever drew it up."""
    for line in body.lines:
        found = _HEAD.search(line.text) if not line.contents else None
        if found:
            return place(line, found.start(), found.end())
    return None


def _number(issuer: str, lines: tuple[Line, ...], where: Place, checklists: Checklists) -> Iterator[Finding]:
    """A number of the government's office above a department's notice, or the other way."""
    for line in lines:
        found = _NUMBER.search(line.text)
        if not found:
            continue
        office = bool(re.search(r"政办|府办|国办", found[1]))
        department = bool(
            re.search(r"(?:应急|水|公安|教|卫|民|交|环|住建|自然资|安监|林|农)[\u4e00-\u9fff]{0,3}[发函字]?$", found[1])
        )
        wrong = (office and bool(_DEPARTMENT.search(issuer)) and not _GOVERNMENT.search(issuer)) or (
            department and not office and bool(_OFFICE.search(issuer))
        )
        if wrong:
            message = Message("issue_number", {"issuer": issuer, "number": found[0]})
            yield finding(
                "QC-ISSUE", FindingSeverity.MEDIUM, message, [place(line, *found.span()), where], checklists, confidence=0.7
            )  # fmt: skip
        return
