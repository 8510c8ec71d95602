"""QC-CONS: posts of a command whose holders' ranks do not fit: heads below their deputies, members of the staff at the head.

The order of ranks is data (``kb.ranks``); one command has one head who directs all (突发事件应对法 第十七条, 国办发〔2024〕5号 第二十四条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.ranks import Standing
from kb.review.facts.pairs import pairs
from kb.review.facts.posts import one_body
from kb.review.facts.table import Held
from kb.review.making import finding
from kb.review.text import Body

_LEVELS = {"国家": "国家", "省": "省", "市": "市", "县": "县", "乡镇": "镇"}
_STEP, _OWN_STEP = 1.4, 0.4
"""How far a deputy must stand above the head: of another body, of the same one."""
_AT_ONCE = re.compile(r"现场|前方|先期|初期|当班|值班|第一")
"""Who is there first commands whatever the rank."""
_COMMANDS = re.compile(r"总指挥|指挥长")
_LEADING = re.compile(r"领导小组$|指挥部$")
_OPEN = re.compile(r"或|指定|授权|委托|轮")


def rank_findings(body: Body, table: Sequence[Held], checklists: Checklists) -> Iterator[Finding]:
    """One finding for all heads below their deputies, one for all commands led by a member of the staff."""
    municipal = body.document.plan_level == "省" and body.document.region.endswith("市")
    level = "市" if municipal else _LEVELS.get(body.document.plan_level or "", "")
    base = checklists.ranks.area(level, 0.0)
    offices = [each for each in table if each.post and each.office and not _OPEN.search(each.office)]
    standing = {id(each): checklists.ranks.standing(each.office, base) for each in offices}
    heads = [each for each in offices if "副" not in each.post]
    wrong: dict[str, list[Place]] = {}
    for head, deputy in pairs(body, offices):
        if _below(head, standing[id(head)], deputy, standing[id(deputy)]):
            words = f"{head.post}由{head.office}担任，{deputy.post}由{deputy.office}担任"
            wrong.setdefault(words, [head.where, deputy.where])
    if wrong:
        places = [at for both in wrong.values() for at in both]
        message = Message("rank_order", {"pairs": "；".join(wrong)})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)
    staff = {
        f"{each.post}由{each.office}担任": each.where
        for each in heads
        if (found := standing[id(each)]) and found.staff and _is_command(each)
    }
    if staff:
        message = Message("rank_staff", {"posts": "；".join(staff)})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, list(staff.values()), checklists, confidence=0.6)


def _below(head: Held, mine: Standing | None, deputy: Held, theirs: Standing | None) -> bool:
    """Whether a head stands clearly below a deputy; of a government and of a unit's own ranks nothing is compared."""
    if mine is None or theirs is None or mine.area != theirs.area or mine.staff:
        return False
    own = one_body(head.office, deputy.office)
    return theirs.height - mine.height > (_OWN_STEP if own else _STEP)


def _is_command(one: Held) -> bool:
    leads = _COMMANDS.search(one.post) or (one.post == "组长" and _LEADING.search(one.organ or one.group))
    said = one.line.text[max(0, one.start - 12) : one.end] + one.office
    return bool(leads) and not _AT_ONCE.search(said) and not one.listed
