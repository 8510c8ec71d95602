"""QC-COPY: another unit's name where the plan speaks of its own: who the short name stands for, whose pupils and yards, ``我公司`` of a school.

What the unit is called is read from title, issuer and region; neighbours, helpers and those above are named beside what tells of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.regions import region_parts
from kb.review.making import finding, place
from kb.review.origins.foreign import JOINT, own_text
from kb.review.origins.strangers import ASKED, BESIDE, VERBS, WORDS, is_word
from kb.review.text import Body, Line, pattern

_FAMILIES = {
    "学校": "小学|中学|学校|幼儿园|学院|大学|高中|初中|技校",
    "公司": "公司|集团|厂|矿业|煤矿|电站",
    "医养": "医院|卫生院|养老院|敬老院|养老中心|颐养院|护理院|福利院|养护院|保健院",
    "场所": "酒店|宾馆|饭店|商场|购物中心|百货|景区|度假区|风景区|公园|影城|影院|体育馆|市场|大厦|博物馆|图书馆|车站|机场",
    "村居": "村|社区",
}
_ENDS = "|".join(_FAMILIES.values())
_WITHIN = (
    r"(?:现场|全体|师生|教职工|学生|员工|职工|各部门|各科室|各班|各车间|各岗位|厂区|校区|校园|院区|园区|场区|院内|校内|厂内|店内|馆内|内发生|内部|范围内|区域内|辖区|境内|应急|领导小组|指挥部"
    r"|法定代表人|董事长|总经理|厂长|校长|园长|院长|店长|馆长|住院|入住|在住|住养|游客|旅客|顾客|观众|客人|村民|居民|群众|两委|村委会|居委会|实际|所属|突发|火灾|消防|安全生产|生产安全|主要负责人|总值班|值班室|办公室"
    r"|保卫|门卫|微型消防站|会议室|操场|食堂|宿舍|教学楼|周边|上级|成立|设立|负责|应当|按照|根据|在接到|发生)"
)
_SHORT = re.compile(
    r"(?P<name>[\u4e00-\u9fff()]{3,30}?)\((?:以下|下)?(?:统一)?(?:均)?简称[:“\"']?(?P<mine>(?:本|我)?(?:公司|集团|学校|校|幼儿园|园|医院|院|县|市|区|镇|乡|街道|村|社区|厂|矿|店|酒店|商场|景区|站|中心|馆|项目部|单位|企业))[”\"']?\)"
)
_LEAD = re.compile(
    r"^.*(?:提高|提升|增强|加强|保障|保证|确保|规范|结合|做好|指导|适用于|针对|由|在|对|为了?|使|是|及|和|与|于|应对|处置|有关|防止|减少|维护|明确|根据)"
)
_GENERAL_UNIT = re.compile(
    r"^(?:本|我|各|全|该|所有|每|某|其|有关|相关|当地|周边|附近|受灾|定点|综合|专科|一所|两所|同类|其他|上级|外来|外部|协议|支援|所在|就近|最近|对口|事发|涉事|农村|民办|公办|寄宿|职业|技工|普通|中心|完全|乡镇|市|县|区|镇)"
)
_VERB_FIRST = re.compile(
    rf"(?:{VERBS}|[并且和与及](?=[向对由在将给])|向(?=[所本各全上有相当])|组建|建立|设立|健全|完善|联系|疏散|转移|撤离|救助|安置|确认|检查|巡查|封闭|关闭|整个|进入|离开|返回)"
)
_KIND_WORDS = re.compile(
    r"有限|责任|股份|公司|集团|学校|小学|中学|学院|大学|幼儿园|中心|医院|卫生院|人民|第[一二三四五六七八九十\d]|实验|附属|管理|服务|旅游|风景|综合|国家|自治"
)
_SELF = (
    ("学校", "校|学校|园(?!区)|学院", "学校"),
    ("企业", "公司|企业|厂|集团|店|酒店|项目部|矿", "公司|厂|集团|酒店|宾馆|商场|矿|店|项目部"),
    ("村社区", "村|社区", "村|社区"),
    ("乡镇", "镇|乡|街道", "镇|乡|街道"),
    ("县", "县|旗", "县|旗"),
    ("市", "市", "市|州|盟"),
)
"""Levels, their words for oneself, and what in a title makes these words right."""
_RANK = {"企业": 0, "学校": 0, "村社区": 1, "乡镇": 2, "县": 3, "市": 4}
"""A unit belongs to the places above it and may call them its own."""
_OWN_LEAST, _FOREIGN_MOST = 3, 2


@dataclass(frozen=True, slots=True)
class _Odd:
    name: str
    where: Place
    sure: bool


def own_name_findings(body: Body, checklists: Checklists, plan_type: str) -> Iterator[Finding]:
    """One finding for each other unit's name, one for all words of another kind of unit for oneself."""
    if not body.lines or plan_type in JOINT - {"SDN"} or not body.document.plan_level:
        return
    own = own_text(body)
    found: dict[str, list[_Odd]] = {}
    for each in (*_short_for(body, own), *_of_ours(body, own)):
        found.setdefault(each.name, []).append(each)
    for name, odd in found.items():
        severity = FindingSeverity.HIGH if any(each.sure for each in odd) else FindingSeverity.MEDIUM
        message = Message("foreign_place", {"name": name, "count": str(len(odd))})
        yield finding("QC-COPY", severity, message, [each.where for each in odd], checklists, confidence=0.7)
    places = list(_self_words(body))
    if places:
        names = "、".join(dict.fromkeys(said for said, _ in places))
        message = Message("foreign_self", {"names": names})
        yield finding("QC-COPY", FindingSeverity.MEDIUM, message, [at for _, at in places], checklists, confidence=0.6)


