"""References in a query: a document by its name, short name or number, and the article, section or annex meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.synonyms import Synonyms
from indexer.titles import Titles
from indexer.tokens import fold
from kb.model import Clause, Document

_NUMERAL = "[一二三四五六七八九十百千零〇]"
_ARTICLE = re.compile(f"第({_NUMERAL}+)条(?:之({_NUMERAL}))?|(?<![第一二三四五六七八九十百千零〇])({_NUMERAL}{{2,}})条")
_ANNEX = re.compile(rf"附(?:件|录|表)\s*([0-9]{{1,2}}|{_NUMERAL}{{1,3}})")
_SECTION = re.compile(
    r"(?:第\s*)?(?<![0-9.])([0-9]{1,2}(?:\.[0-9]{1,2}){1,4})(?![0-9.]|\s*(?:版|级|万|元|亿|%|米|公里|小时|天|度))\s*[节条款项]?"
)
_PART_OF_ARTICLE = re.compile(
    rf"\s*(?:第\s*([0-9]{{1,2}}|{_NUMERAL}{{1,3}})\s*款)?(?:\s*第?\s*[（(]?([0-9]{{1,2}}|{_NUMERAL}{{1,3}})[）)]?\s*项)?"
)
_PARAGRAPH = re.compile("¶([0-9]+)")
_ITEM = re.compile(rf"/[（(]?([0-9]{{1,2}}|{_NUMERAL}{{1,3}})[）)]?")
_CHAPTER = re.compile(f"第({_NUMERAL}+)([章节])")
_NESTED = re.compile(rf"(?<![第一二三四五六七八九十百])({_NUMERAL}{{1,3}})\s*[、/]?\s*\(({_NUMERAL}{{1,3}})\)(?!班)")
"""A section of a part as many plans number them: 六(二)."""
_DOCUMENT_NUMBER = re.compile(
    r"([0-9]{4})[〕\])]?\s*([0-9]{1,4})号|(?:第\s*)?([0-9]{1,4})号(?:令|文)|令第?\s*([0-9]{1,4})号"
)
_CHINESE_NUMBER_ORDER = re.compile(f"令第({_NUMERAL}+)号")
_TITLE_MARKS = re.compile(r"《(.{2,80})》")
_GENERIC = re.compile("^(?:我们|本|这个|那个|该)?(?:应急)?(?:预案|方案|条例|办法|规定|法律|法规|文件|法)$")
_STATE = "中华人民共和国"
_LAW_PREFIX = re.compile("^(?:国务院办公厅|国务院)")
_LOOSE = re.compile(r"[\s《》〈〉()（）〔〕\[\]“”\"'、,，。:：?？!！·\-]+")
_ISSUED = re.compile("公布|发布|印发|施行|修订|修正")
_PREFACE_CLAUSES = 5
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_SHORT_YEAR = re.compile(r"(?<![0-9.])([0-9]{2})(?=年(?!内|以|之|一|期|来|前|后))")
_CENTURY_TURNS = 60
_TIGHT = 0.6
"""A title is named in short by words that hold its characters in order and are at least this share of it."""
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Reference:
    """What place in a document a query names; ``path`` is a number path part (``第七十三条``, ``3.2.1``, ``附件4``, ``六/(二)``).

    ``name`` is what is left of the query before the number, ``rest`` what follows it; both folded. ``paragraph`` (款) and ``item``
    (项) of an article count from 1, 0 when none is named.
    """

    path: str
    name: str
    rest: str
    paragraph: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document as references may call it."""

    doc_id: str
    title: str
    names: tuple[str, ...]
    date: str
    current: bool

    @property
    def bare(self) -> str:
        """The title as ``bare_title`` has it."""
        return bare_title(self.title)


