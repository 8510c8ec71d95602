"""The parts of an act: verb, object, place, means, and whom it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.training.actors import is_agent, split_agents
from kb.training.acts import Reading
from kb.training.tokens import tokens
from kb.training.words import ADVERBS, STRONG

_TELL = r"(?<!接)报告|通报|上报|报请|报送|转报|续报|补报|直报|抄报|抄送|抄告|告知|通知|叫应|电话报(?!告)|电话叫应|提请|汇报|请示|(?<!接)报(?=[一-鿿])(?!后|警|告|道|社|刊|名|销|纸|导|表)"
_TOWARDS = re.compile(
    rf"向([^，。；]{{2,60}}?)(?:{_TELL}|提出|发布|说明|反馈|申请|求救|求援|请求|提供|发出|移交|通气|报)"
)
_BEHIND = re.compile(
    rf"(?:{_TELL})(?:给|到|至)?((?:(?!突发|灾情|险情|情况|事故|事件|信息|有关情况)[^，。；（）]){{2,60}})"
)
_REQUEST = re.compile(r"(?:请求|申请|邀请)([^，。；]{2,30}?)(?:支援|协助|援助|增援|协调|派)")
_PLACE = re.compile(
    r"(?:在|到|至|赴|赶赴|抵达|进驻|前往)([^，。；的]{2,24}?(?:现场|处|地|点|区|口|室|所|站|中心|部|校|院|场|路|线|界|村|镇|乡|县|道|岸|上|内|边|周边|门口|方向))"
)
_MEANS = re.compile(
    r"(?:以|用|通过|采用|利用|使用)([^，。；]{2,30}?)(?:的?(?:方式|形式|手段|渠道|平台|途径|方法)|(?=向|通知|告知|报告|发布|叫应|报))"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Verb and object of an act, verbatim, with place, means and whom it tells, empty where the text names none."""

    verb: str = ""
    object: str = ""
    place: str = ""
    means: str = ""
    receivers: tuple[str, ...] = ()


def part_of(text: str, reading: Reading) -> Part:
    """The parts of the act that a stretch prescribes."""
    body = text[reading.begin :]
    verb, behind = _verb(body)
    place, means = _PLACE.search(body), _MEANS.search(body)
    return Part(
        verb,
        body[behind:].strip() if verb else "",
        place[1] if place else "",
        means[0] if means else "",
        receivers(body),
    )


def _verb(body: str) -> tuple[str, int]:
    for word in tokens(body):
        if word.word in ADVERBS or re.match(r"(?:后|时|前|的|期间)", body[word.end :]):
            continue
        if word.flag.startswith("v") or word.word in STRONG or re.fullmatch(_TELL + "|报|牵头|指挥", word.word):
            return word.word, word.end
    return "", 0


def receivers(body: str) -> tuple[str, ...]:
    """Whom an act tells or asks, single names in order."""
    found: list[str] = []
    for pattern in (_TOWARDS, _BEHIND, _REQUEST):
        for match in pattern.finditer(body):
            found += [name for name in (_name(each) for each in split_agents(_until_verb(match[1]))) if name]
    return tuple(dict.fromkeys(found))


def _until_verb(text: str) -> str:
    """The list of names at the head of a text, without what is told."""
    best = ""
    for end in range(len(text), 1, -1):
        if is_agent(text[:end]) or re.search(
            r"(?:党委|政府|国务院|党中央|省委|市委|县委|部委|上级|部门|医院|应急部|资源部|减灾委员会)$", text[:end]
        ):
            best = text[:end]
            break
    return best


def _name(text: str) -> str:
    text = re.sub(r"（[^（）]*）", "", text).strip()
    return text if 2 <= len(text) <= 24 else ""
