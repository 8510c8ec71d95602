"""What a stretch says: an act, a condition, an aim, a label, or nothing to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.training.actors import Doer, find_doer, is_agent
from kb.training.cases import BRACKETS, goes_on, is_case, opens_a_case, who_learns
from kb.training.limits import time_limits
from kb.training.tokens import Token, tokens
from kb.training.words import (
    ADVERBS,
    AIM,
    EXEMPT,
    FOR,
    FORBIDDEN,
    INLINE_CONDITION,
    LINKS,
    PREDICATE,
    STATIC,
    STRONG,
)

_LEADING = re.compile(r"要求|措施|程序|流程|工作|职责|安排|做到|如下|以下|事项|任务|处置|方法")
_CONTENT = re.compile(
    r"^[^，。；]{0,14}内容(?:应)?(?:主要)?包括|(?:内容|要素|事项|主要)(?:应)?(?:包括|为|有)$|(?:报告|速报|通报|发布|信息)(?:的)?(?:主要)?内容|应(?:详细)?(?:说明|写明|载明|标明|注明)|^包括"
)
_NOMINAL_VERB = re.compile(
    r"(?:投入|到岗|到位|集结|转移|撤离|停课|停产|停业|停运|停工|启用|待命|集中|出动|进入|限行|封闭|开放|全部|暂停|合署|编组|动员|外迁|后送|复测|保供|调度|运行|进驻|就位|收治|到场|警戒|堵漏|撤人|搜救|开闸|返校)"
)
_ORDERS = tuple(word for word in STRONG if len(word) > 1)
_DUTY_OF = re.compile(r"的?(?:主要|具体|工作|应急|岗位)*(?:职责|任务|分工)(?:如下|为|是|包括)?$")
_THING_OF = re.compile(r"(?:要|应|需|已|已经|所)?[一-鿿]{2,6}的(?:措施|事项|情况|内容|问题|工作|支持|物资)等?$")
"""A thing with what is done to it, and no more (已采取的措施)."""
_THING_ACTS = re.compile(
    r"[^，。；由]{2,40}(?:情况|结果|信息|报告|方案|预案|资金|费用|记录|资料|档案)(?:应(?!急)|须|要(?!求)|一律|统一)"
)
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
    if not duty and _THING_OF.fullmatch(bare) and (words[0].word not in STRONG or bare[0] in "要应需已所"):
        return Reading(Kind.NOTHING)
    if stop in "：:":
        return _before_colon(bare, offset)
    plain = BRACKETS.sub("", bare)
    if _CONTENT.search(plain) and not duty and not _includes_acts(bare):
        return Reading(Kind.CONTENT)
    if is_case(bare, words, stop, duty=duty):
        return Reading(Kind.CONDITION, who_learns(bare, offset))
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
    if (
        stop == "，"
        and not duty
        and is_agent(bare)
        and (re.search(r"\d+人$", bare) or (bare.count("、") > 1 and bare.endswith("等")))
    ):
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
        if inline and opens_a_case(words) and goes_on(bare[inline.end() :]):
            condition, at = inline[0], inline.end()
            if doer is None or doer.start < at:
                inner = find_doer(bare[at:])
                doer = inner and Doer(inner.start + at, inner.end + at, inner.rest + at, inner.passive)
    if STATIC.search(plain):
        return Reading(Kind.NOTHING, _appointed(bare, doer, offset))
    if not duty and ((AIM.search(bare) and not first) or (stop == "，" and FOR.match(bare))):
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
    if not duty and _names_only(tail, inner_words, stop):
        return Reading(Kind.NOTHING)
    if not duty and (not _says_to_do(tail, inner_words) or (bare.endswith("等") and _subject_first(inner_words, tail))):
        return Reading(Kind.NOTHING)
    return Reading(Kind.ACT, None, begin, condition, own_subject=_subject_first(inner_words, tail), words=inner_words)


def _includes_acts(bare: str) -> bool:
    """Whether 包括 opens a list of acts, not of things (包括组织营救、…)."""
    return bare.startswith("包括") and any(bare.startswith(order, 2) for order in _ORDERS)


def _names_only(bare: str, words: tuple[Token, ...], stop: str) -> bool:
    """Whether a stretch only names things: it opens and ends with a noun and orders nothing between."""
    plain = [word for word in words if word.flag != "x"]
    return bool(
        plain
        and ("、" in bare or (stop == "，" and len(plain) > 1 and not any(word.flag == "v" for word in plain[1:])))
        and (plain[0].flag[0] in "nba" or plain[0].word in ("有关", "相关", "其他", "上述", "具体"))
        and plain[0].word not in STRONG | ADVERBS
        and not (plain[-1].word in STRONG and "、" not in bare)
        and not _NOMINAL_VERB.search(bare)
        and plain[-1].flag in ("n", "nr", "ns", "nt", "nz", "vn", "l", "u")
        and not PREDICATE.search(bare)
        and not any(word.flag in ("d", "p") or (word.flag == "v" and word.word in STRONG) for word in plain)
    )


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


def duty_holder(label: str) -> str:
    """Whose duties a label opens (组长职责), empty when it opens none."""
    name = _DUTY_OF.sub("", label)
    return name if name != label and is_agent(name) and _NAME_ONLY.match(name) else ""


def _before_colon(bare: str, offset: int) -> Reading:
    """A label, the lead-in of a list, or an act that introduces one."""
    if is_agent(bare) and _NAME_ONLY.match(bare) and not re.match(r"由|切实|做好|组织|开展|加强|负责", bare):
        return Reading(Kind.LABEL, Doer(offset, offset + len(bare), offset + len(bare)))
    name = duty_holder(bare)
    if name:
        return Reading(Kind.LABEL, Doer(offset, offset + len(name), offset + len(bare)))
    doer = find_doer(bare)
    if doer is not None:
        return Reading(Kind.LABEL, Doer(doer.start + offset, doer.end + offset, doer.rest + offset, doer.passive))
    return Reading(Kind.LABEL)


def _appointed(bare: str, doer: Doer | None, offset: int) -> Doer | None:
    """Whoever is named to a post in passing and acts in what follows (船长任总指挥，…)."""
    if doer is None or doer.passive or not re.search(r"任(?:总指挥|指挥长|组长|指挥)$", bare):
        return None
    return Doer(doer.start + offset, doer.end + offset, doer.rest + offset)


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
    if re.match(r"[受被]", text) or _THING_ACTS.match(text):
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
