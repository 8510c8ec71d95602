"""QC-RACI: duties that elsewhere in the plan are another body's: what the rows of a duty list say, against every other sentence.

A statement is a body and what it does: a row of a duty list, a sentence that begins with the body, a table row that names just one.
Two rows are exchanged when the words of each are those that the rest of the text says of the other, and not of its own body.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.review.duties.bodies import DutyRow, local, short
from kb.review.text import HANZI, Body
from kb.review.wording.lattice import cut

_COMMON = frozenset(
    HANZI.findall(
        "负责 组织 协调 指导 做好 工作 应急 开展 落实 及时 相关 有关 部门 单位 进行 提供 参与 协助 配合 实施 情况 要求 按照 本级 全县 全市 全省 人员 保障 管理 监督 加强 建立 突发 "
        "事件 灾害 事故 处置 救援 承担 完成 交办 其他 根据 需要 各级 以及 督促 检查 制定 信息 报告 指挥部 现场 灾区 受灾 职责 任务 应急处置 应急救援 突发事件 全力 牵头 会同 并且 期间 影响 范围"
    )
)
_BEFORE = re.compile(r"(?:^|[。;:,、)]|由|和|及)$")
_LEAST_ROWS, _LEAST_GAIN = 4, 3.5


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two rows whose duties are each other's, and how sure that is: what the exchange gains in shared words."""

    one: DutyRow
    other: DutyRow
    gain: float


def exchanged(body: Body, rows: Sequence[DutyRow]) -> Iterator[Exchange]:
    """Pairs of rows of one list that the rest of the text gives to each other's bodies; each row once, the surest pair first."""
    taken: set[int] = set()
    for pair in sorted(_pairs(body, rows), key=lambda pair: -pair.gain):
        if not {id(pair.one), id(pair.other)} & taken:
            taken |= {id(pair.one), id(pair.other)}
            yield pair


def _pairs(body: Body, rows: Sequence[DutyRow]) -> Iterator[Exchange]:
    single = [row for row in rows if len(row.names) == 1 and not local(row.names[0])]
    if len(single) < _LEAST_ROWS:
        return
    by_row = {id(row): _words(row.duties) for row in single}
    elsewhere = _elsewhere(body, single)
    held = Counter(word for words in elsewhere.values() for word in words)
    rare = {word: math.log((1 + len(elsewhere)) / count) for word, count in held.items()}

    def share(row: DutyRow, name: str) -> float:
        return sum(rare[word] for word in by_row[id(row)] & elsewhere.get(short(name), frozenset()))

    for one, other in combinations(single, 2):
        if one.line.section != other.line.section or short(one.names[0]) == short(other.names[0]):
            continue
        first, second = share(one, other.names[0]), share(other, one.names[0])
        as_is = share(one, one.names[0]) + share(other, other.names[0])
        if min(first, second) > 0 and first + second - as_is >= _LEAST_GAIN:
            yield Exchange(one, other, first + second - as_is)


def _elsewhere(body: Body, rows: Sequence[DutyRow]) -> dict[str, frozenset[str]]:
    """What the text outside the duty lists says of each body, in words."""
    names = sorted(
        {row.names[0] for row in rows} | {short(row.names[0]) for row in rows if len(short(row.names[0])) > 2},
        key=len,
        reverse=True,
    )
    known = re.compile("|".join(map(re.escape, names)))
    listed = {row.at for row in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for at, line in enumerate(body.lines):
        if at in listed or line.contents or not known.search(line.text):
            continue
        if line.clause.table_row:
            named = {short(name) for name in known.findall(line.text)}
            if len(named) == 1:
                found[named.pop()] |= _words(line.text)
            continue
        for first, last in line.sentences():
            mentions = list(known.finditer(line.text, first, last))
            for number, mention in enumerate(mentions):
                if not _BEFORE.search(line.text[max(first, mention.start() - 1) : mention.start()]):
                    continue
                end = mentions[number + 1].start() if number + 1 < len(mentions) else last
                if end - mention.end() > 3:
                    found[short(mention[0])] |= _words(line.text[mention.end() : end])
    return {name: frozenset(words) for name, words in found.items()}


def _words(text: str) -> frozenset[str]:
    return frozenset(
        run[start:end]
        for run in HANZI.findall(text)
        for start, end in cut(run)
        if end - start > 1 and run[start:end] not in _COMMON
    )
