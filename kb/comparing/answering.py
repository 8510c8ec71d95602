"""Which clause of a plan answers a demand, and how surely: a logistic sum of a few named features of a pair (demand, clause).

Words and character pairs are compared with the best stretch of a clause (some 120 characters), so that a table of duties does not answer
everything; meaning with the whole clause. The weights are learned from labelled pairs (``python -m tests.bench.comparing_incidents --fit``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.model import Clause
from kb.ports import Embedder, Vectors

Words = Callable[[str], Sequence[str]]
FEATURES = ("words", "pairs", "acts", "rank", "meaning", "heading", "late", "shared", "length", "named")
WEIGHTS = (3.839, 2.257, 2.255, 0.285, 10.987, 1.622, -3.246, 1.035, 0.283, 3.0)
"""In the order of FEATURES; the last was cut down by hand, as few labelled pairs have a quoted word in common."""
BIAS = -16.543
SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")
_STRETCH = 120
_MOST = 1200
_LEAST = 8
_NO_ANSWER = re.compile(
    r"目的|原则|指导思想|依据|术语|名词|适用范围|分级|分类|等级|标准|级别划分|预案管理|预案体系|预案衔接|编制|修订|奖励|责任追究|解释|实施时间|生效"
)
"""Chapters that promise nothing, grade or define."""
_SAMPLE = re.compile(r"格式|样例|样式|样表|文本|通讯录|专家(?:名单|库)|联系方式|目录")
"""Annexes that hold forms, samples and names."""
_LIST = re.compile(r"队伍|物资|装备|器材|名单|名册|清单|一览")
_LISTED = re.compile(r"队伍|物资|装备|器材|储备|配备|采购|购置|备足|棉被|帐篷")
"""A row of a list of teams or supplies answers only what asks for them."""
_NO_ACT = re.compile(r"^(?:成员|组成)[:：]|为(?:特别重大|重大|较大|一般)[^。]{0,16}。?$|发布标准")
_LATE = re.compile(r"终止|结束|解除|调整|后期|善后|总结|调查评估|恢复|重建")
"""What belongs to the end of a response answers no demand about its beginning."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,12})[”\"]")
_CONCEPT_LINES = """
转移 撤离 疏散 避险 避让 撤出 避灾
排查 巡查 巡排查 巡护 检查 隐患排查 三查
宣传 宣教 教育 宣传教育 科普 培训 宣传培训 演练 应急演练
报告 上报 报送 速报 信息报告
救援 抢险 搜救 营救 抢险救援 应急救援 施救
警戒 封锁 管控 封控 警示 管制 交通管制
安置 临时安置 转移安置 救助
监测 监控 观测 专业监测 监测预警 监测员 群测群防
值班 值守 应急值守 轮班 值班室
救治 医疗救治 医疗救护 医疗救援
协调 联动 协同 协作 应急联动
发布 通知 通报 告知 传递 传达
预警 警报 报警 报警器 警报器 预警信号 示警
调查 勘查 勘察 踏勘 核查 核实 详查 评估
研判 分析 会商 判断 论证
治理 排险 除险 加固 工程治理
启动 启用
"""
_CONCEPTS = {word: words[0] for words in map(str.split, _CONCEPT_LINES.strip().splitlines()) for word in words}
"""Words for one action, under one of them."""
ACTS = frozenset(_CONCEPTS.values())
_THING_LINES = """
制度 机制 台账 建档 登记 档案
隐患 前兆 苗头 征兆 异常 预兆
"""
_THINGS = {word: words[0] for words in map(str.split, _THING_LINES.strip().splitlines()) for word in words}
_NAMES = _CONCEPTS | _THINGS
_EMPTY_LINES = """
加强 强化 严格 落实 完善 提高 提升 健全 建立 推进 开展 做好 确保 坚决 加大 切实 进一步 工作 方面 情况 问题 需要 要求 必须
应当 应 要 须 高度 重视 类似 今后 教训 经验 防止 避免 该 其 及 和 与 的 了 在 对 是 为 等
有 进行 通过 特别是 同时 及时 立即 有关 相关 部门 单位 人员 群众 灾害 事故 事件 突发 应急 地区 当地 发生 造成 所有 各级
主要 一是 二是 三是 四是 五是 到位 按照 人员伤亡 财产损失 果断 有序 全面 充分
"""
_EMPTY = frozenset(_EMPTY_LINES.split())
_NUMERIC = re.compile(r"^[\d.%一二三四五六七八九十百千万余时分日月年]+$")


@dataclass(frozen=True, slots=True)
class Best:
    """The best clause for a demand: its index, its best stretch, how likely it answers (0–1), and the words both have."""

    at: int
    stretch: str
    chance: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    text: str
    bag: frozenset[str]
    pairs: frozenset[str]


def can_answer(clause: Clause, *, headed: bool = False) -> bool:
    """Whether a clause can answer anything: it does not grade, define, list members, show a form or tell of the plan itself.

    ``headed`` tells that the plan has headings, so that what stands above them is cover and issuing notice.
    """
    if headed and not clause.path:
        return False
    annexed = any(head.startswith("附") for head in clause.path)
    if any(_NO_ANSWER.search(head) or (annexed and _SAMPLE.search(head)) for head in clause.path):
        return False
    return not _NO_ACT.search(clause.text)