def find(folded: str) -> Reference | None:
    """The first place named in a folded query, None when it names none."""
    for pattern in (_ARTICLE, _ANNEX, _SECTION, _NESTED, _CHAPTER):
        match = pattern.search(folded)
        if match is None:
            continue
        if pattern is _ARTICLE:
            path = f"第{match[1] or match[3]}条" + (f"之{match[2]}" if match[2] else "")
        elif pattern is _ANNEX:
            path = "附件" + str(numeral_value(match[1]))
        elif pattern is _CHAPTER:
            path = f"第{match[1]}{match[2]}"
        elif pattern is _NESTED:
            path = f"{match[1]}/({match[2]})"
        else:
            path = match[1]
        part = _PART_OF_ARTICLE.match(folded, match.end()) if pattern is _ARTICLE else None
        paragraph, item = (numeral_value(number or "") for number in part.groups()) if part else (0, 0)
        rest = folded[part.end() if part else match.end() :].strip()
        return Reference(path, folded[: match.start()].strip(), rest, paragraph, item)
    return None


def is_part(clause_id: str, place: Reference) -> bool:
    """Whether a clause of the article is in the paragraph and the item that a query names, or it names none."""
    below = fold(clause_id.rpartition("#")[2]).rpartition(place.path)[2]
    paragraph, item = _PARAGRAPH.search(below), _ITEM.search(below)
    return (not place.paragraph or int(paragraph[1] if paragraph else 1) == place.paragraph) and (
        not place.item or (item is not None and numeral_value(item[1]) == place.item)
    )


