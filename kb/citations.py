"""The register of laws, documents and standards: what is in force, and which ways of citing are out of date.

A bare title that has not changed means the valid edition and is no defect (domain/06 §5); out of date are old years, old numbers,
changed titles and old editions of standards.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from kb.law_titles import NATION, bare_title, near_title
from kb.model import Validity

_TITLE = re.compile(r"《([^《》]{3,60})》(?:[(]([^()]{2,48})[)])?")
_NUMBER = re.compile(r"(?:[\u4e00-\u9fff]{1,8})[〔\[(](?:19|20)\d{2}[〕\])](?:第)?\d{1,4}号")
_STANDARD = re.compile(
    r"(?<![A-Za-z])((?:GB|AQ|YJ|XF|HJ|HG|SY|JT|DL|WS|SL|JGJ|TSG|LY|MT)(?:/[TZ])?)(\d{2,6}(?:\.\d+)?)[-—–―](\d{4}|\d{2})(?!\d)"
)
_YEAR = re.compile(r"(?:1[89]|20)\d{2}")
_NATIONAL = re.compile(
    r"^(?:国发|国办发|国办函|国函|国发明电|中办发|安委|安委办|应急|应急厅|应急函|应急厅函|环发|环办|安监总|安监总厅|教基|水汛|国汛|自然资)"
)


_LAW = re.compile(
    r"^(?:中华人民共和国[\u4e00-\u9fff、]{2,24}|(?![\u4e00-\u9fff]{0,8}[省市县区州盟])[\u4e00-\u9fff、]{4,24})(?<![办方做用算疗手书语看想说教打拳戏历])法$"
)
_FIRST_YEAR = 1949


class Defect(StrEnum):
    """What is wrong with a citation; the values are message codes."""

    REPEALED = "citation_repealed"
    SUPERSEDED = "citation_superseded"
    AMENDED = "citation_amended"
    MISMATCH = "citation_mismatch"
    NUMBER = "citation_number"
    NAME = "citation_name"
    ARTICLE = "citation_article"
    YEAR = "citation_year"
    LAW = "citation_law"
    ISSUER = "citation_issuer"
    UNLISTED = "citation_unlisted"


@dataclass(frozen=True, slots=True)
class Entry:
    """A law, regulation, document or national plan; dates are ISO, ``since`` the day from which the old ways of citing are wrong.

    ``also`` are numbers that are right too (of the first edition or an amendment). ``for_types`` limits the defect to plans of those types; ``articles`` is how many the text in force has, 0 where not known.
    """

    title: str
    kind: str
    status: Validity = Validity.IN_FORCE
    number: str = ""
    date: str = ""
    since: str = ""
    now: str = ""
    also: tuple[str, ...] = ()
    old_titles: tuple[str, ...] = ()
    old_numbers: tuple[str, ...] = ()
    old_years: tuple[int, ...] = ()
    for_types: tuple[str, ...] = ()
    articles: int = 0

    @property
    def label(self) -> str:
        """Title and number in force."""
        return self.now or f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: ``code`` without year, the year in force, and what it replaces."""

    code: str
    year: int
    title: str = ""
    since: str = ""
    old_years: tuple[int, ...] = ()
    old_codes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Number with year, and the title where it is known."""
        return f"{self.code}—{self.year}" + (f"《{self.title}》" if self.title else "")


@dataclass(frozen=True, slots=True)
class Cited:
    """A defective citation in a normalised text: its place, the words, what is valid now, and since when."""

    defect: Defect
    start: int
    end: int
    cited: str
    now: str
    since: str = ""
    for_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """What is known of the things that plans cite."""

    entries: tuple[Entry, ...]
    standards: tuple[Standard, ...]
    titles: frozenset[str] = frozenset()
    """Further titles in force, of which no more is held than how they are written."""
    laws: frozenset[str] = frozenset()
    """The titles of national laws, as far as they are not held above; together with those all there are."""

    about: dict[str, int] = field(default_factory=dict)
    """About how many articles further titles have; good only for finding numbers far beyond."""

    def find(self, text: str) -> Iterator[Cited]:
        """The defective citations in a normalised text (NFKC, no blanks), in no particular order."""
        yield from self._titles(text)
        yield from self._numbers(text)
        yield from self._standards_in(text)

    # ------------------------------------------------------------------ laws and documents

    def _titles(self, text: str) -> Iterator[Cited]:
        for found in _TITLE.finditer(text):
            title, note = bare_title(found[1]), found[2] or ""
            old = self._old_titles.get(title)
            if old is not None:
                yield Cited(_repealed(old), found.start(), found.end(), found[0], old.label, old.since, old.for_types)
                continue
            entry = self._by_title.get(title)
            if _of_another(title, note):
                yield Cited(Defect.ISSUER, found.start(), found.end(), found[0], "")
            if entry is None or not entry.articles:
                yield from _far_beyond(text, found, title, self.about.get(title, 0))
            if entry is None:
                meant = near_title(title, self._known_titles, national=found[1].startswith(NATION))
                if meant:
                    yield Cited(Defect.NAME, found.start(1) - 1, found.end(1) + 1, f"《{found[1]}》", f"《{meant}》")
                elif (owner := self._owner(note)) and _alike(title, owner.title) < _SAME_TITLE:
                    yield Cited(Defect.MISMATCH, found.start(), found.end(), found[0], owner.label, owner.since)
                elif self.laws and _LAW.search(found[1]) and title not in self._known_titles:
                    yield Cited(Defect.LAW, found.start(1) - 1, found.end(1) + 1, f"《{found[1]}》", "")
                continue
            yield from _beyond(text, found, entry)
            if not note:
                continue
            years = {int(year) for year in _YEAR.findall(note)}
            outdated = bool(years) and years <= set(entry.old_years)
            if outdated or any(number in note for number in entry.old_numbers if "令" in number):
                yield Cited(
                    Defect.AMENDED, found.start(), found.end(), found[0], entry.now, entry.since, entry.for_types
                )
            elif years and _no_such_year(years, entry):
                yield Cited(Defect.YEAR, found.start(), found.end(), found[0], entry.label, entry.since)
            elif _other_number(note, entry):
                yield Cited(Defect.NUMBER, found.start(), found.end(), found[0], entry.label, entry.since)

    def _numbers(self, text: str) -> Iterator[Cited]:
        unlisted: set[str] = set()
        for entry in self.entries:
            for number in entry.old_numbers:
                at = text.find(number) if "令" not in number else -1
                if at >= 0:
                    yield Cited(
                        _repealed(entry), at, at + len(number), number, entry.label, entry.since, entry.for_types
                    )
        for found in _NUMBER.finditer(text):
            number = _tidy_number(found[0])
            if _NATIONAL.match(number) and number not in self._known_numbers and number not in unlisted:
                unlisted.add(number)
                meant = self._other_issuer(number)
                yield (
                    Cited(Defect.NUMBER, found.start(), found.end(), number, meant)
                    if meant
                    else Cited(Defect.UNLISTED, found.start(), found.end(), number, "")
                )

    def _other_issuer(self, number: str) -> str:
        """A known number of the same year and order whose issuer is written nearly alike (国办发 for 国发)."""
        issuer, _, order = number.partition("〔")
        for known in self._known_numbers:
            other, _, same = known.partition("〔")
            if order == same and issuer != other and (set(issuer) < set(other) or set(other) < set(issuer)):
                return known
        return ""

    def _owner(self, note: str) -> Entry | None:
        """Whose order's number stands in the brackets after a title (``公安部令第61号``), where it is known."""
        orders = (entry for entry in self.entries if "令" in entry.number)
        return next((entry for entry in orders if entry.number in note), None)

    # ------------------------------------------------------------------ standards

    def _standards_in(self, text: str) -> Iterator[Cited]:
        for found in _STANDARD.finditer(text):
            year = int(found[3]) if len(found[3]) == 4 else 1900 + int(found[3])
            code = f"{found[1]} {found[2]}"
            replaced = self._replaced_codes.get(f"{code}-{year}")
            standard = replaced or self._by_code.get(code)
            place = (found.start(), found.end(), found[0])
            if standard is None:
                yield Cited(Defect.UNLISTED, *place, "")
            elif replaced or year in standard.old_years:
                yield Cited(Defect.SUPERSEDED, *place, standard.label, standard.since)
            elif year != standard.year:
                yield Cited(Defect.UNLISTED, *place, standard.label)
            if standard is not None and standard.title:
                yield from _mismatch(text, found, standard)

    # ------------------------------------------------------------------ indices

    @cached_property
    def _by_title(self) -> dict[str, Entry]:
        return {entry.title: entry for entry in self.entries}

    @cached_property
    def _known_titles(self) -> frozenset[str]:
        own = (title for entry in self.entries for title in (entry.title, *entry.old_titles))
        return self.titles | self.laws | frozenset(own)

    @cached_property
    def _old_titles(self) -> dict[str, Entry]:
        return {title: entry for entry in self.entries for title in entry.old_titles}

    @cached_property
    def _by_code(self) -> dict[str, Standard]:
        return {standard.code: standard for standard in self.standards}

    @cached_property
    def _replaced_codes(self) -> dict[str, Standard]:
        return {code: standard for standard in self.standards for code in standard.old_codes}

    @cached_property
    def _known_numbers(self) -> frozenset[str]:
        return frozenset(
            number for entry in self.entries for number in (entry.number, *entry.also, *entry.old_numbers) if number
        )


