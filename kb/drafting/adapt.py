"""Adapting a past clause to a fact sheet: what belongs to the other place is replaced by a fact or becomes a slot.

Only words of general validity stay. Numbers stay when the source is a law or standard, or when a fact of the unit has the
same number; everything replaced is traceable, since each piece of the result has an origin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kb.drafting.context import Context, own_names, own_word
from kb.drafting.model import OriginKind, slot
from kb.drafting.places import LEVELS, ORGAN_AHEAD, SourceNames, local_names, source_names
from kb.drafting.template import Line, Piece
from kb.model import Hit, Kind
from kb.regions import bare_name

_LEAD = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百千\d]+[条章节款][\s　]*|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d+(?:[.．]\d+)+[.．]?[\s　]*|\d{1,2}[.．、](?!\d)|\d{1,2}[\s　\ue000-\uf8ff]+(?=[一-鿿])|[①-⑳•●\ue000-\uf8ff]|——)+\s*"
)
_LEAD_IN = re.compile(r"^[^。；]{4,160}[：:]\s*(?=[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|——)")
_SPACED = re.compile(r"(?<=[一-鿿，。；：、）])[ \t　]+(?=[一-鿿（，。；：、])")
_ORGAN_NAME = re.compile(
    r"[一-鿿]{0,14}?(?:指挥部办公室|委员会办公室|政府办公室|指挥部|委员会|人民政府|政府|办公室|总队|总站|支队|大队|中心|公司|集团|厅|局|委|部|办|站|院|所)"
)
_BODY = r"(?![场民区政城份域划别镇])[一-鿿]{1,10}?(?:局|厅|委|部门|办(?![公理法事]))"
_UNCERTAIN = ("总队", "总站", "支队", "大队", "中心", "公司", "集团", "站", "院", "所")
"""Bodies that need not exist at another level."""
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-－—\s]?\d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d)")
_TITLE = re.compile(r"《([^《》]{3,60})》")
_LAW = re.compile(r"^(?:中华人民共和国|国家|国务院|全国)|(?:法|条例|导则|标准|规范)$")
_NUMBERED = re.compile(r"[一-鿿]{1,8}〔\d{4}〕\d+号")
_DATE = re.compile(r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?")
_REFERENCE = re.compile(
    r"附(?:件|录|表|图)\s?(?:\d+|[一二三四五六七八九十]+)|第\d+(?:\.\d+)+[条节]?|(?<=[见按照据本])\s?\d+(?:\.\d+)+(?:[条节])?"
)
_PERSON = re.compile(r"(?<=[：:])\s*([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹苏潘葛范彭郎鲁马方俞任袁柳唐罗薛雷贺倪汤殷郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪包左石崔龚程邢裴陆翁荀][一-鿿]{1,2})(?=[（(，、；。\s]|$)")  # fmt: skip
_UNITS = {
    "时限": "个?小时|分钟|个工作日|工作日|个月|天|日内|日|秒|周",
    "人数": "余?人次|余?人|名|户|个家庭",
    "金额": "亿元|万元|元",
    "数量": "台|辆|支|件|套|顶|床|艘|架|部|把|具|吨|公斤|千克|箱|个|处|座|间|条|头|眼",
    "数值": "毫米|厘米|公里|千米|米|平方公里|公顷|亩|立方米每秒|立方米|千瓦|兆瓦|伏|度|℃|级以上|级以下|%|％|个百分点|倍|小时降雨",
}
_DIGITS = r"(?:\d[\d,，]*(?:\.\d+)?万?(?:\s?(?:[—\-－~～至到]|以上、?)\s?\d[\d,]*(?:\.\d+)?万?)?)"
_CHINESE = r"(?:[一二三四五六七八九十百千万两半]+)"
_ALL_UNITS = "|".join(unit for units in _UNITS.values() for unit in units.split("|"))
_NUMBER = re.compile(
    rf"{_DIGITS}(?:\s?(?:{_ALL_UNITS}))?|{_CHINESE}(?:{_UNITS['时限']}|万元|亿元|公里|毫米|公顷|人以上|人以下|户以上|间以上)"
)
_GENERAL = re.compile(
    r"（\d{1,2}）|24\s?小时(?=[^内]{0,4}(?:值|应急|专人|有人|开通|畅通))|(?<!\d)(?:110|119|120|122|12345|12350|12369|12379|12395|95598)(?!\d)|\d级|[ⅠⅡⅢⅣ]级|A[／/]?B角"
)


@dataclass(frozen=True, slots=True)
class Adapted:
    """A clause made fit: the line of text pieces, the labels of its slots, and old → new for what was replaced."""

    line: Line
    slots: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The adapted text."""
        return "".join(piece.text for piece in self.line)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    new: Piece
    rank: int


