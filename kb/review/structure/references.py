"""QC-XREF: references to annexes that the text neither contains nor lists, and annexes listed but not contained."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import beside_heading, finding, place
from kb.review.text import Body, digits

_REFERENCE = re.compile(
    r"(?:详见|参见|见|参照|按照?|依照|列入|填写?)[^。;《》]{0,4}?附(?:件|录|表)[:]?((?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、,和及至—-](?:附(?:件|录|表))?(?:\d{1,2}|[一二三四五六七八九十]{1,3}))*)(?!\d|年|月)"
)
_ANNEX_HEAD = re.compile(r"附(?:件|录|表)[:]?(\d{1,2}|[一二三四五六七八九十]{1,3})$")
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_NAMED = re.compile(r"^附(?:件|录):(?!\d|[(])([\u4e00-\u9fff]{4,30})$")
_BELOW = re.compile(r"([\u4e00-\u9fff]{2,12}?)(?:附后|见(?:附后|后附)|附于(?:文|本预案)?后)(?=[)。,;]|$)")
_LISTED = re.compile(r"(?<![\d.])(\d{1,2})[)、.．:](?=[\u4e00-\u9fff《])")


def reference_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for references into nothing, one for annexes that are merely listed."""
    if not body.lines:
        return
    contained, listed = body.annex_numbers, _listed(body)
    absent: dict[str, list[Place]] = defaultdict(list)
    for line in body.lines:
        for found in _REFERENCE.finditer(line.text):
            if "预案" in found[0] or _elsewhere(line.text[max(0, found.start() - 12) : found.start()]):
                continue
            for number in _NUMBER.findall(found[1]):
                if digits(number) not in contained:
                    absent[digits(number)].append(place(line, found.start(), found.end()))
    dangling = {number: places for number, places in absent.items() if number not in listed}
    unlisted_places = [at for places in dangling.values() for at in places]
    if unlisted_places:
        message = Message("annex_absent", {"numbers": "、".join(sorted(dangling, key=int))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, unlisted_places, checklists, confidence=0.7)
    only_listed = sorted((listed.keys() - contained) if listed else (), key=int)
    if only_listed:
        message = Message("annex_only_listed", {"numbers": "、".join(only_listed)})
        places = [at for number in only_listed for at in (listed[number], *_belongs(int(number), body))]
        severity = FindingSeverity.MEDIUM if len(only_listed) < len(listed) / 2 else FindingSeverity.LOW
        yield finding("QC-XREF", severity, message, places, checklists, confidence=0.6)
    unlisted = sorted(contained - listed.keys(), key=int) if len(listed) > 1 else []
    if unlisted and max(map(int, unlisted)) < max(map(int, listed)):
        message = Message("annex_not_listed", {"numbers": "、".join(unlisted)})
        places = [at for number in unlisted for at in (*_after(int(number), listed), *_own(number, body))]
        yield finding("QC-XREF", FindingSeverity.LOW, message, places, checklists, confidence=0.7)
    named = list(_named_absent(body))
    if named:
        message = Message("annex_named_absent", {"names": "、".join(dict.fromkeys(name for name, _ in named))})
        yield finding("QC-XREF", FindingSeverity.LOW, message, [at for _, at in named], checklists, confidence=0.5)


def _after(number: int, listed: dict[str, Place]) -> list[Place]:
    """The entry of the list before or behind which a number lacks."""
    return [listed[min(listed, key=lambda each: abs(int(each) - number))]]


def _own(number: str, body: Body) -> list[Place]:
    return [
        beside_heading(body, head.index)
        for head in body.heads
        if (found := _ANNEX_HEAD.match(head.number)) and digits(found[1]) == number
    ][:1]


def _belongs(number: int, body: Body) -> Iterator[Place]:
    """Where an annex that lacks among others belongs: before the next one, else at the end of the last."""
    heads = [(int(digits(found[1])), head.index) for head in body.heads if (found := _ANNEX_HEAD.match(head.number))]
    after = [index for own, index in heads if own > number]
    if after:
        yield beside_heading(body, after[0])
    elif heads:
        yield from (place(line, 0, min(len(line.text), 40)) for line in body.lines[-1:])


def _named_absent(body: Body) -> Iterator[tuple[str, Place]]:
    """Annexes that are called by a name (``附件：成员单位职责``, ``广播词附后``) when nothing in the text has that title."""
    titles = [head.text for head in body.heads]
    for at, line in enumerate(body.lines):
        listed = _NAMED.match(line.text)
        if listed and at in body.annex_list:
            after = "".join(other.text for other in body.lines[at + 1 :])
            if not any(listed[1][-8:] in text for text in (*titles, after)):
                yield listed[1], place(line, 0, len(line.text))
        for found in [] if line.contents else _BELOW.finditer(line.text):
            core = found[1][-3:]
            rest = line.text[found.end() :] + "".join(other.text for other in body.lines[at + 1 :])
            if not any(core in title for title in titles) and core not in rest and not body.annex_numbers:
                yield found[1], place(line, found.start(), found.end())


def _elsewhere(before: str) -> bool:
    """``《…》附件2`` and ``…预案附件2`` are annexes of another document."""
    return bool(re.search(r"》[^,。;]{0,6}$", before))


def _listed(body: Body) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for at in sorted(body.annex_list):
        line = body.lines[at]
        for m in _LISTED.finditer(line.text):
            found.setdefault(digits(m[1]), place(line, m.start(1), min(len(line.text), m.end() + 12)))
    return found
