"""How grave an event was: the numbers that its casualties name, and the grade of a production accident."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.numbering import chinese_value

_COUNT = r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)\s*(?:余|多)?"
_DEAD = re.compile(
    rf"(?:死亡|遇难|罹难|身亡|失踪|失联)\s*(?:和失踪)?\s*(?:共)?{_COUNT}\s*[人名]|{_COUNT}\s*[人名][^，。；、\d]{{0,6}}?(?:死亡|遇难|罹难|身亡|失踪|失联)"
)
_HURT = re.compile(rf"重伤\s*{_COUNT}\s*[人名]|{_COUNT}\s*[人名][^，。；、\d]{{0,4}}?重伤")
_LOSS = re.compile(r"(?:直接)?经济损失[^\d，。；]{0,8}(\d+(?:\.\d+)?)\s*(?:余|多)?\s*(亿|万)?元")
GRADES = ("特别重大", "重大", "较大", "一般")
"""Worst first."""
_LIMITS = ((30, 100, 10_000.0), (10, 50, 5_000.0), (3, 10, 1_000.0))


@dataclass(frozen=True, slots=True)
class Toll:
    """``dead`` counts the dead and missing, ``hurt`` the gravely injured, ``loss`` is in 10,000 yuan; 0 when not told."""

    dead: int = 0
    hurt: int = 0
    loss: float = 0.0


def toll(text: str) -> Toll:
    """The greatest of each number that a text tells; parts of one sum are never added up."""
    return Toll(
        max((_number(match) for match in _DEAD.finditer(text)), default=0),
        max((_number(match) for match in _HURT.finditer(text)), default=0),
        max((_money(match) for match in _LOSS.finditer(text)), default=0.0),
    )


def grade(harm: Toll) -> str:
    """The grade of a production accident: 生产安全事故报告和调查处理条例（国务院令第493号）第三条; empty when no harm is told."""
    if harm == Toll():
        return ""
    for name, (dead, hurt, loss) in zip(GRADES, _LIMITS, strict=False):
        if harm.dead >= dead or harm.hurt >= hurt or harm.loss >= loss:
            return name
    return GRADES[-1]


def _number(match: re.Match[str]) -> int:
    found = next(group for group in match.groups() if group)
    return int(float(found)) if found[0].isdigit() else chinese_value(found)


def _money(match: re.Match[str]) -> float:
    amount = float(match[1])
    return amount * 10_000 if match[2] == "亿" else amount if match[2] == "万" else amount / 10_000