def adapt(hit: Hit, context: Context, also: Collection[str] = ()) -> Adapted:
    """The clause of ``hit`` adapted to the facts; laws and standards keep their words and numbers, and so do the unit's own plans.

    ``also`` are further names of the source's places (short forms) that its other clauses give away.
    """
    text = _running_text(hit.text)
    general = hit.kind in (Kind.LAW, Kind.STANDARD)
    spans = [] if general else list(_spans(text, hit, context, also))
    line: list[Piece] = []
    replaced: list[tuple[str, str]] = []
    position = 0
    for span in _disjoint(spans):
        if span.start > position:
            line.append(Piece(OriginKind.CLAUSE, hit.clause_id, text[position : span.start]))
        line.append(span.new)
        old = text[span.start : span.end]
        if old != span.new.text:
            replaced.append((old, span.new.text))
        position = span.end
    if position < len(text):
        line.append(Piece(OriginKind.CLAUSE, hit.clause_id, text[position:]))
    slots = tuple(piece.ref for piece in line if piece.kind is OriginKind.SLOT)
    return Adapted(tuple(line), slots, tuple(dict.fromkeys(replaced)))


def _running_text(text: str) -> str:
    """The words of a clause as one line: without line breaks, its own number and the lead-in of its list."""
    text = _SPACED.sub("", re.sub(r"\s*\n\s*", "", text))
    return _LEAD.sub("", _LEAD_IN.sub("", text, count=1), count=1).strip()


def _spans(text: str, hit: Hit, context: Context, also: Collection[str]) -> Iterator[_Span]:
    source = source_names(hit.doc_title, hit.region)
    own = own_names(context.facts)
    for found in _GENERAL.finditer(text):
        yield _Span(found.start(), found.end(), Piece(OriginKind.CLAUSE, hit.clause_id, found[0]), 0)
    yield from _simple(text, context)
    if {context.facts.short, context.facts.unit.name} & source.units:
        return
    yield from _titles(text, context, hit)
    yield from _source_places(text, source, context)
    yield from _level_words(text, source, context)
    yield from _posts(text, context)
    yield from _other_places(text, own, source)
    yield from _numbers(text, context)
    yield from _named(text, also, context)


def _named(text: str, names: Collection[str], context: Context) -> Iterator[_Span]:
    own = own_names(context.facts)
    for name in names:
        if not any(name in known for known in own):
            yield from (_slot(found.start(), found.end(), "地名", 5) for found in re.finditer(re.escape(name), text))


def _slot(start: int, end: int, label: str, rank: int) -> _Span:
    return _Span(start, end, Piece(OriginKind.SLOT, label, slot(label)), rank)


def _titles(text: str, context: Context, hit: Hit) -> Iterator[_Span]:
    for found in _TITLE.finditer(text):
        title = found[1]
        if title == hit.doc_title and context.facts.plan.title:
            yield _Span(found.start(1), found.end(1), Piece(OriginKind.FACT, "plan.title", context.facts.plan.title), 1)
        elif _LAW.search(title) and not local_names(title):
            yield _Span(found.start(), found.end(), Piece(OriginKind.CLAUSE, hit.clause_id, found[0]), 1)
        else:
            yield _slot(found.start(1), found.end(1), "相关文件名称", 1)
    for found in _NUMBERED.finditer(text):
        if not found[0].startswith("国"):
            yield _slot(found.start(), found.end(), "文号", 1)


def _simple(text: str, context: Context) -> Iterator[_Span]:
    duty = context.facts.office.duty_phone
    for found in _PHONE.finditer(text):
        if duty and "值班" in text[max(0, found.start() - 12) : found.start()]:
            yield _Span(found.start(), found.end(), Piece(OriginKind.FACT, "office.duty_phone", duty), 1)
        elif not any(found[0] in known for known in own_names(context.facts)):
            yield _slot(found.start(), found.end(), "电话", 1)
    for found in _PERSON.finditer(text):
        yield _slot(found.start(1), found.end(1), "姓名", 1)
    for found in _DATE.finditer(text):
        yield _slot(found.start(), found.end(), "日期", 1)
    for found in _REFERENCE.finditer(text):
        yield _slot(found.start(), found.end(), "对应条款或附件", 1)


def _source_places(text: str, source: SourceNames, context: Context) -> Iterator[_Span]:
    """The source's own unit becomes ours, its parents become our parents (or slots); a name without its ending a slot."""
    facts = context.facts
    names = own_names(facts)
    alike = facts.unit.level == source.level or (facts.unit.level in LEVELS and source.level in LEVELS)
    for depth, name in enumerate(reversed(source.chain)):
        for found in re.finditer(re.escape(name), text):
            if depth == 0 and alike:
                short = context.value("short")
                yield _Span(
                    found.start(), found.end(), Piece(OriginKind.FACT, short.key if short else "", facts.short), 2
                )
            elif name not in names:
                upper = context.value("upper") if depth == 1 and alike else None
                new = (
                    Piece(OriginKind.FACT, upper.key, upper.text)
                    if upper
                    else Piece(OriginKind.SLOT, "地名", slot("地名"))
                )
                yield _Span(found.start(), found.end(), new, 2)
        bare = bare_name(name)
        if bare != name and not any(bare in known for known in names):
            for found in re.finditer(re.escape(bare), text):
                yield _slot(found.start(), found.end(), "地名", 3)


