"""Seeded contradictions: a post, phone, number or headquarters told in another way in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from kb.model import Clause, Document
from tests.bench.seeded.mutation import BODY, Mutation, edited, one_of, shuffled


def other_holder(document: Document, random: Random) -> Iterator[Mutation]:
    """The office moves in one of two places that tell where it is."""
    seats = [
        (c, m)
        for c in document.clauses
        for m in re.finditer(r"办公室(?:（[^）]*）)?设在([\u4e00-\u9fff]{2,10}?(?:局|厅|委|处|部))", c.text)
    ]
    if len(seats) >= 2 and len({m[1] for _, m in seats}) == 1:
        for clause, found in seats[:3]:
            yield one_of(
                "D27 other holder",
                document,
                clause,
                found[1],
                "县统计局" if found[1][0] == "县" else "省统计局",
                ("QC-CONS",),
                found.start(1),
            )


def conflicting_post(document: Document, random: Random) -> Iterator[Mutation]:
    """A second sentence that gives the office another seat or head."""
    for clause in document.clauses:
        found = re.search(rf"(?:办公室|县防办|市防办)(?:（[^）]*）)?[^。；]{{0,6}}设在({BODY})", clause.text)
        if not found:
            continue
        for target in shuffled(document, random, least=40, rows=False)[:3]:
            if target.id == clause.id or target.section < 0:
                continue
            other = "统计局" if not found[1].startswith(("省", "市", "县")) else f"{found[1][0]}统计局"
            said = random.choice((f"指挥部办公室设在{other}。", f"办公室设在{other}，负责日常工作。"))
            yield Mutation(
                "D27 other holder",
                edited(document, {target.id: target.text + said}),
                ("QC-CONS",),
                frozenset({target.id, clause.id}),
                "",
                said,
            )
        return


def other_phone(document: Document, random: Random) -> Iterator[Mutation]:
    """A number that stands twice beside the same name, changed in one of the places."""
    beside: dict[str, list[tuple[Clause, set[str]]]] = {}
    for clause in document.clauses:
        for found in re.finditer(r"(?<!\d)\d{4}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)", clause.text):
            beside.setdefault(found[0], []).append((clause, _names_before(clause, found.start())))
    twice = [
        (phone, clause)
        for phone, places in beside.items()
        for clause, names in places
        if any(other.id != clause.id and names & known for other, known in places)
    ]
    random.shuffle(twice)
    for phone, clause in twice[:8]:
        at = random.choice([index for index, char in enumerate(phone) if char.isdigit() and index > 5])
        digit = str((int(phone[at]) + random.randint(1, 9)) % 10)
        yield one_of("D28 other phone", document, clause, phone, phone[:at] + digit + phone[at + 1 :], ("QC-CONS",))


def _names_before(clause: Clause, at: int) -> set[str]:
    """All runs of four characters in the words by which a number stands, without what every number is called."""
    row = clause.text if clause.table_row else clause.text[max(0, at - 24) : at]
    said = re.sub(r"联系方式|联系电话|值班电话|固定电话|负责人|责任人|管理人|保管人|电话|岗位|单位|小时", "，", row)
    return {run[k : k + 4] for run in re.findall(r"[\u4e00-\u9fff]{4,}", said) for k in range(len(run) - 3)}


def other_number(document: Document, random: Random) -> Iterator[Mutation]:
    named = re.compile(
        r"([\u4e00-\u9fff]{3,12}(?:队|医院|协会|学校|小学|中学|体育馆|水库|仓库|工作组|成员单位))[（(：:，共有]{0,2}(?:人数|现有|可容纳|容量|编制)?[：:]?(\d+)(人|名|张|个|床)"
    )
    seen: dict[str, list[tuple[Clause, re.Match[str]]]] = {}
    for clause in document.clauses:
        for found in named.finditer(clause.text):
            seen.setdefault(found[1][-5:] + found[2] + found[3], []).append((clause, found))
    for places in seen.values():
        if len({clause.id for clause, _ in places}) >= 2:
            clause, found = random.choice(places)
            yield one_of(
                "D29 other number", document, clause, found[2], str(int(found[2]) * 2 + 1), ("QC-CONS",), found.start(2)
            )


def other_headquarters(document: Document, random: Random) -> Iterator[Mutation]:
    whole = "".join(clause.text for clause in document.clauses)
    for now, old in (("指挥部", "领导小组"), ("领导小组", "指挥部")):
        if whole.count(now) >= 8 and whole.count(old) == 0:
            made = 0
            for clause in shuffled(document, random):
                found = re.search(rf"(?<!现场)(?<!上级){now}(?!办公室)", clause.text)
                if found and clause.section >= 0 and made < 4:
                    made += 1
                    yield one_of("D30 other headquarters", document, clause, now, old, ("QC-CONS",), found.start())
