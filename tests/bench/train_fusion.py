"""Learns ``indexer/fusion.json``: ``python -m tests.bench.train_fusion [--write]``.

Ranking: one linear model, softmax over the candidates of each query (listwise), L2. The engines' weights learn from the
statute training split and the emergency questions together, the facts of clauses and documents from the latter only.
Answerable: logistic over ``indexer.evidence``; refusals are the questions without gold, questions whose gold documents are
filtered out, and statute questions asked of the emergency library. Every figure printed is cross-validated by question.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from scipy.optimize import minimize

from indexer import candidates, evaluation, fusion
from indexer.evidence import EVIDENCE, evidence
from indexer.index import HybridIndex
from indexer.ranking import Ranking
from kb.library import DocumentRecord
from kb.model import Clause, SearchFilters
from tests.bench.setting import DATA, ROOT, bench_index, bench_statutes, bench_tokens, emergency_library

FACTS = ("named_document", "old_edition", "level_same", "level_other", "answer_kind", "heading")
FOLDS = 5
STATUTE_WEIGHT = 0.1
"""Of one statute question; there are nine times as many as emergency questions, of another kind of text."""
PRIOR = {
    "dense": 4.0, "words": 1.2, "grams": 9.5, "context": 2.0, "table_row": -0.4, "fragment": -1.5, "short": -1.0,
    "named_document": 2.0, "old_edition": -1.5, "level_same": 0.8, "level_other": -0.8, "answer_kind": 0.5, "heading": 0.5,
}  # fmt: skip
"""Set by hand from what each number means."""
SYNONYMS = bench_tokens().synonyms


@dataclass(frozen=True, slots=True)
class Sample:
    """One query: candidates by signals and facts, ``gain`` of each, ``ideal`` gains, ``weight`` in training."""

    columns: np.ndarray
    gain: np.ndarray
    ideal: tuple[float, ...]
    weight: float


# --------------------------------------------------------------------------- samples


def emergency_samples(index: HybridIndex, questions: Sequence[evaluation.Json]) -> list[Sample]:
    samples = []
    for question in questions:
        quotes = [(g["doc"], evaluation.normalised(g["quote"]), float(g.get("grade", 1))) for g in question["gold"]]

        def gain(clause: Clause, record: DocumentRecord, quotes: list[tuple[str, str, float]] = quotes) -> float:
            text = evaluation.normalised(clause.text[: evaluation.JUDGED_CHARACTERS])
            return max(
                (g for d, q, g in quotes if d == record.base_name and evaluation.holds_quote(q, text)), default=0.0
            )

        ranking, understood, *rest = opened(index, question["query"])
        if quotes and not (understood.place and rest[1]):  # places named by number are looked up, not ranked
            ideal = tuple(sorted((grade for *_, grade in quotes), reverse=True))
            samples.append(_sample(ranking, understood, *rest, gain, ideal, 1.0))
    return samples


def statute_samples(index: HybridIndex, split: str) -> list[Sample]:
    queries = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    samples = []
    for query_id, grades in evaluation.read_qrels(DATA / "stard" / f"qrels_{split}.tsv").items():

        def gain(clause: Clause, _: DocumentRecord, grades: dict[str, float] = grades) -> float:
            return grades.get(clause.id, 0.0)

        samples.append(_sample(*opened(index, queries[query_id]), gain, tuple(grades.values()), STATUTE_WEIGHT))
    return samples


def _sample(ranking, understood, found, named, gain, ideal, weight):  # type: ignore[no-untyped-def]
    rows, gains, signals = [], [], fusion.signals(found)
    for number, clause, record in ranking.texts(found):
        facts = ranking.facts(clause, record, understood, named)
        rows.append([*signals[number], *(facts[name] for name in FACTS)])
        gains.append(gain(clause, record))
    return Sample(np.array(rows), np.array(gains), ideal, weight)


def opened(index: HybridIndex, query: str, filters: SearchFilters | None = None):  # type: ignore[no-untyped-def]
    understood = index.question(query)
    ranking: Ranking = index.ranking(filters or SearchFilters())
    found = candidates.gather(ranking.segments, ranking.masks, understood, index.embed(understood.text))
    return ranking, understood, found, ranking.named_documents(understood, SYNONYMS)


# --------------------------------------------------------------------------- ranking


def fit(samples: Sequence[Sample], l2: float) -> np.ndarray:
    """Weights that keep near ``PRIOR`` and its signs: the emergency questions are too few to learn every sign from nothing."""
    used = [sample for sample in samples if sample.gain.any()]
    scale = np.maximum(np.concatenate([sample.columns for sample in used]).std(0), 1e-6)

    prior = np.array([PRIOR.get(name, 0.0) for name in (*fusion.SIGNALS, *FACTS)]) * scale

    signs = [(0 if p > 0 else None, 0 if p < 0 else None) for p in prior]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for sample in used:
            columns = sample.columns / scale
            scores = columns @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            target = sample.gain / sample.gain.sum()
            total -= sample.weight * float((target * np.log(share + 1e-12)).sum())
            slope += sample.weight * (columns.T @ (share - target))
        count = sum(sample.weight for sample in used)
        away = weights - prior
        return total / count + l2 * float(away @ away), slope / count + 2 * l2 * away

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=signs).x / scale)


def ndcg(samples: Sequence[Sample], weights: np.ndarray) -> float:
    values = []
    for sample in samples:
        gains = sample.gain[np.argsort(-(sample.columns @ weights), kind="stable")][:10]
        discount = 1 / np.log2(np.arange(2, 12))
        ideal = np.array(sample.ideal[:10])
        values.append(min(1.0, float(gains @ discount[: len(gains)]) / float(ideal @ discount[: len(ideal)])))
    return float(np.mean(values))


def cross_validated(emergency: Sequence[Sample], statutes: Sequence[Sample], make: Callable[..., np.ndarray]) -> float:
    scores = []
    for fold in range(FOLDS):
        training = [sample for n, sample in enumerate(emergency) if n % FOLDS != fold]
        testing = [sample for n, sample in enumerate(emergency) if n % FOLDS == fold]
        scores.append(ndcg(testing, make([*training, *statutes])))
    return float(np.mean(scores))


# --------------------------------------------------------------------------- answerable


def answer_samples(
    index: HybridIndex, questions: Sequence[evaluation.Json], weights: fusion.Fusion
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, whether answerable, weight. Filtered-out gold is a weak negative: other documents may answer as well."""
    rows, labels, importance = [], [], []

    def add(query: str, label: bool, weight: float, hidden: frozenset[str] = frozenset()) -> None:
        ranking, understood, found, named = opened(index, query)
        signals = weights.combine(found)
        scored = []
        for number, clause, record in ranking.texts(found):
            if record.base_name not in hidden:
                facts = ranking.facts(clause, record, understood, named)
                score = signals[number] + sum(weights.adjustments[name] * value for name, value in facts.items())
                scored.append((score, clause, record.title))
        scored.sort(key=lambda item: -item[0])
        facts = evidence(understood, [(clause, title) for _, clause, title in scored], found)
        rows.append([facts[name] for name in EVIDENCE])
        labels.append(label)
        importance.append(weight)

    for question in questions:
        add(question["query"], bool(question["gold"]), 1.0)
        if question["gold"] and question["intent"] != "law_article":
            add(question["query"], False, 0.01, frozenset(gold["doc"] for gold in question["gold"]))
    asked = list(evaluation.read_lines(DATA / "stard" / "queries.jsonl"))
    for row in asked[:: max(1, len(asked) // 60)]:
        add(row["text"], False, 0.1)
    return np.array(rows), np.array(labels), np.array(importance)


def fit_logistic(rows: np.ndarray, labels: np.ndarray, weight: np.ndarray, l2: float = 0.002) -> np.ndarray:
    design = np.hstack([rows, np.ones((len(rows), 1))])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-(design @ w)))
        cost = -(weight * (labels * np.log(p + 1e-9) + (1 - labels) * np.log(1 - p + 1e-9))).sum() / weight.sum()
        slope = design.T @ (weight * (p - labels)) / weight.sum()
        penalty = np.append(w[:-1], 0)
        return cost + l2 * float(penalty @ penalty), slope + 2 * l2 * penalty

    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)


