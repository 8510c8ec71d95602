"""QC-PII: personal data that a public edition must not bear (应对法 第八十三条至第八十五条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.privacy import personal_places
from kb.review.blanks import HOME_MASK
from kb.review.making import finding, place
from kb.review.text import Body

_PUBLIC = re.compile(r"此件(?:主动)?公开|公开发布|主动公开|公开版")
_BASIS = "《中华人民共和国突发事件应对法》第八十四条、第八十五条"
_AROUND = 12
_MASKED = re.compile(
    rf"\d{{6}}\*{{8,12}}|\d{{4}}\*{{8}}\d{{3,4}}|{HOME_MASK}|"
    r"[\u4e00-\u9fff][A-Z]\*{4}|1[3-9]\d\*{4}\d{4}|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]某某|(?:(?<=[者员民客属主人班级组室床])|(?<=家长)|(?<=学生)|(?<=监护人)|(?<=[父母]亲)|(?<=住户)|(?<=孕妇)|(?<=儿童)|(?<=老人)|(?<=业主)|(?<=亲友))[\u4e00-\u9fff]某某"
)
"""What reading puts in the place of personal data (``kb.privacy``)."""
_SENSITIVE = re.compile(rf"\d{{6}}\*{{8,12}}|\d{{4}}\*{{8}}\d{{3,4}}|{HOME_MASK}")
"""What not even a list of contacts needs: numbers of identity and bank cards, homes."""

_NUMBERS = re.compile(r"\d{6}\*{8,12}|\d{15}|\*{8}|(?<![员长师岗][\u4e00-\u9fff])某某|[\u4e00-\u9fff][A-Z]\*{4}")
_OF_WHOM = re.compile(
    r"死者|伤[者员]|遇难|死亡|失踪|受伤|患者|病[人例]|家[属长]|学生|幼儿|户主|村民|住户|老人|孕妇|残疾|乘客|当事人|身份证|住址|家住"
)

_SHOWN = re.compile(
    r"(?:公布|公开|发布|公示|播报|播出|刊登|张贴|曝光)[^。;]{0,16}?(?:住址|家庭地址|身份证|病历|病史|(?:监护人|家长|家属|亲属|患者|本人)的?(?:手机|电话|联系方式))"
)
_KEPT_SECRET = re.compile(r"不得|严禁|禁止|不[应要可能予公]|未经|防止|避免|泄露|除|非公开")


def shown_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for orders to make homes, identity numbers, illness or phones of private persons public."""
    places = [
        place(line, *found.span())
        for line in body.lines
        for found in _SHOWN.finditer(line.text)
        if not _KEPT_SECRET.search(line.text[line.sentence(found.start())[0] : found.end()])
    ]
    if places:
        message = Message("personal_shown", {"count": str(len(places))})
        yield finding("QC-PII", FindingSeverity.MEDIUM, message, places, checklists, basis=_BASIS, confidence=0.7)


def personal_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """Data of private persons: numbers in an edition that says that it is public are high; names alone may be no names."""
    places: list[Place] = []
    found = personal_places(body.document)
    masked = any(notice.code == "masked_personal" for notice in body.document.notices)
    for line in body.lines:
        spans = list(found.get(line.clause.id, ()))
        if masked:
            contacts = line.clause.table_row and line.appendix
            spans += [each.span() for each in (_SENSITIVE if contacts else _MASKED).finditer(line.clause.text)]
        for start, end in spans:
            text = line.clause.text
            places.append(Place(line.clause.id, text[max(0, start - _AROUND) : end + _AROUND].strip()))
    if places:
        sure = any(re.search(r"\d{3}|\*", each.quote) for each in places)
        severity = _severity(places, public=sure and is_public(body))
        message = Message("personal_data", {"count": str(len(places))})
        yield finding("QC-PII", severity, message, places, checklists, basis=_BASIS, confidence=0.8)


def _severity(places: list[Place], *, public: bool) -> FindingSeverity:
    """High in a public edition; else what nobody needs weighs, and phones of those who have a task are a reminder only."""
    if public:
        return FindingSeverity.HIGH
    mere = not any(_NUMBERS.search(at.quote) or _OF_WHOM.search(at.quote) for at in places)
    return FindingSeverity.LOW if mere else FindingSeverity.MEDIUM


def is_public(body: Body) -> bool:
    """Whether the first lines or the last say that the edition is public."""
    return any(_PUBLIC.search(line.text) for line in (*body.lines[:8], *body.lines[-4:]) if len(line.text) < 200)
