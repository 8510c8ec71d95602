"""Seeded defects of numbers, headings, annexes and the issuing notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

from kb.model import Document, Section
from tests.bench.seeded.mutation import Mutation, below, edited


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


def wrong_issuer(document: Document, random: Random) -> Iterator[Mutation]:
    """The notice of a plan of the government bears the name of a department."""
    for clause in document.clauses[:4]:
        found = re.match(r"([\u4e00-\u9fff]{2,16}?)人民政府(?:办公室)?(?=关于印发)", clause.text)
        if found and clause.section < 0:
            after = clause.text.replace(found[0], f"{found[1]}应急管理局", 1)
            changed = edited(document, {clause.id: after})
            yield Mutation(
                "D44 wrong issuer", changed, ("QC-ISSUE", "EL-1001"), frozenset({clause.id}), found[0], after[:20]
            )


def _with_section(document: Document, at: int, section: Section) -> Document:
    return replace(document, sections=(*document.sections[:at], section, *document.sections[at + 1 :]))


def _told_at(document: Document, at: int) -> frozenset[str]:
    """The first clause below or after a heading."""
    return frozenset(
        [next((clause.id for clause in document.clauses if clause.section >= at), document.clauses[-1].id)]
    )


def doubled_heading(document: Document, random: Random) -> Iterator[Mutation]:
    """A heading bears the number of the one before it."""
    pairs = [
        (at, one)
        for at, two in enumerate(document.sections)
        for one in document.sections[max(0, at - 12) : at]
        if re.fullmatch(r"\d+(?:\.\d+)+", two.number)
        and one.level == two.level
        and one.number == ".".join([*two.number.split(".")[:-1], str(int(two.number.split(".")[-1]) - 1)])
    ]
    random.shuffle(pairs)
    for at, one in pairs:
        two = document.sections[at]
        changed = _with_section(document, at, replace(two, number=one.number))
        yield Mutation("D50 doubled number", changed, ("QC-XREF",), _told_at(document, at), two.label, one.number)


def doubled_item(document: Document, random: Random) -> Iterator[Mutation]:
    """An item of a list bears the number of the one before it."""
    items = [
        clause for clause in document.clauses if (found := re.search(r"/（(\d+)）$", clause.id)) and int(found[1]) > 2
    ]
    random.shuffle(items)
    for clause in items:
        own = clause.id.rpartition("/")[2]
        less = f"（{int(own[1:-1]) - 1}）"
        if clause.text.count(own) == 1 and less not in clause.text:
            name = clause.id.removesuffix(own) + f"{less}¶2"
            clauses = tuple(
                replace(each, id=name, text=each.text.replace(own, less)) if each.id == clause.id else each
                for each in document.clauses
            )
            changed = replace(document, clauses=clauses)
            yield Mutation("D50 doubled number", changed, ("QC-XREF",), frozenset({name}), own, less)


def emptied_section(document: Document, random: Random) -> Iterator[Mutation]:
    """A section without parts loses its text and keeps its heading."""
    leaves = [
        at
        for at, section in enumerate(document.sections)
        if section.number and not section.appendix and len(section.text) >= 2 and below(document.sections, at) == {at}
    ]
    random.shuffle(leaves)
    for at in leaves:
        own = {clause.id: "" for clause in document.clauses if clause.section == at and not clause.table_row}
        if own and not any(clause.section == at and clause.table_row for clause in document.clauses):
            changed = edited(document, own)
            rules = ("QC-ELEM", "QC-LVL")
            yield Mutation(
                "D51 emptied section", changed, rules, _told_at(changed, at), document.sections[at].label, ""
            )


def annex_title(document: Document, random: Random) -> Iterator[Mutation]:
    """An annex bears a title that neither the list of annexes nor the contents page gives it."""
    listed = "".join((*document.contents, *(clause.text for clause in document.clauses)))
    annexes = [
        at
        for at, section in enumerate(document.sections)
        if section.number.startswith("附件") and len(section.text) >= 3 and section.text in listed
    ]
    random.shuffle(annexes)
    for at in annexes:
        section = document.sections[at]
        changed = _with_section(document, at, replace(section, text="值班人员排班安排"))
        yield Mutation(
            "D52 annex title", changed, ("QC-XREF",), _told_at(document, at), section.text, "值班人员排班安排"
        )


def contents_line(document: Document, random: Random) -> Iterator[Mutation]:
    """A line of the contents page names another title, or another number, than the heading has."""
    lines = [at for at, line in enumerate(document.contents) if re.match(r"[\d一二三四五六七八九十]+[.、\s\d]", line)]
    random.shuffle(lines)
    for at in lines:
        line = document.contents[at]
        name = next((s.text for s in document.sections if len(s.text) >= 3 and s.text in line), "")
        if name and "\n" not in line:
            after = line.replace(name, random.choice(("物价监测", "车辆调度", "舆情专报")))
            contents = (*document.contents[:at], after, *document.contents[at + 1 :])
            changed = replace(document, contents=contents)
            yield Mutation("D53 contents line", changed, ("QC-XREF",), frozenset(), line, after)
