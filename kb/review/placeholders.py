"""QC-PH: what was left to be filled in — ×××, ____, 〔待补充…〕, 201X — and not ordinary uses of the same signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_MARKS = (
    r"[×✕╳]{2,}|[×✕╳](?=[年月日市县镇乡村区路局])"
    r"|(?<![A-Za-z0-9./_-])[Xx]{2,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[Xx](?=[年月日市县镇乡村](?!光|射))"
    r"|_{2,}|[□○◯]{3,}|\*{3,}"
)
_DATES = r"(?:19|20)\d?(?:[Xx×*]{1,2})(?:\d)?(?=年|[-./]|$|[)〕])|(?:19|20)\d?[_]{1,}年"
_SLOTS = r"[〔【\[(][^〔〕【】\[\]()]{0,24}(?:待(?:补充|完善|定|填|确认|核实|明确)|请(?:填写|补充)|此处填写|填写处)[^〔〕【】\[\]()]{0,40}[〕】\])]|【待[^】]{0,30}】|TODO"
_WORDS = r"(?:^|[:;,。、(\"“])(?:待定|待补充|待完善|待填|暂缺|请补充|请填写)(?:$|[;,。、)\"”])|某某(?:省|市|县|区|镇|乡|村|公司|单位|局|部门|路)|某(?:市|县|镇|乡|村)(?:人民)?(?:政府|应急|委|公安|局)"
_KINDS = (
    ("placeholder_marks", _MARKS),
    ("placeholder_dates", _DATES),
    ("placeholder_slots", _SLOTS),
    ("placeholder_words", _WORDS),
)
_FORM = re.compile(
    r"格式|文本|样式|模板|范本|样表|报告(?:单|表)|登记(?:表|卡)|记录(?:单|表)|审批(?:单|表)|(?:启动|终止|解除|发布|调整)[^/]{0,10}(?:令|通知|决定|公告)|关于(?:启动|终止|解除|调整|发布)|通知书|通稿|处置卡|明白卡|文书|接报|速报单|命令"
)
_TEMPLATE = re.compile(r"(?:范本|模板|样本|参考文本|示范文本|编制(?:导则|指南|框架|提纲))")


def placeholder_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each kind of placeholder; none in texts that are templates themselves."""
    if _TEMPLATE.search(body.title) or body.document.genre in ("范本", "模板"):
        return
    for code, source in _KINDS:
        places = [found for line in body.lines for found in _in_line(line, source)]
        if places:
            params = {"count": str(len(places))}
            severity = (
                FindingSeverity.MEDIUM if code == "placeholder_words" and len(places) == 1 else FindingSeverity.HIGH
            )
            yield finding("QC-PH", severity, Message(code, params), places, checklists, confidence=0.95)


def _in_line(line: Line, source: str) -> Iterator[Place]:
    if _is_form(line):
        return
    found = list(pattern(source).finditer(line.text))
    if found:
        yield place(line, found[0].start(), found[0].end())


def _is_form(line: Line) -> bool:
    """Blank fields are the purpose of a form: texts of annexes that are forms, or short texts under such a heading."""
    return any(_FORM.search(head) for head in line.heads) and (line.appendix or len(line.text) < 160)
