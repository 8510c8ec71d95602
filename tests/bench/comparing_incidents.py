"""Plans beside past incidents, against hand labels: how often what ``check --incident`` says is right.

``python -m tests.bench.comparing_incidents [--show] [--fit]``. Labels (``comparing_incidents.jsonl``): of every demand, known by the hash of
its words, whether the plan answers it (y), in part (p), not (n), or whether it is no demand at all (x), and the clauses that do. One person's:
for the first plan written before the matching was changed, with the old one's candidates in view; for the other two after a first new version
had been seen on them. Rows of set ``dev`` served to fit the weights, rows of ``test`` did not; but features, stretches and one filter were chosen
while the results on ``test`` could be seen, so its figures are not blind: expect less on other reports.

Right, strictly: *answered* names an accepted clause of a y, *touched* one of a y or p, *open* is an n. Kindly: *answered* of a p with an
accepted clause and *open* of a p are let pass, as a reader would. A demand that is none (x) is wrong under any answer.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from indexer.tokens import fold
from kb.comparing import answering
from kb.comparing.incident import ANSWERED, TOUCHED, Answer, Point, asked_words, compare, demands, names_of
from kb.model import Document, Incident, Kind
from kb.parsing import parse
from kb.review.text import normalise
from tests.bench.setting import DATA, ROOT, bench_embedder, bench_tokens

GOLD = Path(__file__).with_name("comparing_incidents.jsonl")
FOLDERS = (DATA / "documents", ROOT / "corpus" / "samples" / "plans", ROOT / "corpus" / "samples" / "reports")
ANSWERS = (Answer.ANSWERED, Answer.TOUCHED, Answer.OPEN)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one demand: y, p, n or x, and the numbers of the clauses that answer it."""

    label: str
    clauses: frozenset[str]


def key_of(quote: str) -> str:
    """The name of a demand in the labels: 12 hex digits of the hash of its words."""
    return hashlib.sha256(normalise(quote).encode()).hexdigest()[:12]


@cache
def files() -> dict[str, Path]:
    """Files by the hash of their bytes."""
    found = (path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir() if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in found}


@cache
def document(sha: str, kind: Kind) -> Document:
    """The document of a file, of the kind wanted if it has several."""
    parts = parse(files()[sha]).documents
    return next((part for part in parts if part.kind is kind), parts[0])


@cache
def incidents(sha: str) -> tuple[Incident, ...]:
    """The incidents of a report in reading order."""
    return tuple(each for part in parse(files()[sha]).documents for each in part.incidents)


def words(text: str) -> list[str]:
    """The content words of a text."""
    return list(bench_words().content_words(fold(text)))


bench_words = cache(bench_tokens)
embedder = cache(bench_embedder)


def rows() -> Iterator[dict[str, Any]]:
    """The labelled pairs of plan and incident whose files are there."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["plan"] in files() and row["report"] in files():
            yield row


def truths(row: dict[str, Any]) -> dict[str, Truth]:
    """The labels of one pair by demand."""
    return {each["ask"]: Truth(each["truth"], frozenset(each["clauses"])) for each in row["points"]}


def number_of(clause_id: str) -> str:
    """A clause's number path without its document."""
    return clause_id.rpartition("#")[2]


def is_right(point: Point, truth: Truth, *, kind: bool) -> bool:
    """Whether what is said of a demand is right."""
    accepted = point.draft is not None and number_of(point.draft.clause_id) in truth.clauses
    passed = "yp" if kind else "y"
    match point.answer:
        case Answer.ANSWERED:
            return truth.label in passed and accepted
        case Answer.TOUCHED:
            return truth.label in "yp" and accepted
        case _:
            return truth.label in ("np" if kind else "n")