def numeral_value(text: str) -> int:
    """十二 → 12, 一百零三 → 103, digits as they are; 0 when it is neither."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text.replace("〇", "零"):
        if character in "千百":
            total, digit = total + (digit or 1) * (1000 if character == "千" else 100), 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _VALUES.get(character, 0)
    return total + digit


def document_numbers(text: str) -> tuple[str, ...]:
    """Numbers under which documents are issued, in one form: ``令493``, ``2024:5``."""
    folded, found = fold(text), dict[str, None]()
    for match in _DOCUMENT_NUMBER.finditer(folded):
        year, serial, order, other = match.groups()
        found[f"{year}:{int(serial)}" if year else f"令{int(order or other)}"] = None
    for match in _CHINESE_NUMBER_ORDER.finditer(folded):
        found[f"令{numeral_value(match[1])}"] = None
    return tuple(found)


def names_of(document: Document) -> tuple[str, ...]:
    """The numbers a document itself bears: in its metadata and in what stands before its first heading."""
    preface = itertools.takewhile(lambda clause: clause.section < 0, document.clauses[:_PREFACE_CLAUSES])
    texts = [document.doc_number, *(clause.text for clause in preface if _ISSUED.search(clause.text))]
    return tuple(dict.fromkeys(number for text in texts for number in document_numbers(text)))


@lru_cache(maxsize=50_000)
def bare_title(title: str) -> str:
    """A title folded, without marks, spaces and the name of the state."""
    return _LAW_PREFIX.sub("", _LOOSE.sub("", fold(title)).replace(_STATE, ""))


def years(folded: str) -> frozenset[str]:
    """Years named in a query: 2007, 07年."""
    short = (f"{20 if int(year) < _CENTURY_TURNS else 19}{year}" for year in _SHORT_YEAR.findall(folded))
    return frozenset((*_YEAR.findall(folded), *short))


def resolve(
    folded: str, name: str, documents: Titles[NamedDocument], synonyms: Synonyms
) -> tuple[tuple[NamedDocument, float], ...]:
    """Documents the words of a query name, best first, with how surely (0–1); the valid edition before older ones.

    A document number settles it; else the title that the words hold, abbreviate or call by a known short name.
    """
    numbers = set(document_numbers(folded))
    quoted = _TITLE_MARKS.search(folded)
    said = bare_title(_DOCUMENT_NUMBER.sub(" ", name))
    near = {document.bare for document in documents.near([said], ())}
    held = _outermost(said, {title for title in near if len(title) > 1 and title in said})
    phrases = [(said, 1.0), *_spelt_out(said, held, synonyms)] if not is_generic(said) else []
    if quoted and phrases:
        inner = bare_title(quoted[1])
        phrases.append((inner, 0.7 + 0.3 * min(1.0, len(inner) / len(said))))
    scored = []
    for document in documents.near([phrase for phrase, _ in phrases], numbers):
        title = document.bare
        surely = 1.0 if numbers & set(document.names) else 0.0
        for phrase, weight in phrases:
            if phrase != said or title not in said or title in held:
                surely = max(surely, weight * abbreviates(phrase, title))
        if surely > 0:
            scored.append((document, surely))
    scored = _whole_before_part(said, scored)
    asked = years(folded)
    scored.sort(key=lambda pair: _preference(pair[0], pair[1], asked), reverse=True)
    return tuple(scored)


def _whole_before_part(said: str, scored: list[tuple[NamedDocument, float]]) -> list[tuple[NamedDocument, float]]:
    """A title that all the words said fit (上海防汛条例: 上海市防汛条例) goes before one that is only part of them (防汛条例)."""
    whole = max(
        (
            surely
            for document, surely in scored
            if document.bare not in said
            and len(said) >= max(3, _TIGHT * len(document.bare))
            and not _missing(said, document.bare)
        ),
        default=0.0,
    )
    if not whole:
        return scored
    return [
        (document, min(surely, whole - 0.05) if document.bare != said and document.bare in said else surely)
        for document, surely in scored
    ]


def is_generic(name: str) -> bool:
    """Whether these words name no document in particular: nothing, or no more than 本预案, 该办法 …"""
    said = bare_title(name)
    return len(said) < 2 or bool(_GENERIC.match(said))


def _outermost(said: str, titles: Iterable[str]) -> frozenset[str]:
    """Of the titles that the words hold, those not merely part of a longer one."""
    kept: list[str] = []
    for title in sorted(titles, key=len, reverse=True):
        rest = said
        for longer in kept:
            rest = rest.replace(longer, " ")
        if title in rest:
            kept.append(title)
    return frozenset(kept)


def _spelt_out(said: str, held: Iterable[str], synonyms: Synonyms) -> Iterator[tuple[str, float]]:
    """For each known short name outside the titles held: the words with its title instead, and the title by itself.

    The latter weighs less, the more else is said.
    """
    rest = said
    for title in held:
        rest = rest.replace(title, " ")
    for short, meant in synonyms.documents(rest):
        title = bare_title(meant)
        yield said.replace(short, title), 1.0
        yield title, 0.7 + 0.3 * len(short) / len(said)


def _preference(document: NamedDocument, surely: float, asked: Iterable[str]) -> tuple[float, bool, bool, str]:
    named = any(year in document.date or year in document.doc_id for year in asked)
    return round(surely, 2), named, document.current, document.date


def abbreviates(phrase: str, title: str) -> float:
    """How well a phrase names a title, 0–1: equal, holding it, inside it, its characters in order, or all but one of them."""
    if not phrase or not title:
        return 0.0
    if phrase == title:
        return 1.0
    if title in phrase:
        return 0.7 + 0.3 * len(title) / len(phrase)
    share = len(phrase) / len(title)
    if phrase in title:
        return (0.8 if title.endswith(phrase) else 0.7) + 0.2 * share
    missed = _missing(phrase, title)
    if len(phrase) >= 3 and missed == 0:
        return 0.66 + 0.25 * share
    if len(phrase) >= 4 and missed == 1:
        return 0.45 + 0.2 * share
    return 0.0


def _missing(phrase: str, title: str) -> int:
    """How many characters of the phrase are not found, in order, in the title."""
    missed, at = 0, 0
    for character in phrase:
        found = title.find(character, at)
        if found < 0:
            missed += 1
        else:
            at = found + 1
    return missed


def clauses_at(path: str, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses at a number path: those of the place itself, then those below it, in reading order."""
    itself, below = [], []
    for clause in clauses:
        place = fold(clause.id.partition("#")[2].partition("¶")[0])
        steps = place.split("/")
        if f"/{path}/" in f"/{place}/":
            itself.append(clause)
        elif any(step.startswith(f"{path}.") for step in steps) or any(_labels(label, path) for label in clause.path):
            below.append(clause)
    return (*itself, *below)


def _labels(label: str, path: str) -> bool:
    """Whether a heading bears this number: ``4.2 经费`` does for 4.2, ``4.21 …`` does not."""
    folded = fold(label)
    return folded.startswith(path) and not folded[len(path) :][:1].isdigit()
