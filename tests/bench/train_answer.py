"""Learns when a question counts as answered: ``python -m tests.bench.train_answer [--write] [--misses]``.

Logistic over ``indexer.evidence`` and the first components of the question's vector, kept in ``indexer/fusion.json``; run it again
whenever the ranking has changed. Questions: the shown
ones over ``documents/``, ours over that folder and the starter library (``questions.jsonl``, ``questions_guard.jsonl``,
``questions_answer.jsonl``, the last with three strangers', and one half of ``questions_front.jsonl``), the same over libraries of few documents, statute questions of the training
split over all articles. What no library answers is asked of all of them, except legal matters of the statutes (``law``) and what one library only
is sure to lack (``library``). Figures are cross-validated by question, then by author: those of each are judged by what is learned
from the others'.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from indexer import evaluation, fusion
from indexer.evidence import EVIDENCE
from indexer.index import IndexedLibrary
from indexer.intervals import wilson
from kb.errors import InputError
from kb.ports import Vectors
from tests.bench.setting import (
    DATA,
    ROOT,
    bench_embedder,
    bench_index,
    bench_statutes,
    emergency_library,
    sample_library,
)
from tests.indexer.memory import MemoryLibrary

HERE = Path(__file__).parent
FOLDS = 5
FALSE_REFUSALS = 0.025
"""Share of the answerable questions over ``documents/`` and the starter library, cross-validated, that may be refused. Of authors
who are left out more are, by about a fifth."""
L2 = 0.01
COMPONENTS = 64
"""Of the questions' vectors, the main ones; with all of them topics of single questions are learned by heart."""
DIMENSION = 384
WEIGHTS = {"documents": 1.0, "samples": 1.0, "few documents": 0.3, "statutes": 0.1}
FEW = 3
STATUTE_STEP = 4


class Recorder(fusion.Fusion):
    """Keeps the evidence it is asked about; nothing is asked where a place was looked up."""

    def answers(self, evidence: Mapping[str, float], vector: Vectors) -> float:
        RECORDED.append((evidence, vector))
        return 0.0