def main() -> None:
    """Print the table; with --fit the weights, judged by leaving out one incident after the other."""
    if "--fit" in sys.argv:
        fit()
        return
    for name in ("dev", "test"):
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows():
            if row["set"] == name:
                _count(row, counts)
        print(f"{name}: {counts['all', 'pairs']} pairs of plan and incident, {counts['all', 'points']} statements")
        for answer in ANSWERS:
            said, strict, kind = (counts[answer.value, each] for each in ("said", "strict", "kind"))
            print(f"  {answer.value:9} {said:4}  right {strict / max(1, said):.3f}  kindly {kind / max(1, said):.3f}")
        total = counts["all", "points"] or 1
        print(
            f"  all            right {counts['all', 'strict'] / total:.3f}  kindly {counts['all', 'kind'] / total:.3f}"
        )
        print(
            f"  no demand and not listed: {counts['all', 'left']} of {counts['all', 'none']}; unlabelled: {counts['all', 'new']}"
        )


def _count(row: dict[str, Any], counts: Counter[tuple[str, str]]) -> None:
    known = truths(row)
    event = incidents(row["report"])[row["incident"] - 1]
    found = compare(document(row["plan"], Kind.PLAN), event, "", "", embedder(), words)
    counts["all", "pairs"] += 1
    listed = {key_of(point.incident.quote) for point in found.points}
    none = {ask for ask, truth in known.items() if truth.label == "x"}
    counts["all", "none"] += len(none)
    counts["all", "left"] += len(none - listed)
    for point in found.points:
        truth = known.get(key_of(point.incident.quote))
        if truth is None:
            counts["all", "new"] += 1
            continue
        strict, kind = is_right(point, truth, kind=False), is_right(point, truth, kind=True)
        for name in (point.answer.value, "all"):
            counts[name, "said"] += 1
            counts[name, "strict"] += strict
            counts[name, "kind"] += kind
        counts["all", "points"] += 1
        if "--show" in sys.argv and not kind:
            print(f"  - {point.answer} {truth.label} {point.incident.quote} → {point.draft and point.draft.clause_id}")


# --------------------------------------------------------------------------- fitting


def fit() -> None:
    """Weights from the pairs of the dev rows (a clause accepted or not), and their figures by leaving one incident out."""
    groups = [(row["report"], row["incident"], _examples(row)) for row in rows() if row["set"] == "dev"]
    right = said = 0
    for group in dict.fromkeys(each[:2] for each in groups):
        weights, bias = _learned([example for each in groups if each[:2] != group for example in each[2]])
        for features, accepted, truth in (example for each in groups if each[:2] == group for example in each[2]):
            chances = 1 / (1 + np.exp(-(features @ weights + bias)))
            top = int(np.argmax(chances))
            if chances[top] >= ANSWERED:
                said += 1
                right += bool(accepted[top]) and truth.label in "yp"
    print(
        f"left out: answered {said}, right (kindly) {right / max(1, said):.3f}; from {ANSWERED} answered, from {TOUCHED} touched"
    )
    weights, bias = _learned([example for each in groups for example in each[2]])
    print("WEIGHTS =", tuple(round(float(each), 3) for each in weights))
    print("BIAS =", round(float(bias), 3))


Example = tuple[Any, Any, Truth]


def _examples(row: dict[str, Any]) -> list[Example]:
    known = truths(row)
    event = incidents(row["report"])[row["incident"] - 1]
    plan = answering.Answering(document(row["plan"], Kind.PLAN).clauses, embedder(), words)
    numbers = [number_of(clause.id) for clause in plan.clauses]
    asked = [(place, known[key_of(place.quote)]) for _, place in demands(event) if key_of(place.quote) in known]
    asked = [(place, truth) for place, truth in asked if truth.label != "x"]
    vectors = embedder().embed_queries([asked_words(place.quote) for place, _ in asked]) if asked else ()
    found = []
    for (place, truth), vector in zip(asked, vectors, strict=True):
        features, _ = plan.features(asked_words(place.quote), names_of(event, words), vector)
        found.append((features, np.array([number in truth.clauses for number in numbers]), truth))
    return found


def _learned(examples: list[Example]) -> tuple[Any, float]:
    from sklearn.linear_model import LogisticRegression

    features = np.vstack([each[0] for each in examples])
    accepted = np.concatenate([each[1] for each in examples])
    mean, spread = features.mean(0), features.std(0) + 1e-6
    model = LogisticRegression(C=0.1, max_iter=1000).fit((features - mean) / spread, accepted)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - (weights * mean).sum())


if __name__ == "__main__":
    main()
