"""QC-OPER: single orders of which nobody is the subject, in plans that elsewhere say who acts.

An order has its subject before its verb, in the sentences of its section before it, in the sentence that leads into a list, or in the
heading. Plans that seldom name anybody are told so section by section (``kb.review.duties.operable``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import lead_in
from kb.review.duties.operable import GENERAL, LASTING, PLAIN, WHO, helpless_sections
from kb.review.duties.subjects import bare_duty, bare_order, lists_contents
from kb.review.making import finding, place
from kb.review.text import Body, Line
from kb.review.wording.headless import lost_subjects

_ACTING = re.compile(r"处置|响应|行动|转移|疏散|撤离|救援|救治|抢险|抢修|警戒|先期|报告|报送|启动")
_LEADS = re.compile(r"[:：]$|(?:如下|以下)[^。]{0,12}$")
_LISTED = re.compile(r"^(?:[(（]?\d{1,2}[)）.、]|[①-⑳]|[(（][一二三四五六七八九十]{1,3}[)）]|[-•·])")
_NAMED = re.compile(
    r"由[^,。;]{2,24}?(?:负责|组织|执行|决定|承担|实施|牵头|启动|发布|宣布|指挥|协调|统一)|防[指办](?![挥出导])|[减防]灾委|应急委|安委会|抗震办|机构|各地|各级|人员|"
    r"(?:^|[,。;:)])[\u4e00-\u9fff]{1,12}(?:员|人|者|长|队|组|站|所|委|办|方|户)(?:应当?|要|须|必须|负责|立即|及时|迅速|组织|在|按)"
)
"""Who acts besides known bodies and posts: by the last character of the name before its verb."""
_LEAST, _MOST, _SHORT = 5, 0.4, 8
_OF_BODIES = re.compile(
    r"职责|机构|组成|人员|岗位|要求|原则|内容|义务|分工|任务|注意|[组部队]$|办公室|指挥|总则|附则|事项|[局厅委]$"
)
"""Headings under which it is told whose duties follow, or what a thing must be like."""
_SUBJECT = re.compile(rf"^[^,。;:以对向按将与从]{{0,20}}?(?:{WHO.pattern})")
_FEW = 6
"""A plan with more duties of nobody than so many seldom says who acts."""


def subjectless_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One low finding with all orders that nobody is told to carry out."""
    orders = bare = 0
    places: list[Place] = []
    told = {each.section for each in helpless_sections(body)}
    for line, start, end, nobody in _orders(body):
        orders += 1
        if nobody and line.section not in told:
            bare += 1
            places.append(place(line, start, min(end, start + 60)))
    if not (orders >= _LEAST and 0 < bare <= orders * _MOST):
        places = []
    owed = [where for where in _duties_of_nobody(body) if not any(where.quote in each.quote for each in places)]
    places += owed if len(owed) <= _FEW else []
    if places:
        message = Message("order_without_actor", {"count": str(len(places))})
        yield finding("QC-OPER", FindingSeverity.LOW, message, places, checklists, confidence=0.5)


def _orders(body: Body) -> Iterator[tuple[Line, int, int, bool]]:
    """The sentences of the sections that tell what to do, with their bounds and whether nobody is their subject.

    Who was named is taken to act on to the end of the section.
    """
    known, section, contents = False, -1, False
    for line in body.lines:
        if line.section < 0 or line.contents or line.clause.table_row or line.form or not _acting(body, line.section):
            continue
        if line.section != section:
            known, section = any(WHO.search(head) for head in line.heads[-2:]), line.section
            contents = lists_contents(line.heads[-1:])
        elif not _LISTED.match(line.text):
            contents = lists_contents(line.heads[-1:])
        listed = contents
        for start, end in _clauses(line):
            sentence = line.text[start:end]
            listed = contents or (listed and start > 0 and line.text[start - 1] != "。")
            if len(sentence) >= _SHORT and sentence[-1:] != ":":
                yield line, start, end, not known and not listed and bare_order(sentence)
            if sentence[-1:] == ":":
                listed = listed or lists_contents((sentence.rstrip(":"),))
            known = known or bool(WHO.search(sentence) or _NAMED.search(sentence))
        if _LEADS.search(line.text):
            contents = contents or lists_contents((line.text.rstrip(":："),))


def _duties_of_nobody(body: Body) -> Iterator[Place]:
    """Sentences that begin with ``应当`` or ``负责`` where their section has named nobody before them, and that QC-TEXT does not tell."""
    told = {(line.clause.id, line.sentence(start)) for line, start, _ in lost_subjects(body)}
    section, known = -1, False
    for line in body.lines:
        if line.section < 0 or line.contents or line.clause.table_row or line.form:
            continue
        if line.section != section:
            section = line.section
            known = line.appendix or any(WHO.search(head) or _OF_BODIES.search(head) for head in line.heads[-2:])
        for start, end in _clauses(line):
            sentence = line.text[start:end]
            if not known and bare_duty(sentence):
                if (line.clause.id, line.sentence(start)) in told:
                    continue
                yield place(line, start, min(end, start + 60))
            elif _SUBJECT.match(sentence[lead_in(sentence) :]) or (sentence.endswith(":") and WHO.search(sentence)):
                known = True


def _acting(body: Body, section: int) -> bool:
    head = body.heads[section]
    names = (head.text, body.chains[section].partition("/")[0])
    if any(LASTING.search(name) and not re.search(r"应急处置|救援", name) for name in names):
        return False
    acting = any(_ACTING.search(name) for name in names)
    return (
        acting and not head.appendix and not GENERAL.search(head.text) and not any(PLAIN.search(name) for name in names)
    )


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """The sentences, parted after a colon that leads into a list."""
    for start, end in line.sentences():
        colon = line.text.find(":", start, end - 1)
        yield from ((start, end),) if colon < 0 else ((start, colon + 1), (colon + 1, end))
