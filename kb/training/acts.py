"""What a stretch says: an act, a condition, an aim, a label, or nothing to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.training.actors import Doer, find_doer, is_agent
from kb.training.limits import time_limits
from kb.training.tokens import Token, tokens
from kb.training.words import (
    ADVERBS,
    AIM,
    EVENT_VERBS,
    EXEMPT,
    FORBIDDEN,
    GROUND,
    GROUND_TAIL,
    IF,
    INLINE_CONDITION,
    LINKS,
    PREDICATE,
    STATE,
    STATIC,
    STRONG,
    word_set,
)

_LEADING = re.compile(r"要求|措施|程序|流程|工作|职责|安排|做到|如下|以下|事项|任务|处置|方法")
_CONTENT = re.compile(
    r"(?:内容|要素|事项|主要)(?:应)?(?:包括|为|有)$|(?:报告|速报|通报|发布|信息)(?:的)?(?:主要)?内容|应(?:详细)?(?:说明|写明|载明|标明|注明)|^包括"
)
_NOMINAL_VERB = re.compile(
    r"(?:投入|到岗|到位|集结|转移|撤离|停课|停产|停业|停运|停工|启用|待命|集中|出动|进入|限行|封闭|开放|全部|暂停|合署|编组|动员|外迁|后送|复测|保供|调度|运行|进驻|就位|收治|到场|警戒|堵漏|撤人|搜救|开闸|返校)"
)
_RECEIVING = re.compile(
    r"(?:对|经|针对|结合|会同|发现|接到|接报|获悉|收到|得知|获取|到达|到场|赶到|接令|核实|接警|根据|按照|在)"
)
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_EVENTFUL = word_set("启动 处置 转移 经 在 恢复 停止")
_ORDERS = tuple(word for word in STRONG if len(word) > 1)
_PLAIN = word_set(
    "处置 监测 评估 救援 管理 研判 指挥 执行 处理 转移 救治 协调 保障 控制 支援 支持 请求 参加 统计 调查 启动 报告 申请 建议 部署 调度 安排 要求 决定 组织 指导 汇总 核实 核查 疏散 搜救 抢修"
)
"""Verbs that also stand in the ground of an act."""
_DUTY_OF = re.compile(r"的?(?:主要|具体|工作|应急|岗位)*(?:职责|任务|分工)(?:如下|为|是|包括)?$")
_CAPTION = re.compile(r"[图表]\s*\d+(?:[-—.．]\d+)*")
_NAME_ONLY = re.compile(r"^[^，。；：]{2,40}$")


class Kind(StrEnum):
    """What a stretch is."""

    ACT = "act"
    CONDITION = "condition"
    AIM = "aim"
    LABEL = "label"
    CONTENT = "content"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch read: ``doer`` in its text; ``begin`` is where the words of the act begin, ``condition`` the words at its head.

    ``own_subject`` tells that something that cannot act stands first (启动令写明…), so that no doer is inherited.
    """

    kind: Kind
    doer: Doer | None = None
    begin: int = 0
    condition: str = ""
    own_subject: bool = False
    words: tuple[Token, ...] = ()


def read_stretch(text: str, *, stop: str, first: bool, duty: bool = False) -> Reading:
    """What a stretch says. ``first`` when it begins its sentence, ``duty`` where every entry names a task."""
    bare = LINKS.sub("", text)
    offset = len(text) - len(bare)
    if not bare or EXEMPT.search(bare) or _CAPTION.match(bare):
        return Reading(Kind.NOTHING)
    words = tokens(bare)
    if stop in "：:":
        return _before_colon(bare, offset)
    plain = _BRACKETS.sub("", bare)
    if _CONTENT.search(plain) and not duty:
        return Reading(Kind.CONTENT)
    if _is_condition(bare, words, stop, duty=duty):
        return Reading(Kind.CONDITION, _receiver_of_news(bare, offset))
    if (
        not duty
        and "、" in bare
        and len(bare) > 8
        and all(
            len(each) <= 10 and is_agent(each) and not re.search(r"[报告后内]|\d[分小]", each)
            for each in bare.split("、")
        )
    ):
        return Reading(Kind.NOTHING)
    if stop == "，" and not duty and re.search(r"\d+人$", bare) and is_agent(bare):
        return Reading(Kind.NOTHING, Doer(offset, offset + len(bare), offset + len(bare)))
    doer = find_doer(bare, words)
    condition, at = "", 0
    if (
        doer is not None
        and not doer.passive
        and re.match(r"[^，。；]{1,14}后[^，。；]{0,4}其(?!他|它|余|中)", bare[doer.rest :])
    ):
        return Reading(Kind.ACT, None, offset, "", own_subject=True, words=words)
    if (
        doer is not None
        and not doer.passive
        and re.match(
            r"(?!接|收|发现|获|得知|到|在|对|每|\d)[^，。；]{1,6}(?<![及实临随同按适小准即])时(?!间|限|刻)",
            bare[doer.rest :],
        )
    ):
        doer = None
    if doer is None or doer.passive:
        inline = INLINE_CONDITION.match(bare)
        if inline and _opens_a_case(words) and _goes_on(bare[inline.end() :]):
            condition, at = inline[0], inline.end()
            if doer is None or doer.start < at:
                inner = find_doer(bare[at:])
                doer = inner and Doer(inner.start + at, inner.end + at, inner.rest + at, inner.passive)
    if STATIC.search(plain):
        return Reading(Kind.NOTHING, _appointed(bare, doer, offset))
    if not duty and AIM.search(bare) and not first:
        return Reading(Kind.AIM)
    kept = None if doer is None else Doer(doer.start + offset, doer.end + offset, doer.rest + offset, doer.passive)
    begin = offset + (at if doer is None or doer.passive else doer.rest)
    if doer is not None:
        rest = bare[doer.rest :]
        if stop == "，" and _relative(rest):
            return Reading(Kind.NOTHING)
        if (
            not _has_verb(rest)
            and not _has_verb(bare[at : doer.start])
            and not (2 <= len(rest) <= 8 and stop in "，。；")
            and not time_limits(rest)
        ):
            return Reading(Kind.NOTHING, kept)
        return Reading(Kind.ACT, kept, begin, condition, words=words)
    tail = bare[at:]
    inner_words = words if not at else tokens(tail)
    if not duty and (not _says_to_do(tail, inner_words) or (bare.endswith("等") and _subject_first(inner_words, tail))):
        return Reading(Kind.NOTHING)
    return Reading(Kind.ACT, None, begin, condition, own_subject=_subject_first(inner_words, tail), words=inner_words)


