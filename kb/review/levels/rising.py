"""QC-LVL: what a level must at least reach, said in the same words of two levels, and less for the graver of them.

应对法 第三条、第七十一条: the graver the level, the more. Only bounds that are reached from below are held against each other, in one unit of
their kind, where the same words stand before and behind them and the statements begin alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Place
from kb.review.levels.ladders import Ladder, Stated
from kb.review.levels.ranks import COLOUR, LEVEL, rank
from kb.review.making import place
from kb.review.text import HANZI, Body, Line

_UNITS = {
    "秒": ("time", 1 / 60), "分钟": ("time", 1.0), "小时": ("time", 60.0), "天": ("time", 1440.0), "日": ("time", 1440.0),
    "厘米": ("length", 0.01), "毫米": ("length", 0.001), "米": ("length", 1.0), "公里": ("length", 1000.0), "千米": ("length", 1000.0),
    "元": ("money", 1.0), "人": ("人", 1.0), "户": ("户", 1.0), "间": ("间", 1.0), "级": ("级", 1.0), "%": ("%", 1.0),
    "公斤": ("mass", 1.0), "千克": ("mass", 1.0), "吨": ("mass", 1000.0), "亩": ("area", 1.0), "公顷": ("area", 15.0),
    "平方米": ("area", 0.0015), "平方公里": ("area", 1500.0), "例": ("例", 1.0), "辆": ("辆", 1.0), "艘": ("艘", 1.0),
}  # fmt: skip
_TENS = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_REACHED = r"(?:达到?|超过|超|高于|大于|≥|>|不少于|不低于|不小于|伴有|将达到?|上涨[至到]|涨[至到]|升[至到])"
_AMOUNT = re.compile(
    rf"(?P<sign>{_REACHED})?(?<![\d.~—-])(?P<number>\d+(?:\.\d+)?)(?:[~—–至-]\d+(?:\.\d+)?)?(?P<tens>[百千万亿])?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?P<over>\([^()]{{1,6}}\))?(?P<more>(?:及)?以上)?(?!以下|以内|之内|内|前|/)"
)
_STOP = re.compile(r"(?:在|为|达到?|超过|超|将|约|共|至少|造成|导致)+$")
_NOT_RISING = re.compile(r"低于|不足|下降|降[至到]|剩余|提前|可供|保障|储备|不超过|小于|能见度|负|零下|距|间隔|周期|每")
_LED = re.compile(
    rf"^(?:[(]?[一二三四五六七八九十\d]{{1,2}}[).、.])?(?:启动|发布|达到|属于)?(?:应急)?(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]{{1,14}}\))?[^:。;\d]{{0,30}}:(?=[(]?\d{{1,2}}[).、])"
)
_HOW_MUCH = re.compile(r"大幅度?|较?明显|显著|急剧|剧烈|大范围|较大范围|特别|严重|大量")
_HEAD = re.compile(
    rf"^(?:启动|发布|达到|属于)?(?:应急)?(?P<rank>{LEVEL}|{COLOUR})(?:\([^()]{{1,14}}\))?(?:应急)?(?:响应|预警|事件|标准|条件)"
)
_MAY = re.compile(r"^(?:可能|将|已|预计|一次)+")
_LEADS = re.compile(r"级|响应|预警|情形|启动|条件|标准|范围|程度")
_SHORT = 6
_OWN_SCALE = re.compile(r"(?:一|I|1)级[^。;]{0,12}?(?:最低|车间级|班组级|现场级|岗位级|轻微)")
_EDGE, _TOPIC, _FAR = 4, 8, 10.0


@dataclass(frozen=True, slots=True)
class _Least:
    """What one level must reach: the amount in the first unit of its kind, how it is said, and where."""

    amount: float
    unit: str
    topic: str
    line: Line
    start: int
    end: int

    @property
    def where(self) -> Place:
        return place(self.line, self.start, self.end)

    @property
    def said(self) -> str:
        return self.line.text[self.start : self.end]


def rising_errors(body: Body, found: Sequence[Ladder]) -> Iterator[tuple[str, Place]]:
    """What a graver level needs less of than a lesser one, in words, and where both are said."""
    if any(_OWN_SCALE.search(line.text) for line in body.lines):
        return
    for stated in (*(ladder.stated for ladder in found), *_sections(body)):
        told: dict[tuple[str, ...], dict[int, list[_Least]]] = defaultdict(lambda: defaultdict(list))
        for each in stated:
            if each.at >= 0:
                for key, least in _least(body.lines[each.at], each.start):
                    told[key][each.rank].append(least)
        right, wrong = 0, []
        for key, ranked in told.items():
            for graver, lesser in _neighbours(ranked):
                far = graver.unit != lesser.unit and _FAR * graver.amount < lesser.amount
                if graver.topic != lesser.topic and not far:
                    continue
                right += graver.amount > lesser.amount
                if graver.amount < lesser.amount:
                    wrong.append((key[0] or key[2], graver, lesser))
        if len(wrong) <= max(1, right):
            for name, graver, lesser in wrong:
                words = f"{name}：级别高的是“{graver.said}”，级别低的是“{lesser.said}”"
                yield words, graver.where
                yield words, lesser.where


def _sections(body: Body) -> Iterator[list[Stated]]:
    """The lines below headings that begin with a level, of annexes too, and items that repeat such a lead-in before their number."""
    by_parent: dict[int, list[Stated]] = defaultdict(list)
    for head in body.heads:
        found = _HEAD.match(head.text)
        if found:
            by_parent[body.parents[head.index]] += [
                Stated(rank(found["rank"]), at, line.text, 0)
                for at, line in enumerate(body.lines)
                if line.section == head.index and not line.contents
            ]
    yield from by_parent.values()
    by_section: dict[int, list[Stated]] = defaultdict(list)
    for at, line in enumerate(body.lines):
        led = None if line.contents else _LED.match(line.text)
        if led:
            by_section[line.section].append(Stated(rank(led["rank"]), at, line.text, led.end()))
    yield from by_section.values()


def _neighbours(ranked: dict[int, list[_Least]]) -> Iterator[tuple[_Least, _Least]]:
    """Every level with the next lesser one that says the same of the same; what one level says twice is left out."""
    for level in sorted(ranked):
        lesser = next((other for other in sorted(ranked) if other > level), None)
        if lesser is None:
            continue
        for one in ranked[level]:
            alike = [other for other in ranked[lesser] if other.topic == one.topic] or (
                ranked[lesser] if len(ranked[level]) == len(ranked[lesser]) == 1 else []
            )
            if len(alike) == 1 and sum(other.topic == one.topic for other in ranked[level]) == 1:
                yield one, alike[0]


def _least(line: Line, start: int) -> Iterator[tuple[tuple[str, ...], _Least]]:
    """What a line says must be reached, with the words before and behind and the numbers of its clause (``24小时降雨``)."""
    for found in _AMOUNT.finditer(line.text, start):
        if not (found["sign"] or found["more"]):
            continue
        kind, factor = _UNITS[found["unit"]]
        opened = 1 + max(start - 1, *(line.text.rfind(mark, start, found.start()) for mark in "。;"))
        clause = line.text[
            max(opened, 1 + max(line.text.rfind(mark, 0, found.start()) for mark in ",:、或")) : found.start()
        ]
        before = _STOP.sub("", _HOW_MUCH.sub("", "".join(HANZI.findall(clause))))[-_EDGE:]
        after = re.match(r"[的]?([\u4e00-\u9fff]{0,2})", line.text[found.end() :])
        if _NOT_RISING.search(re.split("[并且伴]", clause)[-1]) or len(before) + len(after[1] if after else "") < 3:
            continue
        numbers = "/".join(re.findall(r"\d+(?:\.\d+)?[\u4e00-\u9fff]", clause))
        topic = _topic(line.text[opened : found.start()])
        amount = float(found["number"]) * _TENS[found["tens"] or ""] * factor
        least = _Least(amount, found["unit"], topic, line, found.start(), found.end())
        yield (before, kind, after[1] if after else "", numbers), least


def _topic(statement: str) -> str:
    """The first words of a statement, with a short label before its colon (``寒潮：``), without what leads into a list."""
    label, colon, rest = statement.rpartition(":")
    named = "".join(HANZI.findall(label.rpartition(":")[2])) if colon else ""
    words = _MAY.sub("", "".join(HANZI.findall(rest)))[:_TOPIC]
    return (named if len(named) <= _SHORT and not _LEADS.search(named) else "") + words
