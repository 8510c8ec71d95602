"""QC-USE and QC-LEN: how well a plan can be used on the spot, and what only makes it long. Nothing here is a rule, all is advice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import ElementVerdict, Finding, FindingSeverity, Label, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_PAGE = 616
"""Characters of a page of GB/T 9704—2012 5.2.3: 22 lines of 28."""
_SHORT = {"VIL": 10, "EF": 10, "CARD": 2}
"""Types that people on the spot must take in, and how many pages they had better have at most."""
_TOOLS = re.compile(
    r"流程图|程序图|流程表|步骤表|处置卡|明白卡|应急卡|提示卡|通讯录|通信录|联系方式|联系电话|联络表|电话表|值班电话|报警电话|(?:电话|手机)[^。;]{0,6}\d{3}"
)
_TOOL_ITEMS = frozenset({"EL-1102", "EL-1103", "EL-1113"})
_OWN = frozenset({"SDC", "TWN", "VIL", "EC", "ES", "EF", "ORG", "SCH", "EVT", "FIRE", "SEQ", "JNT", "ENVE"})
_LONG = 9000
_FEW_TABLES = 3
_GENERAL = re.compile(r"总则|总述|编制说明|原则|指导思想")
_MUCH = 0.25
_WHOLE = 2500
_REPEATED = 60
_PARALLEL = re.compile(r"级|[红橙黄蓝]色|预警|附件|附录|附表|卡$")


def usable_findings(
    body: Body, checklists: Checklists, plan_type: str, elements: Sequence[ElementVerdict]
) -> Iterator[Finding]:
    """QC-USE: too long for those who need it, nothing to take in hand, long text without an annex."""
    lines = [line for line in body.lines if line.text]
    if not lines:
        return
    pages = max((line.clause.page or 0 for line in lines), default=0)
    pages = pages or -(-sum(len(line.text) for line in lines) // _PAGE)
    if plan_type in _SHORT and pages > _SHORT[plan_type]:
        names = {"pages": str(pages), "most": str(_SHORT[plan_type]), "name": checklists.for_type(plan_type).name}
        yield _low("QC-USE", Message("use_long", names), [_at(lines[0])], checklists)
    told = any(each.id in _TOOL_ITEMS and each.label is not Label.PRESENT for each in elements)
    tools = any(_TOOLS.search(text) for line in lines for text in (line.text, *line.heads))
    if plan_type in _OWN and not told and not tools:
        yield _low("QC-USE", Message("use_no_tools"), [_at(lines[-1])], checklists)
    chars = sum(len(line.text) for line in lines if not line.appendix)
    tables = sum(line.clause.table_row for line in lines)
    bare = not any(head.appendix for head in body.heads) and not body.annex_list
    if plan_type in _OWN and chars > _LONG and bare and tables < _FEW_TABLES:
        yield _low("QC-USE", Message("use_no_annex", {"chars": str(chars)}), [_at(lines[-1])], checklists)


def lengthy_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """QC-LEN: general principles that take more than a quarter of the text, and paragraphs that stand in several sections."""
    lines = [line for line in body.lines if line.text and not line.appendix and line.section >= 0]
    whole = sum(len(line.text) for line in lines)
    general = [line for line in lines if _is_general(line)]
    share = sum(len(line.text) for line in general) / max(1, whole)
    if whole >= _WHOLE and share > _MUCH:
        message = Message("length_general", {"share": f"{share:.0%}"})
        yield _low("QC-LEN", message, [_at(general[0])], checklists)
    repeated = [group for group in _groups(lines) if len(group) > 1]
    if repeated:
        message = Message("length_repeated", {"count": str(len(repeated))})
        yield _low("QC-LEN", message, [_at(line) for group in repeated for line in group], checklists)


def _is_general(line: Line) -> bool:
    return bool(line.heads) and bool(_GENERAL.search(line.heads[0]))


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Long paragraphs by their words, where they stand in sections that are not level beside level."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        parallel = any(_PARALLEL.search(head) for head in line.heads)
        if len(line.text) >= _REPEATED and not line.clause.table_row and not parallel and not line.contents:
            text = re.sub(r"^[(（]?[\d一二三四五六七八九十]+[)）.、]", "", line.text)
            if all(line.section != other.section for other in found[text]):
                found[text].append(line)
    return list(found.values())


def _low(rule: str, message: Message, places: Sequence[Place], checklists: Checklists) -> Finding:
    return finding(rule, FindingSeverity.LOW, message, places, checklists, confidence=0.5)


def _at(line: Line) -> Place:
    return place(line, 0, min(len(line.text), 40))
