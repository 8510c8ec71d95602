"""Learns the ranking in ``indexer/fusion.json``: ``python -m tests.bench.train_fusion [--write]``.

Ranking: one linear model, softmax over the candidates of each query (listwise), L2 towards weights set by hand. It learns
from the shown emergency questions, ours over the starter library and ``documents/`` (of ``questions_front.jsonl``, what officials ask
first of the starter library, one half; the other is only measured), and lay questions about statutes
(``questions_statutes.jsonl``) of which the model has learned nothing, unlike those of the training split. From ``questions_guard.jsonl`` it learns nothing. ``tests.bench.train_answer`` learns when a question counts as answered.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from indexer import candidates, evaluation, fusion, tokens
from indexer.index import HybridIndex
from indexer.norms import RANKS
from indexer.ranking import NEAREST, Ranking
from kb.library.store import DocumentRecord
from kb.model import Clause, SearchFilters
from tests.bench import strict
from tests.bench.setting import (
    DATA,
    ROOT,
    bench_index,
    bench_statutes,
    bench_tokens,
    emergency_library,
    sample_library,
)

FACTS = (
    "named_document",
    "old_edition",
    "level_same",
    "level_other",
    "answer_kind",
    "heading",
    "held",
    "held_norm",
    "example",
    "decider",
    "defined",
    "blank",
    *RANKS,
)
FOLDS = 5
STATUTE_WEIGHT = 0.3
"""Of one statute question; there are many more than emergency questions, of another kind of text."""
STATUTES = Path(__file__).with_name("questions_statutes.jsonl")
PLACED_WEIGHT = 0.5
"""Of a question whose answer may also stand where its label does not say."""
PRIOR = {
    "dense": 5.0, "dense_rank": 1.0, "words_rank": 1.0, "words": 1.2, "grams": 9.5, "context": 2.0, "table_row": -0.4, "fragment": -1.5, "short": -1.0,
    "named_document": 2.0, "old_edition": -1.5, "level_same": 0.8, "level_other": -0.8, "answer_kind": 0.5, "heading": 0.5, "held": 4.0,
    "held_norm": -2.0, "example": 1.5, "decider": 1.5, "defined": 1.5, "blank": -1.5,
    "statute": 0.5, "interpretation": 0.3, "rules": -0.2, "local_norm": -0.3, "trial_norm": -0.5, "long_title": -0.5,
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
                (g for d, q, g in quotes if d == record.base_name and strict.holds_strictly(q, text)), default=0.0
            )

        ranking, understood, *rest = opened(index, question["query"])
        if quotes and not (understood.place and rest[1]):  # places named by number are looked up, not ranked
            ideal = tuple(sorted((grade for *_, grade in quotes), reverse=True))
            samples.append(_sample(ranking, understood, *rest, gain, ideal, 1.0))
    return samples


def placed_samples(index: HybridIndex) -> list[Sample]:
    """Questions over ``documents/`` that name the places of the answer, by whom they are: ours, and a stranger's."""
    samples = []
    for question in evaluation.read_lines(Path(__file__).with_name("questions_answer.jsonl")):
        where = question.get("where", [])
        wanted = [place.split("#") for place in ([where] if isinstance(where, str) else where)]
        if question.get("library") != "documents" or not wanted or not all(path for _, path in wanted):
            continue

        def gain(clause: Clause, record: DocumentRecord, wanted: list[list[str]] = wanted) -> float:
            path = clause.id.partition("#")[2].partition("¶")[0]
            return float(
                any(
                    record.base_name.startswith(name) and (path == place or path.startswith((f"{place}/", f"{place}.")))
                    for name, place in wanted
                )
            )

        ranking, understood, *rest = opened(index, question["query"])
        if not understood.place:
            samples.append(_sample(ranking, understood, *rest, gain, (1.0,), PLACED_WEIGHT))
    return samples


def statute_samples() -> list[Sample]:
    """Lay questions over all articles; what else answers them there is not known."""
    index, samples = bench_index(bench_statutes(small=False)), []
    for question in evaluation.read_lines(STATUTES):
        wanted = set(question["articles"])

        def gain(clause: Clause, _: DocumentRecord, wanted: set[str] = wanted) -> float:
            return float(bool(clause.path) and clause.path[0] in wanted)

        samples.append(_sample(*opened(index, question["query"]), gain, (1.0,), STATUTE_WEIGHT))
    return samples


