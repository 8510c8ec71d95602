"""Whether a text tells one to do a thing, or forbids it, warns of it, or merely speaks of it: judged clause by clause."""

from __future__ import annotations

import re

from kb.review.text import Line

_CLAUSE = re.compile(r"[,。;:!?\n]")
_FORBIDDEN = re.compile(
    r"不(?![论管仅但断同足少明良利等超低小大够久止锈便慎幸惜稳清])|勿|禁|忌|莫|别(?!墅|的|处|人|是)|杜绝|严防|防止|谨防|避免|避开|拒绝|制止|劝阻|阻止|严控|而非"
)
_SPOKEN_OF = re.compile(
    r"因|由于|导致|造成|引起|引发|可能|容易|易|擅自|盲目|违规|违章|违反|误[以将把用入]|错误|是否|以防|以免|防|查处|追究|处罚|查明|严查|纠正|整治|排查|检查|存在|现象|隐患(?!点)|除|发现|遇有|遇到|停止$|取消$|暂停$|关停"
)
_AHEAD = 12
_BEHIND = re.compile(
    r"^[^,。;]{0,6}?(?:的(?:行为|人员?|人|单位|个人|学生|群众|做法|现象|情况|情形|,|应|须|要|由|依|给|责|按|一律|将)|者[,应将给按]|行为|现象|做法|问题|[会将易可][^,。;]{0,2}(?:造成|导致|引起|引发)|造成|导致|引发|引起|是错误|等?位置?不当|等隐患|等违|的,|时,|的$|的[。;])"
)
_TOLD = re.compile(r"应|须|要|可|立即|迅速|马上|尽快|请|组织|及时|允许|鼓励|准许|优先|就近|引导|先")
_NEGATIVE_LABEL = re.compile(r"禁|不得|不要|不宜|忌|错误|误区|风险|危险[源性因有]|危害|原因|后果|隐患|现象|不应")
_NEGATIVE_HEAD = re.compile(
    r"禁止|严禁|禁忌|不得|不要|不准|误区|错误|反面|案例|教训|原因|(?:风险|危险|危害|隐患|事故|灾害)[^,]{0,6}(?:分析|辨识|识别|描述|评估|特征|类型|征兆|因素|程度|概述)|术语|名词|定义|释义"
)
_LEADS = re.compile(r"(?:禁止|严禁|不得|不准|不要|严防|杜绝|防止|避免|八不|十不|误区|错误)[^。;]{0,20}[::]$")


def forbidding_heads(line: Line) -> bool:
    """Whether a line stands under a heading of what is forbidden, or of what may go wrong."""
    return any(_NEGATIVE_HEAD.search(head) for head in line.heads[-2:])


def leads_to_forbidden(text: str) -> bool:
    """Whether a line ends as one that opens a list of what is forbidden."""
    return bool(_LEADS.search(text[-40:]))


def is_told(text: str, start: int, end: int, source: str) -> bool:
    """Whether the words from ``start`` to ``end``, found by the pattern ``source``, are something to be done."""
    opened = _opening(text, end - 1)  # where the words go over commas, the act stands in the last clause
    before, inside = text[opened:start], text[start:end]
    if _FORBIDDEN.search(before) or _SPOKEN_OF.search(before[-_AHEAD:]):
        return False
    if any(found[0] not in source for found in _FORBIDDEN.finditer(inside)):
        return False
    if _BEHIND.search(text[end : end + 24]) or _label_forbids(text, opened):
        return False
    return bool(_TOLD.search(before + inside)) or not _goes_on_forbidding(text, opened)


def _opening(text: str, start: int) -> int:
    return max((found.end() for found in _CLAUSE.finditer(text, 0, start)), default=0)


def _label_forbids(text: str, opened: int) -> bool:
    """Whether the words before a colon (a column of a table, a lead-in) forbid what follows them."""
    if not opened or text[opened - 1] != ":":
        return False
    label = re.split("[,。;]", text[max(0, opened - 24) : opened - 1])[-1]
    return bool(_NEGATIVE_LABEL.search(label))


def _goes_on_forbidding(text: str, opened: int) -> bool:
    """Whether the clauses before, back to the one that has a verb of its own, forbid: ``严禁使用明火,开关电器``."""
    while opened and text[opened - 1] in ",:":
        previous = _opening(text, opened - 1)
        clause = text[previous : opened - 1]
        if _FORBIDDEN.search(clause):
            return True
        if _TOLD.search(clause):
            return False
        opened = previous
    return False
