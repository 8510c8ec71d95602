"""Plans written for the tests of the checker: headings with ``#``, paragraphs below, all about invented places."""

from __future__ import annotations

from datetime import date
from functools import cache

import corpus
from kb import checklist_files, checklists, citations
from kb.model import Clause, Document, ElementVerdict, Finding, Hazard, Kind, PlanTypeGuess, Review, Section
from kb.review import review

TODAY = date(2026, 11, 23)


@cache
def lists() -> checklists.Checklists:
    learned = (corpus.resource("checklists", name).read_bytes() for name in ("_likeness.npz", "_duties.npz"))
    return checklist_files.load(corpus.texts("checklists"), *learned)


@cache
def register() -> citations.Register:
    return citations.load(corpus.resource("citations.toml").read_text(encoding="utf-8"))


def plan(text: str, plan_type: str = "SDC", **fields: object) -> Document:
    """``# 1 总则`` is a heading (more signs, lower level), ``#附件1 …`` an annex, ``|…`` a table row, any other line a paragraph."""
    sections: list[Section] = []
    clauses: list[Clause] = []
    path: list[tuple[int, str, bool]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            number, _, name = line.lstrip("# ").partition(" ")
            path = [each for each in path if each[0] < level]
            annex = number.startswith("附件") or any(each[2] for each in path)
            path.append((level, f"{number} {name}".strip(), annex))
            sections.append(Section(level, number if name else "", name or number, appendix=annex))
            continue
        labels = tuple(label for _, label, _ in path)
        words = line.removeprefix("|")
        clauses.append(
            Clause(f"预案#¶{len(clauses)}", labels, words, len(sections) - 1, table_row=line.startswith("|"))
        )
    given: dict[str, object] = {
        "title": "青山县防汛抗旱应急预案",
        "plan_types": (PlanTypeGuess(plan_type, 0.9), PlanTypeGuess("T", 0.1)),
        "plan_level": "县",
        "hazard": Hazard("ND-WD", "水旱灾害"),
        "region": "示例省临江市青山县",
        **fields,
    }
    return Document("预案", kind=Kind.PLAN, sections=tuple(sections), clauses=tuple(clauses), **given)  # type: ignore[arg-type]


def check(text: str, plan_type: str = "SDC", **fields: object) -> Review:
    """A plan judged however little it says: the tests write no more than they ask about."""
    return review(plan(text, plan_type, **fields), lists(), register(), today=TODAY, whole=False)


def verdict(text: str, item: str, plan_type: str = "SDC", **fields: object) -> ElementVerdict:
    return next(each for each in check(text, plan_type, **fields).elements if each.id == item)


def findings(text: str, rule: str, plan_type: str = "SDC", **fields: object) -> list[Finding]:
    return [each for each in check(text, plan_type, **fields).findings if each.rule == rule]