_NUMBERED = re.compile(
    r"[\u4e00-\u9fff]{1,8}[〔\[(]?(?:19|20)\d{2}[〕\])]?\d{1,4}号|令第?(?:\d{1,4}|[一二三四五六七八九十百]{1,6})号"
)
_ARTICLE = re.compile(r"(?:[(][^()]{0,24}[)])?第([零一二三四五六七八九十百]{1,7}|\d{1,3})条")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")}


def _other_number(note: str, entry: Entry) -> bool:
    """Whether the brackets after a title hold one number, of the kind that the entry has, and neither its own nor an old one."""
    stated = _NUMBERED.findall(note)
    own = _NUMBERED.findall(entry.number)
    if len(stated) != 1 or not own or ("令" in stated[0]) != ("令" in own[0]):
        return False
    said, known = (
        _digits_of(stated[0]),
        [_digits_of(number) for number in (entry.number, *entry.also, *entry.old_numbers)],
    )
    return said not in known


def _no_such_year(years: set[int], entry: Entry) -> bool:
    """Whether a title bears one year, older than any edition of what is known with all its editions, or than the republic."""
    own = {int(year) for year in _YEAR.findall(" ".join((entry.date, entry.since, entry.number)))}
    least = min({*entry.old_years, *own}) if entry.old_years and own else _FIRST_YEAR
    return len(years) == 1 and min(years) < least


