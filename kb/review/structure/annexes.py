"""QC-XREF: annexes whose numbers skip or come twice, and annexes that bear another title than their list or a reference gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.review.making import alike, beside_heading, finding, place
from kb.review.text import Body, Head, digits

_LISTED = re.compile(
    r"(?<![\d.])(?:附件)?(\d{1,2})[)、.．:](?=[\u4e00-\u9fff《I])(.+?)(?=(?<![\d.])(?:附件)?\d{1,2}[)、.．:]|$)"
)
_NAMED = re.compile(
    r"(?<![\u4e00-\u9fff》])?附件(\d{1,2}|[一二三四五六七八九十]{1,2})(?:《([^《》]{3,30})》|[:：]([\u4e00-\u9fff]{4,24})(?=[)。,;]))"
)
_ANNEX = re.compile(r"^附(?:件|录)[:：]?(\d{1,2}|[一二三四五六七八九十]{1,3})$")
_ALIKE = 0.4


def annex_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for annex numbers out of sequence, one for titles that differ."""
    heads = [(int(digits(found[1])), head) for head in body.heads if (found := _ANNEX.match(head.number))]
    steps = [
        (f"附件{one}之后是附件{two}", beside_heading(body, head.index))
        for (one, before), (two, head) in pairwise(heads)
        if ((two == one and _apart(before, head)) or one + 1 < two <= one + 3)
        and not _kept_apart(range(one + 1, two), body)
    ]
    if steps:
        message = Message("annex_skipped", {"steps": "、".join(dict.fromkeys(said for said, _ in steps))})
        yield finding("QC-XREF", FindingSeverity.MEDIUM, message, [at for _, at in steps], checklists, confidence=0.6)
    titles = {number: head for number, head in heads if head.text}
    for severity, near in ((FindingSeverity.MEDIUM, False), (FindingSeverity.LOW, True)):
        other = [
            hit for number, name, at in _names(body) for hit in _differs(number, name, at, titles, body, near=near)
        ]
        other += [] if near else _pointed(body, titles)
        if other:
            message = Message("annex_title_other", {"names": "、".join(dict.fromkeys(said for said, _ in other))})
            yield finding("QC-XREF", severity, message, [at for _, at in other], checklists, confidence=0.7)


def _apart(one: Head, other: Head) -> bool:
    """Whether two headings of one number are two annexes, not one whose label is printed again on its title page."""
    return bool(one.text) and bool(other.text) and one.text != other.text


def _kept_apart(between: range, body: Body) -> bool:
    """Whether the list of annexes has those that lack, which then is told there, or the text says that they are kept apart."""
    listed = {int(found[1]) for at in body.annex_list for found in _LISTED.finditer(body.lines[at].text)}
    return bool(between) and any(number in listed for number in between)


def _names(body: Body) -> Iterator[tuple[int, str, Place]]:
    """Every number of an annex with the name that the list or a reference gives it."""
    for at, line in enumerate(body.lines):
        if at in body.annex_list:
            for found in _LISTED.finditer(line.text):
                yield int(found[1]), found[2], place(line, found.start(1), found.end())
        else:
            for found in _NAMED.finditer(line.text):
                if not re.search(r"》[^,。;]{0,6}$", line.text[: found.start()]):
                    name = found[2] or found[3]
                    yield int(digits(found[1])), name, place(line, found.start(), found.end())


_POINTS = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)的?[(,]?(?:详|参|可)?[见按用](?:本预案)?附(?:件|录|表)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})(?!\d)"
)
_COMMON = re.compile(r"应急|人员|有关|相关|突发|事件|预案|本[县市区镇校院村]|具体|主要|及其")
"""Words of titles that tell none of them apart."""
_CONTACTS = re.compile(r"联系电话|联系方式|值班电话|电话号码|通信录|电话表?|联络表|联络方式")
_PHONE = re.compile(r"电话|手机|联系方式|\d{3,4}-\d{7,8}|1\d{10}")
_CLEARLY = 0.4


def _pointed(body: Body, titles: dict[int, Head]) -> list[tuple[str, Place]]:
    """``协议名录见附件1`` where annex 1 is another thing and the list of agreements is annex 3."""
    found = []
    cores = {number: _core(head.text) for number, head in titles.items()}
    for line in body.lines:
        for hit in [] if line.contents else _POINTS.finditer(line.text):
            number, name = int(digits(hit["number"])), _core(hit["name"])
            if number not in titles or len(name) < _SHORTEST:
                continue
            if _CONTACTS.search(hit["name"]) and _has_phones(body, titles[number]):
                continue
            others = [each for each in cores if each != number and alike(name, cores[each]) >= _CLEARLY]
            if alike(name, cores[number]) == 0 and not _shares(name, cores[number]) and others:
                said = f"附件{number}一处名为“{hit['name']}”，一处名为“{titles[number].text}”"
                found += [(said, place(line, *hit.span())), (said, beside_heading(body, titles[number].index))]
    return found


def _has_phones(body: Body, head: Head) -> bool:
    """Whether an annex says whom to call, whatever its title."""
    below = body.sections_below(head.index)
    return any(line.section in below and _PHONE.search(line.text) for line in body.lines)


def _core(name: str) -> str:
    """The words of a title that tell it from others; lists of contacts go by one name."""
    return _CONTACTS.sub("通讯录", _COMMON.sub("", name))


def _shares(name: str, title: str) -> bool:
    """Whether a name ends as a title does, or stands for what it lists."""
    return name[-2:] in title or title[-2:] in name


_SHORTEST = 2


def _differs(
    number: int, name: str, at: Place, titles: dict[int, Head], body: Body, *, near: bool
) -> Iterator[tuple[str, Place]]:
    """The two titles of one annex, where they are of different things, or (``near``) of one thing in other words."""
    head = titles.get(number)
    own = re.sub(r"[《》().。;\s]|见?附后", "", name)
    if head is None or own in head.text or head.text in own or (alike(own, head.text) > _ALIKE) is not near:
        return
    said = f"附件{number}一处名为“{own}”，一处名为“{head.text}”"
    yield said, at
    yield said, beside_heading(body, head.index)
