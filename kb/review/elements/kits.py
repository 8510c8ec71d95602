"""QC-RES: lists of supplies that lack what the hazard of the plan usually asks for. Only ever advice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Body, Line, pattern

_HEADS = re.compile(r"物资|装备|器材|设备|资源|队伍|车辆|工具")
_QUANTITY = re.compile(
    r"[\u4e00-\u9fff)][:;,|]?(?:\d{1,6}|[一二三四五六七八九十]{1,3})(?:余|多)?(?:只|条|件|套|台|把|个|辆|艘|顶|张|米|公斤|千克|kg|吨|支|具|箱|双|副|面|瓶|桶|部|盏|床|根|卷|袋|盒|块|组|升)"
)
_SUPPLIES = re.compile(r"袋|泵|灯|服|车|绳|药|篷|锹|器|具|料|船|艇|衣|帽|电|沙|被")
_LEAST = 6
_WIDE = frozenset({"T", "SDN", "SDP", "CAT", "MAN"})
"""Types whose supplies stand in plans below or in lists of their own."""


def kit_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for the kinds of supplies of which neither a list given in numbers nor the rest of the text says anything."""
    lines = list(_supplies(body)) if plan_type not in _WIDE else []
    if sum(len(_QUANTITY.findall(line.text)) for line in lines) < _LEAST:
        return
    code = body.document.hazard.code if body.document.hazard else ""
    lacking = [
        name
        for kit in checklists.kits
        if any(code.startswith(prefix) for prefix in kit.hazards) and re.search(kit.titles, body.title)
        for name, source in kit.things
        if not pattern(source).search(body.whole)
    ]
    if lacking:
        hazard = body.document.hazard.name if body.document.hazard else ""
        message = Message("kit_lacking", {"hazard": hazard, "names": "、".join(dict.fromkeys(lacking))})
        first = lines[0]
        at = place(first, 0, min(len(first.text), 40))
        yield finding("QC-RES", FindingSeverity.LOW, message, [at], checklists, confidence=0.5)


def _supplies(body: Body) -> Iterator[Line]:
    """The lines that list supplies: under a heading on them, or with numbers of things."""
    for line in body.lines:
        if line.contents or not line.text:
            continue
        under = any(_HEADS.search(head) for head in line.heads[-2:])
        if under or (_QUANTITY.search(line.text) and _SUPPLIES.search(line.text)):
            yield line
