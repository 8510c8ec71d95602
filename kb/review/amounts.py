"""QC-NUM: amounts that cannot be: ranges turned round, units of another size, acts of the first hours with days or months to spare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message
from kb.numbering import chinese_value
from kb.review.making import finding, place
from kb.review.text import Body, Line

_N = r"(?<![\d.:/-])(\d{1,6}(?:\.\d+)?)"
_UNIT = r"(?:人|名|个|户|间|岁|小时|分钟|天|周|个月|米|毫米|厘米|公里|千米|万元|亿元|元|吨|公斤|%|℃|摄氏度|支|辆|台|处|次|公顷|亩|平方米|平方公里|立方米|倍)"
_RANGE = re.compile(rf"{_N}({_UNIT})?(?:~|—|–|-|至|到)(\d{{1,6}}(?:\.\d+)?)({_UNIT})(?![\d-])")
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
    (re.compile(rf"有效期[^,。;、\d]{{0,6}}{_N}年"), 20),
    (re.compile(rf"{_N}(?:天|日|周|个月|月|年)(?:一次)?零报告"), 1),
    (re.compile(rf"每(?:隔)?{_N}个?(?:月|季度|年)(?:至少)?(?:续报|报告一次|巡查|监测一次)"), 0),
)  # fmt: skip
"""Patterns with the most that the number may be."""
_DAYS = {"日": 1, "天": 1, "个工作日": 1, "工作日": 1, "周": 7, "个月": 30, "月": 30, "年": 365}
_SLOW = re.compile(
    r"(?:(?<![\d.])(?P<number>\d{1,3})|(?P<said>[一二两三四五六七八九十半]{1,3}))(?P<unit>个?工作日|日|天|周|个月|年)(?:之|以)?内(?P<rest>[^。;]{0,36})"
)
_FIRST_HOURS = re.compile(
    r"^[^。;]{0,12}(?:决定是否启动|(?<!未)启动[^,。;]{0,8}(?:响应|预警|预案)|赶赴|赶到|赶往|抵达|到达现场|奔赴|上岗|到岗|集结|出动|出发|(?:完成)?[^,。;]{0,8}发运|派出[^,。;]{0,6}(?:工作组|队)|"
    r"疏散|撤离|扑救|搜救|救治|封锁|签发|下发预警|发布预警|会商研判|通知到)|^,[^。;]{0,20}(?:赴灾区|赴现场|赶赴|到达现场)"
)
_SETTLED = re.compile(
    r"评估|总结|修订|备案|调查|补偿|赔偿|理赔|恢复|重建|善后|演练|培训|整改|归档|公布|公开|续报|预测|预报|趋势|连续|未来|今后|以来|累计|过去"
)
_MOST_DAYS = 4


def amount_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding with all amounts that cannot be, one with acts that are given far too long."""
    hits = [
        (said, place(line, start, end))
        for line in body.lines
        if not line.contents
        for said, start, end in (*_turned(line), *_beyond(line))
    ]
    if hits:
        message = Message("amount_impossible", {"amounts": "、".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-NUM", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)
    slow = [
        (said, place(line, start, end)) for line in body.lines if not line.contents for said, start, end in _slow(line)
    ]
    if slow:
        message = Message("act_slow", {"stated": "、".join(dict.fromkeys(said for said, _ in slow))})
        yield finding("QC-TIME", FindingSeverity.MEDIUM, message, [at for _, at in slow], checklists, confidence=0.6)


def _turned(line: Line) -> Iterator[tuple[str, int, int]]:
    """Ranges whose first number is the greater one."""
    for found in _RANGE.finditer(line.text):
        one, other = float(found[1]), float(found[3])
        if found[2] and found[2] != found[4]:
            continue
        if one > other and not _CROSSING.search(line.text[max(0, found.start() - 6) : found.start()]):
            yield found[0], found.start(), found.end()


def _beyond(line: Line) -> Iterator[tuple[str, int, int]]:
    for source, most in _IMPOSSIBLE:
        for found in source.finditer(line.text):
            if float(next(filter(None, found.groups()))) > most:
                yield found[0], found.start(), found.end()


def _slow(line: Line) -> Iterator[tuple[str, int, int]]:
    """Acts of the first hours with a limit of days."""
    for found in _SLOW.finditer(line.text):
        amount = int(found["number"]) if found["number"] else chinese_value(found["said"])
        first, _ = line.sentence(found.start())
        settled = _SETTLED.search(found["rest"]) or _SETTLED.search(
            line.text[max(first, found.start() - 16) : found.start()]
        )
        if amount * _DAYS[found["unit"]] > _MOST_DAYS and _FIRST_HOURS.search(found["rest"]) and not settled:
            end = found.start("rest") + min(len(found["rest"]), 16)
            yield line.text[found.start() : found.start("rest")], found.start(), end
