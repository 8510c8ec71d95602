"""Pairs and gaps in a procedure: who tells whom, and what the plan leaves hanging. Offered to the review of plans as well."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Finding, FindingSeverity, Message, Place
from kb.training.asking import split
from kb.training.model import Action, Phase, Procedure

_NOTICE = re.compile(r"报告|报送|通报|通知|告知|上报|叫应|转报|续报|补报|抄送|通告")
_PUBLIC = re.compile(r"社会|公众|群众|居民|媒体|户主|全员|周边|外界|游客|学生|家长|师生")
_ABOVE = re.compile(r"党委|政府|市|省|国务院|上级|部|中央|应急管理厅|指挥机构")
_URGENT = frozenset({Phase.REPORT, Phase.FIRST, Phase.START})


class GapKind(StrEnum):
    """What a plan leaves hanging."""

    NO_RECEIVER = "gap_no_receiver"
    NEVER_TOLD = "gap_never_told"
    LEVEL_WITHOUT = "gap_level_without"
    NO_TIME = "gap_no_time"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap with the clauses that show it; ``subject`` is the act or the actor concerned, ``detail`` a level where there is one."""

    kind: GapKind
    subject: str
    places: tuple[Place, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody tells somebody: one arrow between two lanes."""

    sender: str
    receiver: str
    action: Action


def notices(procedure: Procedure) -> tuple[Notice, ...]:
    """Every notice with each of its receivers."""
    return tuple(
        Notice(action.actor, receiver, action)
        for action in procedure.actions
        for receiver in action.receivers
        if action.actor
    )


def gaps(procedure: Procedure) -> tuple[Gap, ...]:
    """Notices without receiver, doers that nobody tells, levels that leave out a doer of the level above, urgent acts without limit."""
    actions = [action for action in procedure.actions if not action.forbidden]
    return (*_without_receiver(actions), *_never_told(procedure), *_left_out(actions), *_without_time(actions))


def _without_receiver(actions: Sequence[Action]) -> list[Gap]:
    found = [
        action for action in actions
        if _NOTICE.search(action.text) and not action.receivers and action.actor and not _PUBLIC.search(action.text)
        and action.phase in (Phase.REPORT, Phase.WARNING, Phase.START, Phase.FIRST) and re.match(_NOTICE, re.sub(r"^(?:应|须|要|立即|及时|迅速|负责|\d+(?:分钟|小时|日)内|电话|书面|随时)+", "", action.text))
    ]  # fmt: skip
    return [Gap(GapKind.NO_RECEIVER, action.text, (_place(action),)) for action in found]


def _never_told(procedure: Procedure) -> list[Gap]:
    """Doers of the response that no notice, no order and no warning ever reaches."""
    told = {_bare(receiver) for action in procedure.actions for receiver in action.receivers}
    ordered = " ".join(
        action.text
        for action in procedure.actions
        if re.search(r"成员单位|各有关|各部门|各乡镇|全体|相关部门", action.text)
    )
    acting: dict[str, list[Action]] = defaultdict(list)
    for action in procedure.actions:
        if (
            action.phase in (Phase.START, Phase.COMMAND, Phase.MEASURES)
            and action.actor
            and not action.duty
            and not action.forbidden
        ):
            for name in split(action.actor):
                acting[name].append(action)
    senders = {name for action in procedure.actions if action.receivers for name in split(action.actor)}
    found = []
    for name, own in acting.items():
        bare = _bare(name)
        if len(own) < 2 or name in senders or any(bare in each or each in bare for each in told if each):
            continue
        if re.search(r"指挥|领导|专家|群众|人员|负责人|主任|长$", name) or (
            "成员单位" in ordered and re.search(r"局|委|办|中心|公司|医院|大队", name)
        ):
            continue
        found.append(Gap(GapKind.NEVER_TOLD, name, tuple(_place(action) for action in own[:3])))
    return found


def _left_out(actions: Sequence[Action]) -> list[Gap]:
    """Doers of a response level that the next higher level does not name, where that level does not take over the lower ones."""
    by_level: dict[int, dict[str, Action]] = defaultdict(dict)
    for action in actions:
        for level in action.levels:
            for name in split(action.actor):
                by_level[level].setdefault(name, action)
    cumulative = {
        level for level in by_level
        if any(level in action.levels and re.search(r"基础上|同时执行|以下措施外|除.{2,20}外", action.quote) for action in actions)
    }  # fmt: skip
    found = []
    for level in sorted(by_level):
        above = level - 1
        if above not in by_level or above in cumulative:
            continue
        higher = " ".join(by_level[above]) + " ".join(action.text for action in by_level[above].values())
        for name, action in by_level[level].items():
            if (
                _bare(name) not in higher
                and not re.search(r"主任|长$|同志|负责人", name)
                and re.search(r"局|委|厅|办|大队|队$|组$|中心|公司|医院", name)
            ):
                found.append(Gap(GapKind.LEVEL_WITHOUT, name, (_place(action),), str(above)))
    return found


def _without_time(actions: Sequence[Action]) -> list[Gap]:
    found = [
        action
        for action in actions
        if action.phase in _URGENT and action.actor and not action.time_limit and action.receivers
    ]
    return [Gap(GapKind.NO_TIME, action.text, (_place(action),)) for action in found]


def findings(procedure: Procedure) -> tuple[Finding, ...]:
    """The gaps as findings of a review: one finding a kind, with all its places."""
    grouped: dict[GapKind, list[Gap]] = defaultdict(list)
    for gap in gaps(procedure):
        grouped[gap.kind].append(gap)
    return tuple(
        Finding(
            kind.value, FindingSeverity.LOW if kind is not GapKind.NO_TIME else FindingSeverity.MEDIUM,
            Message(kind.value, {"count": str(len(found)), "first": found[0].subject[:30], "names": "、".join(dict.fromkeys(gap.subject[:16] for gap in found[:5]))}),
            tuple(dict.fromkeys(place for gap in found for place in gap.places)), confidence=0.6,
        )
        for kind, found in grouped.items()
    )  # fmt: skip


def _place(action: Action) -> Place:
    return Place(action.clause_id, action.quote)


def _bare(name: str) -> str:
    return re.sub(r"^(?:省|市|县|区|乡|镇|本)|（[^（）]*）", "", name)
