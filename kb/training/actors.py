"""Who does it: the doer named in a stretch, told from modifiers and objects by word classes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.training.subjects import NOMINAL_TAIL, subject_end
from kb.training.tokens import Token, tokens
from kb.training.words import ADVERBS, AGENT, IF, MODIFIERS, NO_AGENT, PREDICATE, STRONG, word_set

_DERIVED = re.compile(r"^[一-鿿]{2,4}(?:组|队|室|站|岗|员|者|人|双方|小组|分队)(?:甲|乙|丙|丁)?$")
_STRONG_MODIFIERS = word_set("保障 转移 疏散 安置 监测 巡查 调查 评估 建设 管理")
_STRONG_STARTS = STRONG - MODIFIERS
_PIVOTS = word_set("组织 指导 协调 处置 监督 检查 督促 引导")
_TELLS = re.compile(r"(?:报(?!警|务|社|名)|通报|上报|续报|补报|抄送|应(?!急)|须)")
_BAD_NAME = re.compile(
    r"[，。；：]|分钟|小时|由|(?<![存现所])在|先(?!锋)|把|被|将(?!军)|(?<![党会织])组织(?!部|机构|处|科|人)|(?:后|时|内)(?=.)(?!勤|部|政|蒙|科|河)|附件|附表|^\d+$|^[受被]|(?<!叫)应(?!急)|向|须|(?<![主重必])要(?!员|地|害)|会同|危及|导致|造成|配(?!合|电|套)|报(?=党|国务院|省|市|县|上级|自治区|应急)"
)
_SURE = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|指挥部|指挥所|前指|防指|领导小组|小组|组|总队|支队|大队|中队|分队|队|站|所|中心|政府|公司|管委会|院|科|处|室|部门|单位|项目部|"
    r"[局县市省区乡镇村校园所站队组班厂处科部院司船秘书指挥轮机]长|副指挥长|总指挥|主任|书记|负责人|教师|班主任|[驾监调操巡网安联护信管照速值][^，。；、]{0,2}员|医生|村医|校医|主操|外操|岗|保安|民警)[甲乙丙丁]?$"
)
_NOMINAL = re.compile(
    r"(?:电话|职责|名单|地址|成员|名称|编号|负责人|联系|人员|信息|情况|工作|主要|值班电话|组成|构成|牌|楼|门口|大门|所在|驻地|职能|意见|名义|印章|办公|内部|外|以上|以下|的|等|为|与|和|及|、|（|\d{4})"
)
_WORD_ACROSS = re.compile(
    r"组织|处[置理罚所]|局部|部[署分门队]|办[理法事]|站[点台]|所[属需有在辖列]|队[伍长员列]|室[内外]|院[内长区]|委[托员派]|员工|岗[位]|科[学技]|委宣|委网|委组|委办|委政|委统|长[期度]"
)
"""Words that lie across the end of what looks like a name."""
_APPROVER = re.compile(
    r"([^，。；、]{2,24}?(?:长|主任|书记|领导|负责人|政府|委|部|局|前指|指挥部))(?=批准|签发|签署|同意|指挥|决定|宣布|审批|审定|建议|验收|承担|实施|提出)"
)
_APPROVAL = re.compile(r"^[^，。；]{2,20}经([^，。；]{2,20}?)(?:审定|批准|同意|签发|审核)$")
_WHERE = re.compile(r"(?:事故|事件|灾害|火灾|疫情|险情|火情)?(?:发生|事发|所在|受灾)(?:地|单位|区域)?的?")
_TIME_UNIT = re.compile(r"^(?:\d+|[一二两三四五六七八九十半]+)(?:秒|分钟|个?小时|日|天|个?工作日)")
_HEADCOUNT = re.compile(r"^(?:\d+|[一二两三四五六七八九十]+)(?:余)?(?:人|名|个|组|辆|支)")
_COUNTED = re.compile(r"\d+[人名](?:（[^（）]*）)?$")
_PLACES = re.compile(
    r"(?:^|[、和及与或])(?:各)?(?:省|市|县|区|乡|镇|村|州|街道|社区|\S{1,6}(?:县|区|镇|乡|村|州)|(?:有关|受灾|各|相关)\S{0,4}市（州）)$"
)
_SHARED = re.compile(
    r"([^，。；]{2,20}(?:、[^、，。；由]{1,8}由[^、，。；由]{2,20}?)+)(?=签发|批准|审批|决定|签署|指挥|宣布|审定)"
)
"""四级由甲、三级由乙、二级由丙签发."""
_GROUP_HEAD = re.compile(
    r"[一-鿿]{2,10}?(?:小组|工作组|组|队|专班|中心|办公室|岗)(?=负责|具体负责|应当|应(?!急)|要(?!求)|须|牵头|承担)(?<!组织)"
)
"""A team named by what it does (恢复重建小组负责…)."""
_STRICT = re.compile(
    r"^(?:\d+(?:分钟|小时)|按|再|先|根据|派|组织|启动|发现|接到|接报|收到|应(?!急)|要|须|必须|负责|可以|立即|先行|同时|参照|同步|突发\S{0,10}同步|不得|[^，。；]{0,14}同步)"
)


@dataclass(frozen=True, slots=True)
class Doer:
    """The doer named in a stretch: its half-open span; ``rest`` is where the predicate begins. ``passive`` when 由 stands before."""

    start: int
    end: int
    rest: int
    passive: bool = False


def is_agent(text: str) -> bool:
    """Whether a text is the name of somebody who can act."""
    text = text.strip()
    return bool(2 <= len(text) <= 60 and AGENT.search(text) and not NO_AGENT.search(text))


def find_doer(text: str, words: tuple[Token, ...] | None = None) -> Doer | None:
    """The doer that stands first in a stretch, or behind 由."""
    words = tokens(text) if words is None else words
    if not words:
        return None
    by = _by_whom(text)
    if by is not None:
        return by
    named = _GROUP_HEAD.match(text)
    if named:
        return Doer(0, named.end(), named.end())
    phrase = subject_end(text, words, is_agent)
    if _starts_with_predicate(text, words):
        return Doer(0, phrase, phrase) if phrase is not None and "的" in text[:phrase] else None
    end = _longest(text, words, 0)
    if end is None:
        end = _plain_name(text)
    if phrase is not None and (end is None or phrase > end):
        end = phrase
    return None if end is None else Doer(0, end, end)


def _by_whom(text: str) -> Doer | None:
    """由 with a doer and a predicate behind it; 经 with whoever gives leave at the end."""
    for mark in re.finditer(r"由(?!于|此|来|头|衷)(?<![自理缘事经]由)", text):
        start = mark.end()
        behind = text[start:]
        words = tokens(behind)
        end = _longest(behind, words, 0) if words else None
        phrase = subject_end(behind, words, is_agent) if words else None
        if end is None or (phrase is not None and phrase > end):
            end = phrase
        if end is not None:
            return Doer(start, start + end, start + end, passive=True)
        shared = _SHARED.match(behind) or _APPROVER.match(behind)
        if shared and is_agent(shared[1]):
            return Doer(start, start + shared.end(1), start + shared.end(1), passive=True)
        name = _plain_name(behind) or _any_name(behind)
        if name:
            return Doer(start, start + name, start + name, passive=True)
    leave = _APPROVAL.match(text)
    if leave and is_agent(leave[1]):
        return Doer(leave.start(1), leave.end(1), leave.end(1), passive=True)
    return None


def _any_name(text: str) -> int | None:
    """Where the longest name at the head of a text ends, whatever stands behind it."""
    ends = [
        end
        for end in range(2, min(len(text) - 1, 24))
        if is_agent(text[:end]) and not _BAD_NAME.search(text[:end]) and not re.match(r"[、和及与或的]", text[end:])
    ]
    return ends[-1] if ends else None


def _plain_name(text: str) -> int | None:
    """Where a name at the head of a text ends, told by its last characters alone: for predicates that the dictionary does not know."""
    best: int | None = None
    for end in range(2, min(len(text) - 1, 28)):
        name = text[:end]
        if _BAD_NAME.search(name) or (best is not None and end - best > 4):
            break
        if (
            _SURE.search(name)
            and not NO_AGENT.search(name)
            and not re.match(r"[、和及与或（的]", text[end:])
            and not _WORD_ACROSS.match(text, end - 1)
        ):
            best = end
    if best is None or _NOMINAL.match(text[best:]) or len(text) - best < 2:
        return None
    return best


def _starts_with_predicate(text: str, words: tuple[Token, ...]) -> bool:
    first = words[0]
    if (
        first.word in ADVERBS
        or first.flag in ("p", "d")
        or IF.match(text)
        or _TELLS.match(text)
        or (first.word in ("应", "要", "须", "可", "将"))
    ):
        return first.word != "现场"
    if first.flag.startswith("v") or first.word in STRONG:
        if first.word in _PIVOTS:
            return True
        if len(words) > 1 and re.fullmatch(r"[令单书表册图函词]", words[1].word):
            return False
        derived = words[1] if len(words) > 1 else None
        joined = text[: derived.end] if derived else ""
        if derived and _DERIVED.match(joined) and first.word not in _STRONG_STARTS:
            return False
        if first.word in MODIFIERS:
            return not (first.word not in _STRONG_MODIFIERS or _derived_name(text, words))
        return not (
            derived
            and re.search(r"(?:人员|单位|部门|机构|双方|领导|人|者)$", joined)
            and first.word not in STRONG
            and PREDICATE.match(text, derived.end)
        )
    return False


def _derived_name(text: str, words: tuple[Token, ...]) -> bool:
    """Whether verbs and a short word for a group make a name (监测叫应组), with a predicate behind it."""
    for number in range(1, min(4, len(words))):
        word = words[number]
        if (
            len(word.word) <= 2
            and AGENT.search(text[: word.end])
            and not re.fullmatch(r"人员|群众|队伍|力量", word.word)
        ):
            following = words[number + 1] if number + 1 < len(words) else None
            return bool(PREDICATE.match(text, word.end) or (following and following.flag in ("v", "vn", "d", "p")))
        if not (word.word in MODIFIERS or word.flag in ("vn", "n", "b")):
            return False
    return False


def _longest(text: str, words: tuple[Token, ...], begin: int) -> int | None:
    """Where the doer that begins at a word ends: the longest name with a predicate behind it and none inside."""
    best: int | None = None
    start = words[begin].start if begin < len(words) else len(text)
    place = _WHERE.match(text, start)
    exempt = place.end() if place else 0
    for number in range(begin, len(words)):
        word = words[number]
        name = text[start : word.end]
        if best is not None and _breaks(text, words, number, start):
            break
        if (
            best is None
            and number > begin
            and word.start >= exempt
            and _breaks(text, words, number, start)
            and not _inside_name(words, number)
        ):
            break
        if len(name) > 60:
            break
        if _ends_name(text, words, number, start):
            best = word.end
    return best


def _ends_name(text: str, words: tuple[Token, ...], number: int, start: int) -> bool:
    word = words[number]
    name = text[start : word.end]
    if len(name) < 2 and name not in ("县", "市", "省"):
        return False
    if _BAD_NAME.search(name):
        return False
    strict = bool(_PLACES.search(re.sub(r"（[^（）]*）$", "", name)))
    if not strict and not is_agent(name):
        return False
    rest = text[word.end :]
    if not rest or NOMINAL_TAIL.match(rest):
        return False
    following = words[number + 1] if number + 1 < len(words) else None
    if strict and not is_agent(name):
        return bool(_STRICT.match(rest) or ("（州）" in name and following is not None and following.flag == "v"))
    if PREDICATE.match(rest):
        return not _HEADCOUNT.match(rest) or bool(_TIME_UNIT.match(rest))
    if _COUNTED.search(name) and not rest.startswith(("、", "和", "的", "一组")):
        return True
    if following is None:
        return False
    if following.word in MODIFIERS:
        return following.flag == "v" or (number + 2 == len(words)) or words[number + 2].flag[0] in "xvnmrf"
    return (
        following.flag in ("v", "vd", "d", "p", "vi")
        or (following.flag == "vn" and following.word in STRONG)
        or (following.flag == "vn" and number + 2 == len(words))
    )


def _breaks(text: str, words: tuple[Token, ...], number: int, start: int) -> bool:
    """Whether a word cannot belong to a doer's name."""
    word = words[number]
    following = words[number + 1] if number + 1 < len(words) else None
    if word.word in MODIFIERS and word.flag != "p":
        before = text[start : word.start]
        named = is_agent(before) and not before.endswith(("、", "和", "及"))
        return bool(
            named
            and word.word in STRONG
            and not (
                following
                and re.search(r"^(?:小组|组|队|室|中心|机构|部门|办公室|人员|岗|处|科|领导小组|委员会)", following.word)
            )
        )
    if word.word in ("的", "了", "着") or word.flag in ("p", "d", "uj", "ul"):
        return word.word not in ("会", "与", "同", "各", "及")
    if word.word in STRONG or word.word in ADVERBS:
        return True
    if _TIME_UNIT.match(text[word.start :]):
        return True
    if word.flag in ("v", "vd", "vi"):
        return not AGENT.search(text[start : word.end]) and not (
            number + 1 < len(words) and _DERIVED.match(word.word + words[number + 1].word)
        )
    return False


def _inside_name(words: tuple[Token, ...], number: int) -> bool:
    return words[number].word in MODIFIERS


_PART = re.compile(r"(?:[^、，（）]|（[^（）]*）)+")
_PLACE_ONLY = re.compile(r"(?:[^、]{2,12}的)?(?:各|本)?(?:自治区|省|市|县|区|州|乡|镇|村|街道|乡镇)级?$")
_JOINS = re.compile(r"以及|或者|(?<=[局委部厅办组队府镇乡司站院室长员处所])(?:和|及|与|或)(?!其)(?![^（）]*）)")


def split_agents(text: str) -> tuple[str, ...]:
    """The single names in a list of doers (``县公安局、县交通运输局和乡镇``); places that share a body stay with it (``市、县减灾委``)."""
    found: list[str] = []
    shared = ""
    for part in _PART.findall(text):
        for name in _JOINS.split(part):
            if _PLACE_ONLY.fullmatch(name.strip()) and name.strip() not in ("乡镇", "街道"):
                shared += f"{name.strip()}、"
            elif name.strip():
                found.append(shared + name.strip())
                shared = ""
    return (*found, shared.rstrip("、")) if shared else tuple(found)