def _digits_of(number: str) -> tuple[int, ...]:
    """All numbers in a document number: ``国办发〔2024〕5号`` → (2024, 5)."""
    return tuple(
        int(part) if part.isdigit() else numeral(part)
        for part in re.findall(r"\d+|[零一二三四五六七八九十百]+", number)
    )


def numeral(text: str) -> int:
    """``一百零六`` → 106; digits stay."""
    if text.isdigit():
        return int(text)
    total = current = 0
    for char in text:
        if char in ("十", "百"):
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _NUMERALS.get(char, 0)
    return total + current


def _beyond(text: str, found: re.Match[str], entry: Entry) -> Iterator[Cited]:
    """An article after the title that is beyond the last one of the text in force."""
    article = _ARTICLE.match(text, found.end(1) + 1) or _ARTICLE.match(text, found.end())
    if article and entry.articles and numeral(article[1]) > entry.articles:
        said = text[found.start() : article.end()]
        now = f"《{entry.title}》，共{entry.articles}条"
        yield Cited(Defect.ARTICLE, found.start(), article.end(), said, now, entry.since)


_STATE_COUNCIL = re.compile(r"国务院(?:办公厅)?(?:关于|批转|转发)")


def _of_another(title: str, note: str) -> bool:
    """Whether a document of the State Council bears the number of another body."""
    number = _NUMBER.match(note)
    return bool(number and _STATE_COUNCIL.match(title) and not number[0].startswith(("国", "中办", "中发")))


