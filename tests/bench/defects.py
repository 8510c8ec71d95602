"""``python -m tests.bench.defects``: seeded defects in sound plans, what of them is told, and what is told of untouched ones.

``--only D18`` runs some operations, ``--misses`` lists what was not found, ``--false`` every finding of severity high on untouched
plans. Operations and counting: ``DEFECTS.md``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

from kb.errors import YuanfangError
from kb.model import Document, FindingSeverity, Label, Review
from kb.parsing import parse
from kb.review import review
from kb.review.findings import Case, find_all
from kb.review.origins.copies import PlanShelf
from kb.review.text import Body
from tests.bench.review import DATA, ROOT, data
from tests.bench.seeded import OPERATIONS
from tests.bench.seeded.mutation import Mutation

TODAY = date(2026, 11, 26)
EACH = 8
"""At most so many mutations of one operation in one plan."""
UNSOUND = ("道路交通事故", "下坪村")
"""Samples that bear defects on purpose."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutation with what was told of it."""

    plan: str
    mutation: Mutation
    found: bool
    told: str


@cache
def plans() -> tuple[tuple[str, Document], ...]:
    """The real plans beside the checkout and our own sound samples."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, Document]]:
    real = sorted(path for path in (DATA / "documents").glob("*") if path.name[:2] in ("GP", "EP"))
    own = [
        path
        for path in sorted((ROOT / "corpus" / "samples" / "plans").iterdir())
        if not any(word in path.name for word in UNSOUND)
    ]
    for path in (*real, *own):
        try:
            yield path.stem[:14], parse(path).documents[0]
        except YuanfangError as error:
            print(f"{path.name}: {error}")


@cache
def shelf() -> PlanShelf:
    """All plans of the bench, as a library would hold them."""
    found = PlanShelf()
    for name, document in plans():
        found.add(name, document.title, document.clauses)
    return found


def checked(document: Document) -> Review:
    lists, register = data()
    return review(document, lists, register, plan_type=document.plan_type, today=TODAY, others=shelf())


def told_of(document: Document, rules: tuple[str, ...]) -> Review:
    """What the rules named say of a plan; the verdicts only when one of them is asked for."""
    if any(rule.startswith("EL-") for rule in rules):
        return checked(document)
    lists, register = data()
    code = document.plan_type or "SDC"
    case = Case(Body.of(document), lists, register, code, TODAY, shelf())
    findings = find_all(case, () if "*" in rules else rules)
    return Review(document.doc_id, document.title, code, document.plan_types, (), findings, TODAY)


def signs(done: Review) -> dict[tuple[str, ...], str]:
    """What a review tells, place by place, so that two reviews can be compared."""
    told: dict[tuple[str, ...], str] = {}
    for finding in done.findings:
        params = tuple(sorted(f"{name}={value}" for name, value in finding.message.params.items() if name != "count"))
        if not finding.places:
            told[(finding.rule, finding.severity.value, "", finding.message.code, *params)] = finding.message.code
        for place in finding.places:
            told[(finding.rule, finding.severity.value, place.clause_id, place.quote, finding.message.code)] = (
                f"{finding.message.code} «{place.quote[:40]}»"
            )
        told[(finding.rule, finding.severity.value, "*", finding.message.code, *params)] = (
            f"{finding.message.code} {params}"
        )
    for verdict in done.elements:
        told[(verdict.id, verdict.label.value, "")] = verdict.label.value
    return told


def outcome(name: str, mutation: Mutation, before: dict[tuple[str, ...], str]) -> Outcome:
    after = signs(told_of(mutation.document, mutation.rules))
    new = {key: text for key, text in after.items() if key not in before}
    if mutation.operation.startswith("K"):
        wrong = [(key, text) for key, text in new.items() if key[0].startswith("QC") and key[1] in ("high", "medium")]
        if mutation.rules != ("*",):
            wrong = [(key, text) for key, text in wrong if key[0] in mutation.rules]
        return Outcome(name, mutation, not wrong, "; ".join(f"{key[0]} {text}" for key, text in wrong[:2]))
    for key, text in new.items():
        if key[0] in mutation.rules:
            weak = key[0].startswith("EL-") and key[1] in (Label.WEAK.value, Label.MISSING.value)
            if weak or not mutation.places or key[2] in mutation.places:
                return Outcome(name, mutation, True, f"{key[0]} {text}")
            if key[2] == "*" and any(mutation.after and mutation.after in part for part in key):
                return Outcome(name, mutation, True, f"{key[0]} {text}")
    return Outcome(name, mutation, False, "; ".join(f"{key[0]} {text}" for key, text in new.items())[:200])


def run(seed: int, only: str, each: int) -> list[Outcome]:
    done: list[Outcome] = []
    for name, document in plans():
        before = signs(checked(document))
        for number, operation in enumerate(OPERATIONS):
            random = Random(f"{seed}-{name}-{number}")
            made = islice(operation(document, random), each)
            wanted = (
                mutation for mutation in made if not only or mutation.operation.startswith(tuple(only.split(",")))
            )
            done += [outcome(name, mutation, before) for mutation in wanted]
    return done


def report(done: list[Outcome], *, misses: bool) -> None:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in done:
        groups[each.mutation.operation].append(each)
    print(f"{'operation':32}{'n':>5}{'found':>7}{'share':>8}{'plans':>7}")
    for operation in sorted(groups):
        group = groups[operation]
        found = sum(each.found for each in group)
        print(
            f"{operation:32}{len(group):>5}{found:>7}{found / len(group):>8.3f}{len({each.plan for each in group}):>7}"
        )
    defects = [each for each in done if each.mutation.operation.startswith("D")]
    if defects:
        found = sum(each.found for each in defects)
        print(f"{'all defects':32}{len(defects):>5}{found:>7}{found / len(defects):>8.3f}")
    if misses:
        for each in done:
            if not each.found:
                made = each.mutation
                print(
                    f"- {each.plan} {made.operation} «{made.before[:50]}» → «{made.after[:60]}» {sorted(made.places)[:1]} told: {each.told}"
                )


def untouched(*, show: bool) -> None:
    """Findings on plans as they are; those of severity high one by one."""
    print(f"\n{'untouched plan':24}{'chars':>7}{'high':>6}{'medium':>8}{'low':>5}")
    for name, document in plans():
        done = checked(document)
        chars = sum(len(clause.text) for clause in document.clauses)
        by = {severity: sum(each.severity is severity for each in done.findings) for severity in FindingSeverity}
        print(
            f"{name:24}{chars:>7}{by[FindingSeverity.HIGH]:>6}{by[FindingSeverity.MEDIUM]:>8}{by[FindingSeverity.LOW]:>5}"
        )
        for finding in done.findings:
            if finding.severity is FindingSeverity.HIGH or show:
                print(f"    {finding.severity.value} {finding.rule} {finding.message.code} {finding.message.params}")
                for place in finding.places[:3]:
                    print(f"        {place.clause_id.rpartition('#')[2]} «{place.quote[:90]}»")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=EACH, help="mutations of one operation in one plan, at most")
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--false", action="store_true", help="all findings on untouched plans")
    given = parser.parse_args()
    if not Path(DATA).is_dir():
        print("no ../shared/data beside this checkout: own samples only")
    if not given.false:
        report(run(given.seed, given.only, given.each), misses=given.misses)
    untouched(show=given.false)


if __name__ == "__main__":
    main()
