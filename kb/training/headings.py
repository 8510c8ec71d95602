"""What headings and the heads of acts name: a doer, response levels."""

from __future__ import annotations

import re

from kb.training.actors import is_agent
from kb.training.phases import levels_of


def agent_heading(path: tuple[str, ...]) -> str:
    """The doer that the innermost heading names (（1） 综合协调组)."""
    if not path or path[-1].startswith("附"):
        return ""
    name = re.sub(
        r"^\s*(?:[第]?[一二三四五六七八九十\d.．]+[章节条、]?\s|[（(][一二三四五六七八九十\d]+[）)])\s*", "", path[-1]
    )
    name = re.sub(r"^[\d.．]+\s*", "", name)
    name = re.sub(r"(?:的)?(?:主要|工作)?职责(?:与?分工)?$", "", name).strip()
    return (
        name
        if len(name) <= 24
        and is_agent(name)
        and not re.search(r"成员单位|工作组$|小组$(?<=个小组)|和|及(?!时)|组织机构|指挥机构$|办事机构$|领导机构$", name)
        else ""
    )


_LEVELS = r"(?:[一二三四ⅠⅡⅢⅣ]级(?:以上)?[、和或至及]?)+"


def named_levels(text: str) -> tuple[int, ...]:
    """The levels named at the head of an act (四级、三级经…审定) or that it begins or ends (结束三级或四级应急响应)."""
    match = re.match(rf"({_LEVELS})(?=经|由|响应|须|报)", text) or re.search(
        rf"(?:启动|结束|终止|解除)({_LEVELS})(?=(?:应急)?响应)", text
    )
    return levels_of(match[1].rstrip("、和或至及") + "响应") if match else ()
