"""The noun phrase before a predicate as the doer: qualified names (灾区的各级政府), long lists, places and states that act."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kb.training.tokens import Token
from kb.training.words import ADVERBS, IF, MODIFIERS, PREDICATE, STRONG, word_set

_WIDE = re.compile(
    r"(?:^|[、和及与或的]|以及|或者)(?:国家|各地|各地区|各地各有关部门|有关方面|各方面|各有关方面|[一-鿿]{0,3}财政|[一-鿿]{1,8}(?:党委和政府|党委、政府|风景区|开发区|园区|港区|高新区|经开区|保护区)|(?:有关|相关|各|受灾)[一-鿿]{0,4}[省市县区州]|(?:乡镇|乡|镇|村|街道|社区)(?:（[^（）]{1,8}）)?)$"
)
"""Ends that act without being an office: a state, a place that is governed."""
_THINGS = re.compile(r"(?:、|和|及|与|以及)(?:车辆|装备|设备|物资|器材|船舶|设施|、)+等?$")
"""What goes along with those who act."""
_MODAL = re.compile(r"(?:应(?!急)|应当|应该|须|必须|不得|要(?!求|素|点|员)|不准|严禁|负责)")
_NO_SUBJECT = re.compile(
    r"[，。；：]|(?<![响相反])应(?!急|对)|须|不得|[由把将先在向]|被(?!困)|为了|以便|\d+(?:分钟|小时|个小时|日|天)|[后时内](?=.)(?!勤|部|政|蒙|科|河|期)|公里|范围|区域内?(?:人员|群众|居民)$"
)
_OPENERS = word_set(
    "受灾 涉及 承担 负责 参与 启动 发布 发生 事发 参加 从事 涉事 到达 进入 接到 管理 执行 担负 提供 相关 有关 所有 全部 全体 邻近 毗邻 相邻 附近 周边 所"
)
_INNER = word_set("相关 有关 相应 受灾 各级 涉事 主要 负责 参加 参与 经营 操作 指挥 值守 预备役")
_ORDERS = tuple(STRONG)
_QUALIFIERS = word_set("相关 有关 相应 受灾 各级 涉事 主要")
_PIVOTS = word_set("组织 指导 协调 督促 引导 监督 检查")
_PATIENT = re.compile(
    r"(?:受伤|受困|被困|受灾|遇险|遇难|失踪|失联|死亡|中毒|受威胁|无关|受影响)[^的]{0,6}(?:人员|群众|居民|旅客|学生|师生)$"
)
_OWN_ACTS = re.compile(
    r"(?:应当?|要|须|必须)?(?:服从|听从|配合|遵守|保持|撤离|撤出|自救|互救|等待|躲避|避开|不得|立即(?:撤|离|停))"
)
"""What those in danger do themselves."""
_TELLS = re.compile(r"报(?!警|务|社|名)|通报|上报|续报|补报|抄送")
_GROUP = re.compile(r"(?:人员|单位|部门|机构|双方|队伍|小组|中心|同志)$|[组队者人岗员站室]$")
NOMINAL_TAIL = re.compile(
    r"^[一-鿿]{2}(?:和|与|及|、)[一-鿿]{2,4}(?:情况|状况|信息|数据|工作)?$|^[一-鿿]{2,6}(?:情况|状况|数量|名单|信息)$"
)


def subject_end(text: str, words: Sequence[Token], is_agent: Callable[[str], bool]) -> int | None:
    """Where the longest noun phrase ends that can act and has its predicate right behind it; None when there is none."""
    first = words[0]
    if (
        (first.word in ADVERBS and first.flag[0] != "n" and first.word not in _OPENERS)
        or first.flag == "d"
        or IF.match(text)
        or _TELLS.match(text)
    ):
        return None
    best: int | None = None
    for number in range(1, len(words)):
        word = words[number]
        name = text[: word.start]
        if len(name) > 70 or (number > 1 and _NO_SUBJECT.search(name)):
            break
        if len(name) >= 2 and _predicate(text, word) and _named(name, words[:number], text[word.start :], is_agent):
            best = word.start
    return best


def _predicate(text: str, word: Token) -> bool:
    if NOMINAL_TAIL.match(text[word.start :]) or word.word in _QUALIFIERS:
        return False
    return bool(
        PREDICATE.match(text, word.start)
        or word.flag in ("v", "vd", "vi", "d", "p")
        or word.word in ADVERBS
        or any(text.startswith(order, word.start) for order in _ORDERS)
    )


def _named(name: str, words: Sequence[Token], rest: str, is_agent: Callable[[str], bool]) -> bool:
    if not (is_agent(_THINGS.sub("", name)) or _WIDE.search(name)):
        if not (_PATIENT.search(name) and _OWN_ACTS.match(rest)):
            return False
    elif _PATIENT.search(name) and not _OWN_ACTS.match(rest):
        return False
    opening = words[0]
    marks = [number for number, word in enumerate(words) if word.word == "的"]
    if marks and marks[-1] == len(words) - 1:
        return False
    acts = opening.flag == "p" or opening.word in STRONG or (opening.flag[0] == "v" and opening.word not in MODIFIERS)
    if acts and (not marks or (opening.word not in _OPENERS and not _MODAL.match(rest))):
        return False
    if marks and _predicates_before(name, words[: marks[-1]], is_agent):
        return False
    head = words[marks[-1] + 1 if marks else 0 :]
    return all(_nominal(word, head[number + 1] if number + 1 < len(head) else None) for number, word in enumerate(head))


def _predicates_before(name: str, words: Sequence[Token], is_agent: Callable[[str], bool]) -> bool:
    """Whether what stands before 的 is more than a qualifier: adverbs, grounds, or somebody who does something."""
    return any(
        (word.word in ADVERBS and word.flag[0] in "dvc")
        or word.flag == "p"
        or (word.word in STRONG and is_agent(name[: word.start]))
        for word in words[1:]
    )


def _nominal(word: Token, following: Token | None) -> bool:
    """Whether a word can stand in a name."""
    if word.word in _PIVOTS:
        return following is not None and bool(_GROUP.match(following.word))
    if word.flag[0] == "v" and word.word in STRONG:
        known = word.word in _INNER or (word.word in MODIFIERS and word.word not in _PIVOTS)
        return known and following is not None and bool(_GROUP.match(following.word))
    if word.word in MODIFIERS or word.word in _INNER:
        return True
    if word.flag in ("p", "d") or word.word in ("了", "着", "后", "时"):
        return word.word in ("与", "同", "和", "各", "及")
    if word.flag[0] == "v" and word.flag != "vn":
        return following is not None and bool(_GROUP.match(following.word))
    return word.word not in STRONG and word.word not in ADVERBS