def _level_words(text: str, source: SourceNames, context: Context) -> Iterator[_Span]:
    """市应急管理局 → 县应急管理局 when a city's plan is adapted to a county; a national plan speaks of all levels and stays."""
    target = context.facts.unit.level
    if source.level not in LEVELS[1:] or target not in LEVELS or source.level == target:
        return
    shift = LEVELS.index(target) - LEVELS.index(source.level)
    words = {"省": 1, "市": 2, "县": 3, "镇": 4, "乡": 4, "村": 5}
    if source.chain:
        words[source.chain[-1][-1]] = LEVELS.index(source.level)
    own = own_word(context.facts)
    for found in _lower_governments(text, source.level):
        lower = context.value("lower")
        if lower is not None:
            yield _Span(found.start(), found.end(), Piece(OriginKind.FACT, lower.key, lower.text), 2)
    for found in re.finditer(
        rf"(全|本|我)?([省市县区镇乡村])(?:(?={ORGAN_AHEAD}|{_BODY}|[内外])(?!级以上|级及以上))", text
    ):
        at, word = found.start(2), found[2]
        if word not in words or (not found[1] and _is_part(text, at)):
            continue
        yield from _shifted(text, at, words[word] + shift, own, target)
    for found in re.finditer(r"(?:全|本|我)([省市县区镇乡村])(?!级)", text):
        if found[1] in words:
            yield from _shifted(text, found.start(1), words[found[1]] + shift, own, target)


def _is_part(text: str, at: int) -> bool:
    """Whether the level word at ``at`` is part of another word: 城市, 灾区, 市、县级, 各县."""
    before = text[at - 1 : at]
    return before in set("城县省区乡（各辖郊街社灾地都超") or (
        before == "、" and text[at - 2 : at - 1] in set("省市县区州盟旗乡镇")
    )


def _lower_governments(text: str, level: str) -> Iterator[re.Match[str]]:
    if level in ("省", "市"):
        yield from re.finditer(r"(?:市、)?县(?:（[市区县旗、]+）|级)?人民政府(?!以上)|(?<=各)县（[市区、]+）", text)


def _shifted(text: str, at: int, index: int, own: str, target: str) -> Iterator[_Span]:
    organ = _ORGAN_NAME.match(text, at + 1)
    beyond = not (index == LEVELS.index(target) or 0 < index < 4)
    if organ and organ[0] and (beyond or organ[0].endswith(_UNCERTAIN)):
        yield _slot(at, organ.end(), "承担单位", 3)
        return
    if beyond:
        yield _slot(at, at + 1, "层级", 3)
        return
    word = own if index == LEVELS.index(target) else LEVELS[index]
    yield _Span(at, at + 1, Piece(OriginKind.FACT, "unit.level", word), 3)
    if organ and organ[0].endswith("厅"):
        yield _Span(organ.end() - 1, organ.end(), Piece(OriginKind.FACT, "unit.level", "局"), 3)


def _posts(text: str, context: Context) -> Iterator[_Span]:
    """总指挥 → 指挥长 when that is what the unit calls its head; 现场总指挥 stays."""
    posts = [post.post for post in context.facts.command]
    for old, new in (("总指挥", "指挥长"), ("指挥长", "总指挥"), ("组长", "指挥长"), ("组长", "总指挥")):
        if new in posts and old not in posts and old != "组长":
            for found in re.finditer(rf"(?<!现场)(?<!现场副){old}(?!部|官)", text):
                yield _Span(found.start(), found.end(), Piece(OriginKind.FACT, "command.post", new), 4)


def _other_places(text: str, own: frozenset[str], source: SourceNames) -> Iterator[_Span]:
    for start, end, kind in local_names(text):
        name = text[start:end]
        if not any(name in known for known in own) and name not in source.chain:
            yield _slot(start, end, kind, 5)


def _numbers(text: str, context: Context) -> Iterator[_Span]:
    known = {number for fact in context.facts.thresholds.values() for number in _NUMBER.findall(fact)}
    for found in _NUMBER.finditer(text):
        if found[0] not in known:
            yield _slot(found.start(), found.end(), _number_label(found[0]), 6)


def _number_label(number: str) -> str:
    unit = re.sub(rf"^(?:{_DIGITS}|{_CHINESE})\s?", "", number)
    for label, units in _UNITS.items():
        if unit and re.fullmatch(units, unit):
            return f"{label}（{unit.removeprefix('个')}）"
    return "数值"


def _disjoint(spans: list[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.rank, s.start, -(s.end - s.start))):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
