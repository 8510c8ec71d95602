"""QC-TEXT: characters broken on the way, words written twice, and words with a character that cannot be right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, Line

_BROKEN = re.compile(r"\ufffd+|(?:锟斤拷|烫烫|屯屯){1,}|[\u00c0-\u00ff\u0080-\u00bf\u0152-\u0178\u2018-\u203a€™]{4,}")
_MISREAD = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,5})\1")
_NATURAL = frozenset(
    [
        "通保",
        "一级",
        "一个",
        "逐级",
        "逐个",
        "一项",
        "一次",
        "一处",
        "一户",
        "一人",
        "研究",
        "讨论",
        "商量",
        "检查",
        "考虑",
        "了解",
        "很多",
        "许多",
        "许许",
        "大量",
        "反复",
        "一遍",
        "一天",
        "步步",
        "一步",
        "交流",
        "沟通",
        "学习",
        "锻炼",
        "休息",
        "放松",
        "哈哈",
    ]
)
_HANZI = re.compile(r"[\u4e00-\u9fff]+")
_LOOSE = frozenset(
    "的了和与及或在为对由向从到等将被把给让使以可应须要会能不未无已并但而且其该本各每某这那此所之于是有有无上下前后内外中东西南北左右高低大小多少一二三四五六七八九十百千万亿两"
    "第省市县区州旗镇乡村级号年月日时分秒元人名个只台辆处条件项次类种家户间座度量点线面新旧原现总副正主次省厅局委部处科股所站队组班室院校厂司长员我你他它"
)
_FREQUENT = 4
_WORD = 50
"""How often jieba's corpus has a word that is no chance."""


