"""Seeded defects of the levels of warnings and responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from kb.model import Clause, Document
from tests.bench.seeded.mutation import (
    Mutation,
    Operation,
    below,
    edited,
    one_of,
    shuffled,
    substitute,
    without_sections,
)

_LEVELS = ("一级", "二级", "三级", "四级")

_ROMAN = ("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级")


def level_rows(document: Document) -> list[list[Clause]]:
    """Runs of four neighbouring clauses, each beginning with another level, in order."""
    runs: list[list[Clause]] = []
    names = [_LEVELS, _ROMAN, ("特别重大", "重大", "较大", "一般"), ("红色", "橙色", "黄色", "蓝色")]
    for start in range(len(document.clauses) - 3):
        four = list(document.clauses[start : start + 4])
        runs += [four for group in names for order in (group, group[::-1]) if _in_order(four, order)]
    return runs


def _in_order(four: list[Clause], order: Sequence[str]) -> bool:
    lead = r"^(?:[^：；]{0,8}：)?(?:[（(]\d[）)])?(?:启动)?"
    return all(re.match(lead + level, clause.text[:18]) for level, clause in zip(order, four, strict=True))


def _level_sections(document: Document) -> list[list[int]]:
    """Sets of four sections on one level each."""
    found: dict[str, dict[str, int]] = {}
    for at, section in enumerate(document.sections):
        for group in (_LEVELS, _ROMAN, ("I级", "II级", "III级", "IV级")):
            for level in group:
                if re.match(rf"(?:启动)?{level}(?:应急)?响应", section.text) or re.match(rf"{level}", section.text):
                    parent = section.path.rsplit(".", 1)[0] if "." in section.path else ""
                    found.setdefault(f"{group[0]}{section.level}{parent}", {})[level] = at
    return [list(each.values()) for each in found.values() if len(each) >= 3]


def remove_level(document: Document, random: Random) -> Iterator[Mutation]:
    for sections in _level_sections(document)[:2]:
        index = random.choice(sections[1:] if len(sections) > 3 else sections)
        changed = without_sections(document, below(document.sections, index))
        yield Mutation("D17 remove level", changed, ("QC-LVL",), frozenset(), document.sections[index].label, "")
    for four in level_rows(document)[:6]:
        clause = random.choice(four)
        if re.search(r"响应|启动|预警|级别|级：|色：", clause.text):
            yield Mutation(
                "D17 remove level", edited(document, {clause.id: ""}), ("QC-LVL",), frozenset(), clause.text[:30], ""
            )


_INTERVAL = re.compile(
    r"(\d+(?:\.\d+)?)(万|亿)?(人|间|户|公顷|元|亩|米)(?:（含[^）]*）|\(含[^)]*\))?以上[、，,]?(?:至)?(\d+(?:\.\d+)?)(万|亿)?(人|间|户|公顷|元|亩|米)(?:（[^）]*）|\([^)]*\))?以下"
)


def _moved(up: bool, operation: str) -> Operation:
    def apply(document: Document, random: Random) -> Iterator[Mutation]:
        for clause in shuffled(document, random):
            found = _INTERVAL.search(clause.text)
            if not found or not re.search(r"级|特别重大|重大|较大|一般|色|响应", " ".join((clause.text, *clause.path))):
                continue
            low, high = float(found[1]), float(found[4])
            after = f"{high * 1.5:g}" if up else f"{high * 0.8:g}"
            if not up and found[2] == found[5] and float(after) <= low:
                continue
            yield one_of(operation, document, clause, found[4], after, ("QC-LVL",), found.start(4))

    return apply


overlap = _moved(True, "D18 overlap levels")

gap = _moved(False, "D19 gap between levels")

_COLOURS = ("红色", "橙色", "黄色", "蓝色")


def wrong_colour(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random, least=6):
        pair = re.search(
            r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级|I级|特别重大|重大|较大|一般)[^。]{0,12}?(红色|橙色|黄色|蓝色)|(红色|橙色|黄色|蓝色)[^。；]{0,6}?(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级|特别重大|较大)",
            clause.text,
        )
        if not pair or len(re.findall("、", pair[0])) > 0:
            continue
        colour = pair[1] or pair[2]
        other = random.choice([each for each in _COLOURS if each != colour])
        yield one_of(
            "D20 wrong colour",
            document,
            clause,
            colour,
            other,
            ("QC-LVL",),
            pair.start(1) if pair[1] else pair.start(2),
        )
    for clause in document.clauses:
        if re.search(r"红色、橙色、黄色(?:和|、|及)蓝色", clause.text):
            yield one_of("D20 wrong colour", document, clause, "红色、橙色", "橙色、红色", ("QC-LVL",))


def level_without_measures(document: Document, random: Random) -> Iterator[Mutation]:
    for clause in shuffled(document, random):
        found = re.match(r"((?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?:应急)?响应)[：:](.{20,})", clause.text)
        if found:
            yield one_of("D21 level without measures", document, clause, clause.text, f"{found[1]}：", ("QC-LVL",), 0)
    for at, section in enumerate(document.sections):
        if re.search(r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?:应急)?响应(?:行动|措施)?$|^响应措施$", section.text):
            inside = below(document.sections, at)
            own = [clause for clause in document.clauses if clause.section in inside]
            if own and sum(len(c.text) for c in own) > 30:
                texts = {clause.id: "" for clause in own}
                yield Mutation(
                    "D21 level without measures", edited(document, texts), ("QC-LVL",), frozenset(), section.label, ""
                )


mixed_names = substitute(
    "D22 mixed level names", r"(?:[一二三四]级|Ⅰ级|Ⅱ级|Ⅲ级|Ⅳ级)(?=(?:应急)?响应)",
    lambda m: {"一": "红色", "二": "橙色", "三": "黄色", "四": "蓝色", "Ⅰ": "A级", "Ⅱ": "B级", "Ⅲ": "C级", "Ⅳ": "D级"}[m[0][0]],
    "QC-LVL",
)  # fmt: skip
