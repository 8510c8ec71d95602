"""QC-LVL and QC-XREF: a part that all sections of a row have but one, and lead-ins (``措施如下：``) after which nothing comes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import beside_heading, finding, place
from kb.review.text import Body, Head, Line

_LEVEL = re.compile(r"[一二三四]级|(?<![A-Z])I{1,3}V?级|IV级|[红橙黄蓝]色|特别重大|重大|较大|一般")
_SAME = re.compile(
    r"[一二三四]级|(?<![A-Z])I{1,3}V?级|IV级|[红橙黄蓝]色|特别重大|重大|较大|一般|应急|响应|预警|的|[(（].*?[)）]"
)
_LEAST = 3
_REFERS = re.compile(r"参照|同上|比照|同[一二三四I]+级|(?:按照?|依照|执行)[^。;]{0,12}(?:级|规定执行)")
_LEADS = re.compile(r"(?:如下|下列|以下|包括|主要有)[^。;]{0,20}[:：]$")
_DRAWN = re.compile(r"图|流程|表|附件|附录|公式|格式|样式|名单|电话")


def sibling_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for the levels that lack a part which all the others have."""
    hits = [hit for index in (-1, *(head.index for head in body.heads)) for hit in _lacking(index, body)]
    if hits:
        message = Message("level_part_lacking", {"parts": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-LVL", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _lacking(parent: int, body: Body) -> Iterator[tuple[str, Place]]:
    """Of the levels right below a heading, those without a part that every other has, where the others are three or more."""
    below = [head for head in body.heads if body.parents[head.index] == parent and _LEVEL.search(head.text)]
    parts = {head.index: _parts(head, body) for head in below}
    filled = [head for head in below if len(parts[head.index]) > 1]
    if len(filled) < _LEAST:
        return
    for name in set().union(*(parts[head.index] for head in filled)):
        having = [head for head in filled if name in parts[head.index]]
        lacking = [head for head in filled if name not in parts[head.index]]
        fewer = len(lacking) == 1 and all(len(parts[lacking[0].index]) < len(parts[head.index]) for head in having)
        if fewer and len(having) >= _LEAST and not _refers(lacking[0], body):
            printed = parts[having[0].index][name]
            yield f"“{lacking[0].number} {lacking[0].text}”没有“{printed}”", beside_heading(body, lacking[0].index)


def _parts(head: Head, body: Body) -> dict[str, str]:
    """The headings right below, by what is left of them without the names of levels."""
    return {_SAME.sub("", body.heads[index].text): body.heads[index].text for index in body.children[head.index]}


def _refers(head: Head, body: Body) -> bool:
    inside = body.sections_below(head.index)
    return any(_REFERS.search(line.text) for line in body.lines if line.section in inside and len(line.text) < 60)


def lead_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for lead-ins at the end of a section, below which nothing is listed."""
    places = [
        place(line, max(0, len(line.text) - 40), len(line.text))
        for at, line in enumerate(body.lines)
        if _LEADS.search(line.text)
        and not line.contents
        and not _DRAWN.search(line.text[-30:])
        and _ends(at, line, body)
    ]
    if places:
        message = Message("lead_bare", {"count": str(len(places))})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)


def _ends(at: int, line: Line, body: Body) -> bool:
    """Whether a line is the last of its section, and the section has no parts."""
    after = body.lines[at + 1] if at + 1 < len(body.lines) else None
    if after is not None and after.section == line.section:
        return False
    return line.section >= 0 and not line.appendix and not body.children[line.section] and after is not None