def _relative(rest: str) -> bool:
    """Whether what stands behind a doer only qualifies a noun (领导小组要求调度的事项)."""
    words = tokens(rest)
    marks = [number for number, word in enumerate(words) if word.word == "的"]
    if len(marks) != 1 or not 1 <= marks[0] <= 3:
        return False
    before, behind = words[: marks[0]], words[marks[0] + 1 :]
    return all(word.flag[0] == "v" and word.word not in ADVERBS for word in before) and not any(
        word.flag == "v" for word in behind
    )


def _before_colon(bare: str, offset: int) -> Reading:
    """A label, the lead-in of a list, or an act that introduces one."""
    if is_agent(bare) and _NAME_ONLY.match(bare) and not re.match(r"由|切实|做好|组织|开展|加强|负责", bare):
        return Reading(Kind.LABEL, Doer(offset, offset + len(bare), offset + len(bare)))
    name = _DUTY_OF.sub("", bare)
    if name != bare and is_agent(name) and _NAME_ONLY.match(name):
        return Reading(Kind.LABEL, Doer(offset, offset + len(name), offset + len(bare)))
    doer = find_doer(bare)
    if doer is not None:
        return Reading(Kind.LABEL, Doer(doer.start + offset, doer.end + offset, doer.rest + offset, doer.passive))
    return Reading(Kind.LABEL)


def _is_condition(bare: str, words: tuple[Token, ...], stop: str, *, duty: bool) -> bool:
    if re.search(
        r"^在.{2,40}中$|(?:(?<![及实临随同按适小即平届暂])(?<!(?<!标)准)时|的同时|后|前|期间|阶段|情况下|情形下|条件下|状态下|过程中|基础上|领导下|指挥下|指导下|配合下|之前|之后|以后|以前)$",
        bare,
    ):
        return not re.search(r"(?:指导|立即|及时).{0,40}(?:开展|组织|实施)", bare)
    if re.search(r"后[^，。；]{1,10}内$", bare):
        return True
    if _BRACKETS.sub("", bare).endswith("的") and not duty:
        return True
    if (
        stop == "，"
        and re.match(r"(?:会同|商|联合)", bare)
        and (is_agent(bare) or re.search(r"根据[^，。；]{2,30}(?:情况|需要|要求)$", bare))
    ):
        return True
    if stop == "，" and not duty and (_notices(bare, words) or _is_topic(bare)):
        return True
    if (
        stop == "，"
        and not duty
        and len(bare) <= 8
        and re.search(r"(?:事故|事件|灾害|灾情|险情|情况|火灾|疫情)$", bare)
    ):
        return True
    if re.match(r"(?:须|应)?经|报经|征得", bare) and re.search(r"(?:同意|批准|授权|审定|核准|研判|评估|决定)$", bare):
        return True
    if stop == "，" and IF.match(bare):
        return not re.search(r"[^，。；]{3,}(?:应(?!急)|须|要(?!求)|立即|及时|由)[^，。；]{2,}", bare)
    inline = INLINE_CONDITION.match(bare)
    if inline and _opens_a_case(words) and _goes_on(bare[inline.end() :]):
        return False
    if STATE.search(bare) and not re.search(r"应(?!急)|须|要(?!求)|不得|由", bare) and not duty:
        return True
    if not duty and _tells_event(words) and not time_limits(bare) and not re.search(r"应(?!急)|须|不得", bare):
        return True
    ground = GROUND.match(bare) or _ground_behind_doer(bare, words)
    return bool(
        ground and stop == "，" and GROUND_TAIL.search(bare) and not _verb_behind_ground(_behind_doer(bare, words))
    )