class Answering:
    """The clauses of one plan, ready to be asked; ``words`` gives the content words of a text.

    Of a text with more clauses than any plan has, those are kept that have most words in common with the ``demands``.
    """

    def __init__(
        self, clauses: Iterable[Clause], embedder: Embedder, words: Words, demands: Sequence[str] = ()
    ) -> None:
        found = list(clauses)
        headed = any(clause.path for clause in found)
        self.clauses = [clause for clause in found if can_answer(clause, headed=headed)]
        if len(self.clauses) > _MOST:
            self.clauses = _likeliest(self.clauses, demands)
        self._listing = [
            clause.table_row and any(_LIST.search(head) for head in clause.path) for clause in self.clauses
        ]
        self._words = words
        self._stretches = [[self._stretch(text) for text in _stretches(clause.text)] for clause in self.clauses]
        self._heads = [self.bag(" ".join(clause.path)) for clause in self.clauses]
        self._late = [any(_LATE.search(head) for head in clause.path) for clause in self.clauses]
        bags = [frozenset().union(*(stretch.bag for stretch in each)) for each in self._stretches]
        pairs = [frozenset().union(*(stretch.pairs for stretch in each)) for each in self._stretches]
        self._known = Counter(word for bag in bags for word in bag)
        self._known_pairs = Counter(pair for found in pairs for pair in found)
        self._passages: Vectors = embedder.embed_passages([clause.text for clause in self.clauses])

    def _stretch(self, text: str) -> _Stretch:
        return _Stretch(text, self.bag(text), frozenset(_pairs(text)))

    def bag(self, text: str) -> frozenset[str]:
        """The content words of a text, actions under one name each."""
        words = (
            word for word in self._words(text) if len(word) > 1 and word not in _EMPTY and not _NUMERIC.match(word)
        )
        return frozenset(_NAMES.get(word, word) for word in words)

    def best(self, demand: str, names: frozenset[str], vector: Vectors) -> Best:
        """The clause most likely to answer; ``names`` are words of the demand that no plan of another place can share."""
        rows, stretches = self.features(demand, names, vector)
        chances = 1 / (1 + np.exp(-(rows @ np.array(WEIGHTS) + BIAS)))
        if not _LISTED.search(demand):
            chances = np.where(self._listing, 0.0, chances)
        at = int(np.argmax(chances))
        mine = self.bag(demand) - names
        stretch = stretches[at]
        shared = sorted(mine & stretch.bag, key=lambda word: (self._known[word], word))
        return Best(at, stretch.text, float(chances[at]), tuple(shared))

    def features(self, demand: str, names: frozenset[str], vector: Vectors) -> tuple[Vectors, list[_Stretch]]:
        """A row of FEATURES for every clause, float32 (clauses, features), and the best stretch of each."""
        mine = self.bag(demand) - names
        acts = mine & ACTS
        weights = self._weights(mine, self._known)
        pairs = self._weights((pair for pair in _pairs(demand) if self._known_pairs[pair]), self._known_pairs)
        quoted = [word for word in _QUOTED.findall(demand) if not _pairs(word) <= names]
        meaning = self._passages @ vector
        ranks = (meaning - meaning.mean()) / (meaning.std() + 1e-6)
        late = bool(_LATE.search(demand))
        rows, chosen = [], []
        for at, stretches in enumerate(self._stretches):
            scored = [
                (_share(weights, each.bag), _share(pairs, each.pairs), len(acts & each.bag) / max(1, len(acts)))
                for each in stretches
            ]
            top = max(range(len(scored)), key=lambda n: scored[n][0] + scored[n][1] + 0.5 * scored[n][2])
            stretch = stretches[top]
            rows.append(
                (
                    *scored[top],
                    ranks[at],
                    meaning[at],
                    bool(acts & self._heads[at]),
                    self._late[at] and not late,
                    math.log(1 + len(mine & stretch.bag)),
                    math.log(1 + len(stretch.bag)),
                    any(word in self.clauses[at].text for word in quoted),
                )
            )
            chosen.append(stretch)
        return np.array(rows, dtype=np.float32), chosen

    def _weights(self, found: Iterable[str], known: Mapping[str, int]) -> dict[str, float]:
        return {each: math.log(1 + len(self.clauses) / (1 + known[each])) for each in found}


def _share(weights: Mapping[str, float], has: frozenset[str]) -> float:
    """How much of the weight stands in a stretch."""
    return sum(weight for each, weight in weights.items() if each in has) / (sum(weights.values()) or 1.0)


def _likeliest(clauses: Sequence[Clause], demands: Sequence[str]) -> list[Clause]:
    """The _MOST clauses with most character pairs of the demands, in reading order."""
    wanted = _pairs("，".join(demands))
    scored = sorted((-len(_pairs(clause.text[:_STRETCH]) & wanted), at) for at, clause in enumerate(clauses))
    return [clauses[at] for at in sorted(at for _, at in scored[:_MOST])]


def _stretches(text: str) -> list[str]:
    """A clause in stretches of whole sentences, each of at most _STRETCH characters unless one sentence is longer."""
    found, held = [], ""
    for sentence in SENTENCE.findall(text):
        if held and len(held) + len(sentence) > _STRETCH:
            found.append(held)
            held = ""
        held += sentence
    if held.strip():
        found.append(held)
    return found or [text]


def _pairs(text: str) -> set[str]:
    """Pairs of Chinese characters that stand side by side."""
    bare = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
