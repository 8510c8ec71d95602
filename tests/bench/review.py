"""``python -m tests.bench.review``: verdicts against the labels of gold/checklist, and the time a check takes.

Counted as domain/07 says: rows of high confidence; a not_applicable row does not count; present judged missing is always wrong.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import corpus
from kb import checklist_files, citations
from kb import checklists as kb_checklists
from kb.model import ElementVerdict, Review
from kb.parsing import parse
from kb.review import review

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled item with the verdict given."""

    doc: str
    plan_type: str
    item: str
    name: str
    weight: str
    gold: str
    confidence: str
    verdict: ElementVerdict | None

    @property
    def label(self) -> str:
        return self.verdict.label.value if self.verdict else "none"

    @property
    def right(self) -> bool:
        return self.label == self.gold


def gold_rows() -> list[dict[str, str]]:
    """All labelled rows."""
    rows: list[dict[str, str]] = []
    for file in sorted((DATA / "gold" / "checklist").glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return rows


def check_file(path: Path, plan_type: str | None) -> tuple[Review, float, float]:
    """The review of a file with the seconds that reading and checking took."""
    began = time.perf_counter()
    document = parse(path).documents[0]
    read = time.perf_counter()
    lists, register = data()
    done = review(document, lists, register, plan_type=plan_type, today=date.today())
    return done, read - began, time.perf_counter() - read


def data() -> tuple[kb_checklists.Checklists, citations.Register]:
    """The shipped checklists and register."""
    if not _LOADED:
        register = citations.load(corpus.resource("citations.toml").read_text(encoding="utf-8"))
        learned = (corpus.resource("checklists", name).read_bytes() for name in ("_likeness.npz", "_duties.npz"))
        _LOADED.append((checklist_files.load(corpus.texts("checklists"), *learned), register))
    return _LOADED[0]


_LOADED: list[tuple[kb_checklists.Checklists, citations.Register]] = []


def measure() -> tuple[list[Row], dict[str, tuple[Review, float, float]]]:
    """Every gold row with our verdict, and every review."""
    lists, _ = data()
    rows, reviews = [], {}
    for each in gold_rows():
        if each["doc"] not in reviews:
            path = next((DATA / "documents").glob(f"{each['doc']}_*"))
            reviews[each["doc"]] = check_file(path, each["type"])
        given = {verdict.id: verdict for verdict in reviews[each["doc"]][0].elements}
        weight = lists.item(each["item"]).weight
        rows.append(
            Row(
                each["doc"], each["type"], each["item"], each["name"], weight, each["label"], each["confidence"],
                given.get(each["item"]),
            )
        )  # fmt: skip
    return rows, reviews


def report(rows: list[Row], reviews: dict[str, tuple[Review, float, float]], *, details: bool) -> None:
    """Print the tables."""
    counted = [row for row in rows if row.confidence == "high" and row.gold != "not_applicable"]
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in counted:
        for key in ("all", f"type {row.plan_type}", f"doc {row.doc}", f"weight {row.weight}", f"gold {row.gold}"):
            groups[key].append(row)
    print(f"{'rows of high confidence':26}{'n':>5}{'right':>7}{'accuracy':>10}")
    for key in sorted(groups, key=lambda key: (key != "all", key)):
        right = sum(row.right for row in groups[key])
        print(f"{key:26}{len(groups[key]):>5}{right:>7}{right / len(groups[key]):>10.3f}")
    fatal = [row for row in rows if row.gold == "present" and row.label == "missing"]
    print(f"\npresent judged missing: {len(fatal)} {[(row.doc, row.item) for row in fatal]}")
    print("\nconfusion, all rows (gold → given):")
    for (gold, given), count in sorted(Counter((row.gold, row.label) for row in rows).items()):
        print(f"  {gold:>15} → {given:<15}{count:>4}")
    print(f"\n{'document':12}{'chars':>8}{'read s':>8}{'check s':>9}{'findings':>10}  by severity")
    for name, (done, read, checked) in reviews.items():
        by = Counter(finding.severity.value for finding in done.findings)
        path = next((DATA / "documents").glob(f"{name}_*"))
        chars = sum(len(clause.text) for clause in parse(path).documents[0].clauses)
        print(f"{name:12}{chars:>8}{read:>8.2f}{checked:>9.2f}{len(done.findings):>10}  {dict(by)}")
    if details:
        for row in rows:
            scored = row.confidence == "high" and row.gold != "not_applicable"
            if not row.right and (scored or row.gold == "missing" or row.label == "missing"):
                why = row.verdict.reason if row.verdict else ""
                quote = row.verdict.quote[:60] if row.verdict else ""
                print(f"{row.doc} {row.item} {row.name} [{row.confidence}] {row.gold} → {row.label} {why} «{quote}»")


def main() -> None:
    """Run the bench; ``--details`` lists the misses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--details", action="store_true")
    if not DATA.is_dir():
        print("no ../shared/data beside this checkout")
        return
    report(*measure(), details=parser.parse_args().details)


if __name__ == "__main__":
    main()
