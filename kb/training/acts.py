"""What a stretch says: an act, a condition, an aim, a label, or nothing to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.training.actors import Doer, Token, find_doer, is_agent, tokens
from kb.training.words import (
    ADVERBS,
    AIM,
    CONDITION_HEAD,
    CONDITION_TAIL,
    EXEMPT,
    FORBIDDEN,
    INLINE_CONDITION,
    LINKS,
    STATIC,
    STRONG,
)

_LEADING = re.compile(r"要求|措施|程序|流程|工作|职责|安排|做到|如下|以下|事项|任务|处置|方法")
_CONTENT = re.compile(r"(?:内容|要素|事项|主要)(?:应)?(?:包括|为|有)$|(?:报告|速报|通报|发布|信息)(?:的)?(?:主要)?内容|应(?:详细)?(?:说明|写明|载明|标明|注明)|^包括")
_NOMINAL_VERB = re.compile(r"(?:投入|到岗|到位|集结|转移|撤离|停课|停产|停业|停运|停工|启用|待命|集中|出动|进入|限行|封闭|开放|全部|暂停|合署|编组|动员|外迁|后送|复测|保供|调度|运行|进驻|就位|收治|到场|警戒|堵漏|撤人|搜救|开闸|返校)")
_RECEIVING = re.compile(r"(?:发现|接到|接报|获悉|收到|得知|获取|到达|到场|赶到|接令|核实|接警|根据|按照|在)")
_NAME_ONLY = re.compile(r"^[^，。；：]{2,40}$")


class Kind(StrEnum):
    """What a stretch is."""

    ACT = "act"
    CONDITION = "condition"
    AIM = "aim"
    LABEL = "label"
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
    if not bare or EXEMPT.search(bare):
        return Reading(Kind.NOTHING)
    words = tokens(bare)
    if stop in "：:":
        return _before_colon(bare, offset)
    if _CONTENT.search(bare) and not duty:
        return Reading(Kind.NOTHING)
    if not duty and _is_condition(bare, words):
        return Reading(Kind.CONDITION, _receiver_of_news(bare, offset))
    doer = find_doer(bare, words)
    condition, at = "", 0
    if doer is None or doer.passive:
        inline = INLINE_CONDITION.match(bare)
        if inline and _goes_on(bare[inline.end() :]):
            condition, at = inline[0], inline.end()
            if doer is None or doer.start < at:
                inner = find_doer(bare[at:])
                doer = inner and Doer(inner.start + at, inner.end + at, inner.rest + at, inner.passive)
    if STATIC.search(bare) and not duty:
        return Reading(Kind.NOTHING)
    if doer is None and not duty and AIM.search(bare) and not first:
        return Reading(Kind.AIM)
    kept = None if doer is None else Doer(doer.start + offset, doer.end + offset, doer.rest + offset, doer.passive)
    begin = offset + (at if doer is None or doer.passive else doer.rest)
    if doer is not None:
        rest = bare[doer.rest :]
        if not _has_verb(rest) and not _has_verb(bare[at : doer.start]):
            return Reading(Kind.NOTHING, kept)
        return Reading(Kind.ACT, kept, begin, condition, words=words)
    tail = bare[at:]
    inner_words = words if not at else tokens(tail)
    if not duty and not _says_to_do(tail, inner_words):
        return Reading(Kind.NOTHING)
    return Reading(Kind.ACT, None, begin, condition, own_subject=_subject_first(inner_words, tail), words=inner_words)


def _before_colon(bare: str, offset: int) -> Reading:
    """A label, the lead-in of a list, or an act that introduces one."""
    doer = find_doer(bare)
    if doer is not None:
        return Reading(Kind.LABEL, Doer(doer.start + offset, doer.end + offset, doer.rest + offset, doer.passive))
    if is_agent(bare) and _NAME_ONLY.match(bare):
        return Reading(Kind.LABEL, Doer(offset, offset + len(bare), offset + len(bare)))
    return Reading(Kind.LABEL)


def _is_condition(bare: str, words: tuple[Token, ...]) -> bool:
    if not CONDITION_TAIL.search(bare):
        return False
    tail = re.search(r"(?:时|后|前|期间|阶段|情况下|情形下|条件下|过程中|基础上|之前|之后|以后|以前)$", bare)
    if tail:
        return not re.search(r"(?:之|以)?内$", bare)
    if bare.endswith("的"):
        return True
    if re.search(r"(?:同意|批准|授权)$", bare):
        return bool(re.match(r"(?:经|须经|报|报经|得到|征得|依|按|由)", bare)) and not re.match(r"由", bare)
    if not CONDITION_HEAD.match(bare) and not _has_ground(bare, words):
        return False
    return not _verb_behind_ground(bare)


def _has_ground(bare: str, words: tuple[Token, ...]) -> bool:
    """A doer with nothing but a ground behind it (市指挥部成员单位按照各自职责)."""
    doer = find_doer(bare, words)
    return doer is not None and bool(re.match(r"(?:根据|按照|依据|按(?!钮)|依照|结合|在|遵照|视)", bare[doer.rest :]))


def _verb_behind_ground(bare: str) -> bool:
    """Whether a ground is followed by an act in the same stretch (按有关规定统一发布灾情)."""
    match = re.search(r"(?:根据|按照|依据|按|依照|结合|在|视|对)[^，。；]{0,40}?(?:规定|要求|部署|职责|原则|需要|情况|权限|程序|意见|指令|安排|预案|方案|分工|令)(?=(?:及时|立即|统一|组织|开展|负责|做好|采取|发布|报|向|启动|实施|协|指导|调|派|提|动|执|进|落|决|妥|转|迅|会|参|给|控|加|尽|分|抢|予|落))", bare)
    return match is not None


def _receiver_of_news(bare: str, offset: int) -> Doer | None:
    """Whoever a condition says learns of the event: the doer of what follows."""
    doer = find_doer(bare)
    if doer is None or doer.passive or not _RECEIVING.match(bare[doer.rest :].lstrip("在于")) and not _RECEIVING.match(bare[doer.rest :]):
        return None
    return Doer(doer.start + offset, doer.end + offset, doer.rest + offset)


def _goes_on(rest: str) -> bool:
    words = tokens(rest)
    if not words:
        return False
    first = words[0]
    return (
        first.word in ADVERBS or first.word in STRONG or first.flag.startswith("v") or first.flag in ("p", "d") or find_doer(rest, words) is not None
        or bool(re.match(r"(?:应|要|须|可|由|报|指挥)", rest))
    )  # fmt: skip


def _has_verb(text: str) -> bool:
    return any(word.flag.startswith("v") or word.word in STRONG or re.match(r"报告?$|指挥$|电话$|牵头$|通报$|配$|任$", word.word) for word in tokens(text))


def _says_to_do(text: str, words: tuple[Token, ...]) -> bool:
    """Whether a stretch without doer tells to do something: it begins with a verb, or a state is brought about."""
    if not words:
        return False
    if FORBIDDEN.search(text):
        return True
    for word in words:
        if word.flag.startswith("v") or word.word in STRONG:
            break
        if word.word in ADVERBS or word.flag in ("d", "p", "t", "m", "q", "f", "r", "x"):
            continue
        break
    else:
        return False
    if word.flag.startswith("v") or word.word in STRONG or re.match(r"报告?$|通报$|指挥$|电话$", word.word):
        return len(words) > 1 or word.flag == "v"
    return bool(_NOMINAL_VERB.search(text)) or any(each.flag == "v" and each.word not in ("有", "是", "为", "无", "达到", "超过", "造成", "可能", "含") for each in words[1:])


def _subject_first(words: tuple[Token, ...], text: str) -> bool:
    """Whether something stands before the verb that is no time, number of times or ground."""
    if re.match(r"(?:在|对|向|从|以|用|按|根据|经|把|将|于|为|由|给|每|立即|第一时间|\d)", text) and not re.match(r"\d+(?:处|个|户|台|支|所|名|公里内)", text):
        return False
    for word in words:
        if word.flag.startswith("v") or word.word in STRONG or word.word in ADVERBS:
            return word.start > 0
        if word.flag in ("d", "p", "t", "c", "m", "q", "f") or re.match(r"电话$|书面$|同步$|短信$|口头$|现场$|报告?$|通报$", word.word):
            return False
    return True
