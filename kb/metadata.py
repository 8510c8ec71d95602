"""Metadata of a document: issuer, number, date, kind, type, level, hazard, region, validity — only what its text says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.dates import DATE, MONTH_DAY, DateFound, dates_in
from kb.genres import genre_of
from kb.library.editions import validity_of
from kb.model import Hazard, Kind, PlanTypeGuess, Validity
from kb.plan_types import plan_types
from kb.regions import level_of, region_of
from kb.structure import Item, Outline, Role
from kb.structure.front import plain_title
from kb.taxonomy import hazard_in_text, hazard_in_title

_ORG_END = (
    "人民政府办公厅|人民政府办公室|人民政府|国务院办公厅|国务院|中共中央|委员会办公室|委员会|安委会|指挥部办公室|指挥部|办公厅|办公室|应急管理部|交通运输部|"
    "监督管理总局|管理总局|总局|管理局|厅|局|部|委|署|院|所|站|中心|集团|有限公司|有限责任公司|公司|项目部|总队|支队|大队|学校|中学|小学|幼儿园|学院|大学|"
    "村民委员会|村委会|居民委员会|居委会|街道办事处|办事处|厂|矿|协会|联合会"
)
_ORG = re.compile(rf"^[\u4e00-\u9fff（）()、·\d\s]{{2,40}}?(?:{_ORG_END})$")
_NOTICE = re.compile(r"^(.{2,40}?)\s*关于(?:印发|发布|公布|转发|批转|下发|做好|加强|进一步|切实|全面|开展|修订|调整)")
_ISSUED_BY = re.compile(rf"([\u4e00-\u9fff、]{{2,40}}(?:{_ORG_END}))(?:收集整理|组织编写|组织编制|编印)")
_JOINT = re.compile(
    r"(办公室|人民政府|委员会|管理局|指挥部|值班室|县委|市委|省委|公司)(?=(?:[\u4e00-\u9fff]{2,8}?[省市县区镇乡]|[省市县])[\u4e00-\u9fff]{2,})"
)
_NUMBER = re.compile(r"^[\u4e00-\u9fffA-Za-z]{1,14}\s*[〔\[（(【［]\s*(?:19|20)\d\d\s*[〕\]）)】］]\s*第?\s*\d+\s*号$")

_DECREE = re.compile(r"([\u4e00-\u9fff、]{2,44}?令)\s*第\s*([\d一二三四五六七八九十百]+)\s*号")
_ADOPTED = re.compile(r"通过|公布|发布|修订|修正|批准|施行|签发|印发")
_OWNER = re.compile(
    r"^(?!\d)([\u4e00-\u9fff（）()]{4,30}?(?:有限责任公司|有限公司|集团|项目部|中心小学|小学|中学|幼儿园|学校|学院|医院|煤矿))"
)
_APPLIES = re.compile(
    r"适用于(?:在)?([\u4e00-\u9fff\w（）()]{3,40}?(?:有限公司|有限责任公司|公司|项目部|集团|厂|学校|中学|小学|幼儿园|学院|煤矿|酒店|医院))"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of ``kb.model.Document`` that say what it is."""

    kind: Kind
    genre: str
    issuer: str = ""
    doc_number: str = ""
    date: str = ""
    date_text: str = ""
    region: str = ""
    plan_types: tuple[PlanTypeGuess, ...] = ()
    plan_level: str | None = None
    hazard: Hazard | None = None
    validity: Validity = Validity.UNKNOWN
    effective: str = ""


def metadata_of(outline: Outline, name: str, *, slides: bool = False) -> Metadata:
    """What the text says of itself; ``name`` is the file's, used for the year of a date that the text gives without one."""
    title = plain_title(outline.title)
    front = _front(outline)
    body = _body(outline)
    articles = sum(mark.role is Role.ARTICLE for mark in outline.marks)
    genre = genre_of(title, "\n".join(body[:12]), articles, slides=slides, body="\n".join(body))
    opening = "\n".join(body[:30])
    tail = [item.text for item in _tail(outline)]
    issuer = _issuer(front, body, title, genre.kind) or _signature(tail)
    date = _date(front, tail, genre.kind, name)
    level = level_of(title, issuer, opening) if genre.kind is Kind.PLAN else None
    types = plan_types(title, level, issuer, opening) if genre.kind is Kind.PLAN else ()
    return Metadata(
        genre.kind,
        genre.genre,
        issuer,
        _doc_number(front),
        date.iso,
        date.text,
        region_of(title, issuer, *(line for line in front[:3])),
        types,
        level,
        _hazard(title, genre.kind, types, body),
        validity_of(title, date.iso, "\n".join(front)),
        _effective([*front, *body[-40:]], date.iso),
    )


