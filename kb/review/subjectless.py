"""QC-OPER: single orders of which nobody is the subject, in plans that elsewhere say who acts.

An order has its subject before its verb, in the sentences of its paragraph before it, in the sentence that leads into a list, or in the
heading. Plans that seldom name anybody are told so section by section (``kb.review.operable``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.bodies import lead_in
from kb.review.making import finding, place
from kb.review.operable import GENERAL, PLAIN, WHO
from kb.review.text import Body, Line

_VERBS = re.compile(
    r"组织|启动|赶赴|发布|报告|上报|报送|通报|疏散|转移|撤离|抢修|抢险|救治|搜救|封锁|管制|调集|调用|调度|通知|派出|下令|扑灭|扑救|切断|关闭|"
    r"设置|采取|开展|安排|协调|监测|加强|做好|落实|指挥|决定|宣布|研判|会商|值守|值班|清点|警戒|安置|发放|联系|检查|巡查|抢通|配合|支援|给予|进入"
)
_NOT_SUBJECT = re.compile(
    r"(?:向|与|对|请|给|为|将|同|经|和|及|把|让|使|报|令|配合|协助|通知|联系|根据|按照?|依照?|在|到|至|赴|派|送|接到?|调集|组织|通过|服从|听从|报告|上报|报送|通报|协调|督促|指导|支持)[省市县区镇乡本上级所在]{0,3}$"
)
_TAKEN_IN = re.compile(r".{0,5}(?:向|与|对(?!口)|给|报告|上报|报送|通报|通知|请示|配合|协助|支援|联系)(?=.{2})")
"""A name that begins with the verb or preposition before it: 迅速报告项目部."""
_IMPERSONAL = re.compile(
    r"^(?:[(（]?\d+[)）.、]|[①-⑳]|[一二三四五六七八九十]+、)*[^,]{0,6}(?:包括|是指|分为|主要(?:内容|包括|有)|如下|以下|参照|按照?本|依照|见附|执行)|应当?(?:包括|符合|坚持|遵循)|"
    r"实行|不得|严禁|禁止|条件|标准|级别|格式|达到|符合|属于|[^。]{0,30}(?:由|经)[\u4e00-\u9fff]{2,}"
)
_MORE = re.compile(
    r"防[指办](?![挥出导])|[减防]灾委|应急委|安委会|抗震办|机构|国家|各地|各级|各类|全体|双方|人员|船员|队员|大副|二副|军队|社会力量|群众|公民|法人|企业|公安|海事|有关方面|党委|街道|"
    r"由[^,。;]{2,24}?(?:负责|组织|执行|决定|承担|实施|牵头|启动|发布|宣布|指挥|协调|统一)"
)
"""Who acts besides bodies and posts."""
_ACTING = re.compile(r"处置|响应|措施|行动|转移|疏散|撤离|救援|救治|抢险|抢修|警戒|先期|报告|报送|启动")
_LEADS = re.compile(r"[:：]$|(?:如下|以下)[^。]{0,12}$")
_LISTED = re.compile(r"^(?:[(（]?\d{1,2}[)）.、]|[①-⑳]|[(（][一二三四五六七八九十]{1,3}[)）]|[-•·])")
_LEAST, _MOST, _SHORT = 5, 0.4, 8


def subjectless_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One low finding with all orders that nobody is told to carry out."""
    orders = bare = 0
    places: list[Place] = []
    for line, start, end, named in _orders(body):
        orders += 1
        if not named:
            bare += 1
            places.append(place(line, start, min(end, start + 60)))
    if orders >= _LEAST and 0 < bare <= orders * _MOST:
        message = Message("order_without_actor", {"count": str(bare)})
        yield finding("QC-OPER", FindingSeverity.LOW, message, places, checklists, confidence=0.4)


def _orders(body: Body) -> Iterator[tuple[Line, int, int, bool]]:
    """The sentences that tell what to do, with their bounds and whether somebody is their subject."""
    led, section = False, -1
    for line in body.lines:
        if line.section < 0 or line.contents or line.clause.table_row or line.form or not _acting(body, line.section):
            continue
        if line.section != section or not _LISTED.match(line.text):
            led, section = False, line.section
        known = led or any(WHO.search(head) for head in line.heads[-2:])
        for start, end in _clauses(line):
            sentence = line.text[start:end]
            skipped = lead_in(sentence)
            verb = _VERBS.search(sentence, skipped)
            known = known or _subject(sentence, verb.start() if verb else len(sentence))
            if verb and len(sentence) >= _SHORT and sentence[-1:] != ":" and not _IMPERSONAL.search(sentence[skipped:]):
                yield line, start, end, known
        if _LEADS.search(line.text):
            led = known


def _acting(body: Body, section: int) -> bool:
    head = body.heads[section]
    names = (head.text, body.chains[section].partition("/")[0])
    acting = any(_ACTING.search(name) for name in names)
    return (
        acting and not head.appendix and not GENERAL.search(head.text) and not any(PLAIN.search(name) for name in names)
    )


def _subject(sentence: str, verb: int) -> bool:
    """Whether a name stands before the verb as the one who acts."""
    return any(
        found.start() < verb + 2
        and not _NOT_SUBJECT.search(sentence[: found.start()])
        and not _TAKEN_IN.match(found[0])
        for source in (WHO, _MORE)
        for found in source.finditer(sentence)
    )


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """The sentences, parted after a colon that leads into a list."""
    for start, end in line.sentences():
        colon = line.text.find(":", start, end - 1)
        yield from ((start, end),) if colon < 0 else ((start, colon + 1), (colon + 1, end))
