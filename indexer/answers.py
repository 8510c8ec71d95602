"""What kind of answer a question asks for, and whether a text holds an answer of that kind."""

from __future__ import annotations

import re

_KINDS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "who": (
        re.compile(r"谁|哪个(?:部门|单位|领导)|哪位|哪家|归哪|拍板|有权"),
        re.compile(
            r"[由经报][^，。；]{1,24}(?:决定|批准|宣布|同意|签发|启动|担任|牵头|负责)|(?:决定|宣布)(?:启动|终止|解除)"
            r"|(?:[长任员]|书记|负责人|同志)[^，。；]{0,8}(?:决定|批准|宣布|担任|签署)|(?:指挥长|总指挥|组长|主任)[:：]|负责"
        ),
    ),
    "when": (
        re.compile(
            r"多久|多长时间|几(?:个)?(?:小时|分钟|天|日|月|年|点)|多少(?:天|小时|分钟|日)|时限|什么时候|何时|最晚|最迟|几点|隔几"
        ),
        re.compile(
            r"(?:\d+|[一二三四五六七八九十两]+)个?(?:小时|分钟|日|天|工作日|月|年)|\d{1,2}:\d{2}|每(?:日|天|周|月|季度|半年|年)|立即"
        ),
    ),
    "amount": (
        re.compile(r"多少|几[个次回成家人名辆台种项档]|上限|下限|雨量"),
        re.compile(r"\d|[一二三四五六七八九十百千万]{1,4}[次人个级类项]"),
    ),
    "penalty": (re.compile(r"罚|追究|处分"), re.compile(r"罚款|处分|追究|责令|吊销")),
    "condition": (
        re.compile(r"什么情况|哪些情况|哪种情况|门槛|启动条件|达到什么|算几级|什么条件|分级标准"),
        re.compile(r"下列|以下(?:情形|情况|条件)|之一|以上|达到|造成|可能"),
    ),
    "list": (
        re.compile(r"哪些|哪几|哪几项|包括什么|什么内容|哪样|几样|清单|步骤|流程|程序"),
        re.compile(r"下列|以下|包括|[(（][一二1][)）]|如下|、[^，。；]{2,12}、"),
    ),
}

_EXAMPLE = re.compile(
    "以前|过去|曾经|案例|实例|震例|先例|例子|哪次|那次|上次|有过|当时|当年|那会儿|那年|历史上|经验|教训"
)


def asks_example(folded: str) -> bool:
    """Whether a folded query asks for what happened once and how it was handled."""
    return bool(_EXAMPLE.search(folded))


def wanted(folded: str) -> frozenset[str]:
    """Kinds of answer a folded query asks for."""
    return frozenset(kind for kind, (question, _) in _KINDS.items() if question.search(folded))


def share(kinds: frozenset[str], folded: str) -> float:
    """Share of the wanted kinds that a folded text holds, 0 when none is wanted."""
    if not kinds:
        return 0.0
    return sum(bool(_KINDS[kind][1].search(folded)) for kind in kinds) / len(kinds)
