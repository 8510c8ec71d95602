"""QC-TEXT: sentences that break off: after a word that needs another one (``要加强对。``, ``治安和、服务``), a verb without its object
(``及时提供。``), in the middle of a word (``建立健。``), or without a full stop in a text that ends its paragraphs with one.

Which words and characters hardly ever end a sentence was counted in statutes and plans (``corpus/checklists/_endings.toml``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.checklists import Checklists
from kb.lexicon import Lexicon
from kb.model import Finding, FindingSeverity, Message
from kb.review.making import finding, place
from kb.review.text import Body, Line
from kb.review.wording.lattice import cut, vocabulary
from kb.review.wording.proofreader import CUT, Floats
from kb.review.wording.written import Written

_JOINTS = frozenset("和与及")
_ENDS = re.compile(
    r"(?P<run>[\u4e00-\u9fff]{2,}|(?<=[,;])(?:并|由|对|向|将|把|与|及|按|经|在|如|使|让))(?P<mark>[。;,、)]|$)"
)
_WHOLE = re.compile(r"[之总加求]和$|(?:与|和|跟|同)[^,;。]{1,40}[有相]关$")
"""Sums, and ``与…有关``, which ends a sentence."""
_FRONTED = re.compile(
    r"由|将|把|对(?!策)|被|所|为(?!主)|向|予以|给予|按|依|经|使|令|通过|的$|[^,;。:]{2,14}(?:应当?|要|须|必须|可以?)"
)
"""What puts the object before the verb, or makes do without one; a subject before its modal verb may be the object."""
_AGENT = re.compile(r"(?:部门|单位|机构|政府|公司|企业|[局厅委组队])$")
_DONE = re.compile(r"得到|加以|予以|有待|(?:与|和|跟|同).+[有相]关?$")
_PAIRED, _LISTS = ("建立健全", "建立完善", "制定完善", "因灾", "对其"), ("包括", "分为", "分别", "如下", "例如")
_CLAUSE = re.compile(r"[,。;:、()《》“”]")
_OPEN_END = re.compile(r"(?:[\u4e00-\u9fff](?<![年月日号])|\d)$")
_ITEM = re.compile(r"[(]?(?:[一二三四五六七八九十]+|\d+|[a-z])[)、.．]|[-—●•]")
_STOPPED = re.compile("[。;:!?)”》]$")
_LEADS_IN = re.compile(":[^。:]*$|;[^,。:;]*$|附[件表图]|见|以下|下列|如下|[一二三四五六七八九十][项级类种条个方]|等$")
_ENOUGH, _FEW, _SIBLINGS = 12, 0.03, 3
"""How many paragraphs a text must have to show how it ends them, and what share of them may be cut."""
_TAIL, _SHOWN = 8, 16
_POINTER = re.compile(
    r"(?:见|按照?|参照|依照?)(?:本预案)?附[件表图录]?[一二三四五六七八九十]*$|[省市县区]、[市县区乡镇]$"
)
"""``见附表二`` and ``报省、市`` end a sentence."""
_SURE, _LIKELY, _DOUBTED = 0.98, 0.4, 0.1
"""How sure the proofreader must be that a sentence breaks off: anywhere, where a paragraph ends without a mark as hardly any
does, and where it is the only one of its section that does."""
_KNOWN, _CAPTION, _PARAGRAPH, _CLEAR, _SHORT = 50, 40, 24, 12, 8


def cutoff_findings(
    body: Body, written: Written, lines: Sequence[Line], said: Floats, checklists: Checklists
) -> Iterator[Finding]:
    """One finding for all places where words lack; ``lines`` are those of which ``written`` was made."""
    starts = {
        index: start
        for index, (line, start) in enumerate(zip(lines, written.starts, strict=True))
        if not (line.form or (line.appendix and len(line.text) < _CAPTION))
    }
    kept = [lines[index] for index in starts]
    sure = _LIKELY if _ends_with_stops(kept) else _SURE
    cuts = [
        (lines[index], first, last)
        for index, start in starts.items()
        for first, last in _in_line(
            lines[index], said[start : start + len(lines[index].text) + 1, CUT], sure, checklists
        )
    ]
    told = {line.clause.id for line, _, _ in cuts}
    cuts += [(line, len(line.text) - 4, len(line.text)) for line in _without_stop(kept) if line.clause.id not in told]
    told |= {line.clause.id for line, _, _ in cuts}
    begins = {lines[index].clause.id: start for index, start in starts.items()}
    cuts += [
        (line, len(line.text) - 4, len(line.text))
        for line in _unlike_siblings(kept)
        if line.clause.id not in told and said[begins[line.clause.id] + len(line.text), CUT] > _DOUBTED
    ]
    hits = [(line.text[start:end], line, end) for line, start, end in cuts]
    hits = [
        (said, line, end) for said, line, end in hits if body.whole.count(line.text[max(0, end - _TAIL) : end]) == 1
    ]
    if hits:
        message = Message("sentence_cut", {"ends": "、".join(dict.fromkeys(said for said, _, _ in hits))})
        places = [place(line, max(0, end - _SHOWN), end) for _, line, end in hits]
        yield finding("QC-TEXT", FindingSeverity.MEDIUM, message, places, checklists, confidence=0.6)


def _usual(line: Line, end: int, body: Body, kept: Sequence[Line]) -> bool:
    """Whether the plan ends other sentences like this, or other paragraphs."""
    tail = line.text[max(0, end - _TAIL) : end]
    if _OPEN_END.search(tail):
        return sum(other.text.endswith(tail) for other in kept) > 1
    return body.whole.count(tail[-4:]) > 1


def _without_stop(lines: Sequence[Line]) -> list[Line]:
    """The few paragraphs that end without a mark where nearly all end with one: no lead-ins of lists, captions or lines of issue."""
    prose = [
        (line, after)
        for line, after in zip(lines, [*lines[1:], None], strict=False)
        if not (line.clause.table_row or line.appendix) and _is_sentence(line.clause.text.strip().rpartition("\n")[2])
    ]
    open_ended = [
        line
        for line, after in prose
        if _OPEN_END.search(line.text)
        and not _is_label(line, len(line.text))
        and not re.search("[:;][^,。:;]*$", line.text)
        and not (after and after.section == line.section and _ITEM.match(after.text))
    ]
    return open_ended if len(prose) >= _ENOUGH and len(open_ended) <= max(1, _FEW * len(prose)) else []


def _unlike_siblings(lines: Sequence[Line]) -> Iterator[Line]:
    """The paragraph that ends without a mark where all others of its section, three or more, end with one."""
    sections: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.text:
            sections[line.section].append(line)
    for section, siblings in sections.items():
        bare = [line for line in siblings if not _STOPPED.search(line.text)]
        if (
            section < 0
            or len(bare) != 1
            or len(siblings) <= _SIBLINGS
            or any(each.clause.table_row for each in siblings)
        ):
            continue
        [line] = bare
        after = siblings[siblings.index(line) + 1 :][:1]
        leads = any(_ITEM.match(each.text) for each in after) and not _ITEM.match(line.text)
        if not (line.appendix or leads or _may_end_open(line.text)):
            yield line


def _may_end_open(said: str) -> bool:
    """Whether a paragraph is a label, the lead-in of what follows or a list, which need no mark."""
    last = said.rpartition("。")[2]
    return not (_OPEN_END.search(said) and "," in last) or bool(_LEADS_IN.search(last))


def _ends_with_stops(lines: Sequence[Line]) -> bool:
    """Whether nearly all paragraphs end with a mark."""
    prose = [line for line in lines if not line.clause.table_row and _is_sentence(line.text)]
    open_ended = sum(bool(_OPEN_END.search(line.text)) for line in prose)
    return len(prose) >= _ENOUGH and open_ended <= max(2, _FEW * len(prose))


def _is_sentence(text: str) -> bool:
    return len(text) >= _PARAGRAPH and bool(re.search("[，,。]", text))


def _may_break_off(line: Line, end: int, mark: str) -> bool:
    """Whether what ends here is a sentence, as the proofreader knows them: no heading, cell, label or pointer to an annex."""
    if end - line.sentence(end - 1)[0] < (_CLEAR if mark else _SHORT) or _POINTER.search(line.text[:end]):
        return False
    if not mark and _is_label(line, end):
        return False
    return bool(mark) or not (
        line.clause.table_row
        or line.appendix
        or re.search("[:;]|[年月][^,。]{0,3}$", line.text[-_PARAGRAPH:])
        or (_ITEM.match(line.text) and not _is_sentence(line.text))
    )


def _is_label(line: Line, end: int) -> bool:
    """Whether what ends here is a heading or the title of a table: short, without a comma, numbered or a paragraph of its own."""
    start = line.sentence(end - 1)[0]
    said = line.text[start:end]
    return len(said) < _CAPTION // 2 and "," not in said and (start == 0 or bool(_ITEM.match(said)))


def _in_line(line: Line, chances: Floats, sure: float, checklists: Checklists) -> Iterator[tuple[int, int]]:
    """Where the last words before a cut begin and its mark ends."""
    for found in _ENDS.finditer(line.text):
        mark, end = found["mark"], found.end("run")
        run = found["run"][-_TAIL:]
        stops = mark in ("。", ";", "")
        if line.clause.table_row and mark in (";", ""):
            continue
        if not mark and run.endswith(_LISTS):
            continue
        if _WHOLE.search(line.text[max(0, end - _CAPTION) : end]):
            continue
        if stops and len(run) > 1 and chances[end] > (_SURE if mark else sure) and _may_break_off(line, end, mark):
            open_end = True
        elif not mark and not _is_sentence(line.text):
            open_end = False
        elif len(run) == 1:
            open_end = mark in ("。", ";")
        else:
            open_end = (stops and _stops_short(line, end, run, checklists)) or _alone(run, _JOINTS, checklists.lexicon)
        if open_end:
            yield max(found.start("run"), end - 4), found.end()


def _stops_short(line: Line, end: int, run: str, checklists: Checklists) -> bool:
    """Whether the last word before a full stop hardly ever stands there."""
    endings, lexicon = checklists.endings, checklists.lexicon
    start, _ = cut(run, lexicon.modern)[-1]
    word = run[start:]
    before = list(_CLAUSE.finditer(line.text, 0, end))
    clause = line.text[before[-1].end() if before else 0 : end - len(word)]
    if word in endings.words or run.endswith(_PAIRED):
        return not _DONE.search(clause)
    if word in endings.acts:
        led = not clause or clause.endswith(endings.heads) or bool(_AGENT.search(clause))
        listed = bool(before) and before[-1][0] == "、"
        return led and not listed and not _FRONTED.search(clause)
    if not clause and before and before[-1][0] in ",:;" and word in endings.openers:
        return True
    return _alone(run, endings.characters, lexicon)


def _alone(run: str, chars: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the last character is one of these and a word of its own."""
    start, end = cut(run, lexicon.modern)[-1]
    return run[-1] in chars and end - start == 1 and vocabulary().get(run[-2:], 0) < _KNOWN
