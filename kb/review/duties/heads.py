"""QC-RACI: one post at the head that two hold at once, and deputies who have the powers of the head (统一指挥, 应对法 第十七条)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.duties.bodies import lead_in
from kb.review.making import finding, place
from kb.review.text import Body

_POST = r"(?:总指挥|指挥长|组长|队长)"
_TOGETHER = re.compile(
    rf"(?P<one>[^,。;:、()]{{2,16}})[、和与及](?P<other>[^,。;:、()]{{2,16}}?)(?:共同|均|都|分别|同时|一同|一起|同)(?:担任|任|为|是|出任)"
    rf"[\u4e00-\u9fff]{{0,12}}?(?<!副){_POST}(?![、和及与]?副)"
)
_FILLED = re.compile(
    rf"(?<!副){_POST}由(?P<one>[^,。;:、()]{{2,24}})[、和与及](?P<other>[^,。;:、()]{{2,16}}?)(?:共同|同时|均|分别)(?:担任|任|兼任)"
    r"|(?:^|[。;:])(?:现场)?(?:总指挥|指挥长):(?P<first>[^,。;:、()]{2,16})[、和](?P<second>[^,。;:、()]{2,16})(?=[。;]|$)"
)
_PARTY = re.compile(r"书记|支书|支部|党[委组]|、(?:常务)?副|和(?:常务)?副")
_NUMBERED = re.compile(rf"(?<!副)(?:设|任命|指定|有)?{_POST}(?:共)?(?:[二两三23])(?:名|人)")
_LABEL = re.compile(rf"(?:^|[。;:])(?:现场)?(?P<post>{_POST})(?:\([^()]*\))?:(?P<holder>[^。;:]{{2,40}})")
_POWERS = re.compile(
    r"全面负责|决定[^,。;]{0,4}启动|启动和终止|统一指挥|下达[^,。;]{0,6}命令|宣布[^,。;]{0,6}(?:启动|终止)"
)
_HELPS = re.compile(r"协助|受[^,。;]{0,8}委托|不在|缺席|因故|代行|代理|授权")


def head_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each way in which two command at once."""
    hits = [*_together(body), *_twice(body), *_alike(body)]
    if hits:
        message = Message("two_heads", {"posts": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-RACI", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.6)


def _together(body: Body) -> Iterator[tuple[str, Place]]:
    """``甲、乙均任总指挥``."""
    for line in body.lines:
        if line.contents:
            continue
        for found in (*_TOGETHER.finditer(line.text), *_NUMBERED.finditer(line.text)):
            yield found[0], place(line, *found.span())
        for found in _FILLED.finditer(line.text):
            if not _PARTY.search(found[0]) and not re.search("副(?:总指挥|指挥长|组长)|成员", found[0]):
                yield found[0].lstrip("。;:"), place(line, *found.span())


def _twice(body: Body) -> Iterator[tuple[str, Place]]:
    """``指挥长：甲。`` and, in the same section, ``指挥长：乙。``."""
    named: dict[tuple[int, str], dict[str, Place]] = defaultdict(dict)
    for line in body.lines:
        for found in [] if line.contents or line.clause.table_row else _LABEL.finditer(line.text[lead_in(line.text) :]):
            start = lead_in(line.text) + found.start("post")
            named[line.section, found["post"]].setdefault(found["holder"], place(line, start, start + len(found[0])))
    for (_, post), holders in named.items():
        if len(holders) == 2:
            yield from ((f"{post}写了两次", at) for at in holders.values())


def _alike(body: Body) -> Iterator[tuple[str, Place]]:
    """Deputies with the powers of the head, of whom the text does not say that they help or stand in."""
    for line in body.lines:
        text = line.text[lead_in(line.text) :]
        found = re.match(rf"副{_POST}(?:\([^()]*\))?:", text)
        if found and not line.contents and _POWERS.search(text) and not _HELPS.search(text):
            yield text[: found.end() - 1], place(line, 0, min(60, len(line.text)))
