"""Numbers at the start of a paragraph: what family they belong to, how they are written in number paths.

Families, as Chinese plans, laws and official documents use them (GB/T 9704-2012 7.3.3: 一、（一）1.（1）; GB/T 1.1: 1, 1.1, 1.1.1;
立法法 65: 编、章、节、条、款、项、目). A number path joins the numbers from the outside in with ``/``; a decimal number
names itself (``2.1.3``), so does an article (``第二十八条``); everything in an annex stands below it (``附件2/3.1``), and decimals in a
part below that (``第二部分/2.1``), because both begin to count anew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_CN = "〇零一二三四五六七八九十百千两"
_CJK = r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f\u201c\u201d\u2018\u2019\u2014\u2026—“”‘’○〇·Ⅰ-ⅿ]"
_GAP = re.compile(rf"(?<={_CJK})[ \t\u3000\u00a0\u2002\u2003\u2009]+(?={_CJK})")
_SPACES = re.compile(r"[ \t\u00a0\u2002\u2003\u2009\u3000\ufeff\u200b]+")


class Family(StrEnum):
    """The family of a number; the order within a law or a plan follows from where it is met first."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ANNEX = "annex"
    CASE = "case"
    CHINESE = "chinese"
    CHINESE_PAREN = "chinese_paren"
    DECIMAL = "decimal"
    DIGIT = "digit"
    DIGIT_PAREN = "digit_paren"
    CIRCLE = "circle"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Number:
    """A number found at the start of a text.

    ``label`` is its normal form (``2.1``, ``一``, ``（一）``, ``（1）``, ``第三条``, ``附件2``), ``values`` its ordinals from the
    outside in, ``mark`` what followed it (``、``, ``.``, ``：`` or nothing), ``broken`` that dots were lost and restored.
    """

    family: Family
    label: str
    values: tuple[int, ...]
    mark: str = ""
    broken: bool = False

    @property
    def value(self) -> int:
        """The last ordinal."""
        return self.values[-1] if self.values else 0


def tidy(text: str) -> str:
    """One line of text with runs of blanks as one, and none between Chinese characters (they come from layout or OCR)."""
    return _SPACES.sub(" ", _GAP.sub("", text.replace("\u200b", "").replace("\ufeff", ""))).strip()


