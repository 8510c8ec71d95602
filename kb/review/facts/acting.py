"""QC-CONS: chains of deputies that cannot be: one person stands in for himself or twice, a head is among the own deputies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.checklists import Checklists
from kb.model import Finding, FindingSeverity, Message, Place
from kb.name_model import can_be_name
from kb.review.facts.entries import TITLE
from kb.review.making import finding, place
from kb.review.text import Body, Line

_STEP = re.compile(
    r"(?P<absent>[\u4e00-\u9fff、]{2,16}?)(?:因故|均|都)?(?:不在|外出|缺席|无法(?:履职|到岗|到位)|不能(?:履职|到岗|到位))[^,。;由]{0,8},?"
    r"(?:可|应当|应)?由(?P<deputy>[\u4e00-\u9fff]{2,20}?)(?:代行|代理|代为|负责|履行|接替|行使|主持|担任|指挥)"
)
_TITLED = re.compile(rf"^.*{TITLE}(?=[\u4e00-\u9fff]{{2,3}}$)")
_ALL = re.compile(r"[二两三]人|[均都]|二者|同时|上述|以上|前述")
_ONE = re.compile(
    r"(?<!副)(?P<post>总指挥|指挥长|组长|主任)(?::|由|为)(?P<holder>[^。;:\n]{2,40}?)(?=[。;]|担任|兼任|(?:常务)?副(?:总?指挥|组长|主任)|成员|$)"
)
_OTHERS = r"(?:常务)?副{post}(?::|由|为)(?P<holders>[^。;:\n]{{2,120}}?)(?=[。;]|担任|兼任|成员|$)"
_NEAR = 4


def acting_findings(body: Body, checklists: Checklists) -> Iterator[Finding]:
    """One finding for all chains of deputies that contradict themselves."""
    hits = [*_chains(body), *_heads_among_deputies(body)]
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


def _heads_among_deputies(body: Body) -> Iterator[tuple[str, Place]]:
    """``指挥长：甲`` beside ``副指挥长：乙、甲``."""
    lines = [line for line in body.lines if not line.contents]
    for at, line in enumerate(lines):
        for found in _ONE.finditer(line.text):
            for where, held in _deputies(lines[at : at + _NEAR], line, found):
                holder = _bare(found["holder"])
                if holder in map(_bare, re.split("[、和及,]", re.sub(r"\([^()]*\)", "", held["holders"]))):
                    words = f"{found['post']}与副{found['post']}都是{holder}"
                    yield words, place(line, *found.span())
                    yield words, place(where, held.start(), held.end())


def _deputies(lines: list[Line], line: Line, found: re.Match[str]) -> Iterator[tuple[Line, re.Match[str]]]:
    """The first list of deputies of a post at or after its holder, within a few lines of one section."""
    source = re.compile(_OTHERS.format(post=found["post"]))
    for each in lines:
        held = source.search(each.text, found.end() - 1 if each is line else 0)
        if held and each.section == line.section:
            yield each, held
            return


def _bare(holder: str) -> str:
    return re.sub(r"\([^()]*\)|^由|同志$|等$|担任$", "", holder).strip(",")