_FROM = re.compile(
    rf"自\s*(?=(?:{DATE.pattern}))[^，。；]{{6,16}}?\s*起\s*(?:施行|实施|执行|生效)|于[^，。；]{{6,16}}?起?(?:施行|实施|生效)"
)
_AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布)之日起(?:施行|实施|执行|生效)")


def _effective(lines: Sequence[str], issued: str) -> str:
    """When this edition takes effect as the text says, the last place first; 自公布之日起 gives the date of issue.

    Amended texts keep the date of their first edition: one before ``issued`` is not told, nor an issue date where several are.
    """
    amended = sum(bool(_is_header(line)) for line in dict.fromkeys(lines[:12])) > 1
    for line in reversed(lines):
        found = _FROM.search(line)
        dates = dates_in(found[0]) if found else []
        if dates:
            return dates[-1].iso if dates[-1].iso[: len(issued)] >= issued[: len(dates[-1].iso)] else ""
        if _AT_ONCE.search(line):
            return "" if amended else issued
    return ""


def _front(outline: Outline) -> list[str]:
    """The lines around the title, before the body's first heading."""
    lines: list[str] = []
    for item, mark, owner in zip(outline.items, outline.marks, outline.owners, strict=True):
        if owner >= 0 and not lines[:1]:
            break
        if owner >= 0 or len(lines) >= 40:
            break
        if item.rows is None and mark.role is not Role.CONTENTS:
            lines.append(item.text)
    return lines


def _body(outline: Outline) -> list[str]:
    return [
        item.text
        for item, mark in zip(outline.items, outline.marks, strict=True)
        if item.rows is None and mark.role not in (Role.CONTENTS, Role.TITLE)
    ]


def _tail(outline: Outline) -> list[Item]:
    """The last lines of the main text, where letters and reports are signed."""
    main = [
        item
        for item, owner in zip(outline.items, outline.owners, strict=True)
        if item.rows is None and (owner < 0 or not outline.sections[owner].appendix)
    ]
    return main[-6:]


def _issuer(front: Sequence[str], body: Sequence[str], title: str, kind: Kind) -> str:
    for line in front[:8]:
        match = _NOTICE.match(line)
        if match and _ORG.match(match[1]):
            return _clean(match[1])
    signed = _signature(front)
    if signed:
        return signed
    decree = _DECREE.search(re.sub(r"\s+", "", "".join(front[:10])))
    if decree:
        return _clean(re.sub(r"令$|^.*(?:日|由|经|，|（|\()", "", decree[1]))
    for line in front[:10]:
        passed = re.search(
            r"([\u4e00-\u9fff]{2,30}(?:人民代表大会常务委员会|人民代表大会))(?:第.{1,12}次|第.{1,6}届)?.{0,12}(?:会议)?(?:通过|批准)",
            line,
        )
        if passed:
            return re.sub(r"^.*日|第[一二三四五六七八九十]+届|第.{1,8}次会议$", "", passed[1])
        released = re.search(r"日电.{0,4}近日，([\u4e00-\u9fff、]{2,20}?)印发", line)
        if released:
            return released[1]
    notice = _NOTICE.match(title)
    if notice and _ORG.match(notice[1]):
        return _clean(notice[1])
    for text in body[:6] if kind is Kind.REPORT else ():
        made = _ISSUED_BY.search(text)
        if made:
            return _clean(re.sub(r"^.*?(?:工作|，|由)", "", made[1]))
    if kind is Kind.PLAN:
        for text in body[:12]:
            unit = _APPLIES.search(text)
            if unit:
                return _clean(unit[1])
        owner = _OWNER.match(title)
        if owner:
            return owner[1]
    return ""


def _signature(lines: Sequence[str]) -> str:
    """An organisation on its own line right before a date, or one line with both."""
    for before, line in zip(["", *lines], lines, strict=False):
        date = DATE.match(line.replace(" ", ""))
        if date and len(line) < 16 and _ORG.match(before):
            return _clean(before)
        both = re.match(r"^(.{2,40}?)\s*((?:19|20)\d\d|[二一][〇○零]..)\s*年.{2,9}日?$", line)
        if both and _ORG.match(both[1]):
            return _clean(both[1])
    return ""