# --------------------------------------------------------------------------- command


def answer_report(rows: np.ndarray, labels: np.ndarray, weight: np.ndarray) -> None:
    real, predicted = weight == 1, np.zeros(len(rows))
    for fold in range(FOLDS):
        test = np.arange(len(rows)) % FOLDS == fold
        found = fit_logistic(rows[~test], labels[~test], weight[~test])
        predicted[test] = rows[test] @ found[:-1] + found[-1]
    right = ((predicted > 0) == labels)[real].sum()
    refused = (labels & (predicted <= 0))[real].sum()
    print(f"answerable, cross-validated: right {right} of {real.sum()}, false refusals {refused}")


def write(made: fusion.Fusion) -> None:
    used = [DATA / "gold" / "queries_dev.jsonl", DATA / "stard" / "qrels_train.tsv"]
    data = {
        "command": "python -m tests.bench.train_fusion --write",
        "data_sha256": {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in used},
        **asdict(made),
    }
    (ROOT / "indexer" / fusion.WEIGHTS_FILE).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace indexer/fusion.json")
    parser.add_argument("--l2", type=float, default=0.1)
    arguments = parser.parse_args()
    questions = list(evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl"))
    index = bench_index(emergency_library())
    emergency = emergency_samples(index, questions)
    statutes = statute_samples(bench_index(bench_statutes(small=False)), "train")
    names, split = (*fusion.SIGNALS, *FACTS), len(fusion.SIGNALS)
    hand = np.array([PRIOR.get(name, 0.0) for name in names])
    print(f"by hand: emergency {ndcg(emergency, hand):.4f}  statutes train {ndcg(statutes, hand):.4f}")
    for l2 in (0.01, 0.1, 1.0):
        score = cross_validated(emergency, statutes, lambda some, l2=l2: fit(some, l2))
        print(f"l2 {l2}: emergency nDCG@10 cross-validated {score:.4f}")
    learned = fit([*emergency, *statutes], arguments.l2)
    print(f"fitted: emergency {ndcg(emergency, learned):.4f}  statutes train {ndcg(statutes, learned):.4f}")
    weights = [(name, round(float(value), 3)) for name, value in zip(names, learned, strict=True)]
    made = fusion.Fusion(dict(weights[:split]), dict(weights[split:]), {})
    rows, labels, weight = answer_samples(index, questions, made)
    answer_report(rows, labels, weight)
    answer = fit_logistic(rows, labels, weight)
    made = replace(made, answer={n: round(float(v), 3) for n, v in zip((*EVIDENCE, "bias"), answer, strict=True)})
    print(json.dumps(asdict(made)))
    if arguments.write:
        write(made)


if __name__ == "__main__":
    main()
