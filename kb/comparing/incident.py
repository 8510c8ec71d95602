"""A draft beside a past incident: which of its measures and lessons the draft answers, with the clause, and which not.

Each demand of the incident (a part of a sentence that asks for or tells of an action) is put to every clause (``answering``). What is not
answered is said to be *not found*, with the nearest clause: only a reader can say that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.comparing.answering import ACTS, SENTENCE, Answering, Best, Words
from kb.model import Clause, Document, Incident, Place
from kb.ports import Embedder

ANSWERED, TOUCHED = 0.7, 0.35
"""From which chance on a clause is said to answer, or to touch, a demand."""
_LEAST = 8
_SPLIT = re.compile(r"(?<=[，,])")
_DEMAND = re.compile(
    r"应当?|须|必须|需要?|要|加强|强化|严格|落实|完善|提高|提升|健全|建立|推进|开展|做好|防止|避免|确保|坚决|加大|加快|严防|规范|督促|配备|储备|演练|培训|宣传"
    r"|排查|巡查|监测|预警|转移|撤离|疏散|避险|避让|报告|上报|通知|警戒|封锁|抢险|救援|搜救|营救|安置|救治|抢修|处置|调运|调派|赶赴|启动|成立|组织|发布|关闭|切断|隔离|消毒"
)
_JUDGED = re.compile(
    r"发挥了|赢得|表明|证明|说明|成功避险|避免了|提升了|减缓了|教训深刻|启示|原因|由于|为(?:预防|防止)类似"
    r"|未造成人员|(?:无|没有)人员伤亡|实现了|这一案例|有力|因[^，。]{0,12}(?:及时|提前)|响应迅速|紧张而有序|修订[^，。；;]{0,24}预案|\d余?(?:多|几)?[人户名][^，。]{0,6}安全(?:撤离|转移)"
)
"""What only praises, explains, wishes or tells the outcome is no demand."""
_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+是|[(（]?[一二三四五六七八九十\d]+[)）、.．])")


class Answer(StrEnum):
    """Whether the draft answers a point."""

    ANSWERED = "answered"
    TOUCHED = "touched"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Point:
    """One demand of the incident. ``kind`` measure|lesson, ``incident`` where it is told, ``draft`` the answering or nearest clause."""

    kind: str
    answer: Answer
    incident: Place
    draft: Place | None
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromIncident:
    """A draft compared with one incident."""

    incident_id: str
    title: str
    doc_id: str
    points: tuple[Point, ...]


def compare(
    draft: Document, incident: Incident, incident_id: str, doc_id: str, embedder: Embedder, words: Words
) -> FromIncident:
    """Every demand of the incident with its answer; ``words`` gives the content words of a text."""
    asked = [(kind, place, asked_words(place.quote)) for kind, place in demands(incident)]
    names = names_of(incident, words)
    plan = Answering(draft.clauses, embedder, words, [text for _, _, text in asked]) if asked else None
    if plan is None or not plan.clauses:
        return FromIncident(incident_id, incident.title, doc_id, ())
    asked = [each for each in asked if is_asked(each[0], plan.bag(each[2]) - names)]
    vectors = embedder.embed_queries([text for _, _, text in asked]) if asked else ()
    points = tuple(
        _point(kind, place, plan.best(text, names, vector), plan.clauses)
        for (kind, place, text), vector in zip(asked, vectors, strict=True)
    )
    return FromIncident(incident_id, incident.title, doc_id, points)


def is_asked(kind: str, bag: frozenset[str]) -> bool:
    """Whether a demand has enough words of its own to be recognised by, and, being a measure taken, names an action."""
    return len(bag) > 1 and (kind == "lesson" or bool(bag & ACTS))


def asked_words(quote: str) -> str:
    """A demand without the numeral before it."""
    return _LABEL.sub("", quote)


def demands(incident: Incident) -> Iterator[tuple[str, Place]]:
    """The parts of measures and lessons that ask for or tell of an action, each once, with measure|lesson."""
    seen: set[str] = set()
    told = [("measure", measure.text, measure.clause_id) for measure in incident.measures]
    told += [("lesson", lesson, incident.clause_id) for lesson in incident.lessons]
    for kind, text, clause_id in told:
        for part in _parts(text):
            if part not in seen and _DEMAND.search(part) and len(part) >= _LEAST and not _JUDGED.search(part):
                seen.add(part)
                yield kind, Place(clause_id, part)


def _parts(text: str) -> Iterator[str]:
    """Sentences, long ones in parts at commas; a part too short to stand alone stays with the one before."""
    for sentence in SENTENCE.findall(text):
        held = ""
        for part in _SPLIT.split(sentence):
            held += part
            if len(held) >= 18 and _DEMAND.search(held):
                yield held.strip(" ，,")
                held = ""
        if len(held.strip()) >= _LEAST:
            yield held.strip(" ，,")


def names_of(incident: Incident, words: Words) -> frozenset[str]:
    """Words that name the place and the event itself: no plan of another place can share them."""
    return (frozenset(words(incident.place)) | frozenset(words(incident.title))) - ACTS


def _point(kind: str, place: Place, best: Best, clauses: Sequence[Clause]) -> Point:
    clause = clauses[best.at]
    quote = _sentence(best.stretch, best.shared) or _sentence(clause.text, best.shared) or clause.text.strip()[:160]
    return Point(kind, _answer(best), place, Place(clause.id, quote), best.shared)


def _answer(best: Best) -> Answer:
    if best.chance >= ANSWERED and best.shared:
        return Answer.ANSWERED
    return Answer.TOUCHED if best.chance >= TOUCHED and best.shared else Answer.OPEN


def _sentence(text: str, shared: Sequence[str]) -> str:
    """The sentence that has most of the shared words; empty where it is too short to be a quote."""
    sentences = [each.strip() for each in SENTENCE.findall(text) if each.strip()] or [text.strip()]
    best = max(sentences, key=lambda each: sum(word in each for word in shared))
    return best if len(best) >= _LEAST else ""
