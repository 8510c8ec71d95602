"""Learns ``indexer/fusion.json``: ``python -m tests.bench.train_fusion [--answer] [--write]``.

Ranking: one linear model, softmax over the candidates of each query (listwise), L2 towards weights set by hand. It learns
from the shown emergency questions, ours over the starter library, and the statute training split over the small subset.
Answerable: logistic over ``indexer.evidence``, from the shown questions and ours (``questions.jsonl``,
``questions_guard.jsonl``; from the latter the ranking learns nothing). Every figure printed is cross-validated by question.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from indexer import candidates, evaluation, fusion
from indexer.evaluation import BeirLibrary
from indexer.evidence import EVIDENCE
from indexer.index import HybridIndex
from indexer.norms import RANKS
from indexer.ranking import Ranking
from kb.library import DocumentRecord
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
from tests.indexer.memory import MemoryLibrary

FACTS = ("named_document", "old_edition", "level_same", "level_other", "answer_kind", "heading", *RANKS)
FOLDS = 5
REFUSAL_COST = 2.0
"""A false refusal hides what is there; a false answer shows the nearest clauses all the same."""
STATUTE_WEIGHT = 0.2
"""Of one statute question; there are many more than emergency questions, of another kind of text."""
PRIOR = {
    "dense": 2.0, "turned": 3.0, "turned_rank": 1.0, "words_rank": 1.0, "words": 1.2, "grams": 9.5, "context": 2.0, "table_row": -0.4, "fragment": -1.5, "short": -1.0,
    "named_document": 2.0, "old_edition": -1.5, "level_same": 0.8, "level_other": -0.8, "answer_kind": 0.5, "heading": 0.5,
    "statute": 0.5, "interpretation": 0.3, "rules": -0.2, "local_norm": -0.3, "trial_norm": -0.5, "long_title": -0.5,
}  # fmt: skip
"""Set by hand from what each number means."""
SINGLE_QUESTIONS = 6
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


def statute_samples(library: BeirLibrary, split: str) -> list[Sample]:
    """Every other question of a split whose answers the library has."""
    index = bench_index(library)
    queries = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    samples = []
    for query_id, grades in list(evaluation.read_qrels(DATA / "stard" / f"qrels_{split}.tsv").items())[::2]:
        if len(library.clauses(list(grades))) < len(grades):
            continue

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


class Recorder(fusion.Fusion):
    """Keeps the evidence it is asked about; nothing is asked where a place was looked up."""

    def answers(self, evidence: Mapping[str, float]) -> float:
        RECORDED.append(evidence)
        return 0.0


RECORDED: list[Mapping[str, float]] = []


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked of one library: its evidence (None: looked up), whether that library answers it."""

    question_id: str
    source: str
    evidence: Mapping[str, float] | None
    label: bool


def answer_samples(questions: Sequence[evaluation.Json], weights: fusion.Fusion) -> list[Asked]:
    """The shown questions over ``documents/``, ours over the starter library and over single documents of it.

    What neither library answers is asked of both and of the single documents.
    """
    own = list(evaluation.read_lines(Path(__file__).with_name("questions.jsonl")))
    unanswered = [[q for q in some if not q["gold"]] for some in (questions, own)]
    samples = sample_library()
    asked = _asked("documents", emergency_library(), [*questions, *unanswered[1]], weights)
    guard = [{**q, "kind": "guard"} for q in evaluation.read_lines(Path(__file__).with_name("questions_guard.jsonl"))]
    asked += _asked("samples", samples, [*own, *guard, *unanswered[0]], weights)
    for library, name in single_documents(samples, own):
        here = [q for q in own if any(gold["doc"] == name for gold in q["gold"])]
        asked += _asked("one document", library, [*here, *unanswered[1][::4]], weights)
    return asked


def single_documents(
    library: MemoryLibrary, questions: Sequence[evaluation.Json]
) -> Iterator[tuple[MemoryLibrary, str]]:
    """Libraries of one document each: those most asked about."""
    asked = Counter(gold["doc"] for question in questions for gold in question["gold"])
    for record in library.document_records():
        if asked[record.base_name] >= SINGLE_QUESTIONS:
            yield MemoryLibrary([(library.document(record.doc_id), record.base_name)]), record.base_name


def _asked(
    name: str, library: MemoryLibrary, questions: Sequence[evaluation.Json], weights: fusion.Fusion
) -> list[Asked]:
    index = bench_index(library, fusion=Recorder(weights.weights, weights.adjustments, {}))
    asked = []
    for question in questions:
        RECORDED.clear()
        index.search(question["query"], 1)
        kind = question.get("kind", "shown" if question["gold"] else "shown, none")
        found = RECORDED[0] if RECORDED else None
        asked.append(Asked(question["id"], f"{name}: {kind}", found, bool(question["gold"])))
    return asked


def fit_answer(asked: Sequence[Asked]) -> np.ndarray:
    """A false refusal costs ``REFUSAL_COST`` false answers. Shape (len(EVIDENCE) + 1,), the bias last."""
    used = [(one.evidence, one.label) for one in asked if one.evidence is not None]
    rows = np.array([[evidence[name] for name in EVIDENCE] for evidence, _ in used])
    labels = np.array([label for _, label in used])
    return fit_logistic(rows, labels, np.where(labels, REFUSAL_COST, 1.0))


