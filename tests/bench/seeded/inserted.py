"""Seeded defects that are a sentence put in."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kb.model import Document
from tests.bench.seeded.mutation import Mutation, Operation, edited, shuffled


def put_in(operation: str, rule: str, sentences: tuple[str, ...]) -> Operation:
    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in shuffled(document, random, least=40, rows=False)[:3]:
            if clause.section >= 0:
                said = random.choice(sentences)
                changed = edited(document, {clause.id: clause.text + said})
                yield Mutation(operation, changed, (rule,), frozenset({clause.id}), "", said)

    return apply


impossible_day = put_in(
    "D46 impossible day",
    "QC-DATE",
    (
        "本预案2026年6月31日修订。",
        "2025年13月5日组织过演练。",
        "每年2月30日前完成检查。",
        "二〇二六年十一月三十一日印发。",
    ),
)

report_late = put_in(
    "D48 report put off", "QC-TIME",
    ("事故发生后，事发单位应在5日内写出书面报告。", "险情核实清楚后再向上级报告。", "接报后5小时内以电话、2小时内以书面形式向上级报告。", "发现火情后应在20分钟内报警。"),
)  # fmt: skip

two_heads = put_in(
    "D49 two heads", "QC-RACI",
    ("现场指挥部由分管副职、属地主要负责人共同担任指挥长。", "应急指挥部设总指挥2名。", "抢险组由甲单位负责人、乙单位负责人均任组长。"),
)  # fmt: skip
