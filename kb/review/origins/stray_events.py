"""QC-COPY: the event of another plan in the place of one's own: ``发生高处坠落事故后`` in a plan on ships, ``将森林火灾应急工作纳入…``.

Other events are rightly named where they come along or are listed, in scopes and definitions, in titles and in duties of their departments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.origins.foreign import JOINT
from kb.review.text import Body, Line
from kb.taxonomy import hazard_in_title

_CORE = re.compile(r"^(?:重大|突发|破坏性)|(?:突发)?(?:事件|事故|灾害)$")
_GENERAL = re.compile(r"总体|(?:^|[省市县区乡镇村社校院厂司园家会])(?:生产安全事故|突发公?共?事件)")
_RELIEF, _NATURAL = re.compile(r"自然灾害|灾害救助|救灾"), re.compile(r"(?:灾害|火灾|火险|旱灾|抗旱|疫情)$")
_WEATHER = re.compile(r"雨|雪|冰冻|冰雹|洪|涝|台风|大风|寒潮|高温|雷|雾|地质|地震|滑坡|泥石流|气象")
_SLOT_BEFORE, _SLOT_AFTER = r"(?<![、和或及与/等])", r"(?![、和或及与/等类]|(?:应急)?(?:指挥|办|委|预案))"
"""Not in an enumeration."""
_ALONG = re.compile(
    r"次生|衍生|诱发|导致|造成|引起|可能(?!涉及)|包括|分为|例如|如[:,]?|参照|曾|年|协助|配合|参与|支援|转为|演变|以及|影响"
)
_OTHERS = re.compile(r"信息|等|类|除外|按|不适用|另行|的?联动|衔接|专项预案|应急预案[^的]")
_BEFORE, _AFTER, _SHORT, _NESTED = 14, 10, 2, 2
_APART = re.compile(
    r"依据|风险|概况|分类|分级|危险源|附则|定义|术语|名词|含义|体系|衔接|职责|分工|成员|组成|机构|来源|保障|物资|装备"
)
_DUTY = re.compile(r"[局厅部委办队](?:\([^()]*\))?(?::|负责)")


def stray_event_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """A finding for the one event that is not the plan's own; several are named with reason."""
    title = body.title
    if plan_type in (JOINT - {"SDN"}) | {"T", "EC"} or _GENERAL.search(title) or not hazard_in_title(title):
        return
    found: dict[Place, str] = {}
    for name in sorted(checklists.event_types, key=len):
        core = _CORE.sub("", _CORE.sub("", name))
        known = core if len(core) > _SHORT else name
        at_home = core in title or (_RELIEF.search(title) and _NATURAL.search(name))
        if _WEATHER.search(name) and not _WEATHER.search(title):
            continue  # weather and earthquakes strike whatever the plan is on
        if not at_home and len(body.lines_with(re.escape(known))) <= 1:
            found |= {
                where: name for at in body.lines_with(re.escape(name)) for where in _in_line(body.lines[at], name)
            }
    if len({where.clause_id for where in found}) == 1 and len(found) <= _NESTED:
        name = max(found.values(), key=len)
        message = Message("event_stray", {"name": name})
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, list(found)[-1:], checklists, confidence=0.5)


def _in_line(line: Line, name: str) -> Iterator[Place]:
    if line.contents or line.form or line.clause.table_row or any(_APART.search(head) for head in line.heads[-1:]):
        return
    for found in re.finditer(_SLOT_BEFORE + f"(?P<name>{re.escape(name)})" + _SLOT_AFTER, line.text):
        at, last = found.span("name")
        start, end = line.sentence(at)
        before, after = line.text[max(start, at - _BEFORE) : at], line.text[last : min(end, last + _AFTER)]
        in_title = "《" in line.text[start:at].rpartition("》")[2]
        along = _ALONG.search(before) or _OTHERS.search(after) or _DUTY.search(line.text[start:end])
        if not in_title and not along:
            yield place(line, at, last)
