"""QC-NUM: numbers of one sentence of which one follows from the others: so many of so many each, from one day to another, of both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kb.model import Place
from kb.numbering import chinese_value
from kb.review.amounts.units import COUNTED
from kb.review.facts.entries import Entry, entries
from kb.review.making import place
from kb.review.text import Body, Line

_N = r"(?<![\d.\-—~第])(\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})"
_EACH = re.compile(
    r"每(?:个|一)?(?P<per>支|台|组|班|队|辆|车|艘|处|点|座|栋|间|层|室|村|镇|乡|社区|户|套|批|个|名|人|箱|顶|架|条)(?:[\u4e00-\u9fff]{0,4}?)(?:为|配备?|设|有|约|安排|配置|储备|储存|可容纳|可安置|容纳|功率|容量)?"
    rf"(?P<number>\d+(?:\.\d+)?)(?P<unit>{COUNTED}|升|米|吨|千瓦|[kKM]?[WV]A?|[kK]g|[tLm])"
)
_WHOLE = r"(?:共计?|合计|总计|总共|总[\u4e00-\u9fff]{1,4}|合计可?[\u4e00-\u9fff]{0,3}|计)(?:为|有|达|可[\u4e00-\u9fff]{1,3})?(?P<number>\d+(?:\.\d+)?)"
_OF_COUNT = r"(?:共|全[县镇乡村校]|按|现有)?\d{1,3}(?:个?[\u4e00-\u9fff]{1,4})[,、]?"
_PERS = {
    "车": "辆",
    "点": "处",
    "室": "间",
    "班": "个?班",
    "组": "个?(?:工作|小)?组",
    "队": "[个支]?(?:分|小|中)?队|支",
    "村": "个?(?:行政)?村",
    "社区": "个?社区",
    "镇": "个?乡?镇",
    "个": "个",
    "人": "[人名]",
    "名": "[人名]",
}
_SINGLE = re.compile(
    rf"单(?:罐|台|个|座|车|机|组|池|舱|件|瓶|箱|库|栋|间)(?P<noun>[\u4e00-\u9fff]{{1,8}}?)(?:为|达|是)?(?P<number>\d+(?:\.\d+)?)(?P<unit>{COUNTED}|立方米|升|米|吨|千瓦|[kKM]?[WV]A?|[kK]g|[tLm]3?)"
)
_COUNT_OF = re.compile(rf"{_N}(?:台|个|座|辆|只|组|套|艘|栋|间|瓶)(?!月|小时|以上|以下)")
_LOOSE = re.compile(r"不少于|不低于|至少|不超过|最多|以上|左右|约|余|轮流|轮换|其中|备用")
_SPAN = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\([^()]{1,6}\))?(?:至|到|-|—|~|起至)+(?:(?P<year_to>20\d\d)年)?(?:(?P<month_to>\d{1,2})月)?(?P<day_to>\d{1,2})日(?:\([^()]{1,6}\))?(?:止)?[,(]?(?:共计?|为期|历时|合计|总计|前后)(?P<days>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>天|日|个工作日|周)"
)
_CLOCKS = re.compile(
    r"(?P<from>\d{1,2})(?:时|:)(?P<from_minute>\d{2})?分?(?:至|到|-|—|~)+(?P<next>次日|翌日|当日)?(?P<to>\d{1,2})(?:时|:)(?P<to_minute>\d{2})?分?[,(]?(?:共计?|历时|时长|合计|每[日天])(?P<hours>\d{1,2}(?:\.\d)?)个?小时"
)
_KINDS = (
    ("男", "女"),
    ("专职", "兼职"),
    ("室内", "室外"),
    ("固定", "移动"),
    ("城镇", "农村"),
    ("在编", "聘用"),
    ("白班", "夜班"),
    ("公办", "民办"),
    ("上行", "下行"),
)
_PAIR = re.compile(
    rf"{_N}(?P<unit>{COUNTED})[^。;:\d]{{0,6}}?[,(;]?其中(?:,)?(?P<first>[^\d,。;、()]{{1,8}}?)(\d+)(?P=unit)[、,](?P<second>[^\d,。;、()]{{1,8}}?)(\d+)(?P=unit)(?=[,。;)]|$)"
)
_RESTED = re.compile(
    rf"{_N}(?P<unit>{COUNTED})[^。;:\d]{{0,6}}?[,(;]?其中(?P<parts>(?:[^。;\d]{{1,14}}\d+(?:\.\d+)?(?P=unit)[、,])+(?:其他|其余|机动|预备|备用|不可预见)[\u4e00-\u9fff]{{0,6}}\d+(?:\.\d+)?(?P=unit))(?=[,。;)]|$)"
)
_HOMES = re.compile(r"(?<![\d.])(?P<homes>\d{2,6})户[,、(]?(?:共|计|共计|约|合计|总计)?(?<![\d.])(?P<people>\d{3,7})人")
_MOST_IN_A_HOME = 9.0
_SUMMED = re.compile(
    rf"^(?:以上|上述|[\d一二两三四五六七八九十]{{1,3}}[个支]|各|全部)[\u4e00-\u9fff]{{0,8}}?(?P<noun>[\u4e00-\u9fff]{{2}})?(?:共计?|合计|总计)[有为]?(?P<number>\d+)(?P<unit>{COUNTED})(?=[,。;]|$)"
)
_MOST_ITEMS = 20


def equation_errors(body: Body) -> Iterator[tuple[str, Place]]:
    """What does not follow from the numbers beside it, in words, and where."""
    for line in body.lines:
        if line.contents:
            continue
        yield from _products(line)
        yield from _singles(line)
        yield from _pairs(line)
        yield from _homes(line)
        yield from _days(line)
        yield from _hours(line)
    yield from _above(body)


def _value(said: str) -> float:
    return float(said) if said[0].isdigit() else float(chinese_value(said.replace("两", "二")))


def _products(line: Line) -> Iterator[tuple[str, Place]]:
    """``3支，每支12人，共36人``; ``柴油发电机2台，每台800kW，总功率1600kW``; ``每村2名，5个村共10名``."""
    for each in _EACH.finditer(line.text):
        first, last = line.sentence(each.start())
        before, after = line.text[first : each.start()], line.text[each.end() : last]
        whole = re.match(rf"[,、;(]?(?P<count>{_OF_COUNT})?{_WHOLE}{re.escape(each['unit'])}", after)
        counts = list(
            re.finditer(rf"{_N}(?:{_PERS.get(each['per'], each['per'])})", (whole and whole["count"]) or before)
        )
        if whole is None or not counts or _LOOSE.search(before[counts[-1].start() :] + each[0] + whole[0]):
            continue
        number, per, total = _value(counts[-1][1]), float(each["number"]), float(whole["number"])
        if abs(number * per - total) > 1e-6 * max(1.0, total):
            start = each.start() if whole["count"] else first + counts[-1].start()
            yield (
                f"{number:g}×{per:g}={number * per:g}，写为{total:g}{each['unit']}",
                place(line, start, each.end() + whole.end()),
            )


def _singles(line: Line) -> Iterator[tuple[str, Place]]:
    """``储罐3台，单台最大储量8吨，库区最大储量32吨``: what is said of one, of so many, and of all in the same words."""
    for one in _SINGLE.finditer(line.text):
        first, last = line.sentence(one.start())
        counts = list(_COUNT_OF.finditer(line.text, first, one.start()))
        noun = one["noun"][-4:]
        whole = re.search(
            rf"(?:总|合计|共|全[\u4e00-\u9fff]|[罐库厂站园站]区|全部)(?:的)?[\u4e00-\u9fff]{{0,4}}?{re.escape(noun)}(?:为|达|共|是)?(?P<number>\d+(?:\.\d+)?){re.escape(one['unit'])}",
            line.text[one.end() : last],
        )
        if len(counts) != 1 or not whole or _LOOSE.search(line.text[counts[0].start() : one.end()] + whole[0]):
            continue
        number, per, total = _value(counts[0][1]), float(one["number"]), float(whole["number"])
        if abs(number * per - total) > 1e-6 * max(1.0, total):
            said = f"{number:g}×{per:g}={number * per:g}，写为{total:g}{one['unit']}"
            yield said, place(line, one.start(), one.end() + whole.end())


def _pairs(line: Line) -> Iterator[tuple[str, Place]]:
    """``386人，其中男生198人、女生188人``, and parts of which the last is all the rest."""
    for found in _PAIR.finditer(line.text):
        kinds = any(
            (one in found["first"] and two in found["second"]) or (two in found["first"] and one in found["second"])
            for one, two in _KINDS
        )
        whole, one, two = _value(found[1]), float(found[4]), float(found[6])
        if kinds and one + two != whole:
            yield f"{one:g}+{two:g}={one + two:g}，写为{whole:g}{found['unit']}", place(line, *found.span())
    for found in _RESTED.finditer(line.text):
        parts = [float(part) for part in re.findall(rf"(\d+(?:\.\d+)?){found['unit']}", found["parts"])]
        whole = _value(found[1])
        if abs(sum(parts) - whole) > 1e-6 and "每" not in found["parts"]:
            said = "+".join(f"{part:g}" for part in parts)
            yield f"{said}={sum(parts):g}，写为{whole:g}{found['unit']}", place(line, *found.span())


def _homes(line: Line) -> Iterator[tuple[str, Place]]:
    """More people in a home than live in any."""
    for found in _HOMES.finditer(line.text):
        homes, people = float(found["homes"]), float(found["people"])
        others = re.search(r"企业|集体|单位|商|寺|宗教|店", line.text[max(0, found.start() - 8) : found.start()])
        if people > _MOST_IN_A_HOME * homes and not others:
            yield f"{found[0]}（户均{people / homes:.1f}人）", place(line, *found.span())


def _days(line: Line) -> Iterator[tuple[str, Place]]:
    """``2月18日至2月24日，共7天``; the last day may count or not."""
    for found in _SPAN.finditer(line.text):
        year = int(found["year"] or found["year_to"] or 2027)
        try:
            begin = date(year, int(found["month"]), int(found["day"]))
            end = date(int(found["year_to"] or year), int(found["month_to"] or found["month"]), int(found["day_to"]))
        except ValueError:
            continue
        if end < begin and not found["year_to"]:
            end += timedelta(days=365)
        said = _value(found["days"]) * (7 if found["unit"] == "周" else 1)
        span = (end - begin).days
        if found["unit"] == "个工作日" and said <= span + 1:
            continue
        if said not in (span, span + 1) and not (found["unit"] == "周" and abs(said - span) < 7):
            yield f"{found[0]}（应为{span + 1}天）", place(line, *found.span())


def _hours(line: Line) -> Iterator[tuple[str, Place]]:
    """``8时至20时，共12小时``."""
    for found in _CLOCKS.finditer(line.text):
        begin = int(found["from"]) * 60 + int(found["from_minute"] or 0)
        end = int(found["to"]) * 60 + int(found["to_minute"] or 0)
        span = (end - begin) % 1440 or 1440
        if abs(float(found["hours"]) * 60 - span) > 1:
            yield f"{found[0]}（应为{span / 60:g}小时）", place(line, *found.span())


def _above(body: Body) -> Iterator[tuple[str, Place]]:
    """``四个小组组员共40人`` below the lines that say how many each has."""
    above: list[Entry] = []
    for entry in entries(body):
        if entry.line.clause.table_row or (above and above[-1].line.section != entry.line.section):
            above = []
        found = _SUMMED.match(entry.text)
        if found and found["noun"]:
            each = re.compile(rf"{found['noun']}(\d+){found['unit']}")
            parts = [float(part) for other in above[-_MOST_ITEMS:] for part in each.findall(other.text)]
            counted = re.match(r"([\d一二两三四五六七八九十]{1,3})[个支]", found[0])
            known = counted is None or _value(counted[1]) == len(parts)
            if len(parts) >= 2 and known and sum(parts) != float(found["number"]):
                said = "+".join(f"{part:g}" for part in parts)
                yield (
                    f"{said}={sum(parts):g}，写为{found['number']}{found['unit']}",
                    place(entry.line, entry.start, entry.start + found.end()),
                )
        if not entry.line.clause.table_row:
            above.append(entry)
