"""QC-NUM: amounts that cannot be: ranges turned round, units of another size, more hours than a day has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.numbering import chinese_value
from kb.review.levels.ranks import intervals
from kb.review.making import finding, place
from kb.review.text import Body, Line

_N = r"(?<![\d.:/-])(\d{1,6}(?:\.\d+)?)"
_UNIT = r"(?:人|名|个|户|间|岁|小时|分钟|天|周|个月|米|毫米|厘米|公里|千米|万元|亿元|元|吨|公斤|%|℃|摄氏度|支|辆|台|处|次|公顷|亩|平方米|平方公里|立方米|倍)"
_RANGE = re.compile(
    rf"(?:{_N}|(?<=[\u4e00-\u9fff]:)(\d{{1,6}}))({_UNIT})?(?:~|—|–|-|至|到)(\d{{1,6}}(?:\.\d+)?)({_UNIT})(?![\d-])"
)
_CROSSING = re.compile(r"坐标|经度|纬度|编号|电话|型号|比例|第$|[A-Za-z]$")
_IMPOSSIBLE: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(rf"(?:降雨|降水|雨量|雨强|暴雨|面雨)[^,。;、]{{0,14}}?{_N}(?:厘米|米|千米|公里)(?![/每\u4e00-\u9fff]{{0,2}}秒)"), 0),
    (re.compile(rf"{_N}(?:厘米|米|公里)(?:以上|以下|左右)?的?(?:强?降雨|降水|暴雨|大雨|雷雨)"), 0),
    (re.compile(rf"{_N}(?:米|公里)(?:以上|以下|左右)?的?(?:暴雪|大雪|降雪)"), 0),
    (re.compile(rf"气温[^,。;、\d]{{0,10}}{_N}(?:℃|摄氏度|度)"), 60),
    (re.compile(rf"{_N}亿(?:以上)?(?:人|间房|户)"), 14.5),
    (re.compile(rf"(?:风力|阵风|平均风)[^,。;、\d]{{0,6}}{_N}级"), 18),
    (re.compile(rf"{_N}级(?:以上)?(?:大风|阵风)"), 18),
    (re.compile(rf"(?:震级|地震)[^,。;、\d]{{0,4}}{_N}级|{_N}级(?:以上)?地震"), 10),
    (re.compile(rf"{_N}(?:周)?岁"), 120),
    (re.compile(rf"(?:完好|到位|覆盖|达标|参与|普及|合格|知晓|及时|准确|修复|参训|出勤)率[^,。;、\d]{{0,8}}{_N}%"), 100),
    (re.compile(rf"(?:使用年限|使用期限|有效期|保质期|任期|聘期|服役)[^,。;、\d]{{0,8}}{_N}(?:分钟|秒|小时)"), 0),
    (re.compile(rf"里程[^,。;、\d]{{0,8}}{_N}万?(?:厘米|毫米|米)"), 0),
    (re.compile(rf"(?:预案|方案|施行|实施|印发)[^。;]{{0,24}}有效期[^,。;、\d]{{0,6}}{_N}年"), 10),
    (re.compile(rf"有效期[^,。;、\d]{{0,6}}{_N}年"), 20),
    (re.compile(rf"(?:每[日天]|全天|昼夜|一[日天]){_N}小时"), 24),
    (re.compile(rf"(?<!连续){_N}小时(?:不间断|轮流|专人|双人|领导|昼夜)?(?:在岗)?(?:值班|值守|带班|待命|值勤)"), 24),
    (re.compile(r"(?:[\u4e00-\u9fff])[-－](\d{1,4}(?:\.\d+)?)(?:小时|分钟|天|人|名|辆|次|支|台)(?![-~])"), 0),
    (re.compile(rf"直径[^,。;、\d]{{0,4}}{_N}(?:公里|千米)(?:以[上下]|左右)?的?小?的?(?:破口|木塞|管|阀|孔|洞|裂缝|绳|缆|螺|树|钢)"), 0),
    (re.compile(rf"直径[^,。;、\d]{{0,4}}{_N}米(?:以[上下]|左右)?的?小?的?(?:破口|木塞|孔|裂缝|绳|缆|螺|钢)"), 3),
    (re.compile(rf"{_N}(?:天|日|周|个月|月|年)(?:一次)?零报告"), 1),
    (re.compile(rf"{_N}小时(?:一次)?(?:的)?(?:灾情|信息|疫情)?零报告"), 24),
    (re.compile(rf"(?:爆炸下限|LEL)(?:浓度|值)?的?(?:\(LEL\))?的?{_N}%"), 100),
    (re.compile(rf"{_N}%(?:的)?(?:爆炸下限|LEL)"), 100),
    (re.compile(rf"每(?:隔)?{_N}个?(?:月|季度|年)(?:至少)?(?:续报|报告一次|巡查|监测一次)"), 0),
)  # fmt: skip
"""Patterns with the most that the number may be."""
_SHARE = re.compile(r"百分之(?P<said>[一二三四五六七八九十百零两]+|\d{1,4})|(?<![\d.])(?P<digits>\d{3,4})%")
_GROWS = re.compile(r"增|涨|超|高出|提高|上升|扩大|至|浓度|湿度|负荷|功率|裕|以上|标准的|日均|平均|同期")


def amount_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all amounts that cannot be."""
    hits = [
        (said, place(line, start, end))
        for line in body.lines
        if not line.contents
        for said, start, end in (*_turned(line), *_beyond(line), *_hundreds(line))
    ]
    if hits:
        message = Message("amount_impossible", {"amounts": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _turned(line: Line) -> Iterator[tuple[str, int, int]]:
    """Ranges whose first number is the greater one, and intervals whose lower bound is: ``25%以上、20%以下``."""
    for each in intervals(line.text):
        if each.low is not None and each.high is not None and each.low > each.high:
            yield line.text[each.start : each.end], each.start, each.end
    for found in _RANGE.finditer(line.text):
        one, other = float(found[1] or found[2]), float(found[4])
        if found[3] and found[3] != found[5]:
            continue
        if one > other and not _CROSSING.search(line.text[max(0, found.start() - 6) : found.start()]):
            yield found[0], found.start(), found.end()


def _hundreds(line: Line) -> Iterator[tuple[str, int, int]]:
    """Shares in words that are more than the whole: ``百分之一百二十``."""
    for found in _SHARE.finditer(line.text):
        said = found["said"] or found["digits"]
        value = float(said) if said[0].isdigit() else chinese_value(said)
        before = line.text[max(0, found.start() - 12) : found.start()]
        if value > 100 and not _GROWS.search(before) and not _GROWS.match(line.text[found.end() :]):
            yield found[0], found.start(), found.end()


def _beyond(line: Line) -> Iterator[tuple[str, int, int]]:
    for source, most in _IMPOSSIBLE:
        for found in source.finditer(line.text):
            if float(next(filter(None, found.groups()))) > most:
                yield found[0], found.start(), found.end()
