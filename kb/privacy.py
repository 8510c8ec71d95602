"""Personal data in a document masked: numbers of people and cars, names of casualties and private persons.

Posts, officials named next to their posts and duty phones are plan content and stay. A name found once is masked wherever the document
says it again, and an incident's quote is masked as the clause it was cut from, so that it stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kb.model import Clause, Document, Incident, Notice, Severity
from kb.name_model import COMPOUND
from kb.people import officials, private_names, stands_alone

_ID_CARD = re.compile(
    r"(?<![\dA-Za-z])([1-8]\d{5})(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_BANK_CARD = re.compile(r"(?:银行卡|卡号)[^\d；。\n]{0,8}(\d{4})\d{8,11}(\d{4})(?!\d)")
_BARE_CARD = re.compile(r"(?<![\d.])(62\d\d)(?:[ -]?\d{4}){2}[ -]?(?:(\d{4})|\d{4}[ -]?(\d{3}))(?![\d.])")
"""A card of the country's banks without a word before it: 16 or 19 digits that begin with 62."""
_HOME = re.compile(
    r"(?:家住|家庭(?:住址|地址)|(?<![安办])住[址所][：:为]|现住[址地]?|居住(?:于|地址?[：:])|(?<=[，,；;。])住(?=[\u4e00-\u9fff]{2,12}\d+[栋幢号单])(?![院宿校户房建舍])|户籍(?:地址|所在地)?[：:]|住在)[：:为]?\s*"
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|州|县|区|镇|乡|街道)){0,5}"
    r"([\u4e00-\u9fffA-Za-z\d·—-]{1,30}?(?:\d+|[一二三四五六七八九十]+)(?:号院?|室|户|单元|组|栋|楼|幢|社)(?:[\dA-Za-z一二三四五六七八九十-]+(?:号|室|户|单元|组|栋|楼|幢))*)"
)
_OLD_CARD = re.compile(r"身份证[^\d；。\n]{0,8}((\d{6})\d{9})(?!\d)")
_CUT_PLATE = re.compile(r"[一-鿿][A-Z][·.•\sA-Z0-9]{0,7}…$")
"""A plate that the clipping of a title has cut through."""
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z])[·•・.\s-]?"
    r"(?=[A-HJ-NP-Z]*\d)[A-HJ-NP-Z0-9]{4}(?:[A-HJ-NP-Z0-9]{1,2}|[学挂警港澳])(?![A-Za-z0-9])"
)
_MOBILE = re.compile(r"(?<![\d.A-Za-z])(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?![\d.]\d|\d)")
_KIN_MOBILE = re.compile(
    r"(?:妻子|丈夫|爱人|配偶|父亲|母亲|儿子|女儿|家属|亲属)[\u4e00-\u9fff（(：:]{0,8}(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)"
)
"""A relative's phone, which no list of contacts needs."""
_CONTACT_LIST = re.compile(
    r"通[讯信联]录|联[系络]方式|联[系络]电话|联[系络]表|联[系络]名[单册]|电话(?:表|号码|一览)|值班"
)
_CONTACT_CELL = re.compile(r"(?:电话|手机|联系方式|联系人|值班)[^；]{0,12}：")
_DUTY = re.compile(r"(?:值班|值守|热线|传真|抢修|报警|24小时|应急(?:救援|值守)?(?:手机|电话|号码))[^。；\n]{0,14}$")
_OFFICE = re.compile(r"(?:联系电话|办公室)[^。；\n]{0,14}$")
_PRIVATE = re.compile(
    r"死者|遇难|伤[者员亡情]|受伤|死亡|失踪|身份证|家属|患者|户主|村民|乘客|转移|受威胁|救助|危房|籍贯|货主|车主|当事人"
)

_LISTED_PRIVATE = re.compile(r"身份证|伤情|年龄|受伤|死亡|遇难|失踪|户主|死者|伤者")

_Span = tuple[int, int, str]


def mask_personal(document: Document) -> Document:
    """The document with personal data masked in clauses, headings and incidents; a notice ``masked_personal`` counts the places.

    Ids, and the length of all other text, stay as they were.
    """
    masker, spans = _found(document)
    count = sum(map(len, spans.values()))
    if not count and not any(masker.spans(section.text) for section in document.sections):
        return document
    clauses = tuple(
        replace(clause, text=_applied(clause.text, spans[clause.id]), path=tuple(map(masker.masked, clause.path)))
        for clause in document.clauses
    )
    quotes = _Quotes(document.clauses, spans, masker)
    return replace(
        document,
        title=masker.masked(document.title),
        sections=tuple(replace(section, text=masker.masked(section.text)) for section in document.sections),
        clauses=clauses,
        incidents=tuple(quotes.incident(incident) for incident in document.incidents),
        statements=tuple(
            replace(each, subject=masker.masked(each.subject), quote=quotes.of(each.quote))
            for each in document.statements
        ),
        notices=(*document.notices, Notice(Severity.INFO, "masked_personal", {"count": str(max(count, 1))})),
    )


