"""QC-COPY: a sentence from quite another text: of another trade or hazard, an advertisement, idle talk.

Every trade has words that only it uses (``corpus/checklists/_trades.toml``). A sentence is told when it has two of them, or one that is
unmistakable, while the plan is of another trade and has none of them anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists, Trade
from kb.model import Finding, FindingSeverity, Message
from kb.review.duties.bodies import lead_in
from kb.review.making import finding, place
from kb.review.text import Body, Line

_SCOPE = re.compile(r"适用范围|目的|总则|风险|概况|事件?类型|分类|危险源|附则|定义|术语|名词|含义")
_LISTS = re.compile(r"(?:[\u4e00-\u9fff]{2,12}、){3,}")
_DUTY = re.compile(
    r"(?:[\u4e00-\u9fff、]{0,20}[局厅部委办](?:要|应当?|须)?)?(?:负责|督促|指导|协助|配合|会同|组织|做好|加强|协调)"
)
"""A duty of a department is of its own trade."""
_BROAD = frozenset(["T", "TWN", "ORG", "EC"])
"""Plans that speak of all trades."""
_STORES = re.compile(r"物资|装备|储备|清单|器材|力量|队伍|通讯录|联系")
_TWO, _ELSEWHERE = 2, 4
_LONGEST = 160


def misplaced_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each trade with its sentences."""
    hazard = body.document.hazard.name if body.document.hazard else ""
    about = f"{body.title} {body.document.issuer} {hazard} {body.document.plan_level or ''}"
    for trade in checklists.trades:
        if trade.home and (plan_type in _BROAD or re.search(trade.home, about)):
            continue
        lines = [body.lines[at] for at in body.lines_with(trade.pattern) if not body.lines[at].contents]
        hits = [(line, *found) for line in lines for found in _sentences(line, trade)]
        alone = [
            hit
            for hit in hits
            if (len(lines) <= _ELSEWHERE or hit[3] <= set(trade.alone))
            and not any(hit[3] & _words(line, trade) for line in lines if line is not hit[0])
        ]
        if len(alone) == 1:
            line, start, end, words = alone[0]
            message = Message("sentence_misplaced", {"trade": trade.name, "words": "、".join(sorted(words))})
            places = [place(line, start, end)]
            yield finding("QC-COPY", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _words(line: Line, trade: Trade) -> set[str]:
    return set(re.findall(trade.pattern, line.text))


def _sentences(line: Line, trade: Trade) -> Iterator[tuple[int, int, set[str]]]:
    """The sentences that have words enough, with these; not enumerations, tables, forms, scopes."""
    if (
        line.form
        or line.clause.table_row
        or any(_SCOPE.search(head) or _STORES.search(head) for head in line.heads[-2:])
    ):
        return
    for start, end in line.sentences():
        sentence = line.text[start:end]
        words = set(re.findall(trade.pattern, sentence))
        if line.text[end - 1] not in "。;" or len(re.findall(r"\d+(?:[只件台艘套辆个支顶床条]|千瓦)", sentence)) > 1:
            continue
        enough = len(words) >= _TWO or bool(words & set(trade.alone))
        words = words & set(trade.alone) or words
        if (
            enough
            and not _DUTY.match(sentence[lead_in(sentence) :])
            and len(sentence) <= _LONGEST
            and not _LISTS.search(sentence)
        ):
            yield start, end, words