RECORDED: list[tuple[Mapping[str, float], Vectors]] = []


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked of one library: its evidence and vector (None: a place looked up, or nothing to look for), whether that library
    answers it."""

    question: evaluation.Json
    library: str
    evidence: tuple[Mapping[str, float], Vectors] | None
    looked_up: bool
    label: bool

    @property
    def author(self) -> str:
        """Who wrote the question."""
        kind = "shown" if self.question["kind"].startswith("shown") else "ours"
        return "statutes" if self.library == "statutes" else str(self.question.get("by", kind))

    @property
    def source(self) -> str:
        return f"{self.library}: {self.question['kind']}"

    @property
    def fold(self) -> int:
        """A question asked of several libraries stays in one fold."""
        return zlib.crc32(self.question["id"].encode()) % FOLDS


# --------------------------------------------------------------------------- questions


def ask_all() -> list[Asked]:
    """Every question of every library it belongs to."""
    shown = [
        {**q, "kind": "shown" if q["gold"] else "shown, none"}
        for q in evaluation.read_lines(DATA / "gold" / "queries_dev.jsonl")
    ]
    own, ours = [*_lines("questions.jsonl"), *_front("learn")], _lines("questions_answer.jsonl")
    guard = [{**q, "kind": "guard"} for q in _lines("questions_guard.jsonl")]
    unanswered = [q for q in (*shown, *own, *ours) if q["kind"] != "answerable" and not q.get("gold")]
    documents, samples = emergency_library(), sample_library()
    asked = _ask("documents", documents, [*_held(shown), *_over(ours, "documents")], unanswered)
    asked += _ask("samples", samples, [*_held(own), *guard, *_over(ours, "samples")], unanswered)
    asked += _ask_few("documents", documents, [*_held(shown), *_over(ours, "documents")], unanswered)
    asked += _ask_few("samples", samples, [*_held(own), *guard, *_over(ours, "samples")], unanswered)
    texts = {row["_id"]: row["text"] for row in evaluation.read_lines(DATA / "stard" / "queries.jsonl")}
    chosen = sorted(evaluation.read_qrels(DATA / "stard" / "qrels_train.tsv"))[::STATUTE_STEP]
    lay = [{"id": query, "query": texts[query], "kind": "lay question"} for query in chosen]
    return asked + _ask("statutes", bench_statutes(small=False), lay, [q for q in unanswered if not q.get("law")])


def ask_held_out() -> list[Asked]:
    """The half of ``questions_front.jsonl`` from which nothing is learned, over the starter library."""
    front = _front("held out")
    return _ask("samples", sample_library(), _held(front), [question for question in front if not question["gold"]])


def _front(split: str) -> list[evaluation.Json]:
    return [{**question, "by": "front"} for question in _lines("questions_front.jsonl") if question["split"] == split]


def _held(questions: Sequence[evaluation.Json]) -> list[evaluation.Json]:
    return [question for question in questions if question["gold"]]


def _lines(name: str) -> list[evaluation.Json]:
    return list(evaluation.read_lines(HERE / name))


def _over(questions: Sequence[evaluation.Json], library: str) -> list[evaluation.Json]:
    return [q for q in questions if q.get("library") == library and q["kind"] == "answerable"]


def _ask_few(
    name: str, library: MemoryLibrary, answered: Sequence[evaluation.Json], unanswered: Sequence[evaluation.Json]
) -> list[Asked]:
    """As ``_ask`` over libraries of ``FEW`` documents each: what they answer, and each question without an answer once."""
    records = sorted(library.document_records(), key=lambda record: zlib.crc32(record.base_name.encode()))
    groups = [records[at : at + FEW] for at in range(0, len(records), FEW)]
    none = [question for question in unanswered if question.get("library", name) == name]
    asked = []
    for number, group in enumerate(groups):
        names = [record.base_name for record in group]
        few = MemoryLibrary([(library.document(record.doc_id), record.base_name) for record in group])
        here = [q for q in answered if any(one.startswith(place) for one in names for place in _places(q))]
        none_here = [{**question, "library": "few documents"} for question in none[number :: len(groups)]]
        asked += _ask("few documents", few, here, none_here)
    return asked


def _places(question: evaluation.Json) -> list[str]:
    """Names of the documents that answer a question, or how they begin."""
    where = question.get("where", [])
    return [
        *(gold["doc"] for gold in question.get("gold", [])),
        *(place.partition("#")[0] for place in ([where] if isinstance(where, str) else where)),
    ]


def _ask(
    name: str, library: IndexedLibrary, answered: Sequence[evaluation.Json], unanswered: Sequence[evaluation.Json]
) -> list[Asked]:
    weights = fusion.default_fusion()
    index = bench_index(library, fusion=Recorder(weights.weights, weights.adjustments, {}))
    asked = []
    for label, questions in ((True, answered), (False, unanswered)):
        for question in questions:
            if not label and question.get("library", name) != name:
                continue
            RECORDED.clear()
            try:
                found = index.search(question["query"], 1)
            except InputError:  # punctuation only
                continue
            asked.append(Asked(question, name, RECORDED[0] if RECORDED else None, found.answerable, label))
    return asked


# --------------------------------------------------------------------------- learning


def fit(asked: Sequence[Asked]) -> np.ndarray:
    """Weights of ``EVIDENCE``, of the vector and the bias, shape (len(EVIDENCE) + DIMENSION + 1,)."""
    used = [one for one in asked if one.evidence is not None]
    labels = np.array([one.label for one in used], float)
    rows = np.array([_row(one)[:-1] for one in used])
    weight = np.array([WEIGHTS[one.library] for one in used])
    turn = _main_components(rows[:, len(EVIDENCE) :])
    columns = rows @ turn
    middle, scale = columns.mean(0), columns.std(0) + 1e-6
    design = np.hstack([(columns - middle) / scale, np.ones((len(rows), 1))])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-np.clip(design @ w, -30, 30)))
        cost = -(weight * (labels * np.log(p + 1e-9) + (1 - labels) * np.log(1 - p + 1e-9))).sum() / weight.sum()
        slope = design.T @ (weight * (p - labels)) / weight.sum()
        penalty = np.append(w[:-1], 0)
        return cost + L2 * float(penalty @ penalty), slope + 2 * L2 * penalty

    found = np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)
    weights = found[:-1] / scale
    return np.append(turn @ weights, found[-1] - float(weights @ middle))


def _main_components(vectors: np.ndarray) -> np.ndarray:
    """What leaves the evidence as it is and turns vectors to their main components, shape (all columns, fewer)."""
    axes = np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)[2][:COMPONENTS]
    turn = np.zeros((len(EVIDENCE) + DIMENSION, len(EVIDENCE) + len(axes)))
    turn[: len(EVIDENCE), : len(EVIDENCE)] = np.eye(len(EVIDENCE))
    turn[len(EVIDENCE) :, len(EVIDENCE) :] = axes.T
    return turn


def _row(one: Asked) -> np.ndarray:
    evidence, vector = one.evidence or ({}, np.zeros(DIMENSION))
    return np.array([*(evidence.get(name, 0.0) for name in EVIDENCE), *vector, 1.0])


def scores(asked: Sequence[Asked], weights: np.ndarray) -> np.ndarray:
    never = (np.inf if one.looked_up else -np.inf for one in asked)
    return np.array([n if o.evidence is None else float(_row(o) @ weights) for o, n in zip(asked, never, strict=True)])


def threshold(asked: Sequence[Asked], found: np.ndarray) -> float:
    """The score below which ``FALSE_REFUSALS`` of the answerable questions over the two common libraries lie."""
    counted = np.array([one.label and one.library in ("documents", "samples") for one in asked])
    return float(np.quantile(found[counted], FALSE_REFUSALS))


def cross_validated(asked: Sequence[Asked]) -> np.ndarray:
    found = np.zeros(len(asked))
    for fold in range(FOLDS):
        weights = fit([one for one in asked if one.fold != fold])
        here = [n for n, one in enumerate(asked) if one.fold == fold]
        found[here] = scores([asked[n] for n in here], weights)
    return found


def by_author(asked: Sequence[Asked]) -> None:
    """Each author's questions judged by what is learned, threshold and all, from the others'."""
    for author in sorted({one.author for one in asked} - {"statutes"}):
        others = [one for one in asked if one.author != author]
        theirs = [one for one in asked if one.author == author and one.library in ("documents", "samples")]
        limit = threshold(others, cross_validated(others))
        print(f"learned without {author}")
        report(theirs, [bool(score >= limit) for score in scores(theirs, fit(others))])


def report(asked: Sequence[Asked], answered: Sequence[bool]) -> None:
    """Refusals right and wrong, by library and kind of question, with 95 % intervals."""
    groups = defaultdict[str, list[bool]](list)
    for one, answer in zip(asked, answered, strict=True):
        groups[one.source].append(answer == one.label)
        kind = "answered that has an answer" if one.label else "refused that has none"
        groups[f"{one.library}, {kind}"].append(answer == one.label)
        if one.library in ("documents", "samples"):
            groups[f"both, {kind}"].append(answer == one.label)
    for name, right in sorted(groups.items()):
        low, high = wilson(sum(right), len(right))
        print(f"   {name:52} right {sum(right):3} of {len(right):3} = {np.mean(right):.3f} [{low:.3f}, {high:.3f}]")


def as_written(asked: Sequence[Asked], weights: np.ndarray, limit: float) -> evaluation.Json:
    """What the weights file says of answers; the vectors' mean adds nothing, so that the rest may also stand alone."""
    size = len(EVIDENCE)
    turned = weights[size:-1]
    mean = float(np.mean([one.evidence[1] @ turned for one in asked if one.evidence is not None]))
    answer = [*weights[:size], weights[-1] - limit + mean]
    scale = float(np.abs(turned).max()) / 1000
    meaning = {
        "model_id": bench_embedder().model_id,
        "scale": round(scale, 8),
        "offset": round(-mean, 3),
        "weights": " ".join(str(round(value / scale)) for value in turned),
    }
    named = zip((*EVIDENCE, "bias"), answer, strict=True)
    return {"answer": {name: round(float(value), 3) for name, value in named}, "meaning": meaning}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace what {fusion.WEIGHTS_FILE} says of answers")
    parser.add_argument("--misses", action="store_true", help="print the questions judged wrong")
    arguments = parser.parse_args()
    learning = ask_all()
    found = cross_validated(learning)
    limit = threshold(learning, found)
    print("cross-validated")
    report(learning, [bool(score >= limit) for score in found])
    if arguments.misses:
        for one, score in zip(learning, found, strict=True):
            if (score >= limit) != one.label:
                print(f"   {score - limit:+.2f} {one.source}: {one.question['query']}")
    by_author(learning)
    weights, kept = fit(learning), ask_held_out()
    print("held out, of the questions that officials ask first")
    report(kept, [bool(score >= limit) for score in scores(kept, weights)])
    learned = as_written(learning, weights, limit)
    print(json.dumps(learned["answer"]))
    if arguments.write:
        file = ROOT / "indexer" / fusion.WEIGHTS_FILE
        data = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**data, **learned}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
