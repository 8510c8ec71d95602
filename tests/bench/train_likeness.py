"""Learns which sentences fill a slot: ``python -m tests.bench.train_likeness [--write]``.

Ridge regression of every slot over character n-grams (``kb.likeness``), from ``element_sentences.tsv``: item, what the sentence
fills (slots joined by ``|``, ``~`` vague, ``-`` something else), whose style it is (G government, E enterprise, S school or hospital,
V village) and the sentence, written by eight hands that saw the criteria and neither plans nor patterns. Printed: for each style,
learned without it, how well its sentences are told apart, and the labelled plans (``gold/checklist``, none of which is learned from)
with and without the model. ``--write`` puts the weights beside the checklists.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.checklists import Checklists
from kb.likeness import Likeness, grams, slot_key
from kb.model import Label
from kb.parsing import parse
from kb.review.elements.verdicts import judge_all
from kb.review.text import Body, normalise
from tests.bench.review import DATA, ROOT, data, gold_rows

SENTENCES = Path(__file__).with_name("element_sentences.tsv")
OUT = ROOT / "corpus" / "checklists" / "_likeness.npz"
ALPHA = 0.7
SEEN = 3
"""In how many sentences an n-gram must stand."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A written sentence; ``slots`` are the keys of what it fills."""

    item: str
    slots: tuple[str, ...]
    style: str
    text: str


def sentences() -> list[Sentence]:
    """All written sentences, normalised."""
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(
            item,
            tuple(slot_key(item, name) for name in what.split("|")) if what not in "-~" else (),
            style,
            normalise(text),
        )
        for item, what, style, text in rows
    ]


def learn(written: list[Sentence]) -> Likeness:
    """The model of these sentences."""
    slots = {slot: at for at, slot in enumerate(sorted({slot for each in written for slot in each.slots}))}
    wanted = np.zeros((len(written), len(slots)))
    for row, each in enumerate(written):
        wanted[row, [slots[slot] for slot in each.slots]] = 1
    return fitted([each.text for each in written], wanted, slots, alpha=ALPHA, seen=SEEN)


def fitted(
    texts: list[str], wanted: NDArray[np.float64], slots: dict[str, int], *, alpha: float, seen: int
) -> Likeness:
    """A ridge over the character runs that at least ``seen`` texts have, in 8 bits; ``wanted``: (texts, slots), 1 where a text fills a slot."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

    words = TfidfVectorizer(analyzer=lambda text: list(grams(text)), min_df=seen, sublinear_tf=True)
    ridge: Any = Ridge(alpha=alpha, solver="sparse_cg").fit(words.fit_transform(texts), wanted)
    weights = ridge.coef_.T
    scales = np.abs(weights).max(axis=0) / 127
    return Likeness(
        {str(word): int(at) for word, at in words.vocabulary_.items()},
        slots,
        words.idf_.astype(np.float32),
        np.rint(weights / scales).astype(np.int8),
        scales.astype(np.float32),
        ridge.intercept_.astype(np.float32),
    )


def save(model: Likeness, path: Path) -> None:
    """As npz, strings as UTF-8 bytes a line each."""
    listed = {"vocabulary": model.vocabulary, "slots": model.slots}
    named = {
        name: np.frombuffer("\n".join(sorted(table, key=lambda key, table=table: table[key])).encode(), np.uint8)  # type: ignore[misc]
        for name, table in listed.items()
    }
    np.savez_compressed(path, idf=model.idf, weights=model.weights, scales=model.scales, biases=model.biases, **named)


def by_style(written: list[Sentence]) -> None:
    """For every style, learned from the others: mean average precision over the slots, and how often the likest slot is right."""
    from sklearn.metrics import average_precision_score

    for style in "GESV":
        model = learn([each for each in written if each.style != style])
        held = [each for each in written if each.style == style]
        scores = model.scores([each.text for each in held])
        right = np.array([[slot in each.slots for slot in model.slots] for each in held])
        asked = right.sum(axis=0) >= 2
        precision = np.mean([average_precision_score(right[:, at], scores[:, at]) for at in np.flatnonzero(asked)])
        filled = right.any(axis=1)
        first = right[filled, scores[filled].argmax(axis=1)].mean()
        print(
            f"{style}  {len(held):5} sentences  mean average precision {precision:.3f}  likest slot right {first:.3f}"
        )


def on_plans(lists: Checklists, model: Likeness) -> None:
    """The labels given with and without the model to the rows of gold/checklist."""
    counts: Counter[str] = Counter()
    bodies: dict[str, Body] = {}
    for row in gold_rows():
        if row["doc"] not in bodies:
            path = next((DATA / "documents").glob(f"{row['doc']}_*"))
            bodies[row["doc"]] = Body.of(parse(path).documents[0])
    for doc, body in bodies.items():
        rows = [row for row in gold_rows() if row["doc"] == doc]
        kind = lists.for_type(rows[0]["type"])
        without = {each.id: each.label for each in judge_all(body, replace(lists, likeness=None), kind)}
        within = {each.id: each.label for each in judge_all(body, replace(lists, likeness=model), kind)}
        for row in rows:
            gold, before, after = Label(row["label"]), without.get(row["item"]), within.get(row["item"])
            if before is not after:
                sure = "sure" if row["confidence"] == "high" else "unsure"
                counts[f"{before} → {after}, labelled {gold} ({sure})"] += 1
    print("\n".join(f"{number:3}  {change}" for change, number in counts.most_common()) or "no verdict changes")


def main() -> None:
    """Train, print, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    written = sentences()
    model = learn(written)
    print(f"{len(written)} sentences, {len(model.slots)} slots, {len(model.vocabulary)} n-grams")
    by_style(written)
    if DATA.is_dir():
        on_plans(data()[0], model)
    if options.write:
        save(model, OUT)
        print(f"{OUT.relative_to(ROOT)}  {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