def fit_logistic(rows: np.ndarray, labels: np.ndarray, weight: np.ndarray, l2: float = 0.001) -> np.ndarray:
    """L2 on the weights of standardised columns; returned for the columns as they are."""
    middle, scale = rows.mean(0), rows.std(0) + 1e-6
    design = np.hstack([(rows - middle) / scale, np.ones((len(rows), 1))])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-(design @ w)))
        cost = -(weight * (labels * np.log(p + 1e-9) + (1 - labels) * np.log(1 - p + 1e-9))).sum() / weight.sum()
        slope = design.T @ (weight * (p - labels)) / weight.sum()
        penalty = np.append(w[:-1], 0)
        return cost + l2 * float(penalty @ penalty), slope + 2 * l2 * penalty

    found = np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)
    weights = found[:-1] / scale
    return np.append(weights, found[-1] - float(weights @ middle))


# --------------------------------------------------------------------------- command


def answer_report(asked: Sequence[Asked]) -> None:
    """Cross-validated; a question asked of several libraries stays in one fold."""
    right = defaultdict[str, list[bool]](list)
    for fold in range(FOLDS):
        training = [one for one in asked if zlib.crc32(one.question_id.encode()) % FOLDS != fold]
        weights = fit_answer(training)
        for one in asked:
            if zlib.crc32(one.question_id.encode()) % FOLDS == fold:
                right[one.source].append(_answered(one, weights) == one.label)
    positive = {one.source for one in asked if one.label}
    for name, sources in (("rightly refused", right.keys() - positive), ("falsely refused", positive)):
        every = [one != (name == "falsely refused") for source in sources for one in right[source]]
        low, high = wilson(sum(every), len(every))
        print(f"{name}: {np.mean(every):.3f} of {len(every)} [{low:.3f}, {high:.3f}]")
    for source, some in sorted(right.items()):
        low, high = wilson(sum(some), len(some))
        print(f"   {source}: right {sum(some)} of {len(some)} [{low:.3f}, {high:.3f}]")


def _answered(one: Asked, weights: np.ndarray) -> bool:
    return one.evidence is None or float(np.array([*(one.evidence[n] for n in EVIDENCE), 1.0]) @ weights) >= 0


def wilson(successes: int, count: int) -> tuple[float, float]:
    """95 % interval of a rate."""
    z, rate = 1.96, successes / max(count, 1)
    middle = rate + z * z / (2 * count)
    spread = z * np.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count))
    return float((middle - spread) / (1 + z * z / count)), float((middle + spread) / (1 + z * z / count))


def write(made: fusion.Fusion) -> None:
    used = [
        DATA / "gold" / "queries_dev.jsonl",
        DATA / "stard" / "qrels_train.tsv",
        Path(__file__).with_name("questions.jsonl"),
    ]
    data = {
        "command": "python -m tests.bench.train_fusion --write",
        "data_sha256": {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in used},
        **asdict(made),
    }
    (ROOT / "indexer" / fusion.WEIGHTS_FILE).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def learned_answer(questions: Sequence[evaluation.Json], made: fusion.Fusion) -> fusion.Fusion:
    asked = answer_samples(questions, made)
    answer_report(asked)
    answer = fit_answer(asked)
    return replace(made, answer={n: round(float(v), 3) for n, v in zip((*EVIDENCE, "bias"), answer, strict=True)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace indexer/fusion.json")
    parser.add_argument("--answer", action="store_true", help="learn only when a question is answered")
    parser.add_argument("--l2", type=float, default=0.03)
    arguments = parser.parse_args()
    questions = list(evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl"))
    if arguments.answer:
        made = learned_answer(questions, fusion.default_fusion())
        if arguments.write:
            write(made)
        return
    own = [q for q in evaluation.read_lines(Path(__file__).with_name("questions.jsonl")) if q["gold"]]
    guard = list(evaluation.read_lines(Path(__file__).with_name("questions_guard.jsonl")))
    samples = bench_index(sample_library())
    ours, guarding = emergency_samples(samples, own), emergency_samples(samples, guard)
    shown = emergency_samples(bench_index(emergency_library()), questions)
    statutes = statute_samples(bench_statutes(small=True), "train")
    names, split = (*fusion.SIGNALS, *FACTS), len(fusion.SIGNALS)
    hand = np.array([PRIOR.get(name, 0.0) for name in names])
    learned = fit([*shown, *ours, *statutes], arguments.l2)
    for name, weights in (("by hand", hand), ("learned", learned)):
        figures = [("shown", shown), ("ours", ours), ("guard, never learned from", guarding), ("statutes", statutes)]
        print(f"{name}, nDCG@10: " + "  ".join(f"{kind} {ndcg(some, weights):.4f}" for kind, some in figures))
    score = cross_validated(shown, [*ours, *statutes], lambda some: fit(some, arguments.l2))
    print(f"shown, cross-validated: {score:.4f}", flush=True)
    weights = [(name, round(float(value), 3)) for name, value in zip(names, learned, strict=True)]
    made = fusion.Fusion(dict(weights[:split]), dict(weights[split:]), {})
    made = learned_answer(questions, made)
    print(json.dumps(asdict(made)))
    if arguments.write:
        write(made)


if __name__ == "__main__":
    main()
