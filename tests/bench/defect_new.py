"""The operations D45 to D49 of ``DEFECTS.md``: numbers that skip, days that no calendar has, titles of laws, reports put off, two heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from kb.model import Document
from tests.bench.defect_ops import Mutation, Operation, _shuffled, _substitute, edited


def skip_number(document: Document, random: Random) -> Iterator[Mutation]:
    """A numbered item between two others of its section is cut."""
    runs = []
    for one, two in pairwise(document.clauses):
        first, second = (re.search(r"/（(\d+)）$", each.id) for each in (one, two))
        if first and second and one.section == two.section and int(second[1]) == int(first[1]) + 1 > 2:
            runs.append((one, two))
    random.shuffle(runs)
    for one, two in runs:
        yield Mutation(
            "D45 skip a number",
            edited(document, {one.id: ""}),
            ("QC-XREF", "QC-ELEM"),
            frozenset({two.id}),
            one.text[:40],
            "",
        )


law_title = _substitute(
    "D47 title of a law", r"(?<=《)([^《》]{5,30}?)(条例|办法)(?=》)",
    lambda m: m[1] + ("办法" if m[2] == "条例" else "条例"), "QC-CIT",
)  # fmt: skip


def _inserted(operation: str, rule: str, sentences: tuple[str, ...]) -> Operation:
    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in _shuffled(document, random, least=40, rows=False)[:3]:
            if clause.section >= 0:
                said = random.choice(sentences)
                changed = edited(document, {clause.id: clause.text + said})
                yield Mutation(operation, changed, (rule,), frozenset({clause.id}), "", said)

    return apply


impossible_day = _inserted(
    "D46 impossible day",
    "QC-DATE",
    (
        "本预案2026年6月31日修订。",
        "2025年13月5日组织过演练。",
        "每年2月30日前完成检查。",
        "二〇二六年十一月三十一日印发。",
    ),
)
report_late = _inserted(
    "D48 report put off", "QC-TIME",
    ("事故发生后，事发单位应在5日内写出书面报告。", "险情核实清楚后再向上级报告。", "接报后5小时内以电话、2小时内以书面形式向上级报告。", "发现火情后应在20分钟内报警。"),
)  # fmt: skip
two_heads = _inserted(
    "D49 two heads", "QC-RACI",
    ("现场指挥部由分管副职、属地主要负责人共同担任指挥长。", "应急指挥部设总指挥2名。", "抢险组由甲单位负责人、乙单位负责人均任组长。"),
)  # fmt: skip