def text_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each way in which words are broken."""
    broken = [place(line, start, end) for line in body.lines for start, end in _broken(line)]
    if broken:
        message = Message("text_broken", {"count": str(len(broken))})
        yield finding("QC-TEXT", FindingSeverity.HIGH, message, broken, checklists, confidence=0.95)
    twice = [(found[1], place(line, found.start(), found.end())) for line in body.lines for found in _doubled(line)]
    if twice:
        message = Message("word_twice", {"words": "、".join(dict.fromkeys(word for word, _ in twice))})
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, [at for _, at in twice], checklists, confidence=0.7)
    wrong = list(_wrong_words(body))
    if wrong:
        message = Message(
            "word_wrong", {"words": "、".join(dict.fromkeys(f"{said}（{meant}）" for said, meant, _ in wrong))}
        )
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, [at for *_, at in wrong], checklists, confidence=0.6)


def _broken(line: Line) -> Iterator[tuple[int, int]]:
    for found in _BROKEN.finditer(line.text):
        yield found.span()
        return
    encoded = line.text.encode("gbk", "replace")
    misread = _MISREAD.search(encoded)
    if misread:
        start = len(encoded[: misread.start()].decode("gbk", "ignore"))
        length = len(misread[0].decode("gbk", "ignore"))
        yield start, min(len(line.text), start + max(1, length))


def _doubled(line: Line) -> Iterator[re.Match[str]]:
    if line.contents:
        return
    for found in _TWICE.finditer(line.text):
        plain = found[1] not in _NATURAL and len(set(found[1])) > 1 and not _BROKEN.search(found[0])
        before = line.text[: found.start()]
        if plain and not before.endswith(("图中文字:", "党", "级")) and not _runs_on(line.text, found):
            yield found


def _runs_on(text: str, found: re.Match[str]) -> bool:
    """Whether a word begins before the first copy, or goes on after the second (``大队`` + ``大队长``, ``抢通`` + ``保通保运``)."""
    words, size = _words(), len(found[1])
    organ = found[1][-1] in "队部组室局院校处科委会司厂站库村镇县市省社团"
    for start in range(found.start() + size + (not organ), found.end()):
        if any(words.get(text[start : found.end() + more], 0) > 0 for more in (1, 2)):
            return True
    return any(
        words.get(text[found.start() - less : found.start() + more], 0) > 0
        for less in (1, 2)
        if found.start() >= less
        for more in range(1, size)
    )


# --------------------------------------------------------------------------- words with a wrong character


def _wrong_words(body: Body) -> Iterator[tuple[str, str, Place]]:
    """What was written, what the plan writes elsewhere, and where."""
    texts = [line.text for line in body.lines]
    usual = Counter(run[at : at + 4] for text in texts for run in _HANZI.findall(text) for at in range(len(run) - 3))
    pairs = Counter(text[at : at + 2] for text in texts for at in range(len(text) - 1))
    frequent = {gram: count for gram, count in usual.items() if count >= _FREQUENT}
    by_hole: dict[tuple[str, str, str], str] = {}
    swapped: dict[str, str] = {}
    for gram, count in frequent.items():
        for at in range(4) if count >= 2 * _FREQUENT else (1, 2):
            by_hole.setdefault((gram[:at], gram[at + 1 :], str(at)), gram)
        for at in range(3):
            if gram[at] != gram[at + 1]:
                swapped.setdefault(gram[:at] + gram[at + 1] + gram[at] + gram[at + 2 :], gram)
    for line in body.lines:
        if line.contents:
            continue
        taken: set[int] = set()
        for run in _HANZI.finditer(line.text):
            for at in range(len(run[0]) - 3):
                gram = run[0][at : at + 4]
                if usual[gram] > 1:
                    continue
                meant, wrong = _meant(gram, by_hole, swapped)
                start = run.start() + at
                if not meant or wrong + start in taken:
                    continue
                mixed = sorted(gram) == sorted(meant)
                if (
                    _cannot_be(gram)
                    if mixed
                    else _unheard_of(line.text, start + wrong, pairs) and _is_no_word(line.text, start + wrong)
                ):
                    taken |= set(range(start, start + 5))
                    yield gram, meant, place(line, start, start + 4)


def _meant(gram: str, by_hole: dict[tuple[str, str, str], str], swapped: dict[str, str]) -> tuple[str, int]:
    """The frequent words that these four characters nearly are, and which character is wrong."""
    if gram in swapped:
        other = swapped[gram]
        return other, next(at for at in range(4) if gram[at] != other[at])
    for at in (1, 2, 0, 3):
        other = by_hole.get((gram[:at], gram[at + 1 :], str(at)), "")
        if other and gram[at] not in _LOOSE and other[at] not in _LOOSE and _belongs(other, at):
            return other, at
    return "", 0


def _belongs(usual: str, at: int) -> bool:
    """Whether the usual character is part of a word within the four, so that another in its place breaks that word."""
    words = _words()
    return any(words.get(usual[start : start + 2], 0) > 0 for start in (at - 1, at) if 0 <= start <= 2)


def _unheard_of(text: str, at: int, pairs: Counter[str]) -> bool:
    """Whether the character stands beside its neighbours nowhere else in the plan."""
    return pairs[text[at - 1 : at + 1]] <= 1 and pairs[text[at : at + 2]] <= 1


def _is_no_word(text: str, at: int) -> bool:
    """Whether no word of the language explains the character at ``at`` together with its neighbours."""
    words = _words()
    return not any(
        words.get(text[start : start + size], 0) > 0
        for size in (2, 3, 4)
        for start in range(max(0, at - size + 1), at + 1)
    )


def _cannot_be(gram: str) -> bool:
    """Whether four characters fall into no words of two or three, as a run with two characters exchanged does not."""
    words = _words()
    known = [size for size in (2, 3) if words.get(gram[:size], 0) > 0] + [
        size for size in (2, 3) if words.get(gram[-size:], 0) > 0
    ]
    whole = words.get(gram, 0) > 0 or (words.get(gram[:2], 0) > 0 and words.get(gram[2:], 0) > 0)
    return not whole and len(known) <= 1 and words.get(gram[1:3], 0) == 0 and words.get(gram[-2:], 0) < _WORD


@cache
def _words() -> dict[str, int]:
    """jieba's dictionary: word → how often its corpus has it."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.initialize()
    found: dict[str, int] = jieba.dt.FREQ
    return found
