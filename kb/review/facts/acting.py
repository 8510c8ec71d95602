"""QC-CONS: chains of deputies that cannot be: one person stands in for himself or twice, a head is among the own deputies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name
from kb.review.facts.entries import TITLE
from kb.review.facts.pairs import pairs
from kb.review.facts.table import Held
from kb.review.making import finding, place
from kb.review.text import Body

_STEP = re.compile(
    r"(?P<absent>[\u4e00-\u9fff、]{2,16}?)(?:因故|均|都)?(?:不在|外出|缺席|无法(?:履职|到岗|到位)|不能(?:履职|到岗|到位))[^,。;由]{0,8},?"
    r"(?:可|应当|应)?由(?P<deputy>[\u4e00-\u9fff]{2,20}?)(?:代行|代理|代为|负责|履行|接替|行使|主持|担任|指挥)"
)
_TITLED = re.compile(rf"^.*{TITLE}(?=[\u4e00-\u9fff]{{2,3}}$)")
_ALL = re.compile(r"[二两三]人|[均都]|二者|同时|上述|以上|前述")
_NEAR = 4
_LEAST = 2
_HEAD = re.compile(r"^(?:[\u4e00-\u9fff]*(?:总指挥|指挥长|组长))")
_DEPUTY = re.compile(r"^(?:常务|第一)?副")
_ANYBODY = re.compile(r"(?<!主要)负责(?:同志|人)$|(?<!主要)领导$")


def acting_findings(body: Body, table: Sequence[Held], checklists: Checklists) -> Iterator[Finding]:
    """One finding for all chains of deputies that contradict themselves."""
    hits = [*_chains(body), *_heads_among_deputies(body, table), *_no_deputies(body, table)]
    if hits:
        message = Message("deputies_wrong", {"what": "；".join(dict.fromkeys(said for said, _ in hits))})
        yield finding("QC-CONS", FindingSeverity.MEDIUM, message, [at for _, at in hits], checklists, confidence=0.7)


def _chains(body: Body) -> Iterator[tuple[str, Place]]:
    """``甲不在时由乙代行；丙不在时由乙代行``: the next in the chain stands in for the one before."""
    for line in body.lines:
        steps = [] if line.contents else list(_STEP.finditer(line.text))
        for found in steps:
            absent, deputy = _who(found["absent"]), _who(found["deputy"])
            if absent == deputy:
                yield f"{absent}不在时由{deputy}代行", place(line, *found.span())
        for one, two in pairwise(steps):
            first, absent, second = _who(one["deputy"]), _who(two["absent"]), _who(two["deputy"])
            if two.start() - one.end() > _NEAR * 4 or _ALL.search(two["absent"]) or not can_be_name(absent):
                continue
            if first == second or (can_be_name(first) and absent not in (first, _who(one["absent"]))):
                yield f"先由{first}代行，又写{absent}不在时由{second}代行", place(line, one.start(), two.end())


def _who(words: str) -> str:
    """A person without the title before the name."""
    return _TITLED.sub("", words)


def _heads_among_deputies(body: Body, table: Sequence[Held]) -> Iterator[tuple[str, Place]]:
    """``指挥长：甲`` beside ``副指挥长：乙、甲`` in one section, by name or by the same office."""
    for head, deputy in pairs(body, [each for each in table if not each.listed]):
        who = _one(head, deputy)
        if who:
            words = f"{head.post}与{deputy.post}都是{who}"
            yield words, head.where
            yield words, deputy.where


def _one(head: Held, deputy: Held) -> str:
    """The name of both, or the office that both have where no name is said."""
    if head.name or deputy.name:
        return head.name if head.name == deputy.name else ""
    office = head.office.partition("或")[0]
    return office if office == deputy.office and not _ANYBODY.search(office) else ""


def _no_deputies(body: Body, table: Sequence[Held]) -> Iterator[tuple[str, Place]]:
    """``组长不在时由副院长甲代行`` where the deputies are named and 甲 is none of them."""
    deputies = {each.name for each in table if each.post.startswith(("副", "常务副", "第一副")) and each.name}
    named = {each.name: each for each in table if each.name and each.name not in deputies}
    if len(deputies) < _LEAST:
        return
    for line in body.lines:
        for found in [] if line.contents else _STEP.finditer(line.text):
            who = _who(found["deputy"])
            if _HEAD.search(found["absent"]) and who in named and _DEPUTY.search(found["deputy"]):
                yield f"{found['deputy']}代行，副职名单中没有{who}", place(line, *found.span())
