"""Holding a model's sentences against the material: whatever it adds of its own is found by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.drafting.model import SLOT
from kb.drafting.places import local_names

_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？]|\n|$)")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\d{3,4}-\d{7,8}|\d{5,8})(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_HAN_NUMBER = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿]+(?=个?(?:小时|分钟|秒|日|天|周|个月|月|年|人|名|户|次|米|毫米|公里|吨|台|辆|套|支|元|万元|处|倍|成))"
)
_LEVEL = re.compile(
    r"[一二三四ⅠⅡⅢⅣ1-4]级|[红橙黄蓝]色(?=预警)|特别重大|(?<![特别])重大(?=[事突灾险])|较大(?=[事突灾险])"
)
_CITED = re.compile(r"《[^《》]+》|[一-鿿]{1,8}〔\d{4}〕\d+号|第[一二三四五六七八九十百\d]+[条款章]")
_BODY = re.compile(
    r"[一-鿿]{2,12}?(?:指挥部|委员会|办公室|人民政府|管理局|总队|支队|大队|中队|中心|公司|集团|协会|医院|学校|局|厅|委|办|部门|科|股)(?![一-鿿]{0,1}[长任])"
)
_PERSON = re.compile(r"(?<=[由请])[一-鿿]{2,3}(?:同志|先生|女士)|[一-鿿]{2,3}(?=同志)")
_GENERAL_BODY = re.compile(r"^(?:各|有关|相关|主管|上级|下级|本级|当地|成员|责任|牵头|事发|所在|职能|该|本|其他)")
_COMMON = re.compile(
    r"^(?:组织|负责|协调|通知|立即|及时|配合|会同|联系|报告|按照|根据|发现|服从|接受|督促|指导|由|向|与|和|及|并|将|对|在|经|报|请)+"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Words that stand nowhere in the material: ``kind`` is number, phone, name, body, level, citation or slot_lost."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with what it adds of its own."""

    text: str
    faults: tuple[Fault, ...]


def checked(answer: str, material: str) -> tuple[Sentence, ...]:
    """The sentences of an answer, each with its faults; line breaks stay at the end of their sentence."""
    flat = _flat(material)
    return tuple(
        Sentence(text, tuple(dict.fromkeys(_faults(text, flat)))) for text in _SENTENCE.findall(answer) if text
    )


def lost_slots(answer: str, before: str) -> tuple[str, ...]:
    """Slots of the text before that the answer no longer has: something unknown may have been filled in silently."""
    left = SLOT.findall(answer)
    lost = []
    for label in SLOT.findall(before):
        if label in left:
            left.remove(label)
        else:
            lost.append(label)
    return tuple(lost)


def _faults(text: str, material: str) -> Iterator[Fault]:
    plain = SLOT.sub("，", text)
    for found in _PHONE.finditer(plain):
        if not _has(material, found[0]):
            yield Fault("phone" if len(found[0]) > 6 else "number", found[0])
    without_phones = _PHONE.sub("，", plain)
    for pattern, kind in ((_NUMBER, "number"), (_HAN_NUMBER, "number"), (_LEVEL, "level"), (_CITED, "citation")):
        for found in pattern.finditer(without_phones):
            if not _has(material, found[0], whole=kind == "number"):
                yield Fault(kind, found[0])
    for start, end, _ in local_names(plain):
        if not _has(material, plain[start:end]):
            yield Fault("name", plain[start:end])
    for found in _PERSON.finditer(plain):
        if not _has(material, found[0]):
            yield Fault("name", found[0])
    for found in _BODY.finditer(plain):
        body = _COMMON.sub("", found[0])
        if len(body) > 2 and not _GENERAL_BODY.match(body) and not _known_body(material, body):
            yield Fault("body", body)


def _known_body(material: str, body: str) -> bool:
    """Whether the body, or what is left after cutting words before it that belong to the sentence, stands in the material."""
    return any(_has(material, body[at:]) for at in range(0, max(1, len(body) - 3)))


def _has(material: str, words: str, *, whole: bool = False) -> bool:
    if not whole:
        return _flat(words) in material
    return bool(re.search(rf"(?<![\d.]){re.escape(_flat(words))}(?![\d]|\.\d)", material))


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)