def _clean(name: str) -> str:
    return _JOINT.sub(r"\1、", re.sub(r"\s+", "", name).strip("：:，,"))


def _doc_number(front: Sequence[str]) -> str:
    for line in front[:14]:
        bare = re.sub(r"\s+", "", line)
        if _NUMBER.match(bare):
            return bare
    joined = re.sub(r"\s+", "", "".join(front[:6]))
    decree = _DECREE.search(joined)
    if decree:
        body = re.sub(r"^.*(?:日|由|经|，|（|\()", "", decree[1])
        return f"{body}第{decree[2]}号"
    titled = [line for line in front[:6] if len(line) < 70 and not re.search(r"废止|根据|依据|按照", line)]
    inline = re.search(r"[（(]([\u4e00-\u9fff]{1,10}[〔\[［]\d{4}[〕\]］]\d+号)[）)]", "".join(titled))
    return inline[1] if inline else ""


def _date(front: Sequence[str], tail: Sequence[str], kind: Kind, name: str) -> DateFound:
    """The date signed with; of a law without one, when this edition was adopted or last revised."""
    signed = _signed_date(front)
    if signed:
        return signed
    if kind is Kind.LAW:
        headers = [*front, *_joined_header(front)]
        adopted = [date for line in headers if _is_header(line) for date in dates_in(line) if _is_adoption(line, date)]
        if adopted:
            return max(adopted, key=lambda date: date.iso)
    signed = _signed_date(tail)
    if signed:
        return signed
    for line in front[:4]:
        wire = re.search(rf"{MONTH_DAY.pattern}(?=电)", line)
        year = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
        if wire and year:
            return DateFound(f"{year[1]}-{int(wire[1]):02}-{int(wire[2]):02}", wire[0], wire.start())
    return DateFound("", "", 0)


def _joined_header(front: Sequence[str]) -> list[str]:
    """A header in brackets that breaks over lines, as one line (（2016年…公布，/根据2019年…修正）)."""
    for start, line in enumerate(front[:8]):
        if not re.match(r"[（(]\s*(?:19|20)\d\d", line) or re.search(r"[）)]\s*$", line):
            continue
        for end in range(start + 1, min(start + 8, len(front))):
            if re.search(r"[）)]\s*$", front[end]):
                return ["".join(front[start : end + 1])]
    return []


def _signed_date(lines: Sequence[str]) -> DateFound | None:
    """The last line that is a date and nothing but the body that signs."""
    for line in reversed(list(lines)):
        bare = line.replace(" ", "")
        found = dates_in(bare) if len(bare) <= 44 else []
        if len(found) != 1 or len(found[0].iso) < 7:
            continue
        before, after = bare[: found[0].start], bare[found[0].start + len(found[0].text) :]
        if re.fullmatch(r"[）)]?(?:印发|发布|起实施)?", after) and (
            not before.strip("（(") or _ORG.match(before) or re.search(r"(?:日期|发布时间|印发时间)[：:]$", before)
        ):
            return found[0]
    return None


def _is_header(line: str) -> bool:
    """Whether a line stands under a law's title: (2007年8月30日…通过), 2018年5月24日…修正."""
    return (
        len(line) < 260
        and bool(_ADOPTED.search(line))
        and "废止" not in line
        and bool(re.match(r"[（(]?\s*(?:根据)?(?:19|20)\d\d", line))
    )


def _is_adoption(line: str, date: DateFound) -> bool:
    """Whether a date in a law's header says when it was adopted or revised, not when it takes effect."""
    after = line[date.start + len(date.text) :][:60]
    return not re.match(r"\s*(?:起)?施行", after)


def _hazard(title: str, kind: Kind, types: Sequence[PlanTypeGuess], body: Sequence[str]) -> Hazard | None:
    named = hazard_in_title(title)
    if named or (types and types[0].code == "T"):
        return named
    if kind is Kind.PLAN:
        scope = [text for text in body[:20] if "适用" in text or "本预案所称" in text]
        return hazard_in_text(scope) or hazard_in_text(body, share=0.6)
    return hazard_in_text(body, share=0.55) if kind is Kind.REPORT else None