def squeeze(text: str) -> str:
    """The text for comparing: NFKC, no white space, no end marks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip(".。、:：")


def chinese_value(numeral: str) -> int:
    """二十八 → 28, 一百零三 → 103; digits are read as they are; 0 when it is no numeral."""
    numeral = unicodedata.normalize("NFKC", numeral)
    if numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char == "两":
            digit = 2
        elif char in "〇零○":
            digit = 0
        elif char in "一二三四五六七八九":
            digit = "一二三四五六七八九".index(char) + 1
        else:
            return 0
    return total + digit


_UNIT = re.compile(
    rf"第\s*([{_CN}○\d]+(?:\s[{_CN}]+)*)\s*(编|篇|部分|章|节|条)(?:\s*之\s*(十?[一二三四五六七八九]|十))?(?![件例款约])\s*([、.．：:]?)\s*"
)
_VOLUME = re.compile(r"([上中下])\s*篇(?![幅章])\s*([：:、]?)\s*")
_ANNEX = re.compile(
    rf"(附\s*[件录表图])\s*(?:([{_CN}]{{1,3}}|\d{{1,2}}(?:[-－.]\d{{1,2}})*|[A-Z](?:[.．]\d{{1,2}})*)(?![\d年月日]))?\s*([：:、.．]?)\s*"
)
_CASE = re.compile(
    rf"((?:典型|警示|参考)?(?:案例|实例|事例))\s*([{_CN}]{{1,3}}|\d{{1,2}})(?![个起例项类中的里是]|\d)\s*([：:、.．]?)\s*"
)
_CHINESE = re.compile(
    rf"([{_CN}]{{1,4}})\s*([、.．,，])\s*|([一二三四五六七八九十]{{1,3}})\s{{1,4}}(?=[\u4e00-\u9fff])"
)
_PAREN = re.compile(rf"[（(〔]\s*([{_CN}]{{1,4}}|\d{{1,3}})\s*[）)〕]\s*([、.．]?)\s*")
_HALF_PAREN = re.compile(r"(\d{1,2})\s*[）)]\s*")
_CIRCLE = re.compile(r"([\u2460-\u2473\u3251-\u325f\u2776-\u277f])\s*[、.．]?\s*")
_DECIMAL = re.compile(r"(\d{1,2}(?:[.．。][ ]?\d{1,2}){1,5})(?![\d%％])([、.．]?)\s*(?![\d])")
_DECIMAL_OCR = re.compile(r"([\dlI]{1,2}(?:[.．]\s?[\dlI]{1,2}){1,5})(?![\dA-Za-z%％])([、.．]?)\s*(?![\d])")
_DECIMAL_BROKEN = re.compile(
    r"(\d{1,2}(?:[ \u00a0\ue000-\uf8ff·•?？.．,，]{1,4}\d{1,2}){1,4})(?![\d.．%％])\s*(?=[A-Z]?[\u4e00-\u9fff《“‘Ⅰ-ⅿ])"
)
_REFERENCE = re.compile(
    r"章(?!程)|节(?![日能假点约水制])|条(?![件例目块线])|款(?![项物待])|项(?!目)|的|所(?![有属需辖])|规定|中(?:[的所]|规定)|及(?:其)?\d|[和与至到～]\s?\d"
)
_DIGIT = re.compile(r"(\d{1,3})\s*([、．.,，])\s*(?!\d)|(\d{1,2})(?=[ \t\u3000\u4e00-\u9fff“《])[ \t\u3000]*")
_LETTER = re.compile(r"([A-Za-z])\s*([、.．）)])\s*(?=[\u4e00-\u9fff])")
_UNIT_FAMILY = {
    "编": Family.PART,
    "篇": Family.PART,
    "部分": Family.PART,
    "章": Family.CHAPTER,
    "节": Family.SECTION,
    "条": Family.ARTICLE,
}
_MEASURE = re.compile(
    r"(?:[万亿余多]{0,2}(?:个|名|人|次|件|起|年|月|日|时|小时|分钟|天|级|度|米|公里|千米|平方.{0,2}|立方.{0,2}|吨|元|户|间|台|辆|艘|架|支|座|套|℃|℉|毫米|mm|km)"
    r"(?=$|[，。；、：）)（(以及内外和或的至到左前后地震])|[%％～~—-]|(?:万|亿|余|多)(?:个|人|元|吨|户)|个(?![人体案])|小时|分钟|"
    r"年(?![度报终鉴检审会])|月(?![度报会])|日(?![常报间志程])|"
    r"(?:号(?![召令码])|期(?![间限末望])|楼(?![宇道层])|层(?![级次面])|批(?![准复示量])|班(?![组子次长]))(?=[\u4e00-\u9fff])|"
    r"(?:人|名|户|间|起|次)(?:以[上下]|及以|死亡|受伤|失踪|重伤))"
)


def leading_number(text: str) -> tuple[Number, str] | None:
    """The number that starts ``text`` (already tidied) and what follows it; None when there is none."""
    for pattern in (_unit, _volume, _annex, _case, _parens, _circle, _decimals, _chinese, _digit, _letter):
        found = pattern(text)
        if found is not None:
            return found
    return None


def rendered_number(label: str) -> Number | None:
    """The number a file generated itself (Word automatic numbering), None for bullets."""
    label = label.strip()
    if not label:
        return None
    found = leading_number(f"{label} 题") or leading_number(f"{label}题")
    if found and squeeze(found[1]) == "题":
        return found[0]
    bare = label.rstrip("、.．) ）")
    return Number(Family.DIGIT, bare, (int(bare),)) if bare.isdigit() and int(bare) < 1000 else None


def _unit(text: str) -> tuple[Number, str] | None:
    match = _UNIT.match(text)
    if match is None:
        return None
    numeral, unit, sub, mark = match.groups()
    numeral = re.sub(r"\s", "", numeral)
    values = (chinese_value(numeral),) + ((chinese_value(sub),) if sub else ())
    label = f"第{numeral}{unit}" + (f"之{sub}" if sub else "")
    return Number(_UNIT_FAMILY[unit], label, values, mark), text[match.end() :]


def _volume(text: str) -> tuple[Number, str] | None:
    match = _VOLUME.match(text)
    if match is None:
        return None
    return Number(Family.PART, f"{match[1]}篇", ("上中下".index(match[1]) + 1,), match[2]), text[match.end() :]


def _annex(text: str) -> tuple[Number, str] | None:
    match = _ANNEX.match(text)
    if match is None:
        return None
    word = re.sub(r"\s", "", match[1])
    if match[2] is None and not match[3] and text[match.end() :].strip():
        return None
    numeral = unicodedata.normalize("NFKC", match[2] or "").replace("．", ".")
    value = chinese_value(re.split(r"[-.]", numeral)[0]) if numeral else 0
    return Number(Family.ANNEX, word + numeral, (value,), match[3]), text[match.end() :]


def _case(text: str) -> tuple[Number, str] | None:
    match = _CASE.match(text)
    if match is None:
        return None
    label = re.sub(r"\s", "", match[1] + match[2])
    return Number(Family.CASE, label, (chinese_value(match[2]),), match[3]), text[match.end() :]


def _parens(text: str) -> tuple[Number, str] | None:
    match = _PAREN.match(text)
    if match is not None:
        digits = match[1].isdigit()
        value = chinese_value(match[1])
        if not value:
            return None
        family = Family.DIGIT_PAREN if digits else Family.CHINESE_PAREN
        return Number(family, f"（{match[1]}）", (value,), match[2]), text[match.end() :]
    match = _HALF_PAREN.match(text)
    if match is None:
        return None
    return Number(Family.DIGIT_PAREN, f"{int(match[1])}）", (int(match[1]),)), text[match.end() :]


def _circle(text: str) -> tuple[Number, str] | None:
    match = _CIRCLE.match(text)
    if match is None:
        return None
    return Number(Family.CIRCLE, match[1], (int(unicodedata.numeric(match[1])),)), text[match.end() :]


def _decimals(text: str) -> tuple[Number, str] | None:
    for pattern, broken in ((_DECIMAL, False), (_DECIMAL_OCR, True), (_DECIMAL_BROKEN, True)):
        match = pattern.match(text)
        if match is None:
            continue
        parts = [part.replace("l", "1").replace("I", "1") for part in re.split(r"[^\dlI]+", match[1])]
        values = tuple(int(part) for part in parts)
        rest = text[match.end() :]
        if 0 in values or any(part.startswith("0") for part in parts) or _MEASURE.match(rest) or _REFERENCE.match(rest):
            return None
        mark = match[2] if pattern is not _DECIMAL_BROKEN else ""
        return Number(Family.DECIMAL, ".".join(map(str, values)), values, mark, broken), rest
    return None


def _chinese(text: str) -> tuple[Number, str] | None:
    match = _CHINESE.match(text)
    if match is None:
        return None
    numeral = match[1] or match[3]
    value = chinese_value(numeral)
    if not value or value > 99 or (match[2] in (",", "，") and len(text) - match.end() > 30):
        return None
    return Number(Family.CHINESE, numeral, (value,), match[2] or ""), text[match.end() :]


def _digit(text: str) -> tuple[Number, str] | None:
    match = _DIGIT.match(text)
    if match is None:
        return None
    digits, mark = match[1] or match[3], match[2] or ""
    rest = text[match.end() :]
    if digits.startswith("0") or not rest or (not mark and _MEASURE.match(rest)) or mark in (",", "，"):
        return None
    return Number(Family.DIGIT, digits, (int(digits),), mark), rest


def _letter(text: str) -> tuple[Number, str] | None:
    match = _LETTER.match(text)
    if match is None:
        return None
    value = ord(match[1].lower()) - ord("a") + 1
    return Number(Family.LETTER, match[1], (value,), match[2]), text[match.end() :]


def number_path(number: Number, parent: str) -> str:
    """The number path of ``number`` below the path ``parent``."""
    annex, _, inner = parent.partition("/") if parent.startswith("附") else ("", "", parent)
    if number.family is Family.ANNEX:
        return number.label
    if number.family in (Family.DECIMAL, Family.ARTICLE):
        return f"{annex}/{number.label}" if annex else number.label
    return f"{annex}/{inner}/{number.label}".replace("//", "/").strip("/")
