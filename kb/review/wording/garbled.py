"""QC-TEXT: characters broken on the way, words written twice, and words with a character that cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.language import codes, hashes, language
from kb.lexicon import Lexicon
from kb.model import Finding, FindingSeverity, Message
from kb.review.blanks import LOST
from kb.review.making import finding, place
from kb.review.text import HANZI, Body, Line
from kb.review.wording.cutoff import cutoff_findings
from kb.review.wording.lattice import cut, vocabulary
from kb.review.wording.proofreader import proofread
from kb.review.wording.scrambled import scrambled_findings
from kb.review.wording.typos import slips
from kb.review.wording.written import Written

_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_MOJIBAKE = rf"(?=[^\u4e00-\u9fff]{{0,2}}[{_LATIN}])[{_LATIN}\u0080-\u00b6\u00b8-\u00bf\u0152-\u0192\u02c6\u02dc\u2018-\u203a€™]{{3,}}"
_BROKEN = re.compile(rf"\ufffd+|{LOST}|(?:锟斤拷|烫烫|屯屯)+|{_MOJIBAKE}|[\ue000-\uf8ff]{{2,}}")
_MISREAD = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,8}|[的和与及或在由对向将并了应按于被把为是])\1")
_DISTRIBUTED = re.compile("^[一逐每挨两半]|[哪谁啥]|^(?:样样|人人|家家)")
"""``一句一句``, ``到哪里哪里就是``: doubled on purpose."""
_HEAD = re.compile("[长员主]")
"""``大队大队长``: the head of what was named."""
_BEFORE = ("图中文字:", "党", "级", "总")
"""``总指挥指挥`` and the like: who does it ends as what is done begins."""
_AROUND, _COMMON = 8, 50
_MARKS = re.compile(r"[,、][,、;。]|[;。][,、;]|。。|^[,、;]|[(][,、;]|[、,][)]")
"""Marks that cannot stand together: something between them was lost."""
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


def text_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for each way in which words are broken."""
    broken = [place(line, start, end) for line in body.lines for start, end in _broken(line)]
    if broken:
        message = Message("text_broken", {"count": str(len(broken))})
        yield finding("QC-TEXT", FindingSeverity.HIGH, message, broken, checklists, confidence=0.95)
    twice = [(line, *found) for line in body.lines for found in _doubled(line, checklists.lexicon)]
    if twice:
        message = Message("word_twice", {"words": "、".join(dict.fromkeys(word for _, word, *_ in twice))})
        places = [place(line, start, end) for line, _, start, end in twice]
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.7)
    marks = [place(line, *found.span()) for line in body.lines for found in _MARKS.finditer(line.text)]
    if marks:
        message = Message("marks_wrong", {"count": str(len(marks))})
        yield finding("QC-TEXT", FindingSeverity.LOW, message, marks, checklists, confidence=0.7)
    lines = [line for line in body.lines if not line.contents]
    written = Written([line.text for line in lines])
    said = proofread(written, checklists.lexicon)
    yield from cutoff_findings(body, written, lines, said, checklists)
    yield from scrambled_findings(written, lines, said, checklists)
    wrong = list(slips(written, lines, said, checklists.lexicon))
    if wrong:
        words = "、".join(dict.fromkeys(f"{slip.said}（{slip.meant}）" for slip in wrong))
        places = [slip.where for slip in wrong]
        message = Message("word_wrong", {"words": words})
        severity = FindingSeverity.MEDIUM if any(slip.sure for slip in wrong) else FindingSeverity.LOW
        yield finding("QC-TEXT", severity, message, places, checklists, confidence=0.6)


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


def _doubled(line: Line, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """The words written twice, and where: both copies are whole words (not so in ``大队大队长``, ``抢通保通保运``)."""
    if line.contents:
        return
    for found in _TWICE.finditer(line.text):
        word, size = found[1], len(found[1])
        if (
            word in _NATURAL
            or _DISTRIBUTED.search(word)
            or _BROKEN.search(word)
            or (size > 1 and len(set(word)) == 1)
            or line.text[: found.start()].endswith(_BEFORE)
            or "\n" in line.verbatim(*found.span())
        ):
            continue
        first, last = _run(line.text, found.start(), found.end())
        bounds = cut(line.text[first:last], lexicon.modern)
        edges = {0, *(end for _, end in bounds)}
        at = found.start() - first
        cell = line.clause.table_row and line.text[found.start() - 1 : found.start()] in (":", ";", "")
        whole = {at, at + size, at + 2 * size} <= edges and (size > 1 or (at, at + 1) in bounds)
        if not cell and (whole or (_known(word, lexicon) and not _HEAD.match(line.text, found.end()))):
            yield word, found.start(), found.end()


def _known(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is one that is nowhere written twice in a row."""
    common = vocabulary().get(word, 0) >= _COMMON or word in lexicon.modern or word in lexicon.words
    return len(word) > 1 and common and not language().often(hashes(codes(word[-2:] + word[:2])[None, :]))[0]


def _run(text: str, start: int, end: int) -> tuple[int, int]:
    """The run of Chinese characters around a span, no further than a few words."""
    first, last = start, end
    while first > max(0, start - _AROUND) and HANZI.match(text[first - 1]):
        first -= 1
    while last < min(len(text), end + _AROUND) and HANZI.match(text[last]):
        last += 1
    return first, last
