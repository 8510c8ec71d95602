"""A draft beside a past incident: which of its measures and lessons the draft answers, with the clause, and which not.

Each demand of the incident (a part of a sentence that asks for or tells of an action) is compared with every clause, by the share of its
content words that the clause has and by meaning; both must speak for it before the draft is said to answer. What is not answered is said to
be *not found*, with the nearest clause: only a reader can say that it is missing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kb.model import Clause, Document, Incident, Place
from kb.ports import Embedder, Vectors

Words = Callable[[str], Sequence[str]]
_ANSWERED_WORDS, _ANSWERED_MEANING = 0.5, 0.86
_TOUCHED_WORDS, _TOUCHED_MEANING = 0.34, 0.84
_ENOUGH_WORDS = 0.66
"""A share of words that is enough whatever the meaning says."""
_LEAST = 8
_PART = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")
_SPLIT = re.compile(r"(?<=[，,])")
_DEMAND = re.compile(
    r"应当?|须|必须|需要?|要|加强|强化|严格|落实|完善|提高|提升|健全|建立|推进|开展|做好|防止|避免|确保|坚决|加大|加快|严防|规范|督促|配备|储备|演练|培训|宣传"
    r"|排查|巡查|监测|预警|转移|撤离|疏散|避险|避让|报告|上报|通知|警戒|封锁|抢险|救援|搜救|营救|安置|救治|抢修|处置|调运|调派|赶赴|启动|成立|组织|发布|关闭|切断|隔离|消毒"
)
_JUDGED = re.compile(
    r"发挥了|赢得|表明|证明|说明|成功避险|避免了|提升了|减缓了|教训深刻|启示|原因|由于|为(?:预防|防止)类似"
)
"""What only praises, explains or wishes is no demand."""
_NO_ANSWER = re.compile(r"目的|原则|指导思想|依据|术语|名词|适用范围")
"""Chapters that promise nothing."""
_CONCEPT_LINES = """
转移 撤离 疏散 避险 避让 撤出 避灾
排查 巡查 巡排查 三查 巡护 检查 隐患排查
宣传 宣教 教育 宣传教育 科普 培训 宣传培训 演练 应急演练
报告 上报 报送 速报 信息报告
救援 抢险 搜救 营救 抢险救援 应急救援 施救
警戒 封锁 管控 封控 警示 管制 交通管制
安置 临时安置 转移安置 救助
监测 监控 观测 专业监测 监测预警
值班 值守 应急值守 轮班
救治 医疗救治 医疗救护 医疗救援
协调 联动 协同 协作 应急联动
发布 通知 通报 告知 传递 传达
"""
_CONCEPTS = {word: words[0] for words in map(str.split, _CONCEPT_LINES.strip().splitlines()) for word in words}
"""Words for one action, under one of them."""
_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+是|[(（]?[一二三四五六七八九十\d]+[)）、.．])")
_EMPTY_LINES = """
加强 强化 严格 落实 完善 提高 提升 健全 建立 推进 开展 做好 确保 坚决 加大 切实 进一步 工作 方面 情况 问题 需要 要求 必须
应当 应 要 须 高度 重视 类似 今后 教训 经验 防止 避免 该 其 及 和 与 的 了 在 对 是 为 等
有 进行 通过 特别是 同时 及时 立即 有关 相关 部门 单位 人员 群众 灾害 事故 事件 突发 应急 地区 当地 发生 造成 所有 各级
主要 一是 二是 三是 四是 五是 到位 按照 人员伤亡 财产损失 果断 有序 全面 充分
"""
_EMPTY = frozenset(_EMPTY_LINES.split())
_NUMERIC = re.compile(r"^[\d.%一二三四五六七八九十百千万余时分日月年]+$")


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
    clauses = [clause for clause in draft.clauses if not any(_NO_ANSWER.search(head) for head in clause.path)]
    if not clauses:
        return FromIncident(incident_id, incident.title, doc_id, ())
    scores = _Scores(clauses, embedder, words, _names(incident, words))
    demands = [demand for demand in _demands(incident) if len(scores.demand(demand[1])) > 1]
    if not demands:
        return FromIncident(incident_id, incident.title, doc_id, ())
    points = tuple(
        scores.point(kind, place, vector)
        for (kind, place), vector in zip(demands, scores.vectors(demands), strict=True)
    )
    return FromIncident(incident_id, incident.title, doc_id, points)


def _demands(incident: Incident) -> Iterator[tuple[str, Place]]:
    """The parts of measures and lessons that ask for or tell of an action, each once."""
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
    for sentence in _PART.findall(text):
        held = ""
        for part in _SPLIT.split(sentence):
            held += part
            if len(held) >= 18 and _DEMAND.search(held):
                yield held.strip(" ，,")
                held = ""
        if len(held.strip()) >= _LEAST:
            yield held.strip(" ，,")


def _names(incident: Incident, words: Words) -> frozenset[str]:
    """Words that name the place and the event itself: no plan of another place can share them."""
    named = frozenset(words(incident.place)) | frozenset(words(incident.title))
    return named - _CONCEPTS.keys() - frozenset(_CONCEPTS.values())


class _Scores:
    """The clauses of a draft as bags of words and vectors."""

    def __init__(self, clauses: Sequence[Clause], embedder: Embedder, words: Words, names: frozenset[str]) -> None:
        self.clauses, self.words, self.names, self.embedder = clauses, words, names, embedder
        self.bags = [self._bag(clause.text) for clause in clauses]
        self.known = Counter(word for bag in self.bags for word in bag)
        self.passages: Vectors = embedder.embed_passages([clause.text for clause in clauses])

    def _bag(self, text: str) -> frozenset[str]:
        words = (word for word in self.words(text) if len(word) > 1 and word not in _EMPTY and not _NUMERIC.match(word))
        return frozenset(_CONCEPTS.get(word, word) for word in words)

    def vectors(self, demands: Sequence[tuple[str, Place]]) -> Vectors:
        """The demands as queries."""
        return self.embedder.embed_queries([_LABEL.sub("", place.quote) for _, place in demands])

    def demand(self, place: Place) -> frozenset[str]:
        """What a demand is recognised by."""
        return self._bag(_LABEL.sub("", place.quote)) - self.names

    def point(self, kind: str, place: Place, vector: Vectors) -> Point:
        """The best clause for a demand, and what it says of it."""
        mine = self.demand(place)
        weights = {word: math.log(1 + len(self.bags) / (1 + self.known[word])) for word in mine}
        total = sum(weights.values()) or 1.0
        shares = np.array([sum(weights[word] for word in mine & bag) / total for bag in self.bags], dtype=np.float32)
        meaning = self.passages @ vector
        best = int(np.argmax(shares + meaning))
        share, near = float(shares[best]), float(meaning[best])
        clause = self.clauses[best]
        shared = tuple(sorted(mine & self.bags[best], key=lambda word: -weights[word]))
        return Point(
            kind, _answer(share, near, len(shared)), place, Place(clause.id, _sentence(clause.text, shared)), shared
        )


def _answer(share: float, meaning: float, shared: int) -> Answer:
    if shared >= 2 and (share >= _ENOUGH_WORDS or (share >= _ANSWERED_WORDS and meaning >= _ANSWERED_MEANING)):
        return Answer.ANSWERED
    if shared and share >= _TOUCHED_WORDS and meaning >= _TOUCHED_MEANING:
        return Answer.TOUCHED
    return Answer.OPEN


def _sentence(text: str, shared: Sequence[str]) -> str:
    """The sentence of a clause that has most of the shared words."""
    sentences = [each.strip() for each in _PART.findall(text) if each.strip()] or [text.strip()]
    best = max(sentences, key=lambda each: sum(word in each for word in shared))
    return best if len(best) >= _LEAST else text.strip()[:160]
