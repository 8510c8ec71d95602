"""Cases: what must have come about before an act is due, and the grounds, topics and news that stand in front of it."""

from __future__ import annotations

import re

from kb.training.actors import Doer, find_doer, is_agent
from kb.training.limits import time_limits
from kb.training.tokens import Token, tokens
from kb.training.words import ADVERBS, EVENT_VERBS, GROUND, GROUND_TAIL, IF, INLINE_CONDITION, STATE, STRONG, word_set

_RECEIVING = re.compile(
    r"(?:对|经|针对|结合|会同|发现|接到|接报|获悉|收到|得知|获取|到达|到场|赶到|接令|核实|接警|根据|按照|在)"
)
_MODALS = re.compile(r"^(?:应当|应该|应(?!急)|必须|须|要(?!求)|可以|可(?!能))+")
BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_EVENTFUL = word_set("启动 处置 转移 经 在 恢复 停止")
_PLAIN = word_set(
    "处置 监测 评估 救援 管理 研判 指挥 执行 处理 转移 救治 协调 保障 控制 支援 支持 请求 参加 统计 调查 启动 报告 申请 建议 部署 调度 安排 要求 决定 组织 指导 汇总 核实 核查 疏散 搜救 抢修"
)
"""Verbs that also stand in the ground of an act."""
_EVENT_OF = re.compile(
    r"(?!.*(?:由|须|(?<!响)应(?!急)))[^，。；]{2,80}的[一-鿿]{0,8}(?:事故|事件|灾害|灾情|险情|火灾|疫情)$"
)


_ENDS = re.compile(
    r"^在.{2,40}[中下]$|^[^，。；]{2,12}(?:应对|处置|救援|响应|工作|过程)中$|(?:(?<![及实临随同按适小即平届暂])(?<!(?<!标)准)时|的同时|(?<![善背])后|前|期间|阶段|"
    r"情况下|情形下|条件下|状态下|过程中|基础上|领导下|指挥下|指导下|配合下|之前|之后|以后|以前)$"
)
"""How a case ends."""
_LEAVE = re.compile(r"(?:同意|批准|授权|审定|核准|研判|评估|决定)$")
_ORDER = re.compile(r"应(?!急)|须|要(?!求)|不得|由")


def is_case(bare: str, words: tuple[Token, ...], stop: str, *, duty: bool) -> bool:
    """Whether a stretch says when, after what or on what ground something is done, and nothing to do itself."""
    if _ENDS.search(bare):
        return not re.search(r"(?:指导|立即|及时).{0,40}(?:开展|组织|实施)", bare)
    if re.search(r"后[^，。；]{1,10}内$", bare) or (BRACKETS.sub("", bare).endswith("的") and not duty):
        return True
    if stop == "，" and (_together(bare) or (not duty and _stands_in_front(bare, words))):
        return True
    if re.match(r"(?:须|应)?经|报经|征得", bare) and _LEAVE.search(bare):
        return True
    if stop == "，" and IF.match(bare):
        return not re.search(r"[^，。；]{3,}(?:应(?!急)|须|要(?!求)|立即|及时|由)[^，。；]{2,}", bare)
    inline = INLINE_CONDITION.match(bare)
    if inline and opens_a_case(words) and goes_on(bare[inline.end() :]):
        return False
    return (not duty and _has_come_about(bare, words)) or (stop == "，" and _only_ground(bare, words))


def _together(bare: str) -> bool:
    """With whom something is done, or after what (会同县公安局，…)."""
    return bool(re.match(r"(?:会同|商|联合)", bare)) and bool(
        is_agent(bare) or re.search(r"根据[^，。；]{2,30}(?:情况|需要|要求)$", bare)
    )


def _stands_in_front(bare: str, words: tuple[Token, ...]) -> bool:
    """News, a topic, an event or an assessment, named before what is done about it."""
    if _notices(bare, words) or _is_topic(bare):
        return True
    opens_with_order = words[0].word in STRONG | ADVERBS
    if _EVENT_OF.fullmatch(bare) and not opens_with_order:
        return True
    if len(bare) <= 8 and re.search(r"(?:事故|事件|灾害|灾情|险情|情况|火灾|疫情)$", bare):
        return not opens_with_order or bool(_RECEIVING.match(bare))
    return bool(re.match(r"经(?:过)?[^，。；]{0,8}(?:评估|研判|分析|会商|核实|研究)$", _behind_doer(bare, words)))


