"""When names and acts of a plan are alike, and which acts questions can be made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.training.limits import minutes
from kb.training.model import Action, ActorSource

_LOOSE = re.compile(r"通过|附件|资金|的|委托|或(?!者)|其他|相关|有关|各|等|负责同志带队|带队")
"""Doers that name nobody in particular."""
_VAGUE = re.compile(
    r"^(?:参加|参与|配合|协助|到位|到岗|负责|牵头|全部投入|转移|疏散|实施|执行|集合|发布|报告|随时续报|立即报告)$|其(?:他|它)|上述|以下|该|此|前述|相关工作$|有关工作$"
)


def same_body(a: str, b: str) -> bool:
    """Whether two names may mean one body: one holds the other, or is its short form (县防指, 县防汛抗旱指挥部), or is its office."""
    if a in b or b in a or _body(a) == _body(b):
        return True
    short, long = sorted((a, b), key=len)
    letters = iter(long)
    if all(char in letters for char in short):
        return True
    return bool(re.search(r"办(?:公室)?(?:主任)?$", a) and re.search(r"应急管理局|应急局", b)) or bool(
        re.search(r"办(?:公室)?(?:主任)?$", b) and re.search(r"应急管理局|应急局", a)
    )


def _body(name: str) -> str:
    return re.sub(r"(?:管理|主管)?(?:部门|厅|局|委员会|委|办公室|办)$", "", name)


def _sure(action: Action) -> bool:
    """Whether the doer is named with the act itself, or before it in the same part of the sentence."""
    if action.actor_source is not ActorSource.INHERITED:
        return True
    part = next((part for part in action.quote.split("；") if action.text in part), "")
    return action.actor in part.split(action.text)[0]


def askable(action: Action) -> bool:
    """Whether a question can be made of an act: its doer is sure and named, its words say something by themselves."""
    return (
        _sure(action)
        and not _LOOSE.search(action.actor)
        and not re.match(r"(?:会同|根据|按照)[^，。；]*(?:信息|情况|需要|要求|部署|规定)$", action.text)
        and not _VAGUE.search(action.text)
        and len(action.text) >= 5
        and not re.search(r"[（\d\ue000-\uf8ff]", action.actor)
        and not re.match(r"[（、，\d]{1,2}[^，。；]{0,6}$|（", action.text)
        and len(action.actor) <= 20
        and not re.search(r"由.{2,24}(?:批准|签发|审批)", action.text)
    )


def level_words(action: Action) -> str:
    """The response level of an act in words, empty unless it belongs to just one."""
    return f"{('', '一级', '二级', '三级', '四级')[action.levels[0]]}响应" if len(action.levels) == 1 else ""


def alike(a: str, b: str) -> float:
    """How much two acts say the same, 0 to 1, by pairs of characters without figures."""
    pairs_a, pairs_b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (_bare(a), _bare(b)))
    return len(pairs_a & pairs_b) / max(1, min(len(pairs_a), len(pairs_b)))


def _bare(text: str) -> str:
    return re.sub(r"[\d，、（）]|分钟|小时|(?:以|之)?内", "", text)


def limit_kind(limit: str) -> str:
    """Whether a limit is a time to be ready before, or a span."""
    return "at" if re.search(r"前$", limit) else "within"


def nearest(limits: Sequence[str] | dict[str, None], to: float) -> list[str]:
    """Limits by how near they are to a number of minutes."""
    return sorted(limits, key=lambda limit: abs((minutes(limit) or 0.0) - to) / max(to, 1.0))


def kinship(name: str, other: str) -> int:
    """How like two doers are as bodies: the same kind of ending makes the better distractor."""
    return sum(
        name.endswith(end) and other.endswith(end)
        for end in ("局", "委", "组", "长", "队", "办", "院", "中心", "公司", "部", "员", "室")
    )
