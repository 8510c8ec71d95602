"""A trainer's question understood: event, response level, who, which moment, which phases, and what else it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kb.model import Hazard
from kb.taxonomy import hazard_by_code, hazard_words_in
from kb.training.model import Phase
from kb.training.phases import levels_of, warning_of

Words = Callable[[str], Sequence[str]]
"""Content words of a text, as a segmenter gives them."""
Others = Callable[[str], Sequence[str]]
"""What else a word may be called in the texts."""

_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)"
_WINDOW = re.compile(
    rf"(?:前|头|最初|开始的?|第)\s*{_NUMBER}?\s*个?(半)?(小时|分钟|天|刻钟)|{_NUMBER}\s*个?(半)?(小时|分钟|天)(?:之?内|以内)"
)
_FIRST = re.compile(r"第一时间|马上|首先|最先|先(?:做|干|要)|刚(?:发生|发现|开始|接到)|黄金")
_WHOLE = re.compile(r"完整|全部|全过程|全流程|程序|流程|步骤|从头到尾|整个")
_HAPPENING = re.compile(
    r"泄漏|泄露|爆炸|起火|着火|失火|燃烧|坍塌|垮塌|倒塌|溃坝|决口|漏水|进水|碰撞|搁浅|倾覆|踩踏|溺水|走失|斗殴"
)
"""Words for what happens, which say nothing of what to do."""
_LEVEL_ONLY = re.compile(r"(?<![十百])([一二三四ⅠⅡⅢⅣ]|IV|I{1,3})\s*级(?!预警|以上)")
_NAMED = re.compile(r"《([^《》]{2,60})》")
_PHASES: tuple[tuple[str, tuple[Phase, ...]], ...] = (
    (r"先期处置|初期处置|自救|第一时间", (Phase.FIRST,)),
    (r"信息发布|新闻|舆情|发布会|谣言|辟谣|对外", (Phase.RELEASE,)),
    (r"续报|终报|初报|上报|报告|报送|通报|报给|报信|怎么报|向谁报|谁报|报谁|速报|报警", (Phase.REPORT,)),
    (
        r"(?:由谁|谁|怎么)?(?:批准|签发|宣布)?.{0,4}启动(?:由谁|谁)?(?:批准|签发|宣布)?|提级|批准.{0,6}响应",
        (Phase.START,),
    ),
    (r"终止|结束响应|响应结束|解除响应|降级", (Phase.END,)),
    (r"善后|理赔|补偿|抚恤|恢复|重建|心理|灾后|救助金", (Phase.AFTER,)),
    (r"评估|总结|调查原因|火因|复盘|事故调查", (Phase.REVIEW,)),
    (r"预警|监测|叫应|会商", (Phase.WARNING,)),
    (r"移交|指挥权|谁指挥|指挥协调|现场指挥", (Phase.COMMAND,)),
)
_GENERIC = re.compile(
    r"学校|小学|校园|学生|发现|先期|负责|村民|群众|公司|企业|村里|本村|请问|想问一下|怎么办|怎么做|怎么样|怎样|如何|怎么|干什么|干啥|做什么|做啥|干哪些|做哪些|要做|要干|该做|该干|需要|应该|应当|哪些|哪个|哪几|什么|谁来|由谁|谁|多久|多长时间|几分钟|几小时|多少|"
    r"各(?:个)?(?:部门|单位|小组|组|方|岗位)|部门|单位|分别|具体|主要|职责|任务|工作|流程|步骤|程序|措施|行动|内容|时候|之后|以后|之前|后|前|时|期间|发生|出现|遇到|遇|接到|接报|响应|启动|预案|应急|突发|事件|处置|"
    r"里|中|的|了|吗|呢|吧|啊|和|与|及|在|对|把|给|向|是|有|到|要|能|会|可以|按|第一|首先|马上|立即|时限|规定|安排|顺序|先后|全部|完整|所有|情况|事故|事件|灾害|灾情|险情|火情|疫情|震情|汛情|县|市|省|我们|本|该|要求|开展|进行|落实|列出|说明|介绍|请"
)

_PHASE_WORDS = frozenset(
    ("报告", "上报", "报送", "通报", "发布", "预警", "终止", "结束", "启动", "善后", "评估", "信息")
)
"""Words that a phase stands for already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for; empty fields do not restrict.

    ``event`` are the words of the question that name the event, ``hazards`` the kinds of event they stand for; ``window`` is the
    time asked for in minutes; ``topic`` the content words left over, each with what else it may be called; ``whole``
    tells that the whole procedure is wanted, not only what a level adds.
    """

    question: str
    hazards: tuple[Hazard, ...] = ()
    event: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    warning: str = ""
    window: float | None = None
    first: bool = False
    phases: tuple[Phase, ...] = ()
    topic: tuple[tuple[str, ...], ...] = ()
    whole: bool = False
    title: str = ""
    rest: str = field(default="", repr=False)


def understand(question: str, words: Words, others: Others) -> Asked:
    """Read a question."""
    text = re.sub(r"\s+", "", question)
    event = (*hazard_words_in(text), *dict.fromkeys(_HAPPENING.findall(text)))
    named = _NAMED.search(text)
    level = levels_of(text + "响应" if text.endswith("级") else text) or tuple(
        _LEVELS[each] for each in _LEVEL_ONLY.findall(text)
    )
    warning = warning_of(text)
    window, spent = _window(text)
    rest = text
    for used in (*event, *((named[0],) if named else ()), *spent):
        rest = rest.replace(used, " ")
    rest = re.sub(r"(?:[一二三四ⅠⅡⅢⅣ]|IV|I{1,3})\s*级(?:应急)?(?:响应|预警)?|[红橙黄蓝]色预警", " ", rest)
    phases = tuple(dict.fromkeys(phase for pattern, found in _PHASES if re.search(pattern, rest) for phase in found))
    if (
        level
        and phases == (Phase.START,)
        and not re.search(r"谁.{0,6}启动|怎么启动|如何启动|启动(?:程序|条件|权限|由谁)|批准", text)
    ):
        phases = ()
    for pattern, found in _PHASES:
        if set(found) & set(phases):
            rest = re.sub(pattern, " ", rest)
    topic = _topic(rest, words, others)
    return Asked(
        question, tuple(dict.fromkeys(code for each in event for code in _hazards(each))), event, tuple(dict.fromkeys(level)), warning, window,
        bool(_FIRST.search(text)), phases, topic, bool(_WHOLE.search(text)), named[1] if named else "", rest,
    )  # fmt: skip


_LEVELS = {"一": 1, "二": 2, "三": 3, "四": 4, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "I": 1, "II": 2, "III": 3, "IV": 4}


def _hazards(word: str) -> Iterable[Hazard]:
    from kb.taxonomy import hazards_of_word

    return hazards_of_word(word)


def _window(text: str) -> tuple[float | None, tuple[str, ...]]:
    """The time asked for in minutes, with the words that say it."""
    match = _WINDOW.search(text)
    if not match:
        return None, ()
    number, half, unit = (match[1], match[2], match[3]) if match[3] else (match[4], match[5], match[6])
    amount = _number(number) if number else 1.0
    scale = {"小时": 60.0, "分钟": 1.0, "天": 1440.0, "刻钟": 15.0}[unit]
    return amount * scale + (scale / 2 if half else 0.0), (match[0],)


def _number(words: str) -> float:
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
    if "十" in words:
        tens, _, ones = words.partition("十")
        return float(digits.get(tens, 1) * 10 + digits.get(ones, 0))
    return float(digits.get(words, 1))


def _topic(rest: str, words: Words, others: Others) -> tuple[tuple[str, ...], ...]:
    """The content words left over with their other names, without words of asking."""
    left = _GENERIC.sub(" ", rest)
    found = [
        word for word in words(left) if len(word) > 1 and not _GENERIC.fullmatch(word) and word not in _PHASE_WORDS
    ]
    return tuple((word, *others(word)) for word in dict.fromkeys(found))


def hazard_named(name: str) -> Hazard | None:
    """The kind of event that a filter names by code, by name or by a word for it."""
    direct = hazard_by_code(name.upper())
    return direct or next(iter(_hazards(name)), None)
