"""Learns when a weak element counts as there: ``python -m tests.bench.train_weighing [LABELLED…] [--write]``.

Logistic regression over the named features of ``kb.review.elements.weighing``, from the rows of high confidence that the patterns find
weak: those of ``gold/checklist`` and of further folders of labelled plans (``plans.json``, a TSV a plan with item, label, confidence).
Printed: how many labels are right without it and with it, each plan, then each folder, judged by what was learned from the others.
``--write`` puts the weights beside the checklists.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kb.checklists import Checklists
from kb.model import Document, Label
from kb.parsing import parse
from kb.review.elements.verdicts import judge_all, weighed_features
from kb.review.elements.weighing import PRESENT
from kb.review.text import Body
from kb.weights import Weights
from tests.bench.review import DATA, ROOT, data, gold_rows

OUT = ROOT / "corpus" / "checklists" / "_weighing.toml"
STRENGTH = 0.1
"""The inverse strength of the penalty on large weights."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A labelled plan: its folder, name and type, and the label of every item labelled with high confidence."""

    folder: str
    name: str
    plan_type: str
    document: Document
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled item with the verdict of the patterns and, where it is weighed, its features."""

    folder: str
    plan: str
    gold: str
    given: str
    named: dict[str, float] | None


def plans(folders: list[Path]) -> Iterator[Plan]:
    """The plans of gold/checklist, then those of the folders."""
    if DATA.is_dir():
        rows = gold_rows()
        for doc in sorted({row["doc"] for row in rows}):
            own = [row for row in rows if row["doc"] == doc]
            path = next((DATA / "documents").glob(f"{doc}_*"))
            yield Plan("gold", doc, own[0]["type"], parse(path).documents[0], _labels(own))
    for folder in folders:
        listed = json.loads((folder / "plans.json").read_text(encoding="utf-8"))
        for name, each in listed.items() if isinstance(listed, dict) else ((each["name"], each) for each in listed):
            path = next((folder / "text").glob(f"{name}.*"), None) or Path(each.get("path") or folder / each["file"])
            document = max(parse(path).documents, key=lambda document: len(document.clauses))
            with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines, delimiter="\t"))
            yield Plan(folder.name, name, each.get("plan_type") or each["type"], document, _labels(rows))


def _labels(rows: list[dict[str, str]]) -> dict[str, str]:
    sure = [row for row in rows if row["confidence"] == "high" and row["label"] != Label.NOT_APPLICABLE]
    return {row["item"]: row["label"] for row in sure}


def cases(plan: Plan, lists: Checklists) -> Iterator[Case]:
    """What the patterns say of every labelled item of a plan."""
    body, kind = Body.of(plan.document), lists.for_type(plan.plan_type)
    given = {each.id: each.label.value for each in judge_all(body, replace(lists, weighing=None), kind)}
    named = weighed_features(body, lists, kind)
    for item, gold in plan.labels.items():
        weighed = named.get(item) if given.get(item) == Label.WEAK else None
        yield Case(plan.folder, plan.name, gold, given.get(item, "none"), weighed)


def learn(known: list[Case]) -> Weights:
    """The weights learned from the cases that are weighed."""
    from sklearn.linear_model import LogisticRegression

    weighed = [case for case in known if case.named]
    names = list(weighed[0].named or {})
    values = np.array([[(case.named or {})[name] for name in names] for case in weighed])
    means, spreads = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    there = np.array([case.gold == Label.PRESENT for case in weighed])
    model: Any = LogisticRegression(C=STRENGTH, max_iter=3000).fit((values - means) / spreads, there)
    rows = zip(names, means, spreads, model.coef_[0], strict=True)
    return Weights(float(model.intercept_[0]), {name: (float(m), float(s), float(w)) for name, m, s, w in rows})


def right(case: Case, weights: Weights | None) -> bool:
    """Whether the label is that of the gold, weighed where it is weighed."""
    there = weights and case.named and weights.chance(case.named) >= PRESENT
    return (Label.PRESENT.value if there else case.given) == case.gold


def report(known: list[Case]) -> None:
    """Accuracy by folder: patterns alone, learned without the plan, learned without the folder."""
    folders = sorted({case.folder for case in known})
    by_plan = {plan: learn([case for case in known if case.plan != plan]) for plan in {case.plan for case in known}}
    by_folder = {
        folder: learn([case for case in known if case.folder != folder]) if len(folders) > 1 else None
        for folder in folders
    }
    print(f"{'folder':14}{'n':>6}{'patterns':>10}{'no plan':>9}{'no folder':>11}")
    for folder in (*folders, "all"):
        own = [case for case in known if folder in (case.folder, "all")]
        shares = [
            np.mean([right(case, chosen(case)) for case in own])
            for chosen in (lambda case: None, lambda case: by_plan[case.plan], lambda case: by_folder[case.folder])
        ]
        print(f"{folder:14}{len(own):>6}{shares[0]:>10.3f}{shares[1]:>9.3f}{shares[2]:>11.3f}")


def written(weights: Weights, known: list[Case]) -> str:
    """The weights as TOML."""
    weighed = [case for case in known if case.named]
    told = hashlib.sha256(json.dumps([[case.named, case.gold] for case in weighed]).encode()).hexdigest()[:16]
    lines = [
        "# 清单句式判“弱”的要素，按证据的各项特征再权衡是否算“有”（逻辑回归）。由 python -m tests.bench.train_weighing --write 写出，请勿手改。",
        f"# 学自 {len(weighed)} 条标注（{len({case.plan for case in known})} 份预案），数据摘要 {told}。每项：均值、标准差、权重。",
        "[weighing]",
        f"bias = {weights.bias:.4f}",
        "",
        "[weighing.features]",
        *(f'"{name}" = [{m:.4f}, {s:.4f}, {w:.4f}]' for name, (m, s, w) in weights.features.items()),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Train, print, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="further folders of labelled plans")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lists = data()[0]
    known = [case for plan in plans(given.folders) for case in cases(plan, lists)]
    report(known)
    if given.write:
        OUT.write_text(written(learn(known), known), encoding="utf-8")
        print(OUT.relative_to(ROOT))


if __name__ == "__main__":
    main()
