"""Which clauses cite a law, document or standard, under whatever name: full title, old title, short name, number, with or without 《》."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.citations import Cited, Entry, Register, Standard
from kb.law_titles import bare_title
from kb.model import Clause, Validity

_NOTE = re.compile(r"\([^()]{0,60}\)$")
_CODE = re.compile(
    r"^((?:GB|AQ|YJ|XF|HJ|HG|SY|JT|DL|WS|SL|JGJ|TSG|LY|MT|DB\d*)(?:/[TZ])?)(\d{2,6}(?:\.\d+)?)(?:[-—–―](\d{4}|\d{2}))?$"
)
_NUMBER = re.compile(r"[〔\[(](\d{4})[〕\])](?:第)?(\d{1,4})号")
_SHORT = re.compile(
    r"[》\"”]?(?:\([^()]{0,40}\))?\(?(?:[^()简]{0,40}[,;])?(?:以下|下)(?:统一)?简称[:为]?[《\"“]?([\u4e00-\u9fff0-9〔〕号]{2,20}?)[》\"”]?\)"
)
_CONTINUED = re.compile(r"^(?:实施|施行)?(?:办法|条例|细则|规定|意见|方案)")
_NATION = re.compile(r"(?:中华人民共和国|国务院|国务院办公厅|省|市|县|自治区)$")
_BEFORE = frozenset("据照按依和与及或对由在以从违守行合、,。;:(“\"'于用到将把的是等至为指见")
_LEAST = 3
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+[条章款项].*$")
_YEAR_BEFORE = re.compile(r"^((?:19|20)\d{2})年?(?:版|修订|修正)?的?(?=[\u4e00-\u9fff]{3})(?!.*号$)")
_YEAR_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff])((?:19|20)\d{2})年?(版|修订|修正|修改)?$")
_NAMED = re.compile(r"法$|条例$|\d")
"""What makes a law of three characters or fewer: 消防法."""
_KIND_ONLY = re.compile(
    r"^(?:中华人民共和国|国家|国务院|本|该)*(?:法律|法规|规章|法|条例|办法|规定|规范|标准|通知|意见|决定|预案|应急预案|细则|规程|导则|指南)*$"
)


@dataclass(frozen=True, slots=True)
class Law:
    """What was asked for, as the register knows it: names to look for, status, and what is valid now."""

    title: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    standards: tuple[str, ...]
    status: Validity
    now: str
    since: str
    listed: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A clause that cites the law: the words it uses, and the defect of this way of citing, if any."""

    clause: Clause
    words: str
    start: int
    end: int
    defect: Cited | None = None


def plain(text: str) -> str:
    """NFKC without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def identify(asked: str, register: Register) -> Law:
    """What a user's words stand for: a title or old title, a number, a standard; else the words themselves, with unknown status."""
    words = _bare_question(asked)
    code = _CODE.match(words)
    if code:
        return _standard(words, code, register)
    entry, old = _entry(words, register)
    if entry is not None:
        return _known(entry, words if old else "")
    title = bare_title(_NOTE.sub("", words)) or words
    others = tuple(sorted(e.title for e in register.entries if len(title) >= _LEAST and title in e.title))
    if len(others) == 1:
        return _known(next(e for e in register.entries if e.title == others[0]), "")
    number = (words,) if _NUMBER.search(words) else ()
    names = () if number else (title,)
    return Law(title, names, number, (), Validity.UNKNOWN, "", "", listed=False, others=others)


def is_vague(asked: str) -> bool:
    """Whether the words name no law at all: only a kind of text (办法, 条例) or the state, or a word as short as 安全."""
    words = _bare_question(asked)
    return bool(_KIND_ONLY.match(words)) or (len(words) < _LEAST and not _NAMED.search(words))


def _bare_question(asked: str) -> str:
    """What was asked without quotation marks and article, a year before or behind it as a note: ``2007年突发事件应对法第三条``."""
    words = re.sub(r"[《》“”\"]", "", plain(asked))
    words = _ARTICLE.sub("", words)
    year = _YEAR_BEFORE.match(words)
    if year:
        return f"{words[year.end() :]}({year[1]})"
    return _YEAR_BEHIND.sub(r"(\1\2)", words)


def _entry(words: str, register: Register) -> tuple[Entry | None, bool]:
    """The entry, and whether the words are an old name or number of it."""
    title = bare_title(_NOTE.sub("", words))
    note = _NOTE.search(words)
    years = {int(year) for year in re.findall(r"(?:19|20)\d{2}", note[0])} if note else set()
    for entry in register.entries:
        if title == plain(entry.title):
            return entry, bool(years) and years <= set(entry.old_years)
        if title in map(plain, entry.old_titles):
            return entry, True
        if _same_number(words, entry.number):
            return entry, False
        if any(_same_number(words, number) for number in entry.old_numbers):
            return entry, True
    return None, False


def _same_number(words: str, number: str) -> bool:
    return bool(number) and _tidy(words) == _tidy(plain(number))


def _tidy(number: str) -> str:
    return _NUMBER.sub(r"〔\1〕\2号", number)