def _behind_doer(bare: str, words: tuple[Token, ...]) -> str:
    doer = find_doer(bare, words)
    return bare if doer is None or doer.passive else bare[doer.rest :].lstrip("应要须")


def _is_topic(bare: str) -> bool:
    """Whether a stretch only names those whom the next one is about (对独居老人和残疾人，…)."""
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


def _opens_a_case(words: tuple[Token, ...]) -> bool:
    """Whether the head of a stretch can be a case: it does not begin with an order."""
    first = words[0]
    return bool(_RECEIVING.match(first.word)) or not (first.word in ADVERBS or first.word in STRONG - _EVENTFUL)


def _appointed(bare: str, doer: Doer | None, offset: int) -> Doer | None:
    """Whoever is named to a post in passing and acts in what follows (船长任总指挥，…)."""
    if doer is None or doer.passive or not re.search(r"任(?:总指挥|指挥长|组长|指挥)$", bare):
        return None
    return Doer(doer.start + offset, doer.end + offset, doer.rest + offset)


def _ground_behind_doer(bare: str, words: tuple[Token, ...]) -> bool:
    """A doer with nothing but a ground behind it (市指挥部成员单位按照各自职责)."""
    doer = find_doer(bare, words)
    return doer is not None and bool(GROUND.match(bare[doer.rest :].lstrip("应要须")))


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


def _receiver_of_news(bare: str, offset: int) -> Doer | None:
    """Whoever a condition says learns of the event: the doer of what follows."""
    doer = find_doer(bare)
    rest = "" if doer is None else bare[doer.rest :]
    if doer is None or not (_RECEIVING.match(rest.lstrip("在于应要须")) or re.match(r"(?:应|要|须)?在", rest)):
        return None
    return Doer(doer.start + offset, doer.end + offset, doer.rest + offset)


def _goes_on(rest: str) -> bool:
    words = tokens(rest)
    if not words:
        return False
    first = words[0]
    return (
        first.word in ADVERBS or first.word in STRONG or first.flag.startswith("v") or first.flag in ("p", "d") or find_doer(rest, words) is not None
        or bool(re.match(r"(?:应|要|须|可|由|报|指挥|\d+(?:分钟|小时|日|天))", rest))
    )  # fmt: skip


def _has_verb(text: str) -> bool:
    return any(
        word.flag.startswith("v")
        or word.word in STRONG
        or re.match(r"报告?$|指挥$|电话$|牵头$|通报$|配$|任$", word.word)
        for word in tokens(text)
    )


def _says_to_do(text: str, words: tuple[Token, ...]) -> bool:
    """Whether a stretch without doer tells to do something: it begins with a verb, or a state is brought about."""
    if not words:
        return False
    if FORBIDDEN.search(text):
        return True
    for word in words:
        if word.flag.startswith("v") or word.word in STRONG:
            break
        if (
            word.word in ADVERBS
            or word.flag in ("d", "p", "t", "m", "q", "f", "r", "x", "eng")
            or word.word in ("内", "以内")
        ):
            continue
        break
    else:
        return bool(re.search(r"每[^，。；]{1,12}(?:次|报)", text))
    if (
        PREDICATE.match(text)
        or any(text.startswith(verb) for verb in _ORDERS)
        or re.search(r"每[^，。；]{1,12}次|(?:当日|随时|立即|同步)[^，。；]{0,6}(?:报|报告|通报|上报|补报)", text)
    ):
        return True
    if word.flag.startswith("v") or word.word in STRONG or re.match(r"报告?$|通报$|指挥$|电话$", word.word):
        return len(words) > 1 or word.flag == "v"
    return bool(_NOMINAL_VERB.search(text)) or any(
        each.flag == "v" and each.word not in ("有", "是", "为", "无", "达到", "超过", "造成", "可能", "含")
        for each in words[1:]
    )


def _subject_first(words: tuple[Token, ...], text: str) -> bool:
    """Whether something stands before the verb that is no time, number of times or ground."""
    if re.match(r"(?:在|对|向|从|以|用|按|根据|经|把|将|于|为|由|给|每|立即|第一时间|\d)", text) and not re.match(
        r"\d+(?:处|个|户|台|支|所|名|公里内)", text
    ):
        return False
    if re.match(r"[受被]", text):
        return True
    if (words and words[0].flag in ("a", "ad", "i", "l", "z")) or (
        any(text.startswith(verb) for verb in _ORDERS) and not re.search(r"[令单书表]$", words[0].word)
    ):
        return False
    for word in words:
        if word.flag.startswith("v") or word.word in STRONG or word.word in ADVERBS:
            return word.start > 0
        if word.flag in ("d", "p", "t", "c", "m", "q", "f", "eng") or re.match(
            r"内$|电话$|书面$|同步$|短信$|口头$|现场$|报告?$|通报$", word.word
        ):
            return False
    return True