def _has_come_about(bare: str, words: tuple[Token, ...]) -> bool:
    """A state or an event, not an order."""
    if STATE.search(bare) and words[0].word not in STRONG and not _ORDER.search(bare):
        return True
    return (
        _tells_event(words)
        and not time_limits(bare)
        and not re.search(r"应(?!急)|须|不得|[按依]照?.{2,}(?:处理|处置|执行|办理|实施)$", bare)
    )


def _only_ground(bare: str, words: tuple[Token, ...]) -> bool:
    """A ground without act (根据灾情，…), also behind a doer."""
    bare = _MODALS.sub("", re.sub(r"“[^“”]*”", "", bare))
    if not (GROUND.match(bare) or _ground_behind_doer(bare, words)):
        return False
    named = re.match(r"(?:根据|依据|按照)", bare) and words[-1].flag in ("n", "vn")
    return bool(named or GROUND_TAIL.search(bare)) and not _verb_behind_ground(_behind_doer(bare, words))


def _behind_doer(bare: str, words: tuple[Token, ...]) -> str:
    doer = find_doer(bare, words)
    return bare if doer is None or doer.passive else _MODALS.sub("", bare[doer.rest :])


def _is_topic(bare: str) -> bool:
    """Whether a stretch only names those whom the next one is about (对独居老人和残疾人，…)."""
    if re.match(r"对[^，。；]{4,}的[一-鿿]{1,8}$", bare) and not re.search(r"(?:进行|给予|予以|作出|做出).{2,}", bare):
        return True
    return bool(re.match(r"(?:对于?|针对)(?!讲|面|外)", bare)) and not re.search(
        r"进行|实施|实行|开展|采取|予以|加以|给予|作出|做出|提供|加强|组织|提出|负责|检查|发放|处理|落实|设|派|发|作|做",
        bare,
    )


def _notices(bare: str, words: tuple[Token, ...]) -> bool:
    """Whether somebody, named or not, finds out about an event and does nothing else yet (任何人发现火情)."""
    rest = _behind_doer(bare, words)
    match = re.match(r"(?:发现|接到|收到|得知|获悉)", rest)
    return match is not None and not re.search(r"(?:立即|及时|应|须|处置|并|后|先|报)", rest)


def _tells_event(words: tuple[Token, ...]) -> bool:
    """Whether a stretch tells what happens: one of its first two verbs does, and no order stands before."""
    verbs = [
        word.word
        for word in words
        if word.flag == "v"
        or word.word in EVENT_VERBS
        or word.word in STRONG
        or (word.word in ADVERBS and word.flag != "n")
    ]
    return any(
        verb in EVENT_VERBS and (number == 0 or verbs[0] not in STRONG | ADVERBS)
        for number, verb in enumerate(verbs[:2])
    )


def opens_a_case(words: tuple[Token, ...]) -> bool:
    """Whether the head of a stretch can be a case: it does not begin with an order."""
    first = words[0]
    return bool(_RECEIVING.match(first.word)) or not (first.word in ADVERBS or first.word in STRONG - _EVENTFUL)


def _ground_behind_doer(bare: str, words: tuple[Token, ...]) -> bool:
    """A doer with nothing but a ground behind it (市指挥部成员单位按照各自职责)."""
    doer = find_doer(bare, words)
    return doer is not None and bool(GROUND.match(_MODALS.sub("", bare[doer.rest :])))


def _verb_behind_ground(bare: str) -> bool:
    """Whether a ground is followed by an act in the same stretch (按有关规定统一发布灾情)."""
    found = tokens(bare)
    return any(
        word.word in ("立即", "及时", "向", "应", "进行", "须")
        or (
            word.word in STRONG - _PLAIN - {"会同", "配合"}
            and word.flag != "p"
            and not bare[word.end :].startswith("的")
        )
        for word in found[1:-1]
    )


def who_learns(bare: str, offset: int) -> Doer | None:
    """Whoever a condition says learns of the event: the doer of what follows."""
    doer = find_doer(bare)
    rest = "" if doer is None else bare[doer.rest :]
    if doer is None or not (
        _RECEIVING.match(_MODALS.sub("", rest.lstrip("在于"))) or re.match(r"(?:应|要|须)?在|经", rest)
    ):
        return None
    return Doer(doer.start + offset, doer.end + offset, doer.rest + offset)


def goes_on(rest: str) -> bool:
    """Whether an act begins here, so that what stands before is its case."""
    words = tokens(rest)
    if not words:
        return False
    first = words[0]
    return (
        first.word in ADVERBS or first.word in STRONG or first.flag.startswith("v") or first.flag in ("p", "d") or find_doer(rest, words) is not None
        or bool(re.match(r"(?:应|要|须|可|由|报|指挥|\d+(?:分钟|小时|日|天))", rest))
    )  # fmt: skip
