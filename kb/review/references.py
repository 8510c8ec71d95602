"""QC-XREF: references to annexes that the text neither contains nor lists, and annexes listed but not contained."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import finding, place
from kb.review.text import Body, digits

_REFERENCE = re.compile(
    r"(?:详见|参见|见|参照|按照?|依照|列入|填写?)[^。;《》]{0,4}?附(?:件|录|表)[:]?((?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、,和及至—-](?:附(?:件|录|表))?(?:\d{1,2}|[一二三四五六七八九十]{1,3}))*)(?!\d|年|月)"
)
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
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
        places = [listed[number] for number in only_listed]
        yield finding("QC-XREF", FindingSeverity.LOW, message, places, checklists, confidence=0.6)


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