_FAR, _MORE = 1.35, 10
"""An edition of which only about the length is known may have grown; what is beyond this share and number of articles more is a slip."""


def _far_beyond(text: str, found: re.Match[str], title: str, about: int) -> Iterator[Cited]:
    """An article after the title that no edition of it can have."""
    article = _ARTICLE.match(text, found.end(1) + 1) or _ARTICLE.match(text, found.end())
    if article and about and numeral(article[1]) > about * _FAR + _MORE:
        said = text[found.start() : article.end()]
        yield Cited(Defect.ARTICLE, found.start(), article.end(), said, f"《{title}》，全文约{about}条")


def _repealed(entry: Entry) -> Defect:
    return Defect.REPEALED if entry.status is Validity.REPEALED else Defect.SUPERSEDED


def _tidy_number(number: str) -> str:
    """The issuer's last words, and angular brackets: ``依据国办发[2024]5号`` → ``国办发〔2024〕5号``."""
    tidy = re.sub(r"[\[(〔](\d{4})[\])〕]第?", r"〔\1〕", number)
    for start in range(len(tidy)):
        if _NATIONAL.match(tidy[start:]):
            return tidy[start:]
    return tidy


def _mismatch(text: str, found: re.Match[str], standard: Standard) -> Iterator[Cited]:
    """The title beside a standard's number is quite another one (``《…》(GB/T…)`` or ``GB/T…《…》``)."""
    before = re.search(r"《([^《》]{4,40})》[(,]?$", text[: found.start()])
    after = re.match(r"[)]?《([^《》]{4,40})》", text[found.end() :])
    beside = before or after
    if beside and _alike(beside[1], standard.title) < _SAME_TITLE:
        yield Cited(
            Defect.MISMATCH, found.start(), found.end(), f"《{beside[1]}》{found[0]}", standard.label, standard.since
        )


_SAME_TITLE = 0.34


def _alike(one: str, other: str) -> float:
    """Share of common character pairs (Dice)."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / max(1, len(pairs[0]) + len(pairs[1]))


def load(text: str) -> Register:
    """The register from the text of ``citations.toml``."""
    tables = tomllib.loads(text)
    entries = tuple(_entry(table) for table in tables.get("entry", []))
    standards = tuple(_standard(table) for table in tables.get("standard", []))
    titles = frozenset(str(tables.get("known", {}).get("titles", "")).split())
    laws = frozenset(str(tables.get("known", {}).get("laws", "")).split())
    counts = (each.rpartition("=") for each in str(tables.get("known", {}).get("articles", "")).split())
    return Register(entries, standards, titles, laws, {title: int(count) for title, _, count in counts})


def _entry(table: dict[str, Any]) -> Entry:
    return Entry(
        title=str(table["title"]),
        kind=str(table["kind"]),
        status=Validity(table.get("status", Validity.IN_FORCE.value)),
        number=str(table.get("number", "")),
        date=str(table.get("date", "")),
        since=str(table.get("since", "")),
        now=str(table.get("now", "")),
        also=tuple(table.get("also", ())),
        old_titles=tuple(table.get("old_titles", ())),
        old_numbers=tuple(table.get("old_numbers", ())),
        old_years=tuple(table.get("old_years", ())),
        for_types=tuple(table.get("for_types", ())),
        articles=int(table.get("articles", 0)),
    )


def _standard(table: dict[str, Any]) -> Standard:
    return Standard(
        str(table["code"]),
        int(table["year"]),
        str(table.get("title", "")),
        str(table.get("since", "")),
        tuple(table.get("old_years", ())),
        tuple(table.get("old_codes", ())),
    )
