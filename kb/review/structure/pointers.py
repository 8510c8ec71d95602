"""QC-XREF: references to sections, chapters, tables and figures that the text does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.citations import numeral
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line, digits

_SECTION = re.compile(
    r"(?:(?:按照?|依照|详见|参见|见|参照|执行|符合|适用)(?:本(?:预案|方案|规程|制度|手册|文件))?|本(?:预案|方案|规程|制度|手册)(?:的)?)(?:第)?(?:[(]?)(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.]*(?:%|米|公里|万|亿|元|人|小时|吨|℃|级|倍|版|毫米|厘米|公斤))"
)
_CHAPTER = re.compile(
    r"(?:按照?|依照|详见|参见|见|参照|执行)?(?:本预案)第([一二三四五六七八九十]{1,3}|\d{1,2})(章|部分|节)|(?:见|按照?|依照|参照)第([一二三四五六七八九十]{1,3}|\d{1,2})(章|部分)"
)
_CLAUSED = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2}){1,3})(?=款)")
_ARTICLE = re.compile(
    r"本(?:预案|条例|办法|规定|制度|方案|细则)第([一二三四五六七八九十百零]{1,7}|\d{1,3})条"
    r"|(?<![》法例定章则])第([一二三四五六七八九十百零]{1,7}|\d{1,3})条(?:所列|所述|所称|规定的?|情形|的规定|要求)"
)
_CAPTIONED = re.compile(r"(?:详见|参见|见|如)(?:附)?(图|表)(\d{1,2}(?:[-.]\d{1,2})?)(?!\d)")


_TITLED = re.compile(
    r"第([一二三四五六七八九十]{1,3}|\d{1,2})(?:章|部分)[“《\"(]?([\u4e00-\u9fff]{2,24})"
    r"|(?:按照?|依照|参照|详见|参见|见|执行|本预案|根据)第?(\d{1,2}(?:\.\d{1,2}){1,3})[节条款]?[“《\"(]?([\u4e00-\u9fff]{2,24})"
)


_SHORTEST = 4


def pointer_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for what is pointed to and is not there, one for references whose number and title are not of one heading."""
    names: list[str] = []
    places: list[Place] = []
    for said, where in (*_sections(body), *_articles(body), *_captions(body)):
        names.append(said)
        places.append(where)
    if names:
        message = Message("target_absent", {"targets": "、".join(dict.fromkeys(names))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)

    crossed = [*_crossed(body), *_twice_numbered(body)]
    if crossed:
        message = Message("target_other", {"targets": "、".join(dict.fromkeys(said for said, _ in crossed))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in crossed], checklists, confidence=0.7)


def _titled(body: Body) -> Iterator[tuple[Line, re.Match[str], str]]:
    """References to a chapter or section of this text by number and title."""
    for line in body.lines:
        for found in () if line.contents else _TITLED.finditer(line.text):
            if found.start() and not _outside(line.text, found.start()):
                yield line, found, digits(found[1]) if found[1] else found[3]


def _crossed(body: Body) -> Iterator[tuple[str, Place]]:
    """A title that belongs to a heading of another number, where the number has a heading of another title."""
    titles: dict[str, list[str]] = {}
    for head in body.heads:
        number = re.sub(r"^第|[章节、.]$|部分$", "", head.number)
        if len(head.text) >= _SHORTEST and not head.appendix and number:
            titles.setdefault(digits(number) if "." not in number else number, []).append(head.text)
    for line, found, number in _titled(body):
        own = titles.get(number, [])
        others = [(n, text) for n, texts in titles.items() for text in texts if (found[2] or found[4]).startswith(text)]
        if (
            own
            and others
            and number not in {n for n, _ in others}
            and not any((found[2] or found[4]).startswith(t[:2]) for t in own)
        ):
            yield f"“{found[0][:24]}”（{number} 是“{own[0]}”）", place(line, found.start(), found.end())


def _twice_numbered(body: Body) -> Iterator[tuple[str, Place]]:
    """Chapters that are not in the text, called by one title and two numbers."""
    called: dict[str, list[tuple[str, Line, re.Match[str]]]] = {}
    for line, found, number in _titled(body):
        if found[1] and number not in body.chapter_numbers:
            called.setdefault(found[2][:2], []).append((number, line, found))
    for hits in called.values():
        numbers = [number for number, _, _ in hits]
        usual = max(numbers, key=numbers.count)
        if numbers.count(usual) > 1:
            for number, line, found in hits:
                if number != usual:
                    yield f"“{found[0][:12]}”（别处都说第{usual}章）", place(line, found.start(), found.end())


def _outside(text: str, at: int) -> bool:
    """Whether the reference is to another document: a title or a standard stands right before it."""
    return bool(re.search(r"》[^,。;]{0,8}$|(?:GB|AQ|HJ)[/TZ\d—-]*[^,。;]{0,4}$|(?:法|条例|办法|规定)$", text[:at]))


def _sections(body: Body) -> Iterator[tuple[str, Place]]:
    numbers = {head.number.rstrip(".、") for head in body.heads}
    numbers |= {match[0] for line in body.lines if (match := re.match(r"\d{1,2}(?:\.\d{1,2})+", line.text))}
    numbers |= {line.clause.id.rpartition("#")[2].split("¶")[0].split("/")[0] for line in body.lines}
    dotted = any("." in number for number in numbers)
    for line in body.lines:
        if line.contents:
            continue
        for found in (*_SECTION.finditer(line.text), *_CLAUSED.finditer(line.text)):
            if (
                dotted
                and found[1] not in numbers
                and not _outside(line.text, found.start())
                and not _parent_of(found[1], numbers)
            ):
                yield found[1], place(line, found.start(), found.end())
        for found in _CHAPTER.finditer(line.text):
            number = digits(found[1] or found[3])
            kind = found[2] or found[4]
            if (
                body.chapter_numbers
                and number not in body.chapter_numbers
                and kind != "节"
                and not _outside(line.text, found.start())
            ):
                yield f"第{found[1] or found[3]}{kind}", place(line, found.start(), found.end())


def _articles(body: Body) -> Iterator[tuple[str, Place]]:
    """Articles of the text itself beyond its last one."""
    own = [
        numeral(found[1])
        for head in body.heads
        if (found := re.match(r"第([一二三四五六七八九十百零]+)条", head.number))
    ]
    for line in body.lines if own else ():
        for found in _ARTICLE.finditer(line.text):
            said = found[1] or found[2]
            first, _ = line.sentence(found.start())
            if numeral(said) > max(own) and (found[1] or "》" not in line.text[first : found.start()]):
                yield f"第{said}条", place(line, found.start(), found.end())


def _parent_of(number: str, numbers: set[str]) -> bool:
    return any(known.startswith(number + ".") for known in numbers)


def _captions(body: Body) -> Iterator[tuple[str, Place]]:
    """Figures and tables named and not captioned, in texts that caption any, or with a number beyond what is likely."""
    captions = {
        f"{found[1]}{found[2]}"
        for line in body.lines
        for found in re.finditer(r"(?:^|[。;\n])(?:附)?(图|表)(\d{1,2}(?:[-.]\d{1,2})?)", line.text)
    }
    captions |= {
        f"{found[1]}{found[2]}"
        for head in body.heads
        for found in re.finditer(r"(图|表)(\d{1,2}(?:[-.]\d{1,2})?)", head.number + head.text)
    }
    tables = len({line.section for line in body.lines if line.clause.table_row})
    for line in body.lines:
        for found in _CAPTIONED.finditer(line.text):
            name = f"{found[1]}{found[2]}"
            number = int(re.split(r"[-.]", found[2])[0])
            if name in captions or _outside(line.text, found.start()):
                continue
            if captions or number > (tables if found[1] == "表" else 3):
                yield name, place(line, found.start(), found.end())