def _known(entry: Entry, old: str) -> Law:
    names = tuple(dict.fromkeys(map(plain, (entry.title, *entry.old_titles))))
    numbers = tuple(dict.fromkeys(_tidy(plain(number)) for number in (entry.number, *entry.old_numbers) if number))
    status = entry.status
    if old and status is Validity.IN_FORCE:
        status = Validity.SUPERSEDED
    shown = entry.now or _named(entry)
    return Law(old or entry.title, names, numbers, (), status, shown, entry.since, listed=True)


def former_titles(title: str, register: Register) -> tuple[str, ...]:
    """What a law, document or plan was called before, by its own entry or by those of repealed ones that it replaced."""
    bare = bare_title(_NOTE.sub("", plain(title)))
    found: list[str] = []
    for entry in register.entries:
        if plain(entry.title) == bare:
            found += entry.old_titles
        elif entry.now and f"《{bare}》" in plain(entry.now):
            found += (entry.title, *entry.old_titles)
    return tuple(dict.fromkeys(each for each in map(plain, found) if each != bare))


def _named(entry: Entry) -> str:
    number = f"（{entry.number}）" if entry.number else ""
    return f"《{entry.title}》{number}"


def _standard(words: str, code: re.Match[str], register: Register) -> Law:
    bare = f"{code[1]} {code[2]}"
    year = int(code[3]) if code[3] and len(code[3]) == 4 else (1900 + int(code[3]) if code[3] else 0)
    standard = next((each for each in register.standards if each.code == bare), None)
    replaced = next((each for each in register.standards if f"{bare}-{year}" in each.old_codes), None)
    found = replaced or standard
    if found is None:
        return Law(words, (), (), (plain(bare),), Validity.UNKNOWN, "", "", listed=False)
    current = not replaced and (not year or year == found.year)
    known = current or replaced or year in found.old_years
    status = Validity.IN_FORCE if current else (Validity.SUPERSEDED if known else Validity.UNKNOWN)
    return Law(_label(words, found), (), (), (plain(bare),), status, found.label, found.since, listed=True)


def _label(words: str, standard: Standard) -> str:
    return words if _CODE.match(words) else standard.label


# --------------------------------------------------------------------------- finding the clauses


def needles(law: Law) -> tuple[str, ...]:
    """Strings of which a citing clause contains at least one, blanks aside: what a database can be asked for."""
    years = [match[0] for number in law.numbers if (match := re.search(r"\d{1,4}号", number))]
    codes = [re.sub(r"^\D+/?[TZ]?", "", code) for code in law.standards]
    return tuple(dict.fromkeys((*law.names, *years, *codes)))


def mentions(clauses: Iterable[Clause], law: Law, register: Register) -> Iterator[Mention]:
    """The clauses of one document that cite the law; a short name declared in one of them counts in all."""
    pending: list[Clause] = list(clauses)
    shorts: set[str] = set()
    for clause in pending:
        text = plain(clause.text)
        for name in law.names:
            for _, end in titles_in(text, name):
                declared = _SHORT.match(text, _closing(text, end))
                if declared:
                    shorts.add(declared[1])
    for clause in pending:
        text = plain(clause.text)
        found = _first(text, law, shorts)
        if found is not None:
            start, end = found
            yield Mention(clause, text[start:end], start, end, _defect(text, start, end, law, register))


def _closing(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "》" else end


def _first(text: str, law: Law, shorts: Iterable[str]) -> tuple[int, int] | None:
    found = [span for name in law.names for span in titles_in(text, name)]
    found += [
        span
        for name in shorts
        for span in titles_in(text, name)
        if len(name) > _LEAST or text[span[0] - 1 : span[0]] == "《"
    ]
    for number in law.numbers:
        at = _tidy_at(text, number)
        if at:
            found.append(at)
    for code in law.standards:
        match = re.search(rf"(?<![A-Za-z\d]){re.escape(code)}(?![\d.])(?:[-—–―]\d{{2,4}})?", text)
        if match:
            found.append(match.span())
    return min(found, default=None)


def _tidy_at(text: str, number: str) -> tuple[int, int] | None:
    """Where a document number stands, whatever its brackets."""
    source = re.escape(number).replace("〔", r"[〔\[(]").replace("〕", r"[〕\])](?:第)?")
    match = re.search(rf"(?<!\d){source}", text)
    return match.span() if match else None


def titles_in(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a title stands as itself: whole between 《 and 》, or in plain words that are no part of a longer title."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _is_whole(text, at, end):
            yield at, end
        at = text.find(name, end)


def _is_whole(text: str, at: int, end: int) -> bool:
    opened = max(text.rfind("《", 0, at), text.rfind("〈", 0, at))
    if opened >= 0 and not re.search(r"[》〉]", text[opened:at]):
        inside = re.split(r"[》〉]", text[opened + 1 :], maxsplit=1)[0]
        return bare_title(_NOTE.sub("", inside)) == text[at:end] and text[opened] == "《"
    before = text[:at]
    nation = _NATION.search(before)
    before = before[: nation.start()] if nation and nation[0] == "中华人民共和国" else before
    last = before[-1:]
    return (not last or last in _BEFORE or not "\u4e00" <= last <= "\u9fff") and not _CONTINUED.match(text[end:])


def _defect(text: str, start: int, end: int, law: Law, register: Register) -> Cited | None:
    """What the register says of this way of citing the law."""
    for cited in register.find(text):
        if cited.start <= end and start <= cited.end and cited.now and cited.now == law.now:
            return cited
    return None
