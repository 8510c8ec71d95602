"""Levels as a text names them: 一级 to 四级, 特别重大 to 一般, red to blue; and the intervals by which they are told apart.

A level is a rank 1 to 4, 1 the gravest (应对法 第三条、第六十三条、第七十一条). Patterns are for normalised text (``Ⅰ级`` is ``I级``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

RANKS = {
    "一级": 1, "二级": 2, "三级": 3, "四级": 4, "I级": 1, "II级": 2, "III级": 3, "IV级": 4, "1级": 1, "2级": 2, "3级": 3, "4级": 4,
    "特别重大": 1, "特大": 1, "严重": 2, "中度": 3, "轻度": 4, "特大型": 1, "大型": 2, "中型": 3, "小型": 4, "重大": 2, "较大": 3, "一般": 4, "红色": 1, "橙色": 2, "黄色": 3, "蓝色": 4,
}  # fmt: skip
COLOURS = ("红色", "橙色", "黄色", "蓝色")
LEVEL = r"(?:(?<![一二三四五六七八九十第])[一二三四]级|(?<![IV])(?:III|II|IV|I)级|(?<!\d)[1-4]级)"
NAME = r"(?:特别重大|(?<!特别)(?<!较)重大|较大|一般|(?:特大|严重|中度|轻度)(?=干旱)|(?:特大型|(?<!特)大型|中型|小型)(?=[(;]|地质|险情|灾情|滑坡|泥石流))"
COLOUR = r"(?:红色|橙色|黄色|蓝色)"
_SCALE = {"": 1.0, "万": 1e4, "亿": 1e8, "千": 1e3}
_UNIT = r"(?:摄氏度|°C|人|间|户|公顷|元|亩|毫米|平方米|立方米|平方公里|公里|米|公斤|千克|吨|例|小时|天|日|个|辆|头|只|%|级|度|名|起|处|条|座|台)"
_PAREN = r"(?:\([^()]{0,12}\))?"
_NUM = r"(\d+(?:\.\d+)?)(万|亿|千)?(?:余)?"
_INTERVAL = re.compile(
    rf"(?P<key>[^,;。:、\d()\n]{{0,18}}){_NUM}({_UNIT})?{_PAREN}(?:及)?以上{_PAREN}[、,]?(?:至|且|,)?(?:[^,;。:、\d\n]{{0,6}}?){_NUM}({_UNIT}){_PAREN}以下"
)
_BETWEEN = re.compile(
    rf"(?P<key>[^,;。:、\d()\n]{{0,18}})介于{_NUM}({_UNIT})?(?:[-—~]{{1,2}}|[至到和与]){_NUM}({_UNIT})"
)
_OVER = re.compile(rf"(?P<key>[^,;。:、\d()\n]{{0,18}}){_NUM}({_UNIT}){_PAREN}(?:及)?以上")
_UNDER = re.compile(rf"(?P<key>[^,;。:、\d()\n]{{0,18}}){_NUM}({_UNIT}){_PAREN}以下")
_REACH = re.compile(rf"(?P<key>[^,;。:、\d()\n]{{2,18}}?)(?:达到|超过|将达到|将超过|接近|大于|高于|≥|>){_NUM}({_UNIT})")
_KEY = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Interval:
    """``[low, high)`` of one measure in one text; None where a bound is open. ``sharp`` bounds come from 以上 and 以下."""

    key: str
    unit: str
    low: float | None
    high: float | None
    start: int
    end: int
    sharp: bool = True


def rank(name: str) -> int:
    """The rank of a level's name."""
    return RANKS[name]


def intervals(text: str) -> Iterator[Interval]:
    """The intervals that a text states, in order; what one pattern took the next leaves alone."""
    taken: list[tuple[int, int]] = []
    for source, made in ((_BETWEEN, _both), (_INTERVAL, _both), (_OVER, _lower), (_UNDER, _upper), (_REACH, _reached)):
        for found in source.finditer(text):
            span = (found.end("key"), found.end())
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            taken.append(span)
            yield made(found, text)


def _value(number: str, scale: str | None) -> float:
    return float(number) * _SCALE[scale or ""]


def _key(found: re.Match[str], text: str) -> str:
    """The words before the number, else those after it: what is measured."""
    before = "".join(_KEY.findall(found["key"]))
    before = re.sub(r"^[A-Za-z]+", "", before)
    before = re.sub(r"^(?:的|导致|造成|或者?|及|并|且|是指|指|一次|发生|因灾|可能|预计|因|致|有)+", "", before)
    before = re.sub(r"(?:在|为|达|达到|超过|约|共|数)+$", "", before)
    after = re.match(r"(?:的)?([\u4e00-\u9fff]{1,6})", text[found.end() :])
    if len(before) >= 2:
        return before[-6:]
    cell = re.search(r"([\u4e00-\u9fff]{2,12})(?:\([^()]*\))?:$", text[: found.start()])
    if not before and cell and not re.search(r"响应|预警|事件|事故|灾害|级$", cell[1]):
        return cell[1][-6:]
    return (after[1] if after else before)[:4]


def _both(found: re.Match[str], text: str) -> Interval:
    # groups: key, low, scale, unit, high, scale, unit
    unit = found[7]
    low, high = _value(found[2], found[3] or (found[6] if not found[4] else "")), _value(found[5], found[6])
    return Interval(_key(found, text), unit, low, high, found.end("key"), found.end())


def _lower(found: re.Match[str], text: str) -> Interval:
    return Interval(_key(found, text), found[4], _value(found[2], found[3]), None, found.end("key"), found.end())


def _upper(found: re.Match[str], text: str) -> Interval:
    return Interval(_key(found, text), found[4], None, _value(found[2], found[3]), found.end("key"), found.end())


def _reached(found: re.Match[str], _: str) -> Interval:
    key = "".join(_KEY.findall(found["key"]))[-6:]
    return Interval(key, found[4], _value(found[2], found[3]), None, found.end("key"), found.end(), sharp=False)