def _sample(ranking, understood, found, named, gain, ideal, weight):  # type: ignore[no-untyped-def]
    rows, gains, signals = [], [], fusion.signals(found)
    near = set(np.argsort(-fusion.default_fusion().combine(found), kind="stable")[:NEAREST])
    for number, clause, record in ranking.texts(found):
        facts = ranking.facts(clause, tokens.fold(clause.text), record, understood, named, near=number in near)
        rows.append([*signals[number], *(facts.get(name, 0.0) for name in FACTS)])
        gains.append(gain(clause, record))
    return Sample(np.array(rows), np.array(gains), ideal, weight)


def opened(index: HybridIndex, query: str):  # type: ignore[no-untyped-def]
    understood = index.question(query)
    ranking: Ranking = index.ranking(SearchFilters())
    found = candidates.gather(ranking.segments, ranking.masks, understood, index.embed(understood.text))
    return ranking, understood, found, ranking.named_documents(understood, SYNONYMS)


# --------------------------------------------------------------------------- ranking


def fit(samples: Sequence[Sample], l2: float) -> np.ndarray:
    """Weights that keep near ``PRIOR`` and its signs: the emergency questions are too few to learn every sign from nothing."""
    used = [sample for sample in samples if sample.gain.any()]
    scale = np.maximum(np.concatenate([sample.columns for sample in used]).std(0), 1e-6)

    prior = np.array([PRIOR.get(name, 0.0) for name in (*fusion.SIGNALS, *FACTS)]) * scale

    signs = [(0 if p > 0 else None, 0 if p < 0 else None) for p in prior]  # what has no sign by hand is free

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


# --------------------------------------------------------------------------- command


def write(made: evaluation.Json) -> None:
    """Replace what the weights file says of the ranking."""
    used = [
        DATA / "gold" / "queries_dev.jsonl",
        *(
            Path(__file__).with_name(name)
            for name in ("questions.jsonl", "questions_answer.jsonl", "questions_front.jsonl")
        ),
        STATUTES,
    ]
    file = ROOT / "indexer" / fusion.WEIGHTS_FILE
    data = {
        **json.loads(file.read_text(encoding="utf-8")),
        "command": "python -m tests.bench.train_fusion --write",
        "data_sha256": {one.name: hashlib.sha256(one.read_bytes()).hexdigest()[:16] for one in used},
        **made,
    }
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace indexer/fusion.json")
    parser.add_argument("--l2", type=float, default=0.02)
    arguments = parser.parse_args()
    questions = list(evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl"))
    own = [q for q in evaluation.read_lines(Path(__file__).with_name("questions.jsonl")) if q["gold"]]
    guard = list(evaluation.read_lines(Path(__file__).with_name("questions_guard.jsonl")))
    front = list(evaluation.read_lines(Path(__file__).with_name("questions_front.jsonl")))
    own += [question for question in front if question["split"] == "learn"]
    kept = [question for question in front if question["split"] == "held out"]
    samples, documents = bench_index(sample_library()), bench_index(emergency_library())
    ours, guarding = emergency_samples(samples, own), emergency_samples(samples, guard)
    keeping = emergency_samples(samples, kept)
    shown, placed, statutes = emergency_samples(documents, questions), placed_samples(documents), statute_samples()
    names, split = (*fusion.SIGNALS, *FACTS), len(fusion.SIGNALS)
    hand = np.array([PRIOR.get(name, 0.0) for name in names])
    learned = fit([*shown, *ours, *placed, *statutes], arguments.l2)
    for name, weights in (("by hand", hand), ("learned", learned)):
        figures = [("shown", shown), ("ours", ours), ("guard, never learned from", guarding)]
        figures += [("front, held out", keeping), ("statutes", statutes)]
        print(f"{name}, nDCG@10: " + "  ".join(f"{kind} {ndcg(some, weights):.4f}" for kind, some in figures))
    others = [*ours, *placed, *statutes]
    print(f"shown, cross-validated: {cross_validated(shown, others, lambda some: fit(some, arguments.l2)):.4f}")
    weights = [(name, round(float(value), 3)) for name, value in zip(names, learned, strict=True)]
    made = {"weights": dict(weights[:split]), "adjustments": dict(weights[split:])}
    print(json.dumps(made))
    if arguments.write:
        write(made)


if __name__ == "__main__":
    main()