def personal_places(document: Document) -> dict[str, tuple[tuple[int, int], ...]]:
    """Where personal data stands, as ``mask_personal`` would mask it: clause id → half-open offsets in its text."""
    _, spans = _found(document)
    return {name: tuple((start, end) for start, end, _ in found) for name, found in spans.items() if found}


def _found(document: Document) -> tuple[_Masker, dict[str, list[_Span]]]:
    """The masker that knows the document's names, and what it masks in each clause."""
    masker = _Masker()
    known: set[str] = set()
    for clause in document.clauses:
        if not _lists_contacts(clause):
            masker.names.update(private_names(clause.text))
    if masker.names:
        known = {name for clause in document.clauses for name in officials(clause.text)}
    masker.names -= known
    spans = {clause.id: masker.spans(clause.text, contact=_lists_contacts(clause)) for clause in document.clauses}
    return masker, spans


@dataclass(slots=True)
class _Masker:
    """Finds what to mask in a text; ``names`` are those the document gives of private persons."""

    names: set[str] = field(default_factory=set)

    def masked(self, text: str) -> str:
        return _applied(text, self.spans(text))

    def spans(self, text: str, *, contact: bool = False) -> list[_Span]:
        """Non-overlapping (start, end, replacement) in order; ``contact`` tells that phones of the text are plan content."""
        found = [(m.start(), m.end(), f"{m[1]}************") for m in _ID_CARD.finditer(text)]
        found += [(m.start(1), m.end(1), f"{m[2]}*********") for m in _OLD_CARD.finditer(text)]
        found += [(m.start(1), m.end(2), f"{m[1]}********{m[2]}") for m in _BANK_CARD.finditer(text)]
        found += [(m.start(), m.end(), f"{m[1]}********{m[2] or m[3]}") for m in _BARE_CARD.finditer(text)]
        found += [(m.start(1), m.end(1), "***") for m in _HOME.finditer(text)]
        found += [(m.start(), m.end(), f"{m[1]}****") for m in _PLATE.finditer(text)]
        found += [(m.start(1), m.end(2), f"{m[1]}****{m[2]}") for m in _KIN_MOBILE.finditer(text)]
        if not contact:
            found += [
                (m.start(), m.end(), f"{m[1]}****{m[2]}") for m in _MOBILE.finditer(text) if not _on_duty(text, m)
            ]
        for name in self.names:
            found += [
                (m.start(), m.end(), _masked_name(name))
                for m in re.finditer(re.escape(name), text)
                if len(name) > 2 or stands_alone(text, m.start(), name)
            ]
        return _apart(found)


def _apart(found: Sequence[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _applied(text: str, spans: Sequence[_Span]) -> str:
    for start, end, mask in reversed(spans):
        text = text[:start] + mask + text[end:]
    return text


def _masked_name(name: str) -> str:
    return f"{name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[0]}某某"


def _lists_contacts(clause: Clause) -> bool:
    """Whether a clause stands in a list of contacts, rather than in one of casualties."""
    if any(_CONTACT_LIST.search(label) for label in clause.path):
        return not (clause.table_row and _LISTED_PRIVATE.search(clause.text))
    return clause.table_row and bool(_CONTACT_CELL.search(clause.text)) and not _PRIVATE.search(clause.text)


def _on_duty(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    office = _OFFICE.search(before) and not _PRIVATE.search(re.split(r"[。\n]", before)[-1])
    return bool(_DUTY.search(before) or office)


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Masks a quote as the clause is masked that it was cut from."""

    clauses: Sequence[Clause]
    spans: dict[str, list[_Span]]
    masker: _Masker

    def of(self, quote: str) -> str:
        for clause in self.clauses:
            at = clause.text.find(quote) if quote else -1
            if at >= 0:
                inside = [s for s in self.spans[clause.id] if at <= s[0] and s[1] <= at + len(quote)]
                return _applied(quote, [(start - at, end - at, mask) for start, end, mask in inside])
        return self.masker.masked(quote)

    def incident(self, incident: Incident) -> Incident:
        return replace(
            incident,
            title=_CUT_PLATE.sub("…", self.of(incident.title)),
            event_time=self.of(incident.event_time),
            place=self.of(incident.place),
            casualties=self.of(incident.casualties),
            agencies=tuple(map(self.of, incident.agencies)),
            measures=tuple(replace(measure, text=self.of(measure.text)) for measure in incident.measures),
            outcome=self.of(incident.outcome),
            lessons=tuple(map(self.of, incident.lessons)),
        )