def _short_for(body: Body, own: str) -> Iterator[_Odd]:
    """Whom ``以下简称本公司`` stands for, where that is not the unit of the title."""
    for line in body.lines:
        for found in [] if line.contents else _SHORT.finditer(line.text):
            name = _LEAD.sub("", found["name"])
            if len(name) > 2 and _known_unit(own) and not _shares(name, own) and not _GENERAL_UNIT.match(name):
                yield _Odd(name, place(line, *found.span()), sure=True)


def _known_unit(own: str) -> bool:
    """Whether title or issuer name a unit or a place at all."""
    return bool(region_parts(own)) or bool(re.search(_ENDS, own))


def _shares(name: str, own: str) -> bool:
    """Whether a name has two characters in a row with one's own, leaving the place and the words of its kind aside."""
    parts = region_parts(name)
    bare = name.removeprefix("".join(parts)) if parts and name.startswith(parts[0]) else name
    bare = _KIND_WORDS.sub("、", re.sub(rf"(?:{_ENDS})$", "", bare))
    pairs = [bare[at : at + 2] for at in range(len(bare) - 1) if "、" not in bare[at : at + 2]]
    if not pairs:
        return name in own or not parts or parts[-1][:2] in own
    return any(pair in own for pair in pairs)


def _of_ours(body: Body, own: str) -> Iterator[_Odd]:
    """A unit of one's own kind and of another name, said once, of which the text speaks as of its own house."""
    if body.document.plan_level not in ("企业", "学校", "村社区"):
        return
    title = f"{body.title} {body.document.issuer}"
    for kinds in _FAMILIES.values():
        if not re.search(kinds, title):
            continue
        source = pattern(rf"(?:(?<=[,。;:、(《“])|^|{WORDS})(?P<name>[\u4e00-\u9fff]{{2,10}}?(?:{kinds}))(?={_WITHIN})")
        for line in body.lines:
            if line.contents or line.clause.table_row:
                continue
            for found in source.finditer(line.text):
                name = _LEAD.sub("", found["name"])
                if _is_another(name, kinds, own, body, line, found.end() - len(name)):
                    yield _Odd(name, place(line, found.end() - len(name), found.end() + 4), sure=False)


def _is_another(name: str, kinds: str, own: str, body: Body, line: Line, start: int) -> bool:
    stem = re.sub(rf"(?:{kinds})$", "", name)
    first, last = line.sentence(start)
    around = line.text[max(first, start - 14) : min(last, start + len(name) + 14)]
    return not (
        len(stem) < 2
        or _GENERAL_UNIT.match(name)
        or _VERB_FIRST.match(name)
        or is_word(stem)
        or _KIND_WORDS.fullmatch(stem)
        or _shares(name, own)
        or body.whole.count(name) > 1
        or body.whole.count(stem[-2:]) > 1
        or BESIDE.search(around)
        or ASKED.search(around)
        or "《" in line.text[first:start].rpartition("》")[2]
    )


def _self_words(body: Body) -> Iterator[tuple[str, Place]]:
    """``我公司`` in a school's plan, ``本村`` in a company's: once or twice beside many words for the unit's own kind."""
    level, title = body.document.plan_level, body.title
    counted: Counter[str] = Counter()
    hits: dict[str, list[tuple[str, Place]]] = {}
    for kind, words, _ in _SELF:
        source = pattern(
            rf"(?<![\u4e00-\u9fff基自根日资版样文成标])[本我](?:{words})|(?<=[,。;:由向报经在对为])[本我](?:{words})|我(?:{words})"
        )
        for line in body.lines:
            for found in [] if line.contents or line.form or line.appendix else source.finditer(line.text):
                counted[kind] += 1
                hits.setdefault(kind, []).append((found[0], place(line, found.start(), found.end() + 8)))
    if level is None:
        return
    speaks = counted[level] >= _OWN_LEAST
    rank = _RANK.get(level, len(_RANK))
    for kind, _, kinds in _SELF:
        below = _RANK[kind] < rank and (speaks or (_RANK[kind] == 0 and rank > 1))
        wrong = below or (speaks and ({kind, level} == {"学校", "企业"} or (level, kind) == ("县", "市")))
        if kind != level and wrong and counted[kind] <= _FOREIGN_MOST and not re.search(kinds, title):
            yield from hits.get(kind, [])
