"""QC-TEXT: paragraphs that begin with ``负责``, ``会同`` or ``应当`` and decisions that nobody takes: the subject was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.duties.bodies import lead_in
from kb.review.duties.operable import WHO
from kb.review.making import finding, place
from kb.review.text import Body, Line

_BEGINS = re.compile(
    r"^(?:负责(?!人|同志|单位|部门|任|制|的|领导)|会同|协同(?!机制|处置|联动|应对|作战|工作|配合|推进)|应当?(?:利用|会同|及时|立即|建立|组织|加强|按照|做好)|应将|牵头(?:组织|负责|制定|编制)|(?:和|及|以及|与)(?![平谐睦田时其解约]|颜悦)[\u4e00-\u9fff]{2,8}(?:(?<![对响相适])应|(?<![主需重])要|负责|组织))"
)
_DECIDED = re.compile(r"(?:^|[后的],)决定(?:启动|终止|(?:应急)?响应的?(?:启动|终止|结束)|(?:发布|解除)预警)")
_BY_NOBODY = re.compile(
    r"(?<![理自事缘经来因原])由(?:负责|组织|统一|按照?职[责能]|按职[责能]|立即|及时|牵头|提出|决定(?![县市区级])|发布|启动|宣布|会同|协调|承担|具体|报|向|配合|协助|做好|开展|实施|召集|召开|批准|审定|审批|签发|下达)"
    r"(?!(?:者|人|员|部|方|机[关构]|单位|部门|办公室|委员会|处室?|科室?|中心|政府|企业|公司|[^,。;]{0,24}(?:的|责任)[^,。;的]{0,14}(?:机[关构]|单位|部门|人员|人|者|企业|公司|组织|政府|领导|同志|处室|办公室|指挥部|小组|中心|[局厅委])))"
)
"""``由负责…``: whoever it was is gone."""
_RELATIVE = re.compile(r"[^。;]{4,60}?的[^,。;的]{0,16}(?:部门|单位|政府|机构|机关|人员|人|企业|公司|组织)")
"""``负责…的部门`` is a subject."""
_DUTIES = re.compile(
    r"职责|任务|分工|组成|机构|岗位|体系|指挥|办公室|领导|[组队室部局委办科处厅会长员]$|成员|主任|义务|工作内容|主要工作|内容|要求|责任"
)

_OWN_DUTIES = re.compile(r"[长员任挥组部室](?:的)?(?:主要)?(?:工作)?职责")
"""A heading that says whose duties follow."""
_LISTS_DUTIES = re.compile(r"职责(?:是|为|包括|如下)?:")
"""So does the beginning of a line."""


def headless_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all sentences without their subject."""
    hits = list(lost_subjects(body))
    if hits:
        message = Message("subject_lost", {"count": str(len(hits))})
        places = [place(line, start, end) for line, start, end in hits]
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def lost_subjects(body: Body) -> Iterator[tuple[Line, int, int]]:
    """The sentences without their subject, with their bounds in the line."""
    yield from (hit for at in range(len(body.lines)) for hit in _lost(body, at))


def _lost(body: Body, at: int) -> Iterator[tuple[Line, int, int]]:
    line = body.lines[at]
    if line.section < 0 or line.contents or line.form or line.clause.table_row or line.appendix:
        return
    for first, last in line.sentences():
        sentence = line.text[first:last]
        decided = _DECIDED.search(sentence)
        owned = any(_OWN_DUTIES.search(head) for head in line.heads[-2:]) or _LISTS_DUTIES.search(line.text[:first])
        if (
            decided
            and not owned
            and not WHO.search(sentence)
            and "由" not in sentence
            and not WHO.search(line.text[:first])
        ):
            yield line, first, last
        nobody = _BY_NOBODY.search(sentence)
        if nobody:
            yield line, first + nobody.start(), last
    skipped = lead_in(line.text)
    begins = _BEGINS.match(line.text[skipped:])
    if not begins or any(_DUTIES.search(head) for head in line.heads[-2:]) or _is_item(body, at, skipped):
        return
    if not _RELATIVE.match(line.text[skipped:]):
        yield line, skipped, line.sentence(skipped)[1]


def _is_item(body: Body, at: int, skipped: int) -> bool:
    """Whether a line is an item of a list, or goes on with one, whose lead-in names the subject."""
    line, before = body.lines[at], body.lines[at - 1] if at else None
    if before is None or before.section != line.section:
        return skipped > 0 and not (re.match(r"\d+\.\d", line.text) or _named_beside(body, at))
    if skipped > 0 and _named_beside(body, at):
        return False
    return skipped > 0 or before.text[-1:] in ":;,、" or len(before.text) < 14 or lead_in(before.text) > 0


def _named_beside(body: Body, at: int) -> bool:
    """Whether the items beside this one begin with a subject of their own."""
    around = [body.lines[index] for index in (at - 1, at + 1) if 0 <= index < len(body.lines)]
    items = [line for line in around if line.section == body.lines[at].section and lead_in(line.text)]
    return bool(items) and all(WHO.match(line.text[lead_in(line.text) :]) for line in items)
